"""Who is the same person: records with and without names and details, in any order."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.persons import PersonCounter
from tests.engines import NAMES, PHONES, listed, people

Record = tuple[str, tuple[str, ...]]
MAIL, TEL, BORN, ID = "EMAIL_ADDRESS:taro@sample.jp", "PHONE_NUMBER:0312345678", "DATE_OF_BIRTH:19850401", "ID:1001"


def counted(*records: Record) -> tuple[int, int]:
    counter = PersonCounter()
    for name, details in records:
        counter.add(name, details)
    estimate, most, keys = counter.counts()
    assert len(keys) == len(set(keys)) == estimate <= most <= max(len(records), 0)
    return estimate, most


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ([], 0),
        ([("", ())], 0),
        ([("佐藤太郎", ())], 1),
        ([("佐藤太郎", ()), ("佐藤太郎", ())], 1),
        ([("佐藤太郎", ()), ("佐藤　太郎", ()), ("佐藤 太郎", ())], 1),
        ([("髙橋はな", ()), ("高橋はな", ())], 1),
        ([("渡邊一", ()), ("渡邉一", ()), ("渡辺一", ())], 1),
        ([("ｻﾄｳ ﾀﾛｳ", ()), ("サトウ タロウ", ()), ("サトウタロウ", ())], 1),
        ([("Taro Sato", ()), ("TARO SATO", ()), ("ＴＡＲＯ　ＳＡＴＯ", ())], 1),
        ([("佐藤太郎", (MAIL,)), ("佐藤太郎", ())], 1),
        ([("佐藤太郎", ()), ("佐藤太郎", (MAIL,))], 1),
        ([("佐藤太郎", (MAIL, TEL)), ("佐藤太郎", (TEL,))], 1),
        ([("佐藤太郎", (BORN,)), ("佐藤太郎", ("DATE_OF_BIRTH:19900502",))], 2),
        ([("佐藤太郎", (MAIL,)), ("佐藤太郎", (TEL,))], 1),
        ([("佐藤太郎", (MAIL,)), ("佐藤太郎", (TEL,)), ("佐藤太郎", (BORN,)), ("佐藤太郎", ())], 1),
        ([("佐藤太郎", (MAIL,)), ("佐藤太郎", (TEL,)), ("佐藤太郎", ("PHONE_NUMBER:0398765432",))], 2),
        ([("佐藤太郎", (MAIL, BORN)), ("佐藤太郎", (TEL, "DATE_OF_BIRTH:19900502"))], 2),
        ([("佐藤太郎", ()), ("佐藤太郎", (BORN,)), ("佐藤太郎", ("DATE_OF_BIRTH:19900502",))], 2),
        ([("佐藤太郎", (TEL,)), ("佐藤花子", (TEL,))], 2),
        ([("", (MAIL,)), ("", (MAIL,))], 1),
        ([("", (MAIL,)), ("", (TEL,))], 2),
        ([("佐藤太郎", (MAIL,)), ("", (MAIL,))], 1),
        ([("", (ID,)), ("", (ID, TEL)), ("", (TEL,))], 1),
    ],
)
def test_the_same_person(records: list[Record], expected: int) -> None:
    assert counted(*records)[0] == expected


def test_a_contact_that_is_named_later_is_no_second_person() -> None:
    assert counted(("", (MAIL,)), ("佐藤太郎", (MAIL,)))[0] == 1


def test_a_record_may_join_two() -> None:
    assert counted(("佐藤太郎", (MAIL,)), ("佐藤太郎", (TEL,)), ("佐藤太郎", (MAIL, TEL)))[0] == 1


def test_a_surname_in_the_text_is_somebody_whose_full_name_is_known() -> None:
    counter = PersonCounter()
    counter.add_surname("佐藤")
    counter.add_surname("鈴木")
    counter.add("佐藤太郎", ())
    assert counter.counts()[:2] == (2, 3)


def test_a_surname_in_a_column_is_somebody_else() -> None:
    counter = PersonCounter()
    counter.add("佐藤太郎", ())
    counter.add_listed_surname("佐藤")
    counter.add_listed_surname("佐藤")
    counter.add_surname("佐藤")
    assert counter.counts()[:2] == (2, 4)


@pytest.mark.parametrize(("named", "expected"), [(0, 3), (1, 3), (2, 3), (4, 4)])
def test_loose_contacts_are_of_others_only_where_they_are_more(named: int, expected: int) -> None:
    counter = PersonCounter()
    for name in NAMES[:named]:
        counter.add(name, ())
    for number in range(3):
        counter.add_loose(f"PHONE_NUMBER:{number}")
        counter.add_loose(f"EMAIL_ADDRESS:{number}")
    assert counter.counts()[0] == expected


@pytest.mark.parametrize("kind", ["電話番号", "生年月日", "社員番号", "メール"])
def test_one_value_in_one_form_is_one_person(kind: str) -> None:
    value = {"電話番号": PHONES[0], "生年月日": "1985/4/1", "社員番号": "A-1001", "メール": "Taro@Sample.jp"}[kind]
    wide = value.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
    assert listed(["氏名", kind], ["佐藤太郎", value], ["佐藤　太郎", wide], ["佐藤 太郎", value.lower()]).persons == 1


@pytest.mark.parametrize(
    ("heading", "forms"),
    [
        ("生年月日", ["1985/4/1", "1985/04/01", "1985-04-01 00:00:00", "1985年4月1日", "S60.4.1", "昭和60年4月1日"]),
        ("電話番号", ["090-1234-5678", "090.1234.5678", "(090)1234-5678", "+81-90-1234-5678", "9012345678"]),
        ("社員番号", ["1001", "1001.0"]),
    ],
)
def test_one_value_in_many_forms_is_one_person(heading: str, forms: list[str]) -> None:
    assert listed(["氏名", heading], *(["佐藤太郎", form] for form in forms)).persons == 1


def test_people_of_one_name_with_different_birthdays_are_two() -> None:
    judged = listed(["氏名", "生年月日"], ["佐藤太郎", "1985/4/1"], ["佐藤太郎", "1990/5/2"], ["鈴木花子", "1990/1/1"])
    assert (judged.persons, judged.persons_max) == (3, 3)


def test_a_shared_company_line_tells_nobody_apart() -> None:
    assert listed(["氏名", "電話番号"], ["佐藤太郎", "03-1234-5678"], ["佐藤太郎", "03-1234-5679"]).persons == 1


@pytest.mark.parametrize("heading", ["メール", "携帯電話", "連絡先"])
def test_contacts_without_names_are_people(heading: str) -> None:
    values = ["tanaka@sample.jp", "sato@sample.jp"] if heading == "メール" else list(PHONES[:2])
    judged = listed(["日付", heading], ["4/1", values[0]], ["4/2", values[1]], ["4/3", values[0]])
    assert (judged.personal, judged.persons, judged.persons_max) == (True, 2, 3)


@pytest.mark.parametrize(
    "values", [["info@sample.jp", "support@sample.jp", "sales-tokyo@sample.jp"], ["03-1234-5678"] * 3]
)
def test_role_addresses_and_company_lines_are_nobody(values: list[str]) -> None:
    judged = listed(["店舗", "連絡先"], *people(["渋谷店", "新宿店", "池袋店"], values))
    assert (judged.personal, judged.persons) == (False, 0)


RECORDS = st.lists(
    st.tuples(st.sampled_from(["", "佐藤太郎", "鈴木花子"]), st.sets(st.sampled_from([MAIL, TEL, BORN]), max_size=2)),
    max_size=8,
).map(lambda records: [(name, tuple(sorted(details))) for name, details in records if name or details])


@given(RECORDS)
def test_the_estimate_never_exceeds_the_maximum_nor_that_the_records(records: list[Record]) -> None:
    estimate, most = counted(*records)
    assert bool(estimate) == bool(records) and most == len(records)


@given(RECORDS.filter(bool), st.data())
def test_the_same_record_again_is_nobody_new(records: list[Record], data: st.DataObject) -> None:
    assert counted(*records, data.draw(st.sampled_from(records)))[0] == counted(*records)[0]


@given(RECORDS.map(lambda records: [record for record in records if record[0]]), st.data())
def test_the_order_of_names_without_details_changes_nothing(records: list[Record], data: st.DataObject) -> None:
    bare: list[Record] = [(name, ()) for name, _ in records]
    assert counted(*data.draw(st.permutations(bare))) == counted(*bare)


def test_surnames_beside_many_customers_are_counted_at_once() -> None:
    counter = PersonCounter()
    counter.add_rows([f"客{number}" for number in range(20_000)], [])
    for number in range(400):
        counter.add_surname(f"姓{number}")
    start = time.perf_counter()
    counter.counts()
    assert time.perf_counter() - start < 0.15

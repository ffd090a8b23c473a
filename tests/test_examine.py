"""One file from its first item to its judgement: passages, tables, chunks, names of files and sheets."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.examine import Examination
from detectors.finding import Judgement
from scanner.document import Passage, Table
from tests.engines import (
    BIRTHDAYS,
    MAILS,
    NAMES,
    PHONES,
    Rows,
    columns,
    counts,
    distinct,
    engine,
    examined,
    people,
    table,
    told,
)

STAFF = table([["社員番号", "氏名", "電話番号"], *people(["1001", "1002", "1003"], NAMES, PHONES)], "シート『社員』")
BIRTHS = table([["氏名", "生年月日"], *people(NAMES[2:], BIRTHDAYS[2:])], "シート『誕生日』")
NOTE = Passage(f"担当：山本一郎 {PHONES[5]}\n佐藤様より返信あり。", "本文")
FORM = table([["氏名", NAMES[5]], ["メール", MAILS[5]], ["備考", ""]], "シート『申込』")


def outcome(judged: Judgement) -> tuple[bool, int, int, dict[str, int], dict[str, int], str | None]:
    kinds = counts(judged), distinct(judged)
    return judged.personal, judged.persons, judged.persons_max, *kinds, judged.document_type


@pytest.mark.parametrize("items", [*permutations([STAFF, BIRTHS, NOTE, FORM])], ids=lambda _: "")
def test_the_order_of_passages_and_tables_changes_nothing(items: tuple[Passage | Table, ...]) -> None:
    assert outcome(examined(*items)) == outcome(examined(STAFF, BIRTHS, NOTE, FORM))


def test_contacts_may_come_before_the_list_that_names_them() -> None:
    bare, named = table([["メール"], *people(MAILS)], "A"), table([["氏名", "メール"], *people(NAMES, MAILS)], "B")
    assert examined(named, bare).persons == 6
    assert examined(bare, named).persons == 6


def test_the_same_people_on_every_sheet_are_counted_once() -> None:
    rows = [["氏名", "電話番号"], *people(NAMES, PHONES)]
    judged = examined(*(table(rows, f"シート『{month}月』") for month in range(4, 10)))
    assert (judged.persons, judged.persons_max) == (6, 36)
    assert (counts(judged)["PERSON"], distinct(judged)["PERSON"]) == (36, 6)


def test_text_and_table_may_name_the_same_person() -> None:
    listed = table([["氏名"], *people(NAMES)])
    assert examined(Passage("担当：佐藤太郎", "本文"), listed).persons == 6
    assert examined(Passage("佐藤様の件", "本文"), listed).persons == 6
    assert examined(listed, Passage(f"折り返し {PHONES[0]}", "本文")).persons == 6


def test_titles_above_a_list_are_read() -> None:
    judged = examined(table([["作成：山本一郎", ""], ["氏名", "電話番号"], *people(NAMES, PHONES)]))
    assert (judged.persons, counts(judged)["PERSON"]) == (7, 7)


def test_a_sheet_may_say_that_people_are_expected() -> None:
    rows = [["", "1", "2", "3"], ["A", "佐藤", "鈴木", "高橋"], ["B", "田中", "", "中村"]]
    assert examined(table(rows, "シート『座席表』")).persons == 5
    assert examined(table(rows, "シート『一覧』")).persons < 5


def test_the_rota_names_people_by_surname() -> None:
    rows = [["日付", "早番", "遅番"], ["4/1", "佐藤", "鈴木"], ["4/2", "高橋", "佐藤"], ["4/3", "鈴木", "高橋"]]
    judged = examined(table(rows), path="シフト表.xlsx")
    assert (judged.personal, judged.persons, judged.document_type) == (True, 3, "attendance")


def test_samples_say_where_they_stand() -> None:
    judged = examined(STAFF, NOTE)
    person = next(total for total in judged.kinds if total.kind == "PERSON")
    assert {sample.place for sample in person.samples} == {"シート『社員』 『氏名』の列", "本文"}


def test_a_sample_holds_the_value_but_does_not_show_it() -> None:
    judged = examined(STAFF)
    values = {sample.value for total in judged.kinds for sample in total.samples}
    assert NAMES[0] in values
    assert NAMES[0] not in repr(judged)


def test_nothing_to_read_is_not_personal() -> None:
    judged = examined(path="空.txt")
    assert (judged.personal, judged.persons, judged.kinds, judged.flags) == (False, 0, (), ())
    assert judged.reasons == ("特定の個人を識別できるものが見つかりません",)


def test_a_file_is_not_changed_by_the_one_before() -> None:
    first = examined(STAFF, NOTE, path="a.xlsx")
    told("個人番号：1234-5678-9018")
    assert examined(STAFF, NOTE, path="a.xlsx") == first


@pytest.mark.parametrize(
    "rows",
    [
        [["氏名", *NAMES], ["電話番号", *PHONES], ["メール", *MAILS], ["生年月日", *BIRTHDAYS]],
        [["氏名", NAMES[0]], ["住所", "東京都港区芝1-2-3"], ["電話番号", PHONES[0]], ["メール", MAILS[0]]],
    ],
    ids=["side by side", "form"],
)
def test_chunks_of_forms_and_turned_lists(rows: Rows) -> None:
    whole = outcome(examined(table(rows)))
    for cut in range(1, len(rows)):
        assert outcome(examined(table(rows[:cut]), table(rows[cut:], first_row=cut + 1))) == whole


CELL = st.one_of(
    st.text(max_size=8), st.sampled_from(["氏名", "電話番号", "備考", *NAMES[:2], *PHONES[:2], *MAILS[:2], "", "\n"])
)
TABLE = st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), max_size=6))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.one_of(TABLE.map(lambda rows: table(rows)), st.text(max_size=40).map(lambda t: Passage(t, "本文"))),
        max_size=3,
    )
)
def test_anything_a_reader_yields_is_judged(items: list[Passage | Table]) -> None:
    judged = examined(*items, path="何か.xlsx")
    assert 0 <= judged.persons <= judged.persons_max
    assert judged.personal or not judged.persons
    assert all(total.count >= total.distinct >= 1 and total.samples for total in judged.kinds)


@pytest.mark.parametrize(
    "path", ["", "a", "a/b", "/", "!", "a!b/c!", ".", "..", "名簿.zip!2025/顧客.csv", "\n", "あ" * 300]
)
def test_any_path_will_do(path: str) -> None:
    assert Examination(engine(), path).finish().persons == 0


def test_a_thousand_columns_of_numbers_cost_little() -> None:
    rows = [
        [f"c{column}" for column in range(100)],
        *([str(row * column) for column in range(100)] for row in range(40)),
    ]
    assert examined(Table("", columns(rows))).kinds == ()

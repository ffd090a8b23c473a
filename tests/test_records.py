"""Rows with two people, and columns that speak of people of the same list."""

from __future__ import annotations

from scanner.document import Passage
from tests.engines import MAILS, NAMES, PHONES, counts, examined, listed, people, table

CHILDREN = ("佐藤結衣", "", "高橋陸", "", "", "渡辺葵")


def test_marks_are_those_of_the_one_whom_a_row_names() -> None:
    rows = people(CHILDREN, NAMES, PHONES)
    assert listed(["児童氏名", "受給者氏名", "携帯電話"], *rows).persons == 9


def test_nobody_stands_in_for_a_member_in_charge() -> None:
    rows = [[NAMES[0] if at == 0 else "", "中村", phone] for at, phone in enumerate(PHONES)]
    assert listed(["氏名", "担当者", "携帯電話"], *rows).persons == 7


def test_a_chain_of_calls_names_its_people_twice() -> None:
    following = [*(name[:2] for name in NAMES[1:]), ""]
    rows = people(("1", "2", "3", "4", "5", "6"), NAMES, PHONES, following)
    assert listed(["順", "氏名", "携帯", "次の連絡先"], *rows).persons == 6


def test_two_in_charge_with_names_of_customers_are_others() -> None:
    rows = people(NAMES, PHONES, ["佐藤", "鈴木"] * 3)
    assert listed(["氏名", "携帯", "担当者"], *rows).persons == 8


def test_the_same_people_on_two_sheets_with_other_contacts() -> None:
    first = table([["氏名", "電話番号"], *people(NAMES, PHONES)], "シート『電話』")
    second = table([["氏名", "メール"], *people(NAMES, MAILS)], "シート『メール』")
    assert examined(first, second).persons == 6


def test_the_sender_of_a_mail_is_who_signs_it() -> None:
    header = Passage("From: 佐藤 太郎 <taro@sample.jp>\nTo: 事務局 <info@sample.jp>\nSubject: 見学", "ヘッダー")
    body = Passage("お名前：佐藤太郎\n電話番号：090-1234-5670\n見学を希望します。", "本文")
    assert examined(header, body, path="1通目.eml", media_type="message/rfc822").persons == 1


def test_the_cells_of_a_log_may_repeat_their_heading() -> None:
    rows = [["1762700000", "OPEN", f"card={at}4448394", f"holder={name}"] for at, name in enumerate(NAMES)]
    judged = listed(*rows, path="door.log")
    assert (judged.persons, counts(judged)["PERSON"]) == (6, 6)


def test_who_somebody_is_stands_before_the_surname() -> None:
    rows = [
        [name, f"{role} {surname}"]
        for name, role, surname in zip(
            NAMES, ("保護司", "民生委員", "保護司") * 2, ("奈良", "山崎", "加納") * 2, strict=True
        )
    ]
    assert listed(["氏名", "担当"], *rows).persons == 9


def test_kana_without_a_heading_names_people() -> None:
    kana = ("ｻﾄｳ ﾀﾛｳ", "ｽｽﾞｷ ﾊﾅｺ", "ﾀｶﾊｼ ｹﾝｲﾁ", "ﾀﾅｶ ﾐｻｷ", "ｲﾄｳ ｼｮｳﾀ", "ﾜﾀﾅﾍﾞ ﾐﾎ", "ﾄﾞｳﾒｷ ﾄﾒ")
    assert listed(*(["20261112", name, "IN"] for name in kana)).persons == 7


def test_given_names_on_a_line_of_their_own_are_nobody_else() -> None:
    names = ["近藤\n明美", "西村\n幸男", "小野\n達也", "百目鬼\n晴臣", "湯座\n節子", "井櫻\n恵"]
    assert listed(["地区", "氏名"], *(["第一", name] for name in names)).persons == 6


def test_two_people_may_share_a_cell_on_two_lines() -> None:
    cells = ["佐藤\n鈴木", "高橋\n田中", "伊藤\n渡辺"]
    assert listed(["日", "担当者"], *(["1", cell] for cell in cells)).persons == 6


def test_names_in_latin_letters_need_no_heading() -> None:
    names = ("TANAKA HIROSHI", "SUZUKI AYA", "KENTA MORI", "Okada Yuki", "HARADA SHIN")
    assert listed(*(["2026-11-12", "door=3", f"user={name}"] for name in names)).persons == 5
    words = ("READ ERROR", "DISK FULL", "OPEN FAILED", "LINK DOWN", "POWER LOSS")
    assert not listed(*(["2026-11-12", "door=3", f"event={word}"] for word in words)).personal

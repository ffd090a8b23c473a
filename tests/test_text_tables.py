"""Tables inside running text: columns judged by their headings, exact spans, nothing from refuted columns."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.examine import Examination
from scanner.document import Passage
from tests.engines import engine

HEADINGS = ("氏名", "口座番号", "金額")
ROWS = (("佐藤太郎", "1234567", "0317924402"), ("鈴木花子", "7654321", "0317866661"))
WANTED = [
    ("PERSON", "佐藤太郎"),
    ("JP_BANK_ACCOUNT", "1234567"),
    ("PERSON", "鈴木花子"),
    ("JP_BANK_ACCOUNT", "7654321"),
]
MARKDOWN = "|氏名|口座番号|金額|\n|---|:-:|--:|\n" + "".join(f"|{'|'.join(row)}|\n" for row in ROWS)
BOX = "┌──┬──┬──┐\n│氏名│口座番号│金額│\n├──┼──┼──┤\n" + "".join(f"│{'│'.join(row)}│\n" for row in ROWS)
ASCII_BOX = "+---+---+---+\n| 氏名 | 口座番号 | 金額 |\n+---+---+---+\n" + "".join(
    f"| {' | '.join(row)} |\n+---+---+---+\n" for row in ROWS
)
SIMPLE = "====  ====  ====\n氏名  口座番号  金額\n====  ====  ====\n" + "".join(f"{'  '.join(row)}\n" for row in ROWS)
HTML = "<table>\n<tr><th>氏名</th><th><b>口座番号</b></th><th>金額</th></tr>\n" + "".join(
    f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>\n" for row in ROWS
)
SEPARATORS = (",", "，", "\t", ";", "；", "|", "／", " / ", "  ", "　", "　　", "、", " ")


def found(text: str) -> list[tuple[str, str]]:
    return [(finding.kind, finding.value) for finding in engine().find(text)]


def lines(separator: str, *, lead: str = "", trail: str = "", quote: str = "") -> str:
    return "".join(
        f"{lead}{separator.join(f'{quote}{cell}{quote}' for cell in row)}{trail}\n" for row in (HEADINGS, *ROWS)
    )


@pytest.mark.parametrize("separator", SEPARATORS)
def test_a_row_of_headings_decides_on_the_columns_below(separator: str) -> None:
    assert found(lines(separator)) == WANTED


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(MARKDOWN, id="Markdown"),
        pytest.param(BOX, id="box"),
        pytest.param(ASCII_BOX, id="ASCII box"),
        pytest.param(SIMPLE, id="reStructuredText"),
        pytest.param(HTML, id="HTML"),
        pytest.param(lines(",", quote='"'), id="quoted"),
        pytest.param(lines(",", trail=","), id="trailing separator"),
        pytest.param(lines(",", lead="> "), id="quoted mail"),
        pytest.param(lines("\t", lead="    "), id="indented"),
        pytest.param("一覧です。\n" + lines(",") + "以上、よろしくお願いします。", id="within a letter"),
        pytest.param(lines(",").replace("\n", "\r\n"), id="CR LF"),
    ],
)
def test_as_people_paste_them(text: str) -> None:
    assert found(text) == WANTED


def test_several_tables_in_one_text() -> None:
    assert found(lines(",") + "\nこちらも。\n" + MARKDOWN + "\n" + lines("\t")) == WANTED * 3


def test_a_number_under_a_heading_that_says_otherwise_is_none() -> None:
    assert found("伝票番号,氏名\n581470369259,佐藤太郎\n") == [("PERSON", "佐藤太郎")]
    assert found("電話番号,金額\n0317924402,0317866661\n0466221357,0466221358\n") == [
        ("PHONE_NUMBER", "0317924402"),
        ("PHONE_NUMBER", "0466221357"),
    ]


def test_english_headings_and_row_numbers() -> None:
    text = "No | Name | Phone number | Amount\n1 | Yamada Taro | 0317924402 | 0317866661\n"
    assert found(text) == [("PERSON", "Yamada Taro"), ("PHONE_NUMBER", "0317924402")]


def test_rows_of_unequal_width() -> None:
    text = "氏名,電話番号,口座番号\n佐藤太郎,0317924402\n鈴木花子,0317866661,7654321,追記\n"
    assert found(text) == [
        ("PERSON", "佐藤太郎"),
        ("PHONE_NUMBER", "0317924402"),
        ("PERSON", "鈴木花子"),
        ("PHONE_NUMBER", "0317866661"),
        ("JP_BANK_ACCOUNT", "7654321"),
    ]


def test_a_quoted_cell_may_hold_the_separator() -> None:
    assert found('氏名,住所,口座番号\n"佐藤太郎","東京都港区芝1-2-3, 101",1234567\n') == [
        ("PERSON", "佐藤太郎"),
        ("JP_ADDRESS", "東京都港区芝1-2-3, 101"),
        ("JP_BANK_ACCOUNT", "1234567"),
    ]


def test_remarks_are_read_as_text() -> None:
    text = "会員番号,備考\nA-10482,携帯は090-2468-1357\nA-10483,なし\n"
    assert found(text) == [
        ("ORGANISATION_ID", "A-10482"),
        ("PHONE_NUMBER", "090-2468-1357"),
        ("ORGANISATION_ID", "A-10483"),
    ]


def test_the_evidence_names_the_heading() -> None:
    for finding in engine().find("氏名,個人番号\n佐藤太郎,581470369259\n"):
        assert finding.evidence[0] in ("見出し『氏名』", "見出し『個人番号』")


@pytest.mark.parametrize(
    "text",
    [
        "氏名\t電話番号\n",
        "氏名,住所,電話番号\n",
        "|氏名|口座番号|\n|---|---|\n",
        "本書は氏名、住所、電話番号を取得します。\n利用目的、提供先、期間は次のとおり。",
        "取得する項目：\n氏名,住所,電話番号\n利用目的,提供先,期間\n",
        "氏名  ㊞\n私は、弁護士  を代理人と定めます。\n",
    ],
)
def test_headings_and_forms_without_values_hold_nothing(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "口座番号,1234567",
        "口座番号\t1234567",
        "| 口座番号 | 1234567 |",
        "<td>口座番号</td><td>1234567</td>",
        "<tr><th>口座番号</th>\n<td>1234567</td></tr>",
    ],
)
def test_a_label_and_its_value_on_a_line(text: str) -> None:
    assert found(text) == [("JP_BANK_ACCOUNT", "1234567")]


def test_values_below_a_heading_that_stands_alone() -> None:
    assert found("口座番号\n1234567\n7654321\n以上\n") == [
        ("JP_BANK_ACCOUNT", "1234567"),
        ("JP_BANK_ACCOUNT", "7654321"),
    ]


def test_labels_with_their_values_are_no_table() -> None:
    text = "氏名　　：佐藤太郎　フリガナ：サトウ タロウ\n性別　　：男\nお電話　：090-7500-3874\n"
    kinds = [kind for kind, _ in found(text)]
    assert kinds.count("PERSON") == 2
    assert ("PERSON", "佐藤太郎") in found(text)
    assert ("PHONE_NUMBER", "090-7500-3874") in found(text)


def test_a_row_is_a_person() -> None:
    examination = Examination(engine(), "連絡.txt", "text/plain")
    examination.add(
        Passage(
            "名簿です。\n\n口座番号,姓,名,フリガナ\n1234567,佐藤,太郎,サトウ タロウ\n7654321,鈴木,花子,スズキ ハナコ\n",
            "1行目から",
        )
    )
    judgement = examination.finish()
    assert (judgement.persons, judgement.persons_max) == (2, 2)
    assert {total.kind: total.count for total in judgement.kinds}["JP_BANK_ACCOUNT"] == 2


PARTS = (
    "氏名",
    "口座番号",
    "佐藤太郎",
    "1234567",
    "𠮷野",
    "<td>",
    "</td>",
    "<tr>",
    *SEPARATORS,
    "\n",
    "\n",
    "---",
    '"',
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PARTS), max_size=40).map("".join))
def test_spans_are_those_of_the_text(text: str) -> None:
    findings = engine().find(text)
    assert all(text[finding.start : finding.end] == finding.value != "" for finding in findings)
    assert all(one.end <= other.start for one, other in pairwise(findings))


@pytest.mark.parametrize("line", ["氏名,電話番号\n", "氏名|\n", "<td>氏名\n", '氏名,"\n', "|||||\n", "------x\n"])
def test_time_grows_with_the_text_only(line: str) -> None:
    assert len(engine().tables.look("氏名,電話番号\n" + line * 20_000).tables()) <= 1

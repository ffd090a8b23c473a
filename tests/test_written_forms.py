"""Every kind in every way that people write it: widths, dashes, brackets, line breaks, kana labels, beside kanji."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from detectors.finding import REPORT
from detectors.normalize import DASHES, fold_heading, normalize
from detectors.patterns import Matcher
from detectors.rules import load_kinds

MATCHERS = {
    kind: Matcher(rule) for kind, rule in load_kinds().items() if rule.patterns or rule.weak or rule.words or rule.cells
}
LONG = "ーｰ〜～"
PASSWORDS = {"CREDENTIAL"}  # of any length: one that goes on is a longer one
IDS_OF_PROGRAMS = {"ONLINE_ID"}  # nobody types these with a long vowel mark
_HALF = str.maketrans(
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲンァィゥェォャュョッー",
    "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝｧｨｩｪｫｬｭｮｯｰ",
)


class Given(NamedTuple):
    """A cell of an example under its heading; `value` is what must be reported of it."""

    kind: str
    heading: str
    cell: str
    value: str


def full_width(text: str) -> str:
    return "".join(
        chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else "\u3000" if char == " " else char for char in text
    )


def half_width_kana(text: str) -> str:
    parted = "".join(unicodedata.normalize("NFD", char) if "ァ" <= char <= "ヺ" else char for char in text)
    return parted.replace("\u3099", "ﾞ").replace("\u309a", "ﾟ").translate(_HALF)


def given() -> Iterator[Given]:
    for kind in MATCHERS:
        for example in load_kinds()[kind].examples.finds:
            if " ¦ " in example:
                heading, cell = example.split(" ¦ ")
                value = cell[cell.index("⟦") + 1 : cell.index("⟧")]
                yield Given(kind, heading, cell.replace("⟦", "").replace("⟧", ""), value)


GIVEN = list(given())
NUMBERED = [one for one in GIVEN if any(char.isdigit() for char in one.value)]
DASHED = [one for one in GIVEN if "-" in one.cell]


def is_cell(kind: str, heading: str, cell: str) -> bool:
    matcher = MATCHERS[kind]
    return matcher.is_label(fold_heading(heading)) and matcher.cell(normalize(cell))


def is_reported(kind: str, text: str, value: str) -> bool:
    """Whether the rule reports (at least a part of) the value where it stands in the text."""
    start = text.rindex(value)
    found = MATCHERS[kind].find(normalize(text), "")
    return any(f.score >= REPORT and f.start < start + len(value) and start < f.end for f in found)


def test_nearly_every_kind_has_a_cell_to_try() -> None:
    assert {one.kind for one in GIVEN} == set(MATCHERS)


@pytest.mark.parametrize("one", GIVEN)
def test_cells(one: Given) -> None:
    spaced = "\u3000".join(one.heading) if not one.heading.isascii() and len(one.heading) <= 4 else one.heading
    assert is_cell(one.kind, one.heading, full_width(one.cell))
    assert is_cell(one.kind, one.heading, f"\u3000{one.cell} ")
    assert is_cell(one.kind, half_width_kana(one.heading), one.cell)
    assert is_cell(one.kind, full_width(one.heading), one.cell)
    assert is_cell(one.kind, spaced, one.cell)
    assert is_cell(one.kind, f"{one.heading}（必須）※", one.cell)


@pytest.mark.parametrize("one", DASHED)
def test_dashes(one: Given) -> None:
    for dash in DASHES if one.kind in IDS_OF_PROGRAMS else DASHES + LONG:
        assert is_cell(one.kind, one.heading, one.cell.replace("-", dash)), dash
        value = one.value.replace("-", dash)
        assert is_reported(one.kind, f"{one.heading}：{value}\n", value), dash


FORMS = (
    "{heading}：{value}\n",
    "{heading}:{value}、以上",
    "{heading}\n{value}\n",
    "【{heading}】{value}\n",
    "{heading}（{value}）",
    "{heading}\t{value}\t",
    "・{heading}\u3000\u3000{value}\n",
    "佐藤様の{heading}は{value}です。",
    "（{heading}：{value}）",
)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("one", GIVEN)
def test_labels(one: Given, form: str) -> None:
    for heading in (one.heading, half_width_kana(one.heading), full_width(one.heading)):
        for value in (one.value, full_width(one.value)):
            text = form.format(heading=heading, value=value)
            assert is_reported(one.kind, text, value), text


@pytest.mark.parametrize("one", NUMBERED)
def test_a_number_that_goes_on_is_another_number(one: Given) -> None:
    matcher = MATCHERS[one.kind]
    if one.kind not in PASSWORDS and one.value[-1].isdigit() and matcher.validator and matcher.rule.check == "reject":
        text = f"{one.heading}：{one.value}{one.value}"
        assert not is_reported(one.kind, text, one.value)

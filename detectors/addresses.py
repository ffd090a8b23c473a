"""Japanese addresses in normalized text: the municipality must exist, the span ends where the address ends.

A 市, 区, 町 or 村 is looked up in the gazetteer; from there town and block of numbers are read on, then building and
room. Place names in prose have no block of numbers and are not reported, unless a label or 〒 says what they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from detectors import address_romaji
from detectors.address_grammar import NO_SINGLE, NO_TOWN, QUARTER, STREETS, TOWN_ONLY, broken, listed, numbered, part
from detectors.finding import Finding
from detectors.gazetteer import Gazetteer, Municipality, fold_place, load_gazetteer

KIND = "JP_ADDRESS"
CELL_AT_MOST = 120  # characters of a cell that is one address
_ANCHOR = regex.compile(r"[市区町村區]")
_NUMBER_NEAR = regex.compile(
    r"[0-9] | [一二三四五六七八九十壱弐参] (?: 丁目 | 番 | [-ーのノ][一二三四五六七八九十壱弐参] ) | 番外地 | 無番地",
    regex.VERBOSE,
)
_LABELLED = regex.compile(
    r"""(?: (?: 住[ ]{0,2}所 | 所在地 | 番地 | 居所 | 送付先 | 届け先 | 届先 | 本店 | 本籍 )
            [0-9]? (?:\([^()\n]*\))? [ \]】]* (?: [:|は=] | \n )? [ \t]*
          | 〒?[0-9]{3}-?[0-9]{4}[ ]* \n?[ ]* ) $""",
    regex.VERBOSE,
)
_OTHER_NUMBER = regex.compile(r"(?:19|20)[0-9]{2}-[0-9]{1,2}-[0-9]{1,2} | 0[0-9-]*", regex.VERBOSE)  # dates, phones
_TOWNLESS = regex.compile(
    r"^[東西南北](?!から) | ^[0-9一二三四五六七八九十]{1,3}[条線] | ^[甲乙丙丁] | 番地 | ^[一二三四五六七八九]丁目",
    regex.VERBOSE,
)
_BARE_BLOCK = regex.compile(
    r"(?! [2-9][0-9]-[01]?[0-9]-[0-3]?[0-9] $ ) [0-9]{1,4} (?: -[0-9]{1,4} ){2,3}", regex.VERBOSE
)
_PARTICLES = tuple("をでがへ。")  # behind the name of a municipality in prose
_LISTED_PARTS = regex.compile(r"[,、/\t・]")
_POSTAL = regex.compile(r"〒?[ ]?[0-9]{3}-?[0-9]{4}[ ]*|〒[ ]*")


@dataclass(frozen=True, slots=True)
class _Form:
    """What follows a municipality: where it ends, and how sure it is."""

    end: int
    score: float
    evidence: str


def may_hold(text: str) -> bool:
    """A cheap test: False where the text cannot hold an address."""
    return (not text.isascii() and _ANCHOR.search(text) is not None) or address_romaji.may_hold(text)


def find(text: str, place: str) -> Iterator[Finding]:
    """Every address in normalized text, with its exact span."""
    gazetteer, done = load_gazetteer(), 0
    for anchor in _ANCHOR.finditer(text):
        if anchor.start() < done:
            continue
        at = _municipality(gazetteer, text, anchor.end())
        if at and at.start >= done and (form := _numbered(text, at) or _unnumbered(text, at)):
            done = form.end
            evidence = ("市区町村が実在", form.evidence)
            yield Finding(KIND, place, at.start, done, form.score, evidence, text[at.start : done])
    if address_romaji.may_hold(text):
        for start, end in address_romaji.spans(text):
            yield Finding(KIND, place, start, end, 0.9, ("市区町村が実在", "ローマ字の住所"), text[start:end])


def _municipality(gazetteer: Gazetteer, text: str, end: int) -> Municipality | None:
    """The municipality that ends there, or the longer one of which it is a part (中新川郡上市町 is not in 郡上市)."""
    at = gazetteer.ending_at(text, end)
    if at and not at.qualified:
        for anchor in _ANCHOR.finditer(text, end, end + 4):
            longer = gazetteer.ending_at(text, anchor.end())
            if longer and longer.start < at.start:
                return longer
    return at


def _numbered(text: str, at: Municipality) -> _Form | None:
    """A town with its block of numbers, and the building."""
    if text[at.end : at.end + 1] in _PARTICLES or not _NUMBER_NEAR.search(text, at.end, at.end + 45):
        return None
    form = _form(numbered(), text, at)
    if form is None and at.qualified:
        if _LISTED_PARTS.search(text, at.start, at.end):
            return _form(listed(), text, at)
        if text.find("\n", at.end, at.end + 30) > 0:
            return _form(broken(), text, at)
    return form


def _form(pattern: regex.Pattern[str], text: str, at: Municipality) -> _Form | None:
    match = pattern.match(text, at.end, min(len(text), at.end + 160))
    if not match:
        return None
    town, block = match["town"], match["block"]
    if NO_TOWN.search(town) or town in load_gazetteer().prefectures or (block and _OTHER_NUMBER.fullmatch(block)):
        return None
    if not town:
        return _townless(match, text, at)
    if block is None:
        return None if NO_SINGLE.search(town) else _Form(match.end(), 0.85 if at.qualified else 0.75, "町名と番地")
    return _Form(match.end(), 0.95 if at.qualified else 0.9, "町名と番地")


def _townless(match: regex.Match[str], text: str, at: Municipality) -> _Form | None:
    """A block right behind the municipality: where there are no towns (利島村111番地), or where it is left out."""
    block = match["block"]
    if block is None:
        return None
    if _TOWNLESS.search(block):
        return _Form(match.end(), 0.95 if at.qualified else 0.9, "番地")
    labelled = _LABELLED.search(text, max(0, at.start - 16), at.start) is not None
    if labelled or (at.qualified and _BARE_BLOCK.fullmatch(block)):
        return _Form(match.end(), 0.85 if labelled else 0.75, "町名のない番地")
    return None


def _unnumbered(text: str, at: Municipality) -> _Form | None:
    """A town without numbers, which counts only after a label or a postal code, or where streets or a 字 follow."""
    match = TOWN_ONLY.match(text, at.end)
    if match is None or NO_TOWN.search(match[0]):
        return None
    if at.qualified and STREETS.search(match[0]):
        return _Form(match.end(), 0.75, "通り名か字")
    if _LABELLED.search(text, max(0, at.start - 16), at.start):
        return _Form(match.end(), 0.6, "住所の見出しの後に町名")
    return None


def is_address(text: str) -> bool:
    """Whether a normalized cell is an address that names its municipality, whatever its heading says."""
    value = _POSTAL.sub("", text.strip(), count=1)
    return any(found.start == 0 for found in find(value, ""))


def is_cell(text: str) -> bool:
    """Whether a normalized cell under a heading such as 住所 or 番地 is an address or a part of one."""
    value = text.strip()
    if postal := _POSTAL.match(value):
        value = value[postal.end() :]
    if not value or len(value) > CELL_AT_MOST or _OTHER_NUMBER.fullmatch(value):
        return False
    gazetteer = load_gazetteer()
    if fold_place(value) in gazetteer.prefectures:
        return True
    for anchor in _ANCHOR.finditer(value):
        at = gazetteer.ending_at(value, anchor.end())
        if at and at.start == 0:
            return True
    return is_address(value) or part().fullmatch(value) is not None or QUARTER.fullmatch(value) is not None

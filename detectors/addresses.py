"""Japanese addresses in normalized text: the municipality must exist, the span ends where the address ends.

A 市, 区, 町 or 村 is looked up in the gazetteer; from there town and block of numbers are read on, then building and
room. Place names in prose have no block of numbers and are not reported, unless a label or 〒 says what they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from detectors.address_grammar import NO_TOWN, NUMBERED, PART, QUARTER, TOWN_ONLY
from detectors.finding import Finding
from detectors.gazetteer import Gazetteer, Municipality, fold_place, load_gazetteer

KIND = "JP_ADDRESS"
CELL_AT_MOST = 120  # characters of a cell that is one address
_ANCHOR = regex.compile(r"[市区町村]")
_NUMBER_NEAR = regex.compile(r"[0-9]|[一二三四五六七八九十壱弐参](?:丁目|番|[のノ][一二三四五六七八九十])|番外地")
_LABELLED = regex.compile(
    r"""(?: (?:住所|所在地|番地|居所|送付先|届け先|届先|本店|本籍) [0-9]? (?:\([^()\n]*\))? [ \]】]* [:|]? [ ]*
          | 〒?[0-9]{3}-?[0-9]{4}[ ]* ) $""",
    regex.VERBOSE,
)
_OTHER_NUMBER = regex.compile(r"(?:19|20)[0-9]{2}-[0-9]{1,2}-[0-9]{1,2} | 0[0-9-]*", regex.VERBOSE)  # dates, phones
_TOWNLESS = regex.compile(r"^[東西南北] | 丁目 | 番地", regex.VERBOSE)  # 加須市八丁目, 利島村111番地
_POSTAL = regex.compile(r"〒?[ ]?[0-9]{3}-?[0-9]{4}[ ]*|〒[ ]*")


@dataclass(frozen=True, slots=True)
class _Form:
    """What follows a municipality: where it ends, and how sure it is."""

    end: int
    score: float
    evidence: str


def may_hold(text: str) -> bool:
    """A cheap test: False where the text cannot hold an address."""
    return not text.isascii() and _ANCHOR.search(text) is not None


def find(text: str, place: str) -> Iterator[Finding]:
    """Every address in normalized text, with its exact span."""
    gazetteer, done = load_gazetteer(), 0
    for anchor in _ANCHOR.finditer(text):
        if anchor.start() < done:
            continue
        at = _municipality(gazetteer, text, anchor.end())
        if at and at.start >= done and (form := _numbered(text, at) or _labelled(text, at)):
            done = form.end
            evidence = ("市区町村が実在", form.evidence)
            yield Finding(KIND, place, at.start, done, form.score, evidence, text[at.start : done])


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
    if not _NUMBER_NEAR.search(text, at.end, at.end + 45):
        return None
    match = NUMBERED.match(text, at.end, min(len(text), at.end + 160))
    if not match:
        return None
    town, block = match["town"], match["block"]
    if block is None:
        known = town and not NO_TOWN.search(town)
        return _Form(match.end(), 0.85 if at.qualified else 0.75, "町名と番地") if known else None
    if _OTHER_NUMBER.fullmatch(block) or (not town and not _TOWNLESS.search(block)):
        return None
    return _Form(match.end(), 0.95 if at.qualified else 0.9, "町名と番地")


def _labelled(text: str, at: Municipality) -> _Form | None:
    """A town without numbers, which counts only after a label or a postal code."""
    if not _LABELLED.search(text, max(0, at.start - 16), at.start):
        return None
    match = TOWN_ONLY.match(text, at.end)
    return _Form(match.end(), 0.6, "住所の見出しの後に町名") if match else None


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
    if fold_place(value) in gazetteer.prefectures or is_address(value):
        return True
    for anchor in _ANCHOR.finditer(value):
        at = gazetteer.ending_at(value, anchor.end())
        if at and at.start == 0:
            return True
    return PART.fullmatch(value) is not None or QUARTER.fullmatch(value) is not None

"""Which contacts and numbers in running text belong to which person: the name they stand beside."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from operator import attrgetter

import regex

from detectors.finding import Finding
from detectors.lexicon import Lexicon
from detectors.marks import detail, is_personal_contact
from detectors.normalize import normalize
from detectors.persons import PersonCounter
from detectors.rules import Rule

BEFORE, AFTER = 240, 80  # characters in which a detail belongs to the name before it, else to the one after it
BESIDE = 40  # characters within which a reading belongs to the name beside it
_READING = regex.compile(r"[ぁ-ゖァ-ヺー\u3099\u309a ]{2,}")
_READING_LABEL = regex.compile(r"(?:フリガナ|フリカ\u3099ナ|ふりがな|カナ|かな|読み|ヨミ|よみ|仮名)[^\n]{0,6}$")

_PARTS = regex.compile(r"[(（/／<＜【 　]")
_START, _END = attrgetter("start"), attrgetter("end")


def link(
    text: str, findings: Sequence[Finding], rules: Mapping[str, Rule], lexicon: Lexicon, counter: PersonCounter
) -> None:
    """Hand the people of a passage to the counter, each with the details that stand beside the name."""
    names = [finding for finding in findings if finding.kind == "PERSON"]
    details: dict[int, list[str]] = {}
    for finding in findings:
        mark = mark_of(finding, rules)
        if not mark:
            continue
        owner = _owner(finding, names)
        if owner is not None:
            details.setdefault(id(owner), []).append(mark)
        elif identifies_alone(rules[finding.kind]):
            counter.add_loose(mark)
    for name in names:
        count_mention(name.value, details.get(id(name), []), lexicon, counter)


def count_mention(value: str, details: Sequence[str], lexicon: Lexicon, counter: PersonCounter) -> None:
    """A name in running text, with what stands beside it; a surname alone may be somebody named in full elsewhere."""
    if not details and lexicon.is_surname_alone(normalize(value)):
        counter.add_surname(value)
    else:
        counter.add(value, details)


def identifies_alone(rule: Rule) -> bool:
    """Whether a value of the kind makes a person where no name stands beside it."""
    return rule.identifies in ("contact", "alone")


def tells_apart(rule: Rule) -> bool:
    """Whether people of one name are told apart by a value of the kind."""
    return identifies_alone(rule) or rule.id in ("ORGANISATION_ID", "DATE_OF_BIRTH")


def mark_of(finding: Finding, rules: Mapping[str, Rule]) -> str:
    """The mark of a finding by which its person is told apart; "" where it is nobody's own."""
    rule = rules[finding.kind]
    is_own = rule.identifies != "contact" or is_personal_contact(rule.id, finding.value)
    return detail(rule.id, finding.value) if is_own and tells_apart(rule) else ""


def without_readings(text: str, findings: Sequence[Finding]) -> list[Finding]:
    """Findings without the reading of a name that stands beside it: 「山田太郎（ヤマダ タロウ）」 is one."""
    written = [finding for finding in findings if finding.kind == "PERSON" and not is_reading(finding.value)]
    return [finding for finding in findings if finding.kind != "PERSON" or not _is_reading(text, finding, written)]


def is_reading(name: str) -> bool:
    """Whether a name is written in kana only."""
    return bool(_READING.fullmatch(normalize(name)))


def _is_reading(text: str, name: Finding, written: Sequence[Finding]) -> bool:
    if not is_reading(name.value):
        return False
    labelled = _READING_LABEL.search(normalize(text[max(0, name.start - 20) : name.start]))
    first = bisect_left(written, name.start - BESIDE, key=_END)
    for other in written[first : bisect_right(written, name.end + BESIDE, lo=first, key=_START)]:
        if labelled and (-BESIDE <= other.start - name.end <= BESIDE or 0 <= name.start - other.end <= BESIDE):
            return True
        gap = text[other.end : name.start]
        if (0 < len(gap) <= 3 and _PARTS.search(gap)) or (0 < len(gap) <= 30 and not normalize(gap).strip(" \t")):
            return True
    return False


def _owner(finding: Finding, names: Sequence[Finding]) -> Finding | None:
    """The name in this order to which a finding belongs."""
    before = bisect_right(names, finding.start, key=_END)
    if before and finding.start - names[before - 1].end <= BEFORE:
        return names[before - 1]
    after = bisect_left(names, finding.end, key=_START)
    return names[after] if after < len(names) and names[after].start - finding.end <= AFTER else None

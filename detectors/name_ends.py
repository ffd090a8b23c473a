"""Where a name ends: what was taken with it and is none of it, what was left (「水城 より」)."""

from __future__ import annotations

from dataclasses import replace

import regex

from detectors.finding import Finding
from detectors.name_words import any_of
from detectors.rules import load_words

_RELATIVE = regex.compile(rf"{any_of(load_words('name_relatives_before'))}(?=\p{{Han}}{{2}}|\p{{Han}}+ )")
_BEHIND = regex.compile(rf" {any_of(load_words('name_not_last'))}$")
_LATIN = regex.compile(r"[\p{Latin} '.-]+")
_LATIN_BEFORE = regex.compile(r"(?:(?<=\A|[\n\t]|[:(|,、][ ]?|  )(?:\p{Lu}\p{Latin}+ ){0,3})?\p{Latin}*\Z")
_LATIN_BEHIND = regex.compile(r"\p{Latin}+")
_REACH = 40  # characters before a name in Latin letters that may belong to it


def mended(text: str, finding: Finding) -> Finding:
    """The finding with the ends of the name in it."""
    start, end = finding.start, finding.end
    behind = _LATIN_BEHIND.match(text, end)
    if _LATIN.fullmatch(finding.value) and (behind or finding.value.isupper()):
        before = _LATIN_BEFORE.search(text, max(0, start - _REACH), start)
        return _part(text, finding, before.start() if before else start, behind.end() if behind else end)
    if relative := _RELATIVE.match(finding.value):
        start += relative.end()
    if rest := _BEHIND.search(finding.value):
        end = finding.start + rest.start()
    return _part(text, finding, start, end)


def _part(text: str, finding: Finding, start: int, end: int) -> Finding:
    if (start, end) == (finding.start, finding.end):
        return finding
    return replace(finding, start=start, end=end, value=text[start:end])

"""Where hiragana stands as names do: before an honorific, with a space, alone in a line or a list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

_TWO = "[ぁ-ゖ]{2}"
_BEHIND_TWO = f"(?:(?<={_TWO}.)|(?<={_TWO} .))"  # of the character before, with or without a space
_MARK = re.compile(f"[様氏君(:」]{_BEHIND_TWO}")
_PAIR = re.compile(rf"(?:さん|さま|ちゃ|くん|先生|選手)(?:(?<={_TWO}..)|(?<={_TWO} ..))")
_SPACE = re.compile(f" (?=[ぁ-ゖ])(?:(?<=[ぁ-ゖ] )|(?<={_TWO}  ))")
_COMMA = re.compile(f"、(?<={_TWO}、)(?={_TWO}、)")
_LINE = re.compile("[ぁ-ゖー]{2,10}")
LONGEST_LINE = 10  # characters of one that may be a name in hiragana
_IN_HIRAGANA = frozenset("さちく")  # how such a pair begins
_HIRAGANA = re.compile(_TWO)


class InHiragana(NamedTuple):
    """Places in a text, in order."""

    names: list[int]  # where names may begin
    called: list[int]  # where what is said behind names, or a given name, stands behind two letters


def _lines(text: str) -> Iterator[int]:
    """Where lines begin that are two to ten letters of hiragana and nothing else."""
    start = 0
    for line in text.split("\n"):
        if len(line) <= LONGEST_LINE and _LINE.fullmatch(line):
            yield start
        start += len(line) + 1


@lru_cache(maxsize=2)  # several look for names in one text, one after the other
def in_hiragana(text: str) -> InHiragana:
    """Where names in hiragana may stand."""
    pairs = [match.start() for match in _PAIR.finditer(text)]
    behind = [*pairs, *(match.start() for match in _MARK.finditer(text))]
    spaces = [match.start() for match in _SPACE.finditer(text)]
    names = {start - (3 if text[start - 1] == " " else 2) for start in behind}
    names.update(start - 1 for start in spaces if text[start - 1] != " ")
    names.update(match.start() - 2 for match in _COMMA.finditer(text))
    names.update(_lines(text))
    called = [start for start in pairs if text[start] in _IN_HIRAGANA]
    called += [start for start in spaces if text[start - 1] == " " or _HIRAGANA.match(text, max(0, start - 2), start)]
    return InHiragana(sorted(names), sorted(called))

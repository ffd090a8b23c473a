"""What a line of somebody's 台帳 states: special data, and what sort of place something is kept in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Literal

from inventory.importing.columns import TheirColumn, folded, mark, words
from inventory.importing.rows import TheirLine


def states(line: TheirLine, flag: str) -> bool:
    """Whether a line of theirs says that it holds such data.

    A column of its own decides, also where it denies; without one, the name and the items may say it.
    """
    cues = words().flags[flag]
    answers = [
        answer for column, stood in line.cells.get("flags", ()) if (answer := _answer(column, stood.value, cues))
    ]
    if answers:
        return "yes" in answers
    told = unicodedata.normalize("NFKC", f"{line.name}\n{line.text('items')}\n{line.text('remarks')}")
    return any(cue in told for cue in cues)


def _answer(column: TheirColumn, value: str, cues: Sequence[str]) -> Literal["yes", "no", ""]:
    """What a cell says about a flag: by its own words, or as a mark under a heading that names the flag."""
    said = mark(folded(value))  # 「○（特定）」: what stands in brackets is looked at for its words only
    if not said:
        return ""
    whole = mark(value)
    if any(mark(cue) in whole for cue in cues) and not re.search(
        r"(?:で|は|個人情報|番号)?(?:ない|なし|無し?|非該当)$", whole
    ):
        return "yes"
    about = any(folded(cue) in folded(column.heading) for cue in cues)
    if said in words().denied or re.search(r"(?:なし|無し?|非該当)$", said):
        return "no" if about or said in ("一般", "一般情報") else ""
    return "yes" if about and said in words().affirmed else ""


def is_path(text: str) -> bool:
    """Whether a place is written as a path."""
    return bool(re.search(r"\\|[^\s/]/[^\s/]|¥[^0-9]", text)) and not re.search(r"https?:|PC/|/PC", text)


def kinds_of_place(text: str) -> frozenset[str]:
    """What a place is, of paper, cloud, recording, device and electronic: as far as its words tell."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return frozenset(
        kind
        for kind, cues in words().places.items()
        if any(unicodedata.normalize("NFKC", cue).casefold() in plain for cue in cues)
    )


def reach_of(line: TheirLine) -> Literal["outside", "inside", "unknown"]:
    """Whether a scan of file shares could have found what a line of theirs speaks of."""
    kinds = kinds_of_place(f"{line.text('medium')}\n{line.text('location')}")
    if "electronic" in kinds or is_path(line.text("location")):
        return "inside"
    return "outside" if kinds else "unknown"

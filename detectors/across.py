"""People whom a table names outside a column of names: in its heading row, cell by cell in a grid, on its tabs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import regex

from detectors import name_shapes
from detectors.lexicon import Lexicon
from detectors.normalize import normalize

FEWEST = 3  # people in a heading row, in a grid or on tabs
MOST = 0.8  # share of the cells of a heading row, or of the tabs, that must be names
MOST_PLACES = 0.5  # share of surnames that may be places too: 渋谷, 目黒 and 大塚 are branches
SEVERAL_MOST = 4  # surnames in one cell
SCORE = 0.65  # of a name that nothing announces but those beside it
_BETWEEN = regex.compile(r"\s*[・、,/&+\n]\s*|\s+")
_DAYS = frozenset("月火水木金土日")


def surnames_in(cell: str, lexicon: Lexicon) -> list[str]:
    """The surnames of a cell that holds nothing else: 「根岸」, 「三浦・関」."""
    text = normalize(cell).strip()
    if not text or len(text) > 24 or text in _DAYS:
        return []
    parts = [text] if name_shapes.strength(text, lexicon) > 1 else _BETWEEN.split(text)
    return parts if len(parts) <= SEVERAL_MOST and all(map(lexicon.is_surname_alone, parts)) else []


def in_heading_row(row: Sequence[str], known: Iterable[bool], lexicon: Lexicon) -> list[str]:
    """The people whom a heading row names beside the headings that are `known` (工程, 沢, 赤松, 原田)."""
    cells = [normalize(cell).strip() for cell in row]
    others = [cell for cell, is_known in zip(cells, known, strict=True) if cell and not is_known]
    if cells and cells[0] and others[:1] == cells[:1]:  # what the rows are stands at the left
        return _names(others[1:], lexicon) or _names(others, lexicon)
    return _names(others, lexicon)


def on_tabs(titles: Sequence[str], lexicon: Lexicon) -> list[str]:
    """The people after whom most sheets of a workbook are called."""
    return _names([normalize(title).strip() for title in titles], lexicon)


def in_grid(lines: Sequence[str], lexicon: Lexicon) -> list[str]:
    """The surnames that stand alone in the cells of a chart of people; `lines` with tabs between their cells."""
    cells = [cell for line in lines for cell in line.split("\t") if ": " not in cell]
    names = [name for cell in cells for name in surnames_in(cell, lexicon)]
    if sum(len(name) > 1 for name in names) * 2 < len(names):
        names = [name for name in names if len(name) > 1]  # 前 奥 左: places in a room
    return names if len(set(names)) >= FEWEST else []


def _names(cells: Sequence[str], lexicon: Lexicon) -> list[str]:
    named = [cell for cell in cells if name_shapes.strength(cell, lexicon)]
    if len(set(named)) < FEWEST or len(named) < len(cells) * MOST:
        return []
    surnames = [name for name in named if lexicon.is_surname_alone(name)]
    places = sum("place" in lexicon.classes(name) and lexicon.usually(name) != "surname" for name in surnames)
    longer = sum(len(name) > 1 for name in surnames)
    return named if places <= len(surnames) * MOST_PLACES and longer * 2 >= len(surnames) else []

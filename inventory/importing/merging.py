"""What a returned workbook changes: compared with what it said when it left, and with what the register says now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from detectors.validators.birth_date import day_of
from inventory.export.celltext import storable
from inventory.export.identity import Said
from inventory.importing.sheet import Given, Returned, Row, plain
from inventory.ledger import COLUMNS, Ledger

_DAYS = frozenset(("confirmed_on",))
_HEADINGS = {column.key: column.heading for column in COLUMNS}


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell that a person changed: what the register says now, and what is to stand there."""

    number: int
    field: str
    before: str
    after: str
    address: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A cell that was changed here and there since the workbook left."""

    number: int
    field: str
    left: str
    ours: str
    theirs: str
    address: str


@dataclass(frozen=True, slots=True)
class NewLine:
    """A row without 管理No: a line that somebody added."""

    place: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that cannot be taken, the cell and why."""

    place: int
    address: str
    reason: str


@dataclass(frozen=True, slots=True)
class Merge:
    """All that a returned workbook comes to. `missing` are lines whose rows were deleted: they stay in the register."""

    changes: tuple[CellChange, ...]
    conflicts: tuple[Conflict, ...]
    new: tuple[NewLine, ...]
    refused: tuple[Refusal, ...]
    missing: tuple[int, ...]
    unknown: tuple[str, ...]


def compare(returned: Returned, said: Said, ledger: Ledger) -> Merge:
    """Every cell that differs from what the workbook `said` when it left."""
    now = {
        line.number: {key: cell.value for key, cell in line.cells.items()} for line in (*ledger.lines, *ledger.excluded)
    }
    refused: list[Refusal] = []
    changes: list[CellChange] = []
    conflicts: list[Conflict] = []
    new: list[NewLine] = []
    met: dict[int, int] = {}
    for row in returned.rows:
        number, fault = _number(row, said, now, met)
        if number:
            met[number] = row.place
        fault = fault or _fault(row) or (None if number else _lacking(row))
        if fault:
            refused.append(fault)
        elif not number:
            new.append(NewLine(row.place, {key: given.value for key, given in row.cells.items() if given.value}))
        else:
            for found in _differences(number, row, said[number], now[number]):
                (changes if isinstance(found, CellChange) else conflicts).append(found)  # type: ignore[arg-type]
    missing = tuple(number for number in said if number not in met and number in now)
    return Merge(tuple(changes), tuple(conflicts), tuple(new), tuple(refused), missing, returned.unknown)


def _number(row: Row, said: Said, now: Mapping[int, object], met: Mapping[int, int]) -> tuple[int, Refusal | None]:
    """The 管理No of a row, 0 where it is to be a new line."""
    given = row.cells["number"]
    if given.fault:
        return 0, Refusal(row.place, given.address, given.fault)
    if not given.value:
        return 0, None
    number = int(given.value) if given.value.isdecimal() else 0
    if number not in said or number not in now:
        why = (
            f"管理No「{given.value[:20]}」の行は、書き出した台帳にありません。新しい行なら、管理Noを空にしてください。"
        )
        return 0, Refusal(row.place, given.address, why)
    if number in met:
        why = f"管理No {number} は {met[number]}行目にもあります。写した行なら、管理Noを空にしてください。"
        return 0, Refusal(row.place, given.address, why)
    return number, None


def _fault(row: Row) -> Refusal | None:
    """The first cell of a row that cannot be taken."""
    for key, given in row.cells.items():
        if given.fault:
            return Refusal(row.place, given.address, f"「{_HEADINGS[key]}」に{given.fault}")
        if key in _DAYS and given.value and not _is_day(given.value):
            why = f"「{_HEADINGS[key]}」の「{given.value[:20]}」は日付ではないか、先の日付です。"
            return Refusal(row.place, given.address, f"{why}2026-04-01 のように書いてください。")
    return None


def _is_day(text: str) -> bool:
    day = day_of(text)
    return day is not None and day <= date.today()


def _lacking(row: Row) -> Refusal | None:
    """What a new line must say."""
    for key in ("department", "name"):
        given = row.cells.get(key)
        if given is None or not given.value:
            address = given.address if given else row.cells["number"].address
            return Refusal(row.place, address, f"新しい行には「{_HEADINGS[key]}」が要ります。")
    return None


def _differences(
    number: int, row: Row, said: Mapping[str, str], now: Mapping[str, str]
) -> Iterator[CellChange | Conflict]:
    for key, given in row.cells.items():
        if key == "number":
            continue
        left, ours, theirs = plain(storable(said.get(key, ""))), plain(storable(now.get(key, ""))), _value(key, given)
        if theirs in (left, ours):
            continue
        if ours == left:
            yield CellChange(number, key, ours, theirs, given.address)
        else:
            yield Conflict(number, key, left, ours, theirs, given.address)


def _value(key: str, given: Given) -> str:
    """What a cell is to say: days in one form."""
    day = day_of(given.value) if key in _DAYS and given.value else None
    return day.isoformat() if day else given.value

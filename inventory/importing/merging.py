"""What a returned workbook changes: compared with what it said when it left, and with what the register says now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from detectors.validators.birth_date import day_of
from inventory.export.celltext import storable
from inventory.export.identity import Said
from inventory.importing.note_merging import Gone, NoteMerge, compare_notes
from inventory.importing.risk_merging import RiskMerge, compare_risks
from inventory.importing.sheet import Given, Returned, Row, WorkbookRefused, plain
from inventory.ledger import COLUMNS, Ledger

MOST_NEW = 1_000  # rows: no company adds as many lines to its 台帳 at once
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
    risks: RiskMerge = field(default_factory=RiskMerge)
    notes: NoteMerge = field(default_factory=NoteMerge)


def compare(returned: Returned, said: Said, ledger: Ledger, gone: Gone = tuple) -> Merge:
    """Every cell that differs from what the workbook `said` when it left; WorkbookRefused if far too much is new.

    `gone` gives the files that are no longer there: what was done about them is noted beside them all the same.
    """
    lines = (*ledger.lines, *ledger.excluded)
    found = _Found(said.lines, {line.number: {key: cell.value for key, cell in line.cells.items()} for line in lines})
    for row in returned.rows:
        found.take(row)
    _refuse_floods(found.unnumbered)
    new, refused = _fresh(found.added, said.lines, ledger)
    met = found.present.union(found.met)
    return Merge(
        changes=tuple(found.changes),
        conflicts=tuple(found.conflicts),
        new=tuple(new),
        refused=tuple(sorted((*found.refused, *refused), key=lambda one: one.place)),
        missing=tuple(number for number in said.lines if number in found.now and number not in met),
        unknown=returned.unknown,
        risks=compare_risks(returned.risks, said, ledger),
        notes=compare_notes(returned.notes, said, ledger, gone),
    )


@dataclass(slots=True)
class _Found:
    """What the rows are compared with, and what was found so far.

    `met` tells where the number of a row was first seen, `present` those of rows that cannot be taken.
    """

    said: Mapping[int, Mapping[str, str]]
    now: Mapping[int, Mapping[str, str]]
    met: dict[int, int] = field(default_factory=dict)
    present: set[int] = field(default_factory=set)
    unnumbered: list[Row] = field(default_factory=list)
    added: list[Row] = field(default_factory=list)
    changes: list[CellChange] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)

    def take(self, row: Row) -> None:
        """One row more."""
        number, fault = _number(row, self.said, self.now, self.met)
        if number:
            self.met[number] = row.place
        elif row.value("number").isdecimal():
            self.present.add(int(row.value("number")))
        else:
            self.unnumbered.append(row)
        if fault := fault or _fault(row) or (None if number else _lacking(row)):
            self.refused.append(fault)
        elif not number:
            self.added.append(row)
        else:
            for one in _differences(number, row, self.said[number], self.now[number]):
                (self.changes if isinstance(one, CellChange) else self.conflicts).append(one)  # type: ignore[arg-type]


def _refuse_floods(added: Sequence[Row]) -> None:
    """A list of persons that somebody pasted is no 台帳, and its values are none of the register's."""
    if len(added) > MOST_NEW:
        raise WorkbookRefused(
            f"管理Noのない行が {len(added):,}行あります（{added[0].place}行目から）。台帳は文書の種類ごとに1行です。"
            f"名簿などが貼り付けられていないかを確かめ、新しい行を {MOST_NEW:,}行までにしてください。"
        )


def _fresh(added: Iterable[Row], said: Mapping[int, object], ledger: Ledger) -> tuple[list[NewLine], list[Refusal]]:
    """The lines to be added, without those that an earlier import of the workbook added; and rows said twice."""
    since = {
        (line.cells["department"].value, line.cells["name"].value): line
        for line in ledger.lines
        if line.number not in said and not line.files
    }
    new: dict[tuple[tuple[str, str], ...], NewLine] = {}
    refused = []
    for row in added:
        cells = {key: _value(key, given) for key, given in row.cells.items() if given.value}
        line = since.get((cells["department"], cells["name"]))
        if line is None and tuple(cells.items()) not in new:
            new[tuple(cells.items())] = NewLine(row.place, cells)
        elif line is None:
            first = new[tuple(cells.items())].place
            refused.append(Refusal(row.place, row.cells["name"].address, f"{first}行目と同じ内容です。"))
        elif any(plain(storable(line.cells[key].value)) != value for key, value in cells.items()):
            why = f"管理No {line.number} に、同じ部門と名称の行があります。書き出し直した Excel で直してください。"
            refused.append(Refusal(row.place, row.cells["name"].address, why))
    return list(new.values()), refused


def _number(
    row: Row, said: Mapping[int, object], now: Mapping[int, object], met: Mapping[int, int]
) -> tuple[int, Refusal | None]:
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

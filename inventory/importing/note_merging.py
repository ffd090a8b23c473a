"""What people wrote beside files in a returned workbook: 対応 of what was not read, 処分 of what is kept too long."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from inventory import file_notes
from inventory.export.celltext import storable
from inventory.export.identity import Said
from inventory.export.list_sheets import folder_of, name_of
from inventory.importing.sheet import NOTES, Row, plain
from inventory.ledger import Ledger
from inventory.queries import StoredFile

Gone = Callable[[], Iterable[StoredFile]]
_Places = Mapping[tuple[str, str], set[str]]  # the addresses of files by folder and name, as they are shown


@dataclass(frozen=True, slots=True)
class NoteCell:
    """A note beside a file: what it said when the workbook left, what it says now, what is to stand there.

    `file` is the address of the file. A `conflict` was changed here and there.
    """

    field: str
    file: str
    left: str
    before: str
    after: str
    address: str
    conflict: bool = False


@dataclass(frozen=True, slots=True)
class NoteRefusal:
    """A note that cannot be taken, its cell and why."""

    address: str
    reason: str


@dataclass(frozen=True, slots=True)
class NoteMerge:
    """All that the notes of a returned workbook come to."""

    changes: tuple[NoteCell, ...] = ()
    conflicts: tuple[NoteCell, ...] = ()
    refused: tuple[NoteRefusal, ...] = ()


@dataclass(slots=True)
class _Merging:
    """What the rows are compared with, and what was found so far; `met` tells the first note of a file and its cell."""

    noted: str
    left: Mapping[str, str]
    now: Mapping[str, str]
    places: _Places
    met: dict[str, tuple[str, str]] = field(default_factory=dict)
    cells: list[NoteCell] = field(default_factory=list)
    refused: list[NoteRefusal] = field(default_factory=list)

    def take(self, row: Row) -> None:
        """One row more."""
        key = NOTES[self.noted].known_by
        given = row.cells[key]
        fault = _fault(row, NOTES[self.noted].headings)
        found = self.places.get(_place(row), set())
        if fault:
            self._refuse(*fault)
        elif len(found) == 1:
            self._compare(next(iter(found)), given.value, given.address)
        elif given.value:
            why = "に当たるファイルがいくつもあります。" if found else "というファイルは、台帳にありません。"
            shown = "/".join(part for part in _place(row) if part)[:200]
            self._refuse(given.address, f"「{shown}」{why}フォルダーとファイル名を書き出した時のままにしてください。")

    def _compare(self, file: str, theirs: str, address: str) -> None:
        first, where = self.met.setdefault(file, (theirs, address))
        left, now = (plain(storable(told.get(file, ""))) for told in (self.left, self.now))
        if first != theirs:
            self._refuse(address, f"同じファイルについて、{where} に別の記入があります。1つにしてください。")
        elif where == address and theirs not in (left, now):
            self.cells.append(NoteCell(self.noted, file, left, now, theirs, address, conflict=now != left))

    def _refuse(self, address: str, reason: str) -> None:
        self.refused.append(NoteRefusal(address, reason))


def compare_notes(returned: Mapping[str, Sequence[Row]], said: Said, ledger: Ledger, gone: Gone) -> NoteMerge:
    """Every note that differs from what the workbook `said` when it left."""
    told = {noted: list(_telling(noted, rows, said.notes.get(noted, {}))) for noted, rows in returned.items()}
    if not any(told.values()):
        return NoteMerge()
    wanted = {_place(row) for rows in told.values() for row in rows}
    places = _places(wanted, (line.file for line in ledger.files))
    if wanted - places.keys():
        places = {**_places(wanted - places.keys(), gone()), **places}
    cells, refused = [], []
    for noted, rows in told.items():
        found = _Merging(noted, said.notes.get(noted, {}), ledger.file_notes.get(noted, {}), places)
        for row in rows:
            found.take(row)
        cells += found.cells
        refused += found.refused
    changes, conflicts = ([cell for cell in cells if cell.conflict == conflict] for conflict in (False, True))
    return NoteMerge(tuple(changes), tuple(conflicts), tuple(refused))


def _telling(noted: str, rows: Sequence[Row], left: Mapping[str, str]) -> Iterator[Row]:
    """The rows with a note; all of them where one may have been emptied."""
    key = NOTES[noted].known_by
    return (row for row in rows if left or row.cells[key].value or row.cells[key].fault)


def _places(wanted: set[tuple[str, str]], files: Iterable[StoredFile]) -> dict[tuple[str, str], set[str]]:
    """The files that a row may mean; the root is shown only where there were several when the workbook left."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for file in files:
        name = name_of(file)
        for with_root in (False, True):
            place = plain(storable(folder_of(file, with_root=with_root))), plain(storable(name))
            if place in wanted:
                found[place].add(file_notes.address(file))
    return dict(found)


def _place(row: Row) -> tuple[str, str]:
    return row.value("file.folder"), row.value("file.name")


def _fault(row: Row, headings: Mapping[str, str]) -> tuple[str, str] | None:
    """The first cell of a row that cannot be taken, and why."""
    for key, given in row.cells.items():
        if given.fault:
            return given.address, given.fault if given.fault.startswith(
                "結合"
            ) else f"「{headings[key]}」に{given.fault}"
    return None

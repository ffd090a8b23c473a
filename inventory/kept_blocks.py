"""The blocks that were counted, as the register keeps them: which still stand, what they hold, how they are replaced.

A block stands until the database notes a change of one of its files, or somebody decides about one. `State` says by
what all were counted; where that is another by now, none of them stands.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field

import numpy as np
from sqlalchemy import ColumnElement, Connection, bindparam, delete, func, insert, select

from inventory import brief, queries_decided, refuting
from inventory.blocks import FACTS, FILES, Block, Facts, Words, coverage_read, coverage_written
from inventory.models import File
from inventory.models_counted import CountedBlock, CountedState, StaleBlock
from inventory.models_decided import Decision
from inventory.people import numbers
from inventory.queries import CHUNK
from inventory.recount import Known
from inventory.routing import Routes, StoredRoute
from inventory.shelves import Numbers, Shelf
from inventory.spelling import composed, decomposed
from inventory.version import program_version

_AT_ONCE = 64  # blocks
_FORM = 1  # of what is kept: another number for another meaning


@dataclass(slots=True)
class State:
    """What blocks were counted by: up to which file and decision, with which routes by place.

    `members` says by number of what a file is (`Words.whats`) its line and department, if it counted in any; `lines`,
    `departments` and `everything` how many different keys there were.
    """

    basis: str
    files: int
    decisions: int
    routes: Sequence[StoredRoute]
    words: Words
    members: Sequence[tuple[int, str] | None] = ()
    lines: Mapping[int, Known] = field(default_factory=dict)
    departments: Mapping[str, Known] = field(default_factory=dict)
    everything: Known = Known(0, 0, False)  # noqa: RUF009  a tuple
    token: str = ""

    @classmethod
    def of(cls, connection: Connection, basis: str, routes: Routes, words: Words) -> State:
        """What is counted by now."""
        last = [int(connection.scalar(select(func.max(table.id))) or 0) for table in (File, Decision)]
        return cls(basis, last[0], last[1], _in_order(routes.by_place), words)

    @classmethod
    def kept(cls, connection: Connection, basis: str) -> State | None:
        """What the blocks were counted by that are kept; None where that does not hold any more."""
        row = connection.execute(select(CountedState.token, CountedState.value)).first()
        told = json.loads(row.value) if row and row.value else {}
        if row is None or told.get("basis") != basis:
            return None
        return cls(
            basis,
            told["files"],
            told["decisions"],
            [StoredRoute(**one) for one in told["routes"]],
            Words.read(told["words"]),
            [(one[0], one[1]) if one else None for one in told["members"]],
            {int(number): Known(*one) for number, one in told["lines"].items()},
            {name: Known(*one) for name, one in told["departments"].items()},
            Known(*told["everything"]),
            row.token,
        )

    def keep(self, connection: Connection) -> None:
        """Keep it in place of the former."""
        told = {
            "basis": self.basis,
            "files": self.files,
            "decisions": self.decisions,
            "routes": [asdict(one) for one in self.routes],
            "words": self.words.written(),
            "members": self.members,
            "lines": self.lines,
            "departments": self.departments,
            "everything": self.everything,
        }
        _name(connection, json.dumps(told, ensure_ascii=False, separators=(",", ":")))


def basis(subjects: Mapping[str, str]) -> str:
    """What the facts of files follow from beside the files themselves: days are days of this place."""
    told = [_FORM, program_version(), sorted(subjects.items()), time.tzname, time.timezone]
    return hashlib.sha256(json.dumps(told).encode("utf-8", "backslashreplace")).hexdigest()


def numbered(files: int) -> range:
    """All blocks of a register whose last file has that number."""
    return range(files // FILES + 1)


def stale(connection: Connection, kept: State, now: State) -> list[int]:
    """The blocks that do not stand any more, and those that are new; in order."""
    found = set(connection.scalars(select(StaleBlock.number)))
    if now.files > kept.files:
        found.update(range((kept.files + 1) // FILES, now.files // FILES + 1))
    files = select(File.id)
    for condition in _decided_since(connection, kept.decisions):
        found.update(number // FILES for number in connection.scalars(files.where(condition)))
    changed = {*kept.routes} ^ {*now.routes}
    for condition in _contents({route.sha256 for route in changed if route.sha256}):
        found.update(number // FILES for number in connection.scalars(files.where(condition)))
    for route in changed:
        if not route.sha256:
            found.update(number // FILES for number in _below(connection, route))
    return sorted(found.intersection(numbered(now.files)))


def _decided_since(connection: Connection, last: int) -> Iterator[ColumnElement[bool]]:
    """Conditions for the files that decisions concern which were made since one."""
    decisions = queries_decided.decisions(connection, after=last)
    yield from brief.concerned([one for one in decisions if one.subject_type == "file"])
    findings = {one.subject for one in decisions if one.subject_type == "finding"}
    holders = sorted(refuting.holders(connection, findings))
    for start in range(0, len(holders), CHUNK):
        yield File.id.in_(holders[start : start + CHUNK])


def _contents(contents: Collection[str]) -> Iterator[ColumnElement[bool]]:
    ordered = sorted(contents)
    for start in range(0, len(ordered), CHUNK):
        yield File.sha256.in_(ordered[start : start + CHUNK])


def _below(connection: Connection, route: StoredRoute) -> Iterator[int]:
    """The files in the folder of a route, in whatever spelling."""
    folder = composed(route.folder)
    same = next((at for at, one in enumerate(folder) if decomposed(one) != one), len(folder))
    rows = select(File.id, File.path).where(File.root == route.root)
    for number, path in connection.execute(rows.where(File.path.startswith(folder[:same], autoescape=True))):
        if composed(path).startswith(folder):
            yield number


def _in_order(routes: Collection[StoredRoute]) -> list[StoredRoute]:
    return sorted(routes, key=lambda route: tuple(map(str, asdict(route).values())))


_FACTS = select(CountedBlock.number, CountedBlock.coverage, CountedBlock.facts).order_by(CountedBlock.number)
_WHOLE = select(
    CountedBlock.number, CountedBlock.coverage, CountedBlock.facts, CountedBlock.by_name, CountedBlock.by_mark
)
_CHOSEN = _WHOLE.where(CountedBlock.number.in_(bindparam("numbers", expanding=True))).order_by(CountedBlock.number)


def facts(connection: Connection) -> Iterator[Block]:
    """All blocks that are kept, in order and without keys."""
    for number, coverage, told in connection.execute(_FACTS.execution_options(yield_per=1_000)):
        yield Block(number, coverage_read(coverage), np.frombuffer(told, dtype=FACTS), b"", b"")


def whole(connection: Connection, numbers_: Sequence[int]) -> Iterator[list[Block]]:
    """Some blocks with their keys, in order and a few at a time."""
    for start in range(0, len(numbers_), _AT_ONCE):
        rows = connection.execute(_CHOSEN, {"numbers": numbers_[start : start + _AT_ONCE]}).all()
        yield [
            Block(number, coverage_read(coverage), np.frombuffer(told, dtype=FACTS), by_name, by_mark)
            for number, coverage, told, by_name, by_mark in rows
        ]


def put(connection: Connection, blocks: Sequence[Block]) -> None:
    """Keep blocks in place of the former of these numbers, which are stale no longer."""
    for start in range(0, len(blocks), CHUNK):
        own = blocks[start : start + CHUNK]
        replaced = [block.number for block in own]
        connection.execute(delete(CountedBlock).where(CountedBlock.number.in_(replaced)))
        connection.execute(delete(StaleBlock).where(StaleBlock.number.in_(replaced)))
        rows = [
            {
                "number": block.number,
                "coverage": coverage_written(block.coverage),
                "facts": block.facts.tobytes(),
                "by_name": block.by_name,
                "by_mark": block.by_mark,
            }
            for block in own
        ]
        connection.execute(insert(CountedBlock), rows)


def clear(connection: Connection) -> str:
    """Keep nothing of what was counted; returns a new token, by which is known whether others keep something then."""
    for table in (CountedBlock, StaleBlock):
        connection.execute(delete(table))
    return _name(connection, "")


def token(connection: Connection) -> str:
    """What is another one as soon as somebody keeps what he counted."""
    return connection.scalar(select(CountedState.token)) or ""


def _name(connection: Connection, value: str) -> str:
    name = secrets.token_hex(8)
    connection.execute(delete(CountedState))
    connection.execute(insert(CountedState).values(token=name, value=value))
    return name


@dataclass(frozen=True, slots=True)
class KeptShelves:
    """The keys of all files: those of `stayed` blocks are read some at a time, the others are held.

    `numbers` and `starts` say of each block that stayed where its files begin among all.
    """

    connection: Connection
    numbers: Numbers
    starts: Numbers
    before: Shelf
    now: Shelf

    def stayed(self) -> Iterator[Shelf]:
        """The files of blocks that did not change."""
        at = 0
        for blocks in whole(self.connection, self.numbers.tolist()):
            yield shelf(int(self.starts[at]), blocks)
            at += len(blocks)

    def holding(self, places: Numbers) -> Iterator[Shelf]:
        """The blocks among them that hold the files at these places."""
        chosen = np.unique(np.searchsorted(self.starts, places, side="right") - 1)
        starts = iter(self.starts[chosen].tolist())
        for blocks in whole(self.connection, self.numbers[chosen].tolist()):
            for block in blocks:
                yield shelf(next(starts), [block])


def together(blocks: Sequence[Block]) -> Facts:
    """The files of some blocks side by side."""
    return np.frombuffer(b"".join(block.facts.data for block in blocks), dtype=FACTS)


def shelf(start: int, blocks: Sequence[Block]) -> Shelf:
    """The same with their keys."""
    names, marks = (numbers(b"".join(getattr(block, column) for block in blocks)) for column in ("by_name", "by_mark"))
    return Shelf(start, together(blocks), names, marks)

"""What the lines of the 台帳 come to, counted without building the 台帳: it need not fit into memory.

`compile_ledger` comes to the same figures, with every cell and every file; here a file is a few numbers
(`inventory.blocks`). What was counted of the files of a large register is kept, so that only what changed since is
counted again (`inventory.recount`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from itertools import chain, islice
from typing import Generic, TypeVar

import numpy as np
from sqlalchemy import Connection

from inventory import as_of, editing, headcount, kept_blocks, queries_decided
from inventory.adding_up import AddedUp, Tally
from inventory.blocks import COUNTS, Block, Builder, Words
from inventory.brief import Briefs
from inventory.headcount import Found, HeadCount
from inventory.kept_blocks import KeptShelves, State
from inventory.recount import Known, Recount, members
from inventory.register import Register
from inventory.routing import Routes
from inventory.shelves import Shelf

KEPT_FROM = 20_000  # files of a register: fewer are counted as quickly as it is found out what changed
HELD = 40 << 20  # bytes of blocks that changed, in memory until they are written; where there are more, all is counted
_PORTION = 256  # blocks written at once


def tally(register: Register, subjects: Mapping[str, str], today: date, foreseen: int = 0) -> Tally:
    """Count everything as of now; kinds of document that are new get their 管理No on the way.

    `subjects` maps the beginning of a path to the 本人の区分; what will be late within `foreseen` days is told as well.
    """
    register.assign_departments()
    with register.reading() as connection:
        counting = _Counting(register, connection, subjects)
        heads = counting.heads()
        added = counting.added
        counted = added.tally(heads, counting.covered, today, today + timedelta(days=foreseen))
    if fresh := [line for line in counted.in_order() if not line.number]:
        register.ensure_entries([line.kept for line in fresh])
        routes = register.routes()
        for line in fresh:
            line.number = routes.entry_by_kind(line.kept) or 0
    counting.keep(heads)
    return counted


class _Counting:
    """One count: what of the last one still stands, what has to be looked at again."""

    def __init__(self, register: Register, connection: Connection, subjects: Mapping[str, str]) -> None:
        self._register, self._connection = register, connection
        self._moment = as_of.moment(connection)
        self._routes = Routes(editing.routes(connection))
        self._subjects = subjects
        basis = kept_blocks.basis(subjects)
        self._kept = State.kept(connection, basis)
        words = self._kept.words if self._kept else Words()
        self._state = State.of(connection, basis, self._routes, words)
        self._is_kept = bool(self._moment) and self._state.files >= KEPT_FROM
        self._token = self._kept.token if self._kept else ""
        self._changed: Sequence[int] = ()
        self._now: Sequence[Block] = ()
        stayed = self._gather_changed(self._kept) if self._kept else None
        if stayed is None:
            self._kept = None
            stayed = self._gather_all()
        self._stayed = np.array([block.number for block in stayed], dtype=np.int64)
        self._ends = np.cumsum([len(block.facts) for block in stayed], dtype=np.int64)
        blocks = [*stayed, *self._now]
        self.covered = [covered for block in blocks for covered in block.coverage]
        self._facts = kept_blocks.together(blocks)
        self.added = AddedUp(self._facts, self._state.words, self._routes, queries_decided.entries(connection))

    def _builder(self) -> Builder:
        briefs = Briefs(self._connection, queries_decided.decisions(self._connection, "file"))
        return Builder(self._connection, briefs, self._routes, self._subjects, self._state.words)

    def _gather_changed(self, kept: State) -> Sequence[Block] | None:
        """The blocks that stand; the others are counted again. None where these are too many to be held."""
        self._changed = kept_blocks.stale(self._connection, kept, self._state)
        now, size = list[Block](), 0
        for block in self._builder().blocks(self._changed) if self._changed else ():
            now.append(block)
            size += block.size
            if size > HELD:
                return None
        self._now = now
        changed = set(self._changed)
        return [block for block in kept_blocks.facts(self._connection) if block.number not in changed]

    def _gather_all(self) -> Sequence[Block]:
        """All blocks, counted anew; they are written as they come, as far as they are to be kept."""
        self._changed, self._state.words = (), Words()
        blocks = self._builder().blocks(kept_blocks.numbered(self._state.files))
        if self._is_kept:
            self._token = kept_blocks.token(self._connection)
            self._write(self._clear)
        gathered: list[Block] = []
        while portion := list(islice(blocks, _PORTION)):
            if self._is_kept:
                self._write(partial(kept_blocks.put, blocks=portion))
            gathered += [Block(block.number, block.coverage, block.facts, b"", b"") for block in portion]
        return gathered

    def _clear(self, connection: Connection) -> None:
        self._token = kept_blocks.clear(connection)

    def heads(self) -> HeadCount:
        """The persons of lines and departments, and of all together."""
        return headcount.count(self.added.crowds, self.added.levels, self._found())

    def _found(self) -> Found:
        """The different keys; all are counted where it cannot be told from what changed."""
        if self._kept:
            shelves = self._shelves(self._connection)
            found = self._recounted(self._kept, shelves)
            return found or self._distinct(lambda: chain(shelves.stayed(), (shelves.now,)))
        if self._is_kept:  # what was just written, as the others see it
            with self._register.reading() as connection:
                if kept_blocks.token(connection) == self._token:
                    return self._distinct(self._shelves(connection).stayed)
        return self._distinct(None)

    def _distinct(self, shelves: Callable[[], Iterator[Shelf]] | None) -> Found:
        return headcount.distinct(self._connection, self.added.crowds, self.added.levels, shelves)

    def _recounted(self, kept: State, shelves: KeptShelves) -> Found | None:
        added = self.added
        numbers = {line.number: place for place, line in enumerate(added.lines) if line.number}
        names = {name: place for place, name in enumerate(added.departments)}
        lines, departments = _Places(numbers, len(added.lines)), _Places(names, len(names))
        line_of, department_of = np.full((2, len(self._state.words.whats.words)), -1, dtype=np.int64)
        for what, member in enumerate(kept.members):
            if member:
                line_of[what], department_of[what] = lines.place(member[0]), departments.place(member[1])
        stayed = self._facts[: self._number]
        state, what, content, file = (
            np.concatenate([stayed[name], shelves.before.facts[name]]) for name in ("state", "what", "content", "file")
        )
        before = [np.where(state & COUNTS, of[what], -1) for of in (line_of, department_of)]
        before.append(np.where(before[0] >= 0, 0, -1))
        now = added.members()
        is_same = not self._changed and all(map(np.array_equal, before, added.groups()))
        known = [lines.known(kept.lines), departments.known(kept.departments), [kept.everything]]
        then = now if is_same else members(before, content, file)
        return Recount(self._connection, shelves, stayed, then, now, known, added.levels).found()

    @property
    def _number(self) -> int:
        """How many files the blocks have that stand."""
        return int(self._ends[-1]) if len(self._ends) else 0

    def _shelves(self, connection: Connection) -> KeptShelves:
        before = list(chain.from_iterable(kept_blocks.whole(connection, self._changed)))
        return KeptShelves(
            connection,
            self._stayed,
            np.append(0, self._ends)[: len(self._ends)],
            kept_blocks.shelf(self._number, before),
            kept_blocks.shelf(self._number, self._now),
        )

    def keep(self, heads: HeadCount) -> None:
        """Keep what was counted, unless something happened meanwhile."""
        if not self._is_kept:
            return
        added, state = self.added, self._state
        line_of, excluded = added.place_of.tolist(), [line.excluded for line in added.lines]
        state.members = [
            None if place < 0 or excluded[place] else (added.lines[place].number, added.lines[place].department)
            for place in line_of
        ]
        lines, departments, everything = (
            [Known(*found, place in level.sketched) for place, found in enumerate(own)]
            for level, own in zip(added.levels, heads.found, strict=True)
        )
        state.lines = {line.number: one for line, one in zip(added.lines, lines, strict=True)}
        state.departments = dict(zip(added.departments, departments, strict=False))
        state.everything = everything[0]
        self._write(self._keep)

    def _keep(self, connection: Connection) -> None:
        kept_blocks.put(connection, self._now)
        self._state.keep(connection)

    def _write(self, write: Callable[[Connection], None]) -> None:
        """Write if the register is still what is counted here, and nobody else wrote; else no more."""
        with self._register.writing() as connection:
            same = as_of.moment(connection) == self._moment and kept_blocks.token(connection) == self._token
            self._is_kept = same
            if same:
                write(connection)


Name = TypeVar("Name", int, str)


class _Places(Generic[Name]):
    """The places of groups by name: first those that there are, behind them those that there were."""

    def __init__(self, places: Mapping[Name, int], number: int) -> None:
        self._places: dict[Name, int] = dict(places)
        self._number = number

    def place(self, name: Name) -> int:
        place = self._places.setdefault(name, self._number)
        self._number = max(self._number, place + 1)
        return place

    def known(self, kept: Mapping[Name, Known]) -> list[Known]:
        """What is known of each."""
        found = [Known(0, 0, False)] * self._number
        for name, place in self._places.items():
            found[place] = kept.get(name, found[place])
        return found

"""Blocks of files with consecutive numbers, in the few numbers that the figures need of each file.

A block says all that figures ask of its files but which line of the 台帳 they belong to: that is told by what a file
is, and for files of one kind together. So a block stands as long as none of its files changes and nobody decides about
one of them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, bindparam, case, func, select

from inventory import retention, suggestions
from inventory.brief import Brief, Briefs
from inventory.masking import PERSON_BYTES
from inventory.models import File
from inventory.reviewing import OPEN
from inventory.routing import Kept, Routes
from inventory.subjects import subject
from inventory.verdicts import NO_PERSONAL_DATA

FILES = 256  # of a block; the database knows this number too (migration 0009)
_TOGETHER = 16  # blocks that are read by one statement
WAITS, COUNTS, SKETCHED = 1, 2, 4  # bits of `state`
FACTS = np.dtype(
    [
        ("file", "<i8"), ("content", "<i8"), ("persons", "<i8"), ("persons_max", "<i8"), ("what", "<i4"),
        ("look", "<i4"), ("kinds", "<i4"), ("began", "<i4"), ("names", "<i4"), ("marks", "<i4"), ("state", "u1"),
    ]
)  # fmt: skip
Facts = NDArray[np.void]
Word = TypeVar("Word", bound=tuple[object, ...])


class What(NamedTuple):
    """What a file is, which decides about its line; `line` is the one to which its place sends it, or 0."""

    department: str
    document_type: str
    subject: str
    line: int


class Look(NamedTuple):
    """What else is told of a file: where it was found, what is in it, who may read it."""

    root: str
    flags: tuple[str, ...]
    readable_by_all: bool
    access_known: bool


@dataclass(slots=True)
class Numbered(Generic[Word]):
    """Things that many files have in common, by number."""

    words: list[Word] = field(default_factory=list)
    _numbers: dict[Word, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._numbers.update((word, number) for number, word in enumerate(self.words))

    def number(self, word: Word) -> int:
        """The number of one, which is new where nobody had it."""
        number = self._numbers.setdefault(word, len(self.words))
        if number == len(self.words):
            self.words.append(word)
        return number


@dataclass(slots=True)
class Words:
    """What the numbers in blocks stand for."""

    whats: Numbered[What] = field(default_factory=Numbered)
    looks: Numbered[Look] = field(default_factory=Numbered)
    kinds: Numbered[tuple[str, ...]] = field(default_factory=Numbered)

    def written(self) -> dict[str, object]:
        """As they are kept with the blocks."""
        return {"whats": self.whats.words, "looks": self.looks.words, "kinds": self.kinds.words}

    @classmethod
    def read(cls, kept: Mapping[str, Sequence[Sequence[object]]]) -> Words:
        """What was kept."""
        looks = [Look(root, tuple(flags), *told) for root, flags, *told in kept["looks"]]  # type: ignore[arg-type]
        whats = [What(*one) for one in kept["whats"]]  # type: ignore[arg-type]
        return cls(Numbered(whats), Numbered(looks), Numbered([tuple(map(str, one)) for one in kept["kinds"]]))


Covered = tuple[str, int, int, int]  # status, whether on the share, files, bytes


@dataclass(frozen=True, slots=True)
class Block:
    """A block: what was examined, what is told of its files with personal data, and the keys of their persons.

    Of a file, `names` and `marks` say how many keys are its; marks below 0 are the same as its names.
    """

    number: int
    coverage: Sequence[Covered]
    facts: Facts
    by_name: bytes = field(repr=False)
    by_mark: bytes = field(repr=False)

    @property
    def size(self) -> int:
        """Bytes of all of it, about."""
        return self.facts.nbytes + len(self.by_name) + len(self.by_mark)


_ON_THE_SHARE = case((File.container_id.is_(None), 1), else_=0)
_COVERAGE = (
    select((File.id // FILES).label("block"), File.status, _ON_THE_SHARE.label("outer"), func.count(),
           func.sum(File.size))
    .where(File.gone_run_id.is_(None), File.id >= bindparam("first"), File.id < bindparam("end"))
    .group_by("block", File.status, "outer")
    .order_by("block", File.status, "outer")
)  # fmt: skip


@dataclass(slots=True)
class Builder:
    """Counts files block by block; `subjects` maps the beginning of a path to the 本人の区分."""

    connection: Connection
    briefs: Briefs
    routes: Routes
    subjects: Mapping[str, str]
    words: Words
    _codes: dict[tuple[tuple[str, ...], frozenset[str]], str] = field(default_factory=dict)

    def blocks(self, numbers: Sequence[int]) -> Iterator[Block]:
        """The blocks of these numbers, which are in order."""
        for own in _runs(numbers):
            ends = {"first": own[0] * FILES, "end": (own[-1] + 1) * FILES}
            covered: dict[int, list[Covered]] = {number: [] for number in own}
            for block, status, outer, files, size in self.connection.execute(_COVERAGE, ends):
                covered[block].append((status, outer, files, int(size)))
            files_of: dict[int, list[Brief]] = {number: [] for number in own}
            for file in self.briefs.between(**ends):
                if _state(file):
                    files_of[file.id // FILES].append(file)
            for number in own:
                yield self._block(number, covered[number], sorted(files_of.pop(number), key=lambda file: file.id))

    def _block(self, number: int, coverage: Sequence[Covered], files: Sequence[Brief]) -> Block:
        exact = [file for file in files if not file.sketched]
        names = b"".join(file.by_name for file in exact)
        marks = b"".join(file.by_mark for file in exact if file.by_mark != file.by_name)
        facts = np.array([self._fact(file) for file in files], dtype=FACTS)
        return Block(number, coverage, facts, names, marks)

    def _fact(self, file: Brief) -> tuple[int, ...]:
        code = file.document_type or self._code(file)
        kept = Kept(file.department, code, subject(file.path, code, self.subjects))
        what = What(*_conditions(kept), self.routes.entry_by_place(file, kept) or 0)
        look = Look(file.root, file.flags, file.readable_by_all, file.access_known)
        began = max(retention.changed_on(file.modified_ns), retention.told_by_path(file.path))
        differ = bool(file.by_mark) and file.by_mark != file.by_name and not file.sketched
        return (
            file.id, _content(file), file.persons, file.persons_max, self.words.whats.number(what),
            self.words.looks.number(look), self.words.kinds.number(tuple(sorted(file.kinds))), began.toordinal(),
            0 if file.sketched else len(file.by_name) // PERSON_BYTES,
            len(file.by_mark) // PERSON_BYTES if differ else -1, _state(file),
        )  # fmt: skip

    def _code(self, file: Brief) -> str:
        known = self._codes.get((file.flags, file.kinds))
        if known is None:
            known = self._codes[file.flags, file.kinds] = suggestions.load().group(file.flags, file.kinds).code
        return known


def _conditions(kept: Kept) -> tuple[str, str, str]:
    return kept.department, kept.document_type, kept.subject


def _state(file: Brief) -> int:
    waits = file.verdict == OPEN or (file.personal and not file.verdict)
    counts = file.verdict not in NO_PERSONAL_DATA and (file.personal or file.verdict == "applicable")
    return waits * WAITS | counts * COUNTS | (file.sketched * SKETCHED if waits or counts else 0)


def _content(file: Brief) -> int:
    """The number of a content, the same for its copies."""
    told = hashlib.blake2b((file.sha256 or f"#{file.id}").encode(), digest_size=8)
    return int.from_bytes(told.digest(), "little", signed=True)


def _runs(numbers: Sequence[int]) -> Iterator[list[int]]:
    """Numbers that follow one another, some at a time."""
    for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        own = [number for _, number in run]
        for start in range(0, len(own), _TOGETHER):
            yield own[start : start + _TOGETHER]


def coverage_written(coverage: Sequence[Covered]) -> str:
    """The coverage of a block as it is kept."""
    return json.dumps(coverage)


def coverage_read(kept: str) -> Sequence[Covered]:
    """What was kept."""
    return [(status, outer, files, size) for status, outer, files, size in json.loads(kept)]

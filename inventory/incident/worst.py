"""The places of a share where a leak would be worst, from the register alone.

A place is a folder with what lies directly in it, members of containers included. Places are ordered by how many of
the grave reasons hold (GRAVE), then by the most persons, then by how many of the files everybody may read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection, select

from inventory import suggestions
from inventory.models import File
from inventory.people import together
from inventory.queries import crowds, files_of
from inventory.register import Register
from inventory.reviewing import Decided
from inventory.verdicts import NO_PERSONAL_DATA

GRAVE: Mapping[str, str] = {
    "my_number": "特定個人情報",
    "special_care": "要配慮",
    "financial_damage": "財産的被害",
    "many": "1,000人超",
}
_MANY = 1_000
_CLOSER = 5  # times as many places are counted exactly as are shown


@dataclass(frozen=True, slots=True)
class Place:
    """A folder below a root (empty: the root itself); `reasons` are codes of GRAVE, `exposed` files all may read."""

    root: str
    folder: str
    files: int
    exposed: int
    persons: int
    persons_max: int
    flags: tuple[str, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """The grave reasons that hold."""
        return tuple(code for code in GRAVE if code in self.flags or (code == "many" and self.persons_max > _MANY))

    @property
    def shown(self) -> str:
        """The folder as people know it."""
        return self.folder or self.root

    @property
    def order(self) -> tuple[object, ...]:
        """The worst first."""
        return -len(self.reasons), -self.persons_max, -self.exposed, self.root, self.folder


@dataclass(slots=True)
class _Pile:
    """What lies in one folder, while the files go by; `contents` has one file for each content."""

    files: int = 0
    exposed: int = 0
    flags: set[str] = field(default_factory=set)
    contents: dict[str, tuple[int, int]] = field(default_factory=dict)

    def place(self, root: str, folder: str) -> Place:
        """The place; persons of several files are added up, so that there may be fewer."""
        most = sum(persons for _, persons in self.contents.values())
        flags = suggestions.load().gravest_first(self.flags)
        return Place(root, folder, self.files, self.exposed, most, most, flags)


def worst(register: Register, number: int) -> list[Place]:
    """So many places, the worst first. The persons of those in question are counted once each."""
    decided = Decided(register.decisions("file"))
    with register.reading() as connection:
        piles = _piles(connection, decided)
        likely = sorted((pile.place(*where) for where, pile in piles.items()), key=lambda place: place.order)
        counted = [_counted(connection, place, piles[place.root, place.folder]) for place in likely[: number * _CLOSER]]
    return sorted(counted, key=lambda place: place.order)[:number]


def _piles(connection: Connection, decided: Decided) -> dict[tuple[str, str], _Pile]:
    """The files that hold personal data, by root and folder; what a person ruled out is none of them."""
    columns = (File.id, File.root, File.path, File.sha256, File.flags, File.persons_max, File.readable_by_all)
    statement = select(*columns).where(File.personal, File.gone_run_id.is_(None))
    ruled_out = _ruled_out(connection, decided)
    rows = connection.execute(statement.execution_options(yield_per=10_000))
    piles: dict[tuple[str, str], _Pile] = {}
    for number, root, path, sha256, flags, persons, readable in rows:
        if number in ruled_out:
            continue
        folder = path.partition("!")[0].rpartition("/")[0]
        pile = piles.setdefault((root, folder), _Pile())
        pile.files += 1
        pile.exposed += readable
        pile.flags.update(flags)
        pile.contents[sha256 or f"#{number}"] = (number, persons)
    return piles


def _ruled_out(connection: Connection, decided: Decided) -> frozenset[int]:
    """The files with personal data of which a person said that they hold none; only those decided about are read."""
    if not decided:
        return frozenset()
    columns = (File.id, File.root, File.path, File.sha256)
    rows = connection.execute(select(*columns).where(File.personal, File.gone_run_id.is_(None)))
    about = [(number, path) for number, root, path, sha256 in rows if decided.about(root, path, sha256)]
    closer = {number: path.partition("!")[0] for number, path in about}
    return frozenset(file.id for file in files_of(connection, closer) if decided.of(file).verdict in NO_PERSONAL_DATA)


def _counted(connection: Connection, place: Place, pile: _Pile) -> Place:
    numbers = [number for number, _ in pile.contents.values()]
    persons, persons_max = together(list(crowds(connection, numbers)))
    return replace(place, persons=persons, persons_max=persons_max)

"""Which line of the 台帳 a file belongs to: the routes that scans made, and those by which people merged and split."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from inventory.spelling import composed


@dataclass(frozen=True, slots=True)
class Kept:
    """Documents of a kind (`document_type`, or a group of others) about a group of persons in a department."""

    department: str
    document_type: str
    subject: str = ""


@dataclass(frozen=True, slots=True)
class StoredRoute:
    """A way to a line; an empty condition takes everything. `folder` is a folder or a file below `root`."""

    entry: int
    sha256: str = ""
    root: str = ""
    folder: str = ""
    department: str = ""
    document_type: str = ""
    subject: str = ""

    def takes(self, kept: Kept) -> bool:
        """Whether it takes documents of this kind."""
        return (
            self.department in ("", kept.department)
            and self.document_type in ("", kept.document_type)
            and self.subject in ("", kept.subject)
        )

    @property
    def _conditions(self) -> int:
        return bool(self.document_type) + bool(self.department) + bool(self.subject)


class Placed(Protocol):
    """What routes ask of a file."""

    @property
    def root(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def sha256(self) -> str: ...


class Routes:
    """All routes of a register: a content before its folder, a folder before the kind of document."""

    def __init__(self, routes: Iterable[StoredRoute]) -> None:
        self._by_content: dict[str, list[StoredRoute]] = defaultdict(list)
        self._by_folder: dict[tuple[str, str], list[StoredRoute]] = defaultdict(list)
        self._by_kind: dict[Kept, int] = {}
        for route in routes:
            if route.sha256:
                self._by_content[route.sha256].append(route)
            elif route.folder or route.root:
                self._by_folder[route.root, composed(route.folder)].append(route)
            else:
                self._by_kind[Kept(route.department, route.document_type, route.subject)] = route.entry

    def entry_of(self, file: Placed, kept: Kept) -> int | None:
        """The number of the line, or None where no route takes the file yet."""
        return self.entry_by_place(file, kept) or self._by_kind.get(kept)

    def entry_by_place(self, file: Placed, kept: Kept) -> int | None:
        """The line to which a file goes for its content or for where it lies."""
        for routes in self._near(file):
            fitting = [route for route in routes if route.takes(kept)]
            if fitting:
                return max(fitting, key=lambda route: route._conditions).entry
        return None

    @property
    def by_place(self) -> list[StoredRoute]:
        """The routes that ask for a content or for where a file lies."""
        return [route for routes in (self._by_content, self._by_folder) for own in routes.values() for route in own]

    def entry_by_kind(self, kept: Kept) -> int | None:
        """The line of documents of this kind, wherever they lie."""
        return self._by_kind.get(kept)

    def _near(self, file: Placed) -> Iterator[list[StoredRoute]]:
        """The routes for the content and for the folders above it, the nearest first."""
        if file.sha256 in self._by_content:
            yield self._by_content[file.sha256]
        if self._by_folder:
            for folder in _upwards(composed(file.path)):
                if (file.root, folder) in self._by_folder:
                    yield self._by_folder[file.root, folder]


def _upwards(path: str) -> Iterator[str]:
    """An address, the containers and the folders above it, and the root itself."""
    yield path
    for place in range(len(path) - 1, 0, -1):
        if path[place] in "/!":
            yield path[:place]
    yield ""

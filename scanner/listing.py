"""What lies in a folder, by name, and what the system says of each entry: asked of the folder, not path by path.

A share holds millions of entries, so that every step here is one for many of them. Nothing is opened but the folder.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from operator import attrgetter

AT_ONCE = 1_000  # entries of a folder
_LONG = 3_500  # bytes of a folder's path, from where on those of its files may be too long to be opened

Status = Callable[[str], os.stat_result]  # of an entry by its name; OSError where the system does not tell


@dataclass(frozen=True, slots=True)
class Entries:
    """Some entries of a folder in the order of their names, with what the system says of each; links are not followed.

    `untold` are those among them of which it says nothing, and why.
    """

    names: Sequence[str]
    statuses: Sequence[os.stat_result]
    untold: Mapping[str, OSError] = field(default_factory=dict)


def _entries(names: Sequence[str], status: Status) -> Entries:
    try:
        return Entries(names, list(map(status, names)))
    except OSError:  # of one of them at least
        told: dict[str, os.stat_result] = {}
        untold: dict[str, OSError] = {}
    for name in names:
        try:
            told[name] = status(name)
        except OSError as error:
            untold[name] = error
    return Entries(list(told), list(told.values()), untold)


if sys.platform == "win32":

    class Listing:
        """A folder that was listed; OSError where it cannot be. With the names, Windows says all that is asked."""

        def __init__(self, folder: str) -> None:
            with os.scandir(folder) as listing:
                self._listed = sorted(listing, key=attrgetter("name"))

        def __iter__(self) -> Iterator[Entries]:
            """All entries, AT_ONCE of them at a time."""
            for start in range(0, len(self._listed), AT_ONCE):
                part = {entry.name: entry for entry in self._listed[start : start + AT_ONCE]}
                yield _entries(list(part), partial(_said_of, part))

    def _said_of(entries: Mapping[str, os.DirEntry[str]], name: str) -> os.stat_result:
        return entries[name].stat(follow_symlinks=False)

else:

    class Listing:
        """A folder that was listed; OSError where it cannot be."""

        def __init__(self, folder: str) -> None:
            self._folder = folder
            with _opened(folder) as descriptor:
                self._names = sorted(os.listdir(descriptor))  # noqa: PTH208 - of an open folder
                self._first = _entries(self._names[:AT_ONCE], _status(folder, descriptor))

        def __iter__(self) -> Iterator[Entries]:
            """All entries, AT_ONCE of them at a time; while somebody works on them, nothing on the share is open."""
            yield self._first
            for start in range(AT_ONCE, len(self._names), AT_ONCE):
                yield self._later(self._names[start : start + AT_ONCE])

        def _later(self, names: Sequence[str]) -> Entries:
            try:
                with _opened(self._folder) as descriptor:
                    return _entries(names, _status(self._folder, descriptor))
            except OSError as error:
                return Entries((), (), dict.fromkeys(names, error))

    @contextmanager
    def _opened(folder: str) -> Iterator[int]:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            yield descriptor
        finally:
            os.close(descriptor)

    def _status(folder: str, descriptor: int) -> Status:
        """The question about an entry: short because the folder is open, unless nobody could open the entry itself."""
        if len(os.fsencode(folder)) > _LONG:
            return lambda name: os.lstat(f"{folder}/{name}")

        def status(name: str) -> os.stat_result:  # sooner called than a partial, which copies what it holds
            return os.stat(name, dir_fd=descriptor, follow_symlinks=False)

        return status

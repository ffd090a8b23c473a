"""Which files of the register somebody means: a file, a folder, a member of a container or a whole share.

A place may be written as the lists show it, from the root of the scan, from the working folder or in full, with /
or \\, and with characters composed or not (macOS writes か and ゛); on Windows in capitals or small letters.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, or_, select
from sqlalchemy.orm import aliased

from inventory.models import File


@dataclass(frozen=True, slots=True)
class Meant:
    """What was meant: `outer` maps the numbers of the files to the path of their container, or their own.

    `missing`: places as they were written of which the register knows nothing. `gone_left_out`: how many files that
    are no longer there lie in a folder that was named; they count only if they are named themselves, or alone are left.
    """

    outer: Mapping[int, str]
    missing: tuple[str, ...] = ()
    gone_left_out: int = 0


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    path: str
    outer: str
    gone: bool


def locate(connection: Connection, written: Sequence[str], *, folder: Path | None = None) -> Meant:
    """The files meant by some places; `folder` is the working folder."""
    roots = list(connection.scalars(select(File.root).distinct().order_by(File.root))) if written else []
    meant = _found(connection, roots, {place: _forms(place, folder or Path.cwd()) for place in written})
    shares = {place: same for place in meant.missing if (same := tuple(_called(place, roots)))}
    if not shares:
        return meant
    known = [place for place in written if place not in shares]
    return _found(
        connection,
        roots,
        {place: _forms(place, folder or Path.cwd()) for place in known}
        | {place: (same[0], same) for place, same in shares.items()},
    )


def _called(place: str, roots: Iterable[str]) -> Iterator[str]:
    """The shares that a place names by their last part: 「共有」 for /mnt/共有."""
    return (root for root in roots if plain(place).strip("/") == plain(root).rpartition("/")[2])


def _found(connection: Connection, roots: Iterable[str], places: Mapping[str, tuple[str, tuple[str, ...]]]) -> Meant:
    named: dict[str, list[_Row]] = {place: [] for place in places}
    within: dict[str, list[_Row]] = {place: [] for place in places}
    for root in roots:
        below = list(_below(root, places))
        for row in _rows(connection, root, [start for _, start in below]):
            path = plain(row.path)
            for place, start in below:
                if path == plain(start) or (start and path.startswith(f"{plain(start)}!")):
                    named[place].append(row)
                elif not start or path.startswith(f"{plain(start)}/"):
                    within[place].append(row)
    return _meant(places, named, within)


def _meant(written: Iterable[str], named: Mapping[str, Sequence[_Row]], within: Mapping[str, Sequence[_Row]]) -> Meant:
    outer: dict[int, str] = {}
    missing, left_out = [], 0
    for place in written:
        present = [row for row in within[place] if not row.gone]
        left_out += len(within[place]) - len(present) if present else 0
        found = [*named[place], *(present or within[place])]
        outer.update((row.number, row.outer) for row in found)
        if not found:
            missing.append(place)
    return Meant(outer, tuple(missing), left_out)


def _rows(connection: Connection, root: str, starts: Collection[str]) -> Iterator[_Row]:
    """The files and members of a root whose addresses begin like one of these, more or less, with their containers."""
    if not starts:
        return
    container = aliased(File)
    columns = (File.id, File.path, container.path.label("outer"), File.gone_run_id)
    statement = select(*columns).outerjoin(container, container.id == File.container_id).where(File.root == root)
    if "" not in starts:
        written = {form for start in starts for form in _spellings(start)}
        statement = statement.where(or_(*(File.path.istartswith(form, autoescape=True) for form in sorted(written))))
    for number, path, outer, gone in connection.execute(statement.order_by(File.path)):
        yield _Row(number, path, outer or path, gone is not None)


def _spellings(start: str) -> Iterator[str]:
    """The ways in which a register may have kept an address; a name that is not Unicode has a \\ in it."""
    for form in (start, start.replace("\\", "/")):
        yield from (form, *(unicodedata.normalize(way, form) for way in ("NFC", "NFD")))


def plain(address: str) -> str:
    """An address in one way of writing: / between folders, composed characters, nothing at the end."""
    text = address if address.isascii() else unicodedata.normalize("NFC", address)
    text = text.replace("\\", "/").rstrip("/")
    return text.casefold() if os.name == "nt" else text


def _forms(place: str, folder: Path) -> tuple[str, tuple[str, ...]]:
    """A place as it is written, and in full (from the working folder, and with links followed)."""
    whole = os.path.normpath(folder / place)
    return place, tuple(dict.fromkeys((whole, os.path.realpath(whole), place or whole)))  # \\\\server\\share


def _below(root: str, places: Mapping[str, tuple[str, tuple[str, ...]]]) -> Iterator[tuple[str, str]]:
    """The places that lie in a root, or above it, with their address below it; "" means all of it."""
    top = plain(root)
    for place, (written, full) in places.items():
        starts = {_after(whole, len(top)) for whole in full if plain(whole).startswith(f"{top}/")}
        if any(top == plain(whole) or top.startswith(f"{plain(whole)}/") for whole in full):
            starts.add("")
        relative = written.removeprefix("./").removeprefix(".\\")
        name = top.rpartition("/")[2]
        if plain(relative).startswith(f"{name}/"):
            starts.add(_after(relative, len(name)))  # 「共有/営業部/顧客.csv」, as the 台帳 shows places
        if plain(relative) not in ("", "."):
            starts.add(relative.rstrip("/\\"))
        yield from ((place, start) for start in ({""} if "" in starts else starts))


def _after(address: str, length: int) -> str:
    """The address below a folder of so many characters."""
    return unicodedata.normalize("NFC", address)[length + 1 :].rstrip("/\\")

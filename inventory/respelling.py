"""A file that the register knows under the other spelling of its name keeps its row, and all that hangs on it."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, select, update

from inventory.known import KnownFile
from inventory.models import File, storable
from inventory.spelling import other_spelling
from scanner.document import FoundFile


def is_known(connection: Connection, root: str, run: int) -> bool:
    """Whether an earlier scan met files below a root."""
    earlier = select(File.id).where(File.root == storable(root), File.first_run_id != run).limit(1)
    return connection.scalar(earlier) is not None


def known_otherwise(connection: Connection, met: FoundFile) -> KnownFile | None:
    """The file as the register knows it in the other spelling, if that is this file and not one beside it."""
    other = other_spelling(met.relative)
    if other == met.relative:
        return None
    columns = (
        File.id, File.path, File.size, File.modified_ns, File.digest, File.owner, File.readable_by_all, File.access_id,
        File.gone_run_id,
    )  # fmt: skip
    root, path = storable(str(met.root)), storable(met.relative)
    of_root = select(*columns).where(File.root == root, File.container_id.is_(None))
    row = connection.execute(of_root.where(File.path == storable(other))).first()
    if row is None or connection.scalar(select(File.id).where(File.root == root, File.path == path)) is not None:
        return None
    return KnownFile._make(row) if _is_renamed(met, other) else None


def _is_renamed(met: FoundFile, other: str) -> bool:
    """Whether no other file has the other name: it is gone, or leads to this file (as on macOS)."""
    try:
        return (met.root / Path(other)).samefile(met.path)
    except (OSError, ValueError):
        return True


def respell(connection: Connection, file: KnownFile, path: str) -> None:
    """Give a file, and with it its members, the address at which it was met."""
    path = storable(path)
    connection.execute(update(File).where(File.id == file.id).values(path=path))
    for row in connection.execute(select(File.id, File.path).where(File.container_id == file.id)).all():
        moved = path + row.path.removeprefix(file.path)
        connection.execute(update(File).where(File.id == row.id).values(path=moved))

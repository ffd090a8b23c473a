"""A folder named otherwise than at the last scan: in another case, through a link, with decomposed kana."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from inventory.models import storable
from inventory.queries import StoredRun


def as_known(paths: Sequence[Path], runs: Iterable[StoredRun]) -> tuple[Path, ...]:
    """The paths as the register knows them, where the file system says that one is the same folder as a known root.

    Otherwise every file would be new below the one name, and below the other none would ever be seen again.
    """
    known = tuple(dict.fromkeys(root for run in runs for root in run.roots))
    return tuple(_as_known(path, known) for path in paths)


def _as_known(path: Path, known: Sequence[str]) -> Path:
    if storable(str(path.absolute())) in known:
        return path
    return next((Path(root) for root in known if _is_same(path, root)), path)


def _is_same(path: Path, root: str) -> bool:
    try:
        return path.samefile(root)
    except (OSError, ValueError):  # a root that is not there (any more), a name that no file can have
        return False

"""Which files come first when time is short: never examined, then the risky, then those examined longest ago.

What is risky: 特定個人情報 and 要配慮個人情報, more so where everybody may read it; told by what the register knows of
the file, of what lies beside it and, for a file nobody has looked at, by its name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Text, or_, select, type_coerce

from inventory.models import File, storable
from inventory.night.waiting import Urgency
from inventory.records import Records
from scanner.document import FoundFile

GRAVE, PERSONAL, UNKNOWN, EXPOSED = 3, 2, 1, 1  # how risky; EXPOSED is added
GRAVE_FLAGS = ("my_number", "special_care")
GRAVE_TYPES = frozenset(
    {
        "dispatch_ledger", "health_check", "identity_document", "medical_certificate", "medical_questionnaire",
        "medical_record", "my_number_form", "payroll", "resume", "social_insurance_form", "stress_check",
    }
)  # fmt: skip
_MOST_FOLDERS = 200_000  # remembered, eight bytes each and what a set needs
_NEVER, _BEFORE = 0, 1


@dataclass(frozen=True, slots=True)
class _Known:
    """What the register says of a file: the scan that examined it, and how risky it was then, members included."""

    run: int
    risk: int


class Urgencies:
    """Ranks files by what the register knows when the scan begins."""

    def __init__(self, register: Records) -> None:
        self._register = register
        self._grave_folders = self._folders()

    def __call__(self, files: Sequence[FoundFile]) -> list[Urgency]:
        """The rank of each file, the least first."""
        known = self._known(files)
        return [self._rank(found, known.get((str(found.root), storable(found.relative)))) for found in files]

    def _rank(self, found: FoundFile, known: _Known | None) -> Urgency:
        risk = known.risk if known else said_by_name(found.relative)
        if _folder(str(found.root), storable(found.relative)) in self._grave_folders:
            risk = GRAVE
        if found.readable_by_all and risk >= PERSONAL:
            risk += EXPOSED
        return (_BEFORE, -risk, known.run) if known else (_NEVER, -risk, 0)

    def _folders(self) -> set[int]:
        """The folders that hold grave files, as hashes."""
        grave = [type_coerce(File.flags, Text).contains(f'"{flag}"', autoescape=True) for flag in GRAVE_FLAGS]
        statement = select(File.root, File.path).where(File.personal, or_(*grave), File.gone_run_id.is_(None))
        folders: set[int] = set()
        with self._register.reading() as connection:
            for root, path in connection.execution_options(yield_per=10_000).execute(statement):
                if len(folders) >= _MOST_FOLDERS:
                    break
                folders.add(_folder(root, path.partition("!")[0]))
        return folders

    def _known(self, files: Sequence[FoundFile]) -> dict[tuple[str, str], _Known]:
        paths = defaultdict(list)
        for found in files:
            paths[storable(str(found.root))].append(storable(found.relative))
        known = {}
        with self._register.reading() as connection:
            for root, chosen in paths.items():
                columns = (File.id, File.path, File.personal, File.flags, File.examined_run_id, File.container_id)
                rows = connection.execute(
                    select(*columns).where(File.root == root, File.path.in_(chosen), File.container_id.is_(None))
                ).all()
                inside: dict[int, int] = defaultdict(int)
                for row in connection.execute(select(*columns).where(File.container_id.in_([one.id for one in rows]))):
                    inside[row.container_id] = max(inside[row.container_id], _risk(row.personal, row.flags))
                for row in rows:
                    risk = max(_risk(row.personal, row.flags), inside.get(row.id, 0))
                    known[root, row.path] = _Known(row.examined_run_id, risk)
        return known


def _risk(personal: bool, flags: Sequence[str]) -> int:
    if not personal:
        return 0
    return GRAVE if any(flag in GRAVE_FLAGS for flag in flags) else PERSONAL


def _folder(root: str, path: str) -> int:
    return hash((root, path.rpartition("/")[0]))


def said_by_name(path: str) -> int:
    """How risky a file looks that nobody has examined, by its name and folders. Serial numbers make no difference."""
    return _said("".join("0" if char.isdigit() else char for char in path))


@lru_cache(maxsize=1 << 14)
def _said(path: str) -> int:
    from detectors.documents import load_classifier

    points = {type_: weight for type_, weight, _ in load_classifier().named(path, "")}
    if not points:
        return UNKNOWN
    best = max(points, key=lambda type_: points[type_])
    if GRAVE_TYPES & {type_ for type_, weight in points.items() if weight >= 2}:
        return GRAVE
    return PERSONAL if _is_personal()[best] else UNKNOWN


def _is_personal() -> Mapping[str, bool]:
    from detectors.documents import load_classifier

    return {type_.id: type_.personal for type_ in load_classifier().types}

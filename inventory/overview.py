"""What a register comes to, in figures. How they are kept from scan to scan: `inventory.figures`."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from inventory import exposure, suggestions
from inventory.departments import in_order
from inventory.ledger import Coverage, Ledger
from inventory.queries import StoredFile
from inventory.register import Register

if TYPE_CHECKING:
    from inventory.adding_up import Alike, Tally

WARNED_OF = ("my_number", "special_care")  # flags whose files are counted


@dataclass(frozen=True, slots=True)
class DepartmentFigures:
    """The files with personal data of a department: how many, with how many persons, by kind, with which flags."""

    department: str
    files: int
    persons: int
    persons_max: int
    kinds: Mapping[str, int]
    flags: Sequence[str]


@dataclass(frozen=True, slots=True)
class Overview:
    """The figures. `everything` is None where there are fewer than two departments; `flagged` counts files by flag.

    `causes` counts files that were not wholly read by the name of their status; `waiting` are contents that a person
    has still to decide about. `found` says by root which flags files behind the lines have, and `personal` if any are.
    """

    headline: str
    coverage: Coverage
    personal: int
    entries: int
    exposed: int
    waiting: int
    departments: Sequence[DepartmentFigures]
    everything: DepartmentFigures | None
    flagged: Mapping[str, int]
    causes: Mapping[str, int]
    found: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @classmethod
    def counted(cls, tally: Tally) -> Overview:
        """What was counted."""
        held: dict[str, list[tuple[Alike, int]]] = defaultdict(list)
        for alike, number in tally.alike.items():
            line = tally.lines[alike.line]
            if not line.excluded:
                held[line.department].append((alike, number))
        kinds: dict[str, Counter[str]] = defaultdict(Counter)
        for (department, own), number in tally.kinds.items():
            kinds[department].update(dict.fromkeys(own, number))
        departments = [
            _counted(name, held[name], kinds[name], tally.departments[name]) for name in sorted(held, key=in_order)
        ]
        everybody = [each for alike in held.values() for each in alike]
        all_kinds = sum(kinds.values(), Counter())
        statuses = suggestions.load().statuses
        unread = Counter({statuses[one]: n for one, n in tally.coverage.by_status.items() if one != "read"})
        return cls(
            headline=exposure.in_a_sentence(tally.alike.items()),
            coverage=tally.coverage,
            personal=sum(one.files for one in departments),
            entries=sum(not line.excluded for line in tally.lines) + tally.empty,
            exposed=sum(
                number for alike, number in tally.alike.items() if alike.readable_by_all and exposure.is_grave(alike)
            ),
            waiting=tally.waiting,
            departments=departments,
            everything=_counted("", everybody, all_kinds, tally.everything) if len(departments) > 1 else None,
            flagged={flag: number for flag in WARNED_OF if (number := _with_flag(everybody, flag))},
            causes=dict(unread.most_common()),
            found=_by_root((alike.root, alike.flags) for alike, _ in everybody),
        )

    @classmethod
    def of(cls, ledger: Ledger, register: Register) -> Overview:
        """What the 台帳 comes to."""
        files = {line.file.id: line.file for line in ledger.files}
        held: dict[str, list[StoredFile]] = {}
        for line in ledger.lines:
            if line.files:
                held.setdefault(line.department, []).extend(files[number] for number in line.files)
        all_held = [file for chosen in held.values() for file in chosen]
        departments = [_figures(name, held[name], register) for name in sorted(held, key=in_order)]
        personal = {number for line in ledger.lines for number in line.files}
        flagged = Counter(flag for number in personal for flag in files[number].flags if flag in WARNED_OF)
        causes = Counter(line.status_name for line in ledger.unread)
        return cls(
            headline=exposure.headline(ledger),
            coverage=ledger.coverage,
            personal=len(personal),
            entries=len(ledger.lines),
            exposed=len(exposure.exposed_sensitive(ledger)),
            waiting=_waiting(ledger),
            departments=departments,
            everything=_figures("", all_held, register) if len(departments) > 1 else None,
            flagged=dict(flagged),
            causes=dict(causes.most_common()),
            found=_by_root((file.root, file.flags) for file in all_held),
        )


def _counted(
    name: str, held: Sequence[tuple[Alike, int]], kinds: Mapping[str, int], persons: tuple[int, int]
) -> DepartmentFigures:
    flags = sorted({flag for alike, _ in held for flag in alike.flags})
    return DepartmentFigures(name, sum(number for _, number in held), *persons, dict(kinds), flags)


def _with_flag(held: Iterable[tuple[Alike, int]], flag: str) -> int:
    return sum(number for alike, number in held if flag in alike.flags)


def _by_root(held: Iterable[tuple[str, Sequence[str]]]) -> Mapping[str, Sequence[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for root, flags in held:
        found[root].update(("personal", *flags))
    return {root: sorted(flags) for root, flags in found.items()}


def _figures(department: str, files: Sequence[StoredFile], register: Register) -> DepartmentFigures:
    kinds = dict(Counter(kind.kind for file in files for kind in file.kinds))
    flags = sorted({flag for file in files for flag in file.flags})
    return DepartmentFigures(department, len(files), *register.people_in(files), dict(kinds), flags)


def _waiting(ledger: Ledger) -> int:
    return len(
        {
            line.file.sha256 or line.file.id
            for line in ledger.files
            if line.verdict == "unclear" or (line.file.personal and not line.verdict)
        }
    )

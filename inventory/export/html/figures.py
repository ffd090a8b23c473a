"""What the report says, in numbers: counted from the 台帳 and the register, before anything is drawn."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from inventory import counted, exposure, retention, suggestions
from inventory.changes import WHOLE
from inventory.incident.worst import Place, worst
from inventory.ledger import FileLine, Ledger
from inventory.register import Register

MOST_COMMON = 12  # kinds of the map that are not grave
MOST_RUNS = 12
_WORST = 10


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the files with personal data: a department or a kind of document.

    `persons` and `persons_max` count everybody once; `kinds` and `flags` tell how many files have them.
    """

    name: str
    files: int
    persons: int
    persons_max: int
    kinds: Mapping[str, int]
    flags: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Moment:
    """What the 台帳 came to after a scan: files with personal data, and persons, each counted once."""

    day: str
    files: int
    persons: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything the report shows beside the lists of the 台帳 itself."""

    headline: str
    whole: Share
    departments: Sequence[Share]
    documents: Sequence[Share]
    worst: Sequence[Place]
    kinds: Sequence[str]
    exposed: Sequence[FileLine]
    readable_by_all: int
    growth: Sequence[Moment]
    overdue: int


def figures(ledger: Ledger, register: Register, grave_kinds: AbstractSet[str], today: date) -> Figures:
    """Count everything; files that a person ruled out are not among them. `grave_kinds` never leave the map."""
    chosen = {number for line in ledger.lines for number in line.files}
    lines = [line for line in ledger.files if line.file.id in chosen]
    gather = _Gathering(register)
    return Figures(
        headline=exposure.headline(ledger),
        whole=gather.share("全体", lines),
        departments=gather.shares(lines, lambda line: line.file.department),
        documents=gather.shares(lines, lambda line: line.document_name or "その他"),
        worst=worst(register, _WORST),
        kinds=_kinds(lines, grave_kinds),
        exposed=exposure.exposed_sensitive(ledger),
        readable_by_all=sum(line.file.readable_by_all for line in lines),
        growth=_growth(register),
        overdue=sum(1 for _ in retention.overdue(ledger, today)),
    )


@dataclass(frozen=True, slots=True)
class _Gathering:
    register: Register

    def shares(self, lines: Sequence[FileLine], name: Callable[[FileLine], str]) -> list[Share]:
        """The files by a name each, the most persons first."""
        parts: dict[str, list[FileLine]] = defaultdict(list)
        for line in lines:
            parts[name(line)].append(line)
        shares = [self.share(name, part) for name, part in parts.items()]
        return sorted(shares, key=lambda share: (-share.persons_max, -share.files, share.name))

    def share(self, name: str, lines: Sequence[FileLine]) -> Share:
        """What some files come to together."""
        persons, most = self.register.people_in(line.file for line in lines)
        return Share(
            name=name,
            files=len(lines),
            persons=persons,
            persons_max=most,
            kinds=Counter(kind.kind for line in lines for kind in line.file.kinds),
            flags=Counter(flag for line in lines for flag in line.file.flags),
        )


def _kinds(lines: Sequence[FileLine], grave: AbstractSet[str]) -> list[str]:
    """The kinds that the map shows, in the order of the 台帳: those that most files have, and the grave ones."""
    rules = suggestions.load()
    counts = Counter(kind.kind for line in lines for kind in line.file.kinds)
    common = [kind for kind, _ in counts.most_common() if kind not in grave and kind not in rules.not_personal]
    return list(rules.in_order({*common[:MOST_COMMON], *grave & counts.keys()}))


def _growth(register: Register) -> list[Moment]:
    """The last scans that ended, the oldest first; those of an older version, which counted nothing, are left out."""
    moments = []
    with register.reading() as connection:
        for run in [run for run in register.runs() if run.ended][:MOST_RUNS]:
            if whole := counted.departments(connection, run.id).get(WHOLE):
                moments.append(Moment(run.started, whole.files, whole.persons))
    return moments[::-1]

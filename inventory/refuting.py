"""Findings that a person called wrong: what the scan learns of it, and what the register says of them until then.

A finding is known by its fingerprint, a keyed hash: who has the register without its key learns nothing of the value.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Connection, func, or_, select, update

from inventory import queries_decided
from inventory.models import File, Run, Sample
from inventory.queries import CHUNK, StoredFile, StoredKind
from inventory.queries_decided import StoredDecision
from inventory.refuted_values import RefutedValues

WRONG = "not_applicable"  # the verdict on a finding that is none


@dataclass(frozen=True, slots=True)
class About:
    """What a decision about a finding keeps for people: its kind, its mask, where it stood."""

    kind: str = ""
    masked: str = ""
    place: str = ""

    def written(self) -> str:
        """As it is kept with the decision."""
        return json.dumps({"kind": self.kind, "masked": self.masked, "place": self.place}, ensure_ascii=False)

    @classmethod
    def of(cls, decision: StoredDecision) -> About:
        """What a decision says; empty where it was made without it."""
        kept = json.loads(decision.basis or "{}")
        return cls(**{name: str(kept.get(name, "")) for name in ("kind", "masked", "place")})


def refuted(connection: Connection) -> dict[str, StoredDecision]:
    """The findings that are called wrong, by fingerprint, with the decision that says so."""
    latest = {decision.subject: decision for decision in queries_decided.decisions(connection, "finding")}
    return {subject: decision for subject, decision in latest.items() if decision.verdict == WRONG}


def values(key: bytes, wrong: Mapping[str, StoredDecision]) -> RefutedValues | None:
    """What workers need to recognise these findings; None where there are none."""
    if not wrong:
        return None
    kinds = frozenset(About.of(decision).kind for decision in wrong.values())
    return RefutedValues(key, frozenset(wrong), frozenset() if "" in kinds else kinds)


def holders(connection: Connection, fingerprints: Collection[str]) -> dict[int, dict[str, int]]:
    """The files that hold such findings: number, kind, how many different ones."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    ordered = sorted(fingerprints)
    for start in range(0, len(ordered), CHUNK):
        statement = (
            select(Sample.file_id, Sample.kind, func.count(Sample.fingerprint.distinct()).label("number"))
            .where(Sample.fingerprint.in_(ordered[start : start + CHUNK]))
            .group_by(Sample.file_id, Sample.kind)
        )
        for row in connection.execute(statement):
            found[row.file_id][row.kind] = found[row.file_id].get(row.kind, 0) + row.number
    return found


def adjusted(connection: Connection, files: Iterable[StoredFile]) -> Iterator[StoredFile]:
    """Files as they are without the findings that people called wrong."""
    wrong = holders(connection, refuted(connection))
    for file in files:
        yield without(file, wrong[file.id]) if file.id in wrong else file


def without(file: StoredFile, wrong: Mapping[str, int]) -> StoredFile:
    """A file as far as it can be told without reading it again: less the findings that are wrong.

    What is left of a kind is known by its different values. How many people there are, and what of the rest was judged
    by them, only reading tells; a file of which nothing is left holds no personal data.
    """
    kinds = []
    for kind in file.kinds:
        distinct = kind.distinct - wrong.get(kind.kind, 0)
        if distinct > 0:
            kinds.append(StoredKind(kind.kind, max(distinct, kind.count - wrong.get(kind.kind, 0)), distinct))
    if kinds or not file.kinds:
        gone = {kind.kind for kind in file.kinds} - {kind.kind for kind in kinds}
        left = tuple(flag for flag in file.flags if not _lost(flag, gone, {kind.kind for kind in kinds}))
        return replace(file, kinds=tuple(kinds), flags=left)
    return replace(
        file,
        kinds=(),
        personal=False,
        document_type=None,
        flags=(),
        persons=0,
        persons_max=0,
        reasons=("検出はすべて誤りと判断されています",),
    )


def _lost(flag: str, gone: Collection[str], left: Collection[str]) -> bool:
    """Whether a flag came of a kind that is gone, and of none that is left."""
    if not gone:
        return False
    from detectors.laws import load_laws

    kinds = {kind for rule in load_laws().rules if rule.flag == flag for kind in rule.kinds}
    return not kinds.isdisjoint(gone) and kinds.isdisjoint(left)


def read_anew(connection: Connection, fingerprints: Collection[str]) -> int:
    """Have the files that hold such findings read anew by the next scan, with all that lies in one container.

    Says how many files on the share that are.
    """
    return _read_anew(connection, list(holders(connection, fingerprints)))


def read_anew_since(connection: Connection, moment: str) -> int:
    """Have the files read anew that scans examined which began after a moment: what they left out is not known."""
    later = select(Run.id).where(Run.started >= moment)
    examined = connection.scalars(select(File.id).where(File.examined_run_id.in_(later), File.digest != ""))
    return _read_anew(connection, list(examined))


def _read_anew(connection: Connection, numbers: Sequence[int]) -> int:
    outer: set[int] = set()
    for start in range(0, len(numbers), CHUNK):
        chosen = File.id.in_(numbers[start : start + CHUNK])
        outer.update(connection.scalars(select(func.coalesce(File.container_id, File.id)).where(chosen)))
    ordered = sorted(outer)
    for start in range(0, len(ordered), CHUNK):
        of_these: ColumnElement[bool] = or_(
            *(column.in_(ordered[start : start + CHUNK]) for column in (File.id, File.container_id))
        )
        connection.execute(update(File).where(of_these).values(digest=""))
    return len(ordered)

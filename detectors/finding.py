"""What flows out of the detectors: findings, the persons they belong to, and the judgement of a file."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

PLACEHOLDER = "例示用の値"  # evidence: right in form, but public or made up
NOBODY = "歴史や作品の人物"  # evidence: the name of somebody who does not live
PersonKey = tuple[bytes, bytes]  # a person by name, and by name with what tells people of that name apart
Refuted = Callable[[str, str], bool]  # whether a person said of a value that it is none of a kind
REPORT = 0.5  # a finding below this score is a candidate only: it is neither counted nor shown


def nothing_refuted(kind: str, value: str) -> bool:
    """Of a register in which nobody has called a finding wrong."""
    return False


@dataclass(frozen=True, slots=True)
class Finding:
    """One personal datum in a passage or cell.

    `start` and `end` are half-open offsets into the text as the reader gave it. `value` is the text itself;
    it stays in memory and must never be stored, logged or exported.
    """

    kind: str
    place: str
    start: int
    end: int
    score: float
    evidence: tuple[str, ...]
    value: str = field(repr=False)

    @property
    def counts(self) -> bool:
        """Whether it is somebody's: what is made up or of history is shown as that, and never counted in a file."""
        return PLACEHOLDER not in self.evidence and NOBODY not in self.evidence


@dataclass(frozen=True, slots=True)
class Sample:
    """One finding kept for the reviewer: where, why, and the value (masked before it leaves the scan)."""

    place: str
    score: float
    evidence: tuple[str, ...]
    value: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class KindTotal:
    """All findings of one kind in one file: how many, how many different, and a few samples."""

    kind: str
    count: int
    distinct: int
    samples: tuple[Sample, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a file is in the sense of the law: whether it holds 個人情報 (法2条1項), of how many people, of what sort.

    `person_keys` holds one pair of keys per distinct person (in memory only; the register keeps HMACs).
    `reasons` are short Japanese sentences for the reviewer, free of values.
    """

    personal: bool
    document_type: str | None
    flags: tuple[str, ...]
    persons: int
    persons_max: int
    kinds: tuple[KindTotal, ...]
    reasons: tuple[str, ...]
    person_keys: Collection[PersonKey] = field(repr=False, default=())

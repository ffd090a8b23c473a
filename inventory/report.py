"""What one scanned file came to, ready for the register: masks and keyed hashes only, no values."""

from __future__ import annotations

from dataclasses import dataclass

from inventory.people import PeopleKeys
from scanner.document import UNTOLD, Access, Status


@dataclass(frozen=True, slots=True)
class MaskedSample:
    """One finding as the reviewer sees it: place, mask, score and reasons; the fingerprint recognises it again."""

    place: str
    masked: str
    score: float
    evidence: tuple[str, ...]
    fingerprint: str


@dataclass(frozen=True, slots=True)
class KindReport:
    """One kind of personal data in one file."""

    kind: str
    count: int
    distinct: int
    samples: tuple[MaskedSample, ...]


@dataclass(frozen=True, slots=True)
class FileReport:
    """The one report in which every file met ends, also the file that could not be read.

    `path` is relative to `root` with "/", members as `outer!inner`. `people` are keyed hashes of the
    persons, so that several files can be counted together without reading them again. Members have the
    `access` of the file that holds them.
    """

    root: str
    path: str
    size: int
    modified_ns: int
    owner: str
    readable_by_all: bool
    sha256: str
    media_type: str
    status: Status
    note: str
    personal: bool
    document_type: str | None
    flags: tuple[str, ...]
    persons: int
    persons_max: int
    kinds: tuple[KindReport, ...]
    reasons: tuple[str, ...]
    people: PeopleKeys
    access: Access = UNTOLD

"""One file on the share to its reports: read, examined, and rid of every value before anything leaves this module."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from detectors.engine import Engine
from detectors.examine import Examination
from detectors.finding import Judgement, KindTotal
from detectors.normalize import fold
from inventory.contents import Memory, NoMemory
from inventory.copies import Copies, Paths
from inventory.endings import allowed_seconds, lost
from inventory.masking import fingerprint, mask
from inventory.people import PeopleKeys
from inventory.report import FileReport, KindReport, MaskedSample
from scanner.document import FoundFile, Status
from scanner.extract import REST, Document, Limits, extract

_LOOKED_AT = ("read", "partly_read")  # of other files without findings there is nothing to reason about
NO_MEMORY = NoMemory()
NOTHING = Judgement(False, None, (), 0, 0, (), ())


class Examiner:
    """Turns files into reports; holds the engine and the key of the register."""

    def __init__(self, engine: Engine, key: bytes, limits: Limits, passwords: Sequence[str] = ()) -> None:
        self._engine = engine
        self._key = key
        self._limits = limits
        self._passwords = passwords
        self._paths = Paths(engine)

    def reports(self, found: FoundFile) -> list[FileReport]:
        """The report of the file itself, then those of its members; when the time is up, what there is."""
        return list(self.stream(found))

    def stream(self, found: FoundFile, memory: Memory = NO_MEMORY) -> Iterator[FileReport]:
        """The same reports, each as soon as it is there.

        What `memory` knows of a content at another place is not read again where both paths say the same of it.
        """
        for report, _ in self.told(found, memory):
            yield report

    def told(self, found: FoundFile, memory: Memory) -> Iterator[tuple[FileReport, bool]]:
        """The same, and of each report whether none can follow."""
        limits = replace(self._limits, seconds=allowed_seconds(self._limits.seconds, found.size))
        clock = _Clock(limits.seconds)
        copies = Copies(self._paths, memory)
        for number, document in enumerate(extract(found, limits, self._passwords)):
            if number and clock.is_up:  # how many members are left, nobody knows
                yield replace(lost(found, "timed_out", clock.note), path=f"{found.relative}!{REST}", size=0), True
                return
            report = copies.known(document)
            if report is None:
                report = self._report(document, clock)
                copies.keep(report)
            yield report, document.is_alone

    def _report(self, document: Document, clock: _Clock) -> FileReport:
        judgement, faults, stopped = NOTHING, [], False
        try:
            examination = Examination(self._engine, document.path, document.media_type)
            for item in document.items():
                if stopped := clock.is_up:
                    break
                try:
                    examination.add(item)
                except Exception as error:  # a fault of ours must neither end the scan nor cost what else was found
                    faults.append(_fault(error))
            judgement = examination.finish()
        except Exception as error:
            faults.append(_fault(error))
        status, note = _outcome(document, faults, clock.note if stopped else "")
        return self._masked(document, judgement, status, note)

    def _masked(self, document: Document, judgement: Judgement, status: Status, note: str) -> FileReport:
        found = document.found
        return FileReport(
            root=str(found.root),
            path=document.path,
            size=document.size,
            modified_ns=found.modified_ns,
            owner=found.owner,
            readable_by_all=found.readable_by_all,
            sha256=document.sha256,
            media_type=document.media_type,
            status=status,
            note=note,
            personal=judgement.personal,
            document_type=judgement.document_type,
            flags=judgement.flags,
            persons=judgement.persons,
            persons_max=judgement.persons_max,
            kinds=tuple(self._kinds(judgement.kinds)),
            reasons=judgement.reasons if judgement.personal or status in _LOOKED_AT else (),
            people=PeopleKeys.of(self._key, judgement.person_keys),
            access=found.access,
        )

    def _kinds(self, totals: tuple[KindTotal, ...]) -> Iterator[KindReport]:
        for total in totals:
            samples = tuple(
                MaskedSample(
                    place=sample.place,
                    masked=mask(sample.value, total.kind),
                    score=round(sample.score, 3),
                    evidence=sample.evidence,
                    fingerprint=fingerprint(self._key, total.kind, fold(sample.value)),
                )
                for sample in total.samples
            )
            yield KindReport(total.kind, total.count, total.distinct, samples)


@dataclass(slots=True)
class _Clock:
    """The time that one file on the share, members included, may take."""

    seconds: float
    started: float = field(default_factory=time.monotonic)

    @property
    def is_up(self) -> bool:
        return time.monotonic() - self.started > self.seconds

    @property
    def note(self) -> str:
        return f"{self.seconds:,.0f}秒で終わらないため、打ち切りました"


def _fault(error: Exception) -> str:
    """What went wrong on our side, by the type of the exception only: its text may hold content."""
    return f"判定中に問題が起きました（{type(error).__name__}）"


def _outcome(document: Document, faults: list[str], stopped: str) -> tuple[Status, str]:
    """Status and note of a document, with what went wrong on our side and why we stopped."""
    status = document.status
    if faults and status == "read":
        status = "partly_read"
    if stopped and status in ("read", "partly_read"):
        status = "timed_out"
    return status, "。".join(dict.fromkeys(note for note in (document.note, *faults, stopped) if note))

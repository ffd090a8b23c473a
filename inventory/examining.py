"""One file on the share to its reports: read, examined, and rid of every value before anything leaves this module."""

from __future__ import annotations

from collections.abc import Iterator

from detectors.engine import Engine
from detectors.examine import Examination
from detectors.finding import Judgement, KindTotal
from detectors.normalize import fold
from inventory.masking import fingerprint, mask, person_hash
from inventory.report import FileReport, KindReport, MaskedSample
from scanner.crawl import NotOpened
from scanner.document import FoundFile, Status
from scanner.extract import Document, Limits, extract

NOTHING = Judgement(False, None, (), 0, 0, (), ())


class Examiner:
    """Turns files into reports; holds the engine and the key of the register."""

    def __init__(self, engine: Engine, key: bytes, limits: Limits) -> None:
        self._engine = engine
        self._key = key
        self._limits = limits

    def reports(self, found: FoundFile) -> list[FileReport]:
        """The report of the file itself, then those of its members."""
        return [self._report(document) for document in extract(found, self._limits)]

    def _report(self, document: Document) -> FileReport:
        examination = Examination(self._engine, document.path, document.media_type)
        fault = ""
        try:
            for item in document.items():
                examination.add(item)
            judgement = examination.finish()
        except Exception as error:  # a fault of ours in one file must not end the scan, nor pass as "clean"
            judgement, fault = NOTHING, f"判定中に問題が起きました（{type(error).__name__}）"
        status: Status = "partly_read" if fault and document.status == "read" else document.status
        note = "。".join(part for part in (document.note, fault) if part)
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
            reasons=judgement.reasons,
            person_keys=frozenset(person_hash(self._key, person) for person in judgement.person_keys),
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


def unopened(met: NotOpened) -> FileReport:
    """The report of something that was met and not opened: a denied folder, a link out, a device."""
    return _without_content(str(met.root), met.relative, met.status, met.note)


def lost(found: FoundFile, status: Status, note: str) -> FileReport:
    """The report of a file that cost its worker the life, or more time than a file may take."""
    return _without_content(str(found.root), found.relative, status, note, found)


def _without_content(root: str, path: str, status: Status, note: str, found: FoundFile | None = None) -> FileReport:
    return FileReport(
        root=root,
        path=path,
        size=found.size if found else 0,
        modified_ns=found.modified_ns if found else 0,
        owner=found.owner if found else "",
        readable_by_all=found.readable_by_all if found else False,
        sha256="",
        media_type="",
        status=status,
        note=note,
        personal=False,
        document_type=None,
        flags=(),
        persons=0,
        persons_max=0,
        kinds=(),
        reasons=(),
        person_keys=frozenset(),
    )

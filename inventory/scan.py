"""A scan: walk the shares, skip what is current, examine the rest in workers, record each file as it comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from inventory.examining import unopened
from inventory.queries import StoredRun
from inventory.register import Register
from inventory.report import FileReport
from inventory.settings import Settings
from inventory.version import judging_digest, program_version
from inventory.worker import Workers, default_workers
from scanner.crawl import NotOpened, walk
from scanner.document import FoundFile
from scanner.extract import Limits


@dataclass(slots=True)
class Progress:
    """How far a scan is: files and bytes met, how many of them were current, what was examined."""

    files: int = 0
    bytes: int = 0
    unchanged: int = 0
    unchanged_bytes: int = 0
    examined: int = 0
    examined_bytes: int = 0
    personal: int = 0
    unread: int = 0
    complete: bool = False
    on_change: Callable[[Progress], None] = field(default=lambda progress: None, repr=False)


def limits_of(settings: Settings) -> Limits:
    """What a single file may cost, as the settings say."""
    return Limits(
        depth=settings.max_depth,
        members=settings.max_members,
        seconds=settings.seconds_per_file,
        expanded=settings.max_file_mb << 20,
    )


def scan(
    roots: Sequence[Path], register: Register, settings: Settings, progress: Progress, *, full: bool = False
) -> StoredRun:
    """Scan the roots into the register. What was recorded stays, also when this ends with an exception."""
    digest = judging_digest()
    key = register.key
    names = [str(root.absolute()) for root in roots]
    register.begin_run(names, program_version(), digest)
    try:
        with Workers(settings.workers or default_workers(), key, limits_of(settings)) as workers:
            for reports in workers.examine(_pending(roots, register, settings, progress, digest, full=full)):
                _record(register, reports, progress)
        register.mark_gone()
        progress.complete = True
    finally:
        run = register.finish_run()
    return run


def count(roots: Sequence[Path], settings: Settings) -> tuple[int, int]:
    """Files and bytes below the roots, from a walk that opens nothing (for the time left on the screen)."""
    files = size = 0
    for met in walk(roots, settings.exclude):
        files += 1
        size += met.size if isinstance(met, FoundFile) else 0
    return files, size


def _pending(
    roots: Sequence[Path], register: Register, settings: Settings, progress: Progress, digest: str, *, full: bool
) -> Iterator[FoundFile]:
    """The files that must be examined; the others are ticked off on the way."""
    for met in walk(roots, settings.exclude):
        progress.files += 1
        if isinstance(met, NotOpened):
            _record(register, [unopened(met)], progress)
            continue
        progress.bytes += met.size
        if not full and register.unchanged(str(met.root), met.relative, met.size, met.modified_ns, digest):
            progress.unchanged += 1
            progress.unchanged_bytes += met.size
            progress.on_change(progress)
            continue
        yield met


def _record(register: Register, reports: list[FileReport], progress: Progress) -> None:
    register.record(reports)
    progress.examined += 1
    progress.examined_bytes += reports[0].size
    progress.personal += any(report.personal for report in reports)
    progress.unread += sum(report.status not in ("read", "partly_read") for report in reports)
    progress.on_change(progress)

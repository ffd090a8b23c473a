"""A scan: walk the shares, skip what is current, examine the rest in workers, record each file as it comes back."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from inventory.examining import unopened
from inventory.known_passwords import known_passwords
from inventory.limits import limits_of
from inventory.locked_files import Circumstances
from inventory.models import storable
from inventory.queries import StoredRun
from inventory.register import Register
from inventory.report import FileReport
from inventory.rules_in_force import rules_in_force
from inventory.settings import Settings
from inventory.version import judging_digest, program_version, with_rules
from inventory.worker import Workers, default_workers
from scanner.crawl import NotOpened, walk
from scanner.document import FoundFile
from scanner.readers import UNLOADED

OWN_FILES = ("", "-wal", "-shm", "-journal", ".lock")  # of a register that lies in what it is about


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
    due: float = math.inf  # on the clock of time.monotonic
    complete: bool = False
    roots_met: set[str] = field(default_factory=set)
    vanished: tuple[Path, ...] = ()
    on_change: Callable[[Progress], None] = field(default=lambda progress: None, repr=False)

    @property
    def is_due(self) -> bool:
        """Whether no further file may be begun."""
        return time.monotonic() >= self.due


def _left_out(settings: Settings) -> str:
    """What the settings leave out of pictures, and readers that lack a library: what was judged without them is not
    current once they are there."""
    asked = (("text", settings.image_text), ("faces", settings.image_faces))
    off = [name for name, is_on in asked if not is_on]
    return "".join(f"-{name}" for name in (*off, *sorted(UNLOADED)))


def scan(
    roots: Sequence[Path], register: Register, settings: Settings, progress: Progress, *, full: bool = False
) -> StoredRun:
    """Scan the roots into the register, until `progress.due` where that is set.

    What was recorded stays, also when this ends with an exception; a scan that was cut short has no end in the
    register, and `progress.complete` is False.
    """
    rules = rules_in_force(settings)
    digest = with_rules(judging_digest(), rules.digest + _left_out(settings))
    key, passwords = register.key, known_passwords(settings)
    circumstances = Circumstances(key, passwords)
    register.begin_run([str(root.absolute()) for root in roots], program_version(), digest, full=full)
    count = settings.workers or default_workers()
    limits, refuted = limits_of(settings), register.refuted_values()
    with Workers(count, key, limits, settings.memory_mb, rules, register, passwords, refuted) as workers:
        pending = _pending(roots, register, settings, progress, digest, circumstances, full=full)
        for reports in workers.examine(pending):
            _record(register, reports, progress, circumstances.end(reports))
    if progress.is_due:
        return register.runs()[0]
    progress.vanished = _vanished(roots, register, progress, full=full)
    register.mark_gone([str(root.absolute()) for root in roots if root not in progress.vanished])
    progress.complete = True
    return register.finish_run()


def _vanished(roots: Sequence[Path], register: Register, progress: Progress, *, full: bool) -> tuple[Path, ...]:
    """Roots that held files before and hold none now: rather a share that is not connected than a share cleared.

    Their files are not marked as gone, except in a full scan of a root that can be listed.
    """
    real = {root: root.resolve() for root in roots}
    empty = [
        root
        for root in roots
        if str(root.absolute()) not in progress.roots_met
        and not any(other in real[root].parents for other in real.values())  # met under the outer root
        and not (full and root.exists())
    ]
    if not empty:
        return ()
    known = {file.root for file in register.files()}
    return tuple(root for root in empty if storable(str(root.absolute())) in known)


def count(roots: Sequence[Path], settings: Settings) -> tuple[int, int]:
    """Files and bytes below the roots, from a walk that opens nothing (for the time left on the screen)."""
    files = size = 0
    for met in walk(roots, settings.exclude):
        files += 1
        size += met.size if isinstance(met, FoundFile) else 0
    return files, size


def _pending(
    roots: Sequence[Path],
    register: Register,
    settings: Settings,
    progress: Progress,
    digest: str,
    circumstances: Circumstances,
    *,
    full: bool,
) -> Iterator[FoundFile]:
    """The files that must be examined; the others are ticked off on the way."""
    own = {Path(register.name + ending).resolve() for ending in OWN_FILES}
    own |= {settings.passwords.resolve()} if settings.passwords else set()
    names = {path.name for path in own}
    for met in walk(roots, settings.exclude):
        if isinstance(met, FoundFile) and met.path.name in names and met.path.resolve() in own:
            continue
        if progress.is_due:
            return
        progress.files += 1
        if isinstance(met, NotOpened):
            _record(register, [unopened(met)], progress)
            continue
        progress.bytes += met.size
        progress.roots_met.add(str(met.root))
        stat = (str(met.root), met.relative, met.size, met.modified_ns)
        if not full and register.unchanged(*stat, digest, circumstances.of(met)):
            progress.unchanged += 1
            progress.unchanged_bytes += met.size
            progress.on_change(progress)
            continue
        circumstances.begin(met)
        yield met


def _record(register: Register, reports: list[FileReport], progress: Progress, circumstances: str = "") -> None:
    register.record(reports, circumstances)
    progress.examined += 1
    progress.examined_bytes += reports[0].size
    progress.personal += any(report.personal for report in reports)
    progress.unread += sum(report.status not in ("read", "partly_read") for report in reports)
    progress.on_change(progress)

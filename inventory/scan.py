"""A scan: walk the shares, skip what is current, examine the rest in workers, record each file as it comes back."""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from inventory.disappearing import diminished, vanished
from inventory.endings import unopened
from inventory.judged_by import judged_by
from inventory.known_passwords import known_passwords
from inventory.limits import limits_of
from inventory.locked_files import Circumstances
from inventory.losses import Losses
from inventory.night.estimate import Estimate
from inventory.night.log import log_files
from inventory.night.pace import Pace
from inventory.night.urgency import Urgencies
from inventory.night.waiting import Waiting, by_urgency, in_order
from inventory.night.window import Window
from inventory.queries import StoredRun
from inventory.register import Register
from inventory.report import FileReport
from inventory.rules_in_force import check_shipped, own_rules
from inventory.settings import Settings, SettingsError
from inventory.version import program_version, with_rules
from inventory.worker import Workers, default_workers
from scanner.crawl import NotOpened, Stood, walk
from scanner.document import FoundFile

if TYPE_CHECKING:
    from detectors.rule_set import RuleSet
    from inventory.cluster.engine import Cluster

SHOWN_EVERY = 64  # files that are passed by; to show each costs more than to pass it by
WALK_FIRST = 0.1  # of a window of time, before files are examined beside the walk
OWN_FILES = ("", "-wal", "-shm", "-journal", ".lock")  # of a register that lies in what it is about


@dataclass(slots=True)
class Progress:
    """How far a scan is: files and bytes met, how many of them were current, what was examined."""

    run: int = 0
    files: int = 0
    bytes: int = 0
    unchanged: int = 0
    unchanged_bytes: int = 0
    examined: int = 0
    examined_bytes: int = 0
    personal: int = 0
    unread: int = 0
    window: Window = field(default_factory=Window)
    wants_total: bool = False  # whether the walk goes first, so that the time left can be told
    estimate: Estimate = field(default_factory=Estimate)
    cut_short: bool = False
    complete: bool = False
    roots_met: set[str] = field(default_factory=set)
    vanished: tuple[Path, ...] = ()
    diminished: Mapping[Path, Losses] = field(default_factory=dict)
    on_change: Callable[[Progress], None] = field(default=lambda progress: None, repr=False)
    on_file: Callable[[Sequence[FileReport], float], None] = field(default=lambda reports, seconds: None, repr=False)

    def pass_by(self, root: str, *sizes: int) -> None:
        """Count files that are as they were."""
        if not sizes:
            return
        number, size = len(sizes), sum(sizes)
        self.files += number
        self.bytes += size
        self.unchanged += number
        self.unchanged_bytes += size
        self.roots_met.add(root)
        if self.unchanged // SHOWN_EVERY != (self.unchanged - number) // SHOWN_EVERY:
            self.on_change(self)

    def stops(self) -> bool:
        """Whether the time is up, so that no further file may be begun."""
        self.cut_short = self.cut_short or self.window.is_over
        return self.cut_short

    def gives_up(self) -> bool:
        """Whether files under way are left for the next scan."""
        return self.window.grace_is_over and self.stops()


def _digest(settings: Settings, register: Register, rules: RuleSet | None) -> str:
    """What this scan judges by, less what the settings leave out of pictures, and readers that lack a library: what was
    judged without them is not current once they are there."""
    shipped = judged_by(register)
    asked = (("text", settings.image_text), ("faces", settings.image_faces))
    off = [name for name, is_on in asked if not is_on]
    return with_rules(
        shipped.digest, (rules.digest if rules else "") + "".join(f"-{name}" for name in (*off, *shipped.left_out))
    )


def scan(
    roots: Sequence[Path], register: Register, settings: Settings, progress: Progress, *,
    full: bool = False, accept_missing: bool = False,
) -> StoredRun:  # fmt: skip
    """Scan the roots into the register, within `progress.window` where that is set: then the most urgent files first.

    Where many files are missing at once, they are struck off only if that is to be accepted (`inventory.disappearing`).
    What was recorded stays, also when this ends with an exception. A scan that was cut short has no end in the register
    but the moment at which it stopped, and `progress.complete` is False.
    """
    rules = own_rules(settings)
    digest = _digest(settings, register, rules)
    if rules is None and all(run.digest != digest for run in register.runs()[:1]):
        check_shipped()  # what is wrong with them is better said here than by every worker
    key, passwords = register.key, known_passwords(settings)
    circumstances = Circumstances(key, passwords)
    progress.run = register.begin_run([str(root.absolute()) for root in roots], program_version(), digest, full=full)

    def gives_up() -> bool:
        """Asked every second at least, also while all workers are at long files."""
        register.write_due()
        return progress.gives_up()

    gc.freeze()  # what was loaded stays: not to be looked through again for every thousand files
    with register.batches(), _workers(roots, register, settings, rules, passwords) as workers:
        pending = _pending(roots, register, settings, progress, digest, circumstances, full=full)
        handed = _handed_out(_in_turn(pending, register, progress), settings, progress, circumstances)
        for reports in workers.examine(handed, gives_up):
            seconds = progress.estimate.end(reports[0].root, reports[0].path)
            _record(register, reports, progress, circumstances.end(reports), seconds)
    if progress.cut_short:
        return register.finish_run(complete=False)
    progress.vanished = vanished(roots, register, progress.roots_met, accepted=accept_missing, full=full)
    if not (full or accept_missing):
        progress.diminished = diminished(roots, register, settings.missing_percent)
    kept = {*progress.vanished, *progress.diminished}
    register.mark_gone([str(root.absolute()) for root in roots if root not in kept])
    progress.complete = True
    return register.finish_run()


def _workers(
    roots: Sequence[Path], register: Register, settings: Settings, rules: RuleSet | None, passwords: Sequence[str]
) -> Workers | Cluster:
    """Who reads the files: processes of this machine, or a cluster."""
    limits, refuted = limits_of(settings), register.refuted_values()
    if not settings.engine:
        count = settings.workers or default_workers()
        return Workers(count, register.key, limits, settings.memory_mb, rules, register, passwords, refuted)
    try:
        from inventory.cluster.engine import Cluster
        from inventory.cluster.shard import Order
    except ImportError:
        raise SettingsError(
            "クラスターで検査する部品が入っていません。「pip install 'daicho[dask]'」で入れてください。"
        ) from None
    places = tuple(str(root.absolute()) for root in roots)
    order = Order(places, register.key, limits, settings.memory_mb, rules, passwords, refuted)
    return Cluster(settings.engine, order)


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
    own = {Path(str(Path(register.name).resolve()) + ending) for ending in OWN_FILES}
    own |= {settings.passwords.resolve()} if settings.passwords else set()
    own |= set(log_files(settings.log_file, settings.log_keep)) if settings.log_file else set()
    names = {path.name for path in own}

    is_unchanged = register.passing()

    def passes(root: str, files: Stood) -> Collection[str]:
        """The files of a folder that are as they were; most are, so that they are counted here."""
        if full or progress.stops():
            return ()
        passed = is_unchanged(root, files)
        sizes = files.sizes
        if len(passed) < len(sizes):
            passed = frozenset(passed)
            sizes = [size for address, size in zip(files.addresses, sizes, strict=True) if address in passed]
        progress.pass_by(root, *sizes)
        return passed

    for met in walk(roots, settings.exclude, passes=passes):
        if isinstance(met, FoundFile) and met.path.name in names and met.path.resolve() in own:
            continue
        if progress.stops():
            return
        if isinstance(met, NotOpened):
            progress.files += 1
            _record(register, [unopened(met)], progress)
            continue
        root = str(met.root)
        stat = (root, met.relative, met.size, met.modified_ns)
        if not full and register.unchanged(*stat, digest, circumstances.of(met), (met.owner, met.access)):
            progress.pass_by(root, met.size)
            continue
        if register.respelled(met, digest, circumstances.of(met)):
            progress.pass_by(root, met.size)
            continue
        progress.files += 1
        progress.bytes += met.size
        progress.roots_met.add(root)
        yield met


def _in_turn(pending: Iterator[FoundFile], register: Register, progress: Progress) -> Iterator[FoundFile | None]:
    """The files in the order in which they are examined: that of the walk or, in a window of time, by urgency."""
    if not (progress.window.is_set or progress.wants_total):
        yield from pending
        return

    def expected() -> Iterator[FoundFile]:
        for found in pending:
            progress.estimate.expect(found)
            progress.on_change(progress)
            yield found

    def counted() -> None:
        progress.estimate.is_whole = not progress.cut_short
        progress.on_change(progress)

    rank = Urgencies(register) if progress.window.is_set else in_order
    with Waiting(rank) as waiting:
        yield from by_urgency(expected(), waiting, progress.window.seconds * WALK_FIRST, counted)


def _handed_out(
    files: Iterator[FoundFile | None], settings: Settings, progress: Progress, circumstances: Circumstances
) -> Iterator[FoundFile | None]:
    """The same files, at the pace of the settings and until the time is up; each is begun when it comes from here."""
    for found in Pace(settings.rate_mb, settings.rate_files).kept(files):
        if progress.stops():
            return
        if found is not None:
            circumstances.begin(found)
            progress.estimate.begin(found)
        yield found


def _record(
    register: Register, reports: list[FileReport], progress: Progress, circumstances: str = "", seconds: float = 0.0
) -> None:
    register.record_soon(reports, circumstances)
    progress.examined += 1
    progress.examined_bytes += reports[0].size
    progress.personal += any(report.personal for report in reports)
    progress.unread += sum(report.status not in ("read", "partly_read") for report in reports)
    progress.on_file(reports, seconds)
    progress.on_change(progress)

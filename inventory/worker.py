"""Workers that examine files: each holds an engine of its own, and every file comes back as its reports."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from detectors.rule_set import RuleSet
from inventory.contents import Content, Memory, NoMemory, Place
from inventory.endings import allowed_seconds, lost
from inventory.pool import Outcome, Pool, WorkersFailed, default_workers
from inventory.refuted_values import RefutedValues
from inventory.report import FileReport
from inventory.serving import Ask, Last, Work
from scanner.document import FoundFile
from scanner.limits import Limits

__all__ = ["Workers", "WorkersFailed", "default_workers"]

_KEPT = 32  # reports about contents that a worker remembers


class _Asked:
    """The memory of the main process, asked by a worker, which keeps the latest answers: copies come in a row."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._kept: dict[int, FileReport | None] = {}

    def places(self, content: Content) -> Sequence[Place]:
        places: Sequence[Place] = self._ask(content)
        return places

    def report(self, number: int) -> FileReport | None:
        if number not in self._kept:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            self._kept[number] = self._ask(number)
        return self._kept[number]


@dataclass(frozen=True, slots=True)
class _Examining:
    """The task of a worker: load the models once, then report on files."""

    key: bytes
    limits: Limits
    rules: RuleSet | None
    passwords: Sequence[str] = field(repr=False)
    refuted: RefutedValues | None = None

    def prepare(self) -> Work:
        from inventory.engines import engine_for  # the main process does without
        from inventory.examining import Examiner

        examiner = Examiner(engine_for(self.rules, self.refuted), self.key, self.limits, self.passwords)

        memory: list[_Asked] = []

        def work(file: FoundFile, ask: Ask) -> Iterator[FileReport | Last]:
            memory[:] = memory or [_Asked(ask)]
            for report, is_last in examiner.told(file, memory[0]):
                yield Last(report) if is_last else report

        return work


class Workers:
    """A pool of examiners. Use as a context manager.

    `memory_mb` is what a worker may take beyond what it needs to start (where the system can limit that); `rules` are
    those in force, without them the shipped ones. A content that `memory` knows is not read again. `passwords` are
    tried on what is locked. What is `refuted` is no finding.
    """

    def __init__(
        self,
        count: int,
        key: bytes,
        limits: Limits,
        memory_mb: int = 0,
        rules: RuleSet | None = None,
        memory: Memory | None = None,
        passwords: Sequence[str] = (),
        refuted: RefutedValues | None = None,
    ) -> None:
        self._memory = memory or NoMemory()
        self._contents: dict[FoundFile, Content] = {}
        task = _Examining(key, limits, rules, passwords, refuted)
        self._pool = Pool(task, count, lambda file: allowed_seconds(limits.seconds, file.size), memory_mb, self._answer)

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.__exit__()

    def examine(
        self, files: Iterable[FoundFile | None], given_up: Callable[[], bool] = lambda: False
    ) -> Iterator[list[FileReport]]:
        """The reports of every file, in order of completion (see `Pool.run`); at most one per worker is under way."""
        for outcome in self._pool.run(files, given_up):
            content = self._contents.pop(outcome.file, None)
            yield _reports(outcome, content)

    def _answer(self, file: FoundFile, question: Content | int) -> Sequence[Place] | FileReport | None:
        """What is known; the first content that a worker asks about is that of the file itself."""
        if isinstance(question, int):
            return self._memory.report(question)
        self._contents.setdefault(file, question)
        return self._memory.places(question)


def _reports(outcome: Outcome, content: Content | None) -> list[FileReport]:
    """The reports of a file; where its worker was lost, also what it had reported until then."""
    reports: list[FileReport] = outcome.parts
    if outcome.failure is None:
        return reports
    report = lost(outcome.file, *outcome.failure)
    from scanner.extract import REST  # with all readers, which a scan that examines nothing does without

    if reports:  # a member cost the worker its life
        return [*reports, replace(report, path=f"{outcome.file.relative}!{REST}", size=0)]
    if content is not None:
        report = replace(report, sha256=content.sha256, media_type=content.media_type)
    return [report]

"""Child processes that examine files: what hangs or crashes a parser costs one file and one worker, not the scan."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from detectors.rule_set import RuleSet
from inventory.examining import Examiner, allowed_seconds, lost
from inventory.report import FileReport
from scanner.document import FoundFile, Status
from scanner.extract import Limits

RECYCLE_AFTER = 5_000  # files; the models' vocabularies grow without bound
STARTING = 120.0  # seconds more for the first file of a worker, which loads the models
GRACE = 30.0  # seconds for a worker to end a file by itself and report what it has, before it is killed
FALSE_STARTS = 3  # workers in a row that die before they are ready
_SPAWN = multiprocessing.get_context("spawn")
_Job = tuple[bytes, Limits, int, RuleSet | None]
_TICK = 1.0  # seconds after which due times are looked at


class WorkersFailed(Exception):
    """No worker can be started: not the fault of a file, so the scan ends (one Japanese sentence)."""


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    file: FoundFile | None = None
    due: float = 0.0
    done: int = 0
    ready: bool = False


def default_workers() -> int:
    """As many as the machine has processors for this process."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Workers:
    """A pool that hands out one file at a time and takes back its reports. Use as a context manager.

    `memory_mb` is what a worker may take beyond what it needs to start (where the system can limit that); `rules` are
    those in force, without them the shipped ones.
    """

    def __init__(
        self, count: int, key: bytes, limits: Limits, memory_mb: int = 0, rules: RuleSet | None = None
    ) -> None:
        self._count = max(1, count)
        self._job: _Job = (key, limits, memory_mb, rules)
        self._seconds = limits.seconds
        self._workers: list[_Worker] = []
        self._false_starts = 0

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            _end(worker)
        self._workers.clear()

    def examine(self, files: Iterable[FoundFile]) -> Iterator[list[FileReport]]:
        """The reports of every file, in order of completion; at most one file per worker is under way."""
        pending = iter(files)
        finished: deque[list[FileReport]] = deque()
        while True:
            self._feed(pending)
            busy = [worker for worker in self._workers if worker.file]
            if not busy:
                return
            pause = max(0.0, min(worker.due for worker in busy) - time.monotonic())
            ready = wait([worker.pipe for worker in busy], min(pause, _TICK))
            for worker in busy:
                if worker.pipe in ready and not worker.ready:
                    self._greet(worker)
                elif worker.pipe in ready:
                    finished.append(self._receive(worker))
                elif time.monotonic() > worker.due:
                    finished.append(self._give_up(worker))
            while finished:
                yield finished.popleft()

    def _feed(self, pending: Iterator[FoundFile]) -> None:
        """Give every idle worker a file, starting workers only when there is work for them."""
        for slot in range(self._count):
            if slot < len(self._workers) and self._workers[slot].file:
                continue
            file = next(pending, None)
            if file is None:
                return
            if slot >= len(self._workers):
                self._workers.append(_start(self._job))
            worker = self._workers[slot]
            if worker.done >= RECYCLE_AFTER or not worker.process.is_alive():
                worker = self._replace(worker)
            self._give(worker, file)

    def _give(self, worker: _Worker, file: FoundFile) -> None:
        extra = 0.0 if worker.ready else STARTING
        worker.file, worker.due = file, time.monotonic() + self._hard_limit(file) + extra
        with suppress(BrokenPipeError, ConnectionError):  # it has just died: its pipe will say so
            worker.pipe.send(file)

    def _hard_limit(self, file: FoundFile) -> float:
        return allowed_seconds(self._seconds, file.size) + GRACE

    def _greet(self, worker: _Worker) -> None:
        """The first message of a worker: that its models are loaded, or what failed."""
        assert worker.file is not None
        try:
            failure: str = worker.pipe.recv()
        except (EOFError, OSError):
            self._false_starts += 1
            if self._false_starts < FALSE_STARTS:
                self._give(self._replace(worker), worker.file)
                return
            failure = "異常終了"
        if failure:
            remedy = "空きメモリーを確かめ、「daicho rules check」で規則を確かめてください。"
            raise WorkersFailed(f"検査の準備に失敗しました（{failure}）。{remedy}")
        self._false_starts = 0
        worker.ready = True
        worker.due = time.monotonic() + self._hard_limit(worker.file)

    def _receive(self, worker: _Worker) -> list[FileReport]:
        assert worker.file is not None
        file = worker.file
        try:
            reports: list[FileReport] = worker.pipe.recv()
        except (EOFError, OSError):
            worker.process.join(5)
            self._remove(worker)
            return [lost(file, *_cause(worker.process.exitcode))]
        worker.file = None
        worker.done += 1
        return reports

    def _give_up(self, worker: _Worker) -> list[FileReport]:
        assert worker.file is not None
        self._remove(worker)
        seconds = allowed_seconds(self._seconds, worker.file.size)
        return [lost(worker.file, "timed_out", f"{seconds:,.0f}秒で終わらないため、打ち切りました")]

    def _replace(self, worker: _Worker) -> _Worker:
        _end(worker)
        fresh = self._workers[self._workers.index(worker)] = _start(self._job)
        return fresh

    def _remove(self, worker: _Worker) -> None:
        """Let a worker go; the next file gets a new one."""
        _end(worker)
        self._workers = [other for other in self._workers if other is not worker]


def _cause(exit_code: int | None) -> tuple[Status, str]:
    """What the death of a worker says about its file: libraries abort, and systems kill, where memory runs out."""
    if sys.platform != "win32" and exit_code in (-signal.SIGKILL, -signal.SIGABRT):
        return "too_large", "読み取り中に処理が打ち切られました。メモリーに収まらないおそれがあります"
    return "corrupt", "読み取り中に処理が異常終了しました。ファイルが壊れているおそれがあります"


def _start(job: _Job) -> _Worker:
    ours, theirs = _SPAWN.Pipe()
    process = _SPAWN.Process(target=_work, args=(theirs, *job), daemon=True)
    with _undisturbed():
        process.start()
    theirs.close()
    return _Worker(process, ours)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Hold Ctrl-C back while a child starts: it takes the block over and keeps it, we get the signal afterwards."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end(worker: _Worker) -> None:
    worker.pipe.close()
    if worker.process.is_alive():
        if worker.file:
            worker.process.kill()
        worker.process.join(2)
        worker.process.kill()
    worker.process.join(5)


def _work(pipe: Connection, key: bytes, limits: Limits, memory_mb: int, rules: RuleSet | None) -> None:
    """The life of a worker: load the models once, then one file after another until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    threading.Thread(target=_die_with_parent, daemon=True).start()
    from detectors.engine import Engine

    try:
        examiner = Examiner(Engine(rules), key, limits)
    except Exception as error:
        with suppress(OSError):
            pipe.send(type(error).__name__)
        return
    _limit_memory(memory_mb)
    with suppress(EOFError, OSError):
        pipe.send("")
        while True:
            pipe.send(_reports(examiner, pipe.recv()))


def _reports(examiner: Examiner, file: FoundFile) -> list[FileReport]:
    """Whatever goes wrong ends as a report; a traceback on the screen could hold content."""
    try:
        return examiner.reports(file)
    except MemoryError:
        return [lost(file, "too_large", "メモリーに収まらないため、読めません")]
    except Exception as error:
        return [lost(file, "corrupt", f"読み取り中に問題が起きました（{type(error).__name__}）")]


def _die_with_parent() -> None:
    """Without a parent nobody takes the reports: end at once, also in the middle of a file."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _limit_memory(memory_mb: int) -> None:
    """Let memory run out for this worker before it does for the machine. Only Linux tells its size cheaply."""
    if sys.platform == "linux" and memory_mb:
        import resource
        from pathlib import Path

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        most = pages * resource.getpagesize() + (memory_mb << 20)
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (most, most))

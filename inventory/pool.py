"""Child processes that work on files: what hangs, crashes or eats memory costs one file and one worker."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Literal

from inventory import confinement, scratch
from inventory.scratch import Scratch
from inventory.serving import Failure, Message, Task
from inventory.starting import start
from scanner.document import FoundFile

RECYCLE_AFTER = 5_000  # files; the models' vocabularies grow without bound
STARTING = 120.0  # seconds more for the first file of a worker, which loads the models
GRACE = 30.0  # seconds at the most for a worker to end a file by itself, before it is killed
FALSE_STARTS = 3  # workers in a row that die before they are ready
ITS_END = 0.2  # seconds until a process that was killed is gone for all to see
_END = object()
_TICK = 0.25  # seconds after which due times are looked at
_WATCHES_MEMORY = sys.platform == "darwin"  # which refuses no process memory


class WorkersFailed(Exception):
    """No worker can be started: not the fault of a file, so the scan ends (one Japanese sentence)."""


@dataclass(slots=True)
class Outcome:
    """What came of a file: its results and, where its worker did not live to the end of it, why."""

    file: FoundFile
    parts: list[Any] = field(default_factory=list)
    failure: Failure | None = None


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    room: Path
    outcome: Outcome | None = None
    due: float = 0.0
    done: int = 0
    ready: bool = False
    baseline_mb: int = 0


def default_workers() -> int:
    """As many as the machine has processors for this process."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Pool:
    """Hands out one file at a time to each worker and takes back what came of it. Use as a context manager.

    `seconds` is how long a file may take (a worker gets `GRACE` more); `memory_mb` is what a worker may take beyond
    what it needs to start; `answer` replies to the questions of the workers.
    """

    def __init__(
        self,
        task: Task,
        count: int,
        seconds: Callable[[FoundFile], float],
        memory_mb: int = 0,
        answer: Callable[[FoundFile, Any], Any] = lambda file, question: None,
    ) -> None:
        self._task = task
        self._count = max(1, count)
        self._seconds = seconds
        self._memory_mb = memory_mb
        self._answer = answer
        self._workers: list[_Worker] = []
        self._false_starts = 0
        self._again: deque[FoundFile] = deque()  # files whose worker was killed once
        self._killed: set[FoundFile] = set()
        self._scratch: Scratch | None = None

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            _end(worker)
        self._workers.clear()
        if self._scratch is not None:
            self._scratch.close()
            self._scratch = None

    def run(self, files: Iterable[FoundFile | None], given_up: Callable[[], bool] = lambda: False) -> Iterator[Outcome]:
        """What came of every file, in order of completion; at most one file per worker is under way.

        A None among the files means: none just now, ask again. Once `given_up`, files under way come to nothing.
        """
        pending = iter(files)
        finished: deque[Outcome] = deque()
        while not given_up():
            comes = self._feed(pending)
            busy = [worker for worker in self._workers if worker.outcome]
            if not busy:
                if comes == "later":
                    continue
                return
            pause = max(0.0, min(worker.due for worker in busy) - time.monotonic()) if comes != "later" else 0.0
            heard = wait([worker.pipe for worker in busy], min(pause, _TICK))
            large = self._too_large(busy)
            for worker in busy:
                outcome = self._hear(worker) if worker.pipe in heard else None
                if outcome is None and worker.outcome:
                    outcome = self._given_up(worker, is_large=worker in large)
                if outcome is not None:
                    finished.append(outcome)
            while finished:
                yield finished.popleft()

    def _feed(self, pending: Iterator[FoundFile | None]) -> Literal["", "later", "nothing"]:
        """Give every idle worker a file, starting workers only when there is work for them; what else there is."""
        for slot in range(self._count):
            if slot < len(self._workers) and self._workers[slot].outcome:
                continue
            file = self._again.popleft() if self._again else next(pending, _END)
            if not isinstance(file, FoundFile):
                return "later" if file is None else "nothing"
            if slot >= len(self._workers):
                self._workers.append(self._start())
            worker = self._workers[slot]
            if worker.done >= RECYCLE_AFTER or not worker.process.is_alive():
                worker = self._replace(worker)
            self._give(worker, file)
        return ""

    def _give(self, worker: _Worker, file: FoundFile) -> None:
        extra = 0.0 if worker.ready else STARTING
        worker.outcome, worker.due = Outcome(file), self._due(file) + extra
        with suppress(BrokenPipeError, ConnectionError):  # it has just died: its pipe will say so
            worker.pipe.send(file)

    def _due(self, file: FoundFile) -> float:
        seconds = self._seconds(file)
        return time.monotonic() + seconds + min(GRACE, seconds)

    def _hear(self, worker: _Worker) -> Outcome | None:
        """The next message of a worker; what came of its file where that is the last one about it."""
        assert worker.outcome is not None
        try:
            message: Message = worker.pipe.recv()
        except (EOFError, OSError):
            return self._died(worker)
        match message:
            case "ready", failure:
                self._greet(worker, failure)
            case "part", part:
                worker.outcome.parts.append(part)
            case "ask", question:
                answer = self._answer(worker.outcome.file, question)
                with suppress(BrokenPipeError, ConnectionError):
                    worker.pipe.send(answer)
            case "done", (failure, is_worn, last):
                outcome, worker.outcome = worker.outcome, None
                outcome.parts += last
                outcome.failure = failure
                worker.done = RECYCLE_AFTER if is_worn else worker.done + 1
                return outcome
        return None

    def _greet(self, worker: _Worker, failure: str) -> None:
        """The first message of a worker: that its models are loaded, or what failed."""
        assert worker.outcome is not None
        if failure:
            raise _not_started(failure)
        self._false_starts = 0
        worker.ready = True
        worker.due = self._due(worker.outcome.file)

    def _died(self, worker: _Worker) -> Outcome | None:
        assert worker.outcome is not None
        if not worker.ready:
            self._false_starts += 1
            if self._false_starts >= FALSE_STARTS:
                raise _not_started("異常終了")
            file, worker.outcome = worker.outcome.file, None
            self._give(self._replace(worker), file)
            return None
        worker.process.join(5)
        outcome = self._lost(worker, _cause(worker.process.exitcode))
        if worker.process.exitcode not in _FROM_OUTSIDE or outcome.file in self._killed:
            return outcome
        worker.outcome = None
        self._killed.add(outcome.file)
        self._again.append(outcome.file)
        return None

    def _given_up(self, worker: _Worker, *, is_large: bool) -> Outcome | None:
        """The outcome of a file that takes too long, or more memory than it may."""
        assert worker.outcome is not None
        if is_large:
            return self._lost(worker, _TOO_LARGE)
        if time.monotonic() <= worker.due:
            return None
        seconds = self._seconds(worker.outcome.file)
        return self._lost(worker, ("timed_out", f"{seconds:,.0f}秒で終わらないため、打ち切りました"))

    def _too_large(self, busy: list[_Worker]) -> list[_Worker]:
        """The workers that hold more memory than they may, where the system does not see to that."""
        if not (_WATCHES_MEMORY and self._memory_mb):
            return []
        held = confinement.resident_mb([worker.process.pid or 0 for worker in busy])
        large = []
        for worker in busy:
            resident = held.get(worker.process.pid or 0, 0)
            if worker.ready:
                worker.baseline_mb = worker.baseline_mb or resident
                if resident > worker.baseline_mb + self._memory_mb:
                    large.append(worker)
        return large

    def _lost(self, worker: _Worker, failure: Failure) -> Outcome:
        """Let a worker go with its file; the next file gets a new one."""
        assert worker.outcome is not None
        outcome = worker.outcome
        _end(worker)
        self._workers = [other for other in self._workers if other is not worker]
        outcome.failure = failure
        return outcome

    def _replace(self, worker: _Worker) -> _Worker:
        _end(worker)
        fresh = self._workers[self._workers.index(worker)] = self._start()
        return fresh

    def _start(self) -> _Worker:
        self._scratch = self._scratch or Scratch()
        room = self._scratch.room()
        for _ in range(FALSE_STARTS):
            with suppress(OSError, EOFError):  # what workers are copies of was killed
                return _Worker(*start(self._task, self._memory_mb, room), room)
            time.sleep(ITS_END)  # the system may not know yet that it is gone, and no other would be started
        raise _not_started("異常終了")


# Ends that others make, such as a system that is short of memory: the file may be innocent, and is tried once more.
_UNTOLD = 255  # the process that would have told was killed, and all its copies with it
_FROM_OUTSIDE = () if sys.platform == "win32" else (-signal.SIGKILL, -signal.SIGTERM, _UNTOLD)
_TOO_LARGE: Failure = (
    "too_large",
    "読み取り中に処理が打ち切られました。メモリーに収まらないおそれがあります",
)


def _cause(exit_code: int | None) -> Failure:
    """What the death of a worker says about its file: libraries abort, and systems kill, where memory runs out."""
    if sys.platform != "win32" and exit_code in (-signal.SIGKILL, -signal.SIGABRT):
        return _TOO_LARGE
    return "corrupt", "読み取り中に処理が異常終了しました。ファイルが壊れているおそれがあります"


def _not_started(failure: str) -> WorkersFailed:
    remedy = "空きメモリーを確かめ、「daicho rules check」で規則を確かめてください。"
    return WorkersFailed(f"検査の準備に失敗しました（{failure}）。{remedy}")


def _end(worker: _Worker) -> None:
    worker.pipe.close()
    if worker.process.is_alive():
        if worker.outcome:
            worker.process.kill()
        worker.process.join(2)
        worker.process.kill()
    worker.process.join(5)
    scratch.remove(worker.room)

"""Child processes that examine files: what hangs or crashes a parser costs one file and one worker, not the scan."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from inventory.examining import lost
from inventory.report import FileReport
from scanner.document import FoundFile
from scanner.extract import Limits

RECYCLE_AFTER = 5_000  # files; the models' vocabularies grow without bound
STARTING = 120.0  # seconds more for the first file of a worker, which loads the models
_SPAWN = multiprocessing.get_context("spawn")


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
    """A pool that hands out one file at a time and takes back its reports. Use as a context manager."""

    def __init__(self, count: int, key: bytes, limits: Limits) -> None:
        self._count = max(1, count)
        self._key = key
        self._limits = limits
        self._workers: list[_Worker] = []

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            self._end(worker)
        self._workers.clear()

    def examine(self, files: Iterable[FoundFile]) -> Iterator[list[FileReport]]:
        """The reports of every file, in order of completion; at most one file per worker is under way."""
        pending = iter(files)
        retired: deque[list[FileReport]] = deque()
        while True:
            self._feed(pending)
            busy = [worker for worker in self._workers if worker.file]
            if not busy:
                return
            pause = max(0.0, min(worker.due for worker in busy) - time.monotonic())
            ready = wait([worker.pipe for worker in busy], min(pause, 1.0))
            for worker in busy:
                if worker.pipe in ready and not worker.ready:
                    self._greet(worker)
                elif worker.pipe in ready:
                    retired.append(self._receive(worker))
                elif time.monotonic() > worker.due:
                    retired.append(self._give_up(worker))
            while retired:
                yield retired.popleft()

    def _feed(self, pending: Iterator[FoundFile]) -> None:
        """Give every idle worker a file, starting workers only when there is work for them."""
        for slot in range(self._count):
            if slot < len(self._workers) and self._workers[slot].file:
                continue
            file = next(pending, None)
            if file is None:
                return
            if slot >= len(self._workers):
                self._workers.append(self._start())
            worker = self._workers[slot]
            if worker.done >= RECYCLE_AFTER or not worker.process.is_alive():
                self._end(worker)
                worker = self._workers[slot] = self._start()
            extra = 0.0 if worker.ready else STARTING
            worker.file, worker.due = file, time.monotonic() + self._limits.seconds + extra
            worker.pipe.send(file)

    def _start(self) -> _Worker:
        ours, theirs = _SPAWN.Pipe()
        process = _SPAWN.Process(target=_work, args=(theirs, self._key, self._limits), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def _greet(self, worker: _Worker) -> None:
        """The first message of a worker: that its models are loaded, or what failed."""
        try:
            failure: str = worker.pipe.recv()
        except (EOFError, OSError):
            failure = "異常終了"
        if failure:
            raise WorkersFailed(f"検査の準備に失敗しました（{failure}）。「daicho rules check」で規則を確かめ、直らなければ入れ直してください。")
        worker.ready = True
        worker.due = time.monotonic() + self._limits.seconds

    def _receive(self, worker: _Worker) -> list[FileReport]:
        assert worker.file is not None
        file, worker.file = worker.file, None
        try:
            reports: list[FileReport] = worker.pipe.recv()
        except (EOFError, OSError):
            worker.process.join(5)
            self._replace(worker)
            return [lost(file, "corrupt", "読み取り中に処理が異常終了しました。ファイルが壊れているおそれがあります")]
        worker.done += 1
        return reports

    def _give_up(self, worker: _Worker) -> list[FileReport]:
        assert worker.file is not None
        file = worker.file
        self._replace(worker)
        return [lost(file, "timed_out", f"{self._limits.seconds:,.0f}秒で終わらないため、打ち切りました")]

    def _replace(self, worker: _Worker) -> None:
        self._end(worker)
        self._workers[self._workers.index(worker)] = self._start()

    def _end(self, worker: _Worker) -> None:
        worker.pipe.close()
        if worker.file or worker.process.is_alive():
            worker.process.terminate()
            worker.process.join(2)
            if worker.process.is_alive():
                worker.process.kill()
        worker.process.join(5)


def _work(pipe: Connection, key: bytes, limits: Limits) -> None:
    """The life of a worker: load the models once, then one file after another until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    from detectors.engine import Engine
    from inventory.examining import Examiner

    try:
        examiner = Examiner(Engine(), key, limits)
    except Exception as error:
        pipe.send(type(error).__name__)
        return
    pipe.send("")
    while True:
        try:
            file = pipe.recv()
        except (EOFError, OSError):
            return
        pipe.send(examiner.reports(file))

"""The child's side of the pool: what a worker does from its start until its pipe closes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Literal, Protocol

from inventory import confinement, scratch
from scanner.document import FoundFile, Status

Failure = tuple[Status, str]
Ask = Callable[[Any], Any]
Work = Callable[[FoundFile, Ask], Iterable[Any]]
Message = tuple[Literal["ready", "part", "ask", "done"], Any]


class Task(Protocol):
    """What the workers do; it is sent to each of them. `prepare` loads what is needed for all files.

    The work itself hands over one result after the other, so that those before a crash are not lost. With `ask` it
    may put a question to the main process.
    """

    def prepare(self) -> Work: ...


def serve(pipe: Connection, task: Task, memory_mb: int, room: Path) -> None:
    """The life of a worker: prepare once, then one file after another until the pipe closes."""
    confinement.settle(room)
    try:
        work = task.prepare()
    except Exception as error:
        with suppress(OSError):
            pipe.send(("ready", type(error).__name__))
        return
    is_worn = confinement.limit(memory_mb)

    def ask(question: Any) -> Any:
        pipe.send(("ask", question))
        return pipe.recv()

    with suppress(EOFError, OSError):
        pipe.send(("ready", ""))
        while True:
            failure = _one(pipe, work, pipe.recv(), ask)
            scratch.empty(room)
            pipe.send(("done", (failure, is_worn())))


def _one(pipe: Connection, work: Work, file: FoundFile, ask: Ask) -> Failure | None:
    """Whatever goes wrong ends as a failure; a traceback on the screen could hold content."""
    try:
        for part in work(file, ask):
            pipe.send(("part", part))
    except (EOFError, BrokenPipeError):
        raise
    except MemoryError:
        return "too_large", "メモリーに収まらないため、読めません"
    except Exception as error:
        return "corrupt", f"読み取り中に問題が起きました（{type(error).__name__}）"
    return None

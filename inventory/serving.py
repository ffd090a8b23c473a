"""The child's side of the pool: what a worker does from its start until its pipe closes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Literal, NamedTuple, Protocol

from inventory import confinement, scratch
from scanner.document import FoundFile, Status

Failure = tuple[Status, str]
Ask = Callable[[Any], Any]
Work = Callable[[FoundFile, Ask], Iterable[Any]]
Message = tuple[Literal["ready", "part", "ask", "done"], Any]


class Last(NamedTuple):
    """A result of a file behind which no other can come: it is sent with the end, in one message."""

    part: Any


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
            last: list[Any] = []
            failure = _one(pipe, work, pipe.recv(), ask, last)
            scratch.empty(room)
            pipe.send(("done", (failure, is_worn(), last)))


def _one(pipe: Connection, work: Work, file: FoundFile, ask: Ask, last: list[Any]) -> Failure | None:
    """Whatever goes wrong ends as a failure; a traceback on the screen could hold content."""
    try:
        for part in work(file, ask):
            if isinstance(part, Last):
                last.append(part.part)
            else:
                pipe.send(("part", part))
    except (EOFError, BrokenPipeError):
        raise
    except MemoryError:
        return "too_large", "メモリーに収まらないため、読めません"
    except Exception as error:
        return "corrupt", f"読み取り中に問題が起きました（{type(error).__name__}）"
    return None

"""Processes that tests start, watch and kill."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path


def until(condition: Callable[[], bool], seconds: float = 30) -> None:
    """Wait for something that happens in another process."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def children_of(pid: int) -> list[int]:
    """The children of a process."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]


def workers_of(pid: int) -> list[int]:
    """The workers of a scan: copies of a process that it starts."""
    return [worker for child in children_of(pid) for worker in children_of(child)]


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that is over and waits to be asked does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")")[1].split()[0] != "Z"
    except OSError:
        return False

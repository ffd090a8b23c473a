"""How a worker comes into being: on Linux as a copy of a process that loaded everything, elsewhere from nothing."""

from __future__ import annotations

import atexit
import multiprocessing
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from inventory.scratch import Scratch
from inventory.serving import Task, serve

COPIES = sys.platform == "linux"
_ONE_THREAD = "OPENBLAS_NUM_THREADS"  # of numpy, which starts them when it is loaded: a copy would lack them
_SAFE = "PYTHONSAFEPATH"  # nothing is imported from the folder in which somebody stands: it may be the share
_CONTEXT: Any = multiprocessing.get_context("forkserver" if COPIES else "spawn")


def start(task: Task, memory_mb: int, room: Path) -> tuple[BaseProcess, Connection]:
    """A new worker and our end of its pipe; OSError or EOFError where what it would be a copy of has just ended."""
    ours, theirs = _CONTEXT.Pipe()
    process = _CONTEXT.Process(target=serve, args=(theirs, task, memory_mb, room), daemon=True)
    try:
        with _undisturbed(), _set(os.environ, _SAFE, "1"):
            if COPIES:
                _run_nursery()
            process.start()
    finally:
        theirs.close()
    return process, ours


def _run_nursery() -> None:
    """Start the process of which workers are copies, unless it runs; it ends with this one."""
    from multiprocessing.forkserver import ensure_running, set_forkserver_preload

    set_forkserver_preload(["inventory.nursery"])
    settings: dict[str, Any] = multiprocessing.current_process()._config  # type: ignore[attr-defined]
    path = os.pathsep.join(place or str(Path.cwd()) for place in sys.path)
    with _set(settings, "tempdir", _home()), _set(os.environ, "PYTHONPATH", path), _set(os.environ, _ONE_THREAD, "1"):
        ensure_running()


@cache
def _home() -> str:
    """Where its socket lies: a folder that the next run removes should this one be killed.

    By a short path, because that of a socket must be.
    """
    home = Scratch()
    atexit.register(home.close)
    return f"/proc/self/fd/{os.open(home.folder, os.O_RDONLY | os.O_CLOEXEC)}"


@contextmanager
def _set(settings: Any, name: str, value: str) -> Iterator[None]:
    """A setting for a moment."""
    before = settings.get(name)
    settings[name] = value
    try:
        yield
    finally:
        if before is None:
            del settings[name]
        else:
            settings[name] = before


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

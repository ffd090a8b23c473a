"""What a worker may take from the machine, as far as the system lets us say it before it is taken.

Linux: address space. Windows: memory of a job object. macOS keeps none of its limits of memory, so the pool looks at
what its workers hold (`resident_mb`). Everywhere on Unix: no file larger than what may be unpacked, and no dump of
memory, which would hold content. A worker never outlives its parent.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing.connection import wait
from pathlib import Path

from inventory.night.gentleness import follow_parent
from scanner.boundary import silence

_PR_SET_PDEATHSIG = 1
_MOST_WRITTEN = 64 << 30  # bytes of one temporary file


def settle(room: Path) -> None:
    """At the start of a worker: end with the parent, ignore Ctrl-C, say nothing, put temporary files into `room`."""
    for number in (signal.SIGINT, signal.SIGTERM):  # those are for the parent, which sees to its workers
        signal.signal(number, signal.SIG_IGN)
    follow_parent()
    threading.Thread(target=_die_with_parent, daemon=True).start()
    end_with_starter()
    parent = multiprocessing.parent_process()
    if parent is not None and wait([parent.sentinel], 0):
        os._exit(1)
    silence()
    nothing = os.open(os.devnull, os.O_RDWR)  # what libraries write there themselves may hold content
    for stream in (1, 2):
        os.dup2(nothing, stream)
    for name in ("TMPDIR", "TEMP", "TMP"):
        os.environ[name] = str(room)
    tempfile.tempdir = str(room)


def end_with_starter() -> None:
    """Let the system kill this process with the one that started it, also in a call that lets no other thread run."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL))


def _die_with_parent() -> None:
    """Without a parent nobody takes the results: end at once, also in the middle of a file."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def limit(memory_mb: int) -> Callable[[], bool]:
    """When the models are loaded: let memory run out for this worker before it does for the machine.

    Gives a question: whether files have left so much behind that the next one would lack the memory it may have.
    """
    if sys.platform == "win32":
        from inventory.windows_job import limit_memory

        if memory_mb:
            with suppress(OSError):
                limit_memory(memory_mb << 20)
        return lambda: False
    import resource

    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (_MOST_WRITTEN, _MOST_WRITTEN))
        if sys.platform == "linux" and memory_mb:
            most = _address_space() + (memory_mb << 20)
            resource.setrlimit(resource.RLIMIT_AS, (most, most))
            return lambda: _is_worn(most - (memory_mb << 20) // 2)
    return lambda: False


def _is_worn(most: int) -> bool:
    """Whether more than so many bytes stay taken, also when what is free is given back."""
    if _address_space() <= most:
        return False
    import ctypes

    gc.collect()
    with suppress(OSError, AttributeError):  # a system without glibc
        ctypes.CDLL(None).malloc_trim(0)
    return _address_space() > most


def _address_space() -> int:
    """Bytes of address space that this process has taken."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")


def tells_memory() -> bool:
    """Whether the memory of workers can be limited, or at least watched, on this system."""
    return sys.platform != "darwin" or bool(resident_mb([os.getpid()]))


def resident_mb(processes: Sequence[int]) -> dict[int, int]:
    """How much memory processes of ours hold, in MB, as `ps` tells it; nothing where there is no `ps`."""
    command = ["ps", "-o", "pid=,rss=", "-p", ",".join(map(str, processes))]
    try:
        told = subprocess.run(command, capture_output=True, text=True, timeout=5, check=False).stdout
    except (OSError, subprocess.SubprocessError):
        return {}
    return {int(pid): int(kilobytes) >> 10 for pid, kilobytes in map(str.split, told.splitlines())}

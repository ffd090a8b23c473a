"""Isolation, tried on processes that really hang, crash, eat memory and are killed: one file pays, nothing is left."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from inventory import confinement, scratch
from inventory.pool import Outcome, Pool
from inventory.serving import Ask, Work
from scanner.document import FoundFile
from tests.processes import children_of, is_alive, until, workers_of

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals")
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="/proc, and memory that the system refuses")
DEED = Callable[[], object]


def hang_in_c() -> None:
    """A call into C that neither returns nor lets another thread of Python run."""
    ctypes.PyDLL(None).pause()


def stop() -> None:
    os.kill(os.getpid(), signal.SIGSTOP)


def spin() -> None:
    while True:
        pass


def crash() -> None:
    ctypes.string_at(0)


def eat_memory() -> None:
    held = []
    while True:
        held.append(bytearray(64 << 20))


def eat_memory_in_c() -> None:
    """Memory that C takes and fills without asking Python; where it gets no more, it aborts as C++ does."""
    libc = ctypes.CDLL(None)
    libc.malloc.restype = ctypes.c_void_p
    while block := libc.malloc(64 << 20):
        libc.memset(ctypes.c_void_p(block), 1, 64 << 20)
    libc.abort()


KEPT: list[bytearray] = []


def keep_memory() -> None:
    """A library that does not give back what it took for a file."""
    KEPT.append(bytearray(180 << 20))


def need_memory() -> None:
    bytearray(200 << 20)


def litter() -> None:
    with tempfile.NamedTemporaryFile(delete=False) as left:
        left.write(b"left behind")
    tempfile.mkdtemp()


def nothing() -> None:
    pass


DEEDS = {
    deed.__name__: deed
    for deed in (
        hang_in_c, stop, spin, crash, eat_memory, eat_memory_in_c, keep_memory, need_memory, litter, nothing
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Misbehaving:
    """A task that does to its process what the name of the file says, after a first result."""

    def prepare(self) -> Work:
        def work(file: FoundFile, ask: Ask) -> Iterator[object]:
            yield tempfile.gettempdir()
            DEEDS[file.relative]()
            yield len(list(Path(tempfile.gettempdir()).iterdir()))

        return work


def outcomes(*deeds: str, seconds: float = 3.0, memory_mb: int = 300) -> dict[str, Outcome]:
    files = [FoundFile(Path("/"), deed, 0, 0, "", readable_by_all=False) for deed in deeds]
    with Pool(Misbehaving(), 1, lambda file: seconds, memory_mb) as pool:
        return {outcome.file.relative: outcome for outcome in pool.run(files)}


def status(outcome: Outcome) -> str:
    return outcome.failure[0] if outcome.failure else "done"


@pytest.mark.slow
@pytest.mark.parametrize("deed", ["hang_in_c", "stop", "spin"])
def test_what_hangs_is_killed_within_its_time(deed: str) -> None:
    started = time.monotonic()
    done = outcomes("nothing", deed, "litter", seconds=1.0)
    assert {name: status(outcome) for name, outcome in done.items()} == {
        "nothing": "done", deed: "timed_out", "litter": "done"
    }  # fmt: skip
    assert "1秒で終わらないため" in (done[deed].failure or ("", ""))[1]
    assert len(done[deed].parts) == 1  # what came before is kept
    assert time.monotonic() - started < 30
    assert not multiprocessing.active_children()


@LINUX
@pytest.mark.slow
def test_what_crashes_or_eats_memory_costs_its_file_only() -> None:
    done = outcomes("crash", "eat_memory", "nothing", "eat_memory_in_c", "litter", seconds=60.0)
    assert {name: status(outcome) for name, outcome in done.items()} == {
        "crash": "corrupt", "eat_memory": "too_large", "nothing": "done", "eat_memory_in_c": "too_large",
        "litter": "done",
    }  # fmt: skip
    assert done["eat_memory"].parts[0] == done["nothing"].parts[0]  # Python gives up the memory, not the process
    assert done["nothing"].parts[0] != done["litter"].parts[0]


@LINUX
def test_what_a_file_leaves_behind_is_not_taken_from_the_next_one() -> None:
    done = outcomes("keep_memory", "need_memory", "nothing")
    assert {status(outcome) for outcome in done.values()} == {"done"}
    assert done["keep_memory"].parts[0] != done["need_memory"].parts[0]  # the worker had too much and was replaced
    assert done["need_memory"].parts[0] == done["nothing"].parts[0]


@LINUX
def test_memory_that_the_system_does_not_refuse_is_watched(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on macOS: the worker has no limit of its own, and the pool looks at what it holds."""
    monkeypatch.setattr("inventory.pool._WATCHES_MEMORY", True)
    monkeypatch.setattr("inventory.pool._TICK", 0.05)
    files = [FoundFile(Path("/"), name, 0, 0, "", readable_by_all=False) for name in ("nothing", "eat_memory_in_c")]
    with Pool(Misbehaving(), 1, lambda file: 60.0) as pool:
        pool._workers.append(pool._start())  # before the pool knows of a limit
        pool._memory_mb = 200
        done = [(outcome.file.relative, status(outcome)) for outcome in pool.run(files)]
    assert done == [("nothing", "done"), ("eat_memory_in_c", "too_large")]


def test_what_processes_hold_is_told() -> None:
    assert confinement.resident_mb([os.getpid()])[os.getpid()] > 10


def test_temporary_files_lie_in_a_private_folder_and_none_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    done = outcomes("litter", "nothing")
    room = Path(done["litter"].parts[0])
    assert room.parent.parent == tmp_path
    assert done["litter"].parts[1] == 2
    assert done["nothing"].parts == [str(room), 0]  # cleared away after each file
    assert list(tmp_path.iterdir()) == []


_KILLED = """
import sys
from tests.test_pool import *
if __name__ == "__main__":
    outcomes("litter", sys.argv[1], seconds=100)
"""


@LINUX
@pytest.mark.slow
@pytest.mark.parametrize("deed", ["hang_in_c", "spin"])
def test_a_kill_leaves_no_process_and_the_next_start_no_file(
    deed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "run.py"
    script.write_text(_KILLED, encoding="utf-8")
    place = tmp_path / "temporary"
    place.mkdir()
    here = Path(__file__).parents[1]
    with subprocess.Popen(
        [sys.executable, str(script), deed], cwd=here, env={**os.environ, "TMPDIR": str(place), "PYTHONPATH": str(here)}
    ) as process:
        until(lambda: len(list(place.glob("*/*/*"))) == 0 and len(list(place.glob("*/1"))) == 1)
        time.sleep(3)  # it is in the middle of the second file
        (folder,) = (room.parent for room in place.glob("*/1"))
        assert folder.stat().st_mode & 0o077 == 0
        children = [*children_of(process.pid), *workers_of(process.pid)]
        process.kill()
    until(lambda: not any(map(is_alive, children)))
    assert folder.is_dir()
    monkeypatch.setenv("TMPDIR", str(place))
    monkeypatch.setattr(tempfile, "tempdir", None)
    with Pool(Misbehaving(), 1, lambda file: 10.0) as pool:
        list(pool.run([FoundFile(Path("/"), "nothing", 0, 0, "", readable_by_all=False)]))
    assert [left for left in place.iterdir() if not list(left.glob("listener-*"))] == []  # that of this process


def test_folders_of_living_runs_and_of_others_are_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    living = scratch.Scratch()
    (tmp_path / "daicho-samples").mkdir()
    target = tmp_path / "elsewhere"
    target.mkdir(mode=0o700)
    (target / "scratch.lock").write_text("")
    (tmp_path / "daicho-link").symlink_to(target)
    open_to_all = tmp_path / "daicho-open"
    open_to_all.mkdir()
    open_to_all.chmod(0o777)
    (open_to_all / "scratch.lock").write_text("")
    assert scratch.sweep() == 0
    assert living.folder.is_dir() and target.is_dir() and open_to_all.is_dir()
    living.close()
    assert not living.folder.exists()


@dataclass(frozen=True, slots=True)
class Killed:
    """A task whose process somebody kills: always in the file "doomed", in another one the first time only."""

    folder: Path

    def prepare(self) -> Work:
        def work(file: FoundFile, ask: Ask) -> Iterator[object]:
            yield "begun"
            marker = self.folder / file.relative
            if file.relative == "doomed" or not marker.exists():
                with marker.open("a", encoding="ascii") as tries:
                    tries.write("x")
                os.kill(os.getpid(), signal.SIGKILL)
            yield "ended"

        return work


@pytest.mark.slow
def test_a_file_whose_worker_was_killed_is_tried_once_more(tmp_path: Path) -> None:
    files = [FoundFile(Path("/"), name, 0, 0, "", readable_by_all=False) for name in ("doomed", "unlucky")]
    with Pool(Killed(tmp_path), 1, lambda file: 60.0) as pool:
        done = {outcome.file.relative: outcome for outcome in pool.run(files)}
    assert (status(done["doomed"]), done["doomed"].parts) == ("too_large", ["begun"])
    assert (status(done["unlucky"]), done["unlucky"].parts) == ("done", ["begun", "ended"])
    assert (tmp_path / "doomed").read_text(encoding="ascii") == "xx"

"""The same scan on a real Dask cluster of processes on this computer, some of which are killed."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory.cluster.engine import SHARD_BYTES, SHARD_FILES, shards
from inventory.register import Register
from inventory.settings import Settings, SettingsError
from scanner.document import FoundFile
from tests.commands import Run, here
from tests.processes import until

distributed = pytest.importorskip("distributed")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Two machines, as far as one computer can play them."""
    settings = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None, "silence_logs": 50}
    with distributed.LocalCluster(processes=True, **settings) as made:
        yield made


def address(cluster: Any) -> str:
    return str(cluster.scheduler_address).replace("tcp://", "dask://")


def share(folder: Path, files: int) -> Path:
    """Lists of a person each, in two departments, one file that cannot be read, one archive that is cut off."""
    for number in range(files):
        place = folder / ("営業部" if number % 2 else "総務部")
        place.mkdir(parents=True, exist_ok=True)
        text = f"氏名,電話番号\n山田{'一二三四五六七八九'[number % 9]}郎,090-{1000 + number}-{2000 + number}\n"
        (place / f"顧客{number}.csv").write_text(text, encoding="cp932")
    (folder / "総務部/壊れた.xlsx").write_bytes(b"PK\x03\x04 no archive")
    return folder


def seen(database: Path) -> set[tuple[object, ...]]:
    with Register.open(database) as register:
        return {
            (file.path, file.status, file.personal, file.persons, file.document_type, file.kinds, file.sha256)
            for file in register.files()
        }


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Run:
    return here(monkeypatch, capsysbinary, tmp_path)


@pytest.mark.slow
def test_a_cluster_sees_what_one_machine_sees_also_when_machines_are_lost(
    run: Run, tmp_path: Path, cluster: Any
) -> None:
    share(tmp_path / "共有", 140)
    assert run("scan", "共有", "--register", "一台.db").code == 0
    killing = threading.Thread(target=_kill_one, args=(cluster,))
    killing.start()
    told = run("scan", "共有", "--register", "多台.db", "--engine", address(cluster))
    killing.join()
    assert told.code == 0, told.err
    assert seen(tmp_path / "多台.db") == seen(tmp_path / "一台.db")
    again = run("scan", "共有", "--register", "多台.db", "--engine", address(cluster))
    assert "検査したもの 0件" in again.out


def _kill_one(cluster: Any) -> None:
    """As soon as a machine has reported something, it is gone."""

    def at_work() -> bool:
        return any(state.processing for state in cluster.scheduler.workers.values())

    until(at_work, 60)
    worker = next(iter(cluster.workers.values()))
    os.kill(worker.pid, signal.SIGKILL)


@pytest.mark.slow
def test_a_machine_that_does_not_see_the_share_is_named(run: Run, tmp_path: Path, cluster: Any) -> None:
    from inventory.cluster.engine import Cluster
    from inventory.cluster.shard import Order
    from inventory.limits import limits_of
    from inventory.worker import WorkersFailed

    order = Order(("/どこにもない",), b"k" * 32, limits_of(Settings()), 0, None, ())
    with pytest.raises(WorkersFailed, match="どこにもない が見えません"):
        Cluster(address(cluster), order)


def test_a_place_that_is_no_cluster_is_refused_in_a_sentence(run: Run, tmp_path: Path) -> None:
    share(tmp_path / "共有", 1)
    refused = run("scan", "共有", "--engine", "http://server")
    assert refused.code == 2 and "dask://server:8786" in refused.err
    with pytest.raises(SettingsError):
        Settings.load(flags={"engine": "server:8786"})


def found(size: int) -> FoundFile:
    return FoundFile(Path("/共有"), f"{size}.csv", size, 0, "", readable_by_all=False)


@given(st.lists(st.one_of(st.none(), st.integers(0, 2 * SHARD_BYTES)), max_size=3 * SHARD_FILES))
def test_shards_hold_every_file_once_in_order_and_stay_small(sizes: list[int | None]) -> None:
    files = [None if size is None else found(size) for size in sizes]
    made = list(shards(files))
    assert [file for shard in made for file in shard] == [file for file in files if file]
    assert all(0 < len(shard) <= SHARD_FILES for shard in made)
    assert all(sum(file.size for file in shard[:-1]) < SHARD_BYTES for shard in made)

"""The side that writes: hands shards of files to a Dask cluster and takes their reports as they come.

A shard whose machine is lost is done again elsewhere; one that takes several machines with it is taken apart, so that
only the file at fault is reported as lost.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from typing import Any

from distributed import Client, wait
from distributed.scheduler import KilledWorker

from inventory.cluster.shard import NAME, Examining, Order, Readiness, examine, readiness
from inventory.endings import lost
from inventory.report import FileReport
from inventory.version import judging_digest
from inventory.worker import WorkersFailed
from scanner.document import FoundFile

SHARD_FILES = 64
SHARD_BYTES = 64 << 20
_AHEAD = 3  # shards for each thread of the cluster: one under way, the others at hand
_CONNECTING = 20  # seconds
_LOST = "読み取り中に、処理していたコンピューターが失われました"
_TICK = 1.0  # seconds after which the time is looked at


class Cluster:
    """Workers on other machines, with the interface of `inventory.worker.Workers`. Use as a context manager."""

    def __init__(self, address: str, order: Order) -> None:
        self._order = order
        self._client = _connected(address)
        try:
            _check(self._client.run(readiness, order.roots))
            self._client.register_plugin(Examining(order))
        except BaseException:
            self._client.close()
            raise

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            with suppress(OSError, TimeoutError):  # a machine is being lost; the processes on it end with it
                self._client.unregister_worker_plugin(NAME)
        finally:
            self._client.close()

    def examine(
        self, files: Iterable[FoundFile | None], given_up: Callable[[], bool] = lambda: False
    ) -> Iterator[list[FileReport]]:
        """The reports of every file, in order of completion. Once `given_up`, shards under way come to nothing."""
        pending = shards(files)
        under_way: dict[Any, tuple[FoundFile, ...]] = {}
        more = True
        while not given_up():
            while more and len(under_way) < self._room():
                shard = next(pending, None)
                more = shard is not None
                if shard:
                    under_way[self._submit(shard)] = shard
            if not under_way:
                return
            for future in self._finished(under_way):
                yield from self._taken(future, under_way.pop(future), under_way)
        self._client.cancel(list(under_way))

    def _room(self) -> int:
        """How many shards may be under way: the cluster may grow and shrink."""
        threads: int = sum(self._client.nthreads().values())
        return _AHEAD * max(1, threads)

    def _finished(self, under_way: Collection[Any]) -> list[Any]:
        """The shards that ended, waiting for one no longer than a tick."""
        with self._client.as_current(), suppress(TimeoutError):
            return list(wait(list(under_way), timeout=_TICK, return_when="FIRST_COMPLETED").done)
        return []

    def _submit(self, shard: tuple[FoundFile, ...]) -> Any:
        return self._client.submit(examine, shard, pure=False)

    def _taken(
        self, future: Any, shard: tuple[FoundFile, ...], under_way: dict[Any, tuple[FoundFile, ...]]
    ) -> Iterator[list[FileReport]]:
        """The reports of a shard that ended, or what becomes of one that took its machines with it."""
        fault = future.exception() if future.status == "error" else None
        if fault is None:
            yield from future.result()
        elif not isinstance(fault, KilledWorker):
            kind = type(fault).__name__
            raise WorkersFailed(
                f"クラスターでの検査に失敗しました（{kind}）。各コンピューターの daicho の版を確かめてください。"
            )
        elif len(shard) == 1:
            yield [lost(shard[0], "corrupt", _LOST)]
        else:
            under_way |= {self._submit((found,)): (found,) for found in shard}


def shards(files: Iterable[FoundFile | None]) -> Iterator[tuple[FoundFile, ...]]:
    """The files in portions that are worth the way; a None among them (none just now) ends a portion."""
    portion: list[FoundFile] = []
    size = 0
    for found in files:
        if found is not None:
            portion.append(found)
            size += found.size
        if portion and (found is None or len(portion) >= SHARD_FILES or size >= SHARD_BYTES):
            yield tuple(portion)
            portion, size = [], 0
    if portion:
        yield tuple(portion)


def _connected(address: str) -> Client:
    scheme, _, rest = address.partition("://")
    wire = {"dask": "tcp", "dask+tls": "tls"}.get(scheme)
    if not wire or not rest:
        raise WorkersFailed(
            f"「{address}」はクラスターの場所ではありません。dask://server:8786 のように書いてください。"
        )
    try:
        return Client(f"{wire}://{rest}", timeout=_CONNECTING, set_as_default=False)
    except (OSError, TimeoutError, ValueError):
        raise WorkersFailed(
            f"クラスター {address} につながりません。dask scheduler が動いているかを確かめてください。"
        ) from None


def _check(told: dict[str, Readiness]) -> None:
    """Every machine must see the shares and judge alike: else the register would say what only some of them saw."""
    if not told:
        raise WorkersFailed("クラスターに、検査するコンピューターが1台もありません。dask worker を起動してください。")
    ours = judging_digest()
    for machine, ready in told.items():
        if ready.missing:
            raise WorkersFailed(
                f"{machine} から {ready.missing[0]} が見えません。同じ場所に接続（マウント）してください。"
            )
        if ready.digest != ours:
            raise WorkersFailed(
                f"{machine} の daicho は、版か規則が違います。すべてのコンピューターで版をそろえてください。"
            )

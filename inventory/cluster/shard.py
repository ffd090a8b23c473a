"""The side of a machine in the cluster: it examines shards of files in isolated processes of its own.

What comes back are reports, as from the workers of one machine: masks and keyed hashes, no value that was found.
"""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from distributed import Worker, WorkerPlugin, get_worker

from detectors.rule_set import RuleSet
from inventory.contents import NoMemory
from inventory.refuted_values import RefutedValues
from inventory.report import FileReport
from inventory.version import judging_digest
from inventory.worker import Workers
from scanner.document import FoundFile
from scanner.limits import Limits

NAME = "daicho"


@dataclass(frozen=True, slots=True)
class Order:
    """What a machine must know to examine files as all others do: sent once to each."""

    roots: tuple[str, ...]
    key: bytes = field(repr=False)
    limits: Limits
    memory_mb: int
    rules: RuleSet | None
    passwords: Sequence[str] = field(repr=False)
    refuted: RefutedValues | None = None


@dataclass(frozen=True, slots=True)
class Readiness:
    """What a machine says before it is given files: the roots it cannot see, and how it judges."""

    missing: tuple[str, ...]
    digest: str


def readiness(roots: Sequence[str]) -> Readiness:
    """Whether this machine sees the shares, and which rules and models it has."""
    return Readiness(tuple(root for root in roots if not Path(root).exists()), judging_digest())


class Examining(WorkerPlugin):  # type: ignore[misc]  # untyped
    """Holds the order on a machine, and the isolated processes that work on it: one for each thread of Dask."""

    name = NAME

    def __init__(self, order: Order) -> None:
        self.order = order
        self._pools: dict[int, Workers] = {}
        self._lock = threading.Lock()

    def __getstate__(self) -> dict[str, Any]:
        return {"order": self.order}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(state["order"])  # type: ignore[misc]

    def setup(self, worker: Worker) -> None:
        """Refuse a machine that joins during the scan and does not see the shares."""
        if missing := readiness(self.order.roots).missing:
            raise FileNotFoundError(missing[0])

    def teardown(self, worker: Worker) -> None:
        """End the processes, with the scan or with the machine."""
        with self._lock:
            for pool in self._pools.values():
                pool.__exit__()
            self._pools.clear()

    def examine(self, files: Sequence[FoundFile]) -> list[list[FileReport]]:
        """The reports of every file, in the order in which they were done."""
        with _with_children():
            return list(self._pool().examine(files))

    def _pool(self) -> Workers:
        thread = threading.get_ident()
        with self._lock:
            if thread not in self._pools:
                order = self.order
                self._pools[thread] = Workers(
                    1, order.key, order.limits, order.memory_mb, order.rules, NoMemory(), order.passwords, order.refuted
                )
            return self._pools[thread]


def examine(files: Sequence[FoundFile]) -> list[list[FileReport]]:
    """The task of the cluster: the reports of a shard."""
    plugin = get_worker().plugins[NAME]
    assert isinstance(plugin, Examining)
    return plugin.examine(files)


@contextmanager
def _with_children() -> Iterator[None]:
    """Dask makes its workers daemons, which may have no children; ours end by themselves when their parent does."""
    settings: dict[str, Any] = multiprocessing.current_process()._config  # type: ignore[attr-defined]
    before = settings.get("daemon")
    settings["daemon"] = False
    try:
        yield
    finally:
        settings["daemon"] = before

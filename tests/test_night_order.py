"""Which files a nightly scan takes first, how long the rest will take, and how fast it goes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from detectors.documents import load_classifier
from inventory.models import storable
from inventory.night.estimate import Estimate
from inventory.night.pace import Pace
from inventory.night.urgency import GRAVE_TYPES, Urgencies
from inventory.night.waiting import Waiting, by_urgency
from inventory.register import Register
from scanner.crawl import walk
from scanner.document import FoundFile
from tests import shares
from tests.nights import Clock
from tests.registers import made
from tests.reports import report


def test_grave_types_are_those_of_the_product() -> None:
    assert {type_.id for type_ in load_classifier().types} >= GRAVE_TYPES


@pytest.fixture
def known(tmp_path: Path) -> Iterator[tuple[Path, Register]]:
    """A share of which a scan has examined all, then another one part; since then, files were added and changed."""
    share = shares.build(tmp_path / "share")
    flags = {"人事部/個人番号.csv": ("my_number",)}
    with Register.open(made(tmp_path / "a.db"), key_file=tmp_path / "a.key") as register:
        register.begin_run([str(share)], "0", "")
        for met in walk([share]):
            if isinstance(met, FoundFile):
                is_list = met.relative.endswith((".csv", ".zip"))
                own = {"personal": is_list, "flags": flags.get(met.relative, ())}
                register.record([report(storable(met.relative), root=str(share), **own)])
        register.finish_run()
        register.begin_run([str(share)], "0", "")
        register.record([report("営業部/顧客名簿.csv", root=str(share))])
        for name in ("人事部/あとから.txt", "総務部/あとから.txt", "総務部/源泉徴収票2025.pdf"):
            (share / name).write_text(shares.NOTICE + name, encoding="utf-8")
        yield share, register


def test_never_examined_then_grave_then_longest_ago(known: tuple[Path, Register]) -> None:
    share, register = known
    copy = "営業部/控え/顧客名簿の写し.csv"
    met = [one for one in walk([share]) if isinstance(one, FoundFile)]
    files = [replace(one, readable_by_all=one.relative == copy) for one in met]
    with Waiting(Urgencies(register)) as waiting:
        done = [one.relative for one in by_urgency(iter(files), waiting, 1e9, lambda: None) if one is not None]
    assert sorted(done) == sorted(file.relative for file in files)
    assert set(done[:2]) == {"人事部/あとから.txt", "総務部/源泉徴収票2025.pdf"}  # beside My Numbers; by its name
    assert done[2] == "総務部/あとから.txt"
    assert done[3:5] == ["人事部/個人番号.csv", "人事部/書庫.zip"]  # grave; a neighbour of it
    assert done[5] == copy  # open to everybody
    assert done.index("営業部/重要顧客.csv") < done.index("営業部/顧客名簿.csv")  # the older examination first


def test_a_share_too_large_for_the_night_is_examined_beside_the_walk(tmp_path: Path) -> None:
    for number in range(5):
        (tmp_path / f"{number}.txt").touch()
    files = [met for met in walk([tmp_path]) if isinstance(met, FoundFile)]

    def slow_walk() -> Iterator[FoundFile]:
        for file in files:
            time.sleep(0.06)
            yield file

    told: list[str] = []
    with Waiting() as waiting:
        for found in by_urgency(slow_walk(), waiting, 0.0, partial(told.append, "walk is over")):
            told += [found.relative] if found else []
    assert told.index("walk is over") > 0
    assert sorted(set(told) - {"walk is over"}) == sorted(file.relative for file in files)


def test_what_waited_is_taken_as_it_stands(tmp_path: Path) -> None:
    for name in ("grew.txt", "gone.txt"):
        (tmp_path / name).write_text("a")
    with Waiting() as waiting:
        for met in walk([tmp_path]):
            if isinstance(met, FoundFile):
                waiting.add(met)
        (tmp_path / "gone.txt").unlink()
        (tmp_path / "grew.txt").write_text("abc")
        assert [(one.relative, one.size) for one in iter(waiting.take, None)] == [("grew.txt", 3)]


# --- the time left, and the pace --------------------------------------------------------------------------------------


def _file(name: str, size: int) -> FoundFile:
    return FoundFile(Path("/share"), name, size, 0, "", False, Path("/share") / name)


def test_the_time_left_knows_sorts_of_files() -> None:
    clock = Clock()
    estimate = Estimate(clock=clock)
    files = [_file(f"{number}.{ending}", 1000) for ending in ("csv", "pdf") for number in range(100)]
    for file in files:
        estimate.expect(file)
    assert estimate.seconds_left is None
    estimate.is_whole = True
    order = sorted(files, key=lambda file: file.relative)
    for number, file in enumerate(order):
        if number == 101:  # half of each sort is done
            left = sum(5.0 if other.relative.endswith("pdf") else 0.1 for other in order[number:])
            assert estimate.seconds_left == pytest.approx(left, rel=0.15)
        estimate.begin(file)
        clock.now += 5.0 if file.relative.endswith("pdf") else 0.1
        estimate.end(str(file.root), file.relative)
    assert estimate.seconds_left == 0.0


def test_the_time_left_counts_workers_side_by_side() -> None:
    clock = Clock()
    estimate = Estimate(clock=clock)
    files = [_file(f"{number}.csv", 1000) for number in range(44)]
    for file in files:
        estimate.expect(file)
    estimate.is_whole = True
    for pair in zip(files[0:24:2], files[1:24:2], strict=True):
        for file in pair:
            estimate.begin(file)
        clock.now += 10.0
        for file in pair:
            estimate.end(str(file.root), file.relative)
    assert estimate.seconds_left == pytest.approx(100.0, rel=0.15)  # twenty files, two at a time


def test_a_pace_is_kept_on_average() -> None:
    clock = Clock()
    pace = Pace(10.0, 0.0, clock)
    clock.now += 60  # what was saved up is one second's worth
    sizes = [30_000_000, 1_000, 20_000_000, 5_000_000]
    waited = 0.0
    for size in sizes:
        while (seconds := pace.wait()) > 0:
            clock.now += seconds
            waited += seconds
        pace.take(size)
    assert waited == pytest.approx((sum(sizes[:-1]) - 10_000_000) / 10e6, abs=0.01)
    assert Pace(0.0, 0.0).wait() == 0.0

"""The time that a nightly scan may take: its window, and what was missed while the computer was off."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from inventory.night.missed import Planned
from inventory.night.window import Window, last_time, next_time
from inventory.queries import StoredRun
from inventory.register import Register
from inventory.scan import Progress, scan
from inventory.settings import Settings
from tests import shares
from tests.commands import here, is_one_sentence
from tests.nights import last_of, slow_share


@pytest.mark.parametrize(
    ("now", "text", "then"),
    [
        ("2026-11-22T21:59", "22:00", "2026-11-22T22:00"),
        ("2026-11-22T22:00", "06:00", "2026-11-23T06:00"),
        ("2026-11-22T06:00", "6:00", "2026-11-23T06:00"),
        ("2026-12-31T23:30", "24:00", "2027-01-01T00:00"),
        ("2026-11-22T05:00", "０６：００", "2026-11-22T06:00"),
    ],
)
def test_the_next_time_on_the_wall(now: str, text: str, then: str) -> None:
    assert next_time(text, datetime.fromisoformat(now)) == datetime.fromisoformat(then)


def test_the_last_time_on_chosen_days() -> None:
    sunday = datetime(2026, 11, 22, 12, 0)
    assert last_time("22:00", sunday) == datetime(2026, 11, 21, 22, 0)
    assert last_time("22:00", sunday, frozenset(range(5))) == datetime(2026, 11, 20, 22, 0)


def test_the_earlier_end_holds() -> None:
    in_two_hours = (datetime.now() + timedelta(hours=2)).strftime("%H:%M")
    assert Window.of(in_two_hours, 1).seconds == 3600
    assert 3600 < Window.of(in_two_hours, 5).seconds <= 7200
    assert Window.of(in_two_hours, None).seconds_left <= 7200
    assert not Window.of(None, None).is_over


def test_both_clocks_end_a_window() -> None:
    assert Window(due=0.0, ends=time.time() + 3600, seconds=1, grace=0).is_over  # the one on the wall was set back
    assert Window(due=time.monotonic() + 3600, ends=time.time() - 1, seconds=1, grace=0).is_over  # the computer slept


@pytest.mark.parametrize("wrong", ["25:00", "6", "朝6時", "24:30", "06:60"])
def test_a_wrong_time_is_said(
    tmp_path: Path, wrong: str, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    shares.build(tmp_path / "share")
    run = here(monkeypatch, capsysbinary, tmp_path)
    for command in (("scan", "share", "--until", wrong), ("schedule", "install", "share", "--at", wrong)):
        failed = run(*command)
        assert failed.code == 2 and f"の時刻「{wrong}」が正しくありません" in failed.err
        assert is_one_sentence(failed.err)
    assert not (tmp_path / "daicho.db").exists()


def _grave_and_dull(folder: Path) -> None:
    """In the order of the walk the grave files come last."""
    for number in range(30):
        for name in (f"a総務/通知{number}.txt", f"z人事/健康診断/結果{number}.txt"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(f"{shares.NOTICE}{number}", encoding="utf-8")


def test_a_window_that_closes_leaves_the_rest_for_the_next_scan(tmp_path: Path) -> None:
    _grave_and_dull(share := tmp_path / "share")
    with Register.open(tmp_path / "a.db", key_file=tmp_path / "a.key") as register:
        first = Progress(window=Window.of(None, 6 / 3600, 1))
        scan([share], register, Settings(workers=1, rate_files=2), first)
        assert (first.complete, first.files) == (False, 60)
        assert 0 < first.examined < 30
        assert all(file.path.startswith("z人事") for file in register.files())
        assert register.runs()[0].ended is None
        second = Progress()
        scan([share], register, Settings(workers=1), second)
        assert (second.complete, second.examined, second.unchanged) == (True, 60 - first.examined, first.examined)


@pytest.mark.slow
def test_a_file_under_way_is_given_up_after_the_grace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """It is left for the next scan, not recorded as something that cannot be read."""
    slow_share(tmp_path / "share")
    (tmp_path / "daicho.toml").write_text("[scan]\ngrace_minutes = 0.01\n", encoding="utf-8")
    run = here(monkeypatch, capsysbinary, tmp_path)
    stopped = run("scan", "share", "--workers", "1", "--max-hours", str(5 / 3600), "--log", "a.log")
    assert stopped.code == 0, stopped.err
    told = last_of(tmp_path / "a.log")
    assert (told["complete"], told["examined"], told["unread"]) == (False, 0, 0)
    assert told["seconds"] < 25


# --- missed scans ---------------------------------------------------------------------------------------------------


def _run(started: datetime, *, ended: bool, root: str = "/share") -> StoredRun:
    moment = started.astimezone().isoformat()
    return StoredRun(1, (root,), moment, moment if ended else None, "0", "", 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("runs", "due"),
    [
        ([], True),
        ([_run(datetime(2026, 11, 22, 22, 0, 5), ended=True)], False),
        ([_run(datetime(2026, 11, 21, 22, 0, 5), ended=True)], True),
        ([_run(datetime(2026, 11, 22, 22, 0, 5), ended=True, root="/other")], True),
        ([_run(datetime(2031, 1, 1, 0, 0, 0), ended=True)], True),  # the clock was wrong once
        ([_run(datetime(2026, 11, 22, 22, 0, 5), ended=False)], False),  # ended by its window, or too late to go on
    ],
)
def test_a_missed_scan_is_caught_up_once(runs: list[StoredRun], due: bool) -> None:
    planned = Planned.read("22:00/mon,tue,wed,thu,fri,sat,sun/2026-11-01T12:00")
    window = Window(seconds=8 * 3600)
    assert planned.is_due(runs, [Path("/share")], window, datetime(2026, 11, 23, 9, 0)) == due


def test_a_scan_that_was_cut_off_goes_on_within_its_window() -> None:
    planned = Planned.read("22:00/mon,tue,wed,thu,fri,sat,sun/2026-11-01T12:00")
    cut_off = [_run(datetime(2026, 11, 22, 22, 0, 5), ended=False)]
    assert planned.is_due(cut_off, [Path("/share")], Window(seconds=8 * 3600), datetime(2026, 11, 23, 3, 0))


def test_nothing_is_missed_before_the_plan_was_made() -> None:
    planned = Planned.read("22:00/mon/2026-11-23T12:00")  # a Monday
    assert not planned.is_due([], [Path("/share")], Window(), datetime(2026, 11, 24, 9, 0) - timedelta(days=1))
    assert planned.is_due([], [Path("/share")], Window(), datetime(2026, 11, 24, 9, 0))
    assert Planned.read(planned.written) == planned

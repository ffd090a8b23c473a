"""Schedules: what each system is given is what it means, whatever the names hold."""

from __future__ import annotations

import json
import os
import plistlib
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from inventory.keeping import NotPossible
from inventory.schedule.cron import Cron, without
from inventory.schedule.launchd import Launchd
from inventory.schedule.plan import EVERY_DAY, Plan, weekdays
from inventory.schedule.systemd import Systemd
from inventory.schedule.task_scheduler import NAMESPACE, TaskScheduler
from tests.commands import is_one_sentence

NASTY = "共有　100% & \"A\" 'B' $HOME <C>;#"
UNIX = pytest.mark.skipif(sys.platform == "win32", reason="a system of Unix")


def _plan(**other: Any) -> Plan:
    facts: dict[str, Any] = {
        "name": "nightly", "at": "22:00", "until": "06:00", "paths": (Path(f"/srv/{NASTY}"), Path("/srv/b")),
        "register": "/var/台帳 1/daicho.db", "folder": Path("/var/台帳 1"), "program": ("/opt/d 1/daicho",),
        "environment": {"DAICHO_COMPANY": "A & \"B\" 100%"}, "since": datetime(2026, 11, 22, 12, 0),
    }  # fmt: skip
    return Plan(**(facts | other))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("毎日", EVERY_DAY),
        ("平日", {0, 1, 2, 3, 4}),
        ("月-金", {0, 1, 2, 3, 4}),
        ("土〜月", {5, 6, 0}),
        ("月、水曜日,金曜", {0, 2, 4}),
        ("mon-wed,SUN", {0, 1, 2, 6}),
    ],
)
def test_weekdays(text: str, days: set[int]) -> None:
    assert weekdays(text) == days


@pytest.mark.parametrize("text", ["火星", "月-", "1-5", ",", "mon fri"])
def test_what_is_no_weekday(text: str) -> None:
    with pytest.raises(NotPossible, match="曜日"):
        weekdays(text)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "../etc"},
        {"name": "夜"},
        {"paths": (Path("/srv/a\nb"),)},
        {"paths": (Path(os.fsdecode(b"/srv/\xff")),)},
        {"register": "postgresql://daicho:himitsu@db/daicho"},
        {"environment": {"DAICHO_REGISTER": "postgresql://daicho:himitsu@db/daicho"}},
    ],
)  # fmt: skip
def test_what_cannot_be_written_safely_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(NotPossible) as refused:
        _plan(**wrong)
    assert is_one_sentence(str(refused.value)) and "himitsu" not in str(refused.value)


def test_a_scan_caught_up_by_day_is_no_longer_than_the_night() -> None:
    words = _plan(at="21:30").command()
    assert words[words.index("--max-hours") + 1] == "8.5"
    assert _plan(until=None).hours is None


# --- each system reads back what was meant ----------------------------------------------------------------------------


def _of_systemd(line: str) -> list[str]:
    """The words of a unit as systemd.syntax(7) and systemd.service(5) describe them."""
    words, at = [], 0
    while at < len(line):
        assert line[at] == '"'
        word, at = "", at + 1
        while line[at] != '"':
            if line[at] in "\\%$":
                assert line[at : at + 2] in ('\\"', "\\\\", "%%", "$$")
                at += 1
            word, at = word + line[at], at + 1
        words.append(word)
        at += 2
    return words


def _value(unit: str, name: str) -> str:
    return next(line.partition("=")[2] for line in unit.splitlines() if line.startswith(f"{name}="))


def test_systemd(tmp_path: Path) -> None:
    units = Systemd(tmp_path, whole=True)
    plan = _plan(days=weekdays("月-金"), user="svc")
    service, timer = units.service(plan), units.timer(plan)
    assert _of_systemd(_value(service, "ExecStart")) == plan.command()
    assert _of_systemd(_value(service, "Environment")) == ['DAICHO_COMPANY=A & "B" 100%']
    assert (_value(service, "User"), _value(service, "WorkingDirectory")) == ("svc", "/var/台帳 1")
    assert _value(timer, "OnCalendar") == "Mon,Tue,Wed,Thu,Fri *-*-* 22:00:00"
    assert _value(timer, "Persistent") == "true"


@UNIX
@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
def test_systemd_accepts_the_units(tmp_path: Path) -> None:
    plan = _plan(paths=(tmp_path / NASTY,), program=(sys.executable,), folder=tmp_path)
    (tmp_path / "daicho-nightly.service").write_text(Systemd(tmp_path, True).service(plan), encoding="utf-8")
    (tmp_path / "daicho-nightly.timer").write_text(Systemd(tmp_path, True).timer(plan), encoding="utf-8")
    command = ["systemd-analyze", "verify", *map(str, sorted(tmp_path.iterdir()))]
    verified = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (verified.returncode, verified.stderr) == (0, "")


@UNIX
def test_cron(tmp_path: Path) -> None:
    """Through the two readers of such a line: cron, to which % is the end, and a shell."""
    (folder := tmp_path / "台帳 100%").mkdir()
    script = "import os, sys, json; print(json.dumps([sys.argv[1:], os.getcwd(), os.environ['DAICHO_COMPANY']]))"
    plan = _plan(folder=folder, program=(sys.executable, "-c", script), days=weekdays("日,月"))
    _, nightly, caught_up, _ = Cron().lines(plan).splitlines()
    minute, hour, _, _, days, command = nightly.split(" ", 5)
    assert (minute, hour, days) == ("0", "22", "1,0")
    assert command.replace("\\%", "").count("%") == 0
    told = subprocess.run(["/bin/sh", "-c", command.replace("\\%", "%")], capture_output=True, check=True).stdout
    assert json.loads(told) == [plan.command()[3:], str(folder), 'A & "B" 100%']
    assert caught_up.startswith("@reboot sleep 60 && cd ") and "--missed 22:00/mon,sun/2026-11-22T12:00" in caught_up


def test_a_line_that_cron_would_cut_is_refused() -> None:
    with pytest.raises(NotPossible, match="1行に入りません"):
        Cron().lines(_plan(paths=(Path("/srv") / ("長" * 300),)))
    with pytest.raises(NotPossible, match="cron では"):
        Cron().lines(_plan(paths=(Path("/srv/a\\b"),)))


def test_other_lines_of_a_crontab_stay() -> None:
    others = "MAILTO=a\n0 1 * * * backup\n# >>> daicho half >>>\n5 5 * * * x"
    mine = Cron().lines(_plan())
    assert without(f"{others}\n{mine}", "nightly") == f"{others}\n"
    another = Cron().lines(_plan(name="b"))
    assert without(f"{others}\n{mine}{another}", "nightly") == f"{others}\n{another}"
    assert without(f"{others}\n{mine}", "half") == f"{others}\n{mine}"


def test_a_unit_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "daicho-nightly.timer").write_text("[Timer]\n")
    units = Systemd(tmp_path, whole=True)
    with pytest.raises(NotPossible, match="daicho が作ったものではありません"):
        units.install(_plan())
    with pytest.raises(NotPossible, match="daicho が作ったものではありません"):
        units.remove("nightly")
    assert units.installed() == {}


def test_launchd(tmp_path: Path) -> None:
    agent = Launchd(tmp_path, "gui/501")
    plan = _plan(days=weekdays("日,土"))
    read = plistlib.loads(agent.text(plan).encode())
    assert read["ProgramArguments"] == plan.command(missed=True)
    assert read["EnvironmentVariables"] == plan.environment
    assert read["StartCalendarInterval"] == [
        {"Hour": 22, "Minute": 0, "Weekday": 6},
        {"Hour": 22, "Minute": 0, "Weekday": 0},
    ]
    assert plistlib.loads(agent.text(_plan()).encode())["StartCalendarInterval"] == {"Hour": 22, "Minute": 0}


def _arguments(line: str) -> list[str]:
    """A command line as programs for Windows take it apart (CommandLineToArgvW)."""
    words: list[str] = []
    word, quoted, at, begun = "", False, 0, False
    while at < len(line):
        slashes = 0
        while at < len(line) and line[at] == "\\":
            slashes, at = slashes + 1, at + 1
        if at < len(line) and line[at] == '"':
            word, begun = word + "\\" * (slashes // 2), True
            if slashes % 2:
                word += '"'
            else:
                quoted = not quoted
            at += 1
            continue
        word, begun = word + "\\" * slashes, begun or bool(slashes)
        if at < len(line) and line[at] in " \t" and not quoted:
            words, word, begun, at = words + ([word] if begun else []), "", False, at + 1
        elif at < len(line):
            word, begun, at = word + line[at], True, at + 1
    return words + ([word] if begun else [])


_ORDER = {  # of the schema of the Task Scheduler 1.2, as far as it asks for an order or a choice
    "Task": ["RegistrationInfo", "Triggers", "Principals", "Settings", "Actions"],
    "CalendarTrigger": ["StartBoundary", "Enabled", "ScheduleByWeek"],
    "Exec": ["Command", "Arguments", "WorkingDirectory"],
}


def test_the_task_scheduler_of_windows(tmp_path: Path) -> None:
    tasks = TaskScheduler(tmp_path)
    plan = _plan(days=weekdays("平日"), user="KAISHA\\svc")
    task = etree.fromstring(tasks.text(plan).encode("utf-16"))
    assert {etree.QName(each).namespace for each in task.iter()} == {NAMESPACE}

    def found(name: str) -> Any:
        return task.find(f".//{{{NAMESPACE}}}{name}")

    for name, order in _ORDER.items():
        element = task if name == "Task" else found(name)
        assert [etree.QName(child).localname for child in element] == order
    words = [found("Command").text, *_arguments(found("Arguments").text)]
    assert words == plan.command()
    assert [etree.QName(day).localname for day in found("DaysOfWeek")][::4] == ["Monday", "Friday"]
    assert (found("UserId").text, found("LogonType").text) == ("KAISHA\\svc", "Password")
    asked = ("StartWhenAvailable", "MultipleInstancesPolicy", "ExecutionTimeLimit")
    assert [found(name).text for name in asked] == ["true", "IgnoreNew", "PT0S"]
    assert found("Actions").get("Context") == found("Principal").get("id")


def test_a_variable_of_windows_in_a_name_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEMP", "/tmp")
    with pytest.raises(NotPossible, match="%TEMP%"):
        TaskScheduler(tmp_path).text(_plan(paths=(Path("/srv/a %TEMP% b"),)))

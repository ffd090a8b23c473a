r"""A task of Windows, in the folder \daicho: an XML file and the command schtasks. What was missed is caught up."""

from __future__ import annotations

import getpass
import os
import re
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from inventory.keeping import NotPossible
from inventory.schedule.plan import EVERY_DAY, Plan
from inventory.schedule.steps import Delete, Run, Step, Write

NAMESPACE = "http://schemas.microsoft.com/windows/2004/02/mit/task"
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SYSTEM = {"SYSTEM": "S-1-5-18", "NT AUTHORITY\\SYSTEM": "S-1-5-18"}
_VARIABLE = re.compile(r"%([^%]+)%")
_SETTINGS = {
    "MultipleInstancesPolicy": "IgnoreNew",
    "DisallowStartIfOnBatteries": "false",
    "StopIfGoingOnBatteries": "false",
    "AllowHardTerminate": "true",
    "StartWhenAvailable": "true",
    "RunOnlyIfNetworkAvailable": "false",
    "AllowStartOnDemand": "true",
    "Enabled": "true",
    "Hidden": "false",
    "RunOnlyIfIdle": "false",
    "WakeToRun": "false",
    "ExecutionTimeLimit": "PT0S",  # the scan keeps its own time
    "Priority": "7",
}


@dataclass(frozen=True, slots=True)
class TaskScheduler:
    """The XML files are kept in `folder`, from where schtasks reads them."""

    folder: Path

    @classmethod
    def here(cls) -> TaskScheduler:
        """Below the data of the user's programs."""
        local = os.environ.get("LOCALAPPDATA", "")
        return cls((Path(local) if local else Path.home() / ".local/share") / "daicho" / "schedule")

    def install(self, plan: Plan) -> list[Step]:
        """The file, and the command that makes a task of it, in place of one of the same name."""
        if plan.environment and os.name == "nt":
            raise NotPossible(
                f"環境変数 {next(iter(plan.environment))} は予定に引き継がれません。daicho.toml に書いてください。"
            )
        file = self._file(plan.name)
        command = ["schtasks", "/Create", "/TN", _task(plan.name), "/XML", str(file), "/F"]
        if plan.user:
            command += ["/RU", plan.user, *(() if plan.user.upper() in _SYSTEM else ("/RP", "*"))]
        return [Write(file, self.text(plan), "utf-16"), Run(command)]

    def remove(self, name: str) -> list[Step]:
        """Nothing where there is no such schedule of ours."""
        file = self._file(name)
        return [Run(("schtasks", "/Delete", "/TN", _task(name), "/F")), Delete(file)] if file.exists() else []

    def installed(self) -> Mapping[str, str]:
        """Our schedules by name, as they are written down."""
        files = sorted(self.folder.glob("*.xml"))
        return {file.stem: f"{file}\n{file.read_text(encoding='utf-16')}" for file in files}

    def text(self, plan: Plan) -> str:
        """The task in the form of schema version 1.2."""
        ET.register_namespace("", NAMESPACE)
        task = ET.Element(f"{{{NAMESPACE}}}Task", {"version": "1.2"})
        about = _below(task, "RegistrationInfo")
        _below(about, "Description", f"daicho: 個人情報のスキャン（{plan.name}）")
        _below(about, "URI", _task(plan.name))
        _trigger(_below(task, "Triggers"), plan)
        _principal(_below(_below(task, "Principals"), "Principal", id="Author"), plan.user)
        settings = _below(task, "Settings")
        for name, value in _SETTINGS.items():
            _below(settings, name, value)
        action = _below(_below(task, "Actions", Context="Author"), "Exec")
        command, *arguments = plan.command()
        for name, value in (
            ("Command", command),
            ("Arguments", subprocess.list2cmdline(arguments)),
            ("WorkingDirectory", str(plan.folder)),
        ):
            _below(action, name, _unexpanded(value))
        ET.indent(task)
        return '<?xml version="1.0" encoding="UTF-16"?>\n' + ET.tostring(task, encoding="unicode") + "\n"

    def _file(self, name: str) -> Path:
        return self.folder / f"{name}.xml"


def _task(name: str) -> str:
    return f"\\daicho\\{name}"


def _below(parent: ET.Element, tag: str, text: str | None = None, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, f"{{{NAMESPACE}}}{tag}", attributes)
    element.text = text
    return element


def _trigger(triggers: ET.Element, plan: Plan) -> None:
    trigger = _below(triggers, "CalendarTrigger")
    hour, minute = plan.time
    first = plan.since.replace(hour=hour, minute=minute, second=0, microsecond=0)
    _below(trigger, "StartBoundary", first.isoformat())
    _below(trigger, "Enabled", "true")
    if plan.days == EVERY_DAY:
        _below(_below(trigger, "ScheduleByDay"), "DaysInterval", "1")
        return
    weekly = _below(trigger, "ScheduleByWeek")
    _below(weekly, "WeeksInterval", "1")
    days = _below(weekly, "DaysOfWeek")
    for day in sorted(plan.days):
        _below(days, _DAYS[day])


def _principal(principal: ET.Element, user: str | None) -> None:
    """A named account runs whether or not somebody is logged on, with its password, so that it reaches shares."""
    if user and user.upper() in _SYSTEM:
        _below(principal, "UserId", _SYSTEM[user.upper()])
    else:
        domain = os.environ.get("USERDOMAIN", "")
        _below(principal, "UserId", user or (f"{domain}\\" if domain else "") + getpass.getuser())
        _below(principal, "LogonType", "Password" if user else "InteractiveToken")
    _below(principal, "RunLevel", "LeastPrivilege")


def _unexpanded(text: str) -> str:
    """Text in which Windows finds no variable to put its value in: there is no way to write one so that it stays."""
    known = {name.upper() for name in os.environ}
    for name in _VARIABLE.findall(text):
        if name.upper() in known:
            raise NotPossible(
                f"「%{name}%」のある名前は、Windows が別の文字に置き換えます。フォルダーの名前を変えてください。"
            )
    return text

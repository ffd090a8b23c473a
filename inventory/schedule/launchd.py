"""An agent of launchd (macOS), or a daemon for root.

A Mac that slept catches up by itself; one that was off does at its start, by `--missed`.
"""

from __future__ import annotations

import os
import plistlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inventory.keeping import NotPossible
from inventory.schedule.plan import EVERY_DAY, Plan
from inventory.schedule.steps import Delete, Run, Step, Write, is_administrator

_LABEL = "jp.daicho."


@dataclass(frozen=True, slots=True)
class Launchd:
    """The files lie in `folder`; `domain` is system or gui/501."""

    folder: Path
    domain: str

    @classmethod
    def here(cls) -> Launchd:
        """Daemons for root, else agents of the user."""
        if is_administrator():
            return cls(Path("/Library/LaunchDaemons"), "system")
        return cls(Path.home() / "Library/LaunchAgents", f"gui/{os.getuid() if hasattr(os, 'getuid') else 501}")

    def install(self, plan: Plan) -> list[Step]:
        """The file, and the commands that make launchd read it anew."""
        if plan.user and self.domain != "system":
            raise NotPossible("別の利用者として動かす予定は、管理者（root）として登録してください。")
        file = self._file(plan.name)
        return [
            Write(file, self.text(plan)),
            Run(("launchctl", "bootout", f"{self.domain}/{_LABEL}{plan.name}"), optional=True),
            Run(("launchctl", "bootstrap", self.domain, str(file))),
        ]

    def remove(self, name: str) -> list[Step]:
        """Nothing where there is no such schedule of ours."""
        file = self._file(name)
        if not file.exists():
            return []
        return [Run(("launchctl", "bootout", f"{self.domain}/{_LABEL}{name}"), optional=True), Delete(file)]

    def installed(self) -> Mapping[str, str]:
        """Our schedules by name, as they are written down."""
        files = sorted(self.folder.glob(f"{_LABEL}*.plist"))
        return {file.stem.removeprefix(_LABEL): f"{file}\n{file.read_text(encoding='utf-8')}" for file in files}

    def text(self, plan: Plan) -> str:
        """The property list."""
        hour, minute = plan.time
        time = {"Hour": hour, "Minute": minute}
        errors = str(plan.folder / f"daicho-{plan.name}.err")
        content: dict[str, Any] = {
            "Label": f"{_LABEL}{plan.name}",
            "ProgramArguments": plan.command(missed=True),
            "WorkingDirectory": str(plan.folder),
            "StartCalendarInterval": [time | {"Weekday": (day + 1) % 7} for day in sorted(plan.days)],
            "RunAtLoad": True,
            "ProcessType": "Background",
            "StandardErrorPath": errors,
        }
        if plan.days == EVERY_DAY:
            content["StartCalendarInterval"] = time
        if plan.environment:
            content["EnvironmentVariables"] = dict(plan.environment)
        if plan.user:
            content["UserName"] = plan.user
        return plistlib.dumps(content, sort_keys=False).decode()

    def _file(self, name: str) -> Path:
        return self.folder / f"{_LABEL}{name}.plist"

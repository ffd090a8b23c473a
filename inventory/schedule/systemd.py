"""A timer of systemd: of the whole system for root, else of the user. What was missed is caught up (Persistent)."""

from __future__ import annotations

import getpass
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from inventory.keeping import NotPossible
from inventory.night.missed import DAYS
from inventory.schedule.plan import EVERY_DAY, Plan
from inventory.schedule.steps import Delete, Run, Step, Write, is_administrator

_OURS = "# daicho schedule"
_UNIT = re.compile(r"daicho-(.+)\.timer")
_STOP_SECONDS = 90

_SERVICE = """\
{ours} {name}
[Unit]
Description=daicho: scan for personal data ({name})
{network}RequiresMountsFor={mounts}

[Service]
Type=exec
{user}WorkingDirectory={folder}
{environment}ExecStart={command}
KillMode=mixed
TimeoutStopSec={stop}
"""

_TIMER = """\
{ours} {name}
[Unit]
Description=daicho: when to scan ({name})

[Timer]
OnCalendar={calendar}
Persistent=true
AccuracySec=1min

[Install]
WantedBy=timers.target
"""


@dataclass(frozen=True, slots=True)
class Systemd:
    """The units lie in `folder`; `whole` says that they are those of the whole system."""

    folder: Path
    whole: bool

    @classmethod
    def here(cls) -> Systemd:
        """Of the whole system for root, else of the user."""
        if is_administrator():
            return cls(Path("/etc/systemd/system"), True)
        return cls(Path.home() / ".config/systemd/user", False)

    def install(self, plan: Plan) -> list[Step]:
        """Both units, and the commands that make them count."""
        if plan.user and not self.whole:
            raise NotPossible("別の利用者として動かす予定は、管理者（root）として登録してください。")
        service, timer = self._units(plan.name)
        for unit in (service, timer):
            self._refuse_foreign(unit)
        steps: list[Step] = [Write(service, self.service(plan)), Write(timer, self.timer(plan))]
        if not self.whole:
            steps.append(Run(("loginctl", "enable-linger", getpass.getuser()), optional=True))
        steps += [self._systemctl("daemon-reload"), self._systemctl("enable", timer.name)]
        return [*steps, self._systemctl("restart", timer.name)]

    def remove(self, name: str) -> list[Step]:
        """Nothing where there is no such schedule of ours."""
        units = [unit for unit in self._units(name) if unit.exists()]
        if not units:
            return []
        for unit in units:
            self._refuse_foreign(unit)
        stop = self._systemctl("disable", "--now", self._units(name)[1].name, optional=True)
        return [stop, *map(Delete, units), self._systemctl("daemon-reload")]

    def installed(self) -> Mapping[str, str]:
        """Our schedules by name, as they are written down."""
        found = {}
        for timer in sorted(self.folder.glob("daicho-*.timer")):
            name = _UNIT.fullmatch(timer.name)
            units = [unit for unit in self._units(name[1]) if name and unit.exists()] if name else []
            if name and all(_is_ours(unit) for unit in units):
                found[name[1]] = "\n".join(f"{unit}\n{unit.read_text(encoding='utf-8')}" for unit in units)
        return found

    def service(self, plan: Plan) -> str:
        """What runs; `mixed` leaves it to daicho to end its workers."""
        return _SERVICE.format(
            ours=_OURS,
            name=plan.name,
            network="Wants=network-online.target\nAfter=network-online.target\n" if self.whole else "",
            mounts=" ".join(quoted(str(path)) for path in plan.paths),
            user=f"User={plan.user}\n" if plan.user else "",
            folder=str(plan.folder).replace("%", "%%"),
            environment="".join(
                f"Environment={quoted(f'{name}={value}')}\n" for name, value in plan.environment.items()
            ),
            command=" ".join([quoted(plan.command()[0]), *(quoted(word, "$") for word in plan.command()[1:])]),
            stop=_STOP_SECONDS,
        )

    def timer(self, plan: Plan) -> str:
        """When it runs."""
        days = ",".join(DAYS[day].capitalize() for day in sorted(plan.days)) + " " if plan.days != EVERY_DAY else ""
        hour, minute = plan.time
        return _TIMER.format(ours=_OURS, name=plan.name, calendar=f"{days}*-*-* {hour:02}:{minute:02}:00")

    def _units(self, name: str) -> tuple[Path, Path]:
        return self.folder / f"daicho-{name}.service", self.folder / f"daicho-{name}.timer"

    def _systemctl(self, *words: str, optional: bool = False) -> Run:
        return Run(("systemctl", *(() if self.whole else ("--user",)), *words), optional=optional)

    def _refuse_foreign(self, unit: Path) -> None:
        if unit.exists() and not _is_ours(unit):
            raise NotPossible(f"{unit} は daicho が作ったものではありません。--name で別の名前を指定してください。")


def _is_ours(unit: Path) -> bool:
    return unit.read_text(encoding="utf-8", errors="replace").startswith(_OURS)


def quoted(word: str, also: str = "") -> str:
    """A word in a unit: quotes and backslashes as in C, % twice; in commands $ twice too."""
    for char, instead in (("\\", "\\\\"), ('"', '\\"'), ("%", "%%")):
        word = word.replace(char, instead)
    return '"' + (word.replace("$", "$$") if also else word) + '"'

"""Lines in a crontab, between marks of ours. What was missed while the computer was off is caught up at its start."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass

from inventory.keeping import NotPossible
from inventory.schedule.plan import EVERY_DAY, Plan
from inventory.schedule.steps import Run, Step, is_administrator

_BEGIN, _END = "# >>> daicho {name} >>>", "# <<< daicho {name} <<<"
_LONGEST = 990  # bytes of a command; cron of Debian and Red Hat refuses 1000
_AFTER_START = 60  # seconds, until shares are mounted


@dataclass(frozen=True, slots=True)
class Cron:
    """The crontab of a user; None is whoever asks."""

    user: str | None = None

    def install(self, plan: Plan) -> list[Step]:
        """The crontab with our lines in place of those of the same name."""
        if self.user and not is_administrator():
            raise NotPossible("別の利用者として動かす予定は、管理者（root）として登録してください。")
        kept = without(self.crontab(), plan.name)
        return [self._put(kept + self.lines(plan))]

    def remove(self, name: str) -> list[Step]:
        """Nothing where there is no such schedule of ours."""
        before = self.crontab()
        kept = without(before, name)
        return [] if kept == before else [self._put(kept)]

    def installed(self) -> Mapping[str, str]:
        """Our lines by the name of their schedule."""
        found, lines = {}, self.crontab().splitlines()
        for at, line in enumerate(lines):
            if line.startswith("# >>> daicho ") and line.endswith(" >>>"):
                name = line.removeprefix("# >>> daicho ").removesuffix(" >>>")
                end = lines.index(_END.format(name=name), at) if _END.format(name=name) in lines[at:] else at
                found[name] = "\n".join(lines[at + 1 : end])
        return found

    def lines(self, plan: Plan) -> str:
        """Our part of the crontab."""
        hour, minute = plan.time
        days = "*" if plan.days == EVERY_DAY else ",".join(str((day + 1) % 7) for day in sorted(plan.days))
        late = f"sleep {_AFTER_START} && {shell(plan, missed=True)}"
        begin, end = _BEGIN.format(name=plan.name), _END.format(name=plan.name)
        nightly, caught_up = f"{minute} {hour} * * {days} {_line(shell(plan))}", f"@reboot {_line(late)}"
        return "\n".join((begin, nightly, caught_up, end, ""))

    def crontab(self) -> str:
        """As it is now; empty where there is none."""
        try:
            told = subprocess.run(["crontab", *self._whose(), "-l"], capture_output=True, check=False)
        except OSError:
            raise NotPossible("このコンピューターに cron がありません。--system で別のものを選んでください。") from None
        if told.returncode and b"no crontab" not in told.stderr:
            raise NotPossible("crontab を読めません。「crontab -l」が使えることを確かめてください。")
        return told.stdout.decode("utf-8", "surrogateescape") if not told.returncode else ""

    def _put(self, text: str) -> Run:
        return Run(("crontab", *self._whose(), "-"), text)

    def _whose(self) -> tuple[str, ...]:
        return ("-u", self.user) if self.user else ()


def without(crontab: str, name: str) -> str:
    """A crontab without our lines of a name; a mark without its other half is left alone."""
    begin, end = _BEGIN.format(name=name), _END.format(name=name)
    lines = crontab.splitlines(keepends=True)
    plain = [line.rstrip("\r\n") for line in lines]
    while begin in plain and end in plain[plain.index(begin) :]:
        first = plain.index(begin)
        last = plain.index(end, first)
        del lines[first : last + 1], plain[first : last + 1]
    text = "".join(lines)
    return text if not text or text.endswith("\n") else text + "\n"


def shell(plan: Plan, *, missed: bool = False) -> str:
    """The command for a shell, in its folder and with the variables that its settings come from."""
    variables = "".join(f"{name}={shlex.quote(value)} " for name, value in plan.environment.items())
    return f"cd {shlex.quote(str(plan.folder))} && {variables}{shlex.join(plan.command(missed=missed))}"


def _line(command: str) -> str:
    """A command for a crontab, where % would be the end of a line."""
    if "\\" in command:
        raise NotPossible("cron では「\\」のある名前を扱えません。フォルダーの名前を変えてください。")
    command = command.replace("%", "\\%")
    if len(command.encode("utf-8", "surrogateescape")) > _LONGEST:
        raise NotPossible("コマンドが cron の1行に入りません。共有フォルダーを減らすか、予定を分けてください。")
    return command

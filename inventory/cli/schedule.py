"""`daicho schedule`: a scan that the computer starts by itself every night, shown first and set up with --apply."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

import click

from inventory.cli.japanese import Command, Group
from inventory.cli.options import common, existing
from inventory.cli.screen import say
from inventory.keeping import NotPossible
from inventory.night.window import clock
from inventory.schedule.cron import Cron
from inventory.schedule.launchd import Launchd
from inventory.schedule.plan import Plan, checked_name, weekdays
from inventory.schedule.steps import Step
from inventory.schedule.systemd import Systemd
from inventory.schedule.task_scheduler import TaskScheduler
from inventory.settings import FILE_NAME, Settings

SYSTEMS = ("systemd", "cron", "launchd", "schtasks")
_CALLED = {
    "systemd": "systemd のタイマー",
    "cron": "crontab",
    "launchd": "launchd",
    "schtasks": "Windows のタスク スケジューラ",
}
_RUNNING = Path("/run/systemd/system")


class Scheduler(Protocol):
    """A system that starts programs at set times."""

    def install(self, plan: Plan) -> Sequence[Step]: ...

    def remove(self, name: str) -> Sequence[Step]: ...

    def installed(self) -> Mapping[str, str]: ...


system_option = click.option(
    "--system", type=click.Choice(SYSTEMS), metavar="種類",
    help="予定を登録するところ（" + "・".join(SYSTEMS) + "）。省略すると、このコンピューターのものです。",
)  # fmt: skip
name_option = click.option("--name", default="nightly", metavar="名前", help="予定の名前。省略すると nightly です。")
user_option = click.option("--user", metavar="利用者", help="この利用者（サービスアカウント）として動かします。")
whose_option = click.option(
    "--user", metavar="利用者", help="この利用者の予定（cron のとき）。省略すると自分のものです。"
)
apply_option = click.option("--apply", is_flag=True, help="実際に行います。付けなければ、行うことを表示するだけです。")


@click.group(cls=Group)
def schedule() -> None:
    """毎晩のスキャンを、このコンピューターに予約します。"""


@schedule.command(cls=Command)
@click.argument("paths", nargs=-1, required=True, metavar="フォルダー…", type=click.Path(path_type=Path))
@click.option("--at", default="22:00", metavar="時刻", help="始める時刻。省略すると 22:00 です。")
@click.option(
    "--until", default="06:00", metavar="時刻", help="終える時刻。省略すると 06:00 です（「なし」で無制限）。"
)
@click.option("--days", default="毎日", metavar="曜日", help="毎日・平日・月-金・月,水,金 など。省略すると毎日です。")
@name_option
@user_option
@system_option
@common
@apply_option
def install(
    paths: tuple[Path, ...], at: str, until: str, days: str, name: str, user: str | None, system: str | None,
    register: str | None, settings_file: Path | None, apply: bool,
) -> None:  # fmt: skip
    """フォルダー（いくつでも）を決まった時刻に検査する予定を登録します。

    同じ名前の予定は置き換えます。電源が入っていなかったときは、次に入ったときに検査します。
    """
    settings_file = _absolute(settings_file)
    settings = Settings.load(settings_file, flags={"register": register})
    plan = Plan(
        name=name,
        at=_time(at, "--at"),
        until=None if until in ("なし", "none") else _time(until, "--until"),
        days=weekdays(days),
        paths=tuple(path.absolute() for path in existing(paths)),
        register=_register(register, settings, settings_file),
        settings_file=settings_file,
        options=(*_log(settings), *(["--notify"] if settings.notify else [])),
        user=_known(user),
    )
    chosen = system or _of_this_computer()
    done = f"予定 {name} を登録しました（{_CALLED[chosen]}、{days} {plan.at}から）。"
    steps = _scheduler(chosen, user).install(plan)
    if not apply:
        say(_in_words(plan, days))
    _carry_out(steps, chosen, done, apply=apply)
    _say_notes(chosen, plan)


@schedule.command(cls=Command)
@system_option
@whose_option
def show(system: str | None, user: str | None) -> None:
    """登録した予定を表示します。"""
    chosen = system or _of_this_computer()
    found = _scheduler(chosen, user).installed()
    if not found:
        say(f"{_CALLED[chosen]}に、daicho の予定はありません。")
    for name, text in found.items():
        say(f"予定 {name}（{_CALLED[chosen]}）")
        for line in text.splitlines():
            say(f"    {line}")


@schedule.command(cls=Command)
@name_option
@whose_option
@system_option
@apply_option
def remove(name: str, user: str | None, system: str | None, apply: bool) -> None:
    """登録した予定を消します。daicho が登録したもののほかには触れません。"""
    chosen = system or _of_this_computer()
    steps = _scheduler(chosen, user).remove(checked_name(name))
    if not steps:
        say(f"{_CALLED[chosen]}に、予定 {name} はありません。")
        return
    _carry_out(steps, chosen, f"予定 {name} を消しました。", apply=apply)


def _scheduler(system: str, user: str | None) -> Scheduler:
    match system:
        case "systemd":
            return Systemd.here()
        case "cron":
            return Cron(user)
        case "launchd":
            return Launchd.here()
    return TaskScheduler.here()


def _of_this_computer() -> str:
    """What starts programs here."""
    if sys.platform == "win32":
        return "schtasks"
    if sys.platform == "darwin":
        return "launchd"
    if _RUNNING.is_dir() and shutil.which("systemctl"):
        return "systemd"
    if shutil.which("crontab"):
        return "cron"
    raise NotPossible("systemd も cron も動いていません。どちらかを入れるか、--system で選んでください。")


def _carry_out(steps: Sequence[Step], system: str, done: str, *, apply: bool) -> None:
    """Do the steps, or only show them."""
    for step in steps:
        if apply:
            step.do()
            continue
        for line in step.said():
            say(line)
    undone = f"まだ何も行っていません（{_CALLED[system]}）。この通りでよければ、--apply を付けて実行してください。"
    say(done if apply else undone)


def _in_words(plan: Plan, days: str) -> str:
    """What will be done, for those who do not read what follows."""
    until = f"から {plan.until} まで" if plan.until else "から終わるまで"
    return f"予定 {plan.name}: {days} {plan.at} {until}、{'、'.join(map(str, plan.paths))} を検査します。"


def _time(text: str, option: str) -> str:
    try:
        hour, minute = clock(text)
    except ValueError as error:
        raise click.UsageError(f"{option} の{error}") from None
    return f"{hour:02}:{minute:02}"


def _absolute(settings_file: Path | None) -> Path | None:
    """The settings file, also the one that would be found here, so that the scan finds it from anywhere."""
    file = settings_file or (Path(FILE_NAME) if Path(FILE_NAME).is_file() else None)
    return file.absolute() if file else None


def _register(given: str | None, settings: Settings, settings_file: Path | None) -> str | None:
    """The register to name in the command; None where the settings file is asked, which may hold a password."""
    if settings_file and not given:
        return None
    return settings.register if "://" in settings.register else str(Path(settings.register).absolute())


def _log(settings: Settings) -> tuple[str, ...]:
    """Where the scan leaves its log: as the settings say, else beside the register."""
    if settings.log_file:
        return ()
    beside = Path.cwd() if "://" in settings.register else Path(settings.register).absolute().parent
    return ("--log", str(beside / "daicho.log"))


def _known(user: str | None) -> str | None:
    """The account, where this system can tell whether there is one."""
    if user is None or sys.platform == "win32":
        return user
    import pwd

    try:
        pwd.getpwnam(user)
    except KeyError:
        if "\\" not in user:
            raise NotPossible(f"利用者 {user} がこのコンピューターにいません。名前を確かめてください。") from None
    return user


def _say_notes(system: str, plan: Plan) -> None:
    """What people overlook."""
    if system == "schtasks" and plan.user is None:
        say("この予定は、ログオンしている間だけ動きます。いつでも動かすには --user でアカウントを指定してください。")
    if plan.user:
        say(f"{plan.user} が、共有フォルダー・台帳・鍵ファイル（設定の key_file）を読めることを確かめてください。")

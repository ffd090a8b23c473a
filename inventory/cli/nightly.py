"""What `daicho scan` takes for scans that nobody watches, and how such a scan tells how it ended."""

from __future__ import annotations

import functools
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from inventory.cli.japanese import Exit
from inventory.night import outcome
from inventory.night.gentleness import be_gentle
from inventory.night.log import Log
from inventory.night.missed import Planned
from inventory.night.window import Window
from inventory.register import Register, RegisterError
from inventory.scan import Progress
from inventory.settings import Settings

_POSITIVE = click.FloatRange(min=0, min_open=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """What the user asked for on the command line."""

    max_hours: float | None
    until: str | None
    gentle: bool
    rate: float | None
    files_per_second: float | None
    log: Path | None
    quiet: bool
    missed: str | None

    @property
    def flags(self) -> Mapping[str, Any]:
        """The settings among it, by their names."""
        return {
            "gentle": self.gentle or None,
            "rate_mb": self.rate,
            "rate_files": self.files_per_second,
            "log_file": self.log,
        }

    def window(self, settings: Settings) -> Window:
        """The time from now on; a wrong time is a usage error."""
        try:
            return Window.of(self.until, self.max_hours, settings.grace_minutes)
        except ValueError as error:
            raise click.UsageError(f"--until の{error}") from None

    def is_due(self, register: Register, paths: tuple[Path, ...], window: Window) -> bool:
        """Whether there is anything to do: with `--missed`, only what was not done at its time."""
        if self.missed is None:
            return True
        try:
            planned = Planned.read(self.missed)
        except ValueError as error:
            raise click.UsageError(f"--missed の{error}") from None
        return planned.is_due(register.runs(), paths, window, datetime.now())


_OPTIONS = (
    click.option(
        "--max-hours", type=_POSITIVE, metavar="時間",
        help="この時間がたつと、新しいファイルの検査を始めずに終わります。続きは次のスキャンで検査します。",
    ),
    click.option(
        "--until", metavar="時刻",
        help="この時刻（06:00 など）に同じように終わります。時間を限ると、急ぐものから検査します。",
    ),
    click.option("--gentle", is_flag=True, help="ほかの仕事を優先し、CPU とディスクを控えめに使います。"),
    click.option("--rate", type=_POSITIVE, metavar="MB", help="1秒に読む量の上限（MB）。"),
    click.option("--files-per-second", type=_POSITIVE, metavar="数", help="1秒に検査するファイル数の上限。"),
    click.option(
        "--log", type=click.Path(path_type=Path), metavar="ログ",
        help="経過を書くファイル。1行に1つの JSON で、個人情報の値は書きません。",
    ),
    click.option("--quiet", is_flag=True, help="画面には、問題があったときだけ表示します。"),
    click.option(
        "--missed", metavar="予定",
        help="予定の時刻のスキャンが済んでいれば、何もせずに終わります。「daicho schedule」が使います。",
    ),
)  # fmt: skip


def night_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options, handed to the command as one `night`."""

    @functools.wraps(function)
    def gathered(**given: Any) -> Any:
        night = Night(**{field.name: given.pop(field.name) for field in fields(Night)})
        return function(night=night, **given)

    return functools.reduce(lambda command, option: option(command), reversed(_OPTIONS), gathered)


@contextmanager
def watched(log: Log, settings: Settings, window: Window, *, quiet: bool) -> Iterator[Watch]:
    """A scan with the last line of its log, however it ends; a request to end is heard as Ctrl-C is."""
    if settings.gentle:
        be_gentle()
    watch, code = Watch(log, window, quiet), 0
    try:
        with _stoppable():
            yield watch
    except BaseException as error:
        code = _exit_code(error)
        if not isinstance(error, Exit | KeyboardInterrupt):
            log.error(error, code)
        raise
    finally:
        log.say("scan_finished", **watch.facts(), exit_code=code)


class Watch:
    """What is told of a scan while nobody looks; `begin` is given its progress, `count` its register at the end."""

    def __init__(self, log: Log, window: Window, quiet: bool) -> None:
        self.log = log
        self.window = window
        self.quiet = quiet
        self._started = time.monotonic()
        self._progress = Progress()
        self._counts: Mapping[str, int] = {}

    def begin(self, progress: Progress) -> None:
        """A scan with this progress is under way."""
        self._progress = progress
        self.log.watch(progress)

    def count(self, register: Register) -> None:
        """What is in the register now, for the log."""
        if self._progress.run and self.log.is_kept:
            with suppress(RegisterError):
                self._counts = outcome.counts(register, self._progress.run)

    @property
    def vanished(self) -> int:
        """How many roots held files before and none now."""
        return len(self._progress.vanished)

    def facts(self) -> dict[str, object]:
        """What a machine that watches wants to know."""
        progress = self._progress
        return {
            "complete": progress.complete,
            "files": progress.files,
            "unchanged": progress.unchanged,
            "examined": progress.examined,
            **self._counts,
            "mb": round(progress.examined_bytes / 1e6, 1),
            "seconds": round(time.monotonic() - self._started, 1),
        }


def _exit_code(error: BaseException) -> int:
    from inventory.cli.main import INTERRUPTED, explain

    match error:
        case Exit():
            return error.exit_code
        case Exception():
            return explain(error)[0]
    return INTERRUPTED


@contextmanager
def _stoppable() -> Iterator[None]:
    """While a scan runs, SIGTERM and SIGHUP (a service that ends, a terminal that closes) stop it as Ctrl-C does."""
    if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    numbers = [one for one in (signal.SIGTERM, signal.SIGHUP) if signal.getsignal(one) is signal.SIG_DFL]
    before = {number: signal.signal(number, stop) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

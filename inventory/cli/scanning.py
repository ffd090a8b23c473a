"""`daicho scan`: examine shares into the register, with progress, and read out what came of it."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.progress import BarColumn, Progress as Bar, TextColumn, TimeRemainingColumn

from inventory import scan as scanning
from inventory.cli.japanese import Command, Exit
from inventory.cli.options import common, opened
from inventory.cli.screen import console, say, warn
from inventory.cli.summary import kept_ledger, summarise
from inventory.ledger import Ledger
from inventory.settings import FAIL_LEVELS, Settings

LINE_EVERY = 60.0  # seconds between progress lines where there is no terminal
INCOMPLETE, FOUND = 3, 4  # exit codes


@click.command(cls=Command, short_help="フォルダーを検査して台帳に記録します。")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…", type=click.Path(path_type=Path))
@common
@click.option("--workers", type=click.IntRange(min=1), metavar="数", help="同時に検査する数。省略すると CPU の数です。")
@click.option("--full", is_flag=True, help="変わっていないファイルも検査し直します。")
@click.option("--fail-on", type=click.Choice(FAIL_LEVELS), metavar="水準", help=f"この水準以上が見つかると終了コード4（{'・'.join(FAIL_LEVELS)}）。")
@click.option("--fail-on-incomplete", is_flag=True, help="読めないファイルがあると終了コード3。")
def scan(
    paths: tuple[Path, ...], register: str | None, settings_file: Path | None, workers: int | None, full: bool,
    fail_on: str | None, fail_on_incomplete: bool,
) -> None:
    """PATH（フォルダーまたはファイル、いくつでも）を検査し、個人情報を台帳に記録します。

    ファイルは読むだけで、変更しません。途中で止めても、もう一度実行すると続きから検査します。
    """
    missing = next((path for path in paths if not path.exists()), None)
    if missing is not None:
        raise click.UsageError(f"{missing} が見つかりません。場所の書き方と、共有フォルダーへの接続を確かめてください。")
    flags = {"register": register, "workers": workers, "fail_on": fail_on}
    settings = Settings.load(settings_file, flags=flags)
    with opened(settings.register, settings_file, create=True) as (held, _):
        if full:
            _renew_lost_key(held)
        started = time.monotonic()
        with _display(paths, settings) as progress:
            scanning.scan(paths, held, settings, progress, full=full)
        ledger = kept_ledger(held, settings)
    say(
        f"スキャンが終わりました: {progress.files:,}件（検査 {progress.examined:,}件、変わりなし {progress.unchanged:,}件）、"
        f"{time.monotonic() - started:,.0f}秒"
    )
    summarise(ledger)
    say("台帳は「daicho export 台帳.xlsx」で Excel に書き出せます。")
    _exit_code(ledger, settings.fail_on, fail_on_incomplete)


def _renew_lost_key(held: scanning.Register) -> None:
    from inventory.register import RegisterKeyLost

    try:
        held.key  # noqa: B018 - opens or makes the key
    except RegisterKeyLost:
        warn("鍵が見つからないため、新しい鍵を作り、すべて検査し直します。")
        held.renew_key()


def _exit_code(ledger: Ledger, fail_on: str | None, fail_on_incomplete: bool) -> None:
    if fail_on and any(_level(file.file.flags) >= FAIL_LEVELS.index(fail_on) for file in ledger.personal):
        raise Exit(FOUND)
    if fail_on_incomplete and ledger.unread:
        raise Exit(INCOMPLETE)


def _level(flags: tuple[str, ...]) -> int:
    return max((FAIL_LEVELS.index(flag) for flag in flags if flag in FAIL_LEVELS), default=0)


@contextmanager
def _display(paths: tuple[Path, ...], settings: Settings) -> Iterator[scanning.Progress]:
    """A bar on a terminal, a line a minute elsewhere; both go to standard error."""
    if sys.stderr.isatty():
        with _bar(paths, settings) as progress:
            yield progress
    else:
        yield scanning.Progress(on_change=_every_minute())


@contextmanager
def _bar(paths: tuple[Path, ...], settings: Settings) -> Iterator[scanning.Progress]:
    terminal = console(stderr=True)
    with terminal.status("ファイルを数えています…"):
        files, size = scanning.count(paths, settings)
    columns = (
        TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"),
        TextColumn("{task.fields[done]}"), TextColumn("残り"), TimeRemainingColumn(),
    )
    with Bar(*columns, console=terminal, transient=True) as bar:
        task = bar.add_task("検査中", total=max(size + files * 4096, 1), done="")
        started = time.monotonic()

        def update(progress: scanning.Progress) -> None:
            seconds = max(time.monotonic() - started, 0.001)
            done = f"{progress.examined + progress.unchanged:,}/{files:,}件 {progress.examined_bytes / seconds / 1e6:,.1f} MB/秒"
            finished = progress.examined + progress.unchanged
            bar.update(task, completed=progress.examined_bytes + progress.unchanged_bytes + finished * 4096, done=done)

        yield scanning.Progress(on_change=update)


def _every_minute() -> Callable[[scanning.Progress], None]:
    started = last = time.monotonic()

    def update(progress: scanning.Progress) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= LINE_EVERY:
            last = now
            rate = progress.examined_bytes / (now - started) / 1e6
            warn(f"{progress.examined + progress.unchanged:,}件まで検査しました（個人情報あり {progress.personal:,}件、{rate:,.1f} MB/秒）")

    return update

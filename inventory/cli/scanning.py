"""`daicho scan`: examine shares into the register, with progress, and read out what came of it."""

from __future__ import annotations

import math
import sys
import time
from pathlib import Path

import click

from inventory import changes
from inventory import scan as scanning
from inventory.changes import Changes
from inventory.cli.japanese import Command, Exit
from inventory.cli.options import common, existing, opened
from inventory.cli.progress import display
from inventory.cli.screen import say, warn
from inventory.cli.summary import applicable, kept_ledger, summarise
from inventory.ledger import Ledger
from inventory.models import storable
from inventory.register import Register, RegisterKeyLost
from inventory.settings import FAIL_LEVELS, Settings

INCOMPLETE, FOUND, INTERRUPTED = 3, 4, 130  # exit codes
_LINES_SHOWN = 8
_LEVELS = "・".join(FAIL_LEVELS)


@click.command(cls=Command)
@click.argument("paths", nargs=-1, required=True, metavar="フォルダー…", type=click.Path(path_type=Path))
@common
@click.option("--workers", type=click.IntRange(min=1), metavar="数", help="同時に検査する数。省略すると CPU の数です。")
@click.option("--full", is_flag=True, help="変わっていないファイルも検査し直します。")
@click.option(
    "--max-hours", type=click.FloatRange(min=0, min_open=True), metavar="時間",
    help="この時間がたつと、新しいファイルの検査を始めずに終わります。続きは次のスキャンで検査します。",
)  # fmt: skip
@click.option(
    "--fail-on", type=click.Choice(FAIL_LEVELS), metavar="水準",
    help=f"検査した中にこの水準以上があると終了コード4（弱い順に {_LEVELS}）。",
)  # fmt: skip
@click.option("--fail-on-incomplete", is_flag=True, help="検査した中に読めないファイルがあると終了コード3。")
def scan(
    paths: tuple[Path, ...], register: str | None, settings_file: Path | None, workers: int | None, full: bool,
    max_hours: float | None, fail_on: str | None, fail_on_incomplete: bool,
) -> None:  # fmt: skip
    """フォルダーやファイル（いくつでも）を検査し、個人情報を台帳に記録します。

    ファイルは読むだけで、変更しません。途中で止めても、もう一度実行すると続きから検査します。
    """
    paths = existing(paths)
    with opened(register, settings_file, create=True, workers=workers, fail_on=fail_on) as (held, settings):
        if full:
            _renew_lost_key(held)
        complete = _scan(paths, held, settings, full, max_hours)
        ledger = kept_ledger(held, settings)
        held.count_entries(held.runs()[0].id, changes.counts(ledger))
        summarise(ledger, held)
        _say_changes(changes.since_last_scan(held, ledger))
    if sys.stdout.isatty():
        say("「daicho export 台帳.xlsx」で、台帳を Excel に書き出せます。")
    _exit_code(_of_roots(ledger, paths), settings.fail_on, fail_on_incomplete, complete)


def _scan(paths: tuple[Path, ...], held: Register, settings: Settings, full: bool, max_hours: float | None) -> bool:
    """Scan, and say what came of it; whether all was met."""
    started = time.monotonic()
    try:
        with display(paths, settings) as progress:
            progress.due = started + max_hours * 3600 if max_hours else math.inf
            scanning.scan(paths, held, settings, progress, full=full)
    except KeyboardInterrupt:
        warn("中断しました。ここまでの結果は台帳に残っています。もう一度実行すると、続きから検査します。")
        raise Exit(INTERRUPTED) from None
    _say_progress(progress, time.monotonic() - started)
    return progress.complete


def _say_progress(progress: scanning.Progress, seconds: float) -> None:
    what = "スキャンが終わりました" if progress.complete else "指定の時間になったため、スキャンを止めました"
    say(
        f"{what}（{_duration(seconds)}）。{progress.files:,}件のうち、"
        f"検査したもの {progress.examined:,}件、前回から変わりのないもの {progress.unchanged:,}件。"
    )
    if not progress.complete:
        say("もう一度実行すると、続きから検査します。")
    for root in progress.vanished:
        warn(
            f"{root} に、前回あったファイルが1件も見つかりません。接続が切れているおそれがあるため、"
            "前回の結果を残しました。本当に空にしたときは --full を付けて実行してください。"
        )


def _say_changes(changed: Changes | None) -> None:
    """What the 台帳 gained and lost since the scan before, in a few lines."""
    if changed is None or changed.is_empty:
        return
    say(
        f"前回のスキャンから: 個人情報のあるファイルの増加 {len(changed.new):,}件、移動 {len(changed.moved):,}件、"
        f"消失 {len(changed.gone):,}件。"
    )
    for one in changed.lines[:_LINES_SHOWN]:
        name = one.line.cells["name"].value
        told = "新しい行" if one.before is None else f"ファイル {one.files:+,}件、本人 {one.persons:+,}人"
        say(f"  管理No {one.line.number} {name}: {told}")
    if (rest := len(changed.lines) - _LINES_SHOWN) > 0:
        say(f"  ほか{rest:,}行")


def _duration(seconds: float) -> str:
    whole = round(seconds)
    hours, minutes = divmod(whole // 60, 60)
    if hours:
        return f"{hours:,}時間{minutes}分"
    return f"{minutes}分{whole % 60}秒" if minutes else f"{whole}秒"


def _renew_lost_key(held: Register) -> None:
    try:
        held.key  # noqa: B018 - opens or makes the key
    except RegisterKeyLost:
        warn("鍵が見つからないため、新しい鍵を作り、すべて検査し直します。")
        held.renew_key()


def _of_roots(ledger: Ledger, paths: tuple[Path, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Status and flags of every file that this scan was about; the flags begin with `personal` where it applies."""
    roots = {storable(str(path.absolute())) for path in paths}
    personal = applicable(ledger)
    return tuple(
        (line.file.status, ("personal", *line.file.flags) if line.file.id in personal else ())
        for line in ledger.files
        if line.file.root in roots
    )


def _exit_code(
    files: tuple[tuple[str, tuple[str, ...]], ...], fail_on: str | None, fail_on_incomplete: bool, complete: bool
) -> None:
    grave = FAIL_LEVELS[FAIL_LEVELS.index(fail_on) :] if fail_on else ()
    if any(flag in grave for _, flags in files for flag in flags):
        raise Exit(FOUND)
    if fail_on_incomplete and not (complete and all(status == "read" for status, _ in files)):
        raise Exit(INCOMPLETE)

"""`daicho scan`: examine shares into the register, with progress, and read out what came of it."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from inventory import scan as scanning
from inventory.change_words import counted_in_words, line_in_words
from inventory.changes import Changes, keep_counts
from inventory.cli.japanese import Command, Exit
from inventory.cli.newness import Newness, newness_options
from inventory.cli.nightly import Night, Watch, night_options, watched
from inventory.cli.notify import failures_told, notify_option, tell_news
from inventory.cli.options import common, existing, opened
from inventory.cli.progress import display
from inventory.cli.screen import say, warn
from inventory.cli.summary import kept_changes, kept_ledger, summarise
from inventory.cli.wording import local
from inventory.editing import now
from inventory.figures import lines
from inventory.known_roots import as_known
from inventory.ledger import Ledger
from inventory.models import File, storable
from inventory.night.log import Log
from inventory.night.outcome import duration
from inventory.overview import Overview
from inventory.queries import StoredRun
from inventory.register import Register, RegisterKeyLost
from inventory.settings import FAIL_LEVELS, Settings

INCOMPLETE, FOUND, INTERRUPTED = 3, 4, 130  # exit codes
_LINES_SHOWN = 8
_LEVELS = "・".join(FAIL_LEVELS)


@click.command(cls=Command)
@click.argument("paths", nargs=-1, required=True, metavar="フォルダー…", type=click.Path(path_type=Path))
@common
@click.option("--engine", metavar="場所", help="検査するクラスター（dask://server:8786）。省略すると、この機械です。")
@click.option("--workers", type=click.IntRange(min=1), metavar="数", help="同時に検査する数。省略すると CPU の数です。")
@click.option(
    "--accept-missing", is_flag=True, help="多くのファイルが一度になくなっていても、消えたものとして記録します。"
)
@click.option("--full", is_flag=True, help="変わっていないファイルも検査し直します。")
@night_options
@notify_option
@newness_options
@click.option(
    "--fail-on", type=click.Choice(FAIL_LEVELS), metavar="水準",
    help=f"検査した中にこの水準以上があると終了コード4（弱い順に {_LEVELS}）。",
)  # fmt: skip
@click.option("--fail-on-incomplete", is_flag=True, help="検査した中に読めないファイルがあると終了コード3。")
def scan(
    paths: tuple[Path, ...], register: str | None, settings_file: Path | None, engine: str | None,
    workers: int | None, accept_missing: bool, full: bool,
    night: Night, notify: bool, newness: Newness, fail_on: str | None, fail_on_incomplete: bool,
) -> None:  # fmt: skip
    """フォルダーやファイル（いくつでも）を検査し、個人情報を台帳に記録します。

    ファイルは読むだけで、変更しません。途中で止めても、もう一度実行すると続きから検査します。
    """
    flags: dict[str, Any] = {"engine": engine, "workers": workers, "fail_on": fail_on, **night.flags}
    settings = Settings.load(settings_file, flags={"register": register, **flags})
    window = night.window(settings)
    with (
        Log(settings) as log,
        watched(log, settings, window, quiet=night.quiet) as watch,
        failures_told(settings, notify),
    ):
        log.say("scan_started", paths=[storable(str(path.absolute())) for path in paths], full=full)
        paths = existing(paths)
        with opened(register, settings_file, create=True, **flags) as (held, settings):
            paths = as_known(paths, held.runs())
            newness.check(held)
            if not night.is_due(held, paths, window):
                log.say("scan_not_due")
                return
            _say_clock(held.runs(), watch.log)
            if full:
                _renew_lost_key(held)
            complete = _scan(paths, held, settings, watch, full=full, accept_missing=accept_missing)
            today = date.today()
            figures, of_lines = lines(held, settings, today)
            keep_counts(held, held.runs()[0].id, figures, of_lines, today)
            if notify:
                tell_news(held, settings, vanished=watch.vanished)
            told = newness.narrowed(kept_ledger(held, settings), held, paths) if newness.is_set else None
            if told is not None:
                figures = Overview.of(told, held)
            if not night.quiet:
                say(figures.headline)
                if told is not None:
                    newness.tell(told)
                summarise(figures)
                _say_changes(kept_changes(held, settings))
            roots = {storable(str(path.absolute())) for path in paths}
            whole = complete and not (fail_on_incomplete and _any_unread(held, told, roots))
        if sys.stdout.isatty() and not night.quiet:
            say("「daicho export 台帳.xlsx」で、台帳を Excel に書き出せます。")
        _exit_code(figures, roots, settings.fail_on, fail_on_incomplete=fail_on_incomplete, whole=whole)


def _scan(
    paths: tuple[Path, ...], held: Register, settings: Settings, watch: Watch, *, full: bool, accept_missing: bool
) -> bool:
    """Scan, and say what came of it; whether all was met."""
    started = time.monotonic()
    try:
        with display(watch.window, quiet=watch.quiet) as progress:
            watch.begin(progress)
            scanning.scan(paths, held, settings, progress, full=full, accept_missing=accept_missing)
    except KeyboardInterrupt:
        warn("中断しました。ここまでの結果は台帳に残っています。もう一度実行すると、続きから検査します。")
        raise Exit(INTERRUPTED) from None
    finally:
        watch.count(held)
    if not watch.quiet:
        _say_progress(progress, time.monotonic() - started)
    _say_vanished(progress, watch.log)
    return progress.complete


def _say_progress(progress: scanning.Progress, seconds: float) -> None:
    what = "スキャンが終わりました" if progress.complete else "指定の時間になったため、スキャンを止めました"
    say(
        f"{what}（{duration(seconds)}）。{progress.files:,}件のうち、"
        f"検査したもの {progress.examined:,}件、前回から変わりのないもの {progress.unchanged:,}件。"
    )
    if not progress.complete:
        say("続きは次のスキャンで検査します。もう一度実行すると、続きから始まります。")


def _say_vanished(progress: scanning.Progress, log: Log) -> None:
    for root in progress.vanished:
        log.say("share_vanished", logging.WARNING, path=storable(str(root.absolute())))
        warn(
            f"{root} に、前回あったファイルが1件も見つかりません。接続が切れているおそれがあるため、"
            "前回の結果を残しました。本当に空にしたときは --full を付けて実行してください。"
        )
    for root, lost in progress.diminished.items():
        counts = {"known": lost.known, "missing": lost.missing}
        log.say("share_diminished", logging.WARNING, path=storable(str(root.absolute())), **counts)
        warn(
            f"{root} で、前回あったファイル {lost.known:,}件のうち {lost.missing:,}件が見つかりません。接続が切れている"
            "おそれがあるため、前回の結果を残しました。本当に消したときは --accept-missing を付けて実行してください。"
        )


def _say_clock(runs: Sequence[StoredRun], log: Log) -> None:
    """Scans are told apart by their number: a clock that was set back changes nothing but the dates."""
    if runs and runs[0].started > now():
        log.say("clock_set_back", logging.WARNING, run=runs[0].id)
        warn(
            f"この機械の時計は、前回のスキャン（{local(runs[0].started)}）より前を指しています。検査はこのまま行いますが、"
            "台帳の日付と期限が実際と合わなくなります。時計を確かめてください。"
        )


def _say_changes(changed: Changes | None) -> None:
    """What the 台帳 gained and lost since the scan before, in a few lines."""
    if changed is None or changed.is_empty:
        return
    say(f"前回のスキャンから: {counted_in_words(changed)}（「daicho diff」で一覧できます）。")
    for one in changed.lines[:_LINES_SHOWN]:
        say(f"  {line_in_words(one)}")
    if (rest := len(changed.lines) - _LINES_SHOWN) > 0:
        say(f"  ほか{rest:,}行")


def _renew_lost_key(held: Register) -> None:
    try:
        held.key  # noqa: B018 - opens or makes the key
    except RegisterKeyLost:
        warn("鍵が見つからないため、新しい鍵を作り、すべて検査し直します。")
        held.renew_key()


def _any_unread(held: Register, told: Ledger | None, roots: Collection[str]) -> bool:
    """Whether a file that this scan was about, or tells of, was not read to its end."""
    if told is not None:
        return any(line.file.root in roots for line in told.unread)
    unread = held.files(chosen=(File.root.in_(roots), File.status != "read"))
    return next(unread, None) is not None


def _exit_code(
    figures: Overview, roots: Collection[str], fail_on: str | None, *, fail_on_incomplete: bool, whole: bool
) -> None:
    grave = FAIL_LEVELS[FAIL_LEVELS.index(fail_on) :] if fail_on else ()
    if any(flag in grave for root in roots for flag in figures.found.get(root, ())):
        raise Exit(FOUND)
    if fail_on_incomplete and not whole:
        raise Exit(INCOMPLETE)

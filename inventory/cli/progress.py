"""How a scan shows that it is at work: a bar on a terminal, a line a minute elsewhere; both on standard error."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from inventory.cli.screen import console, warn
from inventory.scan import Progress, count
from inventory.settings import Settings

LINE_EVERY = 60.0  # seconds between progress lines where there is no terminal
_EACH = 4096  # bytes that opening a file counts for, so that empty files take their part of the bar


@contextmanager
def display(paths: Sequence[Path], settings: Settings) -> Iterator[Progress]:
    """The progress of a scan, shown while it changes."""
    if sys.stderr.isatty():
        with _bar(paths, settings) as progress:
            yield progress
    else:
        with _lines() as progress:
            yield progress


@contextmanager
def _bar(paths: Sequence[Path], settings: Settings) -> Iterator[Progress]:
    terminal = console(stderr=True)
    with terminal.status("ファイルを数えています…"):
        files, size = count(paths, settings)
    columns = (
        TextColumn("検査中"),
        BarColumn(bar_width=None),
        TextColumn("{task.percentage:>3.0f}%"),
        TextColumn("{task.fields[done]}"),
        TextColumn("残り"),
        TimeRemainingColumn(compact=True),
    )
    with Bar(*columns, console=terminal, transient=True, expand=True) as bar:
        task = bar.add_task("", total=max(size + files * _EACH, 1), done=f"0/{files:,}件")
        started = time.monotonic()

        def update(progress: Progress) -> None:
            finished = progress.examined + progress.unchanged
            done = f"{finished:,}/{files:,}件 {_rate(progress, started)}"
            weight = progress.examined_bytes + progress.unchanged_bytes + finished * _EACH
            bar.update(task, completed=weight, done=done)

        yield Progress(on_change=update)


@contextmanager
def _lines() -> Iterator[Progress]:
    """A line a minute from a thread of its own, so that it also comes while one large file takes long."""
    progress, over, started = Progress(), threading.Event(), time.monotonic()

    def report() -> None:
        while not over.wait(LINE_EVERY):
            finished = progress.examined + progress.unchanged
            told = filter(None, (f"個人情報あり {progress.personal:,}件", _rate(progress, started)))
            warn(f"{finished:,}件まで検査しました（{'、'.join(told)}）")

    reporter = threading.Thread(target=report, daemon=True)
    reporter.start()
    try:
        yield progress
    finally:
        over.set()
        reporter.join()


def _rate(progress: Progress, started: float) -> str:
    """How fast it goes; nothing where small files make that a number without meaning."""
    rate = progress.examined_bytes / max(time.monotonic() - started, 0.001) / 1e6
    if rate < 0.01:
        return ""
    return f"{rate:,.1f} MB/秒" if rate >= 1 else f"{rate:.2f} MB/秒"

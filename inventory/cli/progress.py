"""How a scan shows that it is at work: a bar on a terminal, a line a minute elsewhere; both on standard error."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, ProgressColumn, Task, TextColumn
from rich.progress import Progress as Bar
from rich.text import Text

from inventory.cli.screen import console, warn
from inventory.night.window import Window
from inventory.scan import Progress

LINE_EVERY = 60.0  # seconds between progress lines where there is no terminal
_WORDS = 66  # columns that the words beside the bar take
_MINUTE, _HOUR = 60, 3600


@contextmanager
def display(window: Window, *, quiet: bool = False) -> Iterator[Progress]:
    """The progress of a scan in a window of time, shown while it changes; `quiet` shows nothing."""
    if quiet:
        yield Progress(window=window)
        return
    with _bar(window) if sys.stderr.isatty() else _lines(window) as progress:
        yield progress


def time_left(progress: Progress) -> str:
    """How long the scan still takes and, in a window of time, whether it ends in it; empty while nobody knows."""
    seconds = progress.estimate.seconds_left
    if seconds is None:
        return ""
    window = progress.window
    if not window.is_set:
        return f"残り{about(seconds)}"
    end = window.end.strftime("%H:%M")
    if seconds <= window.seconds_left:
        return f"残り{about(seconds)}（{end}に間に合います）"
    return f"残り{about(seconds)}（{end}で止めて次回へ）"


def about(seconds: float) -> str:
    """A time that is not known to the second: 約3分, 約2時間10分."""
    if seconds < _MINUTE:
        return "1分未満"
    if seconds < _HOUR:
        return f"約{round(seconds / _MINUTE)}分"
    hours, minutes = divmod(round(seconds / _MINUTE / 10) * 10, 60)
    return f"約{hours:,}時間{minutes}分" if minutes and hours < 10 else f"約{round(seconds / _HOUR):,}時間"


class _TimeLeft(ProgressColumn):
    """The time left, also while nothing is finished for a while."""

    def __init__(self, progress: Progress) -> None:
        super().__init__()
        self._progress = progress

    def render(self, task: Task) -> Text:
        return Text(time_left(self._progress))


@contextmanager
def _bar(window: Window) -> Iterator[Progress]:
    progress, started = Progress(window=window, wants_total=True), time.monotonic()
    screen = console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=max(8, min(40, screen.width - _WORDS))),
        TextColumn("{task.fields[share]}"),
        TextColumn("{task.fields[done]}"),
        _TimeLeft(progress),
    )
    with Bar(*columns, console=screen, transient=True) as bar:
        task = bar.add_task("数えています", total=None, share="", done="")

        def update(progress: Progress) -> None:
            finished = progress.examined + progress.unchanged
            if not progress.estimate.is_whole:
                bar.update(task, done=f"{progress.files:,}件")
                return
            share = progress.estimate.share_done
            rate = "" if window.is_set else _rate(progress, started)
            done = f"{finished:,}/{progress.files:,}件 {rate}"
            bar.update(task, description="検査中", total=1.0, completed=share, share=f"{share:>4.0%}", done=done)

        progress.on_change = update
        yield progress


@contextmanager
def _lines(window: Window) -> Iterator[Progress]:
    """A line a minute from a thread of its own, so that it also comes while one large file takes long."""
    progress, over, started = Progress(window=window), threading.Event(), time.monotonic()

    def report() -> None:
        while not over.wait(LINE_EVERY):
            finished = progress.examined + progress.unchanged
            told = (f"個人情報あり {progress.personal:,}件", _rate(progress, started), time_left(progress))
            warn(f"{finished:,}件まで検査しました（{'、'.join(filter(None, told))}）")

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

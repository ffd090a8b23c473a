"""How a scan shows that it is at work: a bar on a terminal, a line a minute elsewhere; both on standard error."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from inventory.cli.screen import warn
from inventory.night.window import Window
from inventory.scan import Progress

LINE_EVERY = 60.0  # seconds between progress lines where there is no terminal
_MINUTE, _HOUR = 60, 3600


@contextmanager
def display(window: Window, *, quiet: bool = False) -> Iterator[Progress]:
    """The progress of a scan in a window of time, shown while it changes; `quiet` shows nothing."""
    if quiet:
        yield Progress(window=window)
        return
    with _shown(window) as progress:
        yield progress


def _shown(window: Window) -> AbstractContextManager[Progress]:
    if not sys.stderr.isatty():
        return _lines(window)
    from inventory.cli.progress_bar import bar  # what draws it takes its time to load

    return bar(window)


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


@contextmanager
def _lines(window: Window) -> Iterator[Progress]:
    """A line a minute from a thread of its own, so that it also comes while one large file takes long."""
    progress, over, started = Progress(window=window), threading.Event(), time.monotonic()

    def report() -> None:
        while not over.wait(LINE_EVERY):
            finished = progress.examined + progress.unchanged
            told = (f"個人情報あり {progress.personal:,}件", rate(progress, started), time_left(progress))
            warn(f"{finished:,}件まで検査しました（{'、'.join(filter(None, told))}）")

    reporter = threading.Thread(target=report, daemon=True)
    reporter.start()
    try:
        yield progress
    finally:
        over.set()
        reporter.join()


def rate(progress: Progress, started: float) -> str:
    """How fast it goes; nothing where small files make that a number without meaning."""
    mb = progress.examined_bytes / max(time.monotonic() - started, 0.001) / 1e6
    if mb < 0.01:
        return ""
    return f"{mb:,.1f} MB/秒" if mb >= 1 else f"{mb:.2f} MB/秒"

"""The bar that a scan shows on a terminal."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, ProgressColumn, Task, TextColumn
from rich.progress import Progress as Bar
from rich.text import Text

from inventory.cli.progress import rate, time_left
from inventory.cli.screen import console
from inventory.night.window import Window
from inventory.scan import Progress

_WORDS = 66  # columns that the words beside the bar take


class _TimeLeft(ProgressColumn):
    """The time left, also while nothing is finished for a while."""

    def __init__(self, progress: Progress) -> None:
        super().__init__()
        self._progress = progress

    def render(self, task: Task) -> Text:
        return Text(time_left(self._progress))


@contextmanager
def bar(window: Window) -> Iterator[Progress]:
    """The progress of a scan in a window of time, on a bar while it changes."""
    progress, started = Progress(window=window, wants_total=True), time.monotonic()
    screen = console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=max(8, min(40, screen.width - _WORDS))),
        TextColumn("{task.fields[share]}"),
        TextColumn("{task.fields[done]}"),
        _TimeLeft(progress),
    )
    with Bar(*columns, console=screen, transient=True) as shown:
        task = shown.add_task("数えています", total=None, share="", done="")

        def update(progress: Progress) -> None:
            finished = progress.examined + progress.unchanged
            if not progress.estimate.is_whole:
                shown.update(task, done=f"{progress.files:,}件")
                return
            share = progress.estimate.share_done
            speed = "" if window.is_set else rate(progress, started)
            done = f"{finished:,}/{progress.files:,}件 {speed}"
            shown.update(task, description="検査中", total=1.0, completed=share, share=f"{share:>4.0%}", done=done)

        progress.on_change = update
        yield progress

"""The boundary between readers, which may fail in any way, and the rest: exceptions, warnings and time."""

from __future__ import annotations

import errno
import logging
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from scanner.document import Passage, Seen, Table, Unreadable

T = TypeVar("T")
_SILENT = [("ignore", None, Warning, None, 0)]  # what `warnings.simplefilter("ignore")` puts in front
_PANIC = "PanicException"  # of pyo3; every library has a class of its own


def as_unreadable(error: Exception) -> Unreadable:
    """The status and note of a failure. The note names the type of the exception only: its text may hold content."""
    match error:
        case Unreadable():
            return error
        case FileNotFoundError() | NotADirectoryError():
            return Unreadable("denied", "読み取る前に移動または削除されたため、読めませんでした")
        case PermissionError():
            return Unreadable("denied", "読み取りの権限がないか、ほかの人が使用中のため、開けません")
        case MemoryError():
            return Unreadable("too_large", "メモリーに収まらないため、読めません")
        case OSError(errno=errno.ENOSPC | errno.EFBIG):
            return Unreadable("too_large", "一時ファイルを置く空き容量が足りないため、読めません")
        case OSError(errno=int(number)) if number != errno.EINVAL:  # EINVAL: a damaged file sent the reader below 0
            return Unreadable("denied", f"ファイルを開けないか、読み取れません（{type(error).__name__}）")
        case ValueError(args=("embedded null byte",)):
            return Unreadable("denied", f"ファイルを開けないか、読み取れません（{type(error).__name__}）")
        case RecursionError():
            return Unreadable("corrupt", "入れ子が深すぎるため、読めません")
        case _:
            return Unreadable("corrupt", f"壊れているか、想定外の構造のため読めません（{type(error).__name__}）")


@contextmanager
def quiet() -> Iterator[None]:
    """Keep the warnings and log lines of libraries from the screen; they may also hold content.

    A panic of a library in Rust, which Python takes for as grave as Ctrl-C, becomes a failure like any other.
    """
    disabled = logging.root.manager.disable
    if disabled < logging.CRITICAL:
        logging.disable(logging.CRITICAL)
    try:
        if warnings.filters[:1] == _SILENT:
            yield
            return
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except BaseException as error:
        if type(error).__name__ != _PANIC:
            raise
        raise as_unreadable(RuntimeError(_PANIC)) from None
    finally:
        if disabled < logging.CRITICAL:
            logging.disable(disabled)


def silence() -> None:
    """The same for good, in a process that does nothing but read files; it makes `quiet` cheap."""
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")


def bounded(items: Iterator[Seen], most: int) -> Iterator[Seen]:
    """The items of a reader until they hold more characters than a document of this size can (a bomb of references)."""
    left = most
    for item in items:
        if isinstance(item, Passage):
            left -= len(item.text)
        elif isinstance(item, Table):
            left -= sum(sum(map(len, column)) for column in item.columns)
        if left < 0:
            raise Unreadable("too_large", f"文字が{most:,}字を超えるため、残りは読みませんでした")
        yield item


def steps(items: Iterator[T], seconds: float) -> Iterator[T]:
    """The items of a reader, each step quiet, until they end or have taken longer than allowed."""
    left = seconds
    while True:
        started = time.monotonic()
        with quiet():
            try:
                item = next(items)
            except StopIteration:
                return
        left -= time.monotonic() - started
        yield item
        if left < 0:
            raise Unreadable("timed_out", f"{seconds:,.0f}秒以内に終わらなかったため、途中でやめました")

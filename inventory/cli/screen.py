"""What the user sees: tables, JSON and CSV, with nothing in a name that could steer the terminal."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

FORMATS = ("table", "json", "csv")
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Shown(Generic[Row]):
    """A column on the screen: its heading and how a row fills it."""

    heading: str
    text: Callable[[Row], str]
    right: bool = False


def console(stderr: bool = False) -> Console:
    """The terminal; width and colours are found out anew, so that redirected output is plain."""
    return Console(stderr=stderr, highlight=False, markup=False, emoji=False, soft_wrap=False)


def harmless(text: str) -> str:
    """Text without control characters: a file name may hold escape sequences."""
    return "".join(char if char.isprintable() else "\ufffd" for char in text)


def say(text: str) -> None:
    """A line on the screen."""
    console().print(Text(harmless(text)), soft_wrap=True)


def warn(text: str) -> None:
    """A line for the person at the terminal that must not get into redirected output."""
    console(stderr=True).print(Text(harmless(text)), soft_wrap=True)


def show(rows: Iterable[Row], columns: Sequence[Shown[Row]], form: str, as_json: Callable[[Row], dict[str, Any]]) -> None:
    """Rows as a table, as a JSON list, or as CSV (with a BOM: Excel then reads it as UTF-8)."""
    if form == "json":
        write_json([as_json(row) for row in rows])
    elif form == "csv":
        _write_csv(rows, columns)
    else:
        console().print(table(rows, columns))


def table(rows: Iterable[Row], columns: Sequence[Shown[Row]], title: str = "") -> Table:
    """A table for the terminal."""
    drawn = Table(box=box.SIMPLE_HEAD, title=title or None, title_justify="left", pad_edge=False)
    for column in columns:
        drawn.add_column(column.heading, justify="right" if column.right else "left", overflow="fold")
    for row in rows:
        drawn.add_row(*(Text(harmless(column.text(row))) for column in columns))
    return drawn


def write_json(value: Any) -> None:
    """A JSON document on standard output, always UTF-8."""
    _utf8(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def write_json_line(value: Any) -> None:
    """One line of JSON Lines on standard output."""
    _utf8(json.dumps(value, ensure_ascii=False) + "\n")


def _utf8(text: str) -> None:
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
    sys.stdout.buffer.flush()


def _write_csv(rows: Iterable[Row], columns: Sequence[Shown[Row]]) -> None:
    class Out:
        def write(self, text: str) -> int:
            _utf8(text)
            return len(text)

    _utf8("\ufeff")
    writer = csv.writer(Out())
    writer.writerow([column.heading for column in columns])
    for row in rows:
        writer.writerow([_no_formula(column.text(row)) for column in columns])


def _no_formula(text: str) -> str:
    """A cell that Excel must not take for a formula."""
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text

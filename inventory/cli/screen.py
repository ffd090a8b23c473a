"""What the user sees: tables, JSON and CSV, with nothing in a name that could steer the terminal."""

from __future__ import annotations

import csv
import json
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from inventory.spelling import composed

if TYPE_CHECKING:
    from rich.console import Console

FORMATS = ("table", "json", "csv")
PLAIN_WIDTH = 120  # of tables where there is no terminal
Row = TypeVar("Row")

# Controls of the terminal above ASCII (JSON escapes those below by itself), and what turns the direction of text.
_STEERING = re.compile("[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Shown(Generic[Row]):
    """A column on the screen: its heading and how a row fills it.

    Several texts are one list 「a、b、c」, wrapped behind its commas. `least` is the width a path still needs.
    """

    heading: str
    text: Callable[[Row], str | Sequence[str]]
    right: bool = False
    least: int = 0


def console(stderr: bool = False) -> Console:
    """The terminal as it is now; redirected output is plain and of a fixed width."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() else PLAIN_WIDTH
    return Console(stderr=stderr, width=width, highlight=False, markup=False, emoji=False)


def harmless(text: str) -> str:
    """Text without control characters (names may hold escape sequences), kana in one piece (names of macOS)."""
    return text if text.isascii() and text.isprintable() else "".join(map(_harmless, composed(text)))


def _harmless(char: str) -> str:
    return char if char.isprintable() or char == "\t" or unicodedata.category(char) == "Zs" else "\ufffd"


def say(text: str) -> None:
    """A line on the screen."""
    sys.stdout.write(harmless(text) + "\n")


def warn(text: str) -> None:
    """A line for the person at the terminal that must not get into redirected output."""
    sys.stdout.flush()
    sys.stderr.write("".join(harmless(line) + "\n" for line in text.splitlines()))
    sys.stderr.flush()


def show(
    rows: Iterable[Row], columns: Sequence[Shown[Row]], form: str, as_json: Callable[[Row], dict[str, Any]]
) -> None:
    """Rows as a table, as a JSON list, or as CSV (with a BOM: Excel then reads it as UTF-8)."""
    if form == "json":
        _write_json_list(as_json(row) for row in rows)
    elif form == "csv":
        _write_csv(rows, columns)
    else:
        show_table(rows, columns)


def show_table(rows: Iterable[Row], columns: Sequence[Shown[Row]]) -> None:
    """A table on the screen, as wide as the terminal at most."""
    from inventory.cli import table

    laid_out = [table.Column(column.heading, column.right, column.least) for column in columns]
    cells = [[_shown(column.text(row)) for column in columns] for row in rows]
    for line in table.lines(laid_out, cells, console().width):
        sys.stdout.write(line + "\n")


def _shown(text: str | Sequence[str]) -> str | list[str]:
    return harmless(text) if isinstance(text, str) else [harmless(word) for word in text]


def write_json(value: Any) -> None:
    """A JSON document on standard output, always UTF-8."""
    _utf8(_json(value, indent=2))


def _write_json_list(values: Iterable[Any]) -> None:
    """The same document as of a list, without having all of it in memory."""
    before = "[\n  "
    for value in values:
        _utf8(before + _json(value, indent=2).rstrip("\n").replace("\n", "\n  "), flush=False)
        before = ",\n  "
    _utf8("[]\n" if before.startswith("[") else "\n]\n")


def write_json_line(value: Any) -> None:
    """One line of JSON Lines on standard output, handed over at once."""
    _utf8(_json(value))


def _json(value: Any, indent: int | None = None) -> str:
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _STEERING.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"


def _utf8(text: str, *, flush: bool = True) -> None:
    """Half surrogates, which UTF-8 does not have, become the escapes that JSON has for them."""
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
    if flush:
        sys.stdout.buffer.flush()


def _write_csv(rows: Iterable[Row], columns: Sequence[Shown[Row]]) -> None:
    class Out:
        def write(self, text: str) -> int:
            return sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))

    sys.stdout.buffer.write("\ufeff".encode())
    writer = csv.writer(Out())
    writer.writerow([column.heading for column in columns])
    for row in rows:
        texts = (column.text(row) for column in columns)
        writer.writerow([_no_formula(text if isinstance(text, str) else "、".join(text)) for text in texts])
    sys.stdout.buffer.flush()


def _no_formula(text: str) -> str:
    """A cell that Excel must not take for a formula."""
    text = harmless(text)
    return "'" + text if text.startswith(tuple("=+-@＝＋－＠\t")) else text

"""Text, separated values, JSON: characters in the encodings that shares hold."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from datetime import date

from samples.tables import Row, Table


def text(content: str, encoding: str = "utf-8") -> bytes:
    """Text with Windows line ends."""
    return (content.strip("\n") + "\n").replace("\n", "\r\n").encode(encoding)


def separated(rows: Iterable[Row], encoding: str = "cp932", delimiter: str = ",") -> bytes:
    """CSV or TSV."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=delimiter)
    writer.writerows([cell.strftime("%Y/%m/%d") if isinstance(cell, date) else cell for cell in row] for row in rows)
    return target.getvalue().encode(encoding)


def records(table: Table) -> list[dict[str, str | int | float]]:
    """The rows of a table as objects."""
    return [
        {
            key: cell.isoformat() if isinstance(cell, date) else cell
            for key, cell in zip(table.headings, row, strict=True)
        }
        for row in table.rows
    ]


def json_text(value: object, ascii_only: bool = False) -> bytes:
    """JSON, indented."""
    return json.dumps(value, ensure_ascii=ascii_only, indent=2).encode() + b"\n"


def json_lines(values: Iterable[object]) -> bytes:
    """JSON Lines."""
    return "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values).encode()

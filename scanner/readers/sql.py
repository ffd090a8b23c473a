"""SQL dumps: the rows of INSERT and COPY as tables under the names of their columns, everything else as text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from scanner import encoding
from scanner.document import Format, Item, Passage, Remark
from scanner.tables import Chunks

FORMAT = Format("SQL ダンプ", ("application/sql",), (".sql", ".dump"), streams=True)

_NAME = r"[`\"\[]?([^\s`\"\[\](,;]+)[`\"\]]?"
_INSERT = re.compile(
    rf"\s*(?:INSERT|REPLACE)\s+(?:IGNORE\s+)?INTO\s+{_NAME}\s*(?:\(([^)]*)\))?\s*VALUES\b", re.IGNORECASE
)
_COPY = re.compile(rf"\s*COPY\s+{_NAME}\s*(?:\(([^)]*)\))?\s+FROM\s+stdin", re.IGNORECASE)
_CREATE = re.compile(rf"\s*CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?{_NAME}\s*\(", re.IGNORECASE)
_COLUMN = re.compile(r"^\s*[`\"\[]?([^\s`\"\[\](,;]+)[`\"\]]?\s+[A-Za-z]")
_NO_COLUMN = re.compile(r"^\s*(?:PRIMARY|UNIQUE|KEY|INDEX|CONSTRAINT|FOREIGN|CHECK)\b", re.IGNORECASE)
_TUPLE = re.compile(r"\(((?:[^()']|'(?:[^'\\]|''|\\.)*'|\([^()]*\))*)\)", re.DOTALL)
_VALUE = re.compile(r"\s*(?:N?'((?:[^'\\]|''|\\.)*)'|([^,]*))\s*(?:,|$)", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_STATEMENT = 64 << 20  # characters of one statement; what goes on longer is read as text
_TEXT = 32_768


def read(file: BinaryIO) -> Iterator[Item]:
    """Tables by name, in chunks; comments and other statements as passages."""
    decoded = encoding.decode(file)
    if decoded.remark:
        yield decoded.remark
    yield from _Dump().items(line for block in decoded.blocks for line in block.splitlines(keepends=True))


class _Dump:
    """The state of a dump while its lines go by: known columns, open tables, other text."""

    def __init__(self) -> None:
        self.columns: dict[str, list[str]] = {}
        self.chunks: dict[str, Chunks] = {}
        self.text: list[str] = []
        self.length = 0

    def items(self, lines: Iterator[str]) -> Iterator[Item]:
        for line in lines:
            if match := _COPY.match(line):
                yield from self._copied(lines, match)
            elif _INSERT.match(line):
                yield from self._inserted(_statement(line, lines))
            elif _CREATE.match(line):
                self._created(_statement(line, lines))
            else:
                yield from self._other(line)
        yield from self._flush()
        for chunks in self.chunks.values():
            yield from chunks.take()

    def _created(self, statement: str) -> None:
        match = _CREATE.match(statement)
        if match:
            body = re.split(r",(?![^()]*\))", statement[match.end() :])
            names = [found[1] for part in body if not _NO_COLUMN.match(part) and (found := _COLUMN.match(part))]
            self.columns[match[1]] = names

    def _inserted(self, statement: str) -> Iterator[Item]:
        match = _INSERT.match(statement)
        if not match or len(statement) >= _STATEMENT:
            yield from self._other(statement)
            return
        if match[2]:
            self.columns[match[1]] = _names(match[2])
        for values in _TUPLE.finditer(statement, match.end()):
            yield from self._row(match[1], _values(values[1]))

    def _copied(self, lines: Iterator[str], match: re.Match[str]) -> Iterator[Item]:
        if match[2]:
            self.columns[match[1]] = _names(match[2])
        for line in lines:
            if line.startswith("\\."):
                return
            cells = line.rstrip("\r\n").split("\t")
            yield from self._row(match[1], ["" if cell == r"\N" else cell for cell in cells])

    def _row(self, table: str, values: list[str]) -> Iterator[Item]:
        chunks = self.chunks.get(table)
        if chunks is None:
            chunks = self.chunks[table] = Chunks(f"表『{table}』")
            if self.columns.get(table):
                chunks.add(self.columns[table])
        chunks.add(values)
        if chunks.full:
            yield from chunks.take()

    def _other(self, text: str) -> Iterator[Item]:
        self.text.append(text)
        self.length += len(text)
        if self.length >= _TEXT:
            yield from self._flush()

    def _flush(self) -> Iterator[Passage | Remark]:
        text = "".join(self.text).strip()
        self.text, self.length = [], 0
        if text:
            yield Passage(text, "本文")


def _statement(line: str, lines: Iterator[str]) -> str:
    """A statement from its first line to the line that ends in a semicolon outside quotation marks."""
    parts, length, quotes = [line], len(line), line.replace("\\'", "").count("'")
    while not (parts[-1].rstrip().endswith(";") and quotes % 2 == 0) and length < _STATEMENT:
        following = next(lines, None)
        if following is None:
            break
        parts.append(following)
        length += len(following)
        quotes += following.replace("\\'", "").count("'")
    return "".join(parts)


def _names(columns: str) -> list[str]:
    return [name.strip(' `"[]\r\n\t') for name in columns.split(",")]


def _values(row: str) -> list[str]:
    values, position = [], 0
    while position < len(row):
        match = _VALUE.match(row, position)
        if not match or match.end() == position:
            break
        quoted, bare = match[1], (match[2] or "").strip()
        values.append(
            _ESCAPED.sub(r"\1", quoted.replace("''", "'"))
            if quoted is not None
            else ""
            if bare.upper() == "NULL"
            else bare
        )
        position = match.end()
    return values

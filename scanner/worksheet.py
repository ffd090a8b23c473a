"""The sheets of an Excel package, as its XML has them: where cells stand, and a patient reader for what is spread wide.

python-calamine reads a sheet five times faster, but as a full rectangle: one cell at XFD1048576 asks it for 512 GB.
So `survey` looks first, and `SparseSheet` reads row by row what is too wide for a rectangle.
"""

from __future__ import annotations

import datetime
import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import cast

from lxml import etree

from scanner.grid import Row, cell_text, number_text
from scanner.ooxml import READ_SIZE, Package, descendants, local, reference

_REFERENCE = re.compile(rb' r="([A-Z]{1,3})[0-9]')
_ROW = re.compile(rb'<row[^>]*? r="([0-9]{1,8})"')
_HIDDEN_ROW = re.compile(rb"""<(?:\w+:)?row\s[^>]*?\bhidden=["'](?:1|true)["']""")
_HIDDEN_COLUMN = re.compile(rb"""<(?:\w+:)?col\s[^>]*?\bhidden=["'](?:1|true)["'][^>]*""")
_MIN, _MAX = re.compile(rb"""\bmin=["']([0-9]{1,5})["']"""), re.compile(rb"""\bmax=["']([0-9]{1,5})["']""")
_CHOICES = re.compile(rb"formula1>([^<]{2,8192})<")
_MOST_CHOICES = 1_000
_CELL_STARTS = (b"<c ", b"<c>", b"<c/", b"<c\n", b"<c\t", b"<c\r")
_MARGINS = re.compile(r"<(?:\w+:)?(?:odd|even|first)(?:Header|Footer)[^>]*>([^<]+)<")
_MARGIN_CODE = re.compile(r'&(?:"[^"]*"|K[0-9A-F]{6}|[0-9]+|[A-Z])')
_ZEROS = re.compile(r"0[0\- ]*0")
_ELSEWHERE = ("dxfs", "Fallback")  # number formats that are not those of cells
_BUILTIN_DATES = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])  # 27-36, 50-58: Japanese


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook and the part that holds it."""

    name: str
    hidden: bool
    part: str


@dataclass(frozen=True, slots=True)
class Styles:
    """What number formats say about cells, by the index that a cell carries in its `s`."""

    dates: frozenset[int] = frozenset()
    zeros: dict[int, str] = field(default_factory=dict)


@dataclass(slots=True)
class Survey:
    """Where the cells of a sheet stand; `positioned` is false where not every row and cell plainly says its address."""

    rows: int = 0
    row_count: int = 0
    columns: set[int] = field(default_factory=set)
    positioned: bool = True
    zero_columns: dict[int, str] = field(default_factory=dict)
    margins: str = ""
    hidden_rows: int = 0
    hidden_columns: int = 0
    choices: list[str] = field(default_factory=list)

    @property
    def rectangle(self) -> int:
        """The number of cells from A1 to the last one."""
        return self.rows * max(self.columns, default=0)


def sheets(package: Package, main: str) -> list[Sheet]:
    """The sheets of an xlsx workbook in the order of their tabs."""
    targets = {relation.id: relation.target for relation in package.relations(main)}
    return [
        Sheet(node.get("name", ""), node.get("state", "visible") != "visible", targets[reference(node)])
        for node in descendants(package.xml(main))
        if local(node) == "sheet" and reference(node) in targets
    ]


def styles(package: Package, main: str) -> Styles:
    """Which cell styles show dates, and which fill a number up with zeros ("0000000", "000-0000")."""
    part = next((relation.target for relation in package.relations(main) if relation.kind == "styles"), "")
    if not part:
        return Styles()
    root = package.xml(part)
    codes = {
        int(node.get("numFmtId", "0")): node.get("formatCode", "")
        for node in root.iter("{*}numFmt")
        if not any(local(around) in _ELSEWHERE for around in node.iterancestors())
    }
    formats = [int(xf.get("numFmtId", "0")) for group in root if local(group) == "cellXfs" for xf in group]
    zeros = {style: _zero_pattern(codes.get(number, "")) for style, number in enumerate(formats)}
    return Styles(
        frozenset(style for style, number in enumerate(formats) if _shows_date(number, codes.get(number, ""))),
        {style: pattern for style, pattern in zeros.items() if pattern},
    )


def survey(package: Package, part: str, zeros: dict[int, str]) -> Survey:
    """Look through the XML of a sheet without building it: its extent, zero-filled columns, margins, what it hides."""
    found, columns = Survey(), set[bytes]()
    zero_cell = _zero_cell(zeros)
    tail = b""
    for block in package.blocks(part):
        text = tail + block
        text, cut, rest = text.rpartition(b"<")  # an unfinished tag waits for the next block
        addresses, rows = _REFERENCE.findall(text), _ROW.findall(text)
        columns.update(addresses)
        found.rows = max([found.rows, *map(int, rows)])
        found.row_count += len(rows)
        found.positioned &= len(rows) >= text.count(b"<row") and b":row" not in text
        found.positioned &= len(addresses) >= sum(map(text.count, _CELL_STARTS))
        if zero_cell:
            for column, style in zero_cell.findall(text):
                found.zero_columns.setdefault(column_number(column.decode()), zeros[int(style)])
        if b"eader>" in text or b"ooter>" in text:
            found.margins += margin_text(text.decode("utf-8", "ignore"))
        if b"hidden=" in text:
            found.hidden_rows += len(_HIDDEN_ROW.findall(text))
            found.hidden_columns += sum(int(last) - int(first) + 1 for first, last in _hidden_columns(text))
        if b"formula1>" in text and len(found.choices) < _MOST_CHOICES:
            found.choices += (html.unescape(choice.decode("utf-8", "ignore")) for choice in _CHOICES.findall(text))
        tail = (cut + rest)[:READ_SIZE]
    found.columns = {column_number(name.decode()) for name in columns}
    return found


def _hidden_columns(text: bytes) -> Iterator[tuple[bytes, bytes]]:
    for column in _HIDDEN_COLUMN.findall(text):
        first, last = _MIN.search(column), _MAX.search(column)
        if first and last:
            yield first[1], last[1]


def column_number(letters: str) -> int:
    """1 for A, 16384 for XFD.

    >>> column_number("A"), column_number("XFD")
    (1, 16384)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def zero_filled(number: str, pattern: str) -> str:
    """A whole number as a format of zeros shows it: Excel keeps 060-0001 as 600001.

    >>> zero_filled("600001", "000-0000"), zero_filled("12345678", "0000000")
    ('060-0001', '12345678')
    """
    if not number.isascii() or not number.isdigit() or len(number) > pattern.count("0"):
        return number
    digits = iter(number.zfill(pattern.count("0")))
    return "".join(next(digits) if mark == "0" else mark for mark in pattern)


def margin_text(xml: str) -> str:
    """Header and footer lines of a printed sheet without their layout codes.

    >>> margin_text('<oddHeader>&amp;L&amp;"MS ゴシック"社外秘&amp;R&amp;P</oddHeader>')
    '社外秘\\n'
    """
    lines = (_MARGIN_CODE.sub(" ", html.unescape(line)).strip() for line in _MARGINS.findall(xml))
    return "".join(f"{line}\n" for line in lines if line)


class SparseSheet:
    """A sheet read row by row; only the columns that are occupied somewhere become columns of its table."""

    def __init__(self, package: Package, part: str, strings: list[str], styles: Styles, epoch_1904: bool) -> None:
        self._package, self._part, self._strings, self._styles = package, part, strings, styles
        self._epoch = datetime.datetime(1904, 1, 1) if epoch_1904 else datetime.datetime(1899, 12, 30)

    def occupied(self) -> tuple[int, list[int]]:
        """The number of rows and the columns that hold a value; a survey also counts cells that are only coloured."""
        count, columns = 0, set[int]()
        for _, cells in self._rows():
            count += 1
            columns.update(cells)
        return count, sorted(columns)

    def rows(self, columns: Sequence[int]) -> Iterator[Row]:
        """The rows that hold something, over the given columns."""
        for number, cells in self._rows():
            yield number, [cells.get(column, "") for column in columns]

    def lines(self) -> Iterator[str]:
        """The same as running text, for a sheet whose cells are too scattered for a table."""
        for _, cells in self._rows():
            yield "\t".join(cells.values())

    def _rows(self) -> Iterator[tuple[int, dict[int, str]]]:
        number = 0
        for row in self._package.stream(self._part, "row"):
            number = int(row.get("r", number + 1))
            cells: dict[int, str] = {}
            column = 0
            for cell in row:
                address = cell.get("r", "").rstrip("0123456789")
                column = column_number(address) if address else column + 1
                if text := self._text(cell):
                    cells[column] = text
            if cells:
                yield number, cells

    def _text(self, cell: etree._Element) -> str:
        raw = ""
        for node in cell:
            if node.tag.endswith("}v"):
                raw = node.text or ""
        match cell.get("t", "n"):
            case "s":
                return self._strings[int(raw)] if raw else ""
            case "inlineStr":
                return rich_text(cell)
            case "b":
                return cell_text(raw == "1") if raw else ""
            case "e":
                return ""
            case "n" if raw:
                return self._number(float(raw), int(cell.get("s", "0")))
            case _:
                return raw

    def _number(self, value: float, style: int) -> str:
        if style in self._styles.dates and 0 <= value < 2_958_466:  # up to 9999-12-31
            moment = self._epoch + datetime.timedelta(days=value)
            if value < 1:
                return cell_text(moment.time().replace(microsecond=0))
            return cell_text(moment.date() if value == int(value) else moment.replace(microsecond=0))
        return zero_filled(number_text(value), self._styles.zeros.get(style, ""))


def shared_strings(package: Package, main: str) -> list[str]:
    """The texts that cells refer to by number, without the readings that Excel keeps beside kanji."""
    part = next((relation.target for relation in package.relations(main) if relation.kind == "sharedStrings"), "")
    return [rich_text(item) for item in package.stream(part, "si")] if part else []


def rich_text(element: etree._Element) -> str:
    """The text of a cell or comment that is made of runs, without furigana."""
    if len(element) == 1 and local(element[0]) == "t":  # by far the commonest
        return element[0].text or ""
    return "".join(node.text or "" for node in descendants(element, skip=frozenset({"rPh", "v"})) if local(node) == "t")


def _shows_date(number: int, code: str) -> bool:
    bare = re.sub(r'"[^"]*"|\\.|_.|\[(?!(?:h+|m+|s+)\])[^\]]*\]|general', "", code, flags=re.IGNORECASE)
    return bool(re.search("[ymdhs]", bare, re.IGNORECASE)) if code else number in _BUILTIN_DATES


def _zero_pattern(code: str) -> str:
    plain = re.sub(r"\[[^\]]*\]", "", code.split(";")[-1 if code.startswith("[<") else 0])
    plain = plain.replace("\\", "").replace('"', "").removesuffix("_ ")
    return plain if _ZEROS.fullmatch(plain) else ""


def _zero_cell(zeros: dict[int, str]) -> re.Pattern[bytes] | None:
    if not zeros:
        return None
    numbers = "|".join(map(str, sorted(zeros)))
    return cast(
        re.Pattern[bytes], re.compile(rf"""<(?:\w+:)?c r=["']([A-Z]+)[0-9]+["'] s=["']({numbers})["']""".encode())
    )

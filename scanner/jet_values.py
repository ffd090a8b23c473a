"""Rows of an Access database: cut into their columns, and the values as people see them in Access."""

from __future__ import annotations

import struct
import uuid
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from scanner.jet import BrokenPage, Pages

BOOL, MONEY, DATE, BINARY, TEXT, OLE, MEMO, GUID, NUMERIC, LONG_DATE = 1, 5, 8, 9, 10, 11, 12, 15, 16, 20
_NUMBERS = {2: "<B", 3: "<h", 4: "<i", 6: "<f", 7: "<d", 19: "<q"}
_SIZES = {1: 0, 2: 1, 3: 2, 4: 4, 5: 8, 6: 4, 7: 8, 8: 8, 15: 16, 16: 17, 18: 4, 19: 8, 20: 42}
_DAY_0 = datetime(1899, 12, 30)
_COMPRESSED = b"\xff\xfe"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. `number` counts deleted ones too; `fixed` is its place in the row, None where it varies."""

    name: str
    kind: int
    number: int
    fixed: int | None
    variable: int
    length: int
    scale: int
    calculated: bool


def fields(row: bytes, columns: Sequence[Column], pages: Pages) -> list[bytes | bool | None]:
    """The bytes of each column in a row, None where it is empty, a truth value where that is all there is."""
    wide = 1 if pages.is_old else 2
    stored = int.from_bytes(row[:wide], "little")
    mask = row[len(row) - (stored + 7) // 8 :]
    if not stored or len(row) < wide + len(mask):
        raise BrokenPage
    has_variable = any(column.fixed is None for column in columns)
    bounds = (_old_bounds if pages.is_old else _bounds)(row, len(mask)) if has_variable else []
    found: list[bytes | bool | None] = []
    for column in columns:
        number = column.number
        is_set = number < stored and bool(mask[number >> 3] >> (number & 7) & 1)
        if column.kind == BOOL:
            found.append(is_set)
        elif not is_set:
            found.append(None)
        elif column.fixed is not None:
            start = wide + column.fixed
            found.append(row[start : start + (_SIZES.get(column.kind) or column.length)])
        else:
            at = column.variable
            found.append(row[bounds[at] : bounds[at + 1]] if at + 1 < len(bounds) else None)
    return found


def _bounds(row: bytes, mask: int) -> list[int]:
    """Where the variable columns of a row begin, and where the last one ends."""
    end = len(row) - mask - 2
    if end < 2:
        raise BrokenPage
    count = int.from_bytes(row[end : end + 2], "little")
    start = end - 2 * (count + 1)
    if start < 2:
        raise BrokenPage
    return list(reversed(struct.unpack_from(f"<{count + 1}H", row, start)))


def _old_bounds(row: bytes, mask: int) -> list[int]:
    """The same in Jet 3: a byte each, and a table of the columns from which on 256 is to be added once more."""
    last = len(row) - mask - 1
    if last < 1:
        raise BrokenPage
    count, jumps = row[last], (len(row) - 1) // 256
    first = last - jumps - 1
    if first - count < 1:
        raise BrokenPage
    if (first - count) // 256 < jumps:
        jumps -= 1
    bounds, used = [], 0
    for at in range(count + 1):
        while used < jumps and row[last - 1 - used] == at:
            used += 1
        bounds.append(row[first - at] + 256 * used)
    return bounds


def text_of(data: bytes, pages: Pages) -> str:
    """Text: in Jet 3 of a code page, later UTF-16 or its compressed form."""
    if pages.is_old:
        return data.decode(pages.codec, "replace")
    if not data.startswith(_COMPRESSED):
        return data.decode("utf-16-le", "replace")
    return _expanded(data[2:])


def _expanded(data: bytes) -> str:
    """Compressed text: a byte a character; a zero switches to UTF-16 and back."""
    text, at, is_wide = [], 0, False
    while at < len(data):
        if data[at] == 0:
            is_wide, at = not is_wide, at + 1
        elif is_wide:
            end = next((each for each in range(at, len(data), 2) if data[each] == 0), len(data))
            text.append(data[at:end].decode("utf-16-le", "replace"))
            at = end
        else:
            end = data.find(b"\0", at)
            end = len(data) if end < 0 else end
            text.append(data[at:end].decode("latin-1"))
            at = end
    return "".join(text)


def shown(data: bytes, column: Column, pages: Pages) -> str:
    """A value, other than of `BOOL` and `OLE`, as text; empty where its bytes are not those of one."""
    if column.calculated and len(data) >= 20:
        data = data[20 : 20 + int.from_bytes(data[16:20], "little")]
    kind = column.kind
    if kind == TEXT:
        return text_of(data, pages)
    if kind == MEMO:
        return text_of(data if column.calculated else pages.long_value(data), pages)
    if kind in _NUMBERS:
        if len(data) != struct.calcsize(_NUMBERS[kind]):
            return ""
        number = struct.unpack(_NUMBERS[kind], data)[0]
        return f"{number:.7g}" if kind == 6 else f"{number:.15g}" if kind == 7 else str(number)
    if kind == MONEY:
        return _scaled(int.from_bytes(data, "little", signed=True), 4)
    if kind == NUMERIC and len(data) == 17:
        words = struct.unpack_from("<4I", data, 1)
        value = words[0] << 96 | words[1] << 64 | words[2] << 32 | words[3]
        return _scaled(-value if data[0] else value, column.scale)
    if kind == DATE and len(data) == 8:
        return _date(struct.unpack("<d", data)[0])
    if kind == LONG_DATE:
        return _long_date(data)
    if kind == GUID and len(data) == 16:
        return str(uuid.UUID(bytes_le=data))
    return ""


def _scaled(value: int, scale: int) -> str:
    """A whole number with that many digits behind the point, less the zeros at its end."""
    if not 0 < scale <= 28:
        return str(value)
    digits = f"{abs(value):0{scale + 1}}"
    text = f"{digits[:-scale]}.{digits[-scale:]}".rstrip("0").rstrip(".")
    return f"-{text}" if value < 0 else text


def _date(days: float) -> str:
    """Days since 1899-12-30; the part behind the point is the time, also before that day."""
    if not abs(days) < 3_000_000:
        return ""
    whole = int(days)
    with suppress(OverflowError):
        moment = _DAY_0 + timedelta(days=whole, seconds=round(abs(days - whole) * 86_400))
        if not whole:
            return moment.strftime("%H:%M:%S")
        day = f"{moment:%Y-%m-%d}"
        return day if (moment.hour, moment.minute, moment.second) == (0, 0, 0) else f"{day} {moment:%H:%M:%S}"
    return ""


def _long_date(data: bytes) -> str:
    """Date/Time Extended, which is written as text: days since year 1, ticks of the day."""
    with suppress(ValueError, OverflowError):
        days, ticks = (int(part) for part in data.split(b"\0")[0].decode("ascii", "replace").split(":")[:2])
        moment = datetime(1, 1, 1) + timedelta(days=days, microseconds=ticks // 10)
        return f"{moment:%Y-%m-%d %H:%M:%S}".removesuffix(" 00:00:00")
    return ""

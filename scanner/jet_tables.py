"""The tables of an Access database: the catalogue on page 2, the definitions, and the rows page by page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from scanner.jet import DATA_PAGE, TABLE_PAGE, BrokenPage, Pages
from scanner.jet_captions import captions
from scanner.jet_values import Column, fields, shown

_CATALOGUE = 2
_LOCAL, _LINKED = 1, (4, 6)
_SYSTEM = 0x80000002
_MOST_COLUMNS = 2048
_LONGEST_DEFINITION = 4 << 20
Fields = list[bytes | bool | None]


@dataclass(slots=True)
class JetTable:
    """One table. `lost` counts its pages and rows that could not be read, so far."""

    name: str
    columns: tuple[Column, ...]
    _pages: Pages
    _page: int
    _map: int
    lost: int = 0
    captions: Mapping[str, str] = field(default_factory=dict)

    def rows(self) -> Iterator[Fields]:
        """The fields of each row, in the order of the pages."""
        for number in self._numbers():
            try:
                page = self._pages.page(number)
                if page[0] != DATA_PAGE or int.from_bytes(page[4:8], "little") != self._page:
                    raise BrokenPage
                rows = list(self._pages.rows(page))
            except BrokenPage:
                self.lost += 1
                continue
            yield from self._rows(page, len(rows))

    def _rows(self, page: bytes, count: int) -> Iterator[Fields]:
        rows = self._pages.data_rows(page)
        for _ in range(count):
            try:
                row = next(rows, None)
                if row is None:
                    return
                yield fields(row, self.columns, self._pages)
            except (BrokenPage, IndexError):
                self.lost += 1

    def _numbers(self) -> list[int]:
        """The pages of the table as its map lists them; where the map is broken, those that say they are its own."""
        try:
            return [number for number in self._pages.owned(self._map) if number < self._pages.count]
        except (BrokenPage, IndexError):
            self.lost += 1
            return [number for number in range(1, self._pages.count) if self._is_own(number)]

    def _is_own(self, number: int) -> bool:
        try:
            page = self._pages.page(number)
        except BrokenPage:
            return False
        return page[0] == DATA_PAGE and int.from_bytes(page[4:8], "little") == self._page


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The tables people made, those that lie in another file, and those whose definition is broken."""

    tables: tuple[JetTable, ...]
    linked: tuple[str, ...]
    broken: tuple[str, ...]


def catalogue(pages: Pages) -> Catalogue:
    """All tables; `BrokenPage` where the catalogue itself cannot be read."""
    objects = _table(pages, _CATALOGUE, "MSysObjects")
    places = {column.name: at for at, column in enumerate(objects.columns)}
    if not {"Id", "Name", "Type", "Flags"} <= places.keys():
        raise BrokenPage
    tables, linked, broken = [], [], []
    for row in objects.rows():
        texts = {name: _told(row[at], objects.columns[at], pages) for name, at in places.items() if name in _ASKED}
        name, kind, flags = texts["Name"], texts["Type"], int(texts["Flags"] or 0)
        if kind in map(str, _LINKED):
            linked.append(name)
        elif kind == str(_LOCAL) and not flags & _SYSTEM and not name.startswith(("MSys", "~")):
            try:
                table = _table(pages, int(texts["Id"] or 0) & 0xFFFFFF, name)
                table.captions = _captions(row[places["LvProp"]], pages) if "LvProp" in places else {}
                tables.append(table)
            except (BrokenPage, IndexError):
                broken.append(name)
    broken += [""] * objects.lost
    return Catalogue(tuple(tables), tuple(linked), tuple(broken))


_ASKED = ("Id", "Name", "Type", "Flags")


def _captions(properties: bytes | bool | None, pages: Pages) -> Mapping[str, str]:
    try:
        return captions(pages.long_value(properties), pages) if isinstance(properties, bytes) else {}
    except (BrokenPage, IndexError):
        return {}


def _told(value: bytes | bool | None, column: Column, pages: Pages) -> str:
    return shown(value, column, pages) if isinstance(value, bytes) else ""


def _table(pages: Pages, number: int, name: str) -> JetTable:
    """The definition of a table, which may fill several pages."""
    text, following, seen = b"", number, set()
    while following:
        page = pages.page(following)
        if page[0] != TABLE_PAGE or following in seen or len(text) > _LONGEST_DEFINITION:
            raise BrokenPage
        seen.add(following)
        text += page[8:] if text else page
        following = int.from_bytes(page[4:8], "little")
    at, width = (25, 18) if pages.is_old else (45, 25)
    count = int.from_bytes(text[at : at + 2], "little")
    indexes = int.from_bytes(text[at + 6 : at + 10], "little")
    start = at + 18 + indexes * (8 if pages.is_old else 12)
    if not 0 < count <= _MOST_COLUMNS or start + count * width > len(text):
        raise BrokenPage
    names = _names(text, start + count * width, count, pages)
    read = _old_column if pages.is_old else _column
    columns = [read(text[start + width * each :][:width], names[each]) for each in range(count)]
    owned = int.from_bytes(text[at + 10 : at + 14], "little")
    return JetTable(name, tuple(sorted(columns, key=lambda column: column.number)), pages, number, owned)


def _names(text: bytes, at: int, count: int, pages: Pages) -> list[str]:
    wide, codec = (1, pages.codec) if pages.is_old else (2, "utf-16-le")
    names = []
    for _ in range(count):
        length = int.from_bytes(text[at : at + wide], "little")
        at += wide + length
        if at > len(text):
            raise BrokenPage
        names.append(text[at - length : at].decode(codec, "replace"))
    return names


def _column(entry: bytes, name: str) -> Column:
    """The 25 bytes of a column in Jet 4 and ACE."""
    number, variable = (int.from_bytes(entry[at : at + 2], "little") for at in (5, 7))
    fixed, length = (int.from_bytes(entry[at : at + 2], "little") for at in (21, 23))
    is_fixed = entry[15] & 1
    return Column(
        name, entry[0], number, fixed if is_fixed else None, variable, length, entry[12], entry[16] & 0xC0 == 0xC0
    )


def _old_column(entry: bytes, name: str) -> Column:
    """The 18 bytes of a column in Jet 3."""
    number, variable, fixed, length = (int.from_bytes(entry[at : at + 2], "little") for at in (1, 3, 14, 16))
    return Column(name, entry[0], number, fixed if entry[13] & 1 else None, variable, length, entry[12], False)

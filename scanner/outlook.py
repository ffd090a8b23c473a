"""The storages of an Outlook message file ([MS-OXMSG]): its properties, recipients and attachments."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scanner.compound import Compound, Tree
from scanner.mapi import ANSI, BINARY, FILE_NAME, MANY, NAME, SHORT_FILE_NAME, UNICODE, OutlookItem, Properties

PROPERTIES = "__properties_version1.0"
NAMES = "__nameid_version1.0"
TOP_HEADER, INNER_HEADER, PART_HEADER = 32, 24, 8  # bytes before the properties: of the file, of a message in it, else
_STREAM = re.compile(r"__substg1\.0_([0-9A-F]{4})([0-9A-F]{4})(-[0-9A-F]{8})?", re.I)
_VARIABLE = (UNICODE, ANSI, BINARY)
_MOST = 5_000  # recipients or attachments of one message


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that hangs on a message: its properties and, where it is a message itself, that message's storage."""

    properties: Properties
    storage: Tree | None

    def name(self, number: int) -> str:
        """What the attachment is called, or a name made from its number."""
        values = self.properties
        given = values.text(FILE_NAME) or values.text(SHORT_FILE_NAME) or values.text(NAME)
        name = given.replace("\\", "/").rpartition("/")[2].strip()
        if self.storage is not None and PROPERTIES in self.storage:
            return f"{name or f'転送{number}'}.msg".replace(".msg.msg", ".msg")
        return name or f"添付{number}"


class MessageFile:
    """An Outlook message, held in memory."""

    def __init__(self, compound: Compound) -> None:
        self._root = compound.storage("")
        self._names = _named(self._storage(NAMES))
        self.properties = _properties(self._root, TOP_HEADER, self._names, 0)

    def item(self) -> OutlookItem:
        """The message with the people it went to."""
        names = tuple(each.name(number) for number, each in enumerate(self.attachments(), 1))
        return OutlookItem(self.properties, tuple(self._parts("__recip_version1.0")), names)

    def attachments(self) -> Iterator[Attachment]:
        """The files that hang on the message, in order."""
        for _, storage in self._storages("__attach_version1.0"):
            inner = next((each for key, each in storage.items() if key.upper().endswith("_3701000D")), None)
            yield Attachment(self._part(storage), inner if isinstance(inner, dict) else None)

    def standalone(self, storage: Tree) -> Tree:
        """A message in the message as the storage of a file of its own."""
        tree = dict(storage)
        properties = tree.get(PROPERTIES)
        if isinstance(properties, bytes):
            tree[PROPERTIES] = properties[:INNER_HEADER] + bytes(TOP_HEADER - INNER_HEADER) + properties[INNER_HEADER:]
            tree[NAMES] = self._storage(NAMES)
        return tree

    def _parts(self, head: str) -> Iterator[Properties]:
        for _, storage in self._storages(head):
            yield self._part(storage)

    def _part(self, storage: Tree) -> Properties:
        return _properties(storage, PART_HEADER, self._names, self.properties.number(0x3FFD))

    def _storages(self, head: str) -> Iterator[tuple[str, Tree]]:
        met = sorted((name.lower(), each) for name, each in self._root.items() if isinstance(each, dict))
        yield from [one for one in met if one[0].startswith(head)][:_MOST]

    def _storage(self, name: str) -> Tree:
        found = self._root.get(name)
        return found if isinstance(found, dict) else {}


def _properties(storage: Tree, header: int, names: Mapping[int, int | str], codepage: int) -> Properties:
    """The properties of a storage: short ones stand in one stream, each longer one in a stream of its own."""
    values: dict[int, tuple[int, bytes]] = {}
    short = storage.get(PROPERTIES)
    for at in range(header, len(short) - 15 if isinstance(short, bytes) else 0, 16):
        assert isinstance(short, bytes)
        kind, number = struct.unpack_from("<HH", short, at)
        values[number] = (kind, short[at + 8 : at + 16])
    several: dict[int, list[str]] = {}
    for name, content in storage.items():
        stream = _STREAM.fullmatch(name)
        if not stream or not isinstance(content, bytes):
            continue
        number, kind = int(stream[1], 16), int(stream[2], 16)
        if kind in _VARIABLE and not stream[3]:
            values[number] = (kind, content)
        elif kind - MANY in (UNICODE, ANSI) and stream[3]:
            one = Properties({number: (kind - MANY, content)}, codepage=codepage)
            several.setdefault(number, []).append(one.text(number))
    values |= {number: (UNICODE, "、".join(texts).encode("utf-16-le")) for number, texts in several.items()}
    present = {number: name for number, name in names.items() if number in values}
    return Properties(values, present, codepage)


def _named(storage: Tree) -> dict[int, int | str]:
    """What the numbers from 0x8000 on stand for in this file ([MS-OXMSG] 2.2.3): a known number, or a name."""
    entries, strings = storage.get("__substg1.0_00030102"), storage.get("__substg1.0_00040102")
    names: dict[int, int | str] = {}
    if not isinstance(entries, bytes):
        return names
    for at in range(0, len(entries) - 7, 8):
        what, index = struct.unpack_from("<II", entries, at)
        names[0x8000 + (index >> 16)] = _string(strings, what) if index & 1 else what
    return names


def _string(strings: object, at: int) -> str:
    if not isinstance(strings, bytes) or at + 4 > len(strings):
        return ""
    size = int.from_bytes(strings[at : at + 4], "little")
    return strings[at + 4 : at + 4 + size].decode("utf-16-le", "replace")

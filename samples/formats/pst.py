"""A data file of Outlook (.pst), as small as [MS-PST] allows: folders and messages, every value in one block."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from samples.formats.outlook import LONG, Outlook, Value, raw_value

_OBJECT = 0x0D
_STORE, _NAMES, _ROOT = 0x21, 0x61, 0x122
_RECIPIENTS, _ATTACHMENTS = 0x692, 0x671
_NAME, _DATA, _FIRST_BLOCK = 0x3001, 0x3701, 0x4600
_PROPERTIES, _TABLE = 0xBC, 0x7C
_COLUMNS = ((0x67F2, LONG), (0x67F3, LONG))


@dataclass(slots=True)
class _File:
    """Blocks and nodes as they are laid out one after the other."""

    blocks: list[tuple[int, int, int]] = field(default_factory=list)  # number, place, size
    nodes: list[tuple[int, int, int, int]] = field(default_factory=list)  # number, data, sub-nodes, parent
    content: bytearray = field(default_factory=bytearray)

    def block(self, data: bytes, *, internal: bool = False) -> int:
        """Put down a block; its number."""
        number = 4 * (len(self.blocks) + 1) | (2 if internal else 0)
        place = _FIRST_BLOCK + len(self.content)
        padded = -(-(len(data) + 16) // 64) * 64
        trailer = struct.pack("<HHIQ", len(data), _signature(place, number), _crc(data), number)
        self.content += data.ljust(padded - 16, b"\0") + trailer
        self.blocks.append((number, place, len(data)))
        return number

    def node(self, number: int, data: bytes, parent: int, inner: Sequence[tuple[int, int, int]] = ()) -> None:
        """A node with its data and the nodes in it."""
        self.nodes.append((number, self.block(data), self.inner(inner), parent))

    def inner(self, nodes: Sequence[tuple[int, int, int]]) -> int:
        """The block that lists nodes within a node: number, data, sub-nodes."""
        if not nodes:
            return 0
        lines = b"".join(struct.pack("<QQQ", *node) for node in sorted(nodes))
        return self.block(struct.pack("<BBHI", 2, 0, len(nodes), 0) + lines, internal=True)


def pst(folders: Mapping[str, Sequence[Outlook]]) -> bytes:
    """Folders below the root with their messages."""
    file = _File()
    file.node(_STORE, _property_context({_NAME: "個人用フォルダー"}), 0)
    file.node(_NAMES, _property_context({1: 251, 2: b"\0" * 16, 3: b"\0" * 8, 4: b"\0" * 4}), 0)
    file.node(_ROOT, _property_context({_NAME: ""}), _ROOT)
    messages = 0
    for number, (name, mails) in enumerate(folders.items(), 0x101):
        folder = number << 5 | 2
        file.node(folder, _property_context({_NAME: name, 0x3602: len(mails)}), _ROOT)
        numbers = [(0x1001 + messages + position) << 5 | 4 for position in range(len(mails))]
        messages += len(mails)
        for mail_number, mail in zip(numbers, mails, strict=True):
            file.node(mail_number, _property_context(mail.values), folder, _parts(file, mail))
        rows = [{_NAME: f"{position}"} for position in range(len(mails))]
        file.node(folder & ~0x1F | 0x0E, _table(rows, numbers), folder)
    folders_below = [number << 5 | 2 for number in range(0x101, 0x101 + len(folders))]
    file.node(_ROOT & ~0x1F | 0x0D, _table([{_NAME: name} for name in folders], folders_below), _ROOT)
    return _laid_out(file)


def _parts(file: _File, mail: Outlook) -> list[tuple[int, int, int]]:
    """The nodes within a message: its recipients and its attachments."""
    parts = []
    if mail.people:
        people: list[Mapping[int, Value]] = [
            {0x0C15: kind, _NAME: name, 0x39FE: address} for kind, name, address in mail.people
        ]
        parts.append((_RECIPIENTS, file.block(_table(people)), 0))
    if mail.attached or mail.inside:
        rows: list[Mapping[int, Value]] = [{0x0E20: 0} for _ in (*mail.attached, *mail.inside)]
        numbers = [(0x400 + position) << 5 | 5 for position in range(len(mail.attached))]
        numbers += [(0x480 + position) << 5 | 5 for position in range(len(mail.inside))]
        parts.append((_ATTACHMENTS, file.block(_table(rows, numbers)), 0))
        for number, sample in zip(numbers, mail.attached, strict=False):
            values: dict[int, Value] = {
                0x3707: sample.path,
                0x3705: 1,
                0x3701: sample.content,
                0x0E20: len(sample.content),
            }
            parts.append((number, file.block(_property_context(values)), 0))
    for position, (name, inner) in enumerate(mail.inside):
        attachment, message = (0x480 + position) << 5 | 5, (0x500 + position) << 5 | 4
        held = file.inner([(message, file.block(_property_context(inner.values)), file.inner(_parts(file, inner)))])
        context = _property_context({_NAME: name, 0x3705: 5}, {_DATA: message})
        parts.append((attachment, file.block(context), held))
    return parts


@dataclass(slots=True)
class _Heap:
    """Pieces of data in one block, by number."""

    kind: int
    pieces: list[bytes] = field(default_factory=list)

    def add(self, piece: bytes) -> int:
        """Put in a piece; its number."""
        self.pieces.append(piece)
        return len(self.pieces) << 5

    def block(self, root: int) -> bytes:
        """The heap with the piece that everything starts from."""
        places, content = [12], b""
        for piece in self.pieces:
            content += piece
            places.append(12 + len(content))
        header = struct.pack("<HBBI4x", 12 + len(content), 0xEC, self.kind, root)
        return header + content + struct.pack(f"<HH{len(places)}H", len(self.pieces), 0, *places)


def _property_context(values: Mapping[int, Value], objects: Mapping[int, int] | None = None) -> bytes:
    """Properties by number; `objects` are nodes within the node."""
    heap = _Heap(_PROPERTIES)
    lines: list[bytes] = []
    for number, value in values.items():
        kind, raw = raw_value(value)
        held = struct.unpack("<I", raw[:4])[0] if kind == LONG else heap.add(raw)
        lines.append(struct.pack("<HHI", number, kind, held))
    for number, node in (objects or {}).items():
        lines.append(struct.pack("<HHI", number, _OBJECT, heap.add(struct.pack("<II", node, 0))))
    lines.sort(key=lambda line: int.from_bytes(line[:2], "little"))
    records = heap.add(b"".join(lines))
    return heap.block(heap.add(struct.pack("<BBBBI", 0xB5, 2, 6, 0, records)))


def _table(rows: Sequence[Mapping[int, Value]], numbers: Sequence[int] = ()) -> bytes:
    heap = _Heap(_TABLE)
    kinds = dict(_COLUMNS) | {number: raw_value(value)[0] for number, value in sorted(rows[0].items())}
    width = 4 * len(kinds)
    bits = -(-len(kinds) // 8)
    described = b"".join(
        struct.pack("<HHHBB", kind, number, 4 * place, 4, place) for place, (number, kind) in enumerate(kinds.items())
    )
    order = sorted(range(len(kinds)), key=lambda place: list(kinds)[place])
    described = b"".join(described[8 * place : 8 * place + 8] for place in order)
    index, data = b"", b""
    for position, row in enumerate(rows):
        number = numbers[position] if numbers else position
        cells = [number, 1]
        for value in (row[key] for key in sorted(row)):
            kind, raw = raw_value(value)
            cells.append(struct.unpack("<I", raw[:4])[0] if kind == LONG else heap.add(raw))
        index += struct.pack("<II", number, position)
        data += struct.pack(f"<{len(cells)}I", *cells) + b"\xff" * bits
    records = heap.add(index)
    row_index = heap.add(struct.pack("<BBBBI", 0xB5, 4, 4, 0, records))
    ends = struct.pack("<4H", width, width, width, width + bits)
    info = struct.pack("<BB", 0x7C, len(kinds)) + ends + struct.pack("<III", row_index, heap.add(data), 0)
    return heap.block(heap.add(info + described))


def _laid_out(file: _File) -> bytes:
    """Header, two search trees, blocks."""
    blocks = [struct.pack("<QQHHI", number, place, size, 2, 0) for number, place, size in sorted(file.blocks)]
    nodes = [struct.pack("<QQQII", *node, 0) for node in sorted(file.nodes)]
    end = _FIRST_BLOCK + len(file.content)
    tree = bytearray()

    def grown(lines: list[bytes], kind: int) -> tuple[int, int]:
        """A search tree of the lines given; number and place of its topmost page."""
        level, size = 0, len(lines[0])
        while True:
            most = 488 // size
            pages = []
            for start in range(0, len(lines), most):
                chunk = lines[start : start + most]
                number, place = 4 * (0x10000 + len(tree) // 512), end + len(tree)
                page = b"".join(chunk).ljust(488, b"\0") + struct.pack("<BBBB4x", len(chunk), most, size, level)
                tree.extend(page + struct.pack("<BBHIQ", kind, kind, _signature(place, number), _crc(page), number))
                pages.append((chunk[0][:8], number, place))
            if len(pages) == 1:
                return pages[0][1:]
            level, size = level + 1, 24
            lines = [key + struct.pack("<QQ", number, place) for key, number, place in pages]

    node_tree, block_tree = grown(nodes, 0x81), grown(blocks, 0x80)
    root = struct.pack("<IQQQQ", 0, end + len(tree), 0x4400, 0, 0) + struct.pack("<QQQQ", *node_tree, *block_tree)
    root += struct.pack("<BBHI", 2, 0, 0, 0)[:8]
    body = b"SM" + struct.pack("<HHBBII", 23, 19, 1, 1, 0, 0) + bytes(8) + struct.pack("<QI", 0x100000, 1)
    body += bytes(128) + bytes(8) + root + b"\xff" * 256 + struct.pack("<BB2xQ", 0x80, 0, 4 * len(file.blocks) + 4)
    header = b"!BDN" + struct.pack("<I", _crc(body[:471])) + body + struct.pack("<I", _crc(body[:516]))
    return (header.ljust(_FIRST_BLOCK, b"\0") + bytes(file.content)) + bytes(tree)


def _crc(data: bytes) -> int:
    return zlib.crc32(data, 0xFFFFFFFF) ^ 0xFFFFFFFF


def _signature(place: int, number: int) -> int:
    mixed = (place ^ number) & 0xFFFFFFFF
    return (mixed >> 16) ^ (mixed & 0xFFFF)

"""Messages in a data file of Outlook (.pst, .ost), as libpff shows them, made into message files of their own."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from typing import Any, BinaryIO

from scanner.compound import Tree, packed
from scanner.document import Unreadable
from scanner.letters import Letter
from scanner.mapi import (
    ANSI,
    BINARY,
    BODY,
    DATA,
    EMBEDDED,
    HTML,
    LONG,
    METHOD,
    RTF,
    TIME,
    UNICODE,
    OutlookItem,
    Properties,
    letter_of,
)
from scanner.outlook import NAMES, PART_HEADER, PROPERTIES, TOP_HEADER

try:
    import pypff
except ImportError:  # the extra `pst` is not installed
    pypff = None

LOST = "フォルダーのない項目"
_MISSING = (
    "Outlookのデータファイル（pst・ost）を読む部品がないため、読めません。"
    "「pip install 'daicho[pst]'」で追加してください"
)
_DEEPEST = 30  # folders in folders
_MOST_PARTS = 5_000  # recipients or attachments of a message
_BODIES = {BODY: "get_plain_text_body", HTML: "get_html_body", RTF: "get_rtf_body"}
_WRAPPED_AS_PLAIN = 0x414C454D


class _Own:
    """The file with a position of its own: two may go through it at once."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._at = file, 0

    def read(self, size: int = -1) -> bytes:
        self._file.seek(self._at)
        data = self._file.read(size)
        self._at += len(data)
        return data

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if whence == io.SEEK_CUR:
            offset, whence = offset + self._at, io.SEEK_SET
        self._at = self._file.seek(offset, whence)
        return self._at

    def tell(self) -> int:
        return self._at

    def get_offset(self) -> int:
        return self._at

    def get_size(self) -> int:
        return self._file.seek(0, io.SEEK_END)


def opened(file: BinaryIO) -> Any:
    """The data file; `unsupported` where libpff is not installed."""
    if pypff is None:
        raise Unreadable("unsupported", _MISSING)
    store = pypff.file()
    try:
        store.open_file_object(_Own(file))
    except OSError as error:
        raise Unreadable("corrupt", "Outlookのデータファイルとして開けません。壊れているおそれがあります") from error
    return store


def messages(store: Any) -> Iterator[tuple[str, Any]]:
    """Every message with its folder, then those that no folder holds any more."""
    yield from _below(store.get_root_folder(), "", 0)
    for number in range(store.get_number_of_orphan_items()):
        item = store.get_orphan_item(number)
        if hasattr(item, "get_plain_text_body"):
            yield LOST, item


def _below(folder: Any, place: str, depth: int) -> Iterator[tuple[str, Any]]:
    for number in range(folder.get_number_of_sub_messages()):
        yield place, folder.get_sub_message(number)
    for number in range(folder.get_number_of_sub_folders() if depth < _DEEPEST else 0):
        inner = folder.get_sub_folder(number)
        name = (inner.get_name() or f"フォルダー{number + 1}").replace("/", "／")
        yield from _below(inner, f"{place}/{name}".lstrip("/"), depth + 1)


class MessageFile:
    """A message as a file (.msg), made when it is read: a damaged one costs itself only.

    libpff does not hand out messages within a message: they are missing at the end, and its `read` says so.
    """

    def __init__(self, message: Any) -> None:
        self._message = message
        self._content: BinaryIO | None = None
        self._left_out = 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        if self._content is None:
            self._content = io.BytesIO(packed(_storage(self._message)))
            self._left_out = _embedded(self._message)
        block = self._content.read(size)
        if not block and self._left_out:
            raise Unreadable("corrupt", f"添付されたメール{self._left_out:,}件は取り出せないため、読めませんでした")
        return block

    def close(self) -> None:
        """Let go of the message."""
        self._content = self._message = None


def letter(message: Any) -> Letter:
    """A message as far as it helps to open the attachments of another."""
    return letter_of(OutlookItem(Properties(_values(message, {}))))


def _values(message: Any, names: dict[int, int | str]) -> dict[int, tuple[int, bytes]]:
    """The properties of a message; its body comes from libpff, which follows it through the file."""
    values = _entries(message, names)
    for number, name in _BODIES.items():
        if text := _or_nothing(getattr(message, name, None)):
            values[number] = _body(number, text)
    return values


def _body(number: int, text: bytes) -> tuple[int, bytes]:
    if number == BODY:
        return UNICODE, text.decode("utf-8", "replace").encode("utf-16-le")
    if number == RTF:  # unpacked already
        return BINARY, struct.pack("<IIII", len(text) + 12, len(text), _WRAPPED_AS_PLAIN, 0) + text
    return BINARY, text


def _or_nothing(body: Any) -> bytes:
    try:
        return (body() if body else None) or b""
    except OSError:  # a body that cannot be followed; the rest of the message is there
        return b""


def _entries(item: Any, names: dict[int, int | str], at: int = 0) -> dict[int, tuple[int, bytes]]:
    values: dict[int, tuple[int, bytes]] = {}
    if at >= item.get_number_of_record_sets():
        return values
    record = item.get_record_set(at)
    for number in range(record.get_number_of_entries()):
        entry = record.get_entry(number)
        kind, key = entry.get_value_type(), entry.get_entry_type()
        if kind is None or key is None or kind not in (UNICODE, ANSI, BINARY, LONG, TIME):
            continue
        if key >= 0x8000 and (name := _name(entry)):
            names[key] = name
        data = entry.get_data() or b""
        values[key] = (kind, data.ljust(8, b"\0") if kind in (LONG, TIME) else data)
    return values


def _name(entry: Any) -> int | str:
    named = entry.get_name_to_id_map_entry()
    if named is None:
        return 0
    return named.get_string() or named.get_number() or 0


def _storage(message: Any) -> Tree:
    names: dict[int, int | str] = {}
    tree = _properties(_values(message, names), TOP_HEADER)
    recipients = getattr(message, "recipients", None)
    for number in range(min(recipients.get_number_of_record_sets(), _MOST_PARTS) if recipients else 0):
        tree[f"__recip_version1.0_#{number:08X}"] = _properties(_entries(recipients, names, number), PART_HEADER)
    for number, (attachment, values) in enumerate(_attachments(message, names)):
        if DATA not in values and (size := attachment.get_size()):
            values[DATA] = (BINARY, attachment.read_buffer(size))
        tree[f"__attach_version1.0_#{number:08X}"] = _properties(values, PART_HEADER)
    tree[NAMES] = _names(names)
    return tree


def _embedded(message: Any) -> int:
    """How many messages within the message there are."""
    count = min(getattr(message, "number_of_attachments", 0) or 0, _MOST_PARTS)
    return count - sum(1 for _ in _attachments(message, {}))


def _attachments(message: Any, names: dict[int, int | str]) -> Iterator[tuple[Any, dict[int, tuple[int, bytes]]]]:
    """The attachments that are files, with their properties."""
    for number in range(min(getattr(message, "number_of_attachments", 0) or 0, _MOST_PARTS)):
        attachment = message.get_attachment(number)
        values = _entries(attachment, names)
        if int.from_bytes(values.get(METHOD, (0, b""))[1][:4], "little") != EMBEDDED:
            yield attachment, values


def _properties(values: dict[int, tuple[int, bytes]], header: int) -> Tree:
    tree: Tree = {}
    lines = []
    for number, (kind, raw) in sorted(values.items()):
        is_short = kind in (LONG, TIME)
        lines.append(struct.pack("<HHI", kind, number, 6) + (raw[:8] if is_short else struct.pack("<II", len(raw), 0)))
        if not is_short:
            tree[f"__substg1.0_{number:04X}{kind:04X}"] = raw
    tree[PROPERTIES] = bytes(header) + b"".join(lines)
    return tree


def _names(names: dict[int, int | str]) -> Tree:
    """The names of the properties from 0x8000 on, as a message file keeps them."""
    entries, texts = b"", b""
    for number, name in sorted(names.items()):
        index = (number - 0x8000) << 16
        if isinstance(name, int):
            entries += struct.pack("<II", name, index)
            continue
        entries += struct.pack("<II", len(texts), index | 1)
        raw = name.encode("utf-16-le", "replace")
        texts += struct.pack("<I", len(raw)) + raw + bytes(-len(raw) % 4)
    return {"__substg1.0_00030102": entries, "__substg1.0_00040102": texts}

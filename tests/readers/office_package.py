"""What the Office samples of this folder are put together from: packages, relations, people, packed bytes.

All people, addresses and numbers are invented.
"""

from __future__ import annotations

import datetime
import io
import re
import struct
import zipfile
from pathlib import Path

import openpyxl

HERE = Path(__file__).parent
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SLIDES = "http://schemas.openxmlformats.org/presentationml/2006/main"
SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MAIN_TYPE = "application/vnd.openxmlformats-officedocument"
PEOPLE = (
    ("架空 花子", "カクウ ハナコ", 600001, 9000000001, datetime.date(1985, 4, 1)),
    ("見本 太郎", "ミホン タロウ", 1000001, 8000000002, datetime.date(1972, 12, 31)),
    ("例示 次郎", "レイジ ジロウ", 9000003, 7000000003, datetime.date(2001, 1, 8)),
)


def write_package(name: str, parts: dict[str, str | bytes]) -> None:
    """A ZIP with a fixed date, its parts in the given order."""
    with zipfile.ZipFile(HERE / name, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(zipfile.ZipInfo(part, (2026, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)


def saved(book: openpyxl.Workbook) -> dict[str, str | bytes]:
    """The parts of a workbook, without the moment at which it was saved."""
    buffer = io.BytesIO()
    book.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    core = parts["docProps/core.xml"]
    assert isinstance(core, bytes)
    parts["docProps/core.xml"] = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", b"2026-01-01T00:00:00Z", core)
    return parts


def relations(*links: tuple[str, str]) -> str:
    """The rels of a part: kind and target of each link, numbered rId1, rId2, …"""
    lines = (
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(links, 1)
    )
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<?xml version="1.0"?><Relationships xmlns="{package}">{"".join(lines)}</Relationships>'


def content_types(*overrides: tuple[str, str]) -> str:
    """[Content_Types].xml with the type of the main part and others."""
    lines = "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in overrides)
    return (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{lines}</Types>'
    )


def properties(**facts: str) -> str:
    """docProps/core.xml with the given elements (`creator`, `lastModifiedBy`, …)."""
    spaces = 'xmlns="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    lines = "".join(f"<{name}>{text}</{name}>" for name, text in facts.items())
    return f'<?xml version="1.0"?><coreProperties {spaces}>{lines}</coreProperties>'


def packed_lh5(content: bytes) -> bytes:
    """Content in the packing of LHA, each run of one byte in a block of its own whose codes have one symbol."""
    bits = ""
    for run in re.finditer(rb"(?s)(.)\1{0,65534}", content):
        fields = ((len(run[0]) & 0xFFFF, 16), (0, 5), (0, 5), (0, 9), (run[0][0], 9), (0, 4), (0, 4))
        bits += "".join(f"{value:0{width}b}" for value, width in fields)
    bits += "0" * (-len(bits) % 8)
    return int(bits or "0", 2).to_bytes(len(bits) // 8, "big")


def property_set(facts: dict[int, str], own: dict[str, str] | None = None) -> bytes:
    """A property stream in Shift_JIS: the known properties by number, then those of one's own making by name."""
    sections = [_section({1: struct.pack("<II", 2, 932)} | {key: _string(text) for key, text in facts.items()})]
    if own:
        names = dict(enumerate(own, 2))
        listed = struct.pack("<I", len(names))
        for number, name in names.items():
            raw = name.encode("cp932") + b"\0"
            listed += struct.pack("<II", number, len(raw)) + raw
        values = {number: _string(own[name]) for number, name in names.items()}
        sections.append(_section({0: listed, 1: struct.pack("<II", 2, 932)} | values))
    head = struct.pack("<HHI16xI", 0xFFFE, 0, 0, len(sections))
    place = len(head) + 20 * len(sections)
    for section in sections:
        head += bytes(16) + struct.pack("<I", place)
        place += len(section)
    return head + b"".join(sections)


def _string(text: str) -> bytes:
    raw = text.encode("cp932") + b"\0"
    return struct.pack("<II", 0x1E, len(raw)) + raw


def _section(values: dict[int, bytes]) -> bytes:
    place, listed, body = 8 + 8 * len(values), b"", b""
    for number, value in values.items():
        listed += struct.pack("<II", number, place + len(body))
        body += value + bytes(-len(value) % 4)
    return struct.pack("<II", place + len(body), len(values)) + listed + body


def metafile(*texts: tuple[int, int, str]) -> bytes:
    """An EMF with texts at their places."""
    records = b""
    for left, top, text in texts:
        raw = text.encode("utf-16-le").ljust(-(-len(text) // 2) * 4, b"\0")
        size = 76 + len(raw) + 4 * len(text)
        body = bytes(16) + struct.pack("<Iff", 1, 1, 1) + struct.pack("<iiIII", left, top, len(text), 76, 0)
        body += bytes(16) + struct.pack("<I", 76 + len(raw)) + raw + struct.pack(f"<{len(text)}i", *[100] * len(text))
        records += struct.pack("<II", 84, size) + body
    header = struct.pack("<II", 1, 88) + bytes(32) + b" EMF" + bytes(44)
    return header + records + struct.pack("<IIIII", 14, 20, 0, 0, 20)

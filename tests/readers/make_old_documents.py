"""Makes the older documents of this folder: python -m tests.readers.make_old_documents (same bytes each time).

fast_saved.doc: the text in pieces of two widths that lie in the file in another order than they are read in.
letter.rtf: characters in Shift_JIS and by number, a table, notes, a header, a box, an inserted file.
report.jtd, report.jttc: the store of blocks, records, ruled rows, a reading; the same compressed.
chart.vsd: shapes behind pointers, packed.
plan.xdw: a drawing, a picture, a note, all packed as DocuWorks does.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence

from PIL import Image

from scanner.compound import Tree, packed
from tests.readers.office_package import HERE, metafile, packed_lh5, property_set

BODY = (
    "申込書\r架空商事御中\r"
    "氏名\x07電話番号\x07\x07架空 花子\r（旧姓 見本）\x07090-0000-0001\x07\x07"
    '担当：\x13 HYPERLINK "mailto:hanako@example.co.jp" \x14窓口\x15\r'
    "\x13 EQ \\o\\ad(\\s\\up 9(れいじ),例示)\x15 次郎\r"
)
NARROW = "Tel. 03-0000-0002\r"
STORIES = (BODY + NARROW, "脚注：署名 七子\r", "社外秘 八重\r", "", "本人確認済み\r", "", "枠：窓口 九太\r", "")


def _paragraph_page(places: list[tuple[int, bytes]], start: int) -> bytes:
    """A page of paragraph properties: where each paragraph ends in the file, and its properties."""
    count = len(places)
    page = bytearray(512)
    ends = [start, *(end for end, _ in places)]
    struct.pack_into(f"<{count + 1}I", page, 0, *ends)
    at = 510
    for number, (_, properties) in enumerate(places):
        content = b"\0\0" + properties  # the style, then the properties
        size = len(content) + 1
        at -= (size + 2) // 2 * 2
        page[4 * (count + 1) + 13 * number] = at // 2 if properties else 0
        if properties:
            page[at] = (len(content) + 2) // 2
            page[at + 1 : at + 1 + len(content)] = content
    page[511] = count
    return bytes(page)


def _paragraphs(text: str, start: int) -> list[tuple[int, bytes]]:
    """Where paragraphs and cells end; behind two cells comes the end of the row."""
    places, cells = [], 0
    for at, letter in enumerate(text):
        if letter not in "\r\x07":
            continue
        cells = cells + 1 if letter == "\x07" else cells
        properties = b""
        if letter == "\x07" and cells % 3 == 0:
            properties = struct.pack("<HBHB", 0x2416, 1, 0x2417, 1)
        elif letter == "\x07" or text[at - 2 : at] == "花子":
            properties = struct.pack("<HB", 0x2416, 1)
        places.append((start + 2 * (at + 1), properties))
    return places


def fast_saved_doc() -> None:
    """The pieces lie in the file back to front; one of them has one byte a character."""
    rest = "".join(STORIES[1:])
    body_at, rest_at, narrow_at = 2048, 1024, 1536
    data = bytearray(4096)
    for text, at, encoding in (
        (BODY, body_at, "utf-16-le"),
        (rest, rest_at, "utf-16-le"),
        (NARROW, narrow_at, "cp1252"),
    ):
        raw = text.encode(encoding)
        data[at : at + len(raw)] = raw
    page_at = 3072
    data[page_at : page_at + 512] = _paragraph_page(_paragraphs(BODY, body_at), body_at)
    struct.pack_into("<HH6xH", data, 0, 0xA5EC, 0xC1, 0x200)
    struct.pack_into("<8I", data, 0x4C, *map(len, STORIES))
    pieces = ((len(BODY), body_at), (len(NARROW), narrow_at * 2 | 0x40000000), (len(rest), rest_at))
    ends, where, total = struct.pack("<I", 0), b"", 0
    for length, at in pieces:
        total += length
        ends += struct.pack("<I", total)
        where += struct.pack("<HIH", 0, at, 0)
    clx = b"\x02" + struct.pack("<I", len(ends + where)) + ends + where
    pages = struct.pack("<III", body_at, body_at + 2 * len(BODY), page_at // 512)
    struct.pack_into("<II", data, 0x102, len(clx), len(pages))
    struct.pack_into("<II", data, 0x1A2, 0, len(clx))
    native = _native("名簿.csv", "番号,氏名\r\n1,添付 七郎\r\n".encode("cp932"))
    tree: Tree = {
        "WordDocument": bytes(data),
        "1Table": clx + pages,
        "\x05SummaryInformation": property_set({2: "申込書", 4: "作成 八重", 8: "更新 九太"}),
        "\x05DocumentSummaryInformation": property_set({15: "架空商事"}, {"担当部署": "総務部"}),
        "ObjectPool": {"_1": {"\x01Ole10Native": native}},
    }
    (HERE / "fast_saved.doc").write_bytes(packed(tree))


def _native(name: str, content: bytes) -> bytes:
    label, path = name.encode("cp932") + b"\0", b"C:\\" + name.encode("cp932") + b"\0"
    inner = b"\2\0" + label + path + b"\0\0\3\0" + struct.pack("<I", len(path)) + path
    inner += struct.pack("<I", len(content)) + content
    return struct.pack("<I", len(inner)) + inner


def _escaped(text: str) -> str:
    return "".join(f"\\'{byte:02x}" for byte in text.encode("cp932"))


def _by_number(text: str) -> str:
    units = struct.unpack(f"<{len(text.encode('utf-16-le')) // 2}h", text.encode("utf-16-le"))
    return "".join(f"\\u{unit}?" for unit in units)


def letter_rtf() -> None:
    """As Word writes it, in little."""
    cell = "\\pard\\intbl"
    name = b"Package\0"
    inserted = struct.pack("<II", 0x501, 2) + struct.pack("<I", len(name)) + name + bytes(8)
    native = _native("名簿.csv", "番号,氏名\r\n1,添付 七郎\r\n".encode("cp932"))[4:]
    inserted += struct.pack("<I", len(native)) + native
    png = io.BytesIO()
    Image.new("RGB", (40, 20), "white").save(png, "PNG")
    text = (
        "{\\rtf1\\ansi\\ansicpg932\\deff0{\\fonttbl{\\f0\\fcharset0 Times;}{\\f1\\fcharset128 "
        + _escaped("ＭＳ 明朝")
        + ";}}{\\colortbl;\\red0\\green0\\blue0;}{\\stylesheet{\\s0 Normal;}}"
        + "{\\info{\\title "
        + _escaped("通知書")
        + "}{\\author "
        + _escaped("作成 八重")
        + "}{\\*\\company "
        + _escaped("架空商事")
        + "}}{\\header\\pard "
        + _escaped("社外秘")
        + "\\par}\\pard\\f1 "
        + _escaped("表彰の件")  # 0x5c as a second byte
        + "\\par{\\f0 "
        + _by_number("髙橋 𠮷子")
        + "}\\'97\\'6c{\\footnote\\pard "
        + _escaped("署名 七子")
        + "}{\\*\\annotation "
        + _escaped("本人確認済み")
        + "}\\par "
        + f"\\trowd\\cellx1\\cellx2{cell} {_escaped('氏名')}\\cell {_escaped('電話番号')}\\cell\\row"
        + f"\\trowd\\cellx1\\cellx2{cell} {_escaped('架空 花子')}\\par "
        + f"{_escaped('（旧姓 見本）')}\\cell 090-0000-0001\\cell\\row"
        + '\\pard {\\field{\\*\\fldinst HYPERLINK "mailto:hanako@example.co.jp"}{\\fldrslt '
        + _escaped("窓口")
        + "}}\\par{\\shp{\\*\\shpinst{\\sp{\\sn x}{\\sv 1}}{\\shptxt "
        + _escaped("枠：九太")
        + "\\par}}}"
        + f"{{\\pict\\pngblip {png.getvalue().hex()}}}"
        + f"{{\\object\\objemb{{\\*\\objclass Package}}{{\\*\\objdata {inserted.hex()}}}}}"
        + "\\par}"
    )
    (HERE / "letter.rtf").write_bytes(text.encode("ascii"))


def _store(*texts: Sequence[int | str]) -> bytes:
    """A store of blocks with a text in each of its streams."""
    blocks, listing = b"", b""
    for index, text in enumerate(texts):
        raw = b"".join(part.encode("utf-16-be") if isinstance(part, str) else struct.pack(">H", part) for part in text)
        content = b"TextV.01" + struct.pack(">I", len(raw) // 2) + raw + b"\xff"
        first, count = len(blocks) // 256, -(-len(content) // 256)
        blocks += content.ljust(256 * count, b"\0")
        numbers = struct.pack(f">{count}I", *range(first, first + count))
        listing += struct.pack(">5I", index, 0, len(content), count, count) + numbers
    head = b"SsmgV.01" + struct.pack(">III", len(texts), 256, len(blocks) // 256)
    return head + blocks + listing + bytes(4)


def _words(kind: int, *payload: int) -> list[int]:
    length = len(payload) + 7
    return [0x1C, kind, length, *payload, length, 0, kind, 0x1F]


def _inline(first: int, second: int, text: str) -> list[int | str]:
    return [0x1C, 1, 7, 0, first, second, 0x1D, text, 0x1E, 5, 0, 1, 0x1F]


def report_jtd() -> None:
    """A line, a name with its reading, a ruled row of two cells, a box, a second sheet."""
    line, cell = _words(0x10, 0, 0x24, 1, 1, 0xFFFF, 0), _words(0x30, 0, 1, 20, 0, 0)
    body: list[int | str] = [
        *line, "通知書", 0x0A, "対象者：", *_inline(0, 3, "例示"), *_inline(1, 0x82, "れいじ"), " 次郎 𠮷", 0x0A,
        *line, *cell, "氏名", *cell, "電話番号", 0x0A, 0x0E,
        *line, *cell, "架空 花子", *cell, "090-0000-0001", 0x0A, 0x0E,
        *_words(0x20, 0), "以上", 0x0A, *_inline(1, 0, "ここに氏名を記入"), 0,
    ]  # fmt: skip
    tree: Tree = {
        "DocumentText": _store(body),
        "LayoutBoxText": _store("枠：窓口 九太", "枠：窓口 七子"),
        "Header": _store("社外秘"),
        "ObjectSheets": {"DocSheet": {"DOCS_0000": {"DocumentText": _store("別紙：見本 太郎")}}},
        "\x05SummaryInformation": property_set({2: "通知書", 4: "作成 八重"}),
        "\x04JSRV_SegmentInformation": b"VDA_DOC\0",
    }
    content = packed(tree)
    (HERE / "report.jtd").write_bytes(content)
    lha = packed_lh5(content)
    header = b"-lh5-" + struct.pack("<II", len(lha), len(content)) + bytes(4) + b"\x20\0\0\0\0"
    stream = b"&\0JustCompressedDocument".ljust(38, b"\0") + bytes([len(header), 0]) + header + lha
    (HERE / "report.jttc").write_bytes(packed({"JSCompDocument": stream}))


def _field(tag: int, value: bytes) -> bytes:
    size = len(value)
    length = (
        bytes([size])
        if size < 0x80
        else b"\x82" + struct.pack(">H", size)
        if size < 0x10000
        else (b"\x83" + size.to_bytes(3, "big"))
    )
    return bytes([tag]) + length + value


def _number(value: int) -> bytes:
    return value.to_bytes(value.bit_length() // 8 + 1, "big")


def plan_xdw() -> None:
    """Two lines of a drawn page, a scanned one, a note; the blocks are packed as in the documents known."""
    emf = metafile((100, 1000, "氏名"), (900, 1000, "架空 花子"), (100, 1500, "電話番号 090-0000-0001")) + bytes(9000)
    drawing = _field(0x80, _number(4)) + _field(0x81, _number(len(emf))) + _field(0x86, packed_lh5(emf))
    jpeg = io.BytesIO()
    Image.new("RGB", (160, 40), "white").save(jpeg, "JPEG")
    picture = struct.pack("<4I", 16 + len(jpeg.getvalue()), 0, 160, 40) + jpeg.getvalue()
    entries = b"".join(_field(0x64, _field(0x81, b"\1") + _field(0x82, body)) for body in (drawing, picture))
    note = _field(
        0x62,
        _field(0x80, b"\1") + _field(0x62, _number(0x8011)) + _field(0x84, "要連絡：見本 太郎".encode("utf-16-le")),
    )
    properties = note + bytes(9000)
    stored = packed_lh5(properties)
    trailer = _field(0x80, b"\2") + _field(0x83, _number(len(properties))) + _field(0x84, _number(len(stored)))
    trailer += _field(0x86, struct.pack("<I", len(trailer) + 6))
    segment = entries + _field(0x63, stored) + _field(0x68, trailer)
    (HERE / "plan.xdw").write_bytes(_field(0x60, _field(0x82, b"\x0a") + _field(0x80, b"\0")) + _field(0x61, segment))


def _packed_visio(content: bytes) -> bytes:
    """Bytes as they are, eight at a time: the packing of Visio without a single repetition."""
    out = b""
    for at in range(0, len(content), 8):
        piece = content[at : at + 8]
        out += bytes([(1 << len(piece)) - 1]) + piece
    return out


def chart_vsd() -> None:
    """A page behind a pointer, packed; on it two shapes with text."""
    chunks = b""
    for text in ("部長 架空 花子", "課長 見本 太郎"):
        raw = bytes(8) + text.encode("utf-16-le") + b"\0\0"
        chunks += struct.pack("<IIIIHB", 14, 1, 0, len(raw), 0, 0) + raw + bytes(4)
    page, listing_at = _packed_visio(bytes(4) + chunks), 0x60
    listing = struct.pack("<IIII", 8, 0, 1, 0) + struct.pack("<IIIIH", 0x15, 0, 0x100, len(page), 0xD2)
    data = bytearray(0x100) + page
    data[:20] = b"Visio (TM) Drawing\r\n"
    data[0x1A] = 11
    struct.pack_into("<IIIIH", data, 0x24, 0x14, 0, listing_at, len(listing), 0x50)
    data[listing_at : listing_at + len(listing)] = listing
    facts = property_set({4: "作成 八重"})
    (HERE / "chart.vsd").write_bytes(packed({"VisioDocument": bytes(data), "\x05SummaryInformation": facts}))


if __name__ == "__main__":
    chart_vsd()
    fast_saved_doc()
    letter_rtf()
    report_jtd()
    plan_xdw()

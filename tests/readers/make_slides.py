"""Makes the presentations of this folder: python -m tests.readers.make_slides (same bytes each time)."""

from __future__ import annotations

import struct
import zlib

from scanner.compound import Tree, packed
from tests.readers.office_package import (
    DRAWING,
    HERE,
    MAIN_TYPE,
    OFFICE,
    SLIDES,
    content_types,
    property_set,
    relations,
    write_package,
)


def meeting_pptx() -> None:
    """Slides listed in another order than they are numbered, a table, a group, a note, a hidden slide."""
    spaces = f'xmlns:p="{SLIDES}" xmlns:a="{DRAWING}" xmlns:r="{OFFICE}"'

    def shape(text: str, placeholder: str = "") -> str:
        return (
            f"<p:sp><p:nvPr>{placeholder}</p:nvPr><p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"
        )

    def slide(inner: str, show: str = "") -> str:
        return f"<p:sld {spaces}{show}><p:cSld><p:spTree>{inner}</p:spTree></p:cSld></p:sld>"

    cells = (("役割", "氏名"), ("班長", "架空 花子"))
    table = "".join(
        "<a:tr>"
        + "".join(f"<a:tc><a:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></a:txBody></a:tc>" for text in row)
        + "</a:tr>"
        for row in cells
    )
    first = (
        shape("緊急連絡網")
        + f"<p:grpSp>{shape('総務部')}</p:grpSp><p:graphicFrame><a:tbl>{table}</a:tbl></p:graphicFrame>"
    )
    number = shape("1", '<p:ph type="sldNum"/>')
    write_package(
        "meeting.pptx",
        {
            "[Content_Types].xml": content_types(
                ("/ppt/presentation.xml", f"{MAIN_TYPE}.presentationml.presentation.main+xml")
            ),
            "_rels/.rels": relations(("officeDocument", "ppt/presentation.xml")),
            "ppt/presentation.xml": f'<p:presentation {spaces}><p:sldIdLst><p:sldId id="256" r:id="rId2"/>'
            '<p:sldId id="257" r:id="rId1"/></p:sldIdLst></p:presentation>',
            "ppt/_rels/presentation.xml.rels": relations(
                ("slide", "slides/slide1.xml"), ("slide", "slides/slide2.xml")
            ),
            "ppt/slides/slide1.xml": slide(shape("控え：見本 太郎"), ' show="0"'),
            "ppt/slides/slide2.xml": slide(first),
            "ppt/slides/_rels/slide2.xml.rels": relations(("notesSlide", "../notesSlides/notesSlide1.xml")),
            "ppt/notesSlides/notesSlide1.xml": slide(shape("花子さんは産休中") + number),
        },
    )


def _record(kind: int, content: bytes, instance: int = 0, *, is_container: bool = False) -> bytes:
    return struct.pack("<HHI", instance << 4 | (0xF if is_container else 0), kind, len(content)) + content


def _box(kind: int, *parts: bytes, instance: int = 0) -> bytes:
    return _record(kind, b"".join(parts), instance, is_container=True)


def _wide(text: str) -> bytes:
    return _record(0x0FA0, text.encode("utf-16-le"))


def _said(*texts: str) -> bytes:
    """A comment: its author and what it says, deep in the tags of a slide."""
    parts = (_record(0x0FBA, text.encode("utf-16-le"), number) for number, text in enumerate(texts))
    return _box(0x1388, _box(0x138A, _record(0x138B, _box(0x2EE0, *parts))))


def edited_ppt() -> None:
    """Saved twice: the first state of a slide lies in front of the last one, and an inserted workbook."""
    hidden = _record(0x03F9, bytes(10) + b"\x04\0" + bytes(4))
    parts = {
        3: _box(0x03EE, _wide("緊急連絡網"), hidden, _said("確認 五子", "内線も追記")),
        4: _box(
            0x03EE, _record(0x0FA8, b"Tel. 03-0000-0001"), _box(0x0FD9, _record(0x0FBA, "社外秘".encode("utf-16-le")))
        ),
        5: _box(0x03F0, _record(0x03F1, struct.pack("<II", 256, 0)), _wide("花子さんは産休中")),
        6: _record(0x1011, _packed_object(), 1),
    }
    first = _box(0x03EE, _wide("緊急連絡網"), _wide("退職者 旧姓 六美"))
    here = [_record(0x03F3, struct.pack("<IIIII", part, 0, 0, slide, 0)) for part, slide in ((3, 256), (4, 257))]
    document = _box(0x03E8, _box(0x0FF0, here[0], _wide("班長 架空 花子"), here[1]))
    data, places = first, {3: 0}
    directory_at = len(data)
    data += _record(0x1772, struct.pack("<II", 1 << 20 | 3, 0))
    edit_at = len(data)
    data += _record(0x0FF5, struct.pack("<IIIIII", 256, 0, 0, directory_at, 1, 6) + bytes(4))
    for number, part in ({2: document} | parts).items():
        places[number] = len(data)
        data += part
    directory_at = len(data)
    data += _record(0x1772, struct.pack("<6I", 5 << 20 | 2, *(places[number] for number in range(2, 7))))
    last_at = len(data)
    data += _record(0x0FF5, struct.pack("<IIIIII", 257, 0, edit_at, directory_at, 2, 6) + bytes(4))
    user = _record(0x0FF6, struct.pack("<III", 20, 0xE391C05F, last_at) + bytes(8))
    tree: Tree = {
        "PowerPoint Document": data,
        "Current User": user,
        "\x05SummaryInformation": property_set({2: "連絡網", 4: "作成 八重"}),
    }
    (HERE / "edited.ppt").write_bytes(packed(tree))


def _packed_object() -> bytes:
    inner = packed({"Package": "番号,氏名\n1,添付 七郎\n".encode("cp932")})
    return struct.pack("<I", len(inner)) + zlib.compress(inner)


if __name__ == "__main__":
    meeting_pptx()
    edited_ppt()

"""Makes the hand-written PDF samples of this folder: python tests/readers/make_pdf.py (same bytes each time).

All people, addresses and numbers are invented.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from operator import methodcaller
from pathlib import Path

import reportlab
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFontFile
from reportlab.pdfgen.canvas import Canvas

HERE = Path(__file__).parent


class Paper:
    """Objects of a PDF in the order in which they are added; 1 is the catalogue, 2 the tree of pages."""

    def __init__(self) -> None:
        self.catalogue = ""
        self.trailer = ""
        self._objects: list[bytes] = [b"", b""]
        self._pages: list[int] = []

    def add(self, body: str | bytes) -> int:
        """One more object; its number."""
        self._objects.append(body.encode("latin-1") if isinstance(body, str) else body)
        return len(self._objects)

    def stream(self, entries: str, data: bytes) -> int:
        """One more stream."""
        head = f"<< {entries} /Length {len(data)} >>\nstream\n".encode("latin-1")
        return self.add(head + data + b"\nendstream")

    def page(self, content: bytes, fonts: str = "", more: str = "", filters: str = "") -> int:
        """One more page on A4; its number."""
        drawn = self.stream(filters, content)
        resources = f"/Resources << /Font << {fonts} >> >>"
        box = "/MediaBox [0 0 595 842]"
        self._pages.append(self.add(f"<< /Type /Page /Parent 2 0 R {box} {resources} /Contents {drawn} 0 R {more} >>"))
        return self._pages[-1]

    def saved(self) -> bytes:
        """The file."""
        self._objects[0] = f"<< /Type /Catalog /Pages 2 0 R {self.catalogue} >>".encode("latin-1")
        kids = " ".join(f"{number} 0 R" for number in self._pages)
        self._objects[1] = f"<< /Type /Pages /Kids [{kids}] /Count {len(self._pages)} >>".encode("latin-1")
        target = io.BytesIO()
        target.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        places = []
        for number, body in enumerate(self._objects, 1):
            places.append(target.tell())
            target.write(b"%d 0 obj\n%b\nendobj\n" % (number, body))
        start = target.tell()
        target.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1))
        target.write(b"".join(b"%010d 00000 n \n" % place for place in places))
        tail = f"trailer\n<< /Size {len(places) + 1} /Root 1 0 R {self.trailer} >>\nstartxref\n{start}\n%%EOF\n"
        target.write(tail.encode("latin-1"))
        return target.getvalue()


def text_string(text: str) -> str:
    """A string outside of pages, in UTF-16."""
    return "<FEFF" + text.encode("utf-16-be").hex() + ">"


def cid_font(paper: Paper, cmap: str, name: str = "MS-Mincho") -> int:
    """A Japanese font that is not in the file, with one of Adobe's character maps."""
    described = paper.add(
        f"<< /Type /FontDescriptor /FontName /{name} /Flags 4 /FontBBox [0 -120 1000 880] /ItalicAngle 0 /Ascent 880 "
        "/Descent -120 /CapHeight 700 /StemV 80 >>"
    )
    inner = paper.add(
        f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{name} /FontDescriptor {described} 0 R /DW 1000 "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 2 >> /W [1 [500 500] 231 632 500] >>"
    )
    return paper.add(
        f"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /{cmap} /DescendantFonts [{inner} 0 R] >>"
    )


def lines(texts: list[str], encode: Callable[[str], bytes], *, vertical: bool = False) -> bytes:
    """The content of a page: each text on a line of its own, or in a column, from right to left."""
    drawn = [b"BT /F1 12 Tf"]
    for number, text in enumerate(texts):
        left, bottom = (500 - 24 * number, 780) if vertical else (60, 780 - 24 * number)
        drawn.append(b"1 0 0 1 %d %d Tm <%b> Tj" % (left, bottom, encode(text).hex().encode()))
    return b"\n".join([*drawn, b"ET"])


def old_fonts() -> None:
    """Pages in fonts without ToUnicode, as Japanese business software has made them since the nineties."""
    paper = Paper()
    people = ["氏名　架空 花子（ｶｸｳ ﾊﾅｺ）", "電話 090-0000-0001　㈱見本商事①", "東京都千代田区例町１－２－３"]
    maps: tuple[tuple[str, str], ...] = (
        ("90ms-RKSJ-H", "cp932"),
        ("UniJIS-UTF16-H", "utf-16-be"),
        ("UniJIS-UCS2-H", "utf-16-be"),
        ("90msp-RKSJ-H", "cp932"),
    )
    for cmap, codec in maps:
        font = cid_font(paper, cmap)
        paper.page(lines([cmap, *people], methodcaller("encode", codec)), f"/F1 {font} 0 R")
    font = cid_font(paper, "EUC-H")
    paper.page(lines(["日本語の文字", "見本 太郎"], lambda text: text.encode("euc_jp")), f"/F1 {font} 0 R")
    font = cid_font(paper, "90ms-RKSJ-V")
    columns = ["縦書きの覚書　第一条、甲は", "乙（例示 次郎）に対し一「見", "本」を渡すものとする。"]
    paper.page(lines(columns, lambda text: text.encode("cp932"), vertical=True), f"/F1 {font} 0 R")
    (HERE / "old_fonts.pdf").write_bytes(paper.saved())


def without(font: bytes, *names: bytes) -> bytes:
    """A TrueType font without some of its tables."""
    count = struct.unpack(">H", font[4:6])[0]
    entries = [struct.unpack(">4s3I", font[12 + 16 * at : 28 + 16 * at]) for at in range(count)]
    kept = [(tag, check, font[start : start + size]) for tag, check, start, size in entries if tag not in names]
    head = font[:4] + struct.pack(">4H", len(kept), 128, 3, 16 * len(kept) - 128)
    start, bodies = 12 + 16 * len(kept), b""
    for tag, check, body in kept:
        head += struct.pack(">4s3I", tag, check, start + len(bodies), len(body))
        bodies += body + bytes(-len(body) % 4)
    return head + bodies


def glyphs_only() -> None:
    """Two pages in a font that is in the file, by the numbers of its glyphs: with the map inside it, and without."""
    whole = (Path(reportlab.__file__).parent / "fonts" / "Vera.ttf").read_bytes()
    glyphs = TTFontFile(io.BytesIO(whole)).charToGlyph
    paper = Paper()
    for font, text in ((whole, "Applicant: Hanako Kakuu"), (without(whole, b"cmap", b"post"), "Applicant: Taro Mihon")):
        file = paper.stream(f"/Length1 {len(font)} /Filter /FlateDecode", zlib.compress(font, 9))
        described = paper.add(
            "<< /Type /FontDescriptor /FontName /AAAAAA+Vera /Flags 4 /FontBBox [-183 -236 1287 928] /ItalicAngle 0 "
            f"/Ascent 928 /Descent -236 /CapHeight 729 /StemV 80 /FontFile2 {file} 0 R >>"
        )
        inner = paper.add(
            f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /AAAAAA+Vera /FontDescriptor {described} 0 R /DW 600 "
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /CIDToGIDMap /Identity >>"
        )
        outer = paper.add(
            "<< /Type /Font /Subtype /Type0 /BaseFont /AAAAAA+Vera /Encoding /Identity-H "
            f"/DescendantFonts [{inner} 0 R] >>"
        )
        drawn = b"".join(struct.pack(">H", glyphs[ord(one)]) for one in text)
        paper.page(b"BT /F1 24 Tf 60 700 Td <" + drawn.hex().encode() + b"> Tj ET", f"/F1 {outer} 0 R")
    (HERE / "glyphs_only.pdf").write_bytes(paper.saved())


def widget(paper: Paper, page: str, name: str, kind: str, value: str) -> int:
    """A field of a form, at the foot of a page."""
    named = f"/T {text_string(name)} /FT /{kind} /V {value} /P {page}"
    return paper.add(f"<< /Type /Annot /Subtype /Widget /Rect [60 100 300 120] /F 4 {named} >>")


def notes() -> None:
    """A page under notes, a stamp, a form, links and files; what the document says about itself."""
    paper = Paper()
    font = cid_font(paper, "90ms-RKSJ-H")
    page = "5 0 R"  # after the catalogue, the tree and the three objects of the font comes the page's content
    stamp = paper.stream(
        f"/Type /XObject /Subtype /Form /BBox [0 0 100 40] /Resources << /Font << /F1 {font} 0 R >> >>",
        b"BT /F1 10 Tf 4 24 Td <" + "承認 2026.4.1".encode("cp932").hex().encode() + b"> Tj 0 -16 Td <"
        + "文例 四郎丸".encode("cp932").hex().encode() + b"> Tj ET",
    )  # fmt: skip
    pinned = paper.stream("/Type /EmbeddedFile", "氏名,電話\r\n仮名 三郎,090-0000-0002\r\n".encode("cp932"))
    listed = paper.stream("/Type /EmbeddedFile", "雛形 葉 様への覚書\r\n".encode())
    marks = [
        f"<< /Type /Annot /Subtype /Text /Rect [60 700 80 720] /T {text_string('見本 太郎')} "
        f"/Contents {text_string('架空 花子さんの住所を確認してください')} >>",
        f"<< /Type /Annot /Subtype /Stamp /Rect [300 700 400 740] /AP << /N {stamp} 0 R >> >>",
        "<< /Type /Annot /Subtype /Link /Rect [60 600 200 620] /A << /S /URI /URI (mailto:hanako@example.co.jp) >> >>",
        "<< /Type /Annot /Subtype /Link /Rect [60 570 200 590] /A << /S /URI /URI (https://example.co.jp/) >> >>",
        f"<< /Type /Annot /Subtype /FileAttachment /Rect [400 600 420 620] /FS << /Type /Filespec /F (list.csv) "
        f"/UF {text_string('名簿.csv')} /EF << /F {pinned} 0 R >> >> >>",
    ]
    fields = [
        widget(paper, page, "氏名", "Tx", text_string("例示 次郎")),
        widget(paper, page, "続柄", "Ch", text_string("長男")),
    ]
    chosen = "<< /N << /Yes << >> /Off << >> >> >>"
    fields.append(
        paper.add(
            f"<< /Type /Annot /Subtype /Widget /Rect [60 80 72 92] /F 4 /T {text_string('同意する')} /FT /Btn /V /Yes "
            f"/AS /Yes /AP {chosen} >>"
        )
    )
    numbers = [*(paper.add(mark) for mark in marks), *fields]
    drawn = lines(["申込書"], lambda text: text.encode("cp932"))
    told = " ".join(f"{number} 0 R" for number in numbers)
    paper.page(drawn, f"/F1 {font} 0 R", f"/Annots [{told}]")
    _beside(paper, listed, fields)
    (HERE / "notes.pdf").write_bytes(paper.saved())


def _beside(paper: Paper, listed: int, fields: list[int]) -> None:
    """The form, an attached file, a bookmark, properties: what hangs at the catalogue."""
    typed = "<xfa:datasets xmlns:xfa='http://www.xfa.org/schema/xfa-data/1.0/'><xfa:data><申請者>見本 太郎</申請者>"
    data = paper.stream("", f"{typed}<電話>080-0000-0003</電話></xfa:data></xfa:datasets>".encode())
    kids = " ".join(f"{number} 0 R" for number in fields)
    outline = paper.add("<< /Type /Outlines >>")
    mark = paper.add(f"<< /Title {text_string('1. 架空 花子の申込み')} /Parent {outline} 0 R >>")
    chain = paper.add(f"<< /Type /Outlines /First {mark} 0 R /Last {mark} 0 R /Count 1 >>")
    xmp = (
        "<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF>"
        "<rdf:Description><dc:creator><rdf:Seq><rdf:li>総務部 例示 次郎</rdf:li></rdf:Seq></dc:creator>"
        "</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end='w'?>"
    )
    described = paper.stream("/Type /Metadata /Subtype /XML", xmp.encode())
    titled = f"/Title {text_string('申込書（控え）')} /Author {text_string('雛形 葉')}"
    info = paper.add(f"<< {titled} /Producer (made by hand) >>")
    named = f"<< /Type /Filespec /F (memo.txt) /UF {text_string('覚書.txt')} /EF << /F {listed} 0 R >> >>"
    paper.catalogue = (
        f"/Outlines {chain} 0 R /Metadata {described} 0 R "
        f"/AcroForm << /Fields [{kids}] /XFA [(datasets) {data} 0 R] >> "
        f"/Names << /EmbeddedFiles << /Names [{text_string('覚書.txt')} {named}] >> >>"
    )
    paper.trailer = f"/Info {info} 0 R"


def locked() -> None:
    """One that asks for a password, and one that only forbids printing."""
    pdfmetrics.registerFont(UnicodeCIDFont("HeiseiMin-W3"))
    for name, user in (("locked.pdf", "open-sesame"), ("no_printing.pdf", "")):
        rules = StandardEncryption(user, ownerPassword="owner", canPrint=0, strength=128)
        canvas = Canvas(str(HERE / name), invariant=True, encrypt=rules)
        canvas.setFont("HeiseiMin-W3", 12)
        canvas.drawString(60, 780, "秘密保持誓約書　見本 太郎")
        canvas.save()


def damaged() -> None:
    """Three pages of which the second is not there; and the same without its end, in the middle of the third."""
    paper = Paper()
    font = cid_font(paper, "90ms-RKSJ-H")
    for text in ("一枚目　架空 花子", "二枚目", "三枚目　例示 次郎"):
        paper.page(lines([text], lambda text: text.encode("cp932")), f"/F1 {font} 0 R")
    whole = paper.saved()
    _, second, third = (at for at in range(len(whole)) if whole.startswith(b"<< /Type /Page /", at))
    (HERE / "bad_page.pdf").write_bytes(whole[:second] + b"[" * 16 + whole[second + 16 :])
    (HERE / "cut_off.pdf").write_bytes(whole[: third + 30])


if __name__ == "__main__":
    old_fonts()
    glyphs_only()
    notes()
    locked()
    damaged()

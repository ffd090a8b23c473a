"""Makes the pictures of this folder, and a document with one: python tests/readers/make_pictures.py.

Needs a Japanese font, for which FONT stands (Noto Sans CJK, SIL Open Font License); the tests need none, they read
the pictures as they are committed. The face is drawn by a program; all people, addresses and numbers are invented.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path

from PIL import ExifTags, Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from samples.formats.archive import pack
from samples.formats.picture import as_bytes, portrait
from samples.formats.word import docx

HERE = Path(__file__).parent
FONT = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
CARD = (
    "架空商事株式会社　総務部",
    "山田 花子",
    "〒100-0001 東京都千代田区千代田1-1",
    "電話 03-0000-0001",
    "メール hanako@example.co.jp",
)
NOTE = ("会員登録のご案内", "会員番号 0012345", "ご住所の変更はお電話でお知らせください")


def written(*lines: str, size: int = 32) -> Image.Image:
    """Black lines on white."""
    picture = Image.new("L", (760, 70 * len(lines) + 60), 255)
    pen, font = ImageDraw.Draw(picture), ImageFont.truetype(FONT, size)
    for number, line in enumerate(lines):
        pen.text((40, 40 + 70 * number), line, 0, font)
    return picture


def card_png() -> None:
    """A business card, in four greys."""
    written(*CARD).quantize(4).save(HERE / "card.png", optimize=True)


def fax_tif() -> None:
    """Two pages in black and white, as a fax machine saves them."""
    first, second = (written(*lines).point(lambda value: 255 * (value > 128), "1") for lines in (CARD, NOTE))
    first.save(HERE / "fax.tif", compression="group4", save_all=True, append_images=[second])


def portrait_jpg() -> None:
    """A face with what a camera and Windows note: who, where, what; and the first half of it."""
    exif = Image.Exif()
    exif[ExifTags.Base.Artist] = "写真 八郎".encode()
    exif[ExifTags.Base.XPComment] = "社員証用　架空 花子".encode("utf-16-le") + b"\0\0"
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (35.0, 39.0, 30.0), 3: "E", 4: (139.0, 44.0, 28.0)})
    content = as_bytes(portrait(3, 240), quality=80, exif=exif)
    (HERE / "portrait.jpg").write_bytes(content)
    (HERE / "portrait_cut_off.jpg").write_bytes(content[: len(content) * 2 // 3])


def turned_webp() -> None:
    """A card that the camera held upright says is to be turned."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    written(*NOTE).transpose(Image.Transpose.ROTATE_90).save(HERE / "turned.webp", exif=exif, quality=80)


def moving_gif() -> None:
    """Twelve pictures one after the other."""
    frames = [Image.new("L", (40, 30), 255) for _ in range(12)]
    for number, frame in enumerate(frames):
        ImageDraw.Draw(frame).line([(number * 3, 0), (number * 3, 29)], 0)
    frames[0].save(HERE / "moving.gif", save_all=True, append_images=frames[1:], duration=100)


def blank_bmp() -> None:
    """An empty picture."""
    Image.new("RGB", (64, 48), "white").save(HERE / "blank.bmp")


def huge_png() -> None:
    """The head of a picture of 60,000 × 60,000 pixels, which is all of it."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    pixels = chunk(b"IDAT", zlib.compress(bytes(1000)))
    (HERE / "huge.png").write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + pixels + chunk(b"IEND", b""))


def photo_docx() -> None:
    """A document with the same photo twice, a picture with text, and one that is broken."""
    face = as_bytes(portrait(5, 240), quality=80)
    text = io.BytesIO()
    written(*NOTE).quantize(4).save(text, "PNG", optimize=True)
    with zipfile.ZipFile(io.BytesIO(docx(["履歴書　氏名 見本 太郎"]))) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["word/media/image1.jpeg"] = parts["word/media/image3.jpeg"] = face
    parts["word/media/image2.png"] = text.getvalue()
    parts["word/media/image4.png"] = b"\x89PNG\r\n\x1a\n" + bytes(40)
    (HERE / "photo.docx").write_bytes(pack(parts))


def scan_pdf() -> None:
    """A scanned page, and a page of text with a photo."""
    canvas = Canvas(str(HERE / "scan.pdf"), pagesize=(595, 842), invariant=True)
    canvas.drawImage(ImageReader(written(*CARD).convert("1")), 40, 500, 515, 279)
    canvas.showPage()
    canvas.drawString(50, 780, "Application form, name and photo below")
    canvas.drawImage(ImageReader(io.BytesIO(as_bytes(portrait(1, 240)))), 400, 600, 120, 160)
    canvas.save()


if __name__ == "__main__":
    for make in (card_png, fax_tif, portrait_jpg, turned_webp, moving_gif, blank_bmp, huge_png):
        make()
    photo_docx()
    scan_pdf()

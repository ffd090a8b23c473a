"""What cameras and people wrote about a picture: EXIF, IPTC, XMP and the text chunks of PNG, as labelled lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress

from lxml import etree
from PIL import ExifTags, IptcImagePlugin
from PIL.ImageFile import ImageFile

from scanner.document import Item, Passage, Remark
from scanner.encoding import decode_bytes

PLACE = "画像の情報"
_LONGEST = 4_000  # characters of one note

# Tags of EXIF with the label that says the same in Japanese; the XP ones are Windows' own, in UTF-16.
_EXIF = {
    ExifTags.Base.ImageDescription: "説明",
    ExifTags.Base.Artist: "作成者",
    ExifTags.Base.Copyright: "著作権",
    ExifTags.Base.XPTitle: "タイトル",
    ExifTags.Base.XPComment: "コメント",
    ExifTags.Base.XPAuthor: "作成者",
    ExifTags.Base.XPKeywords: "キーワード",
    ExifTags.Base.XPSubject: "件名",
}
_CAMERA = {ExifTags.Base.UserComment: "コメント", ExifTags.Base.CameraOwnerName: "所有者"}
_IPTC = {
    (2, 5): "タイトル",
    (2, 25): "キーワード",
    (2, 80): "作成者",
    (2, 105): "見出し",
    (2, 116): "著作権",
    (2, 118): "連絡先",
    (2, 120): "説明",
}
_XMP = {
    "creator": "作成者",
    "description": "説明",
    "title": "タイトル",
    "subject": "キーワード",
    "rights": "著作権",
    "Headline": "見出し",
    "PersonInImage": "写っている人",
    "PersonDisplayName": "写っている人",
    "Name": "写っている人",  # of a region that a person marked as a face
    "UserComment": "コメント",
    "CiEmailWork": "メール",
    "CiTelWork": "電話",
    "CiAdrExtadr": "住所",
}
_PNG = {"Author": "作成者", "Copyright": "著作権", "Description": "説明", "Title": "タイトル", "Comment": "コメント"}
_XMP_KEYS = ("xmp", "XML:com.adobe.xmp")
_GPS_REMARK = "撮影場所（GPSの位置）が記録された写真です"


def items(picture: ImageFile) -> Iterator[Item]:
    """The notes as one passage; a place where the picture was taken is told as such."""
    lines: dict[str, None] = {}
    for source in (_exif, _iptc, _xmp, _chunks):
        for label, text in _sound(source, picture):
            if text := text.replace("\0", " ").strip():
                lines.setdefault(f"{label}: {text[:_LONGEST]}")
    position = _position(picture)
    if position:
        lines.setdefault(f"撮影場所: {position}")
    if lines:
        yield Passage("\n".join(lines), PLACE)
    if position:
        yield Remark(_GPS_REMARK)


def _sound(source: Callable[[ImageFile], Iterator[tuple[str, str]]], picture: ImageFile) -> Iterator[tuple[str, str]]:
    """What one source tells before its first damage: notes are an extra, and the picture is read all the same."""
    with suppress(Exception):
        yield from source(picture)


def _exif(picture: ImageFile) -> Iterator[tuple[str, str]]:
    exif = picture.getexif()
    for table, labels in ((exif, _EXIF), (exif.get_ifd(ExifTags.IFD.Exif), _CAMERA)):
        for tag, label in labels.items():
            if tag in table:
                yield label, _exif_text(table[tag], wide=tag >= ExifTags.Base.XPTitle.value and tag < 0xA000)


def _exif_text(value: object, *, wide: bool) -> str:
    """A value of EXIF: text, UTF-16 of Windows, or a comment behind the name of its encoding."""
    if isinstance(value, str):  # Pillow takes bytes for Latin-1; cameras and programs here write cp932 or UTF-8
        with suppress(UnicodeEncodeError):
            return decode_bytes(value.encode("latin-1"))
        return value
    raw = bytes(value) if isinstance(value, bytes | tuple) else b""
    if wide:
        return raw.decode("utf-16-le", "ignore")
    code, text = raw[:8], raw[8:]
    if code.startswith(b"UNICODE"):
        return text.decode("utf-16-be" if text[:1] == b"\0" else "utf-16-le", "ignore")
    return decode_bytes((text if code.rstrip(b"\0 ") in (b"ASCII", b"JIS", b"") else raw).rstrip(b"\0 "))


def _position(picture: ImageFile) -> str:
    """Where a picture was taken, in degrees; "" where it is not told."""
    with suppress(Exception):
        gps = picture.getexif().get_ifd(ExifTags.IFD.GPSInfo)
        parts = []
        for name, value, negative in (("北緯", 2, "S"), ("東経", 4, "W")):
            degrees, minutes, seconds = (float(part) for part in gps[value])
            sign = -1 if str(gps.get(value - 1, "")).startswith(negative) else 1
            parts.append((name, sign * (degrees + minutes / 60 + seconds / 3600)))
        if any(amount for _, amount in parts):
            return " ".join(f"{name}{amount:.5f}度" for name, amount in parts)
    return ""


def _iptc(picture: ImageFile) -> Iterator[tuple[str, str]]:
    info = IptcImagePlugin.getiptcinfo(picture) or {}
    for key, label in _IPTC.items():
        values = info.get(key, [])
        for value in values if isinstance(values, list) else [values]:
            yield label, decode_bytes(value)


def _xmp(picture: ImageFile) -> Iterator[tuple[str, str]]:
    for raw in filter(None, (picture.info.get(key) for key in _XMP_KEYS)):
        packet = raw.encode() if isinstance(raw, str) else bytes(raw)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
        root = etree.fromstring(packet.strip(b"\0 \r\n\t"), parser)
        if root is None:
            continue
        for element in root.iter("*"):
            for name, value in element.attrib.items():
                if label := _XMP.get(str(name).rpartition("}")[2]):
                    yield label, str(value)
            if label := _XMP.get(str(element.tag).rpartition("}")[2]):
                yield label, "、".join(text.strip() for text in map(str, element.itertext()) if text.strip())


def _chunks(picture: ImageFile) -> Iterator[tuple[str, str]]:
    """Text chunks of PNG and comments of JPEG and GIF."""
    for name, value in picture.info.items():
        if label := _PNG.get(str(name)):
            yield label, str(value)
    comment = picture.info.get("comment")
    if isinstance(comment, bytes | str):
        yield "コメント", comment if isinstance(comment, str) else decode_bytes(comment)

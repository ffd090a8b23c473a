"""Files are what their content is, whatever they are called."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from scanner import signatures
from scanner.identify import identify
from scanner.media import outcome

CSV = "氏名,住所,電話\n" + "見本太郎,東京都見本区,000-0000\n" * 3
PROSE = "拝啓、時下、ますますのご清栄を、お慶びします。\nさて、このたび、下記のとおり、開催します。\n敬具、以上。\n"
ENGLISH = "Dear sir, thank you, and regards, me.\nPlease, if you can, reply soon, today.\nWell, yes, no, maybe.\n" * 2
MAIL = "Received: from a by b\nFrom: a@example.jp\nTo: b@example.jp\nSubject: x\n\nbody\n"
OOXML = "application/vnd.openxmlformats-officedocument."


def package(*names: str, mimetype: str = "") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        if mimetype:
            archive.writestr(zipfile.ZipInfo("mimetype"), mimetype)
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), "<x/>")  # of no time: tests are called after it
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (b"", "空.xlsx", "inode/x-empty"),
        (CSV.encode("cp932"), "顧客.csv", "text/csv"),
        (CSV.encode("utf-16"), "顧客.txt", "text/csv"),
        (CSV.replace(",", "\t").encode("euc_jp"), "顧客.dat", "text/csv"),
        (PROSE.encode("utf-16-le"), "案内.txt", "text/plain"),
        (PROSE.encode(), "案内.txt", "text/plain"),
        (PROSE.replace("、", ",").encode("iso2022_jp"), "案内.txt", "text/plain"),
        (ENGLISH.encode(), "letter.txt", "text/plain"),
        (b"import os, sys, re\nimport a, b, c\nimport d, e, f\n", "x.py", "text/plain"),
        (b"<table><tr><td>x</td></tr></table>", "売上.xls", "text/html"),
        (b"\xef\xbb\xbf<!DOCTYPE html><p>x", "売上.xls", "text/html"),
        ("<?xml version='1.0' encoding='Shift_JIS'?><名簿/>".encode("cp932"), "a.txt", "application/xml"),
        (b'{"a": [1, 2]}', "a.txt", "application/json"),
        (b'{"a": 1}\n{"a": 2}\n', "a.log", "application/x-ndjson"),
        (b"[" + b'{"a": "x"},' * 20_000, "a.json", "application/json"),
        (b"[2025-04-01 12:00] start\n[2025-04-01 12:01] stop\n", "a.log", "text/plain"),
        (b"[section]\nkey=value\n", "a.ini", "text/plain"),
        (MAIL.encode(), "x.txt", "message/rfc822"),
        (b"From a@example.jp Tue Apr  1 09:00:00 2025\n" + MAIL.encode(), "inbox", "application/mbox"),
        (package("xl/workbook.xml"), "顧客.csv", OOXML + "spreadsheetml.sheet"),
        (package("xl/workbook.bin"), "a", "application/vnd.ms-excel.sheet.binary.macroenabled.12"),
        (package("xl/workbook.xml", "xl/vbaProject.bin"), "a", "application/vnd.ms-excel.sheet.macroenabled.12"),
        (package("word/document.xml"), "a.zip", OOXML + "wordprocessingml.document"),
        (package("ppt/presentation.xml"), "a", OOXML + "presentationml.presentation"),
        (
            package(mimetype="application/vnd.oasis.opendocument.spreadsheet"),
            "a",
            "application/vnd.oasis.opendocument.spreadsheet",
        ),
        (package("名簿.csv"), "a.docx", "application/zip"),
        (package("xl/workbook.xml")[:60], "a.xlsx", OOXML + "spreadsheetml.sheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.xls", "application/vnd.ms-excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.dat", "application/x-ole-storage"),
        (b"junk\n%PDF-1.4\n", "a.txt", "application/pdf"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "顔写真.txt", "image/jpeg"),
        (b"\0\0\0\x18ftypmp42", "防犯カメラ", "video/mp4"),
        (b"ID3\x03\0\0\0", "通話.mp3", "audio/mpeg"),
        (b"\x01\x02\x03\x04daicho\0\xff" * 50, "a.bin", "application/octet-stream"),
    ],
)
def test_content_decides(content: bytes, name: str, media_type: str) -> None:
    file = io.BytesIO(content)
    assert identify(file, name) == media_type
    assert file.tell() == 0


@pytest.mark.parametrize(
    ("media_type", "name", "status", "note"),
    [
        ("image/vnd.adobe.photoshop", "a.psd", "unsupported", "画像（Photoshop）はまだ読めません"),
        ("video/mp4", "a.mp4", "media", "映像のため文字としては読めません。内容は人が確認してください"),
        ("application/octet-stream", "a.xlsx", "corrupt", "名前は.xlsxですが、中身が壊れているか、別の形式です"),
        ("application/octet-stream", "a.bin", "unsupported", "形式が分からないファイルのため、読めません"),
        ("application/x-ole-encrypted", "a.xlsx", "encrypted", "パスワードで保護されたOffice文書のため、読めません"),
    ],
)
def test_a_type_nobody_reads_has_an_outcome(media_type: str, name: str, status: str, note: str) -> None:
    failure = outcome(media_type, name)
    assert (failure.status, failure.note) == (status, note)


def test_libmagic_knows_what_our_table_does_not() -> None:
    assert signatures.by_libmagic(b"\x1f\x9d\x90" + b"\0" * 40) != "text/plain"


@pytest.mark.parametrize("encode", [str.encode, lambda text: text.encode("cp932")])
def test_a_title_above_the_table_is_no_obstacle(encode: Callable[[str], bytes]) -> None:
    assert identify(io.BytesIO(encode("顧客一覧\n\n" + CSV * 5)), "顧客.txt") == "text/csv"

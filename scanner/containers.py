"""A look into OLE and ZIP containers: which Office document, if any, is inside."""

from __future__ import annotations

import zipfile
from pathlib import PurePosixPath
from typing import BinaryIO

import olefile

from scanner.media import ENCRYPTED_OFFICE

_OOXML = "application/vnd.openxmlformats-officedocument."
_SPREADSHEET = _OOXML + "spreadsheetml.sheet"
_WORD = _OOXML + "wordprocessingml.document"
_SLIDES = _OOXML + "presentationml.presentation"
_DRAWING = "application/vnd.ms-visio.drawing"
_BINARY_SPREADSHEET = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
_MACRO = {
    _SPREADSHEET: "application/vnd.ms-excel.sheet.macroenabled.12",
    _WORD: "application/vnd.ms-word.document.macroenabled.12",
    _SLIDES: "application/vnd.ms-powerpoint.presentation.macroenabled.12",
}

# Streams in the root of an OLE file, the telling ones first: an encrypted .xlsx also has other streams.
_OLE_STREAMS = (
    ("encryptedpackage", ENCRYPTED_OFFICE),
    ("__properties_version1.0", "application/vnd.ms-outlook"),
    ("workbook", "application/vnd.ms-excel"),
    ("book", "application/vnd.ms-excel"),
    ("powerpoint document", "application/vnd.ms-powerpoint"),
    ("worddocument", "application/msword"),
    ("visiodocument", "application/vnd.visio"),
    ("jsrv_segmentinformation", "application/x-js-taro"),
    ("documenttext", "application/x-js-taro"),
    ("jscompdocument", "application/x-js-taro"),
    ("quill", "application/x-mspublisher"),
    ("matost", "application/vnd.ms-works"),
    ("hwpsummaryinformation", "application/x-hwp"),
    ("fileheader", "application/x-hwp"),
)

_OLE_BY_SUFFIX = {
    **dict.fromkeys((".doc", ".dot"), "application/msword"),
    **dict.fromkeys((".xls", ".xlt"), "application/vnd.ms-excel"),
    **dict.fromkeys((".ppt", ".pps"), "application/vnd.ms-powerpoint"),
    **dict.fromkeys((".jtd", ".jtt", ".jttc", ".jtdc"), "application/x-js-taro"),
    ".msg": "application/vnd.ms-outlook",
    ".vsd": "application/vnd.visio",
}

_ZIP_MEMBERS = (
    ("xl/workbook.bin", _BINARY_SPREADSHEET),
    ("xl/workbook.xml", _SPREADSHEET),
    ("word/document.xml", _WORD),
    ("ppt/presentation.xml", _SLIDES),
    ("visio/document.xml", _DRAWING),
    ("index/document.iwa", "application/vnd.apple.iwork"),
    ("meta-inf/manifest.mf", "application/java-archive"),
)

# The main part may have another name (word/document2.xml); [Content_Types].xml names its type.
_MAIN_PARTS = (
    (b"sheet.binary.macroEnabled.main", _BINARY_SPREADSHEET),
    (b"spreadsheetml.sheet.main+xml", _SPREADSHEET),
    (b"ms-excel.sheet.macroEnabled.main+xml", _SPREADSHEET),
    (b"spreadsheetml.template.main+xml", _SPREADSHEET),
    (b"wordprocessingml.document.main+xml", _WORD),
    (b"wordprocessingml.template.main+xml", _WORD),
    (b"ms-word.document.macroEnabled.main+xml", _WORD),
    (b"presentationml.presentation.main+xml", _SLIDES),
    (b"presentationml.slideshow.main+xml", _SLIDES),
    (b"ms-powerpoint.presentation.macroEnabled.main+xml", _SLIDES),
    (b"ms-visio.drawing.main+xml", _DRAWING),
    (b"ms-visio.drawing.macroEnabled.main+xml", _DRAWING),
    (b"ms-visio.template.main+xml", _DRAWING),
    (b"ms-visio.stencil.main+xml", _DRAWING),
)

_BY_SUFFIX = {
    ".xlsx": _SPREADSHEET,
    ".xlsm": _MACRO[_SPREADSHEET],
    ".xlsb": _BINARY_SPREADSHEET,
    ".docx": _WORD,
    ".pptx": _SLIDES,
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".odp": "application/vnd.oasis.opendocument.presentation",
    ".vsdx": _DRAWING,
    ".epub": "application/epub+zip",
}


def inside_ole(file: BinaryIO, name: str) -> str:
    """The media type of an OLE file, by the names of the streams in its root; the extension decides on damaged ones."""
    file.seek(0)
    by_suffix = _OLE_BY_SUFFIX.get(PurePosixPath(name.lower()).suffix, "application/x-ole-storage")
    try:
        with olefile.OleFileIO(file) as ole:
            names = {entry[0].strip("\x04\x05").lower() for entry in ole.listdir(streams=True, storages=True)}
    except Exception:  # olefile raises whatever a damaged directory makes it stumble over
        return by_suffix
    return next((media_type for stream, media_type in _OLE_STREAMS if stream in names), by_suffix)


def inside_zip(file: BinaryIO, name: str) -> str:
    """The media type of a ZIP file, by the names of its members; the extension decides only where it is damaged."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            return _by_members(archive)
    except Exception:  # zipfile raises whatever a damaged directory makes it stumble over
        return _BY_SUFFIX.get(PurePosixPath(name.lower()).suffix, "application/zip")


def _by_members(archive: zipfile.ZipFile) -> str:
    names = {info.filename.replace("\\", "/").lower(): info for info in archive.infolist()}
    if declared := names.get("mimetype"):
        media_type = _start_of(archive, declared, 200).decode("ascii", "replace").strip()
        if media_type.startswith("application/"):
            return media_type.removesuffix("-template")
    found = ""
    if types := names.get("[content_types].xml"):
        content = _start_of(archive, types, 1 << 20)
        found = next((media_type for mark, media_type in _MAIN_PARTS if mark in content), "")
    found = found or next((media_type for member, media_type in _ZIP_MEMBERS if member in names), "application/zip")
    has_macros = any(member.endswith("/vbaproject.bin") for member in names)
    return _MACRO.get(found, found) if has_macros else found


def _start_of(archive: zipfile.ZipFile, info: zipfile.ZipInfo, size: int) -> bytes:
    with archive.open(info) as member:
        return member.read(size)

"""Media types in the words of the user, and what becomes of a file whose type nobody reads."""

from __future__ import annotations

from pathlib import PurePosixPath

from scanner.document import Unreadable

EMPTY = "inode/x-empty"
UNKNOWN = "application/octet-stream"
ENCRYPTED_OFFICE = "application/x-ole-encrypted"
ENCRYPTED_FILE = "application/x-attachecase"

VIDEO = tuple(
    f"video/{kind}"
    for kind in (
        *("mp4", "quicktime", "x-msvideo", "x-ms-asf", "x-ms-wmv", "x-matroska", "webm", "mpeg", "mp2t", "3gpp"),
        *("x-flv", "x-m4v", "h264", "x-dav", "ogg", "x-unknown"),
    )
)
AUDIO = tuple(
    f"audio/{kind}"
    for kind in (
        *("mpeg", "x-wav", "mp4", "x-m4a", "ogg", "flac", "x-flac", "amr", "x-ms-wma", "x-aiff", "basic", "midi"),
        *("aac", "x-hx-aac-adts", "x-caf", "x-dss", "x-unknown"),
    )
)

_NAMES = {
    "image/jpeg": "画像（JPEG）",
    "image/png": "画像（PNG）",
    "image/gif": "画像（GIF）",
    "image/bmp": "画像（BMP）",
    "image/x-ms-bmp": "画像（BMP）",
    "image/tiff": "画像（TIFF）",
    "image/webp": "画像（WebP）",
    "image/heic": "画像（HEIC）",
    "image/heif": "画像（HEIF）",
    "image/vnd.adobe.photoshop": "画像（Photoshop）",
    "image/vnd.dwg": "図面（AutoCAD）",
    "image/emf": "図（EMF）",
    "image/wmf": "図（WMF）",
    "application/msword": "Word 97-2003 文書",
    "application/vnd.ms-powerpoint": "PowerPoint 97-2003",
    "application/vnd.ms-excel": "Excel 97-2003",
    "application/vnd.ms-outlook": "Outlook メッセージ（msg）",
    "application/vnd.ms-project": "Microsoft Project",
    "application/vnd.visio": "Visio 図面",
    "application/vnd.ms-visio.drawing": "Visio 図面",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel ブック",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word 文書",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "PowerPoint",
    "application/vnd.oasis.opendocument.text": "OpenDocument 文書",
    "application/vnd.oasis.opendocument.presentation": "OpenDocument プレゼンテーション",
    "application/vnd.oasis.opendocument.graphics": "OpenDocument 図",
    "application/vnd.oasis.opendocument.spreadsheet": "OpenDocument 表計算",
    "application/vnd.apple.iwork": "Apple iWork 書類",
    "application/x-js-taro": "一太郎文書",
    "application/x-hwp": "アレアハングル文書",
    "application/rtf": "リッチテキスト（RTF）",
    "application/pdf": "PDF",
    "application/postscript": "PostScript",
    "application/epub+zip": "電子書籍（EPUB）",
    "application/x-7z-compressed": "7-Zip 書庫",
    "application/x-rar": "RAR 書庫",
    "application/x-lzh": "LZH 書庫",
    "application/vnd.ms-cab-compressed": "CAB 書庫",
    "application/gzip": "圧縮ファイル（gzip）",
    "application/x-bzip2": "圧縮ファイル（bzip2）",
    "application/x-xz": "圧縮ファイル（xz）",
    "application/zstd": "圧縮ファイル（Zstandard）",
    "application/x-compress": "圧縮ファイル（compress）",
    "application/x-tar": "tar 書庫",
    "application/x-cpio": "cpio 書庫",
    "application/x-iso9660-image": "ディスクイメージ（ISO）",
    "application/java-archive": "Java アーカイブ",
    "application/x-msaccess": "Access データベース",
    "application/vnd.sqlite3": "SQLite データベース",
    "application/x-sqlite3-wal": "SQLite の変更の控え（-wal）",
    "application/x-mork": "Thunderbird のアドレス帳（mab）",
    "application/x-dbf": "dBASE データベース",
    "application/vnd.ms-outlook-pst": "Outlook データファイル（pst）",
    "application/vnd.ms-tnef": "winmail.dat（TNEF）",
    "application/onenote": "OneNote のノート",
    "application/x-mspublisher": "Publisher の印刷物",
    "application/vnd.ms-works": "Works の文書",
    "application/vnd.lotus-1-2-3": "Lotus 1-2-3 のワークシート",
    "application/vnd.lotus-notes": "Notes のデータベース（nsf）",
    "application/vnd.fujixerox.docuworks": "DocuWorks 文書",
    "application/x-ms-shortcut": "ショートカット",
    "application/vnd.microsoft.portable-executable": "プログラム",
    "application/x-executable": "プログラム",
    "application/x-sharedlib": "プログラム",
    "application/x-pie-executable": "プログラム",
    "application/x-mach-binary": "プログラム",
    "application/x-ole-storage": "複合ドキュメント",
    "application/zip": "ZIP 書庫",
    "application/mbox": "メールボックス（mbox）",
    "font/sfnt": "フォント",
}

_FAMILIES = {"image": "画像", "font": "フォント", "text": "文字", "model": "3Dモデル"}

# An unknown content behind one of these names is a document that lost its beginning, not a type nobody knows.
_DOCUMENT_SUFFIXES = frozenset(
    [
        ".xlsx",
        ".xlsm",
        ".xlsb",
        ".xls",
        ".ods",
        ".docx",
        ".docm",
        ".doc",
        ".pptx",
        ".pptm",
        ".ppt",
        ".pdf",
        ".zip",
        ".eml",
        ".html",
        ".htm",
        ".msg",
        ".rtf",
        ".jtd",
        ".jpg",
        ".jpeg",
        ".png",
        ".gif",
        ".bmp",
        ".tif",
        ".tiff",
        ".webp",
    ]
)


# Formats that nothing but the name tells: those of recorders of cameras and telephones, and memos beside a table.
_BY_NAME = {
    **dict.fromkeys(("dav", "264", "265", "h264", "hevc", "mxf", "vob", "ifv", "avr", "dvr", "nsv"), "video/x-unknown"),
    **dict.fromkeys(("mp4", "mov", "avi", "wmv", "mts", "m2ts", "mpg", "mkv", "3gp", "asf"), "video/x-unknown"),
    **dict.fromkeys(("dss", "ds2", "msv", "dvf", "icm", "g729", "gsm", "amr", "vox"), "audio/x-unknown"),
    **dict.fromkeys(("m4a", "wma", "mp3"), "audio/x-unknown"),
    **dict.fromkeys(("dbt", "fpt"), "application/x-dbase-memo"),
}


def by_name(name: str) -> str:
    """The type of an unknown content by its name; `UNKNOWN` where that does not tell either."""
    return _BY_NAME.get(PurePosixPath(name.lower()).suffix.removeprefix("."), UNKNOWN)


# What to do with a document that nobody reads, and formats of word processors that only the name tells.
_REMEDIES = {
    "application/onenote": "OneNote で PDF か Word に書き出すと検査できます",
    "application/x-mspublisher": "Publisher で PDF に書き出すと検査できます",
    "application/vnd.ms-works": "Word か LibreOffice で開いて保存し直すと検査できます",
    "application/vnd.lotus-1-2-3": "LibreOffice で開いて xlsx で保存すると検査できます",
    "application/vnd.lotus-notes": "Notes から書き出すと検査できます",
}
_WORD_PROCESSORS = {
    **dict.fromkeys((".jsw", ".jaw", ".jtw", ".jbw", ".juw", ".jfw", ".jvw"), "一太郎 7 以前の文書"),
    **dict.fromkeys((".oas", ".oa2", ".oa3"), "OASYS 文書"),
    **dict.fromkeys((".xdw", ".xbd"), "DocuWorks 文書"),
}


def describe(media_type: str) -> str:
    """The type in the words of the user: 「画像（JPEG）」."""
    if name := _NAMES.get(media_type):
        return name
    family, _, kind = media_type.partition("/")
    label = kind.removeprefix("x-").removeprefix("vnd.")
    return f"{_FAMILIES[family]}（{label}）" if family in _FAMILIES else f"この形式のファイル（{label}）"


def outcome(media_type: str, name: str) -> Unreadable:
    """What becomes of a file whose type no reader takes."""
    if media_type == ENCRYPTED_OFFICE:
        return Unreadable("encrypted", "パスワードで保護されたOffice文書のため、読めません")
    if media_type == ENCRYPTED_FILE:
        return Unreadable("encrypted", "暗号化ソフト（アタッシェケース）で暗号化されているため、読めません")
    if media_type.startswith(("video/", "audio/")):
        return recording(media_type)
    suffix = PurePosixPath(name.lower()).suffix
    if media_type != UNKNOWN:
        remedy = f"。{_REMEDIES[media_type]}" if media_type in _REMEDIES else ""
        return Unreadable("unsupported", f"{describe(media_type)}はまだ読めません{remedy}")
    if kind := _WORD_PROCESSORS.get(suffix):
        return Unreadable("unsupported", f"{kind}のため、読めません。作成したソフトで PDF に書き出すと検査できます")
    if suffix in _DOCUMENT_SUFFIXES:
        return Unreadable("corrupt", f"名前は{suffix}ですが、中身が壊れているか、別の形式です")
    return Unreadable("unsupported", "形式が分からないファイルのため、読めません")


def recording(media_type: str) -> Unreadable:
    """What becomes of video and audio, also where something about them could be read."""
    kind = "音声" if media_type.startswith("audio/") else "映像"
    return Unreadable("media", f"{kind}のため文字としては読めません。内容は人が確認してください")

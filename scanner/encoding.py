"""The character encoding of a file, decided by the whole file, and its text in blocks cut at line ends.

Order: byte order mark, UTF-16/32 by their NULs, strict UTF-8, the escapes of ISO-2022-JP, cp932 against EUC-JP by
strictness and plausibility, an encoding that the file itself declares, charset-normalizer, replacement.
Memory stays bounded: the file is read once to decide and once to decode.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import charset_normalizer

from scanner.document import Remark
from scanner.japanese import EUC_JP, ISO_2022_JP, plausibility
from scanner.wide import wide_encoding

_BLOCK = 1 << 20
_LONGEST_LINE = 1 << 20
_SAMPLE = 64 << 10
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ALIASES = {
    "shift_jis": "cp932",
    "sjis": "cp932",
    "x_sjis": "cp932",
    "shiftjis": "cp932",
    "ms_kanji": "cp932",
    "windows_31j": "cp932",
    "cswindows31j": "cp932",
    "cp943": "cp932",
    "euc_jp": EUC_JP,
    "x_euc_jp": EUC_JP,
    "eucjp": EUC_JP,
    "ujis": EUC_JP,
    "cp51932": EUC_JP,
    "iso_2022_jp": ISO_2022_JP,
    "iso_2022_jp_ms": ISO_2022_JP,
    "cp50220": ISO_2022_JP,
    "cp50221": ISO_2022_JP,
    "cp50222": ISO_2022_JP,
    "jis": ISO_2022_JP,
    "us_ascii": "utf-8",
    "ascii": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "ks_c_5601_1987": "cp949",
    "euc_kr": "cp949",
    "iso_8859_1": "cp1252",
    "latin_1": "cp1252",
}


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, its encoding, and what had to be replaced in it."""

    encoding: str
    blocks: Iterator[str]
    remark: Remark | None = None


@dataclass(slots=True)
class _Verdict:
    encoding: str
    skip: int = 0
    replaced: int = 0


def decode(file: BinaryIO, declared: str | None = None) -> Decoded:
    """Decide on the encoding of a file and hand out its text.

    Blocks end at line ends; only a line longer than a million characters is cut. `declared` (of a meta tag, a
    header) counts where the bytes themselves do not decide.
    """
    file.seek(0)
    verdict = _decide(file, declared)
    remark = None
    if verdict.replaced:
        name = verdict.encoding.removesuffix("-ms").upper()
        remark = Remark(f"文字コード（{name}）で読めない文字を{verdict.replaced:,}か所「�」に置き換えました", True)
    return Decoded(verdict.encoding, _lines(_text(file, verdict)), remark)


def decode_bytes(data: bytes, declared: str | None = None) -> str:
    """The text of a few bytes (a header, a file name): as declared where that fits, else as `decode` decides."""
    encoding = codec_name(declared)
    if encoding and b"\x1b$" not in data:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            pass
    return "".join(decode(io.BytesIO(data), declared).blocks)


def codec_name(declared: str | None) -> str | None:
    """The codec for a declared name: 「Shift_JIS」 means cp932, as everywhere in Japan. None where there is none."""
    if not declared:
        return None
    name = declared.strip(" \"'").lower().replace("-", "_")
    try:
        info = codecs.lookup(_ALIASES.get(name, name))
    except (LookupError, ValueError):
        return None
    return info.name if getattr(info, "_is_text_encoding", True) else None


def is_wide(head: bytes) -> bool:
    """Whether the bytes are UTF-16 or UTF-32."""
    return head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)) or bool(wide_encoding(head))


def _decide(file: BinaryIO, declared: str | None) -> _Verdict:
    head = file.read(_SAMPLE)
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return _Verdict(encoding, len(bom), _replaced(file, encoding, len(bom)))
    if wide := wide_encoding(head):
        return _Verdict(wide, 0, _replaced(file, wide, 0))
    utf8 = _Trial("utf-8")
    escapes = False
    for block in _blocks(file, 0):
        escapes = escapes or b"\x1b$" in block or b"\x1b(" in block
        if not utf8.feed(block):
            break
    utf8.end()
    if escapes and (utf8.total == 0 or utf8.is_hopeless):
        return _Verdict(ISO_2022_JP, 0, _replaced(file, ISO_2022_JP, 0))
    if utf8.is_clean and utf8.is_convincing:
        return _Verdict("utf-8")
    return _legacy(file, utf8, declared)


def _legacy(file: BinaryIO, utf8: _Trial, declared: str | None) -> _Verdict:
    """cp932 or EUC-JP, or a UTF-8 with a few broken bytes: the one whose text is the most plausible."""
    trials = [_Trial("cp932"), _Trial(EUC_JP)]
    for block in _blocks(file, 0):
        if block.isascii():
            continue
        alive = [trial for trial in trials if trial.feed(block)]
        trials = alive or trials
        if not alive:
            break
    for trial in trials:
        trial.end()
    best = max([utf8, *trials], key=lambda trial: trial.score)
    if best.score > 0:
        return _Verdict(best.encoding, 0, best.broken)
    return _foreign(file, utf8, declared) or _Verdict(best.encoding, 0, best.broken)


class _Trial:
    """One encoding tried on the blocks of a file: how much is broken, how Japanese the rest looks."""

    _ENOUGH = 60_000

    def __init__(self, encoding: str) -> None:
        self.encoding = encoding
        self.broken = 0
        self.total = 0
        self._weight = 0.0
        self._weighed = 0
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")

    def feed(self, block: bytes) -> bool:
        """Try the next block; False when the encoding is out of the question."""
        for part in (block[:_GLANCE], block[_GLANCE:]):  # a wrong encoding shows at once, and is slow to decode
            if part.isascii() and not self._decoder.getstate()[0]:
                continue
            self._count(part, self._decoder.decode(part))
            if self.is_hopeless:
                return False
        return True

    def end(self) -> None:
        """A character that the end of the file cuts off is broken."""
        self.broken += self._decoder.decode(b"", True).count("\ufffd")

    def _count(self, block: bytes, text: str) -> None:
        self.total += len(block) - len(block.translate(None, _HIGH))
        self.broken += max(0, text.count("\ufffd") - block.count(b"\xef\xbf\xbd"))
        if self._weighed < self._ENOUGH:
            weight, weighed = plausibility(text, 1 if self.encoding == "cp932" else 2)
            self._weight += weight
            self._weighed += weighed

    @property
    def is_hopeless(self) -> bool:
        return self.broken > 40 and self.broken > self.total * 0.08

    @property
    def is_clean(self) -> bool:
        return self.broken == 0

    @property
    def is_convincing(self) -> bool:
        """Whether clean UTF-8 needs no second opinion: nearly always, but short half-width kana can imitate it."""
        return self.total == 0 or self._weighed == 0 or self._weight / self._weighed > 0 or self.total > 400

    @property
    def score(self) -> float:
        """Plausibility of a byte above ASCII, less a fine for each broken one."""
        if not self.total:
            return 0.0
        return self._weight / max(self._weighed, 1) - 6 * self.broken / self.total


_HIGH = bytes(range(128, 256))
_GLANCE = 8_192


def _foreign(file: BinaryIO, utf8: _Trial, declared: str | None) -> _Verdict | None:
    """Not Japanese: clean UTF-8, what the file declares, or what charset-normalizer makes of a sample."""
    if utf8.is_clean:
        return _Verdict("utf-8")
    if (named := codec_name(declared)) and not _replaced(file, named, 0):
        return _Verdict(named)
    sample = b"".join(line for block in _blocks(file, 0) for line in block.splitlines(True) if not line.isascii())
    match = charset_normalizer.from_bytes(sample[:_SAMPLE]).best()
    if match is None or match.encoding.startswith(("utf_7", "utf_16", "utf_32")):
        return None
    encoding = codec_name(match.encoding) or "cp932"
    return _Verdict(encoding, 0, _replaced(file, encoding, 0))


def _replaced(file: BinaryIO, encoding: str, skip: int) -> int:
    """How many places of the file cannot be decoded."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    own = "\ufffd".encode(encoding) if encoding.startswith("utf") else b""
    count = 0
    for block in _blocks(file, skip):
        count += decoder.decode(block).count("\ufffd") - (block.count(own) if own else 0)
    return max(0, count + decoder.decode(b"", True).count("\ufffd"))


def _blocks(file: BinaryIO, skip: int) -> Iterator[bytes]:
    file.seek(skip)
    while block := file.read(_BLOCK):
        yield block


def _text(file: BinaryIO, verdict: _Verdict) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(verdict.encoding)("replace")
    for block in _blocks(file, verdict.skip):
        yield decoder.decode(block)
    yield decoder.decode(b"", True)


def _lines(texts: Iterator[str]) -> Iterator[str]:
    """The same text, in blocks that end at line ends."""
    held = ""
    for text in texts:
        if held:
            text = held + text
        end = max(text.rfind("\n"), text.rfind("\r", 0, -1)) + 1
        held = text[end:]
        if end:
            yield text[:end]
        if len(held) > _LONGEST_LINE:
            yield held
            held = ""
    if held:
        yield held

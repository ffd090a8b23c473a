"""The character encoding of a file, decided by the whole file, and its text in blocks cut at line ends.

Order: byte order mark, UTF-16/32 by their NULs, strict UTF-8, the escapes of ISO-2022-JP, cp932 against EUC-JP by
strictness and plausibility, other Japanese encodings, a mixture of encodings line by line, an encoding that the file
itself declares, charset-normalizer, replacement.
Memory stays bounded: a long file is read once to decide and once to decode.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import BinaryIO

import charset_normalizer

from scanner.document import Remark
from scanner.japanese import EUC_JP, ISO_2022_JP, SHIFT_JIS_2004
from scanner.kept import Kept
from scanner.mixed import Mixture
from scanner.trial import Trial
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
_ESCAPED = (  # what ISO-2022-JP-2, -3 and -2004 designate besides
    (re.compile(rb"\x1b(?:\$A|\$\(C|\.[AF])"), "iso2022_jp_2"),
    (re.compile(rb"\x1b\$\([OP]"), "iso2022_jp_3"),
    (re.compile(rb"\x1b\$\([PQ]"), "iso2022_jp_2004"),
)
_REPAIRS = {"cp932": SHIFT_JIS_2004, EUC_JP: "euc_jis_2004"}
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
    """A text, its encoding, and what must be said of it: what had to be replaced, or that encodings are mixed."""

    encoding: str
    blocks: Iterator[str]
    remark: Remark | None = None


@dataclass(slots=True)
class _Verdict:
    encoding: str
    skip: int = 0
    replaced: int = 0
    text: Kept | None = None
    mixture: Mixture | None = None


def decode(file: BinaryIO, declared: str | None = None) -> Decoded:
    """Decide on the encoding of a file and hand out its text.

    Blocks end at line ends; only a line longer than a million characters is cut. `declared` (of a meta tag, a
    header) counts where the bytes themselves do not decide.
    """
    file.seek(0)
    start = file.read(_SAMPLE + 1)
    verdict = _of_short(start, declared) if len(start) <= _SAMPLE else _decide(file, declared)
    return Decoded(verdict.encoding, _lines(_text(file, verdict)), _remark(verdict))


def _remark(verdict: _Verdict) -> Remark | None:
    names = sorted(verdict.mixture.used) if verdict.mixture else [verdict.encoding]
    shown = "・".join(name.removesuffix("-ms").upper() for name in names)
    if verdict.replaced:
        return Remark(f"文字コード（{shown}）で読めない文字を{verdict.replaced:,}か所「�」に置き換えました", True)
    return Remark(f"行によって文字コードが異なるため（{shown}）、行ごとに読みました") if verdict.mixture else None


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


@lru_cache(maxsize=1)
def _of_short(content: bytes, declared: str | None) -> _Verdict:
    """The same of a short file: what it is and what stands in it are asked one after the other."""
    return _decide(io.BytesIO(content), declared)


def _decide(file: BinaryIO, declared: str | None) -> _Verdict:
    file.seek(0)
    head = file.read(_SAMPLE)
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return _in(file, encoding, len(bom))
    if wide := wide_encoding(head):
        return _in(file, wide)
    utf8 = Trial("utf-8")
    escapes = False
    for block in _blocks(file, 0):
        escapes = escapes or (b"\x1b" in block and (b"\x1b$" in block or b"\x1b(" in block))
        if not utf8.feed(block):
            break
    utf8.end()
    if escapes and (utf8.total == 0 or utf8.is_hopeless):
        return _escaped(file)
    if utf8.is_clean and utf8.is_convincing:
        return _Verdict("utf-8", text=utf8.text)
    return _legacy(file, utf8, declared)


def _escaped(file: BinaryIO) -> _Verdict:
    """ISO-2022-JP, or one of its successors where the file designates their character sets and keeps to them."""
    for escape, encoding in _ESCAPED:
        if any(escape.search(block) for block in _blocks(file, 0)):
            verdict = _in(file, encoding)
            if not verdict.replaced:
                return verdict
    return _in(file, ISO_2022_JP)


def _legacy(file: BinaryIO, utf8: Trial, declared: str | None) -> _Verdict:
    """cp932 or EUC-JP, or a UTF-8 with a few broken bytes: the one whose text is the most plausible."""
    trials = [Trial("cp932"), Trial(EUC_JP)]
    for block in _blocks(file, 0):
        for part in (block[:_SAMPLE], block[_SAMPLE:]) if len(trials) > 1 else (block,):
            alive = [trial for trial in trials if trial.feed(part)]
            trials = [trial for trial in alive if not any(other.outdoes(trial) for other in alive)] or trials
        if not alive:
            break
    for trial in trials:
        trial.end()
    best = max(trials, key=lambda trial: trial.score)
    if utf8.best_score >= best.score and utf8.score >= best.score:
        best = utf8
    if best.score > 0 and best.is_clean:
        return _Verdict(best.encoding, text=best.text)
    if other := _repaired(file, trials, best) or _mixed(file, best):
        return other
    if best.score > 0:
        return _Verdict(best.encoding, 0, best.broken, best.text)
    return _foreign(file, utf8, declared) or _in(file, best.encoding)


def _repaired(file: BinaryIO, trials: list[Trial], best: Trial) -> _Verdict | None:
    """Shift_JIS-2004 or EUC-JIS-2004, where they read all that cp932 or EUC-JP cannot."""
    for trial in trials:
        if trial.is_clean or trial.is_hopeless or trial.likeness <= 0 or trial.likeness < best.likeness:
            continue
        verdict = _in(file, _REPAIRS[trial.encoding])
        if not verdict.replaced:
            return verdict
    return None


def _mixed(file: BinaryIO, best: Trial) -> _Verdict | None:
    """Lines in more than one encoding, as in a log that several programs write."""
    mixture = Mixture(best.encoding if best.score > 0 else "cp932")
    kept = Kept()
    for text in mixture.decode(_blocks(file, 0)):
        kept.add(text)
    if len(mixture.used) < 2 or mixture.lost * 10 > mixture.lines or (best.score > 0 and mixture.broken >= best.broken):
        return None
    return _Verdict(mixture.first, 0, mixture.broken, kept, mixture)


def _foreign(file: BinaryIO, utf8: Trial, declared: str | None) -> _Verdict | None:
    """Not Japanese: clean UTF-8, what the file declares, or what charset-normalizer makes of a sample."""
    if utf8.is_clean:
        return _Verdict("utf-8", text=utf8.text)
    if named := codec_name(declared):
        verdict = _in(file, named)
        if not verdict.replaced:
            return verdict
    sample = b"".join(line for block in _blocks(file, 0) for line in block.splitlines(True) if not line.isascii())
    match = charset_normalizer.from_bytes(sample[:_SAMPLE]).best()
    if match is None or match.encoding.startswith(("utf_7", "utf_16", "utf_32")):
        return None
    return _in(file, codec_name(match.encoding) or "cp932")


def _in(file: BinaryIO, encoding: str, skip: int = 0) -> _Verdict:
    """The file in a given encoding, and how many of its places cannot be decoded."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    own = "\ufffd".encode(encoding) if encoding.startswith("utf") else b""
    kept, replaced = Kept(), 0
    for block in _blocks(file, skip):
        text = decoder.decode(block)
        kept.add(text)
        if count := text.count("\ufffd"):
            replaced += count - (block.count(own) if own else 0)
    rest = decoder.decode(b"", True)
    kept.add(rest)
    return _Verdict(encoding, skip, max(0, replaced + rest.count("\ufffd")), kept)


def _blocks(file: BinaryIO, skip: int) -> Iterator[bytes]:
    file.seek(skip)
    while block := file.read(_BLOCK):
        yield block


def _text(file: BinaryIO, verdict: _Verdict) -> Iterator[str]:
    if verdict.text and verdict.text.pieces is not None:
        yield from verdict.text.pieces
    elif verdict.mixture:
        yield from Mixture(verdict.mixture.first).decode(_blocks(file, 0))
    else:
        decoder = codecs.getincrementaldecoder(verdict.encoding)("replace")
        for block in _blocks(file, verdict.skip):
            yield decoder.decode(block)
        yield decoder.decode(b"", True)


def _lines(texts: Iterator[str]) -> Iterator[str]:
    """The same text, in blocks that end at line ends."""
    held: list[str] = []
    length = 0
    for text in texts:
        end = max(text.rfind("\n"), text.rfind("\r", 0, -1)) + 1
        if end:
            yield "".join((*held, text[:end]))
            held, length = [text[end:]], len(text) - end
        else:
            held.append(text)
            length += len(text)
        if length > _LONGEST_LINE:
            yield "".join(held)
            held, length = [], 0
    if length:
        yield "".join(held)

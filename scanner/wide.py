"""UTF-16 and UTF-32 without a mark at the beginning: told by where the NULs stand and whether Japanese comes out."""

from __future__ import annotations

import codecs

from scanner.japanese import plausibility


def wide_encoding(head: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark: NULs on one side of each pair (ASCII, line ends), and strictly decodable."""
    if b"\0" not in head or len(head) < 4:
        return None
    head = head[: len(head) & ~3]
    nuls = [head[offset::4].count(0) for offset in range(4)]
    even, odd = nuls[0] + nuls[2], nuls[1] + nuls[3]
    quarter = len(head) // 4
    if min(nuls[2], nuls[3]) >= quarter * 0.95 > nuls[0]:
        candidates = ["utf-32-le"]
    elif min(nuls[0], nuls[1]) >= quarter * 0.95 > nuls[3]:
        candidates = ["utf-32-be"]
    else:
        candidates = ["utf-16-le" if odd > even else "utf-16-be"]
        if min(even, odd) * 8 > max(even, odd) or max(even, odd) * 100 < len(head):
            return next((encoding for encoding in ("utf-16-le", "utf-16-be") if _reads_as_kana(head, encoding)), None)
    return next((encoding for encoding in candidates if _reads_as_text(head, encoding)), None)


def _reads_as_text(head: bytes, encoding: str) -> bool:
    text = codecs.getincrementaldecoder(encoding)("replace").decode(head)
    sample = text[:4000]
    usual = sum(c.isprintable() or c in "\t\r\n\f" for c in sample)
    weight, weighed = plausibility(sample)
    return usual >= len(sample) * 0.97 and (weighed == 0 or weight > 0)


def _reads_as_kana(head: bytes, encoding: str) -> bool:
    """Whether few NULs are still enough: a third of the text is kana, punctuation and ASCII, all of it printable."""
    try:
        sample = head[: len(head) & ~1].decode(encoding)[:4000]
    except UnicodeDecodeError:
        return False
    plain = sum(c < "\x7f" or "\u3001" <= c <= "\u30ff" for c in sample)
    return plain * 3 >= len(sample) and all(c.isprintable() or c in "\t\r\n\f" for c in sample)

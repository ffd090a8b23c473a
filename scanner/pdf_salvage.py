"""A PDF without its end, as a broken transfer leaves it: a new end that names the pages which are still there."""

from __future__ import annotations

import re
from itertools import islice

_END = 2_048  # bytes at the end of a file in which its last mark stands
_PAGE = re.compile(
    rb"(?:^|[\r\n])[ \t]*([0-9]{1,7}) [0-9]{1,5} obj\s*<<(?:(?!endobj).){0,4000}?/Type\s*/Page\b", re.DOTALL
)
_START = re.compile(rb"startxref\s+([0-9]{1,12})")
_TABLE = re.compile(rb"\s*(?:xref|[0-9]+\s+[0-9]+\s+obj)")
_SEARCHED = 8 << 20  # bytes
_MOST = 20_000
_TREE, _CATALOGUE = 8_388_600, 8_388_601  # numbers that no other object has


def has_end(content: bytes) -> bool:
    """Whether the file ends as a PDF does."""
    return b"%%EOF" in content[-_END:] and b"startxref" in content[-_END:]


def is_quickly_parsed(content: bytes) -> bool:
    """Whether the table of objects stands where the end says, or the file is small enough to be searched for them."""
    if len(content) <= _SEARCHED:
        return True
    named = _START.findall(content[-_END:])
    return bool(named) and bool(_TABLE.match(content, int(named[-1])))


def mended(content: bytes) -> bytes:
    """The file with a tree of the pages that are found in it; b"" where there are none."""
    numbers = [int(page[1]) for page in islice(_PAGE.finditer(content), _MOST)]
    if not numbers:
        return b""
    kids = b" ".join(b"%d 0 R" % number for number in dict.fromkeys(numbers))
    tree = b"%d 0 obj\n<< /Type /Pages /Kids [%b] /Count %d >>\nendobj\n" % (_TREE, kids, len(set(numbers)))
    catalogue = b"%d 0 obj\n<< /Type /Catalog /Pages %d 0 R >>\nendobj\n" % (_CATALOGUE, _TREE)
    trailer = b"trailer\n<< /Root %d 0 R >>\nstartxref\n0\n%%%%EOF\n" % _CATALOGUE
    return content + b"\nendstream\nendobj\n" + tree + catalogue + trailer

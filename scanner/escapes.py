r"""Characters written as \uXXXX, as in Java properties and program sources that must be ASCII."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_ESCAPES = re.compile(r"(?:\\u[0-9A-Fa-f]{4})+")


def unescaped(blocks: Iterable[str]) -> Iterator[str]:
    r"""The text with such characters as they are meant; those of ASCII stay as they stand.

    >>> list(unescaped([r"name=\u5c71\u7530 \u0041"]))
    ['name=山田 \\u0041']
    """
    for block in blocks:
        yield _ESCAPES.sub(_character, block) if "\\" in block else block


def _character(escapes: re.Match[str]) -> str:
    codes = bytes.fromhex(escapes[0].replace("\\u", ""))
    try:
        text = codes.decode("utf-16-be")
    except UnicodeDecodeError:
        return escapes[0]
    return text if not text.isascii() and text.isprintable() else escapes[0]

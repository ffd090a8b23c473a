"""Names that a scan passes over, as glob patterns in the manner of .gitignore."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_PART = re.compile(
    r"(?P<any>\*\*/)|(?P<rest>\*\*)|(?P<star>\*)|(?P<one>\?)|(?P<set>\[[!^]?\]?[^\]/]*\])|(?P<text>.)", re.S
)


class Exclusion:
    """A pattern without "/" is matched on each name, one with "/" on the path from the root.

    `*` and `?` stay within a name, `**` crosses folders, a final "/" means folders only. Case is ignored, and the
    decomposed kana of macOS equal the composed ones. What lies in an excluded folder is excluded.

    >>> exclusion = Exclusion(["~$*", "*.tmp", "バックアップ/旧/**"])
    >>> exclusion.covers("営業部/~$名簿.docx", False), exclusion.covers("バックアップ/旧/名簿.csv", False)
    (True, True)
    >>> exclusion.covers("バックアップ/旧", True), exclusion.covers("営業部/名簿.csv", False)
    (False, False)
    """

    def __init__(self, patterns: Sequence[str]) -> None:
        alternatives = [_expression(pattern) for pattern in patterns if pattern.strip("/")]
        self._pattern = re.compile("|".join(alternatives), re.I) if alternatives else None

    def __bool__(self) -> bool:
        return self._pattern is not None

    def covers(self, relative: str, is_folder: bool) -> bool:
        """Whether the file or folder at this path is passed over."""
        if self._pattern is None:
            return False
        path = unicodedata.normalize("NFC", relative)
        return self._pattern.fullmatch(path + "/" if is_folder else path) is not None


def _expression(pattern: str) -> str:
    pattern = unicodedata.normalize("NFC", pattern.replace("\\", "/")).removeprefix("./")
    folders_only = pattern.endswith("/")
    pattern = pattern.rstrip("/")
    anywhere = "" if "/" in pattern else "(?:.*/)?"
    body = "".join(_translated(part) for part in _PART.finditer(pattern.lstrip("/")))
    expression = f"(?s:{anywhere}{body}{'/' if folders_only else '/?'})"
    try:
        re.compile(expression)
    except re.error:  # a set like [z-a] means nothing: the pattern stands for itself
        return re.escape(pattern) + "/?"
    return expression


def _translated(part: re.Match[str]) -> str:
    match part.lastgroup:
        case "any":
            return "(?:.*/)?"
        case "rest":
            return ".+"
        case "star":
            return "[^/]*"
        case "one":
            return "[^/]"
        case "set":
            inside = part[0][1:-1].replace("\\", "\\\\")
            return f"[^{inside[1:]}]" if inside[0] in "!^" else f"[{inside}]"
        case _:
            return re.escape(part[0])

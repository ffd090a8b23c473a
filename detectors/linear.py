"""Patterns that a user writes, matched by RE2: the time grows with the text, whatever the pattern.

RE2 knows neither look-around nor back references, and `written_flaws` refuses repetition without an upper limit: so a
match looks ahead no further than its own greatest length. In these patterns \\d, \\w and \\b speak of ASCII only, upper
and lower case are the same, and a match is never a part of a longer Latin word or number.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, Protocol

import regex

from detectors.normalize import normalize

_ALPHANUMERIC = regex.compile(r"[0-9A-Za-z]")
_TOKEN = regex.compile(
    r"\\.|\[\^?\]?(?:\\.|\[:\^?[a-z]+:\]|[^\]\\])*\]|\(\?(?:P?<[A-Za-z_][A-Za-z0-9_]*>|P=[^)]*|<?[=!]|[A-Za-z-]*[:)]|>)|.",
    regex.DOTALL,
)
_UNLIMITED = regex.compile(r"[*+]|\{[0-9]+,\}")
_LOOKS_AROUND = ("(?=", "(?!", "(?<=", "(?<!")
_INSTEAD = "前後の言葉で見分けるときは near・headings・against に書いてください"


class Match(Protocol):
    """The part of a match that the matcher of a rule uses, with `regex` and with RE2."""

    @property
    def re(self) -> Any: ...

    def __getitem__(self, group: Any, /) -> Any: ...

    def start(self, group: Any = 0, /) -> int: ...

    def end(self, group: Any = 0, /) -> int: ...

    def span(self, group: Any = 0, /) -> tuple[int, int]: ...


class LinearPattern:
    """One user's pattern, with the methods of a compiled `regex` pattern that the matcher of a rule uses."""

    def __init__(self, pattern: str) -> None:
        import re2  # only users with rules of their own pay for loading it

        options = re2.Options()
        options.log_errors = False
        options.case_sensitive = False
        self._compiled = re2.compile(pattern, options)

    def finditer(self, text: str) -> Iterator[Match]:
        """The matches that are no parts of longer words or numbers."""
        text = _encodable(text)
        for match in self._compiled.finditer(text):
            if match.end() > match.start() and _stands_alone(text, match.start(), match.end()):
                yield match

    def match(self, text: str, start: int) -> Match | None:
        """The match that begins at `start`; the label before it may end in a letter."""
        text = _encodable(text)
        match: Match | None = self._compiled.match(text, start)
        return match if match and _stands_alone(text, None, match.end()) else None

    def fullmatch(self, text: str) -> Match | None:
        """The match that takes the whole text."""
        match: Match | None = self._compiled.fullmatch(_encodable(text))
        return match


@cache
def compile_linear(pattern: str) -> LinearPattern:
    """A user's pattern, compiled once per process."""
    return LinearPattern(pattern)


def _encodable(text: str) -> str:
    """Half surrogates, which UTF-8 does not have, become question marks; offsets stay."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _stands_alone(text: str, start: int | None, end: int) -> bool:
    goes_on_left = start and _ALPHANUMERIC.match(text[start]) and _ALPHANUMERIC.match(text[start - 1])
    goes_on_right = _ALPHANUMERIC.match(text[end - 1]) and _ALPHANUMERIC.match(text[end : end + 1])
    return not goes_on_left and not goes_on_right


def stored(pattern: str) -> str:
    """A pattern as the rest of the program keeps it, with free spacing: its spaces and # stand for themselves."""
    tokens = _TOKEN.findall(pattern)
    return "".join("\\" + token if token in (" ", "#", "\t", "\n") else token for token in tokens)


def written_flaws(pattern: str) -> Iterator[str]:
    """What is wrong with a pattern that a user wrote, each as a Japanese sentence that says what to write instead."""
    if not pattern.strip():
        yield "正規表現が空です"
        return
    if pattern != normalize(pattern):
        yield "全角の英数字・記号は半角で書いてください（文章のほうは、半角にそろえてから照合します）"
        return
    flaws = list(_construct_flaws(pattern))
    yield from flaws
    if flaws:
        return
    import re2

    try:
        compiled = compile_linear(stored(pattern))
    except re2.error as error:
        yield f"正規表現として読めません（{_reason(error)}）"
        return
    if compiled.fullmatch(""):
        yield "空の文字列に一致する正規表現です。必ずある文字を 1 つ以上入れてください"


def _construct_flaws(pattern: str) -> Iterator[str]:
    tokens = [match.group() for match in _TOKEN.finditer(pattern)]
    if any(token.startswith(_LOOKS_AROUND) for token in tokens):
        yield f"先読み・後読み（(?= (?! (?<= (?<!）は使えません。{_INSTEAD}"
    if any(regex.fullmatch(r"\\[1-9]|\\[gk]|\(\?P=.*", token) for token in tokens):
        yield "後方参照（\\1 など）は使えません。繰り返す文字をそのまま書いてください"
    outside = "".join("x" if len(token) > 1 else token for token in tokens)
    if limitless := _UNLIMITED.search(outside):
        sign = limitless.group()
        yield f"上限のない繰り返し（{sign}）は使えません。[0-9]+ は [0-9]{{1,20}} のように、上限を書いてください"


_REASONS = (
    ("missing ]", "[ に対する ] がありません"),
    ("missing )", "( に対する ) がありません"),
    ("unexpected )", ") に対する ( がありません"),
    ("no argument for repetition", "? や { の前に、繰り返す文字がありません"),
    ("bad repetition", "繰り返しの書き方が違います"),
    ("invalid repetition size", "繰り返しの上限は 1000 までです"),
    ("invalid escape", "\\ の後の文字が違います"),
    ("invalid character class range", "[ ] の中の範囲の順序が逆です"),
    ("trailing \\", "最後の \\ の後に文字がありません"),
    ("too large", "長すぎます"),
    ("invalid", "使えない書き方があります"),
)


def _reason(error: Exception) -> str:
    said = error.args[0].decode("utf-8", "replace") if error.args and isinstance(error.args[0], bytes) else str(error)
    return next((reason for start, reason in _REASONS if start in said), said)

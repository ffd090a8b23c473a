"""Rich text (RTF) as tokens, and the code pages in which its characters stand.

Nothing here nests: groups are kept on a list, so that a million opening braces cost a million entries and no more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?[0-9]{1,10})? ?|((?:\\'[0-9a-fA-F]{2})+)|\\([^a-zA-Z'])|([{}])|[\r\n\0]+|([^\\{}\r\n\0]+)"
)
_CHARSETS = {
    77: "mac-roman", 78: "cp932", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "big5", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250",
}  # fmt: skip
_OWN = {"mac": "mac-roman", "pc": "cp437", "pca": "cp850"}
_DOUBLE = frozenset({"cp932", "cp949", "johab", "gbk", "big5"})


class Token(NamedTuple):
    """A control word with its number, a brace, a control symbol or bytes of text."""

    kind: str
    """`word`, `symbol`, `open`, `close` or `text`"""
    name: str = ""
    number: int | None = None
    text: bytes = b""


def tokens(data: bytes) -> Iterator[Token]:
    """The tokens of a file. What follows the word bin is raw."""
    position = 0
    while position < len(data):
        found = _TOKEN.match(data, position)
        if not found:  # a backslash at the very end
            return
        position = found.end()
        word, number, hexadecimal, symbol, brace, text = found.groups()
        if word is not None:
            name, value = word.decode(), int(number) if number is not None else None
            raw = data[position : position + max(0, value or 0)] if name == "bin" else b""
            position += len(raw)
            yield Token("word", name, value, raw)
        elif text is not None:
            yield Token("text", text=text)
        elif hexadecimal is not None:
            yield Token("text", text=bytes.fromhex(hexadecimal.replace(b"\\'", b"").decode()))
        elif brace is not None:
            yield Token("open" if brace == b"{" else "close")
        elif symbol is not None:
            yield Token("symbol", symbol.decode("latin-1"))


@dataclass(frozen=True, slots=True)
class State:
    """What a group hands down to the groups in it: where its text goes, its font, how wide a stand-in is."""

    target: str = "本文"
    font: int = -1
    stand_ins: int = 1
    in_table: bool = False


class Letters:
    """Turns bytes in the code page of their font, and characters by number, into text."""

    def __init__(self) -> None:
        self.page = "cp1252"
        self._fonts: dict[int, str] = {}
        self._raw = bytearray()
        self._raw_page = ""
        self._parts: list[str] = []
        self._skip = 0

    def declare(self, word: str, number: int) -> None:
        """The character set of the file."""
        if word == "ansicpg":
            self.page = "utf-8" if number == 65001 else "mac-roman" if number == 10000 else f"cp{number or 1252}"
            try:
                b"".decode(self.page)
            except LookupError:
                self.page = "cp1252"
        elif word in _OWN:
            self.page = _OWN[word]

    def font(self, number: int, charset: int) -> None:
        """The character set of a font. The usual one (0) is that of the file where that is Japanese."""
        page = _CHARSETS.get(charset, self.page)
        self._fonts[number] = "cp1252" if charset == 0 and self.page not in _DOUBLE else page

    def add(self, content: bytes, font: int) -> None:
        """Bytes of text; those that stand in for a character by number are dropped."""
        if self._skip:
            dropped = min(self._skip, len(content))
            self._skip -= dropped
            content = content[dropped:]
        if content:
            page = self._fonts.get(font, self.page)
            if page != self._raw_page:
                self._decode()
                self._raw_page = page
            self._raw += content

    def unicode(self, number: int, stand_ins: int) -> None:
        """A character by its number, which older writers give as a negative one."""
        self._decode()
        self._parts.append(chr(number & 0xFFFF))
        self._skip = min(max(0, stand_ins), 1_000)

    def put(self, text: str) -> None:
        """A character that a control word stands for."""
        self._decode()
        self._parts.append(text)
        self._skip = max(0, self._skip - 1)

    def restore(self, text: str) -> None:
        """Go on behind text that was taken before."""
        self._parts.append(text)

    def end_skip(self) -> None:
        """The end of a group ends what stands in for a character."""
        self._skip = 0

    def take(self) -> str:
        """The text since the last time, surrogates joined."""
        self._decode()
        text = "".join(self._parts)
        self._parts.clear()
        if any("\ud800" <= letter <= "\udfff" for letter in text):
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        return text

    def _decode(self) -> None:
        if self._raw:
            self._parts.append(self._raw.decode(self._raw_page, "replace"))
            self._raw.clear()

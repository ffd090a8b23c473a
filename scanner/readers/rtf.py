"""Rich text: body with its tables, headers, notes, comments, boxes, properties; pictures and objects in it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import BinaryIO

from scanner import fields, properties
from scanner.compound import SIGNATURE, Compound, ole_native, unwrapped
from scanner.document import Format, Item, Passage, Remark
from scanner.flow import Flow
from scanner.pixels import placed
from scanner.rtf import Letters, State, Token, tokens

FORMAT = Format(name="リッチテキスト", media_types=("application/rtf", "text/rtf"), extensions=(".rtf",))

_NOWHERE, _BODY = "-", "本文"
_AROUND = "ヘッダー・フッター"
_PLACES = {
    **dict.fromkeys(("header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf"), _AROUND),
    "footnote": "脚注",
    "annotation": "コメント",
    "shptxt": "テキストボックス",
    "dptxbxtext": "テキストボックス",
    "ffdeftext": "フォームの項目",
    "ffl": "フォームの項目",
    "fldinst": "code",
    "atnauthor": "記入者",
    "propname": "name",
    "staticval": "value",
}
_PROPERTIES = {
    "title": "タイトル",
    "subject": "件名",
    "author": "作成者",
    "operator": "最終更新者",
    "keywords": "キーワード",
    "doccomm": "コメント",
    "category": "分類",
    "manager": "管理者",
    "company": "会社名",
}
_UNREAD = re.compile(
    "colortbl|stylesheet|listtable|listoverridetable|themedata|datastore|latentstyles|generator|xmlnstbl|rsidtbl|"
    "mmathPr|filetbl|pgptbl|bkmkstart|bkmkend|atrfstart|atrfend|atnid|atnref|atndate|nonshppict|sp|pntext|listtext|"
    "xe|tc|revtbl|fontemb|fontfile|blipuid|private1|datafield|objclass|nonesttables"
)
_THROUGH = re.compile("shpinst|do|userprops|formfield|ud|info|shppict")
_LETTERS = {
    "tab": "\t", "line": "\n", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
    "bullet": "・", "endash": "–", "emdash": "—", "emspace": " ", "enspace": " ",
}  # fmt: skip
_SYMBOLS = {"~": " ", "_": "-", "\\": "\\", "{": "{", "}": "}", "\t": "\t"}
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG")


def read(file: BinaryIO) -> Iterator[Item]:
    """The body first, then notes, comments and boxes, then properties and pictures."""
    document = _Document()
    for token in tokens(file.read()):
        document.take(token)
        if token.kind == "word":
            yield from document.flow.items()
    yield from document.end()
    shown = (content for content in document.inserted["pict"] if content.startswith(_PICTURES))
    yield from placed((f"画像{number}", io.BytesIO(content)) for number, content in enumerate(shown, 1))


def members(file: BinaryIO) -> Iterator[tuple[str, BinaryIO]]:
    """Objects that were inserted: a workbook, a packed file."""
    data = file.read()
    if b"\\objdata" not in data:
        return
    document = _Document()
    for token in tokens(data):
        document.take(token)
    for number, content in enumerate(document.inserted["objdata"], 1):
        yield from _inserted(content, f"オブジェクト{number}")


class _Document:
    """Follows the tokens of a file and puts its text where it belongs."""

    def __init__(self) -> None:
        self.flow = Flow()
        self.inserted: dict[str, list[bytes]] = {"pict": [], "objdata": []}
        self._state = State()
        self._outer: list[State] = []
        self._held: list[str] = []  # text in front of the places that are open
        self._hexadecimal = bytearray()
        self._letters = Letters()
        self._aside: dict[str, list[str]] = {}
        self._lines: list[str] = []  # paragraphs of the cell that is open
        self._cells: list[str] = []
        self._default_font = -1
        self._font = -1  # that the table of fonts is just describing
        self._is_starred = self._is_first = False

    def take(self, token: Token) -> None:
        """One token more."""
        match token.kind:
            case "open":
                self._outer.append(self._state)
                self._is_first, self._is_starred = True, False
                return
            case "close":
                self._close()
            case "symbol" if token.name == "*":
                self._is_starred = True
                return
            case "symbol":
                self._symbol(token.name)
            case "word":
                self._word(token.name, token.number)
                if token.text and self._state.target in self.inserted:
                    self._hexadecimal += token.text.hex().encode()
            case _:
                self._text(token.text)
        self._is_first = self._is_starred = False

    def end(self) -> Iterator[Item]:
        """What is left of the body, and what stands around it."""
        if self._outer:
            yield Remark("ファイルが途中で切れているため、そこまでを読みました", incomplete=True)
        while self._outer:
            self._close()
        self._paragraph()
        self._end_row()
        yield from self.flow.end()
        names, values = self._aside.pop("name", []), self._aside.pop("value", [])
        facts = [(label, text) for label in _PROPERTIES.values() for text in self._aside.pop(f"={label}", ())]
        facts += zip(names, values, strict=False)
        facts.append(("コメント・変更の記入者", "、".join(dict.fromkeys(self._aside.pop("記入者", ())))))
        for place, lines in self._aside.items():
            if text := "\n".join(line for line in dict.fromkeys(lines) if line.strip()):
                yield Passage(text, place)
        yield from properties.passage(facts)

    def _text(self, content: bytes) -> None:
        target = self._state.target
        if target in self.inserted:
            self._hexadecimal += content
        elif target not in (_NOWHERE, "fonts"):
            self._letters.add(content, self._state.font)

    def _symbol(self, name: str) -> None:
        if name in "\r\n":
            self._paragraph()
        elif name in ("\\", "{", "}"):
            self._text(name.encode())
        elif name in _SYMBOLS and self._state.target != _NOWHERE:
            self._letters.put(_SYMBOLS[name])

    def _word(self, name: str, number: int | None) -> None:
        if self._is_first or self._is_starred:
            self._destination(name)
        state, value = self._state, number or 0
        match name:
            case "ansicpg" | "mac" | "pc" | "pca":
                self._letters.declare(name, value)
            case "f" if state.target == "fonts":
                self._font = value
            case "fcharset" if state.target == "fonts":
                self._letters.font(self._font, value)
            case "f" | "deff" | "plain" | "uc":
                self._set(name, value, number)
            case _ if state.target in (_NOWHERE, "fonts") or state.target in self.inserted:
                return
            case "u":
                self._letters.unicode(value, state.stand_ins)
            case "pard" | "intbl":
                self._state = replace(state, in_table=name == "intbl")
            case "cell" | "row" | "par" | "sect" | "page" | "nestcell" | "nestrow":
                self._end_of(name)
            case _ if name in _LETTERS:
                self._letters.put(_LETTERS[name])

    def _set(self, name: str, value: int, number: int | None) -> None:
        if name == "uc":
            self._state = replace(self._state, stand_ins=value)
        elif name == "deff":
            self._default_font = value
        else:
            self._state = replace(self._state, font=self._default_font if name == "plain" else value)

    def _destination(self, name: str) -> None:
        """The first word of a group may say that its text stands elsewhere, or is none."""
        place = "fonts" if name == "fonttbl" else name if name in self.inserted else _PLACES.get(name, "")
        if name in _PROPERTIES and (self._is_starred or self._state.target == "info"):
            place = f"={_PROPERTIES[name]}"
        elif name == "info":
            place = "info"
        elif _UNREAD.fullmatch(name) or (self._is_starred and not place and not _THROUGH.fullmatch(name)):
            place = _NOWHERE
        outer = self._outer[-1].target if self._outer else self._state.target
        if place and place != outer == self._state.target and outer != _NOWHERE:
            self._held.append(self._letters.take())
            self._state = replace(self._state, target=place)

    def _close(self) -> None:
        if not self._outer:
            return
        inner, self._state = self._state.target, self._outer.pop()
        self._letters.end_skip()
        if inner != self._state.target:
            text = self._letters.take()
            self._letters.restore(self._held.pop())
            self._leave(inner, text)

    def _leave(self, place: str, text: str) -> None:
        """The end of a place: its text is kept, a field code is looked at."""
        if place in self.inserted:
            with suppress(ValueError):
                digits = bytes(self._hexadecimal)
                self.inserted[place].append(bytes.fromhex(digits[: len(digits) // 2 * 2].decode("ascii", "replace")))
            self._hexadecimal.clear()
        elif place == "code":
            self._letters.put(fields.shown_text(text))
            for label, found in (("リンク先", fields.mail_address(text)), ("ふりがな", fields.reading(text))):
                if found:
                    self._aside.setdefault(label, []).append(found)
        elif place not in (_NOWHERE, "fonts", "info"):
            self._aside.setdefault(place, []).append(text.strip())

    def _end_of(self, name: str) -> None:
        if self._state.target != _BODY:
            self._letters.put("\t" if name.endswith("cell") else "\n")
        elif name == "cell":
            self._lines.append(self._letters.take())
            self._cells.append("\n".join(self._lines).strip())
            self._lines.clear()
        elif name == "row":
            self._end_row()
        elif name.startswith("nest"):
            self._letters.put("\t" if name == "nestcell" else "\n")
        else:
            self._paragraph()

    def _paragraph(self) -> None:
        if self._state.target != _BODY:
            self._letters.put("\n")
            return
        text = self._letters.take()
        if self._state.in_table:
            self._lines.append(text)
        else:
            self._end_row()
            self.flow.line(text)

    def _end_row(self) -> None:
        if self._lines and any(line.strip() for line in self._lines):
            self._cells.append("\n".join(self._lines).strip())
        if self._cells:
            self.flow.row(self._cells)
        self._lines, self._cells = [], []


def _inserted(content: bytes, name: str) -> Iterator[tuple[str, BinaryIO]]:
    """An object: version, kind (2: with its data), the name of its class, topic, item, and what it holds."""
    place, kind, texts = 8, int.from_bytes(content[4:8], "little"), []
    for _ in range(3):
        length = int.from_bytes(content[place : place + 4], "little")
        texts.append(content[place + 4 : place + 4 + length].rstrip(b"\0"))
        place += 4 + length
    size = int.from_bytes(content[place : place + 4], "little")
    data = content[place + 4 : place + 4 + size]
    if kind != 2 or not data:
        return
    if data.startswith(SIGNATURE):
        yield unwrapped(name, Compound(io.BytesIO(data)).storage(""))
    elif texts[0] == b"Package":
        yield ole_native(bytes(4) + data)
    else:
        yield name, io.BytesIO(data)

"""What is wrong with a settings file that is not TOML, said so that it can be mended in a text editor."""

from __future__ import annotations

import re
from tomllib import TOMLDecodeError

_LINE = re.compile(r"at line ([0-9]+)")
_BACKSLASH = "「\\」のある場所は ' ' で囲んでください（例：register = 'D:\\台帳\\daicho.db'）"
_PAIR = '「項目 = 値」の形で書いてください（例：company = "株式会社みほん"）'
_QUOTED = '文字は " " で囲んでください（例：company = "株式会社みほん"）'
_WAYS = (  # the beginning of what Python says, and what to do
    ("Unescaped '\\'", _BACKSLASH),
    ("Invalid hex value", _BACKSLASH),
    ("Invalid value (at end", "値が途中で終わっています"),
    ("Invalid value", _QUOTED),
    ("Unterminated string", '「"」が閉じていません'),
    ("Illegal character '\\n'", '「"」が閉じていません'),
    ("Unclosed array", "「[」が閉じていません"),
    ("Expected ']'", "「]」で閉じてください（例：[departments]）"),
    ("Cannot overwrite", "同じ項目が2回あります。1つにしてください"),
    ("Cannot declare", "同じ見出し（[ ]）が2回あります。1つにまとめてください"),
    ("Expected newline", "1行に書ける項目は1つです。値の後ろを確かめてください"),
    ("Expected '='", _PAIR),
    ("Invalid statement", f'{_PAIR}。半角の英数字のほかは項目の名前も " " で囲みます'),
)


def toml_fault(error: TOMLDecodeError) -> str:
    """The line, and what to do about it, as the end of a sentence; nothing of what stands there."""
    said = str(error)
    line = _LINE.search(said)
    way = next((way for beginning, way in _WAYS if said.startswith(beginning)), "TOML の形式に直してください")
    return f"{line[1]}行目が正しくありません。{way}。" if line else f"書き方が正しくありません。{way}。"

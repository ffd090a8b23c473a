"""Headings that say the same in other words: 受注No and 受注番号, ご購入者様 and 購入者名, 入会年月 and 入会日."""

from __future__ import annotations

import regex

_POLITE = regex.compile(r"(?:^|(?<=[\p{Han}]))[ごお御](?=\p{Han}{2})")
_ENDINGS = (  # a heading keeps at least two characters before what is left out or replaced
    (regex.compile(r"(?<=..)(?:の)?(?:氏名|お名前|名前|様名|名|様|さん)$"), ""),
    (regex.compile(r"(?<=..)(?:番号|no|id|cd|コード|№)$"), "番号"),
    (regex.compile(r"(?<=..)(?:年月日|年月|日付|日時|日)$"), "日"),
    (regex.compile(r"(?<=..)(?:時刻|時間)$"), "時刻"),
    (regex.compile(r"(?<=..)(?:電話番号|tel|電話)$"), "電話"),
    (regex.compile(r"(?<=..)(?:メールアドレス|メール|e-?mail|mail)$"), "メール"),
)


def plain_heading(folded: str) -> str:
    """A folded heading without politeness, with one word for each of the usual endings; the same for all that agree."""
    plain = _POLITE.sub("", folded)
    for ending, instead in _ENDINGS:
        if ending.search(plain):
            return ending.sub(instead, plain)
    return plain

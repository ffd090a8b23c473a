"""What is shown for the sake of an example: forms filled in to show how, and people named 山田太郎 or テスト花子."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from detectors.normalize import normalize

MOST = 20  # different names; whoever fills a table with more of them tests it with invented people, or has real ones
_SURELY = regex.compile(r"^(?:テスト|てすと|サンプル|さんぷる|ダミー|見本|記入例)|^(?i:test|sample|dummy)")
_SHOWN = r"記入例|記載例|サンプル|見本(?!市)|ダミー|sample|example"
_FILLED_IN = regex.compile(rf"{_SHOWN}|書き方", regex.IGNORECASE)
_TEMPLATE = regex.compile(
    rf"{_SHOWN}|入力例|ひな形|ひな型|雛形|雛型|テンプレ|フォーマット|template|dummy", regex.IGNORECASE
)
_GIVEN = "太郎|花子|次郎|たろう|はなこ|タロウ|ハナコ"
_USUALLY = regex.compile(r"^山田 ?(?:太郎|花子|次郎|一郎)$")  # real people have these names too: only in such company
_ALSO = regex.compile(rf"(?:{_GIVEN}|一郎)$|[○〇●△×✕☆*]|(?i:(?:^| )(?:taro|hanako|john|jane|doe)(?: |$))")
_EXAMPLE_NAME = regex.compile(rf"(?:{_GIVEN}|テスト|ダミー|サンプル|(?i:taro|hanako|doe))$|^テスト")


def shows_how(title: str) -> bool:
    """Whether a file's name says that it is filled in to show how (記入例, 見本)."""
    return bool(_FILLED_IN.search(title))


def is_example_name(name: str) -> bool:
    """Whether somebody is called as in specifications and programs (山田太郎); real people may be too."""
    return bool(_EXAMPLE_NAME.search(normalize(name).strip()))


def are_made_up(names: Sequence[str], title: str) -> bool:
    """Whether the names of a list are nobody's. `title`: the path and what stands above; it may say 「見本」."""
    distinct = set(names) - {""}
    if not distinct or len(distinct) > MOST:
        return False
    plain = [normalize(name).strip() for name in distinct]
    loose = bool(_TEMPLATE.search(title))
    if not loose and not any(map(_SURELY.search, plain)):
        return False
    return all(_SURELY.search(name) or _USUALLY.search(name) or (loose and _ALSO.search(name)) for name in plain)

"""People of whom a template speaks for the sake of an example: 山田太郎, テスト花子, サンプル一郎."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from detectors.normalize import normalize

MOST = 20  # different names; whoever fills a table with more of them tests it with invented people, or has real ones
_SURELY = regex.compile(r"^(?:テスト|てすと|サンプル|さんぷる|ダミー|見本|記入例)|^(?i:test|sample|dummy)")
_USUALLY = regex.compile(r"^山田 ?(?:太郎|花子|次郎|一郎)$")  # real people have these names too: only in such company
_ALSO = regex.compile(
    r"(?:太郎|花子|次郎|一郎|たろう|はなこ|タロウ|ハナコ)$|[○〇●△×✕☆*]|(?i:(?:^| )(?:taro|hanako|john|jane|doe)(?: |$))"
)
_TEMPLATE = regex.compile(
    r"記入例|記載例|入力例|サンプル|見本(?!市)|ダミー|ひな形|ひな型|雛形|雛型|テンプレ|フォーマット|sample|example|template|dummy",
    regex.IGNORECASE,
)


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

"""What is said: the morning's news in counts and numbers of lines; files only where the user allows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from inventory.changes import WHOLE
from inventory.morning import Item, items
from inventory.morning_facts import Facts

_DETAILS_SHOWN = 20  # of an item
_CLOSING = (
    "この通知に、見つかった個人情報の値は含まれません。",
    "詳しくは、台帳のあるコンピューターで「daicho summary」「daicho diff」を実行してください。",
)


@dataclass(frozen=True, slots=True)
class Message:
    """One message. `is_news`: something changed or failed; `data` is the same for programs."""

    subject: str
    lines: Sequence[str]
    is_news: bool
    data: dict[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The message as plain text."""
        return "\n".join((*self.lines, "", *_CLOSING)) + "\n"


def of_morning(facts: Facts, company: str, *, paths: bool) -> Message:
    """The news of a morning, or those of one department."""
    told = items(facts)
    is_news = any(item.is_news for item in told)
    what = "確認することがあります" if is_news else "変わったことはありません"
    who = "　".join(part for part in (company, facts.department if facts.department != WHOLE else "") if part)
    data: dict[str, Any] = {"items": {item.code: {"text": item.text, **item.data} for item in told}}
    if paths:
        for item in told:
            if item.details:
                data["items"][item.code]["details"] = list(item.details)
    return _message(facts.today, what, who, [line for item in told for line in _lines(item, paths)], is_news, data)


def of_failure(sentence: str, company: str, today: date, *, code: int, paths: bool) -> Message:
    """A scan that failed; the sentence may name places, so it is only told where that is allowed."""
    told = sentence if paths else "理由は、台帳のあるコンピューターのログか、画面の表示で確かめてください。"
    lines = [f"スキャンが失敗しました（終了コード {code}）。", told]
    data: dict[str, Any] = {"failed": {"exit_code": code, **({"text": sentence} if paths else {})}}
    return _message(today, "スキャンが失敗しました", company, lines, True, data)


def _message(today: date, what: str, who: str, lines: Sequence[str], is_news: bool, data: dict[str, Any]) -> Message:
    who = plain(who)
    subject = f"[daicho] {today} {what}" + (f"（{who}）" if who else "")
    about = {"program": "daicho", "date": today.isoformat(), "company": who, "subject": subject, "news": is_news}
    return Message(subject, [plain(line) for line in lines], is_news, {**about, **data})


def _lines(item: Item, paths: bool) -> list[str]:
    if not paths or not item.details:
        return [item.text]
    rest = len(item.details) - _DETAILS_SHOWN
    more = [f"　・ほか{rest:,}件"] if rest > 0 else []
    return [item.text, *(f"　・{detail}" for detail in item.details[:_DETAILS_SHOWN]), *more]


def plain(text: str) -> str:
    """Text on one line that steers nothing: a file or a company may be called anything."""
    return "".join(char if char.isprintable() or char == "　" else " " for char in text).strip()

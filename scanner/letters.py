"""Mails as far as they help to open each other's attachments: who wrote when, in which thread, and which passwords.

In Japan a locked attachment is followed by a second mail with its password (「PPAP」), from the same sender, in the
same thread or with the same subject, or from a gateway that repeats the subject or the name of the attachment.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

TEXT_KEPT = 4_000  # characters of a mail that are looked at: a password stands near the beginning
_MOST = 30  # passwords tried for one mail
_PER_MAIL = 12
_DAY = 86_400.0
_TELLING_SUBJECT = 6  # characters that a subject needs to be recognised inside another mail

_LABEL = re.compile(
    r"パスワード|パスフレーズ|パスコード|暗証|(?:解凍|展開|復号|閲覧|開封)(?:用の?)?(?:キー|鍵|コード)"
    r"|pass\s?-?(?:word|phrase|code)|(?<![a-z])(?:p/w|pw|pwd|pass)(?![a-z])",
    re.I,
)
_BEHIND = re.compile(
    r"""(?:[^\n!-~]{0,12}?(?:[:=は】』」]|(?=[「『【]))|\s+is\b|\s*[\])])\s*[:=、]?\s*[「『【<\[("']?\s*([!-~]{3,64})"""
)
_QUOTED = re.compile(r"[「『【]\s*([^\s「『【】』」]{3,64})\s*[」』】]")
_ALONE = re.compile(r"[\s>・*●■◆→⇒-]*[「『【<\[(\"']?\s*([!-~]{4,64}?)\s*[」』】>\])\"']?\s*")
_RULER = re.compile(r"[\s\-=_*~#+|.]*")
_NOT_ONE = re.compile(r"https?://|www\.|[^@\s]+@[^@\s]+\.\w+|.*\.(?:zip|7z|xlsx?|docx?|pptx?|pdf|co\.jp)\b", re.I)
_ADDED = re.compile(
    r"(?:re|fwd?|転送|返信)\s*(?:\[\d+\]|\(\d+\))?\s*[:>]|[\[【(<]?(?:添付ファイルの?)?(?:解凍)?(?:パスワード|pw|password)"
    r"(?:の?(?:お知らせ|ご?連絡|通知|送付|ご?案内|について|です))?[\]】)>]?|[\s:/|_-]",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail. `thread` holds the ids of the mails it answers; `sent` is in seconds, None where it is not told."""

    message_id: str = ""
    thread: frozenset[str] = frozenset()
    sender: str = ""
    subject: str = ""
    sent: float | None = None
    attachments: tuple[str, ...] = ()
    text: str = field(default="", repr=False)


def candidates(holding: Letter, others: Iterable[Letter]) -> tuple[str, ...]:
    """The passwords that may open the attachments of a mail, the likeliest first: its own text, then its like."""
    found = dict.fromkeys(passwords_in(holding.text))
    near = sorted((other for other in others if belongs(other, holding)), key=lambda other: _apart(other, holding))
    for other in near:
        found |= dict.fromkeys(passwords_in(other.text))
        if len(found) >= _MOST:
            break
    return tuple(found)[:_MOST]


def belongs(other: Letter, holding: Letter) -> bool:
    """Whether a mail may be the one that brings the password for another."""
    ids = other.thread | {other.message_id} - {""}
    if ids & (holding.thread | {holding.message_id} - {""}):
        return True
    subject = _core(holding.subject)
    if other.sender and other.sender == holding.sender:
        return (bool(subject) and _core(other.subject) == subject) or _apart(other, holding) <= _DAY
    text = _plain(other.subject + other.text)
    named = [subject] if len(subject) >= _TELLING_SUBJECT else []
    return any(name in text for name in named + [_plain(name) for name in holding.attachments if len(name) > 4])


def passwords_in(text: str) -> Iterator[str]:
    """What a mail calls a password: behind the word on its line, or alone on one of the lines that follow."""
    lines = [unicodedata.normalize("NFKC", line) for line in text[:TEXT_KEPT].splitlines()]
    found: dict[str, None] = {}
    for number, line in enumerate(lines):
        for label in _LABEL.finditer(line):
            found |= dict.fromkeys(_after(line[label.end() :], lines[number + 1 : number + 9]))
        if len(found) >= _PER_MAIL:
            break
    yield from list(found)[:_PER_MAIL]


def _after(rest: str, following: list[str]) -> Iterator[str]:
    if (behind := _BEHIND.match(rest)) and not _NOT_ONE.match(behind[1]):
        yield from _trimmed(behind[1])
        return
    if (quoted := _QUOTED.search(rest[:40])) and not _NOT_ONE.match(quoted[1]):
        yield quoted[1]
        return
    for line in following:
        alone = _ALONE.fullmatch(line)
        if alone and not _RULER.fullmatch(line) and not _NOT_ONE.match(alone[1]):
            yield from _trimmed(alone[1])
            return


def _trimmed(token: str) -> Iterator[str]:
    """A token as it stands and without the bracket or full stop that ends it."""
    shorter = token.rstrip("\"'>)].,;")
    yield from dict.fromkeys(each for each in (shorter, token) if len(each) >= 3)


@lru_cache(maxsize=10_000)
def _core(subject: str) -> str:
    return _ADDED.sub("", unicodedata.normalize("NFKC", subject)).lower()


@lru_cache(maxsize=10_000)
def _plain(text: str) -> str:
    return re.sub(r"[\s:/|_-]", "", unicodedata.normalize("NFKC", text)).lower()


def _apart(one: Letter, other: Letter) -> float:
    return abs(one.sent - other.sent) if one.sent is not None and other.sent is not None else 2 * _DAY

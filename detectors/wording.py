"""The words of rules in normalized text: their spellings, labels before values, many words as one expression."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

import regex

from detectors.normalize import fold_heading, normalize
from detectors.rules import Rule

_SIGN = r"(?:は[、,]?|が|\.?[:=]>?|->|[>|→/,]|[\]】」\t)]|[.※]|\.{3}|…{1,2}|-{1,2}(?![0-9])|(?=[ \n「『]))"
SEPARATOR = (  # what stands between a label and its value: 「：」, 「は、」, 「 → 」, 「No.」, a line end, nothing, …
    r"[\"'*]{0,2}(?P<remark>[(\[][^()\[\]\n]{0,20}[)\]])?"
    rf"(?:[ ]{{0,4}}{_SIGN}(?:[ \t]{{0,8}}:)?[ \t]{{0,8}}(?:\n[ \t]{{0,8}}){{0,2}}"
    r"|(?P<opens>(?=\())|(?<![0-9A-Za-z])(?=[0-9#№]|[Nn][Oo])(?![0-9]{1,3}(?![0-9-])))"
    r"(?:(?:[Nn][Oo][.:]?|№|#)[ ]?)?[「『(\"'【]?"
)
SEPARATOR_AT_MOST = 80  # characters
STARTS = frozenset(" \t\n.([:=>|]】」は\"'→/,…)※*-「『")  # how it begins behind a label that ends with a Latin letter
STARTS_ANY = STARTS | frozenset("が№#Nn0123456789")  # and behind any other
_LABEL_END = regex.compile(r"(?:[\s:=「『\"'(\[>|】」』\]→,/…※*]|->|(?<=[^\s])(?:は[、,]?|が))+$")
_NUMBER_SIGN = regex.compile(r"[ ]?(?:no\.?|№|#):?$", regex.IGNORECASE)
_LABEL_REMARK = regex.compile(r"\([^()\n]*\)$")
_LABEL_START = regex.compile(r"[\n\t、。,;|/「」()【】■□●○◆◇※・＊]|[ ]{2,}")
_SPACED_OUT = regex.compile(r"[ぁ-んァ-ヶー一-龠々]{2,4}")
_NOT_INSIDE, _SHORT_LATIN = "(?<![A-Za-z])", regex.compile(r"[A-Za-z]{1,4}")
_KATAKANA = regex.compile(r"[ァ-ヺー]")
ALPHANUMERIC = regex.compile(r"[0-9A-Za-z]")


def written_forms(word: str) -> Iterator[str]:
    """A word as it stands in normalized text: half-width kana leave their sound marks as characters of their own."""
    plain = normalize(word)
    yield plain
    marked = "".join(unicodedata.normalize("NFD", char) if "ァ" <= char <= "ヺ" else char for char in plain)
    if marked != plain:
        yield marked


def all_forms(words: Iterable[str]) -> set[str]:
    """Words in all their written forms."""
    return {form for word in words for form in written_forms(word)}


def label_forms(rule: Rule) -> frozenset[str]:
    """The headings of a rule as people write them for labels: 氏名, 氏　　名, mail_address, Mail Address."""
    forms = all_forms(rule.headings)
    for form in tuple(forms):
        if _SPACED_OUT.fullmatch(form):
            forms |= {" ".join(form), "  ".join(form)}
        forms |= {joint.join(regex.split("[ _-]", form)) for joint in ("", " ", "_", "-")} if form.isascii() else set()
    return frozenset(forms)


def separator_starts(label: str) -> str:
    """A character class: what may stand directly behind a label in running text."""
    is_latin = label[-1:].isascii() and label[-1:].isalpha()
    return f"[{''.join(map(re.escape, sorted(STARTS if is_latin else STARTS_ANY)))}]"


def label_expression(rule: Rule) -> str:
    """The labels of a rule and what separates them from their value, as one expression for `re`."""
    return f"(?<![A-Za-z])(?P<label>{prefix_tree(label_forms(rule))}){SEPARATOR}"


def compile_any(words: Iterable[str]) -> regex.Pattern[str] | None:
    """A few words as one pattern, longest first; None for no words. 「DOB」 ends no 「adobe」."""
    forms = sorted(all_forms(words), key=lambda form: (-len(form), form))
    expression = "|".join(f"{_NOT_INSIDE if _SHORT_LATIN.fullmatch(form) else ''}{re.escape(form)}" for form in forms)
    return regex.compile(expression, regex.IGNORECASE) if expression else None


def prefix_tree(words: Iterable[str]) -> str:
    """One expression for many words that decides character by character and prefers the longest.

    In `re`, 300 words run at 200 MB/s this way, and at 15 MB/s as a list of alternatives in `regex`.
    """
    tree: dict[str, object] = {}
    for word in words:
        node = tree
        for char in word:
            below = node.setdefault(char, {})
            assert isinstance(below, dict)
            node = below
        node[""] = None
    return _branches(tree)


def _branches(node: Mapping[str, object]) -> str:
    branches = [re.escape(char) + _branches(below) for char, below in sorted(node.items()) if isinstance(below, dict)]
    if not branches:
        return ""
    return f"(?:{'|'.join(branches)}){'?' if '' in node else ''}"


def is_whole(text: str, start: int, end: int) -> bool:
    """Whether a word from a list is not a part of a longer word in Latin letters or katakana."""
    for edge, neighbour in ((text[start], text[start - 1 : start]), (text[end - 1], text[end : end + 1])):
        for script in (ALPHANUMERIC, _KATAKANA):
            if script.match(edge) and script.match(neighbour):
                return False
    return True


@lru_cache(maxsize=512)  # several patterns and kinds ask about one place
def labels_before(before: str) -> tuple[str, ...]:
    """What may be the label directly before a value, folded: all of it, then its last word (「東京都港区 TEL：」).

    Behind those the same without a sign for numbers (「個人番号No.」).
    """
    head = _LABEL_REMARK.sub("", _LABEL_END.sub("", before)).rstrip()
    bare = _LABEL_REMARK.sub("", _LABEL_END.sub("", _NUMBER_SIGN.sub("", head))).rstrip()
    folded = [fold_heading(form) for words in dict.fromkeys((head, bare)) if words for form in _last_words(words)]
    return tuple(dict.fromkeys(folded))


def _last_words(head: str) -> tuple[str, str]:
    starts = [match.end() for match in _LABEL_START.finditer(head)]
    label = head[starts[-1] if starts else 0 :]
    return label, label.rpartition(" ")[2]


def label_before(before: str) -> str:
    """The folded label that stands directly before a value (「個人番号：」), or an empty string."""
    return next(iter(labels_before(before)), "")

"""本人の区分 of a file: the user's mapping first, then a guess from the names of folder and file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache

from inventory.departments import clean, is_unit, mapped
from inventory.suggestions import load

SEVERAL = "、"


def subject(path: str, document_type: str, mapping: Mapping[str, str] | None = None) -> str:
    """Whom a document is about where its type leaves that open; empty where the type says it, or nothing does."""
    chosen = mapped(path, mapping or {})
    if chosen is not None:
        return chosen
    if not _is_open(document_type):
        return ""
    folder, _, name = path.rpartition("/")
    return next(filter(None, map(_told, reversed(name.split("!")))), "") or _told_by_folder(folder)


@lru_cache(maxsize=1_000)
def _is_open(document_type: str) -> bool:
    return SEVERAL in load().cells(document_type).get("subjects", SEVERAL)


@lru_cache(maxsize=10_000)
def _told_by_folder(path: str) -> str:
    return next(filter(None, map(_told, reversed(re.split("[/!]", path)))), "")


def _told(name: str) -> str:
    """What the name of a file or folder says; 人事部 keeps the papers of applicants too."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    if not _words().search(folded):
        return ""
    told = next(told for told, words in load().subjects.items() if any(word in folded for word in words))
    return "" if is_unit(clean(name)) else told


@cache
def _words() -> re.Pattern[str]:
    """Any word that tells: most names hold none."""
    return re.compile("|".join(re.escape(word) for words in load().subjects.values() for word in words))

"""本人の区分 of a file: the user's mapping first, then a guess from the names of folder and file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from inventory.departments import clean, is_unit, mapped
from inventory.suggestions import load

SEVERAL = "、"


def subject(path: str, document_type: str, mapping: Mapping[str, str] | None = None) -> str:
    """Whom a document is about where its type leaves that open; empty where the type says it, or nothing does."""
    chosen = mapped(path, mapping or {})
    if chosen is not None:
        return chosen
    if SEVERAL not in load().cells(document_type).get("subjects", SEVERAL):
        return ""
    return next(filter(None, map(_told, reversed(re.split("[/!]", path)))), "")


@lru_cache(maxsize=10_000)
def _told(name: str) -> str:
    """What the name of a file or folder says; 人事部 keeps the papers of applicants too."""
    if is_unit(clean(name)):
        return ""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return next((told for told, words in load().subjects.items() if any(word in folded for word in words)), "")

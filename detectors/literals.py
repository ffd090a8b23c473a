"""Words that are looked for in a text all at once."""

from __future__ import annotations

from collections.abc import Iterable

import hyperscan
import regex

from detectors.automaton import compiled


class Literals:
    """A set of words, each as it is written."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = tuple(words)
        expressions = [regex.escape(word, special_only=True) for word in self._words]
        once = [hyperscan.HS_FLAG_SINGLEMATCH] * len(expressions)
        self._database = compiled(expressions, once) if expressions else None

    def within(self, text: str) -> set[str]:
        """Those that stand in a text."""
        if self._database is None:
            return set()
        hits: set[int] = set()
        data = text.encode("utf-8", "replace")
        self._database.scan(data, match_event_handler=lambda number, *_: hits.add(number))
        return {self._words[number] for number in hits}

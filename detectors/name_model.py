"""The project's own name model: Sudachi's tokens, a small convolutional network, the best sequence of labels.

`models/names.md` tells what it was trained on; `docs/names.md` compares it with others.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

import numpy as np
import regex

from detectors import name_decoding
from detectors.lexicon import Lexicon
from detectors.name_decoding import OUTSIDE
from detectors.name_features import Kind, part_of_speech
from detectors.name_gate import BEHIND, NameGate
from detectors.name_network import APART, NameNetwork

MAY_BE = 0.5  # the chance of being part of a name for which sentences with a word are read
MOST_KINDS = 50_000  # of tokens whose rows are kept; then they are made anew
MOST_TOGETHER = 1_000  # tokens that go through the network at once, unless one sentence has more
SHORTEST_LINE = 8  # characters before a surname that tell a broken line from a list
READ_TOGETHER = 8_000  # characters that Sudachi reads at once
Array = np.ndarray[Any, np.dtype[Any]]
# what has no width inside a name: variation selectors, joiners, soft hyphens
_INVISIBLE = regex.compile(r"[\uFE00-\uFE0F\U000E0100-\U000E01EF\u200B-\u200F\u2060\uFEFF\u00AD]")
_UNREADABLE = regex.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_EDGE = " \u3000\n\t"
_NO_TOKEN = -1  # the kind of what parts sentences
_BETWEEN = [(0, 0)] * APART, [_NO_TOKEN] * APART
_SURELY_OUTSIDE = np.eye(len(name_decoding.LABELS), dtype=np.float32)[OUTSIDE]


class NameSpan(NamedTuple):
    """A person's name: a half-open span in code points, and how sure the model is of its least sure token (0 to 1)."""

    start: int
    end: int
    score: float


class _Tokens:
    """The tokens of sentences one behind the other, parted by APART that are none: their spans, and their kinds."""

    def __init__(self) -> None:
        self.spans: list[tuple[int, int]] = []
        self.kinds: list[int] = []
        self.starts: list[int] = [0]  # of each sentence, and of one that would follow

    def end_sentence(self) -> None:
        """What follows belongs to another sentence."""
        if len(self.spans) > self.starts[-1]:
            self.spans += _BETWEEN[0]
            self.kinds += _BETWEEN[1]
            self.starts.append(len(self.spans))


class NameModel:
    """Finds names in normalized text. Loaded at first use, kept as long as its process; one call at a time."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._lock = threading.Lock()
        self._gate = NameGate(self._may_be_names)
        self._forget()

    def _forget(self) -> None:
        self._numbers: dict[tuple[str, int], int] = {}
        self._new: list[Kind] = []
        self._rows: Array = np.zeros((0, 0), dtype=np.float32)

    def spans(self, text: str) -> list[NameSpan]:
        """The names in a text, in order; offsets are those of the text as given."""
        if text.isascii():  # no name is known by its letters alone
            return []
        with self._lock:
            if len(self._numbers) > MOST_KINDS:
                self._forget()
            if not _INVISIBLE.search(text):
                return self._find(_UNREADABLE.sub(" ", text))
            places = [place for place, character in enumerate(text) if not _INVISIBLE.match(character)]
            places.append(len(text))
            found = self._find(_UNREADABLE.sub(" ", _INVISIBLE.sub("", text)))
            return [NameSpan(places[one.start], places[one.end], one.score) for one in found]

    @cached_property
    def _network(self) -> NameNetwork:
        return NameNetwork()

    def _may_be_names(self, words: Sequence[str]) -> list[bool]:
        """Whether each word may be a name, or a part of one, where nothing is known of what stands around it."""
        starts = list(accumulate((len(word) + len(BEHIND) for word in words), initial=0))
        tokens = self._read("".join(word + BEHIND for word in words), pairwise(starts))
        outside = self._chances(tokens)[:, OUTSIDE]
        answers = {
            tokens.spans[first][0]: bool(outside[first:last].min() <= 1 - MAY_BE)
            for first, last in pairwise(tokens.starts)
        }
        return [answers.get(start, True) for start in starts[:-1]]

    def _find(self, text: str) -> list[NameSpan]:
        tokens = self._read(text, self._gate.passing(text))
        if not tokens.kinds:
            return []
        found: list[NameSpan] = []
        for one in name_decoding.names(self._chances(tokens)):
            start, end = _trimmed(text, tokens.spans[one.first][0], tokens.spans[one.last][1])
            if start < end:
                found.append(NameSpan(start, end, one.chance))
        return list(self._mended(text, found))

    def _mended(self, text: str, spans: Sequence[NameSpan]) -> Iterator[NameSpan]:
        """The spans, a surname at the end of a line and a given name at the start of the next as one."""
        last: NameSpan | None = None
        for span in spans:
            if last and text[last.end : span.start] == "\n" and self._is_broken(text, last, span):
                last = NameSpan(last.start, span.end, min(last.score, span.score))
                continue
            if last:
                yield last
            last = span
        if last:
            yield last

    def _is_broken(self, text: str, surname: NameSpan, given: NameSpan) -> bool:
        line = text.rfind("\n", 0, surname.start) + 1
        return (
            surname.start - line >= SHORTEST_LINE
            and self._lexicon.is_surname(text[surname.start : surname.end])
            and self._lexicon.is_given(text[given.start : given.end])
        )

    def _chances(self, tokens: _Tokens) -> Array:
        """The chance of each label (token, label); what is no token is outside."""
        rows, kinds = self._rows_of_kinds(), np.array(tokens.kinds, dtype=np.int32)
        inside = (kinds != _NO_TOKEN).astype(np.float32)
        parts = [self._network.chances(rows[kinds[first:last]], inside[first:last]) for first, last in _batches(tokens)]
        chances = np.concatenate(parts) if parts else np.zeros((0, len(_SURELY_OUTSIDE)), dtype=np.float32)
        chances[inside == 0] = _SURELY_OUTSIDE
        return chances

    def _read(self, text: str, spans: Iterable[tuple[int, int]]) -> _Tokens:
        """The sentences at these spans as tokens; Sudachi reads several at once where they follow each other."""
        tokens = _Tokens()
        together: list[tuple[int, int]] = []
        for start, end in spans:
            if together and (end - together[0][0] > READ_TOGETHER or start > together[-1][1]):
                self._add(tokens, text, together)
                together = []
            together.append((start, end))
        if together:
            self._add(tokens, text, together)
        return tokens

    def _add(self, tokens: _Tokens, text: str, spans: Sequence[tuple[int, int]]) -> None:
        ends = iter([end for _, end in spans])
        end, numbers = next(ends), self._numbers
        for start, stop, morpheme in self._lexicon.morphemes(text, spans[0][0], spans[-1][1]):
            if stop == start:
                continue
            while start >= end:
                tokens.end_sentence()
                end = next(ends)
            surface = text[start:stop]
            number = numbers.get((surface, morpheme.part_of_speech_id()))
            tokens.spans.append((start, stop))
            tokens.kinds.append(self._number(surface, morpheme) if number is None else number)
        tokens.end_sentence()

    def _number(self, surface: str, morpheme: Any) -> int:
        """The number of a kind of token that was not met before."""
        number = self._numbers[surface, morpheme.part_of_speech_id()] = len(self._numbers)
        part = part_of_speech(morpheme.part_of_speech(), unknown=morpheme.is_oov())
        self._new.append(Kind(surface, part, morpheme.normalized_form()))
        return number

    def _rows_of_kinds(self) -> Array:
        """A row for each kind of token met so far; what lies behind is free for others."""
        if self._new:
            rows = self._network.rows(self._network.vocabulary.rows(self._new, self._lexicon))
            last, first = len(self._numbers), len(self._numbers) - len(rows)
            if last > len(self._rows):
                grown = np.zeros((max(MOST_TOGETHER, last + last // 2), rows.shape[1]), dtype=np.float32)
                grown[: len(self._rows)] = self._rows.reshape(-1, rows.shape[1])
                self._rows = grown
            self._rows[first:last] = rows
            self._new = []
        return self._rows


def _batches(tokens: _Tokens) -> Iterator[tuple[int, int]]:
    """Spans of tokens that go through the network at once, cut between sentences."""
    first = last = 0
    for end in tokens.starts[1:]:
        if last > first and end - first > MOST_TOGETHER:
            yield first, last
            first = last
        last = end
    if last > first:
        yield first, last


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    name = text[start:end]
    return start + len(name) - len(name.lstrip(_EDGE)), end - len(name) + len(name.rstrip(_EDGE))

"""The project's own name model: Sudachi's tokens, a small convolutional network, the best sequence of labels.

`models/names.md` tells what it was trained on; `docs/names.md` compares it with others.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Any, NamedTuple

import numpy as np
import regex

from detectors import name_decoding
from detectors.lexicon import Lexicon
from detectors.name_features import Kind, part_of_speech, sentences
from detectors.name_gate import BEHIND, NameGate
from detectors.name_network import NameNetwork

MAY_BE = 0.3  # how sure the model must be that a word alone is no name: one minus this
MOST_KINDS = 50_000  # of tokens whose rows are kept; then they are made anew
MOST_TOGETHER = 1_000  # tokens that go through the network at once, with what fills up shorter sentences
SHORTEST_LINE = 8  # characters before a surname that tell a broken line from a list
READ_TOGETHER = 8_000  # characters that Sudachi reads at once
Array = np.ndarray[Any, np.dtype[Any]]
# what has no width inside a name: variation selectors, joiners, soft hyphens
_INVISIBLE = regex.compile(r"[\uFE00-\uFE0F\U000E0100-\U000E01EF\u200B-\u200F\u2060\uFEFF\u00AD]")
_UNREADABLE = regex.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_EDGE = " \u3000\n\t"


class NameSpan(NamedTuple):
    """A person's name: a half-open span in code points, and how sure the model is of its least sure token (0 to 1)."""

    start: int
    end: int
    score: float


class _Sentence(NamedTuple):
    """Where the tokens of a sentence stand, and the number of each one's kind."""

    spans: list[tuple[int, int]]
    kinds: list[int]


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
        self._rows: list[Array] = []

    def spans(self, text: str) -> list[NameSpan]:
        """The names in a text, in order; offsets are those of the text as given."""
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
        starts = accumulate((len(word) + len(BEHIND) for word in words), initial=0)
        places = {start: number for number, start in enumerate(starts)}
        answers: dict[int, bool] = {}
        text = "".join(word + BEHIND for word in words)
        read = self._read(text, list(sentences(text)))
        rows = self._rows_of_kinds()
        for batch in _batches(read):
            labels, sure = self._label(batch, rows)
            for row, sentence in enumerate(batch):
                here = slice(len(sentence.kinds))
                outside = not labels[row, here].any() and sure[row, here].min() > 1 - MAY_BE
                answers[places[sentence.spans[0][0]]] = not outside
        return [answers.get(number, True) for number in range(len(words))]

    def _find(self, text: str) -> list[NameSpan]:
        read = self._read(text, self._gate.passing(text, sentences(text)))
        rows = self._rows_of_kinds()
        found: list[NameSpan] = []
        for batch in _batches(read):
            labels, sure = self._label(batch, rows)
            for number, sentence in enumerate(batch):
                for first, last in name_decoding.names(labels[number, : len(sentence.kinds)]):
                    start, end = _trimmed(text, sentence.spans[first][0], sentence.spans[last][1])
                    if start < end:
                        found.append(NameSpan(start, end, float(sure[number, first : last + 1].min())))
        return list(self._mended(text, sorted(found)))

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

    def _label(self, batch: Sequence[_Sentence], rows: Array) -> tuple[Array, Array]:
        lengths = np.array([len(sentence.kinds) for sentence in batch])
        inside = np.arange(lengths.max())[None, :] < lengths[:, None]
        kinds = np.zeros(inside.shape, dtype=np.int64)
        kinds[inside] = np.concatenate([sentence.kinds for sentence in batch])
        emissions = self._network.emissions(rows[kinds], inside.astype(np.float32))
        return name_decoding.best(emissions, lengths, self._network.transitions)

    def _read(self, text: str, spans: Iterable[tuple[int, int]]) -> list[_Sentence]:
        """The sentences at these spans as tokens; Sudachi reads several at once where they follow each other."""
        read: list[_Sentence] = []
        together: list[tuple[int, int]] = []
        for start, end in spans:
            if together and (end - together[0][0] > READ_TOGETHER or start > together[-1][1]):
                read += self._tokens(text, together)
                together = []
            together.append((start, end))
        if together:
            read += self._tokens(text, together)
        return [sentence for sentence in read if sentence.kinds]

    def _tokens(self, text: str, spans: Sequence[tuple[int, int]]) -> Iterator[_Sentence]:
        ends = iter([end for _, end in spans])
        sentence, end = _Sentence([], []), next(ends)
        for start, stop, morpheme in self._lexicon.morphemes(text, spans[0][0], spans[-1][1]):
            if stop == start:
                continue
            while start >= end:
                yield sentence
                sentence, end = _Sentence([], []), next(ends)
            sentence.spans.append((start, stop))
            sentence.kinds.append(self._number(text[start:stop], morpheme))
        yield sentence

    def _number(self, surface: str, morpheme: Any) -> int:
        key = surface, morpheme.part_of_speech_id()
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self._numbers)
            part = part_of_speech(morpheme.part_of_speech(), unknown=morpheme.is_oov())
            self._new.append(Kind(surface, part, morpheme.normalized_form()))
        return number

    def _rows_of_kinds(self) -> Array:
        """A row for each kind of token met so far."""
        if self._new:
            features = self._network.vocabulary.rows(self._new, self._lexicon)
            self._rows.append(self._network.rows(features))
            self._new = []
        if len(self._rows) > 1:
            self._rows = [np.concatenate(self._rows)]
        return self._rows[0] if self._rows else np.zeros((0, 0), dtype=np.float32)


def _batches(read: Sequence[_Sentence]) -> Iterator[list[_Sentence]]:
    """Sentences of like length together, for they are filled up to the longest."""
    batch: list[_Sentence] = []
    for sentence in sorted(read, key=lambda sentence: len(sentence.kinds)):
        if batch and (len(batch) + 1) * len(sentence.kinds) > MOST_TOGETHER:
            yield batch
            batch = []
        batch.append(sentence)
    if batch:
        yield batch


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    name = text[start:end]
    return start + len(name) - len(name.lstrip(_EDGE)), end - len(name) + len(name.rstrip(_EDGE))

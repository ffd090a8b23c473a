"""What the network learns from: sentences as tokens of known kinds, a label each."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from detectors import name_around
from detectors.lexicon import Lexicon
from detectors.name_decoding import BEGIN, INSIDE, LAST, OUTSIDE, UNIT
from detectors.name_features import Features, Kind, Vocabulary, part_of_speech, sentences
from tools.names.gold import Record

Around = np.ndarray[tuple[int, int], np.dtype[np.bool_]]
OPEN = -1  # a token that may be part of a name or not
ELSE = {"LOCATION": 1, "FACILITY": 1, "GPE": 1, "ORG": 2, "NORP": 2}  # what else is named, learnt beside the labels
_THINGS = frozenset({"PRODUCT", "WORK_OF_ART", "ARTIFACT", "EVENT", "PET_NAME"})
THING, PERSON = 3, 4


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence: its tokens' kinds and spans, their labels, what they are part of (0 nothing, OPEN unknown), and what
    the rest of the text says of them."""

    source: str
    kinds: list[Kind]
    spans: list[tuple[int, int]]
    labels: list[int]
    named: list[int]
    around: Around


def examples(record: Record, lexicon: Lexicon) -> Iterator[Example]:
    """The sentences of a record."""
    kinds, spans = list[Kind](), list[tuple[int, int]]()
    for start, end, morpheme in lexicon.morphemes(record.text):
        if end > start:
            part = part_of_speech(morpheme.part_of_speech(), unknown=morpheme.is_oov())
            kinds.append(Kind(record.text[start:end], part, morpheme.normalized_form()))
            spans.append((start, end))
    labels = _labels(record, spans)
    named = _named(record, spans, labels)
    around = _around(kinds, lexicon)
    first = 0
    for _, end in sentences(record.text):
        last = first
        while last < len(spans) and spans[last][0] < end:
            last += 1
        if last > first:
            here = slice(first, last)
            yield Example(record.source, kinds[here], spans[here], labels[here], named[here], around[here])
        first = last


def _around(kinds: Sequence[Kind], lexicon: Lexicon) -> Around:
    numbers: dict[str, int] = {}
    words = np.array([numbers.setdefault(kind.surface, len(numbers)) for kind in kinds], dtype=np.int32)
    roles = np.array([_roles(kind.surface, lexicon) for kind in kinds], dtype=np.int32)
    return name_around.told(roles, words).astype(np.bool_)


@lru_cache(maxsize=100_000)
def _roles(surface: str, lexicon: Lexicon) -> int:
    return name_around.roles(surface, lexicon)


def _labels(record: Record, spans: Sequence[tuple[int, int]]) -> list[int]:
    labels = [OUTSIDE] * len(spans)
    starts = {start: place for place, (start, _) in enumerate(spans)}
    ends = {end: place for place, (_, end) in enumerate(spans)}
    maybe = [(start, end) for start, end, label in record.others if label.startswith("OPTIONAL") and "PERSON" in label]
    for start, end in record.persons:
        first, last = starts.get(start), ends.get(end)
        if first is None or last is None:  # the name ends inside a token
            maybe.append((start, end))
        elif first == last:
            labels[first] = UNIT
        else:
            labels[first : last + 1] = [BEGIN, *[INSIDE] * (last - first - 1), LAST]
    for start, end in maybe:
        for place in _touched(spans, start, end):
            if labels[place] == OUTSIDE:
                labels[place] = OPEN
    return labels


def _named(record: Record, spans: Sequence[tuple[int, int]], labels: Sequence[int]) -> list[int]:
    named = [0] * len(spans)
    for start, end, label in record.others:
        kind = OPEN if label.startswith("OPTIONAL") else THING if label in _THINGS else ELSE.get(label, 0)
        for place in _touched(spans, start, end):
            named[place] = kind
    return [OPEN if label == OPEN else PERSON if label else kind for label, kind in zip(labels, named, strict=True)]


def _touched(spans: Sequence[tuple[int, int]], start: int, end: int) -> Iterator[int]:
    return (place for place, (first, last) in enumerate(spans) if first < end and start < last)


@dataclass(frozen=True, slots=True)
class Known:
    """What the vocabulary is made of, as it is stored beside the network."""

    parts: list[str]
    words: list[str]
    characters: str
    hashes: np.ndarray[tuple[int], np.dtype[np.uint32]]
    vectors: np.ndarray[tuple[int], np.dtype[np.uint16]]
    unknown: int

    def vocabulary(self) -> Vocabulary:
        """The vocabulary, as detection reads it."""
        return Vocabulary(self.parts, self.words, self.characters, self.hashes, self.vectors, self.unknown)


def known_from(met: Iterable[Example], rows: Mapping[str, int], unknown: int, least: int = 6) -> Known:
    """Parts of speech, words met at least `least` times and characters met twice; `rows` are those of word vectors."""
    kinds = [kind for example in met for kind in example.kinds]
    words = Counter(kind.surface for kind in kinds)
    characters = Counter(character for kind in kinds for character in kind.surface)
    table: dict[int, int] = {}
    for word, row in rows.items():
        table.setdefault(zlib.crc32(word.encode("utf-8", "replace")), row)
    hashes = sorted(table)
    return Known(
        sorted({kind.part for kind in kinds}),
        sorted(word for word, count in words.items() if count >= least and "\t" not in word and word != "\n"),
        "".join(sorted(character for character, count in characters.items() if count > 1)),
        np.array(hashes, dtype=np.uint32),
        np.array([table[number] for number in hashes], dtype=np.uint16),
        unknown,
    )


class Numbered:
    """Gives every kind of token a number, and its features in one table."""

    def __init__(self, vocabulary: Vocabulary, lexicon: Lexicon) -> None:
        self._vocabulary, self._lexicon = vocabulary, lexicon
        self._numbers: dict[tuple[str, str], int] = {}
        self._kinds: list[Kind] = []

    def numbers(self, kinds: Iterable[Kind]) -> list[int]:
        """The numbers of kinds; one not met before gets the next."""
        found = []
        for kind in kinds:
            number = self._numbers.setdefault((kind.surface, kind.part), len(self._kinds))
            if number == len(self._kinds):
                self._kinds.append(kind)
            found.append(number)
        return found

    def features(self) -> Features:
        """A row for each number."""
        return self._vocabulary.rows(self._kinds, self._lexicon)

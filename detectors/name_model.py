"""The project's own name model: Sudachi's tokens, a small convolutional network, the best sequence of labels.

`models/names.md` tells what it was trained on; `docs/names.md` compares it with others.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np

from detectors import name_around, name_decoding
from detectors.lexicon import NAME_TAGS, Lexicon
from detectors.name_decoding import OUTSIDE, Array
from detectors.name_gate import BEHIND, NameGate
from detectors.name_network import NameNetwork
from detectors.name_reading import NO_TOKEN, Part, Reader, Tokens
from detectors.name_runs import INVISIBLE, UNREADABLE, runs
from detectors.name_words import HAN

MAY_BE = 0.5  # the chance of being part of a name for which sentences with a word are read
MOST_KINDS = 40_000  # of tokens whose rows are kept; then they are made anew
MOST_TOGETHER = 1_000  # tokens that go through the network at once, unless one sentence has more
SHORTEST_LINE = 8  # characters before a surname that tell a broken line from a list
_EDGE = " \u3000\n\t"
_LONGER = re.compile(rf"[{HAN}]{{4,}}")  # a run that must hold what the dictionary has as a name, or does not have
_TWO_SCRIPTS = re.compile(rf"[ァ-ヺー]+・([{HAN}ぁ-ゖ]{{1,4}})|([{HAN}ぁ-ゖ]{{1,4}})・[ァ-ヺー]+")
_NO_CHANCES: Array = np.zeros((0, len(name_decoding.LABELS)), dtype=np.float32)
_SURELY_OUTSIDE = np.eye(len(name_decoding.LABELS), dtype=np.float32)[OUTSIDE]


class NameSpan(NamedTuple):
    """A person's name: a half-open span in code points, and how sure the model is of its least sure token (0 to 1)."""

    start: int
    end: int
    score: float


class NameModel:
    """Finds names in normalized text. Loaded at first use, kept as long as its process; one call at a time."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._lock = threading.Lock()
        self._gate = NameGate(self._may_be_names)
        self._reader = Reader(lexicon)
        self._last = "", Tokens(()), _NO_CHANCES  # what was read, and the chances of its tokens
        self._forget()

    def _forget(self) -> None:
        self._reader.forget()
        self._rows: Array = np.zeros((0, 0), dtype=np.float32)
        self._alike: Array = np.zeros((0, 2), dtype=np.int32)  # the roles of each kind, and a number for its writing
        self._words: dict[str, int] = {}

    def spans(self, text: str) -> list[NameSpan]:
        """The names in a text, in order; offsets are those of the text as given."""
        if text.isascii():  # no name is known by its letters alone
            return []
        with self._lock:
            if len(self._reader) > MOST_KINDS:
                self._forget()
            if not runs(text).is_odd:
                return self._find(text)
            places = [place for place, character in enumerate(text) if not INVISIBLE.match(character)]
            places.append(len(text))
            found = self._find(UNREADABLE.sub(" ", INVISIBLE.sub("", text)))
            return [NameSpan(places[one.start], places[one.end], one.score) for one in found]

    def is_asked(self, text: str) -> bool:
        """Whether a word of a text may be a name, so that its sentence is read at all."""
        if text.isascii():
            return False
        with self._lock:
            return runs(text).is_odd or bool(self._gate.passing(text))

    @cached_property
    def _network(self) -> NameNetwork:
        return NameNetwork()

    def _may_be_names(self, words: Sequence[str]) -> list[bool]:
        """Whether each word may be a name, or a part of one, where nothing is known of what stands around it."""
        starts = list(accumulate((len(word) + len(BEHIND) for word in words), initial=0))
        tokens = self._reader.read("".join(word + BEHIND for word in words), pairwise(starts))
        outside = self._chances(tokens, apart=True)[:, OUTSIDE]
        answers = {
            tokens.begins[first]: bool(outside[first:last].min() <= 1 - MAY_BE)
            for first, last in pairwise(tokens.starts)
        }
        return [
            answers.get(start, True) and not self._is_of_words(word)
            for start, word in zip(starts[:-1], words, strict=True)
        ]

    def _is_of_words(self, word: str) -> bool:
        """Whether a longer run of kanji is made of words that name nobody (「前年同月比」)."""
        tokens = self._lexicon.tokens(word) if _LONGER.fullmatch(word) else []
        if not tokens or self._lexicon.classes(tokens[-1].surface) & NAME_TAGS:
            return False  # 「巡視員岬」
        return all(token.tag in ("noun", "other") for token in tokens)

    def tokens(self, text: str, start: int, end: int) -> Part | None:
        """As `Lexicon.tokens`, of a part of the text whose names were sought last; None where it was not read."""
        read, tokens, _ = self._last
        return tokens.within(start, end) if read == text else None

    def chance(self, text: str, start: int, end: int) -> float | None:
        """How likely all words of a part of the text that was read last belong to names; None if it was not read, or
        begins or ends inside a word."""
        read, tokens, chances = self._last
        places = tokens.places(start, end) if read == text else []
        words = [place for place in places if not text[tokens.begins[place] : tokens.ends[place]].isspace()]
        return 1 - float(chances[words, OUTSIDE].max()) if words else None

    def _find(self, text: str) -> list[NameSpan]:
        tokens = self._reader.read(text, self._gate.passing(text))
        chances = self._chances(tokens) if tokens.kinds else _NO_CHANCES
        self._last = text, tokens, chances
        if not tokens.kinds:
            return []
        found: list[NameSpan] = []
        for one in name_decoding.names(chances):
            start, end = _trimmed(text, tokens.begins[one.first], tokens.ends[one.last])
            if start < end:
                found += self._apart(text, NameSpan(start, end, one.chance))
        return list(self._mended(text, found))

    def _apart(self, text: str, span: NameSpan) -> Iterator[NameSpan]:
        """The span, or two of them where a joint parts somebody in katakana from somebody in kanji (「ジョイ・仲」)."""
        match = _TWO_SCRIPTS.fullmatch(text, span.start, span.end)
        japanese = match[1] or match[2] if match else ""
        if match and (self._lexicon.classes(japanese) & NAME_TAGS):
            joint = text.index("・", span.start)
            yield span._replace(end=joint)
            yield span._replace(start=joint + 1)
        else:
            yield span

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

    def _chances(self, tokens: Tokens, *, apart: bool = False) -> Array:
        """The chance of each label (token, label); what is no token is outside."""
        rows, kinds = self._rows_of_kinds(), np.array(tokens.kinds, dtype=np.int32)
        inside = kinds != NO_TOKEN
        sentences, chances = np.cumsum(~inside), np.tile(_SURELY_OUTSIDE, (len(kinds), 1))
        around = np.zeros((len(kinds), name_around.COUNT), dtype=np.float32)
        if not apart:
            around[inside] = name_around.told(*self._alike[kinds[inside]].T)
        for first, last in _batches(tokens):
            here = np.flatnonzero(inside[first:last]) + first
            chances[here] = self._network.chances(rows[kinds[here]], around[here], sentences[here])
        return chances

    def _rows_of_kinds(self) -> Array:
        """A row for each kind of token met so far; what lies behind is free for others."""
        if new := self._reader.new():
            rows = self._network.rows(self._network.vocabulary.rows(new, self._lexicon))
            last, first = len(self._reader), len(self._reader) - len(rows)
            if last > len(self._rows):
                room = max(MOST_TOGETHER, last + last // 2)
                self._rows = _grown(self._rows.reshape(-1, rows.shape[1]), room)
                self._alike = _grown(self._alike, room)
            self._rows[first:last] = rows
            self._alike[first:last] = [
                (name_around.roles(kind.surface, self._lexicon), self._words.setdefault(kind.surface, len(self._words)))
                for kind in new
            ]
        return self._rows


def _grown(rows: Array, room: int) -> Array:
    """These rows with room for more behind them."""
    return np.concatenate((rows, np.zeros((room - len(rows), rows.shape[1]), dtype=rows.dtype)))


def _batches(tokens: Tokens) -> Iterator[tuple[int, int]]:
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

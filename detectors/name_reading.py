"""Sentences as tokens, each of a kind that is known by its number: read once, for the name model and for the rules."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import repeat
from operator import lt
from typing import Any, NamedTuple, overload

from sudachipy import Morpheme

from detectors.lexicon import Lexicon, Tag, Token
from detectors.name_features import Kind, part_of_speech

NO_TOKEN = -1  # the kind of what parts sentences
READ_TOGETHER = 800  # characters that Sudachi reads at once, for each call costs
_NEW = -2  # instead of the number of a kind that was not met yet


class Known(NamedTuple):
    """A kind of token: as it is written, what it is in a name."""

    surface: str
    tag: Tag
    may_begin: bool  # a name


class Part(Sequence[Token]):
    """The tokens of a part of a text as the dictionary has them, each made when it is asked for: most never are."""

    def __init__(self, known: Sequence[Known], begins: Sequence[int], ends: Sequence[int]) -> None:
        self._known = known
        self._begins = begins
        self._ends = ends

    def __len__(self) -> int:
        return len(self._known)

    @overload
    def __getitem__(self, index: int) -> Token: ...

    @overload
    def __getitem__(self, index: slice) -> list[Token]: ...

    def __getitem__(self, index: int | slice) -> Token | list[Token]:
        if isinstance(index, int):
            return self[index : index + 1 or None][0]
        places = zip(self._known[index], self._begins[index], self._ends[index], strict=True)
        return [Token(known.surface, begin, end, known.tag) for known, begin, end in places]

    def beginnings(self) -> list[int]:
        """The places of the tokens that a name may begin with."""
        return [place for place, known in enumerate(self._known) if known.may_begin]


class Tokens:
    """The tokens of sentences one behind the other, parted by one that is none: where they stand, their kinds."""

    def __init__(self, known: Sequence[Known]) -> None:
        self.begins: list[int] = []
        self.ends: list[int] = []
        self.kinds: list[int] = []
        self.starts: list[int] = [0]  # of each sentence, and of one that would follow
        self._known = known

    def add(self, begins: Sequence[int], ends: Sequence[int], kinds: Sequence[int]) -> None:
        """Tokens of the sentence that is being read."""
        self.begins += begins
        self.ends += ends
        self.kinds += kinds

    def end_sentence(self) -> None:
        """What follows belongs to another sentence."""
        if len(self.kinds) > self.starts[-1]:
            self.add(self.ends[-1:], self.ends[-1:], (NO_TOKEN,))
            self.starts.append(len(self.kinds))

    def places(self, start: int, end: int) -> Sequence[int]:
        """The tokens that a part of the text is made of; none where it is cut out of them or of several sentences."""
        first, last = bisect_right(self.ends, start), bisect_left(self.begins, end)
        if first == last or self.begins[first] != start or self.ends[last - 1] != end:
            return ()
        return () if NO_TOKEN in self.kinds[first:last] else range(first, last)

    def within(self, start: int, end: int) -> Part | None:
        """The tokens of a part of the text; None where it was not read in one sentence."""
        first, last = bisect_right(self.begins, start) - 1, bisect_left(self.ends, end)
        if first < 0 or last >= len(self.ends) or self.ends[first] <= start or NO_TOKEN in self.kinds[first : last + 1]:
            return None
        first += self.begins[first] < start  # a word that is cut by the edge is left out
        last += self.ends[last] == end
        known = [self._known[kind] for kind in self.kinds[first:last]]
        return Part(known, self.begins[first:last], self.ends[first:last])


class Reader:
    """Reads sentences with Sudachi and numbers the kinds of tokens that it meets."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self.forget()

    def forget(self) -> None:
        """Number the kinds anew."""
        self._numbers: dict[tuple[str, int], int] = {}
        self._known: list[Known] = []
        self._new: list[Kind] = []

    def __len__(self) -> int:
        """How many kinds were met."""
        return len(self._known)

    def new(self) -> list[Kind]:
        """The kinds met since this was asked last, in the order of their numbers."""
        new, self._new = self._new, []
        return new

    def read(self, text: str, spans: Iterable[tuple[int, int]]) -> Tokens:
        """The sentences at these spans as tokens; Sudachi reads several at once where they follow each other."""
        tokens = Tokens(self._known)
        together: list[tuple[int, int]] = []
        for start, end in spans:
            if together and (end - together[0][0] > READ_TOGETHER or start > together[-1][1]):
                self._add(tokens, text, together)
                together = []
            together.append((start, end))
        if together:
            self._add(tokens, text, together)
        return tokens

    def _add(self, tokens: Tokens, text: str, spans: Sequence[tuple[int, int]]) -> None:
        number = 0
        for offset, morphemes in self._lexicon.parts(text, spans[0][0], spans[-1][1]):
            begins, ends, kinds = self._numbered(text, offset, morphemes)
            done = 0
            while number < len(spans) and ends and spans[number][1] <= ends[-1]:
                last = bisect_left(begins, spans[number][1])
                tokens.add(begins[done:last], ends[done:last], kinds[done:last])
                tokens.end_sentence()
                done, number = last, number + 1
            tokens.add(begins[done:], ends[done:], kinds[done:])
        tokens.end_sentence()

    def _numbered(self, text: str, offset: int, morphemes: Any) -> tuple[list[int], list[int], list[int]]:
        """Where the tokens begin and end, and their kinds."""
        read = list(morphemes)
        begins = list(map(offset.__add__, map(Morpheme.begin, read)))
        ends = [*begins[1:], offset + read[-1].end()] if read else []
        if not all(map(lt, begins, ends)):  # there are tokens of no width
            read = [morpheme for morpheme in read if morpheme.end() > morpheme.begin()]
            begins = [offset + morpheme.begin() for morpheme in read]
            ends = [offset + morpheme.end() for morpheme in read]
        surfaces = [text[begin:end] for begin, end in zip(begins, ends, strict=True)]
        parts = map(Morpheme.part_of_speech_id, read)
        kinds = list(map(self._numbers.get, zip(surfaces, parts, strict=True), repeat(_NEW)))
        if _NEW in kinds:
            kinds = list(map(self._number, surfaces, read))
        return begins, ends, kinds

    def _number(self, surface: str, morpheme: Any) -> int:
        """The number of a kind of token that may be new."""
        part = morpheme.part_of_speech_id()
        number = self._numbers.setdefault((surface, part), len(self._numbers))
        if number == len(self._known):
            names = part_of_speech(morpheme.part_of_speech(), unknown=morpheme.is_oov())
            self._new.append(Kind(surface, names, morpheme.normalized_form()))
            tag = self._lexicon.tag(surface, morpheme)
            self._known.append(Known(surface, tag, self._lexicon.may_begin_name(surface, tag)))
        return number

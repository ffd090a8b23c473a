"""What the name model sees of a text: sentences, tokens, and the features of each kind of token.

Training (`tools/names`) and detection read a text the same way through this module.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from detectors.lexicon import Lexicon, Tag

LINE = 90  # characters after which a line end cuts; shorter lines are read together
LONGEST = 400  # characters of a sentence; a longer one is cut where no name stands, as far as can be seen
CHARACTERS = 10  # of a token that are looked at, the first six and the last four of a longer one
_TAGS: tuple[Tag, ...] = ("surname", "given", "name", "place", "noun")
SENTENCE_END = re.compile(r"[。!?]+[」』)】]*(?: +)?\n*|\n{2,}|\n")
_CUTS = (re.compile(r"[、,;|\t]"), re.compile(r"[ぁ-ゖ](?![ぁ-ゖー])"), re.compile(r"[ \n]"))
_KANJI = re.compile("[々〆〇ヶヵ㐀-鿿豈-\ufaff\U00020000-\U0003ffff]")
Features = np.ndarray[tuple[int, int], np.dtype[np.int64]]  # a row per kind of token, as `Vocabulary.row` orders it


class Kind(NamedTuple):
    """A kind of token: how it is written, its part of speech, its normal form."""

    surface: str
    part: str
    normal: str


class Vocabulary:
    """The numbers that the model knows parts of speech, words and characters by; 0 or 1 for what it does not know."""

    def __init__(
        self,
        parts: Sequence[str],
        words: Sequence[str],
        characters: str,
        hashes: np.ndarray[tuple[int], np.dtype[np.uint32]],
        vectors: np.ndarray[tuple[int], np.dtype[np.uint16]],
        unknown: int,
    ) -> None:
        """`hashes` (rising) and `vectors` say which row of the word vectors a normal form has; `unknown` is no row."""
        self._parts = {part: number + 1 for number, part in enumerate(parts)}
        self._words = {word: number + 1 for number, word in enumerate(words)}
        self._characters = {character: number + 2 for number, character in enumerate(characters)}
        self._hashes = hashes
        self._vectors = vectors
        self._unknown = unknown

    def rows(self, kinds: Sequence[Kind], lexicon: Lexicon) -> Features:
        """The features of kinds of tokens."""
        return np.array([self._row(kind, lexicon) for kind in kinds], dtype=np.int64)

    def _row(self, kind: Kind, lexicon: Lexicon) -> tuple[int, ...]:
        word, known = kind.surface, self._characters
        shown = word if len(word) <= CHARACTERS else word[:6] + word[-4:]
        characters = [known.get(character, 1) for character in shown] + [0] * (CHARACTERS - len(shown))
        ends = (known.get(word[0], 1), known.get(word[1], 1) if len(word) > 1 else 0, known.get(word[-1], 1))
        tags = lexicon.classes(word)
        flags = (*(int(tag in tags) for tag in _TAGS), int(bool(tags - set(_TAGS))))
        numbers = (self._parts.get(kind.part, 0), self._words.get(word, 0), self._vector(kind.normal, word))
        return (*numbers, *shape(word), *ends, *characters, *flags)

    def _vector(self, *forms: str) -> int:
        for form in forms:
            number = hash_word(form)
            place = int(np.searchsorted(self._hashes, np.uint32(number)))  # of another type, all would be converted
            if place < len(self._hashes) and self._hashes[place] == number:
                return int(self._vectors[place])
        return self._unknown


def hash_word(word: str) -> int:
    """What a word is looked up by in the table of word vectors."""
    return zlib.crc32(word.encode("utf-8", "replace"))


def part_of_speech(parts: Sequence[str], *, unknown: bool) -> str:
    """A part of speech as the model tells them apart: four classes, the form of what is inflected, ? if unknown."""
    inflected = parts[0] in ("動詞", "助動詞", "形容詞") and parts[5] != "*"
    form = "/" + parts[5].split("-")[0] if inflected else ""
    return "-".join(part for part in parts[:4] if part != "*") + form + ("?" if unknown else "")


def sentences(text: str, first: int = 0, last: int | None = None) -> Iterator[tuple[int, int]]:
    """Half-open spans of sentences that cover the text or a part of it; short lines are read together."""
    start, stop = first, len(text) if last is None else last
    for match in SENTENCE_END.finditer(text, first, stop):
        if match[0] == "\n" and match.end() - start < LINE:
            continue
        yield from _shortened(text, start, match.end())
        start = match.end()
    if start < stop:
        yield from _shortened(text, start, stop)


def _shortened(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST:
        last = (max((m.end() for m in cut.finditer(text, start + 1, start + LONGEST)), default=0) for cut in _CUTS)
        cut = next((position for position in last if position), start + LONGEST)
        yield start, cut
        start = cut
    yield start, end


def shape(word: str) -> tuple[int, int]:
    """The number of the pattern of scripts that a word is written in, and its length up to eight characters."""
    runs: list[int] = []
    for character in word:
        script = _script(character)
        if not runs or runs[-1] != script:
            runs.append(script)
    first, second = [*runs, 0][:2] if len(runs) < 3 else (runs[0], 12)
    return first * 13 + second, min(len(word), 8)


_OTHER_SCRIPTS: Mapping[str, int] = {"・": 7, "=": 7, " ": 8, "\u3000": 8, "\n": 9}


def _script(character: str) -> int:
    if "ぁ" <= character <= "ゖ":
        return 1
    if "ァ" <= character <= "ヺ" or character == "ー":
        return 2
    if _KANJI.match(character):
        return 3
    if character.isascii() and character.isalpha():
        return 4 if character.isupper() else 5
    if character.isdigit():
        return 6
    return _OTHER_SCRIPTS.get(character, 10 if character.isalpha() else 11)

"""What SudachiDict knows of names: tokens with their name class, and whether a string is a surname or given name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import Any, Literal, NamedTuple

import regex
import sudachipy

from detectors.normalize import VARIANTS

Tag = Literal["surname", "given", "name", "place", "noun", "unknown", "space", "other"]
NAME_TAGS: frozenset[Tag] = frozenset({"surname", "given", "name"})  # of what names somebody, in whole or in part
LONGEST_SURNAME = 5  # characters
SUDACHI_BYTES = 49_149  # SudachiPy refuses a longer input
REMEMBERED = 32_768  # words whose classes are kept
# What Sudachi does with a text before it reads it: less than by itself, for a reading in brackets is no part of the
# word before it (「間(はざま)」 would be one token).
_PLUGINS = (
    {"class": "com.worksap.nlp.sudachi.DefaultInputTextPlugin"},
    {
        "class": "com.worksap.nlp.sudachi.ProlongedSoundMarkPlugin",
        "prolongedSoundMarks": ["ー", "-", "⁓", "〜", "〰"],
        "replacementSymbol": "ー",
    },
)
_KANJI = "々一-鿿"
# Where a word ends, whatever the dictionary thinks: behind a title (「理事長古畑」 holds 「長古」), before an honorific
# (「磯氏」, 「そうたくん」). Each begins with the letter that it is sought by.
_CUT = re.compile(
    rf"(長(?<=[班組会部課係室店所局院校園団隊場館社議師委駅署寮事]長)(?=[{_KANJI}])|人(?<=支配人)(?=[{_KANJI}]))"
    rf"|様(?<=[{_KANJI}ァ-ヶーぁ-ん]様)(?<![仕同多模異各有皆客奥神殿何両左横]様)(?![々子式相変態なにで])"
    rf"|氏(?<=[{_KANJI}]氏)(?<![華摂彼両]氏)(?![名族神子家])"
    rf"|医(?<=[{_KANJI}]医)(?<![科歯獣女男当]医)(?=師(?![会法免]))"
    rf"|(?:く|ち(?=ゃ))(?<=[{_KANJI}ぁ-ん].)(?=ゃ?ん(?:[はがをにのともへ、。)」 \n]|\Z))"
)
_PARTS = frozenset({"surname", "given"})
_KATAKANA = re.compile("[ァ-ヺー]+")
_LETTER = regex.compile(r"[\p{Han}々ヶヵぁ-ゖァ-ヺー・A-Za-z]")
# old kanji as new ones; a lone surrogate, which Sudachi refuses, as a character that is no word
_VARIANTS = str.maketrans(
    {old: new for old, new in VARIANTS.items() if len(old) == len(new)}
    | {chr(code): "□" for code in range(0xD800, 0xE000)}
)
_IS_VARIANT = re.compile(f"[{''.join(map(chr, _VARIANTS))}]")


class Token(NamedTuple):
    """One morpheme: its surface, its half-open span in the given text, and what it is in a name."""

    surface: str
    start: int
    end: int
    tag: Tag


class Lexicon:
    """SudachiPy with its core dictionary, loaded at first use (some 200 MB, shared by memory mapping)."""

    @cached_property
    def _dictionary(self) -> Any:
        return sudachipy.Dictionary(config=sudachipy.Config(inputTextPlugin=list(_PLUGINS)))

    @cached_property
    def _tokenizer(self) -> Any:
        fields = {"pos", "normalized_form"}  # what else the dictionary has would be read for nothing
        return self._dictionary.create(sudachipy.SplitMode.C, fields=fields)

    @cached_property
    def _reader(self) -> Any:
        return self._dictionary.create(sudachipy.SplitMode.C)

    @cached_property
    def _tags(self) -> dict[int, Tag]:
        return {}

    @cached_property
    def _classes(self) -> dict[frozenset[Tag], frozenset[Tag]]:
        return {}

    def tokens(self, text: str, start: int = 0, end: int | None = None) -> list[Token]:
        """The morphemes of a text or a part of it; old kanji are read as new ones, spans are those of `text`."""
        return [
            Token(surface := text[begin:stop], begin, stop, self.tag(surface, morpheme))
            for begin, stop, morpheme in self.morphemes(text, start, end)
        ]

    def morphemes(self, text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int, Any]]:
        """As `tokens`, but what Sudachi says of each: where it begins and stops in `text`, and its morpheme."""
        for offset, morphemes in self.parts(text, start, end):
            for morpheme in morphemes:
                yield offset + morpheme.begin(), offset + morpheme.end(), morpheme

    def parts(self, text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, Any]]:
        """What Sudachi makes of a text or a part of it, piece by piece: where a piece begins, and its morphemes."""
        for first, part in _parts(_with_new_kanji(text[start:end])):
            done = 0
            for last in (*(place.end() if place[1] else place.start() for place in _CUT.finditer(part)), len(part)):
                if last > done:
                    yield start + first + done, self._tokenizer.tokenize(part[done:last])
                    done = last

    def tag(self, surface: str, morpheme: Any) -> Tag:
        """What a morpheme, written so, is in a name."""
        tag = self._tag(morpheme)
        return "other" if tag in NAME_TAGS and not _LETTER.match(surface) else tag

    def may_begin_name(self, surface: str, tag: Tag) -> bool:
        """Whether a Japanese name can begin with such a token."""
        if tag in ("space", "other") or _KATAKANA.fullmatch(surface):
            return False
        return tag in ("surname", "given", "name", "place") or bool(self.classes(surface) & _PARTS)

    def _tag(self, morpheme: Any) -> Tag:
        number = morpheme.part_of_speech_id()
        tag = self._tags.get(number)
        if tag is None:
            tag = self._tags[number] = _tag_of(morpheme.part_of_speech())
        return "unknown" if tag == "noun" and morpheme.is_oov() else tag

    @lru_cache(maxsize=REMEMBERED)  # noqa: B019 - one lexicon lives as long as its worker
    def classes(self, word: str) -> frozenset[Tag]:
        """What the dictionary knows a whole word as: surname, given name, place …; empty when it does not."""
        if not word or len(word) > 12:
            return frozenset()
        known = frozenset(self._tag(entry) for entry in self._dictionary.lookup(_with_new_kanji(word)))
        return self._classes.setdefault(known, known)  # there are few: one of each is kept, not one a word

    @lru_cache(maxsize=REMEMBERED)  # noqa: B019 - as above
    def usually(self, word: str) -> Tag:
        """What a word stands for when nothing is around it, of all that it may be; `other` if it is several words."""
        tokens = self.tokens(word)
        return tokens[0].tag if len(tokens) == 1 else "other"

    def is_mostly_surname(self, word: str) -> bool:
        """Whether a word of two or more characters is a surname, and a place or a common word at most besides."""
        known = self.classes(word)
        if len(word) < 2 or "surname" not in known:
            return False
        return not known & {"noun", "place"} or self.usually(word) == "surname"

    def reading(self, text: str) -> str:
        """How a name is read, in katakana, as far as the dictionary knows."""
        plain = _with_new_kanji(text).replace(" ", "")
        return "".join(morpheme.reading_form() for _, part in _parts(plain) for morpheme in self._reader.tokenize(part))

    def is_surname(self, word: str) -> bool:
        """Whether the dictionary has the word as a surname."""
        return "surname" in self.classes(word)

    def is_surname_alone(self, name: str) -> bool:
        """Whether a normalized name is a surname and nothing else."""
        return " " not in name and len(name) <= LONGEST_SURNAME and self.is_surname(name)

    def is_given(self, word: str) -> bool:
        """Whether the dictionary has the word as a given name."""
        return "given" in self.classes(word)


def _tag_of(part_of_speech: tuple[str, ...]) -> Tag:
    major, _, minor, detail = part_of_speech[:4]
    if minor == "人名":
        return "surname" if detail == "姓" else "given" if detail == "名" else "name"
    if minor == "地名":
        return "place"
    if major == "空白":
        return "space"
    return "noun" if major == "名詞" else "other"


def _with_new_kanji(text: str) -> str:
    """A text as Sudachi can read it; most has nothing to replace."""
    return text.translate(_VARIANTS) if _IS_VARIANT.search(text) else text


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """The text in pieces that Sudachi takes, cut at a line or sentence end where there is one."""
    start, most = 0, SUDACHI_BYTES // 4
    while start < len(text):
        end = min(len(text), start + most)
        if end < len(text):
            cut = max(text.rfind("\n", start, end), text.rfind("。", start, end)) + 1
            end = cut if cut > start else end
        yield start, text[start:end]
        start = end

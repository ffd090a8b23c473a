"""Which sentences can hold a name at all, so that the model reads only those.

Each word is shown to the model once, apart from its sentence (「会議は」, 「佐藤は」), and its answer is kept: prose
repeats its words, so most sentences without names are told by looking words up.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence

from detectors.name_features import LONGEST, sentences
from detectors.name_hiragana import in_hiragana
from detectors.name_runs import KANJI, KATAKANA, LATIN, Answers, runs
from detectors.name_words import CITIES, SINGLE_SURNAMES

BEHIND = "は\n\n"  # what is put behind a word to show it to the model
MOST_WORDS = 100_000  # whose answers are kept
FORM_LINE = 40  # characters of a line in the mean, up to which a text is a form, a list, a chat
NEAR = 300  # characters on either side of a sentence that passes
MOST_CHARACTERS = 16  # of a word; a longer one may be anything
# as `SENTENCE_END`, but for single line ends; begun with all that it may begin with, which `re` looks for quickly
_STOP = re.compile(r"[。!?\n](?:(?<=\n)\n+|(?<!\n)[。!?]*[」』)】]*(?: +)?\n*)")
# the answers for a name, for a place that somebody may be called after, for one kanji that may be a surname; 0: no name
NAME, PLACE, LETTER = 1, 2, 3
# what stands behind a place rather than behind somebody: 「千葉の工場」, 「石川では」, but 「相馬までお電話を」
OF_PLACE = re.compile(
    r"の|で(?!す)|から|まで(?! ?[おご])|より|へ|や|及び|、|・|における|に(?:ある|おけ|お[いけ]て|拠点|出[張店])"
)
# what stands behind or before somebody rather than a word: 「門です」, 「番頭の岸も」
_BEHIND_LETTER = re.compile(r" ?(?:です|でございま|と申し|様|さま|さん|氏|先生|殿|医師)|[:(]")
_BEFORE_LETTER = re.compile(r"(?:[長頭員係者士師当]の|[:→])\Z")

Span = tuple[int, int]
Ask = Callable[[Sequence[str]], Iterable[bool]]


class NameGate:
    """Remembers of words whether they may be names; `ask` says it of words not met before."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._may_be_name: dict[str, int] = {}
        self._answers = Answers(self._of_words)

    def passing(self, text: str) -> Sequence[Span]:
        """Half-open spans of the sentences of a text that may hold a name, in order.

        In a form, where every line is another matter, what stands near them is read as well: a surname that is a word
        is known by what else is there (「担任 入」 below a list of pupils).
        """
        found = [] if text.isascii() else list(self._passing(text))
        if not found or len(text) > FORM_LINE * text.count("\n"):
            return found
        places = [place for span in found for place in span]
        return [
            (start, end)
            for start, end in sentences(text)
            if bisect_left(places, start - NEAR) < bisect_left(places, end + NEAR)
        ]

    def _passing(self, text: str) -> Iterator[Span]:
        places = self._places(text)
        number = 0
        for first, stop, last in _blocks(text, places):
            is_one = last - first <= LONGEST and text.find("\n", first, stop) < 0
            for start, end in ((first, last),) if is_one else sentences(text, first, last):
                while number < len(places) and places[number] < start:
                    number += 1
                if number < len(places) and places[number] < end:
                    yield start, end

    def _places(self, text: str) -> list[int]:
        """Where words begin that may be names, in order."""
        told = runs(text).told(self._answers, KANJI | KATAKANA | LATIN)
        words = (start for start, end, answer in told if answer == NAME or _is_person(text, start, end, answer))
        return sorted({*words, *in_hiragana(text).names})

    def _of_words(self, words: Sequence[str]) -> list[int]:
        if len(self._may_be_name) > MOST_WORDS:
            self._may_be_name.clear()
        new = sorted({word for word in words if word not in self._may_be_name})
        short = [word for word in new if len(word) <= MOST_CHARACTERS]
        self._may_be_name.update((word, NAME if len(word) > 1 else 0) for word in new)  # 「伸び」「取り扱う」: no names
        for word, answer in zip(short, self._ask(short) if short else (), strict=True):
            self._may_be_name[word] = _kind(word) if answer else 0
        return [self._may_be_name[word] for word in words]


def _kind(word: str) -> int:
    if len(word) == 1 and word not in SINGLE_SURNAMES:
        return LETTER
    return PLACE if word in CITIES else NAME


def _is_person(text: str, start: int, end: int, answer: int) -> bool:
    """Whether what stands beside a place or one kanji leaves open that it is somebody."""
    if answer == PLACE:
        return not OF_PLACE.match(text, end)
    return bool(_BEHIND_LETTER.match(text, end) or _BEFORE_LETTER.search(text, max(0, start - 2), start))


def _blocks(text: str, places: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """What stands between stops and holds these places: where it begins, where its own stop begins and ends."""
    stops = [match.span() for match in _STOP.finditer(text)] if places else []
    stops.append((len(text), len(text)))
    done = -1
    for place in places:
        number = bisect_left(stops, (place, 0))
        if number > done:
            done = number
            yield stops[number - 1][1] if number else 0, *stops[number]

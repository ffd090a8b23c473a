"""Which sentences can hold a name at all, so that the model reads only those.

Each word is shown to the model once, apart from its sentence (「会議は」, 「佐藤は」), and its answer is kept: prose
repeats its words, so most sentences without names are told by looking words up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from detectors.name_words import HAN, SINGLE_SURNAMES

WORDS = re.compile(rf"[{HAN}]+|[ァ-ヺー]{{2,}}|[A-Z][A-Za-z]+")
# names in hiragana, which are no words of their own: before an honorific, with a space, alone in a line or a list
_HIRAGANA = re.compile(
    r"[ぁ-ゖ]{2} ?(?:さん|ちゃん|くん|様|さま|氏|君|先生|選手|[(:」])"
    r"|[ぁ-ゖ] [ぁ-ゖ]|[ぁ-ゖ]{2}、[ぁ-ゖ]{2}、|^[ぁ-ゖー]{2,10}$",
    re.MULTILINE,
)
BEHIND = "は\n\n"  # what is put behind a word to show it to the model
MOST_WORDS = 200_000  # whose answers are kept
MOST_CHARACTERS = 16  # of a word; a longer one may be anything

Ask = Callable[[Sequence[str]], Iterable[bool]]


class NameGate:
    """Remembers of words whether they may be names; `ask` says it of words not met before."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._may_be_name: dict[str, bool] = {}

    def passing(self, text: str, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """The spans of a text that may hold a name."""
        words = [(span, WORDS.findall(text, *span)) for span in spans]
        known = self._known({word for _, found in words for word in found})
        for span, found in words:
            if any(map(known.__getitem__, found)) or _HIRAGANA.search(text, *span):
                yield span

    def _known(self, words: set[str]) -> dict[str, bool]:
        if len(self._may_be_name) > MOST_WORDS:
            self._may_be_name.clear()
        new = sorted(words.difference(self._may_be_name))
        short = [word for word in new if 1 < len(word) <= MOST_CHARACTERS or word in SINGLE_SURNAMES]
        self._may_be_name.update((word, len(word) > 1) for word in new)  # 「伸び」「取り扱う」: no names
        self._may_be_name.update(zip(short, self._ask(short), strict=True))
        return self._may_be_name

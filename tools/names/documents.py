"""Small business documents with names in them, made from templates."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

from detectors.rules import load_words
from tools.names import templates
from tools.names.dictionary import NameDictionary, to_katakana
from tools.names.gold import Record, Span

SOURCE = "documents"
_SLOT = re.compile(r"(\{[A-Za-z]+\d?\})")
_PERSON = frozenset("FSGKRfkW")
_HONORIFICS = ("様", "さん", "氏", "殿", "君", "くん", "ちゃん", "先生", "さま", "様", "さん", "様", "さん")
_ROWS = (
    *("アイウエオ", "カキクケコ", "サシスセソ", "タチツテト", "ナニヌネノ", "ハヒフヘホ", "マミムメモ"),
    *("ラリルレロ", "ガギグゲゴ", "ザジズゼゾ", "ダヂヅデド", "バビブベボ", "パピプペポ"),
)
_LATIN = {
    kana: sound + vowel
    for row, sound in zip(_ROWS, ["", *"kstnhmrgzdbp"], strict=True)
    for kana, vowel in zip(row, "aiueo", strict=True)
}
_LATIN |= dict(
    zip(
        "シチツフジヂヅヤユヨワヲン",
        ["shi", "chi", "tsu", "fu", "ji", "ji", "zu", "ya", "yu", "yo", "wa", "o", "n"],
        strict=True,
    )
)
for _first in "キシチニヒミリギジビピ":
    for _small, _vowel in zip("ャュョ", "auo", strict=True):
        _LATIN[_first + _small] = _LATIN[_first][:-1] + ("" if _first in "シチジ" else "y") + _vowel


class Documents:
    """Makes documents at random."""

    def __init__(self, names: NameDictionary) -> None:
        self._names, self._random = names, names.random
        self._titles = load_words("name_titles")
        self._sections = [word + end for word in load_words("name_sections") for end in ("部", "課", "室", "")]

    def make(self) -> Record:
        """A document of one to four templates."""
        text, persons = "", list[Span]()
        for _ in range(self._random.choice((1, 1, 2, 3, 4))):
            nameless = self._random.random() < 0.3
            filled: dict[str, str] = {}
            for part in _SLOT.split(self._random.choice(templates.NAMELESS if nameless else templates.NAMING)):
                if not part.startswith("{"):
                    text += part
                    continue
                slot = part[1:-1]
                word = filled.setdefault(slot, self._word(slot.rstrip("0123456789"), nameless))
                if slot[0] in _PERSON and not (slot[0] == "k" and nameless):
                    joins = slot[0] == "G" and bool(persons) and text[persons[-1][1] :] in ("", " ")
                    persons[len(persons) - joins :] = [(persons[-1][0] if joins else len(text), len(text) + len(word))]
                text += word
            if not text.endswith("\n"):
                text += self._random.choice(["\n", "", "\n"]) if text.endswith("。") else "\n"
        return Record(SOURCE, text, tuple(persons))

    def _word(self, slot: str, nameless: bool) -> str:
        choice, number = self._random.choice, self._random.randrange
        makers: Mapping[str, Callable[[], str]] = {
            "S": lambda: self._names.surname()[0],
            "s": lambda: self._names.surname()[0],
            "F": self._full,
            "G": self._given,
            "K": self._reading,
            "R": self._latin,
            "Rb": lambda: latin(self._names.surname()[1]),
            "Rg": lambda: latin(self._names.surname()[1]),
            "f": self._names.foreign,
            "k": self._thing if nameless else self._names.katakana,
            "W": lambda: choice(templates.AMBIGUOUS),
            "c": self._company,
            "p": lambda: choice(self._names.places),
            "L": lambda: choice(templates.LABELS),
            "o": lambda: choice(templates.FILLED_IN),
            "q": lambda: choice(templates.ROLES),
            "u": lambda: choice(templates.SAID),
            "h": lambda: choice(_HONORIFICS),
            "T": lambda: choice(self._titles),
            "x": lambda: choice(self._sections),
            "t": lambda: f"0{choice('789')}0-{number(10_000):04}-{number(10_000):04}",
            "m": lambda: choice(("info", "tanaka", "a.sato", "s123")) + "@example.jp",
            "d": lambda: choice(("{}月{}日", "{}/{}", "2024年{}月{}日")).format(1 + number(12), 1 + number(28)),
            "a": lambda: str(1 + number(90)),
            "n": lambda: f"{choice(('', 'A', 'E-'))}{number(100_000):05}",
        }
        return makers[slot]()

    def _full(self) -> str:
        (surname, _), (given, _) = self._names.full()
        return surname + self._random.choice(("", "", " ", " ", "  ")) + given

    def _given(self) -> str:
        dice = self._random.random()
        if dice < 0.6:
            return self._names.given()[0]
        return self._names.hiragana() if dice < 0.85 else to_katakana(self._names.hiragana())

    def _reading(self) -> str:
        (_, surname), (_, given) = self._names.full()
        dice = self._random.random()
        if dice < 0.2:  # half-width kana, whose sound marks stay characters of their own
            space = self._random.choice((" ", " ", "", " "))
            return space.join(unicodedata.normalize("NFD", to_katakana(part)) for part in (surname, given))
        if dice < 0.6:
            return f"{to_katakana(surname)} {to_katakana(given)}"
        return to_katakana(surname + given) if dice < 0.7 else f"{surname} {given}"

    def _latin(self) -> str:
        (_, surname), (_, given) = self._names.full()
        first, second, dice = latin(surname), latin(given), self._random.random()
        if 0.35 <= dice < 0.6 or 0.8 <= dice < 0.9:
            first, second = second, first
        if 0.6 <= dice < 0.8:
            return f"{first} {second}".upper()
        if dice >= 0.8:
            return f"{first} {second.upper()}" if dice < 0.9 else f"{first.upper()} {second}"
        return f"{first} {second}"

    def _thing(self) -> str:
        return self._random.choice(templates.THINGS if self._random.random() < 0.2 else self._names.things)

    def _company(self) -> str:
        name = self._random.choice(templates.COMPANIES)
        return name.format(s=self._names.surname()[0], p=self._random.choice(self._names.places[:2500]))


def latin(reading: str) -> str:
    """A reading in Latin letters, Hepburn without long vowels, capitalised."""
    kana, out, place = to_katakana(reading), "", 0
    while place < len(kana):
        long = kana[place : place + 2] if kana[place : place + 2] in _LATIN else kana[place]
        if long == "ッ":
            out += _LATIN.get(kana[place + 1 : place + 2], "")[:1]
        else:
            out += _LATIN.get(long, "")
        place += len(long)
    for double, single in (("ou", "o"), ("oo", "o"), ("uu", "u")):
        out = out.replace(double, single)
    return out.capitalize()

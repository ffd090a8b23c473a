"""Business papers, news and web pages that were written by hand (`papers/*.txt`, `prose/*.txt`), each with other names
in the place of its own.

All invented. `=== ` and a name begin a paper. A mark says what a name is and whose, `⟦F1|佐藤 健⟧`; one person keeps
the number: F full name, S surname, G given name, K KS KG how these are read, R RS RG the same in Latin letters, C CS a
Chinese or Korean name in kanji, N NP a foreign one in katakana and a part of it, L one in Latin letters, X what cannot
be exchanged. Without a number, nobody: s a surname in the name of a company or place, p a place.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from detectors.normalize import normalize
from tools.names import templates
from tools.names.dictionary import NameDictionary, Reading, to_katakana
from tools.names.documents import latin
from tools.names.gold import Record, Span

FOLDERS = tuple(Path(__file__).with_name(source) for source in ("papers", "prose"))
SOURCES = tuple(folder.name for folder in FOLDERS)
_HEAD = "=== "
_MARK = re.compile(r"⟦([A-Z]+|[sp])(\d*)\|([^⟦⟧]+)⟧")
_SPACE = re.compile("[ \u3000]+")
_NOBODY = "sp"
_KEPT = 0.15  # share of the papers that keep their names
_SINGLE = 0.25  # share of the surnames that are one kanji


@dataclass(frozen=True, slots=True)
class _Person:
    """Who stands in the place of somebody in a paper."""

    surname: Reading
    given: Reading
    chinese: tuple[str, str]
    foreign: tuple[str, ...]


class Papers:
    """Reads the papers of a folder, which is their source, and fills them with names of the dictionary."""

    def __init__(self, names: NameDictionary, folder: Path) -> None:
        self._names, self._random, self._source = names, names.random, folder.name
        self._papers = [
            paper.partition("\n")[2].rstrip("\n")
            for path in sorted(folder.glob("*.txt"))
            for paper in path.read_text("utf-8").removeprefix(_HEAD).split("\n" + _HEAD)
        ]

    def __len__(self) -> int:
        return len(self._papers)

    def filled(self, times: int = 1) -> Iterator[Record]:
        """Each paper so many times, with other names each time."""
        for paper in self._papers * times:
            yield self._record(paper, kept=self._random.random() < _KEPT)

    def _record(self, paper: str, *, kept: bool) -> Record:
        people: dict[str, _Person] = {}
        text, persons, end = "", list[Span](), 0
        for match in _MARK.finditer(paper):
            text += paper[end : match.start()]
            end = match.end()
            what, whose, name = match.groups()
            if what in _NOBODY:
                text += name if kept else self._nobody(what)
                continue
            if not kept and what != "X":
                if whose not in people:
                    people[whose] = self._person()
                name = self._written(what, name, people[whose])
            persons.append((len(text), len(text) + len(name)))
            text += name
        return Record(self._source, normalize(text + paper[end:]), tuple(persons))

    def _nobody(self, what: str) -> str:
        return self._surname()[0] if what == "s" else self._random.choice(self._names.places)

    def _person(self) -> _Person:
        choice = self._random.choice
        surname, given = self._names.full()
        surname = self._surname() if self._random.random() < 2 * _SINGLE else surname
        foreign = tuple(self._names.katakana() for _ in range(3))
        return _Person(surname, given, (choice(templates.CHINESE), choice(templates.CHINESE_GIVEN)), foreign)

    def _surname(self) -> Reading:
        return self._names.single() if self._random.random() < _SINGLE else self._names.surname()

    def _written(self, what: str, name: str, person: _Person) -> str:
        """A person's name in the form of another's: with its spaces, its script, its capitals."""
        (surname, surname_kana), (given, given_kana) = person.surname, person.given
        spaces = _SPACE.findall(name)
        joint = spaces[0] if spaces else ""
        forms: Mapping[str, Callable[[], str]] = {
            "F": lambda: surname + joint + given,
            "S": lambda: surname,
            "G": lambda: _given(name, given, given_kana),
            "K": lambda: _kana(name, surname_kana + joint + given_kana),
            "KS": lambda: _kana(name, surname_kana),
            "KG": lambda: _kana(name, given_kana),
            "R": lambda: _cased(name, latin(surname_kana), latin(given_kana)),
            "RS": lambda: _cased(name, latin(surname_kana)),
            "RG": lambda: _cased(name, latin(given_kana)),
            "C": lambda: joint.join(person.chinese),
            "CS": lambda: person.chinese[0],
            "N": lambda: _foreign(name, person.foreign),
            "NP": lambda: person.foreign[0],
            "L": lambda: name,
        }
        return forms[what]()


def _given(name: str, given: str, kana: str) -> str:
    if re.fullmatch("[ぁ-ゖー]+", name):
        return kana
    return to_katakana(kana) if re.fullmatch("[ァ-ヺー]+", name) else given


def _kana(name: str, reading: str) -> str:
    """A reading in hiragana, katakana, or katakana of half width (NFKD of it, as normalized texts have it)."""
    if re.search("[ぁ-ゖ]", name):
        return reading
    katakana = to_katakana(reading)
    return unicodedata.normalize("NFD", katakana) if re.search("[\uff66-\uff9f]", name) else katakana


def _cased(name: str, *parts: str) -> str:
    """Latin letters in the order and capitals of others; the surname is taken for the first where it is in capitals."""
    joints = re.findall(r"[^A-Za-z'-]+", name)
    old = re.split(r"[^A-Za-z'-]+", name)
    new = [*parts, *parts[:1] * max(0, len(old) - len(parts))][: len(old)]
    if len(old) == 2 and not old[0].isupper() and len(parts) == 2:
        new.reverse()  # 「Ken Sato」
    shown = [word.upper() if was.isupper() and len(was) > 1 else word for word, was in zip(new, old, strict=True)]
    return "".join(word + joint for word, joint in zip(shown, [*joints, ""], strict=False))


def _foreign(name: str, parts: tuple[str, ...]) -> str:
    joints = re.findall("[・=＝ \u3000]+", name)
    count = min(len(joints) + 1, len(parts))
    return "".join(part + joint for part, joint in zip(parts[:count], [*joints[: count - 1], ""], strict=True))

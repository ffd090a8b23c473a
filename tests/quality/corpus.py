"""The texts of the labelled corpus: `texts/<genre>.txt`, values marked in place as README.md describes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

FOLDER = Path(__file__).with_name("texts")
HEAD = "=== "
_MARK = re.compile(r"⟦([-?]?)(\w+)\|([^⟦⟧]+)⟧")


class Sort(Enum):
    """What a mark says: a value to report, one that may be reported, or one that only looks like its kind."""

    VALUE = ""
    OPTIONAL = "?"
    TRAP = "-"


@dataclass(frozen=True, slots=True)
class Label:
    """A marked stretch of a text; `start` and `end` are half-open offsets into the text without marks."""

    sort: Sort
    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Text:
    """One small document: its name (genre and number), what is scanned, and what is marked in it."""

    name: str
    text: str
    labels: tuple[Label, ...]

    def of(self, sort: Sort) -> list[Label]:
        """The labels of one sort, in order of their place."""
        return [label for label in self.labels if label.sort is sort]


def read_texts(folder: Path = FOLDER) -> list[Text]:
    """All texts, genre by genre."""
    return [text for path in sorted(folder.glob("*.txt")) for text in _texts(path.read_text(encoding="utf-8"))]


def _texts(content: str) -> Iterator[Text]:
    for record in content.removeprefix(HEAD).split("\n" + HEAD):
        name, _, marked = record.partition("\n")
        yield Text(name.strip(), *unmarked(marked.rstrip("\n")))


def unmarked(marked: str) -> tuple[str, tuple[Label, ...]]:
    """The text as it is scanned, and the labels that were marked in it."""
    parts: list[str] = []
    labels: list[Label] = []
    at = length = 0
    for match in _MARK.finditer(marked):
        parts += [marked[at : match.start()], match[3]]
        start = length + match.start() - at
        length, at = start + len(match[3]), match.end()
        labels.append(Label(Sort(match[1]), match[2], start, length))
    return "".join([*parts, marked[at:]]), tuple(labels)


def kinds_of(texts: Iterable[Text], sort: Sort) -> list[str]:
    """The kinds of all labels of one sort, each as often as it is marked."""
    return [label.kind for text in texts for label in text.of(sort)]

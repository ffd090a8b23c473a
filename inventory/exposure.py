"""閲覧可能な範囲: who may read what is sensitive. `headline` is the first line of every report."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from inventory import suggestions
from inventory.ledger import FileLine, Ledger
from inventory.queries import StoredFile
from inventory.suggestions import SENSITIVE

EVERYBODY, NOBODY, UNKNOWN = "利用者全員", "管理者のみ", "不明"
NAMELESS = "S-1-"  # begins a SID that no name was found for
_SHOWN = 3  # readers that are named


@dataclass(frozen=True, slots=True)
class Place:
    """A folder as far as the same people may read its files with personal data; `flags` count files.

    `persons` adds up the estimates of the files: who stands in two of them counts twice.
    """

    root: str
    folder: str
    everyone: bool
    readers: str
    files: int
    flags: Counter[str]
    persons: int

    @property
    def is_exposed(self) -> bool:
        """Whether everybody may read something grave here."""
        return self.everyone and not self.flags.keys().isdisjoint(SENSITIVE)


class Held(Protocol):
    """What is asked of a file, or of files that are alike."""

    @property
    def flags(self) -> tuple[str, ...]: ...
    @property
    def readable_by_all(self) -> bool: ...
    @property
    def access_known(self) -> bool: ...


def is_grave(file: Held) -> bool:
    """Whether a file holds more than plain personal data."""
    return not set(SENSITIVE).isdisjoint(file.flags)


def exposed_sensitive(ledger: Ledger) -> list[FileLine]:
    """全員が読める場所にある要配慮個人情報・特定個人情報: the gravest first; not what a person ruled out."""
    exposed = [line for line in ledger.holding if line.file.readable_by_all and is_grave(line.file)]
    return sorted(exposed, key=lambda line: (_rank(line.file.flags), -line.file.persons_max, line.file.path))


def headline(ledger: Ledger) -> str:
    """One sentence: how many files everybody may read that hold 要配慮個人情報, 特定個人情報 and the like."""
    return in_a_sentence((line.file, 1) for line in ledger.holding)


def in_a_sentence(holding: Iterable[tuple[Held, int]]) -> str:
    """The same of files with personal data, without the 台帳; each with how many are like it."""
    names = suggestions.load().flags
    exposed: Counter[str] = Counter()
    untold = 0
    for file, number in holding:
        if file.readable_by_all:
            exposed.update(dict.fromkeys(file.flags, number))
        elif not file.access_known and is_grave(file):
            untold += number
    grave = [flag for flag in SENSITIVE if exposed.get(flag)]
    counts = [f"{_short(names.get(flag, flag))}のファイルが {exposed[flag]:,}件" for flag in grave]
    if counts:
        told = f"【要対応】全員が読める場所に、{'、'.join(counts)}あります。"
    else:
        told = "全員が読める場所に、要配慮個人情報や特定個人情報のファイルは見つかりませんでした。"
    return f"{told}読める人を確かめられなかったものが {untold:,}件あります。" if untold else told


def places(ledger: Ledger) -> list[Place]:
    """Folders by who may read them, the most dangerous first: open to everybody and grave, grave, the rest."""
    groups: dict[tuple[str, str, bool, str], list[StoredFile]] = defaultdict(list)
    for line in ledger.holding:
        file = line.file
        folder = file.outer.rpartition("/")[0]
        groups[file.root, folder, file.readable_by_all, who_reads(file)].append(file)
    found = [_place(group, files) for group, files in groups.items()]
    return sorted(found, key=lambda one: (not one.is_exposed, _rank(one.flags), not one.everyone, one.root, one.folder))


def _place(group: tuple[str, str, bool, str], files: Sequence[StoredFile]) -> Place:
    flags = Counter(flag for file in files for flag in file.flags)
    return Place(*group, len(files), flags, sum(file.persons for file in files))


def who_reads(file: StoredFile) -> str:
    """Who may read a file, for people: 「利用者全員」, 「suzuki、総務部（グループ）ほか2」, 「管理者のみ」."""
    if file.readable_by_all:
        return EVERYBODY
    named = "、".join(map(reader_name, file.readers[:_SHOWN]))
    if len(file.readers) > _SHOWN:
        named += f"ほか{len(file.readers) - _SHOWN}"
    if not file.access_known:
        return f"{named}など" if named else UNKNOWN
    return named or NOBODY


def reader_name(reader: str) -> str:
    """A reader as the register keeps it, for people: 「suzuki」, 「総務部（グループ）」."""
    if reader.startswith(NAMELESS):
        return f"名前のわからない利用者（{reader}）"
    names = [part.partition(":")[2] or part for part in reader.split("&")]
    if not reader.startswith("group:"):
        return names[0]
    return f"{'と'.join(names)}（{'両方の' if len(names) > 1 else ''}グループ）"


def _rank(flags: Iterable[str]) -> int:
    """How grave: 0 for the gravest."""
    return min((SENSITIVE.index(flag) for flag in flags if flag in SENSITIVE), default=len(SENSITIVE))


def _short(name: str) -> str:
    return name.split("（")[0]

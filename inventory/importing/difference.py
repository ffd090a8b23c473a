"""One difference between somebody's 台帳 and the scan, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from inventory.importing.rows import TheirLine
from inventory.ledger import LedgerLine
from inventory.queries import StoredFile

Code = Literal[
    "not_in_theirs",
    "special_care",
    "my_number",
    "more_persons",
    "maybe_more_persons",
    "place",
    "retention",
    "not_found",
]
NAMES: Mapping[Code, str] = {
    "not_in_theirs": "既存の台帳にない",
    "my_number": "特定個人情報の記載がない",
    "special_care": "要配慮個人情報の記載がない",
    "more_persons": "記載より人数が多い",
    "maybe_more_persons": "記載より人数が多いおそれ",
    "place": "保管場所が違う",
    "retention": "保管期限が違う",
    "not_found": "スキャンで見つからない",
}
EXAMPLES = 3  # files named for each difference
THRESHOLD = 1_000  # persons above which a leak must be reported (規則7条4号)


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that does not agree: what they say in which cell, what is there, files as examples."""

    code: Code
    department: str
    name: str
    address: str
    theirs: str
    ours: str
    number: int | None = None
    files: tuple[str, ...] = ()
    grave: bool = False

    @property
    def title(self) -> str:
        """What kind of difference it is, in Japanese."""
        return NAMES[self.code]


@dataclass(frozen=True, slots=True)
class Scanned:
    """What the scan knows beside the lines; `people` counts the persons of any files, everybody once."""

    files: Mapping[int, StoredFile]
    flag_names: Mapping[str, str]
    people: Callable[[Iterable[StoredFile]], tuple[int, int]]

    def of(self, lines: Iterable[LedgerLine]) -> list[StoredFile]:
        """The files behind some lines."""
        return [self.files[number] for line in lines for number in line.files if number in self.files]


def difference(
    code: Code, ours: LedgerLine, theirs: TheirLine | None, column: str, said: str, found: str,
    files: Iterable[StoredFile], grave: bool = False,
) -> Difference:  # fmt: skip
    return Difference(
        code=code,
        department=ours.cells["department"].value,
        name=theirs.name if theirs else ours.cells["name"].value,
        address=theirs.address(column) if theirs else "",
        theirs=said,
        ours=found,
        number=ours.number,
        files=examples(files),
        grave=grave,
    )


def examples(files: Iterable[StoredFile]) -> tuple[str, ...]:
    """A few files, those with most persons first."""
    ranked = sorted(files, key=lambda file: (-file.persons_max, file.path))
    return tuple(file.path for file in ranked[:EXAMPLES])

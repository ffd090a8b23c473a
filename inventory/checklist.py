"""The checklist of what companies forget: asked department by department, ticked where the 台帳 has it already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal

import yaml

from inventory import suggestions
from inventory.departments import DIRECTLY
from inventory.keeping import BY_HAND
from inventory.ledger import COLUMNS, Ledger, LedgerLine
from inventory.proposals import LineByHand, Proposal
from inventory.queries_decided import StoredAnswer
from inventory.routing import Kept

State = Literal["found", "yes", "no", "later", "open"]
STATE_NAMES: Mapping[State, str] = {
    "found": "台帳にあり", "yes": "ある", "no": "ない", "later": "後で", "open": "未確認",
}  # fmt: skip
WAITING: tuple[State, ...] = ("open", "later")
SOURCE = "チェックリストの案"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is easily forgotten.

    `words` are parts of the names of departments that are asked, none for all; `once` says that one answer settles it
    for the company. `cells` are suggested for the line, `types` and `found` tell that the 台帳 has it.
    """

    code: str
    name: str
    question: str
    why: str
    type: str = ""
    once: bool = False
    words: tuple[str, ...] = ()
    types: frozenset[str] = frozenset()
    found: tuple[str, ...] = ()
    cells: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def in_line(self, line: LedgerLine) -> bool:
        """Whether a line is about this: by the type of its files, or by the name that a person gave it."""
        name = line.cells["name"]
        named = name.state == "confirmed" and any(word in name.value for word in self.found)
        return named or (bool(line.files) and line.document_type in self.types)

    def asked_of(self, departments: Sequence[str]) -> tuple[str, ...]:
        """The departments that are asked."""
        fitting = tuple(name for name in departments if any(word in name for word in self.words))
        return fitting or tuple(departments)

    def line(self, department: str, note: str) -> LineByHand:
        """The line by hand that comes of the answer 「ある」."""
        texts = {**(suggestions.load().cells(self.type) if self.type else {}), **self.cells}
        cells = {key: Proposal(value, SOURCE) for key, value in texts.items()}
        if note:
            cells["remarks"] = Proposal(note, "チェックリストの回答")
        return LineByHand(Kept(department, self.type or BY_HAND), self.name, cells, f"チェックリスト: {self.question}")


@dataclass(frozen=True, slots=True)
class Checklist:
    """All items; `compiled` is the month as of which they stand."""

    compiled: str
    items: tuple[Item, ...]

    def item(self, code: str) -> Item | None:
        """The item of a code or a name."""
        return next((item for item in self.items if code in (item.code, item.name)), None)


@dataclass(frozen=True, slots=True)
class Standing:
    """How an item stands with a department; `numbers` are lines of the 台帳 that are about it."""

    item: Item
    department: str
    state: State
    numbers: tuple[int, ...] = ()
    note: str = ""
    answered_by: str = ""
    answered_at: str = ""


@cache
def load() -> Checklist:
    """Read the checklist that comes with the program."""
    raw: dict[str, Any] = yaml.safe_load(files("rules").joinpath("checklist.yaml").read_text(encoding="utf-8"))
    items = tuple(_item(**item) for item in raw["items"])
    if len({item.code for item in items}) < len(items):
        raise ValueError("an item of the checklist stands there twice")
    return Checklist(str(raw["compiled"]), items)


def departments(ledger: Ledger, answers: Iterable[StoredAnswer] = ()) -> tuple[str, ...]:
    """The departments of the 台帳 in its order, and those that answered though no line is theirs."""
    of_lines = (line.cells["department"].value for line in ledger.lines)
    return tuple(
        name for name in dict.fromkeys((*of_lines, *(one.department for one in answers))) if name not in ("", DIRECTLY)
    )


def standing(ledger: Ledger, answers: Sequence[StoredAnswer], asked: Sequence[str]) -> list[Standing]:
    """How every item stands with every department that is asked about it, department by department."""
    latest = {(one.department, one.item): one for one in answers}
    everyone = list(dict.fromkeys((*departments(ledger, answers), *asked)))
    known = load().items
    settled = {item.code: _settling(item, ledger, latest) for item in known if item.once}
    found = []
    for department in asked:
        for item in known:
            if department not in item.asked_of(everyone) and (department, item.code) not in latest:
                continue
            lines = [line for line in ledger.lines if line.cells["department"].value == department]
            numbers = tuple(line.number for line in lines if item.in_line(line)) or settled.get(item.code, ())
            found.append(_standing(item, department, numbers, latest.get((department, item.code)), ledger))
    return found


def _standing(
    item: Item, department: str, numbers: tuple[int, ...], answer: StoredAnswer | None, ledger: Ledger
) -> Standing:
    if answer and answer.answer == "yes" and answer.entry_id and not numbers:
        kept = {line.number for line in ledger.lines}
        numbers = (answer.entry_id,) if answer.entry_id in kept else ()
    state: State = "found" if numbers else "open"
    if answer and (answer.answer != "later" or not numbers):
        state = answer.answer  # type: ignore[assignment]  # the table holds no other words
    if answer is None:
        return Standing(item, department, state, numbers)
    return Standing(item, department, state, numbers, answer.note, answer.answered_by, answer.answered_at)


def _settling(item: Item, ledger: Ledger, latest: Mapping[tuple[str, str], StoredAnswer]) -> tuple[int, ...]:
    """The lines, of whatever department, by which the company has the item."""
    numbers = [line.number for line in ledger.lines if item.in_line(line)]
    kept = {line.number for line in ledger.lines}
    told = [one.entry_id for (_, code), one in latest.items() if code == item.code and one.answer == "yes"]
    return tuple(dict.fromkeys((*numbers, *(number for number in told if number in kept))))


def _item(found: Mapping[str, Iterable[str]], words: Iterable[str] = (), **raw: Any) -> Item:
    cells = raw.pop("cells", {})
    unknown = set(cells) - {column.key for column in COLUMNS}
    if unknown:
        raise ValueError(f"{', '.join(unknown)}: no column of the 台帳")
    return Item(
        **raw,
        words=tuple(words),
        types=frozenset(found.get("types", ())),
        found=tuple(found.get("words", ())),
        cells=MappingProxyType(cells),
    )

"""What a returned リスク分析表 changes: risks reworded and confirmed, measures, reviews, and risks of their own."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from inventory import risks
from inventory.export import risk_sheet
from inventory.export.celltext import storable
from inventory.export.identity import Said
from inventory.export.risk_sheet import CONFIRMED, KEYS, SUGGESTED
from inventory.importing.sheet import Row, plain
from inventory.ledger import Ledger
from inventory.queries_decided import StoredRisk
from inventory.risks import RiskLine

FIELDS = {key: KEYS[f"risk.{key}"] for key in ("risk", "measures", "residual", "state", "note")}
_LONGEST_NUMBER = 12  # digits
_COPIED = ("department", "name")  # of the line: changed on the other sheet


@dataclass(frozen=True, slots=True)
class RiskCell:
    """A cell of a risk: what stood in it when the workbook left, what the register says, what is to stand there.

    `number` is the リスクNo. A `conflict` was changed here and there.
    """

    number: str
    field: str
    left: str
    before: str
    after: str
    address: str
    conflict: bool = False


@dataclass(frozen=True, slots=True)
class RiskEdit:
    """All that is to change of one risk. `held` is what a person confirmed of it before, if anybody did."""

    now: StoredRisk
    held: StoredRisk | None
    cells: tuple[RiskCell, ...]


@dataclass(frozen=True, slots=True)
class NewRisk:
    """A row without リスクNo: a risk that somebody added to a line; its code comes when it is taken."""

    address: str
    risk: StoredRisk
    note: str = ""


@dataclass(frozen=True, slots=True)
class RiskRefusal:
    """A row that cannot be taken, or a cell of it."""

    address: str
    reason: str


@dataclass(frozen=True, slots=True)
class RiskMerge:
    """All that a returned リスク分析表 comes to. Of `missing` risks the rows were deleted: they stay.

    `absent` says that the whole sheet is gone, or its column of numbers.
    """

    edits: tuple[RiskEdit, ...] = ()
    conflicts: tuple[RiskCell, ...] = ()
    new: tuple[NewRisk, ...] = ()
    refused: tuple[RiskRefusal, ...] = ()
    missing: tuple[str, ...] = ()
    absent: bool = False

    @property
    def cells(self) -> tuple[RiskCell, ...]:
        """All changes, cell by cell."""
        return tuple(cell for edit in self.edits for cell in edit.cells)


@dataclass(slots=True)
class _Merging:
    """What the rows are compared with, and what was found so far."""

    said: Said
    before: Mapping[str, Mapping[str, str]]
    ledger: Ledger
    now: Mapping[str, RiskLine]
    met: dict[str, str] = field(default_factory=dict)
    edits: list[RiskEdit] = field(default_factory=list)
    conflicts: list[RiskCell] = field(default_factory=list)
    new: list[NewRisk] = field(default_factory=list)
    refused: list[RiskRefusal] = field(default_factory=list)


def compare_risks(rows: Sequence[Row], said: Said, ledger: Ledger) -> RiskMerge:
    """Every row that differs from what the workbook `said` when it left; nothing where it kept no risks."""
    if said.risks is None or not rows:
        return RiskMerge(absent=bool(said.risks))
    found = _Merging(said, said.risks, ledger, {one.number: one for one in risks.of_ledger(ledger)})
    for row in rows:
        faults = list(_faults(row, found))
        found.refused += faults
        if faults:
            continue
        if row.value("risk.number"):
            _take_known(row, found)
        else:
            _take_new(row, found)
    missing = tuple(number for number in found.before if number not in found.met and number in found.now)
    return RiskMerge(
        tuple(found.edits), tuple(found.conflicts), tuple(found.new), tuple(found.refused), missing
    )  # fmt: skip


def _faults(row: Row, found: _Merging) -> Iterator[RiskRefusal]:
    """The first thing for which a row cannot be taken."""
    faulty = next(((key, given) for key, given in row.cells.items() if given.fault), None)
    number, address = row.value("risk.number"), row.cells["risk.number"].address
    if number:
        first = found.met.setdefault(number, address)
    if faulty:
        what = "" if faulty[1].fault.startswith("結合") else f"「{KEYS[faulty[0]]}」に"
        yield RiskRefusal(faulty[1].address, what + faulty[1].fault)
    elif number and first != address:
        yield RiskRefusal(
            address, f"リスクNo {number} は {first} にもあります。写した行なら、リスクNoを空にしてください。"
        )
    elif number and number not in found.before:
        why = "の行は、書き出した表にありません。新しいリスクなら、リスクNoを空にしてください。"
        yield RiskRefusal(address, f"リスクNo「{number[:20]}」{why}")
    elif number and number not in found.now:
        why = "は、今のリスク分析表にありません。台帳の行が統合・除外されたか、対象でなくなりました。"
        yield RiskRefusal(address, f"リスクNo {number} {why}")
    else:
        yield from (_wrong(row, found, number) if number else _lacking(row, found))


def _wrong(row: Row, found: _Merging, number: str) -> Iterator[RiskRefusal]:
    """What contradicts the number of a row that was exported."""
    one = found.now[number]
    line, stage, state = (row.cells.get(f"risk.{key}") for key in ("line", "stage", "state"))
    if line and _number(line.value) not in ("", str(one.line.number)):
        why = f"は台帳No {one.line.number} のものです。ほかの行に加えるときは、リスクNoを空にしてください。"
        yield RiskRefusal(line.address, f"リスクNo {number} {why}")
    elif stage and stage.value not in ("", one.stage_name):
        why = f"の局面は「{one.stage_name}」です。ほかの局面に加えるときは、リスクNoを空にしてください。"
        yield RiskRefusal(stage.address, f"リスクNo {number} {why}")
    elif state and state.value not in (SUGGESTED, CONFIRMED, ""):
        yield RiskRefusal(state.address, f"「状態」は「{SUGGESTED}」か「{CONFIRMED}」です。")
    elif (risk := row.cells.get("risk.risk")) and not risk.value:
        yield RiskRefusal(
            risk.address, "「リスク」が空です。当てはまらないときは、対策に「該当なし」と書いてください。"
        )


def _number(text: str) -> str:
    """A number as it is compared: digits may be typed at full width."""
    return unicodedata.normalize("NFKC", text) if len(text) < _LONGEST_NUMBER else text


def _lacking(row: Row, found: _Merging) -> Iterator[RiskRefusal]:
    """What a new risk must say."""
    numbers = {str(line.number) for line in found.ledger.lines}
    for key, allowed, why in (
        ("line", numbers, "「台帳No」に、リスクを加える台帳の行の管理Noを書いてください。"),
        ("stage", set(risks.load().stages.values()), "「局面」を一覧から選んでください。"),
        ("risk", None, "「リスク」に、起こりうることを書いてください。"),
    ):
        value, given = row.value(f"risk.{key}"), row.cells.get(f"risk.{key}") or row.cells["risk.number"]
        if not value or (allowed is not None and _number(value) not in allowed):
            yield RiskRefusal(given.address, f"リスクNoのない行は、新しいリスクとみます。{why}")
            return


def _take_new(row: Row, found: _Merging) -> None:
    stages = {name: code for code, name in risks.load().stages.items()}
    texts = {key: row.value(f"risk.{key}") for key in ("risk", "measures", "residual")}
    entry, stage = int(_number(row.value("risk.line"))), stages[_number(row.value("risk.stage"))]
    address = row.cells["risk.number"].address
    for number, one in found.now.items():
        if (one.line.number, one.stage, storable(one.risk)) == (entry, stage, texts["risk"]):
            if number in found.before or (storable(one.measures), storable(one.residual)) != tuple(texts.values())[1:]:
                why = "に同じリスクがあります。直すときは、その行に書いてください。"
                found.refused.append(RiskRefusal(address, f"リスクNo {number} {why}"))
            return  # taken before, word for word
    found.new.append(NewRisk(address, StoredRisk(entry, stage, "", **texts), row.value("risk.note")))


def _take_known(row: Row, found: _Merging) -> None:
    number = row.value("risk.number")
    one, left = found.now[number], found.before[number]
    found.refused += _copied(row, one, found.said)
    ours = risk_sheet.editable(one)
    cells = list(_cells(row, number, left, ours))
    found.conflicts += [cell for cell in cells if cell.conflict]
    if changes := tuple(cell for cell in cells if not cell.conflict):
        now = StoredRisk(one.line.number, one.stage, one.code, one.risk, one.measures, one.residual)
        found.edits.append(RiskEdit(now, now if one.state == "confirmed" else None, changes))


def _cells(row: Row, number: str, left: Mapping[str, str], ours: Mapping[str, str]) -> Iterator[RiskCell]:
    for key in FIELDS:
        given = row.cells.get(f"risk.{key}")
        if given is None or (key == "state" and given.value != CONFIRMED):
            continue  # nobody takes a confirmation back by a drop-down
        was, now = plain(storable(left.get(key, ""))), plain(storable(ours[key]))
        if given.value not in (was, now):
            yield RiskCell(number, key, was, now, given.value, given.address, conflict=now != was)


def _copied(row: Row, one: RiskLine, said: Said) -> Iterable[RiskRefusal]:
    """Cells that only repeat what the 台帳 says of the line."""
    line = said.lines.get(one.line.number, {})
    for key in _COPIED:
        given = row.cells.get(f"risk.{key}")
        shown = {plain(storable(told)) for told in (line.get(key, ""), one.line.cells[key].value)}
        if given and given.value and given.value not in shown:
            yield RiskRefusal(given.address, f"「{KEYS[f'risk.{key}']}」は台帳のシートで直してください。")

"""リスク分析表: the risks of a line by stage of its life cycle, from a catalogue, confirmed or changed by people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import yaml

from inventory.ledger import Cell, CellState, Ledger, LedgerLine
from inventory.queries_decided import StoredChange, StoredRisk

NOTE = "review"  # the field of the history that says what a review of a risk came to
LETTERS = "ABCDEF"  # of the stages, in the codes of risks
OWN_FROM = 21  # the first number of a risk that a company adds; the catalogue stays below it
_PAPER = ("紙", "書類", "帳票", "用紙")
_RECORDINGS = ("映像", "録画", "録音", "カメラ")
_RECORDED_TYPES = frozenset(("security_camera",))


@dataclass(frozen=True, slots=True)
class CatalogueRisk:
    """One risk of the catalogue and the lines that it concerns."""

    code: str
    stage: str
    risk: str
    measures: str
    residual: str
    medium: str = ""
    any_flags: frozenset[str] = frozenset()
    exposed: bool = False
    copies: bool = False

    def concerns(self, line: LedgerLine) -> bool:
        """Whether a line runs this risk."""
        return (
            (not self.medium or self.medium in _media(line))
            and (not self.any_flags or not self.any_flags.isdisjoint(line.flags))
            and (not self.exposed or line.exposed)
            and (not self.copies or line.copies > 0)
        )


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All risks with the names of the stages; `compiled` is the month as of which they stand."""

    compiled: str
    stages: Mapping[str, str]
    risks: tuple[CatalogueRisk, ...]


@dataclass(frozen=True, slots=True)
class RiskLine:
    """One risk of one line; its number names the line (12-A1). `note` is what the last review of it came to."""

    line: LedgerLine
    code: str
    stage: str
    risk: str
    measures: str
    residual: str
    state: CellState
    note: str = ""

    @property
    def number(self) -> str:
        """リスクNo."""
        return f"{self.line.number}-{self.code}"

    @property
    def stage_name(self) -> str:
        """The stage in Japanese."""
        return load().stages[self.stage]


@cache
def load() -> Catalogue:
    """Read the catalogue that comes with the program."""
    raw: dict[str, Any] = yaml.safe_load(files("rules").joinpath("risks.yaml").read_text(encoding="utf-8"))
    return Catalogue(str(raw["compiled"]), MappingProxyType(raw["stages"]), tuple(map(_risk, raw["risks"])))


def by_line(kept: Iterable[StoredRisk]) -> Mapping[int, Sequence[StoredRisk]]:
    """What people confirmed, by 管理No; nothing for a line of which they said nothing."""
    found: dict[int, list[StoredRisk]] = defaultdict(list)
    for one in kept:
        found[one.entry].append(one)
    return found


def of_line(line: LedgerLine, kept: Iterable[StoredRisk] = ()) -> Iterator[RiskLine]:
    """The risks of a line in the order of the stages: what people confirmed in place of what the catalogue suggests."""
    confirmed = {one.code: one for one in kept if one.entry == line.number}
    known = load()
    found = {risk.code: _suggested(line, risk) for risk in known.risks if risk.concerns(line)}
    found |= {
        code: RiskLine(line, code, one.stage, one.risk, one.measures, one.residual, "confirmed")
        for code, one in confirmed.items()
    }
    order = list(known.stages)
    yield from sorted(found.values(), key=lambda one: (order.index(one.stage), one.code))


def of_ledger(ledger: Ledger) -> Iterator[RiskLine]:
    """リスク分析表: the risks of all lines with what their reviews came to."""
    kept = by_line(ledger.risks)
    for line in ledger.lines:
        for one in of_line(line, kept[line.number]):
            yield replace(one, note=ledger.risk_notes.get(one.number, ""))


def notes(history: Iterable[StoredChange]) -> Mapping[str, str]:
    """What people last noted about risks, by リスクNo."""
    return {change.subject: change.after for change in history if change.field == NOTE}


def own_code(stage: str, taken: Iterable[str]) -> str:
    """A code for a risk that is in no catalogue: the next one of its stage that is free."""
    letter = LETTERS[list(load().stages).index(stage)]
    numbers = [int(code[1:]) for code in taken if code[:1] == letter and code[1:].isdecimal()]
    return f"{letter}{max([OWN_FROM - 1, *numbers]) + 1}"


def told(risk: StoredRisk | RiskLine) -> str:
    """A risk in one line, for the history."""
    return f"{risk.risk}／対策：{risk.measures}／残留：{risk.residual}"


def with_number(line: LedgerLine, kept: Iterable[StoredRisk]) -> LedgerLine:
    """The line with its risks named in the column リスクNo, unless a person wrote something there."""
    found = [] if line.cells["risk"].state != "blank" else list(of_line(line, kept))
    if not found:
        return line
    rest = f" ほか{len(found) - 1}件" if len(found) > 1 else ""
    return replace(line, cells={**line.cells, "risk": Cell(f"{found[0].number}{rest}", "found")})


def _suggested(line: LedgerLine, risk: CatalogueRisk) -> RiskLine:
    return RiskLine(line, risk.code, risk.stage, risk.risk, risk.measures, risk.residual, "suggested")


def _media(line: LedgerLine) -> Iterator[str]:
    medium = line.cells["medium"].value
    if any(word in medium for word in _PAPER):
        yield "paper"
    if line.document_type in _RECORDED_TYPES or any(word in medium for word in _RECORDINGS):
        yield "recording"
    if line.files or not medium or "電子" in medium:
        yield "electronic"


def _risk(raw: dict[str, Any]) -> CatalogueRisk:
    when = dict(raw.pop("when", {}))
    return CatalogueRisk(**raw, any_flags=frozenset(when.pop("any_flags", ())), **when)

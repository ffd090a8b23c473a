"""What somebody's 台帳 says, taken over as suggestions: a person confirms them, nothing confirmed is touched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from inventory.importing.columns import document_types
from inventory.importing.differing import Comparison
from inventory.importing.rows import TheirLine
from inventory.keeping import BY_HAND
from inventory.ledger import COLUMNS, LedgerLine
from inventory.proposals import LineByHand, Proposal
from inventory.queries_decided import StoredEntry
from inventory.routing import Kept

SOURCE = "既存の台帳"
_COUNTED = frozenset(("number", "department", "name", "items", "count", "flags", "risk"))  # what the scan knows better
_OURS = tuple(column.key for column in COLUMNS)


@dataclass(frozen=True, slots=True)
class Adoption:
    """Suggestions by 管理No and column, and lines by hand."""

    cells: Mapping[int, Mapping[str, Proposal]]
    lines: tuple[LineByHand, ...]

    @property
    def texts(self) -> int:
        """How many cells get a suggestion."""
        return sum(map(len, self.cells.values()))


def adoption(comparison: Comparison, workbook: str, kept: Iterable[StoredEntry]) -> Adoption:
    """All that is to be taken over; what a line of ours says already, or was proposed before, is left out."""
    cells: dict[int, dict[str, Proposal]] = {}
    before = {entry.id: {key: cell.value for key, cell in entry.suggested.items()} for entry in kept}
    for pair in comparison.matched.pairs:
        for ours in pair.ours:
            proposals = _proposals(pair.theirs, ours)
            fresh = {key: one for key, one in proposals.items() if before.get(ours.number, {}).get(key) != one.value}
            if fresh:
                cells[ours.number] = fresh
    lines = tuple(_by_hand(line, workbook) for line in comparison.matched.only_theirs)
    return Adoption(cells, lines)


def _proposals(theirs: tuple[TheirLine, ...], ours: LedgerLine) -> dict[str, Proposal]:
    found: dict[str, Proposal] = {}
    for key in _OURS:
        if key in _COUNTED or ours.cells[key].state == "found":
            continue
        told = {line.text(key): line for line in theirs if line.text(key)}
        value = "\n".join(told)
        if value and value != ours.cells[key].value:
            source = "、".join(f"{SOURCE} {line.address(key)}" for line in told.values())
            found[key] = Proposal(value, source)
    return found


def _by_hand(line: TheirLine, workbook: str) -> LineByHand:
    """A line for what no scan found."""
    types = sorted(document_types(line.name))
    cells = {
        key: Proposal(line.text(key), f"{SOURCE} {line.address(key)}")
        for key in _OURS
        if key not in ("number", "department", "name", "risk") and line.text(key)
    }
    kept = Kept(line.department, types[0] if len(types) == 1 else BY_HAND)
    return LineByHand(kept, line.name, cells, f"{SOURCE} {workbook} {line.address('name')}")

"""Risks as people confirm and add them: each with its line in the history, within the transaction of the caller."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Connection

from inventory import editing, queries_decided, risks
from inventory.importing.risk_merging import NewRisk, RiskCell, RiskEdit, RiskMerge
from inventory.queries_decided import StoredRisk

_TEXTS = ("risk", "measures", "residual")
_LEFT_OUT = "conflict"  # the field of the history that keeps what was not taken


def confirm(connection: Connection, risk: StoredRisk, before: str, by: str, reason: str) -> None:
    """Confirm a risk of a line; `before` is what stood there."""
    editing.set_risk(connection, risk.entry, risk, by)
    editing.remember(connection, "risk", _number(risk), "risk", before, risks.told(risk), by, reason)


def take(connection: Connection, merge: RiskMerge, by: str, source: str) -> RiskMerge:
    """Merge a returned リスク分析表; returns what was really done. What was changed meanwhile becomes a conflict."""
    held = {(one.entry, one.code): one for one in queries_decided.risks(connection)}
    edits, conflicts = [], list(merge.conflicts)
    for edit in merge.edits:
        now = held.get((edit.now.entry, edit.now.code))
        if now == edit.held:
            _apply(connection, edit, by, source)
            edits.append(edit)
        else:
            conflicts += [_conflict(cell, now) for cell in edit.cells]
    for cell in conflicts:
        where = f"{source} {cell.address}"
        editing.remember(connection, "risk", cell.number, _LEFT_OUT, cell.before, cell.after, by, where)
    new = tuple(_add(connection, one, held, by, source) for one in merge.new)
    return replace(merge, edits=tuple(edits), conflicts=tuple(conflicts), new=new)


def _apply(connection: Connection, edit: RiskEdit, by: str, source: str) -> None:
    cells = {cell.field: cell for cell in edit.cells}
    where = f"{source} {edit.cells[0].address}"
    if cells.keys() - {"note"}:
        risk, measures, residual = (cells[key].after if key in cells else str(getattr(edit.now, key)) for key in _TEXTS)
        before = risks.told(edit.held) if edit.held else ""
        kept = replace(edit.now, risk=risk, measures=measures, residual=residual)
        confirm(connection, kept, before, by, where)
    if note := cells.get("note"):
        editing.remember(connection, "risk", note.number, risks.NOTE, note.before, note.after, by, where)


def _add(
    connection: Connection, one: NewRisk, held: dict[tuple[int, str], StoredRisk], by: str, source: str
) -> NewRisk:
    """A risk of the company's own, with the next code of its stage that the line has free."""
    taken = [code for entry, code in held if entry == one.risk.entry]
    risk = replace(one.risk, code=risks.own_code(one.risk.stage, taken))
    held[risk.entry, risk.code] = risk
    where = f"{source} {one.address}"
    confirm(connection, risk, "", by, where)
    if one.note:
        editing.remember(connection, "risk", _number(risk), risks.NOTE, "", one.note, by, where)
    return replace(one, risk=risk)


def _conflict(cell: RiskCell, now: StoredRisk | None) -> RiskCell:
    """A cell of a risk that somebody else changed while it was looked at."""
    ours: Mapping[str, str] = {key: getattr(now, key) for key in _TEXTS} if now else {}
    return replace(cell, before=ours.get(cell.field, cell.before), conflict=True)


def _number(risk: StoredRisk) -> str:
    return f"{risk.entry}-{risk.code}"

"""Texts in which nothing but a name could be found: where no name would count, they need not be searched for any."""

from __future__ import annotations

from detectors import addresses
from detectors.engine import Engine, pieces
from detectors.finding import REPORT


def holds_only_names(engine: Engine, text: str) -> bool:
    """Whether the engine can find nothing in a text but names, and nothing that only stands beside one."""
    seen = engine.tables.look(text)
    if seen.met:
        return False
    return all(_holds_only_names(engine, seen.plain[start:end]) for start, end in pieces(seen.plain))


def _holds_only_names(engine: Engine, piece: str) -> bool:
    if addresses.may_hold(piece) or engine.beside.may_find(piece):
        return False
    found = (one for kind in engine.gate.kinds(piece) for one in engine.matchers[kind].find(piece, ""))
    return all(one.score < REPORT for one in found)

"""The clauses that a contract about personal data must have, from `rules/contractors.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause: its name in the list, and the question that is asked of a contract."""

    code: str
    name: str
    question: str


@cache
def load() -> tuple[Clause, ...]:
    """All clauses, in the order in which they are asked."""
    raw = yaml.safe_load((files("rules") / "contractors.yaml").read_text(encoding="utf-8"))
    return tuple(Clause(**clause) for clause in raw["clauses"])

"""Which enacted but not yet effective rules matter for a file: shown with it, never counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from detectors.laws import LawRule, load_laws
from detectors.validators.birth_date import day_of
from inventory.masking import HIDDEN
from inventory.queries import StoredFile, StoredFinding

_DAYS = ("1", "12")  # months and days in place of the hidden ones: an era may begin or a year end between them


def rules_to_come(file: StoredFile, findings: Iterable[StoredFinding], on: date) -> Iterator[LawRule]:
    """The rules to come about what was found; those about children only where a birthday tells of a child."""
    if not file.personal:
        return
    born = [found.masked for found in findings if found.kind == "DATE_OF_BIRTH"]
    for rule in load_laws().to_come([kind.kind for kind in file.kinds], on):
        if rule.younger_than is None or any(_may_be_younger(masked, rule.younger_than, on) for masked in born):
            yield rule


def _may_be_younger(masked: str, years: int, on: date) -> bool:
    """Whether somebody born in the year that a mask shows may be below an age in years."""
    days = filter(None, (day_of(masked.replace(HIDDEN, number)) for number in _DAYS))
    return any(day.year >= on.year - years for day in days)

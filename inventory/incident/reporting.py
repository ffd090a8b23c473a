"""To whom an incident is reported, by which article and from which day on: `reports` in `rules/laws.yaml`."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import combinations
from typing import get_args

from detectors.laws import FILE, LawRule, load_laws, rule_faults
from detectors.rule_files import RuleFault, read_mapping
from inventory.incident.assessment import Addressee


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRule(LawRule):
    """One duty to report or to notify, or an `exception` from such duties (which has no addressee).

    `trigger`: the question it asks (see `inventory.incident.triggers`). `threshold`: the least number of people.
    `prompt`: whether a 速報 is due; `final_days`: days for the 確報, `final_days_ill_intent`: where 不正の目的 is
    feared. `collecting`: it also speaks of data that was only being collected.
    """

    trigger: str
    addressee: Addressee | None = None
    prompt: bool = False
    final_days: int | None = None
    final_days_ill_intent: int | None = None
    collecting: bool = False
    exception: bool = False

    @property
    def articles(self) -> tuple[str, ...]:
        """The articles one by one."""
        return tuple(self.article.split("、"))


@dataclass(frozen=True, slots=True)
class Reporting:
    """The duties and the exceptions that count on a day."""

    duties: tuple[ReportRule, ...]
    exceptions: tuple[ReportRule, ...]

    def exception(self, trigger: str) -> ReportRule | None:
        """The exception that asks this question, if it counts."""
        return next((rule for rule in self.exceptions if rule.trigger == trigger), None)


def in_force(on: date) -> Reporting:
    """What counts on a day."""
    rules = [rule for rule in load_reports() if rule.in_force(on)]
    return Reporting(
        duties=tuple(rule for rule in rules if not rule.exception),
        exceptions=tuple(rule for rule in rules if rule.exception),
    )


@cache
def load_reports() -> tuple[ReportRule, ...]:
    """All rules as the product ships them; `RuleFault` where they cannot be used."""
    return read_reports(files("rules") / FILE)


def read_reports(path: Traversable) -> tuple[ReportRule, ...]:
    """The rules of a file of laws; `RuleFault` names the first that cannot be used."""
    found = _read(path)
    for rule in found:
        for fault in _faults(rule):
            raise RuleFault(f"{path.name}: {rule.id}: {fault}")
    return tuple(found)


def _read(path: Traversable) -> list[ReportRule]:
    found: list[ReportRule] = []
    try:
        for entry in read_mapping(path)["reports"]:
            found.append(ReportRule(**entry))
    except (KeyError, TypeError) as error:
        where = f"reports の{len(found) + 1}番目"
        raise RuleFault(f"{path.name}: {where}の項目が足りないか、知らない項目があります（{error}）") from error
    return found


def report_faults(path: Traversable, duties: Collection[str], exceptions: Collection[str]) -> list[str]:
    """Everything that is wrong with `reports` of a file of laws; `duties` and `exceptions`: what a trigger may be."""
    try:
        rules = _read(path)
    except RuleFault as fault:
        return [str(fault)]
    told = [f"{rule.id}: {fault}" for rule in rules for fault in _faults(rule)]
    told += [
        f"{rule.id}: trigger の {rule.trigger} という問いはありません"
        for rule in rules
        if rule.trigger not in (exceptions if rule.exception else duties)
    ]
    if not told:  # the days can be compared
        told = [f"{first.id}: 施行期間が重なる同じ id の規則があります" for first in _in_force_twice(rules)]
    return [f"{path.name}: {fault}" for fault in told]


def _in_force_twice(rules: Sequence[ReportRule]) -> Iterator[ReportRule]:
    for first, second in combinations(rules, 2):
        days = [rule.in_force_from for rule in (first, second) if rule.in_force_from]
        if first.id == second.id and len(days) == 2 and first.in_force(max(days)) and second.in_force(max(days)):
            yield first


def _faults(rule: ReportRule) -> Iterator[str]:
    yield from rule_faults(rule, load_laws())
    if rule.exception == (rule.addressee in get_args(Addressee)):
        yield "addressee を書くか、exception を true にしてください"
    if isinstance(rule.article, str) and not all(rule.articles):
        yield "article が空か、、で終わっています"
    for name in ("final_days", "final_days_ill_intent"):
        if type(getattr(rule, name)) not in (int, type(None)):
            yield f"{name} は日数にしてください"
    for name in ("prompt", "collecting", "exception"):
        if type(getattr(rule, name)) is not bool:
            yield f"{name} は true か false にしてください"

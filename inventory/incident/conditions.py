"""A rule holds where all its conditions do; each is met, not met, or hangs on a fact that nobody knows yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from inventory.incident.assessment import Due, Judgement, Verdict
from inventory.incident.reporting import ReportRule


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: `met` is None where nobody knows; then `to_learn` names the fact that decides.

    `reason` is a sentence for people, empty where there is nothing to say. `articles`: beside those of the rule.
    """

    met: bool | None
    reason: str = ""
    to_learn: str = ""
    assumption: str = ""
    articles: tuple[str, ...] = ()


def verdict(conditions: Iterable[Condition]) -> Verdict:
    """One condition that is not met settles it; else one that nobody knows leaves it open."""
    met = {condition.met for condition in conditions}
    return "not_required" if False in met else "unknown" if None in met else "report"


def judgement(rule: ReportRule, conditions: Sequence[Condition], due: Due) -> Judgement:
    """What a rule says, with the reasons that decided it; it is due only where it is not settled that it is not."""
    said = verdict(conditions)
    if said == "not_required":
        deciding: Sequence[Condition] = [condition for condition in conditions if condition.met is False]
    else:
        deciding = sorted(conditions, key=lambda condition: condition.met is True) if said == "unknown" else conditions
    cited = [article for condition in deciding for article in condition.articles]
    return Judgement(
        rule=rule.id,
        name=rule.what,
        addressee=rule.addressee or "commission",
        verdict=said,
        articles=tuple(dict.fromkeys((*rule.articles, *cited))),
        reasons=_texts(condition.reason for condition in deciding),
        assumptions=_texts(condition.assumption for condition in deciding),
        deciding_fact="、".join(_texts(one.to_learn for one in deciding if one.met is None)),
        due=Due() if said == "not_required" else due,
    )


def _texts(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))

"""The quick answer: what was in it, what the rules say, by when, on which assumptions, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from inventory.incident.assessment import Assessment, Judgement, Known, Scope
from inventory.incident.assumptions import assumptions
from inventory.incident.contradictions import refuse
from inventory.incident.judging import judge
from inventory.incident.matter import Matter
from inventory.incident.reporting import in_force
from inventory.incident.scope import Names, gather
from inventory.incident.steps import steps
from inventory.keeping import NotPossible
from inventory.register import Register

__all__ = ["Names", "assess", "of_scope"]

_GRAVEST = ("report", "unknown", "not_required")


def assess(
    register: Register,
    paths: Sequence[str],
    entries: Sequence[int],
    known: Known,
    today: date,
    *,
    names: Names,
    training: bool = False,
) -> Assessment:
    """What an incident comes to that concerns some places and lines of the 台帳 (either may be empty).

    `paths` as the user wrote them; those that the register does not know are in `scope.paths_missing`. NotPossible
    where facts contradict each other, a line does not exist, or nothing at all is known.
    """
    refuse(known, today)
    scope = gather(register, [path for path in paths if path.strip()], entries, names)
    if not (scope.total or scope.entries or known.kinds_told or known.persons_told):
        raise NotPossible(_nothing(scope))
    return of_scope(scope, known, today, names=names, training=training)


def of_scope(scope: Scope, known: Known, today: date, *, names: Names, training: bool = False) -> Assessment:
    """What an incident comes to whose scope was gathered before."""
    refuse(known, today)
    noticed = known.noticed or today
    matter, rules = Matter(scope, known, names.kinds), in_force(noticed)
    judgements = judge(matter, rules, noticed)
    return Assessment(
        scope=scope,
        known=known,
        noticed=noticed,
        judgements=judgements,
        to_persons=_to_persons(judgements),
        assumptions=assumptions(matter, noticed),
        steps=steps(matter, judgements),
        training=training,
    )


def _to_persons(judgements: Sequence[Judgement]) -> Judgement:
    """The gravest of what the rules say about the persons; before there was a duty, that there is none."""
    of_persons = [one for one in judgements if one.addressee == "persons"]
    no_duty = Judgement(
        rule="persons",
        name="本人への通知",
        addressee="persons",
        verdict="not_required",
        articles=(),
        reasons=("知った日には、通知の義務はまだありませんでした。",),
    )
    return min(of_persons, key=lambda one: _GRAVEST.index(one.verdict), default=no_duty)


def _nothing(scope: Scope) -> str:
    if not scope.paths_missing:
        return "何が漏れたか分かりません。ファイル、フォルダー、--entry 管理No、--persons と --kind で示してください。"
    first, rest = scope.paths_missing[0], len(scope.paths_missing) - 1
    named = f"{first} ほか{rest:,}か所" if rest else first
    remedy = f"「daicho scan {first}」で検査するか、--persons と --kind で分かることを指定してください。"
    return f"{named} は台帳にありません。{remedy}"

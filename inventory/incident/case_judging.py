"""The judgement of a case: what it concerns and what is known of it, handed to the rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from inventory.incident.assessing import of_scope
from inventory.incident.assessment import Scope
from inventory.incident.case_keeping import NewSubject
from inventory.incident.cases import StoredSubject
from inventory.incident.contradictions import refuse
from inventory.incident.facts import known
from inventory.incident.kept import KeptAssessment
from inventory.incident.scope import Names, gather
from inventory.keeping import NotPossible
from inventory.register import Register

Subject = StoredSubject | NewSubject


def judge(
    register: Register, subjects: Sequence[Subject], facts: Mapping[str, str], today: date, names: Names
) -> KeptAssessment:
    """What a case comes to as of today; NotPossible for contradictory facts and for what the register does not know.

    Persons that the user states for what the register does not hold are added to the most that its files can hold.
    """
    told = known(facts)
    refuse(told, today)
    entries = [one.entry_id for one in subjects if one.entry_id is not None]
    scope = gather(register, [one.path for one in subjects if one.kind == "place"], entries, names)
    _refuse_unknown(scope.paths_missing)
    others = [one for one in subjects if one.kind == "other"]
    if not (scope.total or scope.entries or others or told.persons_told or told.kinds_told):
        raise NotPossible("何が漏れたかを、ファイルやフォルダー、--entry 管理No、--other で指定してください。")
    kept = KeptAssessment.of(of_scope(_with_others(scope, others), told, today, names=names), names.kinds)
    stated = bool(others) and all(one.persons for one in others) and not (scope.total or scope.entries)
    return replace(kept, persons_known=True) if stated else kept


def _refuse_unknown(missing: Sequence[str]) -> None:
    """Places that were never scanned; nothing is recorded of what nobody knows."""
    if missing:
        rest = f" ほか{len(missing) - 1:,}か所" if len(missing) > 1 else ""
        raise NotPossible(
            f"{missing[0]}{rest} は台帳にありません。「daicho scan {missing[0]}」で検査するか、"
            "検査できないものは --other「紙の申込書=200」のように言葉と人数で書いてください。"
        )


def _with_others(scope: Scope, others: Sequence[Subject]) -> Scope:
    """The scope with what the register does not hold: its persons are added, where nobody knows them it stays open."""
    stated = sum(one.persons for one in others)
    return replace(
        scope,
        persons=scope.persons + stated,
        persons_max=scope.persons_max + stated,
        paths_missing=tuple(one.words for one in others if not one.persons),
    )

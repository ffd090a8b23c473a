"""The Japanese words for what a case holds under its codes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from inventory.incident.assessment import Addressee, Verdict
from inventory.incident.cases import StoredFact
from inventory.incident.facts import FACTS
from inventory.incident.kept import KeptAssessment

STATES: Mapping[str, str] = {"open": "対応中", "closed": "終結"}
VERDICTS: Mapping[Verdict, str] = {
    "report": "要報告",
    "unknown": "情報不足",
    "not_required": "報告不要と考えられる",
}
STEPS: Mapping[str, str] = {
    "log": "経過",
    "containment": "暫定措置",
    "decision": "決定",
    "publication": "公表",
    "report": "報告",
    "notice": "本人への対応",
    "papers": "書類の作成",
}


_TO_PERSONS: Mapping[Verdict, str] = {
    "report": "要通知",
    "not_required": "通知の義務なしと考えられる",
    "unknown": "情報不足",
}


def verdict_name(addressee: Addressee, verdict: Verdict) -> str:
    """A verdict in words; persons and clients are notified, all others get a report."""
    return (_TO_PERSONS if addressee in ("persons", "client") else VERDICTS)[verdict]


def persons(kept: KeptAssessment) -> str:
    """「19～23人」, 「4人以上」, 「不明」: the estimate and the most; 以上 where some could not be counted."""
    if not kept.persons_max:
        return "不明"
    counted = f"{kept.persons:,}人" if kept.persons == kept.persons_max else f"{kept.persons:,}～{kept.persons_max:,}人"
    return counted if kept.persons_known else f"{counted}以上"


def local(moment: str) -> str:
    """A time of the register (UTC) as the clock on the wall shows it."""
    return datetime.fromisoformat(moment).astimezone().strftime("%Y-%m-%d %H:%M")


def learned(fact: StoredFact, kind_names: Mapping[str, str]) -> str:
    """「高度な暗号化：されていた」; kinds of data by their names."""
    kind = FACTS.get(fact.fact)
    if kind is None:  # of a later version
        return f"{fact.fact}：{fact.value}"
    if kind.name == "kinds_told" and fact.value:
        return f"{kind.heading}：{'、'.join(kind_names.get(code, code) for code in fact.value.split('、'))}"
    return f"{kind.heading}：{kind.shown(fact.value)}"


_FIELDS = {"title": "件名", "subject": "対象", "request": "削除・返却の依頼"}


def of_incident(field: str) -> str:
    """What of a case a change in the history is about."""
    return FACTS[field].heading if field in FACTS else STEPS.get(field) or _FIELDS.get(field, field)


def value_of_incident(field: str, value: str) -> str:
    """A value of it in the history, in words; empty stays empty."""
    return FACTS[field].shown(value) if field in FACTS and value else STATES.get(value, value)

"""What the rules in force say of an incident: to the commission first, then to all who are told for that reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from inventory.incident.assessment import Due, Judgement
from inventory.incident.conditions import Condition, judgement
from inventory.incident.deadlines import due
from inventory.incident.exclusions import general, people
from inventory.incident.matter import Matter
from inventory.incident.reporting import Reporting, ReportRule
from inventory.incident.triggers import TRIGGERS

_INTENT = ("ill_intent", "my_number_ill_intent")  # the questions that ask about 不正の目的
_MORE_TIME = "不正の目的の事由にも当たる事故の確報は、全体として60日以内でよい（規8条2項。早く出せるなら早く出す）。"
Following = Callable[[Matter, Sequence[Judgement]], Iterator[Condition]]


def judge(matter: Matter, rules: Reporting, noticed: date) -> tuple[Judgement, ...]:
    """What every rule says; those that speak of nothing in this incident (no client, no finance) are left out."""
    excluded = list(general(matter, rules))
    law = tuple(
        judgement(
            rule,
            [*TRIGGERS[rule.trigger](matter, rule), *excluded],
            due(noticed, prompt=rule.prompt, final_days=rule.final_days),
        )
        for rule in rules.duties
        if rule.trigger in TRIGGERS
    )
    law = _given_more_time(law, rules)
    feared = any(_feared(one, rules) for one in law)
    return law + tuple(
        judgement(rule, conditions, _due(rule, law, noticed, feared=feared))
        for rule in rules.duties
        if rule.trigger not in TRIGGERS and (conditions := list(_FOLLOWING[rule.trigger](matter, law)))
    )


def _feared(one: Judgement, rules: Reporting) -> bool:
    """Whether a judgement says that 不正の目的 is feared."""
    return one.verdict == "report" and any(rule.id == one.rule and rule.trigger in _INTENT for rule in rules.duties)


def _given_more_time(law: Sequence[Judgement], rules: Reporting) -> tuple[Judgement, ...]:
    """An incident that falls under the case of 不正の目的 too has its 60 days, as a whole, under the same law."""
    by_id = {rule.id: rule for rule in rules.duties}
    final = {by_id[one.rule].law: one.due.final for one in law if _feared(one, rules)}
    return tuple(
        replace(
            one,
            due=replace(one.due, final=final[by_id[one.rule].law]),
            assumptions=(*one.assumptions, _MORE_TIME),
        )
        if one.due.final and by_id[one.rule].law in final and not _feared(one, rules)
        else one
        for one in law
    )


def _due(rule: ReportRule, law: Sequence[Judgement], noticed: date, *, feared: bool) -> Due:
    """For the mark, a 速報 is due where one under the law is; where 不正の目的 is feared, the 確報 has more time."""
    if rule.trigger != "any_incident":
        return due(noticed, prompt=rule.prompt, final_days=rule.final_days)
    grave = any(one.verdict != "not_required" for one in law)
    days = rule.final_days_ill_intent if feared else rule.final_days
    return due(noticed, prompt=grave, final_days=days)


def _any_incident(matter: Matter, law: Sequence[Judgement]) -> Iterator[Condition]:
    known = matter.known
    yield people(matter)
    if known.pmark is False:
        yield Condition(False, "プライバシーマークの付与・審査・申請検討中の会社ではありません。")
        return
    yield Condition(
        True,
        "プライバシーマークでは、人数や区分にかかわらず、すべての事故を審査機関に報告します。",
        assumption="" if known.pmark else "プライバシーマークの付与を受けている、審査中、又は申請を検討している。",
    )
    if "jis_special" in matter.flags:
        yield Condition(True, f"Pマークで要配慮と同じに扱う情報（{matter.named('jis_special')}）があります。")
    if known.encrypted and known.key_safe is not False:
        yield Condition(
            True,
            "暗号化された機器の事故も報告の対象とされてきました。",
            assumption="暗号化されていても審査機関への報告は要る（今の PMK500 で確かめてください）。",
        )
    if known.recovered:
        yield Condition(True, assumption="回収できた事故も審査機関への報告は要る（審査機関に確かめてください）。")
    yield _prompt_to_pmark(law)


def _prompt_to_pmark(law: Sequence[Judgement]) -> Condition:
    verdicts = {one.verdict for one in law}
    if "report" in verdicts:
        return Condition(True, "法令の報告の対象と同じ重大な事故なので、速報も要ります。")
    if "unknown" in verdicts:
        return Condition(True, "速報が要るかどうかは、法令の報告の要否によります。")
    return Condition(True, "速報の要る重大な事故ではなく、確報だけです。")


def _financial(matter: Matter, law: Sequence[Judgement]) -> Iterator[Condition]:
    if "financial_sensitive" in matter.flags:
        yield Condition(
            None,
            "金融分野の機微（センシティブ）情報があります。",
            to_learn="業法による監督当局への報告が要る業種・事案か",
            assumption="個人情報保護委員会への報告が監督当局に委任されている業種では、監督当局が報告先になる。",
        )


def _entrusted(matter: Matter, law: Sequence[Judgement]) -> Iterator[Condition]:
    known = matter.known
    if known.role == "entrusted" and known.client_told:
        yield Condition(False, "委託元には通知済みです。")
    elif known.role == "entrusted":
        yield Condition(
            True,
            "委託元から預かったデータです。契約に定めた連絡先と期限も確かめ、直ちに通知してください。",
            assumption="委託元も、この事故を報告する義務を負っている。",
        )
    elif "entrusted_data" in matter.scope.document_types and not known.role:
        yield Condition(
            None,
            "委託元から預かったデータとみられるファイルがあります。",
            to_learn="委託元から預かったデータか（預かったものなら、委託元と契約）",
        )


def _reported(matter: Matter, law: Sequence[Judgement]) -> Iterator[Condition]:
    """People are told where a report is due."""
    yield _like([one for one in law if not one.rule.startswith("my_number")])


def _reported_my_number(matter: Matter, law: Sequence[Judgement]) -> Iterator[Condition]:
    if "my_number" in matter.flags:
        yield _like([one for one in law if one.rule.startswith("my_number")])


def _like(law: Sequence[Judgement]) -> Condition:
    verdicts = {one.verdict for one in law}
    if "report" in verdicts:
        return Condition(
            True,
            "報告の対象なので、本人への通知も義務です。事態の状況に応じて速やかに通知します（日数の定めはありません）。"
            "本人への通知が難しいときは、公表や問合せ窓口などの代わりの措置をとります。",
        )
    if "unknown" in verdicts:
        facts = "、".join(dict.fromkeys(one.deciding_fact for one in law if one.verdict == "unknown"))
        return Condition(None, "報告の対象になれば、本人への通知も義務です。", to_learn=facts)
    return Condition(
        False,
        "報告の対象ではないため、法律上の義務はありません。二次被害を防ぐため、本人に知らせるのが望まれます。",
    )


_FOLLOWING: Mapping[str, Following] = {
    "any_incident": _any_incident,
    "financial": _financial,
    "entrusted": _entrusted,
    "reported": _reported,
    "reported_my_number": _reported_my_number,
}
QUESTIONS = frozenset((*TRIGGERS, *_FOLLOWING))  # what the `trigger` of a duty may be

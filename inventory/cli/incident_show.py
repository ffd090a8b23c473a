"""`daicho incident list` and `show`: cases with their deadlines, and one case with everything about it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click

from inventory.cli import wording
from inventory.cli.japanese import Command
from inventory.cli.options import common, format_option, opened, table_option
from inventory.cli.screen import Shown, say, show, show_table, write_json
from inventory.incident import cases, duties
from inventory.incident.assessment import ADDRESSEES, CAUSES, Addressee
from inventory.incident.cases import Case, StoredAssessment
from inventory.incident.duties import Duty
from inventory.incident.facts import FACTS
from inventory.incident.overlaps import overlaps
from inventory.incident.words import STATES, STEPS, learned, persons, verdict_name
from inventory.keeping import NotPossible
from inventory.register import Register

_MOST_SUBJECTS = 20


def _cause(case: Case) -> str:
    return CAUSES.get(case.facts.get("cause", ""), "不明")


def _next(case: Case) -> str | list[str]:
    today = date.today()
    return [duty.told(today) for duty in duties.of_case(case) if not duty.done] if case.open else ""


_LIST: tuple[Shown[Case], ...] = (
    Shown("No", lambda case: str(case.id), right=True),
    Shown("件名", lambda case: case.title, least=16),
    Shown("状態", lambda case: STATES[case.state]),
    Shown("知った日", lambda case: case.latest.noticed.isoformat()),
    Shown("原因", _cause),
    Shown("本人の数", lambda case: persons(case.latest), right=True),
    Shown("委員会への報告", lambda case: verdict_name("commission", case.latest.verdict("commission"))),
    Shown("残っている期限", _next, least=24),
)


@click.command("list", cls=Command)
@click.option("--open", "only_open", is_flag=True, help="対応中のものだけを表示します。")
@common
@table_option
def list_cases(only_open: bool, register: str | None, settings_file: Path | None, form: str) -> None:
    """事故の記録を、状態・期限・残りの日数とともに表示します。"""
    with opened(register, settings_file) as (held, _), held.reading() as connection:
        found = [case for case in cases.read(connection) if case.open or not only_open]
    if not found and form == "table":
        say("事故の記録はありません。「daicho incident new」で記録します。")
        return
    show(found, _LIST, form, lambda case: as_json(case, []))


@click.command("show", cls=Command)
@click.argument("number", metavar="事故番号", type=click.IntRange(1))
@common
@format_option("text", "json")
def show_case(number: int, register: str | None, settings_file: Path | None, form: str) -> None:
    """1件の事故を、判断・期限・経過・依頼とともに表示します。"""
    with opened(register, settings_file) as (held, _):
        if form == "json":
            case, others = _read(held, number)
            write_json(as_json(case, others))
        else:
            say_case(held, number)


def say_case(register: Register, number: int, first: str = "") -> None:
    """A case on the screen; `first` says what was just done."""
    if first:
        say(first)
        say("")
    case, others = _read(register, number)
    for line in _lines(case, others, register):
        say(line)
    if case.requests:
        say("")
        say("■ 削除・返却の依頼")
        show_table(case.requests, _REQUESTS)
    say("")
    say(f"書類の下書きは「daicho incident papers {number} フォルダー」で作ります。")


_REQUESTS: tuple[Shown[cases.StoredRequest], ...] = (
    Shown("依頼No", lambda one: str(one.id), right=True),
    Shown("相手", lambda one: one.recipient),
    Shown("内容", lambda one: one.what),
    Shown("依頼した日", lambda one: one.asked_on),
    Shown("完了した日", lambda one: one.done_on or "回答待ち"),
    Shown("確かめ方", lambda one: one.note),
)


def _read(register: Register, number: int) -> tuple[Case, list[Case]]:
    with register.reading() as connection:
        found = cases.read(connection)
    case = next((case for case in found if case.id == number), None)
    if case is None:
        raise NotPossible(f"事故 {number} の記録はありません。「daicho incident list」で確かめてください。")
    return case, [other for other in found if other.id != number]


def _lines(case: Case, others: list[Case], register: Register) -> Iterator[str]:
    yield f"事故 {case.id}「{case.title}」　{_state(case)}"
    yield ""
    yield "■ 判断と期限"
    yield from _verdicts(case)
    yield ""
    yield "■ 対象"
    yield from _what(case)
    yield from (f"  ※ {overlap.told()}" for overlap in overlaps(case, others))
    if (last := register.runs()) and case.open and case.latest.run not in (None, last[0].id):
        yield f"  ※ 判断の後にスキャンがありました。「daicho incident update {case.id}」で判断し直せます。"
    yield ""
    yield "■ 分かっていること"
    yield from _known(case)
    if case.steps:
        yield ""
        yield "■ 経過"
        yield from (f"  {one.happened.replace('T', ' ')}　{STEPS[one.kind]}：{one.text}" for one in case.steps)
    if len(case.assessments) > 1:
        yield ""
        yield "■ 判断の移り変わり"
        yield from map(_judged, case.assessments)


def _known(case: Case) -> Iterator[str]:
    latest = {one.fact: one for one in case.learned if one.value}
    for one in (latest[name] for name in FACTS if name in case.facts):
        told = learned(one, wording.kind_names())
        yield f"  {told}（{wording.local(one.recorded_at)} {one.recorded_by}）"


def _state(case: Case) -> str:
    if case.open or not case.closed_at:
        return STATES[case.state]
    return f"{STATES[case.state]}（{wording.local(case.closed_at)} {case.closed_by}「{case.closed_reason}」）"


def _verdicts(case: Case) -> Iterator[str]:
    kept, today = case.latest, date.today()
    for code, name in ADDRESSEES.items():
        found = kept.of_addressee(code)
        if not found:
            continue
        yield f"  {name}：{verdict_name(code, kept.verdict(code))}"
        for one in found:
            if one.verdict != "not_required" and one.verdict == kept.verdict(code):
                deciding = f"　決め手になる事実：{one.deciding_fact}" if one.deciding_fact else ""
                yield f"      {one.name}（{'、'.join(one.articles)}）{deciding}"
    for duty in duties.of_case(case):
        yield f"  {'済' if duty.done else '□'} {duty.told(today)}"


def _what(case: Case) -> Iterator[str]:
    kept = case.latest
    for subject in case.subjects[:_MOST_SUBJECTS]:
        yield f"  対象 {subject.id}：{subject.shown()}"
    if len(case.subjects) > _MOST_SUBJECTS:
        yield f"  ほか {len(case.subjects) - _MOST_SUBJECTS:,}件"
    unsure = kept.persons_max > kept.persons or not kept.persons_known
    yield f"  本人の数：{persons(kept)}" + ("（確定するまでは、最大の人数で判断します）" if unsure else "")
    yield f"  項目：{'、'.join(kept.items) or '不明'}"
    yield f"  区分：{'、'.join(wording.flag_names().get(flag, flag) for flag in kept.flags) or 'なし'}"
    yield f"  ファイル：{kept.total:,}件（個人情報のあるもの {kept.personal:,}件、読めなかったもの {kept.unread:,}件）"
    for heading, values in (
        ("管理部門", kept.departments),
        ("委託先", kept.contractors),
        ("ほかにある同じ内容", kept.copies),
    ):
        if values:
            rest = f"、ほか{len(values) - 5:,}件" if len(values) > 5 else ""
            yield f"  {heading}：{'、'.join(values[:5])}{rest}"


def _judged(one: StoredAssessment) -> str:
    kept = one.kept
    verdict = verdict_name("commission", kept.verdict("commission"))
    return f"  {wording.local(one.assessed_at)}　委員会 {verdict}、本人の数 {persons(kept)}（{one.reason}）"


def as_json(case: Case, others: list[Case]) -> dict[str, Any]:
    """A case for programs."""
    kept, today = case.latest, date.today()
    codes: tuple[Addressee, ...] = tuple(ADDRESSEES)
    return {
        "number": case.id,
        "title": case.title,
        "state": case.state,
        "opened_at": case.opened_at,
        "closed_at": case.closed_at,
        "closed_reason": case.closed_reason,
        "noticed": kept.noticed.isoformat(),
        "persons": kept.persons,
        "persons_max": kept.persons_max,
        "persons_known": kept.persons_known,
        "flags": list(kept.flags),
        "kinds": list(kept.kinds),
        "verdicts": {code: kept.verdict(code) for code in codes if kept.of_addressee(code)},
        "judgements": [
            {"rule": one.rule, "verdict": one.verdict, "articles": list(one.articles), "reasons": list(one.reasons)}
            for one in kept.judgements
        ],
        "deadlines": [_duty(duty, today) for duty in duties.of_case(case)],
        "facts": dict(case.facts),
        "subjects": [{"number": one.id, "kind": one.kind, "what": one.shown()} for one in case.subjects],
        "steps": [{"kind": one.kind, "happened": one.happened, "text": one.text} for one in case.steps],
        "requests": [
            {"number": one.id, "recipient": one.recipient, "asked_on": one.asked_on, "done_on": one.done_on}
            for one in case.requests
        ],
        "assessments": [
            {"assessed_at": one.assessed_at, "reason": one.reason, "verdict": one.kept.verdict("commission")}
            for one in case.assessments
        ],
        "same_files": [one.incident for one in overlaps(case, others)],
    }


def _duty(duty: Duty, today: date) -> dict[str, Any]:
    left = duty.days_left(today)
    return {
        "to": duty.to,
        "what": duty.what,
        "due": duty.due.isoformat() if duty.due else None,
        "days_left": left,
        "overdue": left is not None and left < 0,
        "certain": duty.certain,
        "done": duty.done.isoformat() if duty.done else None,
    }


COMMANDS: tuple[Any, ...] = (list_cases, show_case)

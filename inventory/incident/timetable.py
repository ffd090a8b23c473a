"""The workbook of a case: what is to be done by when, what happened, what was judged and why, files, requests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import IO, Any

from openpyxl.workbook import Workbook

from inventory.export import lists, page, streaming
from inventory.export.celltext import visible
from inventory.export.lists import ListColumn, Listing
from inventory.export.styles import BLANK, CENTRED, DATE, NUMBER, set_default_font
from inventory.incident import tasks
from inventory.incident.assessment import ADDRESSEES, Judgement
from inventory.incident.cases import StoredAssessment, StoredRequest
from inventory.incident.kept import KeptFile
from inventory.incident.tasks import Task
from inventory.incident.telling import Telling
from inventory.incident.words import STEPS, learned, local, persons, verdict_name

_CALLS = 25  # fills a page
_TO_FILL = BLANK.but(across="left")


def write_timetable(told: Telling, out: IO[bytes]) -> None:
    """Write the workbook."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    set_default_font(workbook)
    workbook.properties.title = f"事故{told.case.id} 経過と対応（下書き）"
    workbook.properties.creator = "daicho"
    bodies: list[streaming.Body] = []
    for listing in _listings(told):
        bodies += lists.add(workbook, told.company, listing)
    _mark(workbook, told)
    streaming.save(workbook, bodies, out)


def _listings(told: Telling) -> Iterator[Listing[Any]]:
    yield _tasks(told)
    yield _course(told)
    yield _judgements(told)
    yield _assumptions(told)
    yield _files(told)
    yield _requests(told)
    yield _calls()


def _tasks(told: Telling) -> Listing[Task]:
    columns: Sequence[ListColumn[Task]] = (
        ListColumn("No", 5, lambda one: None, CENTRED),
        ListColumn("段階", 28, lambda one: one.stage),
        ListColumn("すること", 80, lambda one: one.what),
        ListColumn("期限", 12, lambda one: one.due, DATE, strong=lambda one: _is_late(one, told.today)),
        ListColumn("担当\n（記入欄）", 16, lambda one: None, _TO_FILL),
        ListColumn("済んだ日", 12, lambda one: one.done, DATE),
        ListColumn("結果・メモ\n（記入欄）", 30, lambda one: None, _TO_FILL),
    )
    lead = (
        f"事故{told.case.id}「{told.case.title}」。知った日 {told.kept.noticed}。"
        "期限のないものは速やかに行います。担当を決めて記入してください。"
    )
    return Listing("対応一覧", lead, columns, tasks.of_case(told), "することはありません。")


def _is_late(task: Task, today: date) -> bool:
    return bool(task.due and not task.done and task.due < today)


@dataclass(frozen=True, slots=True)
class _Event:
    when: str
    kind: str
    text: str
    by: str


def _course(told: Telling) -> Listing[_Event]:
    """経過: what happened and what was learned, by the time at which it happened or was noted."""
    columns: Sequence[ListColumn[_Event]] = (
        ListColumn("No", 5, lambda one: None, CENTRED),
        ListColumn("日時", 20, lambda one: one.when),
        ListColumn("区分", 16, lambda one: one.kind),
        ListColumn("内容", 114, lambda one: one.text),
        ListColumn("記録した人", 20, lambda one: one.by),
    )
    events = sorted(_events(told), key=lambda one: one.when)
    return Listing("経過", f"事故{told.case.id}の経過（古い順）。", columns, events, "記録はまだありません。")


def _events(told: Telling) -> Iterator[_Event]:
    for fact in told.case.learned:
        yield _Event(local(fact.recorded_at), "分かったこと", learned(fact, told.kind_names), fact.recorded_by)
    for step in told.case.steps:
        yield _Event(step.happened.replace("T", " "), STEPS[step.kind], step.text, step.recorded_by)
    for one in told.case.assessments:
        yield _Event(local(one.assessed_at), "判断", _judged(one), one.assessed_by)


def _judged(one: StoredAssessment) -> str:
    kept = one.kept
    concerned = [(code, name) for code, name in ADDRESSEES.items() if kept.of_addressee(code)]
    verdicts = "、".join(f"{name}：{verdict_name(code, kept.verdict(code))}" for code, name in concerned)
    return f"判断した（{one.reason}）。本人の数 {persons(kept)}。{verdicts}"


def _judgements(told: Telling) -> Listing[Judgement]:
    columns: Sequence[ListColumn[Judgement]] = (
        ListColumn("No", 5, lambda one: None, CENTRED),
        ListColumn("報告・通知の先", 18, lambda one: ADDRESSEES[one.addressee]),
        ListColumn("規則", 26, lambda one: one.name),
        ListColumn("判断", 16, _verdict, strong=lambda one: one.verdict == "report"),
        ListColumn("根拠の条文", 26, lambda one: "、".join(one.articles)),
        ListColumn("理由", 38, lambda one: "\n".join(one.reasons)),
        ListColumn("前提・決め手となる事実", 34, _grounds),
        ListColumn("速報\n（遅くとも）", 12, lambda one: one.due.preliminary_latest, DATE),
        ListColumn("確報", 12, lambda one: one.due.final, DATE),
    )
    lead = "報告の要否の判断は下書きです。責任者が、前提（別のシート）とともに確かめて決めてください。"
    return Listing("報告の要否", lead, columns, told.kept.judgements, "判断はありません。")


def _assumptions(told: Telling) -> Listing[str]:
    columns: Sequence[ListColumn[str]] = (
        ListColumn("No", 5, lambda one: None, CENTRED),
        ListColumn("前提", 120, lambda one: one),
        ListColumn("確かめた結果\n（記入欄）", 50, lambda one: None, _TO_FILL),
    )
    lead = "判断は、次のことを前提にしています。違っていれば「daicho incident update」で直し、判断し直してください。"
    return Listing("判断の前提", lead, columns, told.kept.assumptions, "前提はありません。")


def _verdict(one: Judgement) -> str:
    return verdict_name(one.addressee, one.verdict)


def _grounds(one: Judgement) -> str:
    unknown = [f"決め手：{one.deciding_fact}"] if one.deciding_fact else []
    return "\n".join([*unknown, *one.assumptions])


def _files(told: Telling) -> Listing[KeptFile]:
    kept = told.kept
    columns: Sequence[ListColumn[KeptFile]] = (
        ListColumn("No", 5, lambda one: None, CENTRED),
        ListColumn("管理部門", 14, lambda one: one.department),
        ListColumn("ファイル", 72, lambda one: visible(one.path)),
        ListColumn("文書の種類", 20, lambda one: told.document_names.get(one.document_type, one.document_type)),
        ListColumn("本人の数\n（推定）", 10, lambda one: one.persons, NUMBER),
        ListColumn("本人の数\n（最大）", 10, lambda one: one.persons_max, NUMBER),
        ListColumn("区分", 28, lambda one: "、".join(told.flag_names.get(flag, flag) for flag in one.flags)),
        ListColumn("中身", 16, lambda one: "確かめる" if one.status != "read" else "読めた",
                   strong=lambda one: one.status != "read"),
    )  # fmt: skip
    listed = f"（重いものから{len(kept.files):,}件を表示）" if len(kept.files) < kept.personal + kept.unread else ""
    lead = (
        f"対象のファイル {kept.total:,}件のうち、個人情報のあるもの {kept.personal:,}件、"
        f"読めなかったもの {kept.unread:,}件{listed}。人数は重なりを除く前のものです。"
    )
    return Listing("対象", lead, columns, kept.files, "対象のうち、個人情報のあるファイルはありません。")


def _requests(told: Telling) -> Listing[StoredRequest]:
    columns: Sequence[ListColumn[StoredRequest]] = (
        ListColumn("No", 5, lambda one: None, CENTRED),
        ListColumn("依頼した相手", 38, lambda one: one.recipient),
        ListColumn("依頼の内容", 56, lambda one: one.what),
        ListColumn("依頼した日", 12, lambda one: date.fromisoformat(one.asked_on), DATE),
        ListColumn("完了した日", 12, lambda one: date.fromisoformat(one.done_on) if one.done_on else None, DATE),
        ListColumn("確かめ方", 36, lambda one: one.note),
        ListColumn("メモ\n（記入欄）", 22, lambda one: None, _TO_FILL),
    )
    waiting = sum(one.done_on is None for one in told.case.requests)
    lead = f"削除・返却・利用の中止の依頼 {len(told.case.requests):,}件、回答待ち {waiting:,}件。"
    return Listing("削除・返却の依頼", lead, columns, told.case.requests, "依頼の記録はありません。")


def _calls() -> Listing[int]:
    """Empty lines for those who answer the telephone."""
    columns: Sequence[ListColumn[int]] = (
        ListColumn("受付\n番号", 6, lambda one: None, CENTRED),
        ListColumn("日時", 18, lambda one: None, _TO_FILL),
        ListColumn("受けた人", 16, lambda one: None, _TO_FILL),
        ListColumn("相手・連絡先", 30, lambda one: None, _TO_FILL),
        ListColumn("内容", 62, lambda one: None, _TO_FILL),
        ListColumn("答えたこと", 32, lambda one: None, _TO_FILL),
        ListColumn("折り返し・済", 16, lambda one: None, _TO_FILL),
    )
    lead = "電話やメールの問い合わせを、1件1行で記録します。この表そのものも個人情報です。"
    return Listing("問い合わせの記録", lead, columns, range(1, _CALLS + 1), "")


def _mark(workbook: Workbook, told: Telling) -> None:
    """下書き on every printed page."""
    for sheet in workbook.worksheets:
        header = sheet.HeaderFooter.oddHeader
        assert header is not None  # `page.set_up` made it
        header.left.text = f"{visible(told.company)}　事故{told.case.id}の経過と対応".strip("　").replace("&", "&&")
        header.right.text = f"下書き　{page.FORBIDDEN}"

"""`daicho history`: who changed what in the 台帳, and when."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from inventory import file_notes, verdicts
from inventory.cli.japanese import Command
from inventory.cli.options import common, opened, table_option
from inventory.cli.screen import Shown, show
from inventory.cli.wording import kind_names, local, short
from inventory.entrusted import clauses, contractors, takeouts
from inventory.incident.words import of_incident, value_of_incident
from inventory.keeping import FIELDS
from inventory.queries_decided import StoredChange, StoredDecision
from inventory.refuting import About

_FIELDS = {
    "state": "状態",
    "verdict": "判断",
    "merged": "統合した行",
    "split": "分けた行",
    "files": "ファイル",
    "disposal": "廃棄",
    "reveal": "値の表示",
    "risk": "リスクと対策",
    "review": "見直し",
    "conflict": "採らなかった記入",
    **file_notes.NAMES,
    "returned_on": "返却",
    "deleted_on": "消去の確認",
    "due_on": "期限",
    "entry": "扱う台帳の行",
    **{clause.code: clause.name for clause in clauses.load()},
}
_SUBJECTS = {
    "entry": "管理No ",
    "file": "ファイル ",
    "finding": "検出 ",
    "risk": "リスクNo ",
    "disposal": "廃棄 ",
    "layout": "台帳の様式 ",
    "incident": "事故 ",
    "takeout": "持ち出し ",
    "contractor": "委託先 ",
}
_VALUES = {
    "active": "有効",
    "excluded": "除外",
    **contractors.ANSWERS,
    **takeouts.STATES,
    **verdicts.OF_FILES,
    "ended": "契約終了",
}


def _subject(change: StoredChange) -> str:
    if change.subject_type == file_notes.SUBJECT:
        return change.subject  # an address
    short = change.subject if change.subject.isdecimal() else change.subject[:8]
    return f"{_SUBJECTS.get(change.subject_type, change.subject_type)}{short}"


def _field(change: StoredChange) -> str:
    """What of it: 「risk」 is a column of the 台帳 as well."""
    named = FIELDS.get(change.field, "") if change.subject_type != "risk" else ""
    return named or _FIELDS.get(change.field) or of_incident(change.field)


def _value(change: StoredChange, value: str) -> str:
    if change.subject_type == "incident":
        return value_of_incident(change.field, value)
    merged = value.removeprefix("merged ")
    return f"{merged} に統合" if merged != value else _VALUES.get(value, value)


def _changes(names: Mapping[str, str]) -> tuple[Shown[StoredChange], ...]:
    """The columns; a content or finding is named by where it was decided."""
    named: Shown[StoredChange] = Shown("何を", lambda change: names.get(change.subject) or _subject(change), least=12)
    return (*_CHANGES[:2], named, *_CHANGES[3:])


_CHANGES: tuple[Shown[StoredChange], ...] = (
    Shown("いつ", lambda change: local(change.changed_at)),
    Shown("だれが", lambda change: change.changed_by),
    Shown("何を", lambda change: _subject(change), least=12),
    Shown("項目", lambda change: _field(change)),
    Shown("前", lambda change: _value(change, change.before)),
    Shown("後", lambda change: _value(change, change.after)),
    Shown("理由", lambda change: change.reason),
)


@click.command(cls=Command)
@click.argument("number", required=False, metavar="[管理No]", type=click.IntRange(1))
@common
@table_option
def history(number: int | None, register: str | None, settings_file: Path | None, form: str) -> None:
    """台帳をだれがいつどう変えたかを、古い順に表示します。"""
    with opened(register, settings_file) as (held, _):
        changes = held.history("entry", str(number)) if number else held.history()
        named = {decision.subject: _named(decision) for decision in held.decisions()}
        show(changes, _changes(named), form, _as_json)


def _named(decision: StoredDecision) -> str:
    """What a decision is about, in words: the place of a file, the kind and mask of a finding."""
    about = About.of(decision) if decision.subject_type == "finding" else About()
    kind = short(kind_names().get(about.kind, about.kind))
    return f"検出 {kind} {about.masked}（{decision.path}）" if about.kind else decision.path


def _as_json(change: StoredChange) -> dict[str, str]:
    return {name: getattr(change, name) for name in StoredChange.__dataclass_fields__}

"""`daicho history`: who changed what in the 台帳, and when."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from inventory import verdicts
from inventory.cli.japanese import Command
from inventory.cli.options import common, opened, table_option
from inventory.cli.screen import Shown, show
from inventory.cli.wording import kind_names, local, short
from inventory.keeping import FIELDS
from inventory.queries import StoredChange, StoredDecision
from inventory.refuting import About

_FIELDS = {
    "state": "状態",
    "verdict": "判断",
    "merged": "統合した行",
    "split": "分けた行",
    "files": "ファイル",
    "disposal": "廃棄",
    "reveal": "値の表示",
}
_SUBJECTS = {
    "entry": "管理No ",
    "file": "ファイル ",
    "finding": "検出 ",
    "risk": "リスクNo ",
    "disposal": "廃棄 ",
    "layout": "台帳の様式 ",
}
_VALUES = {
    "active": "有効",
    "excluded": "除外",
    **verdicts.OF_FILES,
}


def _subject(change: StoredChange) -> str:
    short = change.subject if change.subject.isdecimal() else change.subject[:8]
    return f"{_SUBJECTS.get(change.subject_type, change.subject_type)}{short}"


def _value(change: StoredChange, value: str) -> str:
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
    Shown("項目", lambda change: FIELDS.get(change.field, _FIELDS.get(change.field, change.field))),
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

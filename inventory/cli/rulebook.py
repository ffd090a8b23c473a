"""`daicho rules list` and `rules check`: what is looked for, and whether the rules can be used."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import click

from detectors.doctypes import document_faults
from detectors.rules import Rule, faults, load_kinds
from inventory.cli import wording
from inventory.cli.japanese import Command, Exit, Group
from inventory.cli.options import table_option
from inventory.cli.screen import Shown, say, show


@click.group(cls=Group)
def rules() -> None:
    """何を個人情報として探すか（規則）を扱います。"""


_RULES: tuple[Shown[Rule], ...] = (
    Shown("種別", lambda rule: rule.name),
    Shown("コード", lambda rule: rule.id),
    Shown("分類", lambda rule: rule.category),
    Shown("区分", lambda rule: [wording.short(wording.flag_names().get(flag, flag)) for flag in rule.flags]),
    Shown("根拠", lambda rule: rule.source),
)


@rules.command("list", cls=Command)
@table_option
def list_rules(form: str) -> None:
    """探している個人情報の種別を表示します。"""
    show(load_kinds().values(), _RULES, form, _as_json)


def _as_json(rule: Rule) -> dict[str, Any]:
    return {
        "kind": rule.id,
        "name": rule.name,
        "category": rule.category,
        "flags": list(rule.flags),
        "identifies": rule.identifies,
        "why": rule.why,
        "source": rule.source,
    }


@rules.command("check", cls=Command)
def check() -> None:
    """すべての規則を調べ、誤りをまとめて表示します。"""
    found = faults(files("rules") / "kinds") + document_faults(files("rules") / "documents")
    for fault in found:
        say(fault)
    if found:
        raise Exit(2)
    say(f"規則に誤りはありません（種別 {len(load_kinds()):,}）。")

"""`daicho rules list` and `rules check`: what is looked for, and whether the rules can be used."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import click

from detectors.doctypes import document_faults
from detectors.laws import FILE as LAWS
from detectors.laws import law_faults
from detectors.own_rules import Ignore
from detectors.rule_check import kind_faults, profile_faults
from detectors.rule_folders import PROFILES
from detectors.rule_set import RuleSet
from detectors.rules import Rule, load_kinds
from inventory import sound_rules
from inventory.cli import wording
from inventory.cli.japanese import Command, Exit, Group
from inventory.cli.options import settings_option, table_option
from inventory.cli.screen import Shown, say, show, warn
from inventory.incident.exclusions import EXCEPTIONS
from inventory.incident.judging import QUESTIONS
from inventory.incident.reporting import report_faults
from inventory.rules_in_force import gathered, rules_in_force
from inventory.settings import Settings

STANDARD, PROFILE, OWN = "標準", "業種", "自社"


@click.group(cls=Group)
def rules() -> None:
    """何を個人情報として探すか（規則）を扱います。"""


@dataclass(frozen=True, slots=True)
class _Line:
    """A rule as it is listed: `effect` is what it does."""

    kind: str
    name: str
    category: str
    origin: str
    effect: str
    flags: tuple[str, ...]
    identifies: str
    why: str
    source: str


_RULES: tuple[Shown[_Line], ...] = (
    Shown("種別", lambda line: line.name),
    Shown("コード", lambda line: line.kind),
    Shown("出所", lambda line: line.origin),
    Shown("分類", lambda line: line.category),
    Shown("区分", lambda line: [wording.short(wording.flag_names().get(flag, flag)) for flag in line.flags]),
    Shown("根拠", lambda line: line.source),
)


@rules.command("list", cls=Command)
@settings_option
@table_option
def list_rules(settings_file: Path | None, form: str) -> None:
    """探している個人情報の種別と、業種・自社の規則を表示します。"""
    show(_lines(rules_in_force(Settings.load(settings_file))), _RULES, form, _as_json)


def _lines(in_force: RuleSet) -> Iterator[_Line]:
    shipped = load_kinds()
    for kind in in_force.kinds.values():
        if kind.id in shipped:
            yield _line(kind, STANDARD, "finds")
    from_profiles = {id(rule) for profile in in_force.profiles for rule in profile.rules}
    for rule in in_force.added:
        flags = in_force.kinds[rule.id].flags
        yield _line(replace(rule, flags=flags), PROFILE if id(rule) in from_profiles else OWN, "finds")
    for ignore in in_force.ignores:
        yield _ignoring(ignore)


def _line(rule: Rule, origin: str, effect: str) -> _Line:
    return _Line(
        rule.id, rule.name, rule.category, origin, effect, rule.flags, rule.identifies, rule.why, rule.source
    )  # fmt: skip


def _ignoring(rule: Ignore) -> _Line:
    kinds = "、".join(sorted(rule.kinds)) or "すべて"
    return _Line(kinds, rule.name, "報告しないもの", OWN, "ignores", (), "", rule.why, rule.why)


def _as_json(line: _Line) -> dict[str, Any]:
    origin = {STANDARD: "standard", PROFILE: "profile", OWN: "own"}[line.origin]
    return {
        "kind": line.kind,
        "name": line.name,
        "category": line.category,
        "flags": list(line.flags),
        "identifies": line.identifies,
        "why": line.why,
        "source": line.source,
        "origin": origin,
        "effect": line.effect,
    }


@rules.command("check", cls=Command)
@click.argument("folder", required=False, metavar="[フォルダー]", type=click.Path(path_type=Path))
@settings_option
def check(folder: Path | None, settings_file: Path | None) -> None:
    """規則を調べ、例を実行し、すべての誤りをファイルと行を付けて表示します。

    フォルダーを書くと、その中の自社の規則だけを調べます（設定に書く前の下書きなど）。
    省略すると、標準の規則と、設定の rules に書いたフォルダーを調べます。
    """
    settings = Settings.load(settings_file, flags={"rules": folder})
    in_force, found = gathered(settings) if folder else _everything(settings)
    for fault in found:
        say(fault)
    if found:
        warn(f"誤りが {len(found):,} 件あります。直してから、もう一度確かめてください。")
        raise Exit(2)
    number = len(in_force.ignores) + sum(rule.own.startswith(OWN) for rule in in_force.added)
    told = f"、自社の規則 {number:,}" if settings.rules else ""
    say(f"規則に誤りはありません（種別 {len(load_kinds()):,}{told}）。")


def _everything(settings: Settings) -> tuple[RuleSet, list[str]]:
    """The rules in force, and what is wrong with the shipped and the user's own."""
    found: list[str] = []
    if not sound_rules.are_known():
        found = kind_faults(files("rules") / "kinds") + document_faults(files("rules") / "documents")
        if found:  # laws, profiles and own rules build on the kinds
            return RuleSet({}), found
        laws = files("rules") / LAWS
        found = law_faults(laws, tuple(load_kinds().values())) + profile_faults(PROFILES)
        found = found or report_faults(laws, QUESTIONS, EXCEPTIONS)
        if not found:
            sound_rules.remember()
    in_force, own = gathered(settings)
    return in_force, found + own

"""`daicho explain PATH`: why a file was judged as it was, kind by kind, with masks, places and reasons."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from detectors.laws import load_laws
from inventory.cli import wording
from inventory.cli.japanese import Command
from inventory.cli.options import common, opened
from inventory.cli.screen import harmless, say
from inventory.queries import StoredFile, StoredFinding


@click.command(cls=Command)
@click.argument("path", metavar="PATH")
@common
def explain(path: str, register: str | None, settings_file: Path | None) -> None:
    """PATH のファイルをなぜそう判断したかを、値を伏せて説明します。PATH は一覧に出るとおりに書きます。"""
    with opened(register, settings_file) as (held, _):
        files = [file for file in held.files() if _is_meant(file, path)]
        if not files:
            raise click.UsageError(
                f"{harmless(path)} は台帳にありません。「daicho files」に出るとおりに書くか、"
                "先に daicho scan で検査してください。"
            )
        for file in files:
            _explain(file, [found for found in held.findings(file.path) if found.path == file.path])


def _is_meant(file: StoredFile, path: str) -> bool:
    """By the address in the register, by the place on the disk, or as a member of either."""
    whole = str(Path(file.root) / file.path)
    return any(address == path or address.startswith(f"{path}!") for address in (file.path, whole))


def _explain(file: StoredFile, findings: list[StoredFinding]) -> None:
    say(f"■ {file.path}")
    state = wording.status_names().get(file.status, file.status)
    say(f"  状態: {state}{f'（{file.note}）' if file.note else ''}")
    verdict = "個人情報です" if file.personal else "個人情報とは考えられません"
    say(f"  判断: {verdict}")
    for reason in file.reasons:
        say(f"    ・{reason}")
    if file.document_type:
        say(f"  文書の種類: {wording.document_names().get(file.document_type, file.document_type)}")
    if file.personal:
        say(f"  本人の数: {wording.persons(file.persons, file.persons_max)}")
    for flag in file.flags:
        say(f"  区分: {wording.flag_names().get(flag, flag)}")
    for rule in load_laws().to_come([kind.kind for kind in file.kinds], date.today()) if file.personal else ():
        day = f"{rule.in_force_from:%Y-%m-%d}施行" if rule.in_force_from else "施行日未定"
        say(f"  施行前の規定（判断に含めていません）: {rule.article}（{day}）: {rule.what}")
    for kind in file.kinds:
        _explain_kind(kind.kind, kind.count, kind.distinct, [found for found in findings if found.kind == kind.kind])
    say("")


def _explain_kind(kind: str, count: int, distinct: int, findings: list[StoredFinding]) -> None:
    rule = wording.rules().kinds.get(kind)
    say(f"  {wording.kind_names().get(kind, kind)}: {count:,}件（異なるもの {distinct:,}件）")
    if rule:
        say(f"    {rule.why}（{rule.source}）")
    for own in wording.rules().added:
        if own.id == kind and any(own.own in found.evidence for found in findings):
            say(f"    {own.own}: {own.why}")
    for found in findings:
        say(f"    {found.place}  {found.masked}  確度{found.score:.2f}  {'、'.join(found.evidence)}")

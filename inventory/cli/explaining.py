"""`daicho explain PATH`: why a file was judged as it was, kind by kind, with masks, places and reasons."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import click

from inventory import suggestions, verdicts
from inventory.cli import wording
from inventory.cli.addressing import meant
from inventory.cli.japanese import Command
from inventory.cli.options import common, opened
from inventory.cli.review_screen import said_by, why_open
from inventory.cli.screen import say
from inventory.cli.tocome import rules_to_come
from inventory.queries import StoredFile, StoredFinding, StoredKind
from inventory.reviewing import Decided, Standing


@click.command(cls=Command)
@click.argument("path", metavar="ファイル")
@common
def explain(path: str, register: str | None, settings_file: Path | None) -> None:
    """ファイルをなぜそう判断したかを、値を伏せて説明します。

    ファイルは「daicho files」に出るとおりに書きます。パソコンの上の場所でもかまいません。
    """
    with opened(register, settings_file) as (held, _):
        decided = Decided(held.decisions("file"))
        marks = {one.subject: f"【{verdicts.OF_FINDINGS[one.verdict]}】" for one in held.decisions("finding")}
        for file in meant(held, path):
            found = [one for one in held.findings(file.path, refuted=True) if (one.root, one.path) == _at(file)]
            _explain(file, found, decided.of(file), marks)


def _at(file: StoredFile) -> tuple[str, str]:
    return file.root, file.path


def _explain(file: StoredFile, findings: list[StoredFinding], standing: Standing, marks: Mapping[str, str]) -> None:
    say(f"■ {file.path}")
    say(f"  状態: {wording.status_names().get(file.status, file.status)}")
    if file.note:
        say(f"    {file.note}")
    say(f"  判断: {_verdict(file)}")
    if standing.decision:
        say(f"  人の判断: {said_by(standing.decision)}")
    elif standing.former and standing.difference:
        say(f"  前回の判断: {said_by(standing.former)}。{why_open(standing.difference)}")
    if file.document_type:
        say(f"  文書の種類: {wording.document_names().get(file.document_type, file.document_type)}")
    if file.personal:
        counted = wording.persons(file.persons, file.persons_max) if file.persons_max else "数えられません"
        say(f"  本人の数: {counted}")
    for flag in file.flags:
        say(f"  区分: {wording.flag_names().get(flag, flag)}")
    if file.reasons:
        say("  根拠:")
    for reason in file.reasons:
        say(f"    ・{reason}")
    for rule in rules_to_come(file, findings, date.today()):
        day = f"{rule.in_force_from:%Y-%m-%d}施行" if rule.in_force_from else "施行日未定"
        say(f"  施行前の規定（判断に含めていません）: {rule.article}（{day}）: {rule.what}")
    counts = {kind.kind: kind for kind in file.kinds}
    for kind in suggestions.load().all_in_order({*counts, *(found.kind for found in findings)}):
        own = [found for found in findings if found.kind == kind]
        total = counts.get(kind, StoredKind(kind, 0, 0))
        _explain_kind(kind, total.count, total.distinct, own, marks)
    say("")


def _verdict(file: StoredFile) -> str:
    """Personal data or not; of what could not be read nothing is said."""
    if file.personal:
        return "個人情報です"
    if file.status == "read":
        return "個人情報とは考えられません"
    if file.status == "partly_read":
        return "読めたところに、個人情報は見つかりません。残りは人が確かめてください"
    return "読めないため、判断していません。中身を人が確かめてください"


def _explain_kind(
    kind: str, count: int, distinct: int, findings: list[StoredFinding], marks: Mapping[str, str]
) -> None:
    rule = wording.rules().kinds.get(kind)
    say(f"  {wording.kind_names().get(kind, kind)}: {count:,}件（異なるもの {distinct:,}件）")
    if rule:
        say(f"    {rule.why}（{rule.source}）")
    for own in wording.rules().added:
        known = rule is not None and rule.why == own.why  # a kind that the user made says it already
        if own.id == kind and not known and any(own.own in found.evidence for found in findings):
            say(f"    {own.own}: {own.why}")
    for found in findings:
        mark = marks.get(found.fingerprint, "")
        say(f"    {mark}{found.place}  {found.masked}  確度{found.score:.2f}  {'、'.join(found.evidence)}")

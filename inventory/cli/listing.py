"""`daicho status`, `files`, `findings` and `entries`: what the register holds, as table, JSON or CSV."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from inventory import verdicts
from inventory.cli import wording
from inventory.cli.addressing import meant
from inventory.cli.filtering import Filter, filter_option
from inventory.cli.japanese import Command
from inventory.cli.options import common, format_option, opened, table_option
from inventory.cli.screen import Shown, say, show, write_json
from inventory.cli.summary import kept_ledger, summarise
from inventory.export.file_json import file_as_json, finding_as_json
from inventory.export.flat import entry_as_json
from inventory.figures import overview
from inventory.ledger import LedgerLine
from inventory.models import File
from inventory.queries import StoredFile, StoredFinding, StoredRun
from inventory.reviewing import Decided


@click.command(cls=Command)
@common
@format_option("table", "json")
def status(register: str | None, settings_file: Path | None, form: str) -> None:
    """いつ、どこを検査し、何が読めて何が読めなかったかを表示します。"""
    with opened(register, settings_file) as (held, settings):
        figures = overview(held, settings)
        runs = held.runs()
        if form == "table":
            if runs:
                say(figures.headline)
            _say_run(runs)
            if runs:
                summarise(figures)
                _say_waiting(figures.waiting)
            return
    last = runs[0] if runs else None
    write_json(
        {
            "runs": len(runs),
            "last_run": _run_as_json(last) if last else None,
            "files": figures.coverage.total,
            "statuses": dict(figures.coverage.by_status),
            "personal": figures.personal,
            "entries": figures.entries,
            "exposed": figures.exposed,
            "waiting": figures.waiting,
        }
    )


def _run_as_json(run: StoredRun) -> dict[str, Any]:
    return {"started": run.started, "ended": run.ended, "stopped": run.stopped, "roots": list(run.roots)}


def _say_waiting(number: int) -> None:
    if number:
        say(f"人の判断を待つファイル（同じ内容は1件）: {number:,}件。「daicho review」で判断します。")


def _say_run(runs: Sequence[StoredRun]) -> None:
    if not runs:
        say("まだスキャンしていません。「daicho scan フォルダー」で検査します。")
        return
    last = runs[0]
    say(f"最後のスキャン: {wording.local(last.started)}（対象 {'、'.join(last.roots)}）")
    if last.stopped:
        say("このスキャンは、指定の時間になったため止まりました。次のスキャンで、続きから検査します。")
    elif not last.ended:
        say("このスキャンは実行中か、途中で止まっています。もう一度 daicho scan を実行すると、続きから検査します。")


_FILES: tuple[Shown[StoredFile], ...] = (
    Shown("ファイル", lambda file: file.path, least=24),
    Shown("本人の数", lambda file: _persons(file), right=True),
    Shown("文書の種類", lambda file: wording.document_names().get(file.document_type or "", "")),
    Shown("区分", lambda file: [wording.short(wording.flag_names().get(flag, flag)) for flag in file.flags]),
    Shown("状態", lambda file: wording.status_names().get(file.status, file.status)),
    Shown("備考", lambda file: file.note),
)


def _persons(file: StoredFile) -> str:
    """The number of people in a file with personal data; 「あり」 where nobody can count them (a recording)."""
    if not file.personal:
        return ""
    return wording.persons(file.persons, file.persons_max) if file.persons_max else "あり"


@click.command(cls=Command)
@common
@table_option
@filter_option
@click.option("--personal", is_flag=True, help="個人情報のあるファイルだけを表示します。")
@click.option("--unread", is_flag=True, help="読めなかった、または一部だけ読めたファイルだけを表示します。")
@click.option("--exposed", is_flag=True, help="利用者全員が読める、個人情報のあるファイルだけを表示します。")
def files(
    register: str | None, settings_file: Path | None, form: str, filters: tuple[str, ...], personal: bool,
    unread: bool, exposed: bool,
) -> None:  # fmt: skip
    """検査したすべてのファイルと、書庫やメールの中のファイルを表示します。"""
    with opened(register, settings_file) as (held, _):
        asked = Filter.parse(filters)
        conditions = [
            *asked.conditions(),
            *([File.personal.is_(True)] if personal or exposed else []),
            *([File.status != "read"] if unread else []),
            *([File.readable_by_all.is_(True)] if exposed else []),
        ]
        rows = (
            file
            for file in held.files(chosen=conditions)
            if asked.fits(file) and (file.personal or not (personal or exposed))
        )
        decided = Decided(held.decisions("file"))
        verdict: Shown[StoredFile] = Shown("判断", lambda file: verdicts.OF_FILES.get(decided.of(file).verdict, ""))
        columns = (*_FILES[:-1], verdict, _FILES[-1])
        show(rows, columns, form, lambda file: file_as_json(file) | {"verdict": decided.of(file).verdict})


_FINDINGS: tuple[Shown[StoredFinding], ...] = (
    Shown("ファイル", lambda found: found.path, least=24),
    Shown("種別", lambda found: wording.short(wording.kind_names().get(found.kind, found.kind))),
    Shown("場所", lambda found: found.place),
    Shown("伏字", lambda found: found.masked),
    Shown("確度", lambda found: f"{found.score:.2f}", right=True),
    Shown("根拠", lambda found: found.evidence),
)


@click.command(cls=Command)
@click.argument("path", required=False, metavar="[ファイル]")
@common
@table_option
def findings(register: str | None, settings_file: Path | None, form: str, path: str | None) -> None:
    """検出したものの見本を、値を伏せて、場所と根拠とともに表示します。

    ファイルを「daicho files」に出るとおりに書くと、そのファイルだけを表示します。
    """
    with opened(register, settings_file) as (held, _):
        rows = held.findings()
        if path is not None:
            files = {(file.root, file.path) for file in meant(held, path)}
            rows = (found for found in rows if (found.root, found.path) in files)
        decided = {decision.subject: decision.verdict for decision in held.decisions("finding")}
        verdict: Shown[StoredFinding] = Shown(
            "判断", lambda found: verdicts.OF_FINDINGS.get(decided.get(found.fingerprint, ""), "")
        )
        show(rows, (*_FINDINGS, verdict), form, lambda found: _finding_as_json(found, decided))


def _finding_as_json(found: StoredFinding, decided: Mapping[str, str]) -> dict[str, Any]:
    return {"path": found.path, **finding_as_json(found), "verdict": decided.get(found.fingerprint, "")}


_ENTRIES: tuple[Shown[LedgerLine], ...] = (
    Shown("No", lambda line: str(line.number), right=True),
    Shown("管理部門", lambda line: line.cells["department"].value),
    Shown("個人情報の名称", lambda line: line.cells["name"].value.removeprefix(f"{line.department} ")),
    Shown("個人情報の項目", lambda line: [wording.short(item) for item in line.cells["items"].value.split("、")]),
    Shown("本人の数", lambda line: wording.persons(line.persons, line.persons_max) if line.files else "", right=True),
    Shown("区分", lambda line: [wording.short(wording.flag_names().get(flag, flag)) for flag in line.flags]),
    Shown("ファイル", lambda line: f"{len(line.files):,}", right=True),
)


@click.command(cls=Command)
@common
@table_option
def entries(register: str | None, settings_file: Path | None, form: str) -> None:
    """台帳の行を表示します。行は、部門ごとの文書の種類です。"""
    with opened(register, settings_file) as (held, settings):
        show(kept_ledger(held, settings, whole=False).lines, _ENTRIES, form, entry_as_json)

"""The lists that belong to the lines of the 台帳: risks with their measures, and what is kept too long."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from inventory import retention, risks
from inventory.changes import Changes
from inventory.export.celltext import visible
from inventory.export.list_sheets import address
from inventory.export.lists import ListColumn, Listing
from inventory.export.styles import BLANK, CENTRED, DATE
from inventory.ledger import Ledger
from inventory.retention import Overdue
from inventory.risks import RiskLine

RISKS = "リスク分析表"
CHANGED = "前回からの変更"
OVERDUE = "保管期限超過"
_STATES = {"found": "確認済", "confirmed": "確認済", "suggested": "候補", "blank": ""}


def risk_analysis(ledger: Ledger) -> Listing[RiskLine]:
    """リスク分析表: every risk of every line, numbered as the 台帳 names it."""
    columns: tuple[ListColumn[RiskLine], ...] = (
        ListColumn("No", 5, lambda one: None, CENTRED),
        ListColumn("リスク\nNo", 8, lambda one: one.number, CENTRED),
        ListColumn("台帳\nNo", 5, lambda one: one.line.number, CENTRED),
        ListColumn("管理部門", 11, lambda one: one.line.cells["department"].value),
        ListColumn("個人情報の名称", 20, lambda one: one.line.cells["name"].value),
        ListColumn("局面", 10, lambda one: one.stage_name, CENTRED),
        ListColumn("リスク", 34, lambda one: one.risk),
        ListColumn("対策", 44, lambda one: one.measures),
        ListColumn("残留リスク", 30, lambda one: one.residual),
        ListColumn("状態", 8, lambda one: _STATES[one.state], CENTRED),
        ListColumn("見直し\n（記入欄）", 14, lambda one: None, BLANK.but(across="left")),
    )
    kept = risks.by_line(ledger.risks)
    lines = [one for line in ledger.lines for one in risks.of_line(line, kept[line.number])]
    waiting = sum(one.state == "suggested" for one in lines)
    lead = (
        f"台帳の行ごとに、取得から廃棄までの局面のリスクと対策 {len(lines):,}件。"
        f"候補 {waiting:,}件は {risks.load().compiled} の一覧からの案です。自社の対策に直してください。"
    )
    return Listing(RISKS, lead, columns, lines, "台帳に行がありません。")


def overdue(ledger: Ledger, today: date) -> Listing[Overdue]:
    """保管期限超過: files that are kept longer than their line allows, with the day that counts."""
    folder, name = address(ledger)
    columns: tuple[ListColumn[Overdue], ...] = (
        ListColumn("No", 6, lambda one: None, CENTRED),
        ListColumn("台帳\nNo", 5, lambda one: one.line.number, CENTRED),
        ListColumn("管理部門", 11, lambda one: one.file.file.department),
        ListColumn("フォルダー", 30, lambda one: folder(one.file)),
        ListColumn("ファイル名", 28, lambda one: name(one.file)),
        ListColumn("文書の種類", 13, lambda one: one.file.document_name or "その他"),
        ListColumn("保管期限", 24, lambda one: one.period),
        ListColumn("期限の\n状態", 8, lambda one: _STATES[one.rule], CENTRED),
        ListColumn("起算と\nみた日", 12, lambda one: one.began, DATE),
        ListColumn("起算の\n手がかり", 14, lambda one: one.told_by),
        ListColumn("期限の日", 12, lambda one: one.due, DATE),
        ListColumn("処分\n（記入欄）", 16, lambda one: None, BLANK.but(across="left")),
    )
    late = list(retention.overdue(ledger, today))
    lead = (
        f"保管期限を過ぎたとみられるファイル {len(late):,}件。起算の日は更新日かフォルダー名の年からの推定です。"
        "処分の前に、法定の期間と契約を確かめてください。"
    )
    return Listing(OVERDUE, lead, columns, late, "保管期限を過ぎたとみられるファイルはありません。")


@dataclass(frozen=True, slots=True)
class _Changed:
    """One row of 前回からの変更."""

    what: str
    line: int | None
    department: str
    name: str
    before: str
    now: str


def changes_since(changed: Changes | None) -> Listing[_Changed]:
    """前回からの変更: what the last scan found new, moved and gone, and the lines that grew or shrank."""
    columns: tuple[ListColumn[_Changed], ...] = (
        ListColumn("No", 6, lambda one: None, CENTRED),
        ListColumn("変更", 14, lambda one: one.what),
        ListColumn("台帳\nNo", 6, lambda one: one.line, CENTRED),
        ListColumn("管理部門", 14, lambda one: one.department),
        ListColumn("ファイル・台帳の行", 52, lambda one: one.name),
        ListColumn("前回", 46, lambda one: one.before),
        ListColumn("今回", 46, lambda one: one.now),
    )
    rows = list(_rows(changed)) if changed else []
    lead = f"前回のスキャンと比べて変わったところ {len(rows):,}件（個人情報を含むファイルと台帳の行）。"
    empty = "前回のスキャンから変わったところはありません。" if changed else "比べる前回のスキャンがまだありません。"
    return Listing(CHANGED, lead, columns, rows, empty)


def _rows(changed: Changes) -> Iterator[_Changed]:
    for one in changed.lines:
        line, was = one.line, one.before
        what = "台帳の行の追加" if was is None else "台帳の行の増減"
        before = f"ファイル {was.files:,}件、本人 {was.persons:,}人" if was else ""
        now = f"ファイル {len(line.files):,}件、本人 {line.persons:,}人"
        yield _Changed(what, line.number, line.department, line.cells["name"].value, before, now)
    for file in changed.new:
        yield _Changed("新しいファイル", None, file.department, visible(file.path), "", f"本人 {file.persons:,}人")
    for old, file in changed.moved:
        yield _Changed("移動したファイル", None, file.department, visible(file.path), visible(old.path), "")
    for file in changed.gone:
        yield _Changed("なくなったファイル", None, file.department, visible(file.path), f"本人 {file.persons:,}人", "")

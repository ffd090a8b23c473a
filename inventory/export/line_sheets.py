"""The lists that belong to the lines of the 台帳: what is kept too long."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from inventory import file_notes, retention
from inventory.export.list_sheets import LOCKED, STATES, address
from inventory.export.lists import ListColumn, Listing
from inventory.export.styles import BLANK, CENTRED, DATE
from inventory.ledger import Ledger
from inventory.retention import Overdue

OVERDUE = "保管期限超過"
OVERDUE_KEYS: Mapping[str, str] = {  # by which the columns are known when the sheet comes back
    "file.folder": "フォルダー", "file.name": "ファイル名", "file.disposed": "処分（記入欄）",
}  # fmt: skip


def overdue(ledger: Ledger, today: date) -> Listing[Overdue]:
    """保管期限超過: files that are kept longer than their line allows, with the day that counts."""

    def disposal(one: Overdue) -> str:
        return ledger.note(file_notes.DISPOSAL, one.file.file)

    folder, name = address(ledger)
    columns: tuple[ListColumn[Overdue], ...] = (
        ListColumn("No", 6, lambda one: None, CENTRED),
        ListColumn("台帳\nNo", 5, lambda one: one.line.number, CENTRED),
        ListColumn("管理部門", 11, lambda one: one.file.file.department),
        ListColumn("フォルダー", 30, lambda one: folder(one.file), key="file.folder", locked=LOCKED),
        ListColumn("ファイル名", 28, lambda one: name(one.file), key="file.name", locked=LOCKED),
        ListColumn("文書の種類", 13, lambda one: one.file.document_name or "その他"),
        ListColumn("保管期限", 24, lambda one: one.period),
        ListColumn("期限の\n状態", 8, lambda one: STATES[one.rule], CENTRED),
        ListColumn("起算と\nみた日", 12, lambda one: one.began, DATE),
        ListColumn("起算の\n手がかり", 14, lambda one: one.told_by),
        ListColumn("期限の日", 12, lambda one: one.due, DATE),
        ListColumn("処分\n（記入欄）", 16, disposal, BLANK.but(across="left"), key="file.disposed"),
    )
    late = list(retention.overdue(ledger, today))
    lead = (
        f"保管期限を過ぎたとみられるファイル {len(late):,}件。起算の日は更新日かフォルダー名の年からの推定です。"
        "処分の前に、法定の期間と契約を確かめてください。"
    )
    return Listing(OVERDUE, lead, columns, late, "保管期限を過ぎたとみられるファイルはありません。")

"""The sheet 「台帳との差異」: what somebody's 台帳 says, what is there, and room for what is done about it."""

from __future__ import annotations

from pathlib import Path

from openpyxl.workbook import Workbook

from inventory.export import lists, placing, streaming
from inventory.export.lists import ListColumn, Listing
from inventory.export.styles import BLANK, CENTRED, set_default_font
from inventory.importing.columns import HOW_NAMES, TheirColumn
from inventory.importing.difference import NAMES, Difference
from inventory.importing.differing import Comparison

TITLE = "台帳との差異"
MAPPING = "列の対応"


def write_differences(comparison: Comparison, company: str, source: str, path: Path) -> None:
    """Write the workbook of the differences."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    set_default_font(workbook)
    workbook.properties.title, workbook.properties.creator = TITLE, "daicho"
    bodies = lists.add(workbook, company, differences(comparison, source))
    bodies += lists.add(workbook, company, mapping(comparison, source))
    with placing.placed(path) as file:
        streaming.save(workbook, bodies, file)


def differences(comparison: Comparison, source: str) -> Listing[Difference]:
    """All differences, the gravest first."""
    columns: tuple[ListColumn[Difference], ...] = (
        ListColumn("No", 5, lambda one: None, CENTRED),
        ListColumn("違い", 18, lambda one: one.title, strong=lambda one: one.grave),
        ListColumn("既存の台帳\nのセル", 17, lambda one: one.address),
        ListColumn("台帳\nNo", 5, lambda one: one.number, CENTRED),
        ListColumn("管理部門", 11, lambda one: one.department),
        ListColumn("個人情報の名称", 20, lambda one: one.name.removeprefix(f"{one.department} ")),
        ListColumn("既存の台帳の記載", 22, lambda one: one.theirs),
        ListColumn("実際（スキャンの結果）", 34, lambda one: one.ours),
        ListColumn("ファイルの例", 34, lambda one: "\n".join(one.files)),
        ListColumn("対応\n（記入欄）", 18, lambda one: None, BLANK.but(across="left")),
        ListColumn("対応日・\n承認者", 12, lambda one: None, BLANK.but(across="left")),
    )
    counts = "、".join(f"{NAMES[code]} {count:,}件" for code, count in comparison.counts.items() if count)
    total = f"{len(comparison.differences):,}件（{counts or 'なし'}）"
    lead = f"「{source}」とスキャンの結果の違い {total}。赤字は先に直すものです。"
    return Listing(TITLE, lead, columns, comparison.differences, "違いはありません。")


def mapping(comparison: Comparison, source: str) -> Listing[tuple[str, TheirColumn]]:
    """Which column was taken for what."""
    columns: tuple[ListColumn[tuple[str, TheirColumn]], ...] = (
        ListColumn("No", 5, lambda one: None, CENTRED),
        ListColumn("シート", 24, lambda one: one[0]),
        ListColumn("列", 6, lambda one: one[1].letter, CENTRED),
        ListColumn("見出し", 34, lambda one: one[1].heading.replace("\n", " ")),
        ListColumn("台帳の項目", 28, lambda one: one[1].field_name),
        ListColumn("推定の根拠", 16, lambda one: HOW_NAMES[one[1].how]),
    )
    items = [(table.sheet, column) for table in comparison.existing.tables for column in table.columns]
    lead = f"「{source}」の列を台帳のどの項目とみたか。違うものは「daicho compare --map 見出し=項目」で直します。"
    return Listing(MAPPING, lead, columns, items, "")

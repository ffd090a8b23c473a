"""The 台帳 in the layout of a データマッピング表: basics, use within the company, entrusted use, provision to others.

The four groups and how many items each has (11, 10, 13, 4) are those of the table that the 個人情報保護委員会 published
in October 2022, as articles about it tell. Its names of the items were not seen: those here are ours.
"""

from __future__ import annotations

from pathlib import Path

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from inventory.export import celltext, page, placing, styles
from inventory.export.ledger_sheet import FILL_IN, LOOKS, made_on
from inventory.ledger import BLANK, Ledger, LedgerLine

TITLE = "データマッピング表"
_NO_COLUMN = ""  # the 台帳 has no such column: to be filled in
GROUPS: tuple[tuple[str, tuple[tuple[str, str, float], ...]], ...] = (  # heading, our column, width
    ("基本的な項目", (
        ("管理No", "number", 5), ("取扱部署", "department", 11), ("データの名称", "name", 18),
        ("業務名", "business", 12), ("個人データの項目", "items", 20), ("本人の区分", "subjects", 11),
        ("本人の数", "count", 13), ("要配慮等の区分", "flags", 12), ("利用目的", "purpose", 18),
        ("取得方法・取得元", "acquisition", 16), ("明示・同意", "consent", 12),
    )),
    ("事業者内での取扱い", (
        ("管理責任者", "manager", 10), ("アクセス権を有する者", "access", 13), ("媒体", "medium", 13),
        ("保管場所", "location", 20), ("保管方法", "storage", 13), ("保管場所の国", _NO_COLUMN, 10),
        ("利用期限", "use_until", 12), ("保管期限", "keep_until", 15), ("廃棄方法", "disposal", 14),
        ("開示対象", "disclosure", 9),
    )),
    ("委託先での取扱い", (
        ("委託先・再委託先", "entrusted", 16), ("委託先の国", _NO_COLUMN, 10), ("委託する業務", _NO_COLUMN, 14),
        ("渡す項目", _NO_COLUMN, 14), ("渡す方法", _NO_COLUMN, 12), ("委託先の保管場所", _NO_COLUMN, 14),
        ("委託先の保管の国", _NO_COLUMN, 10), ("委託先でのアクセス", _NO_COLUMN, 13), ("委託契約", _NO_COLUMN, 12),
        ("再委託の条件", _NO_COLUMN, 12), ("監督（確認日）", _NO_COLUMN, 12), ("終了時の返却・消去", _NO_COLUMN, 13),
        ("外国の根拠（法28条）", _NO_COLUMN, 13),
    )),
    ("第三者への提供", (
        ("第三者提供・提供先", "third_party", 15), ("提供先の国", "foreign", 12), ("共同利用", "joint_use", 12),
        ("提供の根拠・記録", _NO_COLUMN, 14),
    )),
)  # fmt: skip
_COLUMNS = tuple(column for _, columns in GROUPS for column in columns)
_GROUP_ROW, _HEADING_ROW = 4, 5
_REPEATED = "ABC"  # columns that tell a line apart
_CENTRED = frozenset(("number", "disclosure"))
NOTE = (
    "4つの区分とその項目数（11・10・13・4）は、個人情報保護委員会のデータマッピング表（2022年10月）の紹介記事によります。"
    "項目の名称は原本と照合していないため、提出や審査に使うときは原本と見比べてください。"
)


def write_mapping(ledger: Ledger, path: Path) -> None:
    """Write the workbook."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = TITLE
    styles.set_default_font(workbook)
    workbook.properties.title, workbook.properties.creator = TITLE, "daicho"
    _write_head(sheet, ledger)
    for row, line in enumerate(ledger.lines, _HEADING_ROW + 1):
        _write_line(sheet, row, line)
    if not ledger.lines:
        page.put(sheet, _HEADING_ROW + 1, 1, "台帳に行がありません。", styles.SMALL.but(wrap=False))
    last = max(_HEADING_ROW + len(ledger.lines), _HEADING_ROW)
    sheet.auto_filter.ref = f"A{_HEADING_ROW}:{get_column_letter(len(_COLUMNS))}{last}"
    _set_up(sheet, ledger.company)
    with placing.placed(path) as file:
        workbook.save(file)


def _write_head(sheet: Worksheet, ledger: Ledger) -> None:
    page.set_widths(sheet, [width for _, _, width in _COLUMNS])
    page.put(sheet, 1, 1, TITLE, styles.TITLE)
    sheet.row_dimensions[1].height = 30
    beside = 1 + len(_REPEATED)  # what stands in the repeated columns would be cut off on the second page
    page.put(sheet, 1, beside, f"{ledger.company or '（会社名）'}　　{made_on(ledger)} 作成", styles.COMPANY)
    page.put(sheet, 2, beside, NOTE, styles.SMALL.but(wrap=False))
    place = 1
    for name, columns in GROUPS:
        page.span(sheet, _GROUP_ROW, place, place + len(columns) - 1, name, styles.GROUP)
        place += len(columns)
    for place, (heading, _, _) in enumerate(_COLUMNS, 1):
        page.put(sheet, _HEADING_ROW, place, heading, styles.HEADING)
    tallest = max(celltext.lines(heading, width) for heading, _, width in _COLUMNS)
    sheet.row_dimensions[_GROUP_ROW].height = 18
    sheet.row_dimensions[_HEADING_ROW].height = celltext.height(tallest) + 6


def _write_line(sheet: Worksheet, row: int, line: LedgerLine) -> None:
    tallest = 1
    for place, (_, key, width) in enumerate(_COLUMNS, 1):
        cell = line.cells.get(key, BLANK) if key else BLANK
        value = FILL_IN if cell.state == "blank" else cell.value
        look = LOOKS[cell.state]
        centred = key in _CENTRED and cell.state != "blank"
        number = int(value) if key == "number" and value.isdecimal() else value
        page.put(sheet, row, place, number, look.but(across="center") if centred else look)
        tallest = max(tallest, celltext.lines(value, width))
    sheet.row_dimensions[row].height = celltext.height(tallest)


def _set_up(sheet: Worksheet, company: str) -> None:
    """A3 landscape, two pages wide, the columns that tell a line apart on both."""
    page.set_up(sheet, company, heading_rows=f"{_GROUP_ROW}:{_HEADING_ROW}", freeze=f"D{_HEADING_ROW + 1}")
    sheet.page_setup.paperSize = "8"  # A3
    sheet.page_setup.fitToWidth = 2
    sheet.print_title_cols = f"{_REPEATED[0]}:{_REPEATED[-1]}"

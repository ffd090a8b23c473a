"""The first sheet: the 個人情報管理台帳 that a company files and an auditor reads, alone on paper.

A4 landscape carries fifteen columns in print that can be read: the seven that JIS Q 15001 demands and what tells a
line apart. The other columns are there, folded away; the [＋] above them opens them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import groupby

from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from inventory.export import celltext, page, styles
from inventory.export.list_sheets import UNREAD
from inventory.exposure import exposed_sensitive, headline
from inventory.ledger import BLANK, COLUMNS, Cell, CellState, Coverage, Ledger, LedgerLine

TITLE_OF_SHEET = "個人情報管理台帳"
FILL_IN = "（要記入）"
LOOKS: Mapping[CellState, styles.Look] = {
    "found": styles.FOUND, "suggested": styles.SUGGESTED, "blank": styles.BLANK, "confirmed": styles.CONFIRMED,
}  # fmt: skip
PRINTED = {  # the width of each, in half-width characters: together the lowest rows that 66 lines of an office came to
    "number": 4.5, "department": 9.5, "name": 16, "items": 22, "subjects": 10, "count": 10.5, "flags": 10,
    "purpose": 14, "acquisition": 13, "location": 16.5, "storage": 13, "access": 11.5, "use_until": 11,
    "keep_until": 16, "manager": 11,
}  # fmt: skip
FOLDED = {
    "business": 16, "direct_written": 10.5, "consent": 16, "medium": 20, "keep_reason": 30, "entrusted": 20,
    "third_party": 16, "joint_use": 16, "foreign": 16, "disposal": 26, "disclosure": 14, "risk": 14,
    "confirmed_on": 12, "confirmed_by": 12, "remarks": 40,
}  # fmt: skip
_CHOICES = {
    "direct_written": ("有", "無"), "third_party": ("有", "無"), "joint_use": ("有", "無"), "foreign": ("有", "無"),
    "disclosure": ("対象", "非対象"),
}  # fmt: skip
_CENTRED = frozenset(("number", "direct_written", "disclosure", "risk", "confirmed_on"))
_STAMPS = (("use_until", "作成"), ("keep_until", "確認"), ("manager", "承認"))
_PLACE = {column.key: place for place, column in enumerate(COLUMNS, 1)}
_KEYS, _GROUPS, _HEADINGS = 7, 8, 9  # rows; that of the keys is hidden
_FIRST = _HEADINGS + 1
_MOST_COMMENTS = 300
_AREAS_OF_A_RULE = 200


def add(workbook: Workbook, ledger: Ledger) -> None:
    """Lay out the 台帳."""
    sheet: Worksheet = workbook.create_sheet(TITLE_OF_SHEET)
    _set_columns(sheet)
    _write_title(sheet, ledger)
    _write_headings(sheet)
    row = _FIRST
    for _, lines in groupby(ledger.lines, key=lambda line: line.department):
        for place, line in enumerate(lines):
            _write_line(sheet, row, line, first_of_department=not place)
            row += 1
    if not ledger.lines:
        page.span(sheet, row, 1, len(COLUMNS), "個人情報を含むファイルは見つかりませんでした。", styles.FOUND)
    page.lock(
        sheet, f"A{_FIRST}:A{max(row - 1, _FIRST)}", "管理No",
        "管理Noは台帳の行の目印です。変えないでください。新しい行では空けておきます。",
    )  # fmt: skip
    _comment(sheet, ledger)
    _unmark_when_filled(sheet, ledger)
    _offer_choices(sheet, len(ledger.lines))
    sheet.auto_filter.ref = f"A{_HEADINGS}:{get_column_letter(len(COLUMNS))}{max(row - 1, _HEADINGS)}"
    freeze = f"{get_column_letter(_PLACE['name'] + 1)}{_FIRST}"
    page.set_up(sheet, ledger.company, heading_rows=f"{_GROUPS}:{_HEADINGS}", freeze=freeze)


def made_on(ledger: Ledger) -> str:
    """The day on which the 台帳 was compiled, here; as it stands where it is no time."""
    try:
        return datetime.fromisoformat(ledger.compiled).astimezone().date().isoformat()
    except ValueError:
        return ledger.compiled


def coverage_line(coverage: Coverage) -> str:
    """One sentence: how much was examined, what could not be read, and where that is listed."""
    partly = f"、一部しか読めなかったもの {coverage.partly:,} 件" if coverage.partly else ""
    if not coverage.unexamined and not partly:
        return f"検査 {coverage.total:,} 件　すべて読めました"
    return f"検査 {coverage.total:,} 件中　読めなかったもの {coverage.unexamined:,} 件{partly}：別紙「{UNREAD}」"


def _set_columns(sheet: Worksheet) -> None:
    previous_folded = False
    for place, column in enumerate(COLUMNS, 1):
        dimension = sheet.column_dimensions[get_column_letter(place)]
        folded = column.key not in PRINTED
        dimension.width = celltext.column_width(FOLDED[column.key] if folded else PRINTED[column.key])
        if folded:
            dimension.outlineLevel = 1
            dimension.hidden = True
        dimension.collapsed = previous_folded and not folded
        previous_folded = folded
    sheet.column_dimensions.max_outline = 1  # without it Excel leaves no room for the [＋]
    after = sheet.column_dimensions[get_column_letter(len(COLUMNS) + 1)]
    after.collapsed = previous_folded
    after.width = 3


def _write_title(sheet: Worksheet, ledger: Ledger) -> None:
    page.put(sheet, 1, 1, TITLE_OF_SHEET, styles.TITLE)
    page.put(sheet, 2, 1, ledger.company or "（会社名）", styles.COMPANY)
    facts = (
        ("版・作成日", f"第（　　）版　　{made_on(ledger)} 作成"),
        ("対象範囲", "、".join(ledger.roots) or "（スキャンした場所はありません）"),
        ("検査範囲", coverage_line(ledger.coverage)),
    )
    first, last = _PLACE["name"], _PLACE["access"]
    room = sum(PRINTED.get(column.key, 0) for column in COLUMNS[first - 1 : last])
    for row, (label, text) in enumerate(facts, 3):
        page.put(sheet, row, 1, label, styles.LABEL)
        page.span(sheet, row, first, last, text, styles.TEXT)
        sheet.row_dimensions[row].height = celltext.height(celltext.lines(text, room))
    sheet.row_dimensions[1].height = max(26, _write_headline(sheet, ledger))
    sheet.row_dimensions[2].height = 20
    _write_stamps(sheet)
    _write_looks(sheet, 6)


def _write_headline(sheet: Worksheet, ledger: Ledger) -> float:
    """Beside the title: what everybody may read and should not; the height it needs."""
    text, first, last = headline(ledger), _PLACE["subjects"], _PLACE["access"]
    look = styles.GRAVE if exposed_sensitive(ledger) else styles.SMALL
    page.span(sheet, 1, first, last, text, look.but(border=None, down="center"))
    return celltext.height(celltext.lines(text, sum(PRINTED.get(one.key, 0) for one in COLUMNS[first - 1 : last])))


def _write_stamps(sheet: Worksheet) -> None:
    """Three boxes for the seals of those who made, checked and approved the register."""
    for key, label in _STAMPS:
        place = _PLACE[key]
        page.put(sheet, 1, place, label, styles.HEADING.but(border=styles.box(color=styles.NAVY)))
        for row in range(2, 5):
            page.put(sheet, row, place, None, styles.Look(border=styles.box(color=styles.NAVY)))
        sheet.merge_cells(start_row=2, end_row=4, start_column=place, end_column=place)


def _write_looks(sheet: Worksheet, row: int) -> None:
    """One line that says what the looks mean, on the page itself."""
    page.put(sheet, row, 1, "表示の見方", styles.LABEL)
    centred = {"across": "center", "down": "center", "wrap": False}
    page.put(sheet, row, _PLACE["name"], "検出・確認済", styles.FOUND.but(**centred))
    page.put(sheet, row, _PLACE["items"], "候補（要確認）", styles.SUGGESTED.but(**centred))
    page.span(sheet, row, _PLACE["subjects"], _PLACE["count"], FILL_IN, styles.BLANK.but(**centred))
    text = "　濃い見出しは JIS Q 15001 が台帳に求める7項目です。くわしくは「凡例」をご覧ください。"
    page.put(sheet, row, _PLACE["flags"], text, styles.SMALL.but(wrap=False, down="center"))
    sheet.row_dimensions[row].height = 21


def _write_headings(sheet: Worksheet) -> None:
    for group, columns in groupby(COLUMNS, key=lambda column: column.group):
        places = [_PLACE[column.key] for column in columns]
        page.span(sheet, _GROUPS, places[0], places[-1], group, styles.GROUP)
    for column in COLUMNS:
        look = styles.MANDATORY if column.mandatory else styles.HEADING
        page.put(sheet, _HEADINGS, _PLACE[column.key], column.heading, look)
        page.put(sheet, _KEYS, _PLACE[column.key], column.key, styles.SMALL)  # moves with its column
    sheet.row_dimensions[_KEYS].hidden = True
    sheet.row_dimensions[_GROUPS].height = 18
    widths = {**FOLDED, **PRINTED}
    tallest = max(celltext.lines(column.heading, widths[column.key]) for column in COLUMNS)
    sheet.row_dimensions[_HEADINGS].height = celltext.height(tallest) + 6


def _write_line(sheet: Worksheet, row: int, line: LedgerLine, *, first_of_department: bool) -> None:
    tallest = 1
    for column in COLUMNS:
        cell = _cell(line, column.key)
        value = FILL_IN if cell.state == "blank" else cell.value
        look = _look(line, column.key, cell.state, first_of_department=first_of_department)
        number = column.key == "number" and value.isdecimal()
        page.put(sheet, row, _PLACE[column.key], int(value) if number else value, look)
        tallest = max(tallest, celltext.lines(value, PRINTED.get(column.key) or FOLDED[column.key]))
    page.set_height(sheet, row, celltext.height(tallest))


def _cell(line: LedgerLine, key: str) -> Cell:
    """The cell of a column; nobody is asked to fill in remarks."""
    cell = line.cells.get(key, BLANK)
    return Cell("", "found") if key == "remarks" and cell.state == "blank" else cell


def _look(line: LedgerLine, key: str, state: CellState, *, first_of_department: bool) -> styles.Look:
    look = LOOKS[state]
    if state == "found":
        grave = key == "flags" and not {"my_number", "special_care"}.isdisjoint(line.flags)
        look = styles.GONE if line.gone else styles.GRAVE if grave else look
    if key in _CENTRED and state != "blank":
        look = look.but(across=styles.CENTRED.across)
    if first_of_department and look.border is not None:
        old = look.border
        top = Side("medium", styles.NAVY)
        look = look.but(border=Border(left=old.left, right=old.right, bottom=old.bottom, top=top))
    return look


def _comment(sheet: Worksheet, ledger: Ledger) -> None:
    """Where a suggestion comes from, and what the scan says where a person said otherwise; a few, the latter first."""
    notes = [
        (cell.state != "confirmed", row, _PLACE[key], cell.note)
        for row, line in enumerate(ledger.lines, _FIRST)
        for key, cell in line.cells.items()
        if cell.note and cell.state in ("confirmed", "suggested")
    ]
    for _, row, place, note in sorted(notes)[:_MOST_COMMENTS]:
        text = celltext.storable(note)
        comment = Comment(text, "daicho")
        comment.width, comment.height = 280, 24 + 18 * celltext.lines(text, 36)
        sheet.cell(row, place).comment = comment


def _unmark_when_filled(sheet: Worksheet, ledger: Ledger) -> None:
    """A marked blank turns plain as soon as somebody fills it in."""
    side = Side("thin", styles.LINE)
    plain = DifferentialStyle(
        font=Font(b=False, i=False, color=styles.INK),
        fill=PatternFill("solid", bgColor=styles.PAPER),
        border=Border(left=side, right=side, top=side, bottom=side),
    )
    for column in COLUMNS:
        areas = _blank_areas(ledger, column.key)
        for start in range(0, len(areas), _AREAS_OF_A_RULE):
            some = areas[start : start + _AREAS_OF_A_RULE]
            top = some[0].partition(":")[0]
            rule = Rule("expression", formula=[f'AND(LEN({top})>0,{top}<>"{FILL_IN}")'], dxf=plain)
            sheet.conditional_formatting.add(" ".join(some), rule)


def _blank_areas(ledger: Ledger, key: str) -> list[str]:
    """The blank cells of a column as ranges of neighbours."""
    letter = get_column_letter(_PLACE[key])
    rows = [row for row, line in enumerate(ledger.lines, _FIRST) if _cell(line, key).state == "blank"]
    runs = [[row for _, row in run] for _, run in groupby(enumerate(rows), key=lambda pair: pair[1] - pair[0])]
    return [f"{letter}{run[0]}:{letter}{run[-1]}" for run in runs]


def _offer_choices(sheet: Worksheet, count: int) -> None:
    """Where there are few answers, Excel offers them; others may be written all the same."""
    for key, choices in _CHOICES.items():
        letter = get_column_letter(_PLACE[key])
        page.offer(sheet, f"{letter}{_FIRST}:{letter}{_FIRST + max(count, 1) - 1}", choices)

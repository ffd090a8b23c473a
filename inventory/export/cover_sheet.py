"""表紙: whose 台帳 this is, what was examined and what could not be, what the sheets hold, what the looks mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from openpyxl.workbook import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from inventory.export import (
    celltext,
    entrusted_sheets,
    exposure_sheet,
    ledger_sheet,
    legend_sheet,
    list_sheets,
    page,
    styles,
)
from inventory.export.celltext import visible
from inventory.export.ledger_sheet import FILL_IN, made_on
from inventory.exposure import headline
from inventory.ledger import Coverage, Ledger

TITLE_OF_SHEET = "表紙"
_WIDTHS = (26.0, 12.0, 10.0, 78.0, 19.0, 19.0, 19.0)
_LAST = len(_WIDTHS)
_TEXT = 4  # the column from which texts go to the edge
_STAMPS = ("作成", "確認", "承認")
_MOST_REASONS = 3
_GAP = 6.0  # points between two parts
_LOOKS = (
    ("検出・確認済", styles.FOUND, "スキャンで見つけた内容と、人が確かめた内容です。"),
    (
        "候補（要確認）",
        styles.SUGGESTED,
        "文書の種類などからの案です。確かめ、違えば直してください。",
    ),
    (FILL_IN, styles.BLANK, "スキャンではわからない項目です。記入してください。"),
)
_WHAT = {
    "台帳": "個人情報管理台帳。1ページ目だけで、会社名・範囲・検査の結果がわかります。",
    "リスク分析表": "台帳の行ごとの、取得から廃棄までのリスク、対策、残留リスク。台帳Noで台帳と対応します。",
    list_sheets.PERSONAL: "台帳のもとになったファイルのすべて。人の判断も載せています。",
    list_sheets.SENSITIVE: "要配慮個人情報、特定個人情報などを含むファイル。先に確かめてください。",
    exposure_sheet.EXPOSURE: "個人情報のあるフォルダーを、だれが読めるか。全員が読めるものから並べています。",
    "保管期限超過": "台帳の保管期限を過ぎたとみられるファイル。",
    list_sheets.UNREAD: "検査できなかったファイルと、その理由。1件ずつ確かめ、対応を記入します。",
    "前回からの変更": "前回のスキャンから増えた、移った、なくなったファイルと、増減した台帳の行。",
    entrusted_sheets.TAKEOUTS: "持ち出しの申請、承認、返却、消去の確認。",
    entrusted_sheets.CONTRACTORS: "委託先ごとの、契約の条項、扱う台帳の行、点検の時期。",
    "事故の記録": "漏えいなどの事故、報告・通知の期限と済んだ日。",
    legend_sheet.TITLE_OF_SHEET: "表示、区分、検査の状態の意味。何を個人情報としたか。台帳の仕上げ方。",
}  # fmt: skip

Contents = Sequence[tuple[str, int | None]]  # sheet, and how many rows it has where it is a list


def add(workbook: Workbook, ledger: Ledger, contents: Contents, place: int) -> None:
    """Lay out the sheet as the one at this place (from 0)."""
    sheet: Worksheet = workbook.create_sheet(TITLE_OF_SHEET, place)
    page.set_widths(sheet, _WIDTHS)
    row = _write_title(sheet, ledger)
    row = _write_coverage(sheet, row + 1, ledger)
    row = _write_contents(sheet, row + 1, contents)
    _write_looks(sheet, row + 1)
    page.set_up(sheet, ledger.company, heading_rows="", freeze="A2")
    sheet.page_setup.fitToHeight = 1


def statement(coverage: Coverage) -> str:
    """The coverage in sentences: what was met, what was read, what was not."""
    met = f"対象のファイル {coverage.files:,} 件（{coverage.bytes / 1e6:,.1f} MB）"
    if coverage.members:
        met += f"と、圧縮ファイル・メールの中の {coverage.members:,} 件、合わせて {coverage.total:,} 件"
    if coverage.examined == coverage.total:
        return f"{met}を検査し、すべて最後まで読めました。"
    partly = f"、一部だけ読めたもの {coverage.partly:,} 件" if coverage.partly else ""
    return (
        f"{met}のうち、最後まで検査したもの {coverage.examined:,} 件{partly}、"
        f"検査できなかったもの {coverage.unexamined:,} 件。検査できなかったものに個人情報がないとは言えません。"
    )


def _write_title(sheet: Worksheet, ledger: Ledger) -> int:
    page.put(sheet, 1, 1, ledger_sheet.TITLE_OF_SHEET, styles.TITLE)
    page.put(sheet, 2, 1, ledger.company or "（会社名）", styles.COMPANY)
    sheet.row_dimensions[1].height, sheet.row_dimensions[2].height = 30, 30
    _write_stamps(sheet)
    departments = Counter(line.cells["department"].value for line in ledger.lines)
    lines = "、".join(f"{name} {count:,}行" for name, count in departments.items())
    gone = sum(line.gone for line in ledger.lines)
    facts = (
        (exposure_sheet.EXPOSURE, headline(ledger)),
        ("版・作成日", f"第（　　）版　　{made_on(ledger)} 作成"),
        ("対象の部門", ledger.department),
        ("対象範囲", "\n".join(map(visible, ledger.roots)) or "（スキャンした場所はありません）"),
        ("台帳の行", f"{len(ledger.lines):,}行" + (f"（{lines}）" if lines else "")),
        ("対象のなくなった行", f"{gone:,}行（廃棄か移動かを確かめてください）" if gone else ""),
        ("個人情報のあるファイル", f"{len(ledger.holding):,}件"),
        ("検査範囲", statement(ledger.coverage)),
    )
    row = 3
    for label, text in facts:
        if text:
            narrow = row < 6  # beside the boxes for seals
            page.put(sheet, row, 1, label, styles.LABEL)
            _text(sheet, row, 2, _TEXT if narrow else _LAST, text, styles.TEXT)
            row += 1
    return row


def _write_stamps(sheet: Worksheet) -> None:
    """Boxes for name, day and seal of those who made, checked and approved the 台帳."""
    framed = styles.Look(border=styles.box(color=styles.NAVY))
    for place, label in enumerate(_STAMPS, _LAST - len(_STAMPS) + 1):
        page.put(sheet, 1, place, label, styles.HEADING.but(border=styles.box(color=styles.NAVY)))
        for row in range(2, 5):
            page.put(sheet, row, place, None, framed)
        sheet.merge_cells(start_row=2, end_row=4, start_column=place, end_column=place)
        page.put(sheet, 5, place, "　　　年　　月　　日", framed.but(across="center", down="center"))


def _write_coverage(sheet: Worksheet, row: int, ledger: Ledger) -> int:
    """Every file met, by how its examination ended, with the reasons; the sum, and what it agrees with."""
    coverage = ledger.coverage
    row = _heading(sheet, row, "検査範囲の内訳", ("検査の状態", "件数", "割合", "理由（多い順）"))
    reasons: dict[str, Counter[str]] = {}
    for line in ledger.unread:
        reasons.setdefault(line.file.status, Counter())[line.file.note] += 1
    names = dict.fromkeys((*ledger.status_names, *coverage.by_status))
    none = [ledger.status_names.get(status, status) for status in names if not coverage.by_status.get(status)]
    for status in names:
        if count := coverage.by_status.get(status, 0):
            name, why = ledger.status_names.get(status, status), _reasons(reasons.get(status, Counter()))
            row = _row(sheet, row, name, count, _share(count, coverage.total), why)
    if none:
        row = _row(sheet, row, "ほかの状態", 0, "", "、".join(none))
    row = _row(sheet, row, "合計", coverage.total, _share(coverage.total, coverage.total), "", styles.HEADING)
    page.put(sheet, row, 1, list_sheets.agreement(ledger), styles.SMALL.but(wrap=False))
    return row + 1


def _reasons(notes: Counter[str]) -> str:
    told = [f"{note.rstrip('。')}（{count:,} 件）" for note, count in notes.most_common(_MOST_REASONS) if note]
    more = len([note for note in notes if note]) - len(told)
    return "　".join([*told, *([f"ほか {more:,} とおり"] if more > 0 else [])])


def _write_contents(sheet: Worksheet, row: int, contents: Contents) -> int:
    row = _heading(sheet, row, "このブックの内容", ("シート", "件数", "", "内容"))
    for name, count in contents:
        base = name.partition(" (")[0]
        what = _WHAT.get("台帳" if base == ledger_sheet.TITLE_OF_SHEET else base, "")
        _row(sheet, row, name, count, "", what if base == name else "前のシートの続き")
        cell = sheet.cell(row, 1)
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{name}'!A1")
        row += 1
    return row


def _write_looks(sheet: Worksheet, row: int) -> None:
    page.put(sheet, row, 1, "表示の見方", styles.SECTION)
    sheet.row_dimensions[row].height = 22
    sheet.row_dimensions[row - 1].height = _GAP
    row += 1
    meanings = []
    for (first, last), (name, look, meaning) in zip(((1, 1), (2, 3), (4, 4)), _LOOKS, strict=True):
        page.span(sheet, row, first, last, name, look.but(across="center", down="center"))
        meanings.append(f"{name}：{meaning}")
    sheet.row_dimensions[row].height = 20
    _text(sheet, row + 1, 1, _LAST, "　".join(meanings), styles.TEXT)


def _heading(sheet: Worksheet, row: int, title: str, headings: Iterable[str]) -> int:
    page.put(sheet, row, 1, title, styles.SECTION)
    sheet.row_dimensions[row].height = 22
    sheet.row_dimensions[row - 1].height = _GAP
    for place, heading in enumerate(headings, 1):
        page.span(sheet, row + 1, place, _LAST if place == _TEXT else place, heading, styles.HEADING)
    return row + 2


def _row(
    sheet: Worksheet, row: int, name: str, count: int | None, share: str, text: str,
    look: styles.Look = styles.FOUND,
) -> int:  # fmt: skip
    page.put(sheet, row, 1, name, look)
    page.put(sheet, row, 2, count, styles.NUMBER)
    page.put(sheet, row, 3, share, styles.FOUND.but(across="right", indent=1))
    _text(sheet, row, _TEXT, _LAST, text, styles.FOUND)
    return row + 1


def _text(sheet: Worksheet, row: int, first: int, last: int, text: str, look: styles.Look) -> None:
    page.span(sheet, row, first, last, text, look)
    room = sum(_WIDTHS[first - 1 : last])
    sheet.row_dimensions[row].height = celltext.height(celltext.lines(text, room))


def _share(count: int, total: int) -> str:
    return f"{100 * count / total:.1f} %" if total else ""

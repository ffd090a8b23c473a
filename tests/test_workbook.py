"""The workbook: the 台帳 on paper and on the screen, its looks, and that nothing half-written is left behind."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from inventory.export import celltext, ledger_sheet, page
from inventory.export.ledger_sheet import FILL_IN, PRINTED
from inventory.export.workbook import ExportError, write_workbook
from inventory.ledger import COLUMNS, Cell, Ledger
from tests.test_workbook_sample import LONG, office_ledger

SHEETS = [
    "個人情報管理台帳",
    "表紙",
    "リスク分析表",
    "検出ファイル一覧",
    "要配慮・特定個人情報",
    "閲覧可能な範囲",
    "保管期限超過",
    "読めなかったファイル",
    "前回からの変更",
    "凡例",
]
MANDATORY = ["個人情報の項目", "利用目的", "保管場所", "保管方法", "アクセス権を有する者", "利用期限", "保管期限"]
HEADINGS = 9
PLACE = {column.key: number for number, column in enumerate(COLUMNS, 1)}


def written(ledger: Ledger, folder: Path) -> Any:
    """The workbook of a ledger, read back."""
    path = folder / "台帳.xlsx"
    write_workbook(ledger, path)
    assert [file.name for file in folder.iterdir()] == ["台帳.xlsx"]
    return load_workbook(path)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return written(office_ledger(), tmp_path_factory.mktemp("book"))


def with_cells(**cells: Cell) -> Ledger:
    """A ledger of one line in which some cells are given."""
    ledger = office_ledger()
    line = ledger.lines[0]
    return replace(ledger, lines=(replace(line, cells={**line.cells, **cells}),))


# --- the sheets -------------------------------------------------------------------------------------------------


def test_every_sheet_prints_on_a4_landscape_one_page_wide(book: Any) -> None:
    assert book.sheetnames == SHEETS
    for sheet in book:
        assert (int(sheet.page_setup.paperSize), sheet.page_setup.orientation) == (9, "landscape")
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, int(sheet.title == "表紙"))
        assert sheet.oddHeader.right.text == "社外秘"
        assert sheet.oddHeader.left.text == "株式会社ひなた && 健康堂　個人情報管理台帳"
        assert (sheet.oddFooter.left.text, sheet.oddFooter.center.text) == ("&A", "&P / &N ページ")


@pytest.mark.parametrize("name", [SHEETS[0], *SHEETS[2:5]])
def test_headings_stay_in_view_repeat_in_print_and_filter(book: Any, name: str) -> None:
    sheet = book[name]
    first = int(sheet.auto_filter.ref.partition(":")[0][1:])
    assert sheet.freeze_panes.endswith(str(first + 1))
    assert sheet.print_title_rows.endswith(f"${first}")
    assert sheet.auto_filter.ref.endswith(str(sheet.max_row))


@pytest.mark.parametrize("name", SHEETS)
def test_text_is_eight_points_high_on_paper(book: Any, name: str) -> None:
    sheet = book[name]
    shown = [dimension.width for dimension in sheet.column_dimensions.values() if not dimension.hidden]
    if name == SHEETS[0]:
        shown.remove(3)  # the narrow column that carries the last [＋] is empty and not printed
    assert sum(width * 8 for width in shown) <= page.WIDEST
    smallest = min(cell.font.sz for row in sheet.iter_rows() for cell in row if cell.value is not None)
    assert smallest >= 9


# --- the 台帳 ---------------------------------------------------------------------------------------------------


def test_the_seven_columns_of_the_standard_are_printed_and_stand_out(book: Any) -> None:
    sheet = book[SHEETS[0]]
    headings = {cell.value: cell for cell in sheet[HEADINGS]}
    plain = headings["取得方法"].fill.fgColor.rgb
    assert list(headings) == [column.heading for column in COLUMNS]
    for heading in MANDATORY:
        assert headings[heading].fill.fgColor.rgb != plain
        assert not sheet.column_dimensions[headings[heading].column_letter].hidden
    printed = {column.group for column in COLUMNS if column.key in PRINTED}
    assert printed == {"特定", "取得", "保管", "管理"}


def test_the_other_columns_fold(book: Any) -> None:
    sheet = book[SHEETS[0]]
    for column in COLUMNS:
        dimension = sheet.column_dimensions[sheet.cell(9, PLACE[column.key]).column_letter]
        assert (dimension.hidden, dimension.outlineLevel) == ((False, 0) if column.key in PRINTED else (True, 1))
    assert sheet.sheet_format.outlineLevelCol == 1


def test_the_title_block_stands_alone(book: Any) -> None:
    above = [str(cell.value) for row in book[SHEETS[0]].iter_rows(max_row=6) for cell in row if cell.value]
    assert {"個人情報管理台帳", "株式会社ひなた & 健康堂", "作成", "確認", "承認", "//fileserver/共有"} <= set(above)
    assert "第（　　）版　　2026-11-21 作成" in above
    coverage = "検査 256 件中　読めなかったもの 14 件、一部しか読めなかったもの 2 件：別紙「読めなかったファイル」"
    assert coverage in above


def test_lines_keep_their_order(book: Any) -> None:
    sheet = book[SHEETS[0]]
    numbers = [sheet.cell(row, 1).value for row in range(HEADINGS + 1, sheet.max_row + 1)]
    assert numbers == list(range(1, 21))


def test_the_looks_of_found_suggested_and_blank_differ(tmp_path: Path) -> None:
    ledger = with_cells(
        purpose=Cell("発送", "found"),
        storage=Cell("鍵のかかる棚", "suggested"),
        access=Cell("", "blank"),
        use_until=Cell("退会まで", "confirmed"),
    )
    sheet = written(ledger, tmp_path)[SHEETS[0]]
    found, suggested, blank, confirmed = (
        sheet.cell(HEADINGS + 1, PLACE[key]) for key in ("purpose", "storage", "access", "use_until")
    )
    assert (found.font.i, found.fill.fill_type, found.border.left.style) == (False, None, "thin")
    assert (suggested.font.i, suggested.fill.fill_type) == (True, "solid")
    assert (blank.value, blank.border.left.style) == (FILL_IN, "dashed")
    assert confirmed.style_id == found.style_id


def test_every_blank_is_marked_and_turns_plain_when_filled(book: Any) -> None:
    sheet = book[SHEETS[0]]
    ruled = {cell for area in sheet.conditional_formatting for cells in area.cells.ranges for cell in cells.cells}
    for row, line in enumerate(office_ledger().lines, HEADINGS + 1):
        for column in COLUMNS:
            marked = sheet.cell(row, PLACE[column.key]).value == FILL_IN
            wanted = line.cells[column.key].state == "blank" and column.key != "remarks"
            assert marked == wanted == ((row, PLACE[column.key]) in ruled)


def test_a_long_text_gets_the_height_it_needs(book: Any) -> None:
    sheet = book[SHEETS[0]]
    assert sheet.cell(HEADINGS + 1, PLACE["purpose"]).value == LONG
    needed = len(LONG) / (PRINTED["purpose"] / 1.5) * 14
    assert sheet.row_dimensions[HEADINGS + 1].height > needed
    assert sheet.row_dimensions[HEADINGS + 2].height < sheet.row_dimensions[HEADINGS + 1].height
    assert all(cell.alignment.wrap_text for cell in sheet[HEADINGS + 1])


def test_a_note_says_what_the_scan_found_where_a_person_said_otherwise(book: Any) -> None:
    comment = book[SHEETS[0]].cell(HEADINGS + 1, PLACE["purpose"]).comment
    assert comment.text.startswith("スキャンの結果・候補：商品・サービスの提供")


def test_a_heading_of_the_legend_is_not_left_behind_on_its_page(book: Any) -> None:
    sheet = book["凡例"]
    (broken,) = (place.id for place in sheet.row_breaks.brk)
    assert sheet.cell(broken + 1, 1).value.startswith("判断基準")


def test_a_ledger_without_lines_says_so(tmp_path: Path) -> None:
    ledger = office_ledger(lines=(), files=(), roots=())
    book = written(ledger, tmp_path)
    assert book[SHEETS[0]].cell(HEADINGS + 1, 1).value == "個人情報を含むファイルは見つかりませんでした。"
    assert [sheet.max_row > 1 for sheet in book] == [True] * len(SHEETS)


# --- cells ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "＝1+1"])
def test_what_looks_like_a_formula_stays_text(tmp_path: Path, value: str) -> None:
    cell = written(with_cells(remarks=Cell(value, "confirmed")), tmp_path)[SHEETS[0]].cell(
        HEADINGS + 1, PLACE["remarks"]
    )
    assert (cell.value, cell.data_type, cell.quotePrefix) == (value, "s", True)


def test_characters_that_xml_forbids_become_visible() -> None:
    assert celltext.storable("a\x07b\x00c\ud800\uffff\u202ed") == "a␇b␀c\\ud800\ufffd[U+202E]d"
    assert celltext.storable("一\r\n二\t三") == "一\n二 三"
    assert celltext.visible("一\n二") == "一␊二"


def test_what_excel_takes_for_an_escape_is_escaped() -> None:
    assert celltext.storable("report_x0041_final") == "report_x005F_x0041_final"
    assert celltext.storable("box_xyz_x12_") == "box_xyz_x12_"


@pytest.mark.parametrize("character", ["あ", "𠮷"])
def test_a_text_too_long_for_a_cell_is_cut_visibly(character: str) -> None:
    cut = celltext.storable(character * 40_000)
    assert cut.endswith(character + "…")
    assert len(cut.encode("utf-16-le")) // 2 in (32_766, 32_767)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [("", 9, 1), ("あいうえ", 10, 1), ("あいうえおか", 10, 2), ("あ\nい", 10, 2), ("あいう、", 7, 2), ("x" * 40, 10, 5),
     ("山 customer", 10, 2)],
)  # fmt: skip
def test_lines_are_counted_as_excel_wraps_them(text: str, width: float, lines: int) -> None:
    assert celltext.lines(text, width) == lines


# --- writing ----------------------------------------------------------------------------------------------------


def refused(path: Path, files: int = 1) -> str:
    """The sentence with which writing is refused; nothing has changed in the folder, nor been left in it."""
    ledger = office_ledger()
    before = sorted(path.parent.iterdir()) if path.parent.is_dir() else None
    with pytest.raises(ExportError) as refusal:
        write_workbook(replace(ledger, files=ledger.files * files), path)
    assert before == (sorted(path.parent.iterdir()) if path.parent.is_dir() else None)
    return str(refusal.value)


def test_a_folder_as_target_is_refused(tmp_path: Path) -> None:
    (tmp_path / "台帳.xlsx").mkdir()
    assert "フォルダーです" in refused(tmp_path / "台帳.xlsx")


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    assert "がありません" in refused(tmp_path / "ない" / "台帳.xlsx")


@pytest.mark.parametrize("mark", ["~$台帳.xlsx", ".~lock.台帳.xlsx#"])
def test_a_workbook_that_is_open_is_left_alone(tmp_path: Path, mark: str) -> None:
    target = tmp_path / "台帳.xlsx"
    target.write_bytes(b"old")
    (tmp_path / mark).touch()
    assert "開かれています" in refused(target)
    assert target.read_bytes() == b"old"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")
def test_a_disk_that_fills_up_leaves_the_old_workbook(tmp_path: Path) -> None:
    import resource

    target = tmp_path / "台帳.xlsx"
    target.write_bytes(b"old")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, hard))
    try:
        sentence = refused(target, files=50)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "空き容量" in sentence
    assert target.read_bytes() == b"old"


def test_an_older_workbook_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "台帳.xlsx").write_bytes(b"old")
    assert written(office_ledger(), tmp_path).sheetnames == SHEETS


def test_the_columns_of_both_forms_are_all_columns() -> None:
    assert PRINTED.keys() | ledger_sheet.FOLDED.keys() == PLACE.keys()
    assert not PRINTED.keys() & ledger_sheet.FOLDED.keys()

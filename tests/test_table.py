"""Tables on the screen: nothing is cut off, whatever the width of the terminal."""

from __future__ import annotations

import pytest

from inventory.cli.japanese import width
from inventory.cli.table import Column, fitted, folded, lines, wrapped

COLUMNS = (
    Column("ファイル", least=24),
    Column("本人の数", right=True),
    Column("区分"),
    Column("状態"),
    Column("備考"),
)
ROWS = (
    ("営業部/2026年度/応募者一覧_最終版.xlsx", "1,234～1,250人", ["要配慮個人情報", "財産的被害"], "検査済", ""),
    ("総務部/旧データ_破損.xlsx", "", [], "未検査（破損）", "壊れているか、想定外の構造のため読めません"),
    *[("人事部/a.csv", "2人", ["個人識別符号"], "検査済", "")] * 3,
)  # fmt: skip


@pytest.mark.parametrize("room", [60, 80, 100, 120, 200])
def test_every_cell_is_whole_at_every_width(room: int) -> None:
    drawn = list(lines(COLUMNS, ROWS, room))
    assert max(map(width, drawn)) <= room
    widths = fitted(COLUMNS, ROWS, room)
    shown = "".join(line.replace(" ", "") for line in drawn)
    for row in ROWS:
        for cell, own in zip(row, widths, strict=True):
            parts = wrapped(cell, own)
            assert "".join(parts) == (cell if isinstance(cell, str) else "、".join(cell))
            assert all(part in shown for part in parts)


def test_numbers_are_not_broken() -> None:
    assert any("1,234～1,250人" in line for line in lines(COLUMNS, ROWS, 80))


def test_no_wider_than_its_text() -> None:
    assert fitted(COLUMNS[:2], [("a", "1人")], 120) == [8, 8]
    assert list(lines(COLUMNS[:1], [], 120)) == ["ファイル", "────────"]


def test_long_texts_get_the_room() -> None:
    """A column of long paths is wider than one of remarks, which most rows lack."""
    rows: list[list[str | list[str]]] = [["営業部/" + "長" * 40, "", [], "検査済", ""]] * 20
    rows.append(["a", "", [], "検査済", "備考" * 20])
    widths = fitted(COLUMNS, rows, 120)
    assert widths[0] > 2 * widths[4]


def test_lists_break_behind_commas() -> None:
    assert wrapped(["氏名", "住所", "電話番号"], 12) == ["氏名、住所、", "電話番号"]
    assert wrapped([], 12) == [""]
    assert wrapped(["財産的被害のおそれ", "個人識別符号"], 18) == ["財産的被害のおそ", "れ、個人識別符号"]


def test_paths_break_behind_a_slash_and_never_before_a_comma() -> None:
    assert folded("営業部/労働組合/組合員台帳.csv", 18) == ["営業部/労働組合/", "組合員台帳.csv"]
    assert folded("読めないため、止めました", 12) == ["読めないた", "め、止めまし", "た"]
    assert folded("あいう", 1) == ["あ", "い", "う"]

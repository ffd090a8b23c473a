"""The lists behind the 台帳: files with personal data, sensitive ones, and those that could not be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, datetime

from openpyxl.worksheet.worksheet import Worksheet

from inventory import exposure, file_notes, suggestions, verdicts
from inventory.departments import DIRECTLY
from inventory.export import celltext, page
from inventory.export.lists import ListColumn, Listing
from inventory.export.styles import BLANK, CENTRED, DATE, HEADING, NUMBER, SMALL, STRONG, STRONG_NUMBER
from inventory.ledger import CellState, FileLine, Ledger
from inventory.queries import StoredFile

PERSONAL = "検出ファイル一覧"
SENSITIVE = "要配慮・特定個人情報"
UNREAD = "読めなかったファイル"
UNCOUNTED = "不明"
STATES: Mapping[CellState, str] = {"found": "確認済", "confirmed": "確認済", "suggested": "候補", "blank": ""}
TOTAL = "合計（検査の対象とした全ファイル）"

UNREAD_KEYS: Mapping[str, str] = {  # by which the columns are known when the sheet comes back
    "file.folder": "フォルダー", "file.name": "ファイル名", "file.handling": "対応（記入欄）",
}  # fmt: skip
LOCKED = "フォルダーとファイル名は行の目印です。変えないでください。"

_LAST_DAY = date(9999, 12, 31)


def personal(ledger: Ledger) -> Listing[FileLine]:
    """検出ファイル一覧: every file that holds personal data."""
    files, holding = ledger.personal, len(ledger.holding)
    ruled_out = len(files) - holding
    more = f"ほかに、人が「非該当」「様式のみ」と判断したもの {ruled_out:,}件。" if ruled_out else ""
    lead = f"個人情報を含むファイル {holding:,}件。{more}台帳Noは台帳の管理No、本人の数は重複を除いた概数です。"
    return Listing(PERSONAL, lead, _columns(ledger), files, "個人情報を含むファイルは見つかりませんでした。")


def sensitive(ledger: Ledger) -> Listing[FileLine]:
    """要配慮・特定個人情報: the same columns, so that both lists read alike."""
    files = ledger.sensitive
    counts = Counter(name for line in files for name in line.flag_names)
    parts = "、".join(f"{name} {count:,}件" for name, count in counts.items())
    lead = f"取扱いに特に注意が必要なファイル {len(files):,}件" + (f"（{parts}。重なりあり）" if parts else "")
    return Listing(SENSITIVE, lead, _columns(ledger), files, "該当するファイルは見つかりませんでした。")


def unread(ledger: Ledger) -> Listing[FileLine]:
    """読めなかったファイル: every cause, with the sums that account for every file met."""
    files = ledger.unread

    def reconciliation(sheet: Worksheet, row: int) -> int:
        return _reconciliation(sheet, row, ledger)

    def handling(line: FileLine) -> str:
        return ledger.note(file_notes.HANDLING, line.file)

    folder, name = address(ledger)
    columns: tuple[ListColumn[FileLine], ...] = (
        ListColumn("No", 6, lambda line: None, CENTRED),
        ListColumn("管理部門", 12, lambda line: line.file.department),
        ListColumn("フォルダー", 38, folder, key="file.folder", locked=LOCKED),
        ListColumn("ファイル名", 33, name, key="file.name", locked=LOCKED),
        ListColumn("検査の状態", 18, lambda line: line.status_name),
        ListColumn("理由", 36, lambda line: line.file.note),
        ListColumn("大きさ\n（KB）", 10, lambda line: -(-line.file.size // 1024), NUMBER),
        ListColumn("更新日", 12, lambda line: _modified(line.file.modified_ns), DATE),
        ListColumn("対応\n（記入欄）", 24, handling, BLANK.but(across="left"), key="file.handling"),
    )
    lead = "個人情報が含まれているかを確かめられなかったファイルです。1件ずつ中身を確かめ、対応を記入してください。"
    return Listing(UNREAD, lead, columns, files, "すべてのファイルを検査しました。", reconciliation, grows=True)


def _columns(ledger: Ledger) -> tuple[ListColumn[FileLine], ...]:
    folder, name = address(ledger)
    return (
        ListColumn("No", 6, lambda line: None, CENTRED),
        ListColumn("台帳\nNo", 5, lambda line: line.line, CENTRED),
        ListColumn("管理部門", 11, lambda line: line.file.department),
        ListColumn("フォルダー", 24, folder),
        ListColumn("ファイル名", 23, name),
        ListColumn("文書の種類", 13, lambda line: line.document_name or "その他"),
        ListColumn("本人の数\n（推定）", 10, lambda line: _persons(line, line.file.persons), NUMBER),
        ListColumn("本人の数\n（最大）", 10, lambda line: _persons(line, line.file.persons_max), NUMBER),
        ListColumn("区分", 13, lambda line: "、".join(line.flag_names), strong=_is_grave),
        ListColumn("種別（検出の数）", 22, _kinds),
        ListColumn("更新日", 12, lambda line: _modified(line.file.modified_ns), DATE),
        ListColumn("所有者", 10.5, lambda line: line.file.owner),
        ListColumn("閲覧可能な\n範囲", 11, _readers, strong=lambda line: line.file.readable_by_all),
        ListColumn("状態", 8, lambda line: line.status_name),
        ListColumn("判断", 8, lambda line: verdicts.OF_FILES.get(line.verdict, ""), strong=_is_open),
    )


def address(ledger: Ledger) -> tuple[Callable[[FileLine], str], Callable[[FileLine], str]]:
    """Folder and name; the root is told only where there are several. A member follows its container's name."""
    several = len(ledger.roots) > 1
    return (lambda line: folder_of(line.file, with_root=several)), (lambda line: name_of(line.file))


def folder_of(file: StoredFile, *, with_root: bool) -> str:
    """The folder of a file as the lists show it."""
    below = file.outer.rpartition("/")[0]
    root = file.root.rstrip("/\\") if with_root else ""
    return celltext.visible("/".join(part for part in (root, below) if part)) or DIRECTLY


def name_of(file: StoredFile) -> str:
    """The name of a file as the lists show it."""
    return celltext.visible(file.path[len(file.outer.rpartition("/")[0]) :].lstrip("/"))


def _persons(line: FileLine, count: int) -> int | str:
    """The number of people, unless nobody can count them (a recording)."""
    return count if line.file.persons_max else UNCOUNTED


def _is_grave(line: FileLine) -> bool:
    return not {"my_number", "special_care"}.isdisjoint(line.file.flags)


def _is_open(line: FileLine) -> bool:
    return line.verdict == "unclear"


def _readers(line: FileLine) -> str:
    return celltext.visible(exposure.who_reads(line.file))


def _kinds(line: FileLine) -> str:
    """The kinds with their counts; the names come in the order of the 台帳."""
    codes = suggestions.load().in_order(kind.kind for kind in line.file.kinds)
    if len(codes) != len(line.kind_names):
        return "、".join(line.kind_names)
    counts = {kind.kind: kind.count for kind in line.file.kinds}
    return "、".join(f"{name} {counts[code]:,}" for code, name in zip(codes, line.kind_names, strict=True))


def _modified(nanoseconds: int) -> date | None:
    """The day in the time zone of this computer; nothing where a file carries no date that Excel knows."""
    try:
        day = datetime.fromtimestamp(nanoseconds / 1e9).date()
    except (OverflowError, OSError, ValueError):
        return None
    return day if date(1970, 1, 2) <= day <= _LAST_DAY else None


def _reconciliation(sheet: Worksheet, row: int, ledger: Ledger) -> int:
    """How every file met is accounted for: a number for each status in two columns, the sum last, and two checks."""
    coverage = ledger.coverage
    counts: list[tuple[str, int]] = [
        (ledger.status_names.get(status, status), coverage.by_status.get(status, 0))
        for status in dict.fromkeys((*ledger.status_names, *coverage.by_status))
    ]
    counts.append((TOTAL, coverage.total))
    half = (len(counts) + 1) // 2
    for place, (name, count) in enumerate(counts):
        first, last = (1, 3) if place < half else (5, 6)
        line = row + place % half
        label, number = (STRONG, STRONG_NUMBER) if name == TOTAL else (HEADING, NUMBER)
        page.span(sheet, line, first, last, name, label.but(across="left", indent=1))
        page.put(sheet, line, last + 1, count, number.but(down="center", indent=1))
        sheet.row_dimensions[line].height = 18
    page.put(sheet, row + half, 1, agreement(ledger), SMALL.but(wrap=False))
    return row + half + 2


def agreement(ledger: Ledger) -> str:
    """What the sum of all files agrees with: the parts, the list of what was not read, the files on the shares."""
    coverage = ledger.coverage
    checks = (
        ("内訳の計", sum(coverage.by_status.values()), "合計", coverage.total),
        (f"「{UNREAD}」", len(ledger.unread), "一部のみ検査と未検査", coverage.partly + coverage.unexamined),
        (
            "ファイル",
            coverage.files,
            "合計から圧縮ファイル・メールの中の分を除いた数",
            coverage.total - coverage.members,
        ),
    )
    return "照合　" + "　　".join(_check(*check) for check in checks)


def _check(left: str, count: int, right: str, other: int) -> str:
    agree = "一致" if count == other else f"不一致：差 {abs(count - other):,} 件"
    return f"{left} {count:,} 件 ＝ {right} {other:,} 件（{agree}）"

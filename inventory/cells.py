"""The cells of one line of the 台帳: what was found, what is suggested, what a person confirmed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from inventory.departments import DIRECTLY
from inventory.exposure import NAMELESS, reader_name
from inventory.ledger import BLANK, COLUMNS, Cell, LedgerLine
from inventory.queries import StoredFile
from inventory.queries_decided import StoredEntry

_PLACES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Seen:
    """What the scan knows about the files of one line; `items` are names of kinds with their findings."""

    department: str
    name: str
    subject: str
    manager: str
    items: Mapping[str, int]
    flags: tuple[str, ...]
    persons: int
    persons_max: int
    files: Sequence[StoredFile]
    copies: int


def of_files(seen: Seen) -> dict[str, Cell]:
    """The cells that come from the files themselves."""
    cells = {
        "department": Cell(seen.department, "found"),
        "name": Cell(_name(seen), "found"),
        "items": Cell("、".join(seen.items), "found", _counts(seen.items)) if seen.items else BLANK,
        "count": Cell(about(seen.persons, seen.persons_max), "found"),
        "flags": Cell("、".join(seen.flags) or "なし", "found"),
        "medium": Cell(_medium(seen.files), "found"),
        "location": Cell(_location(seen.files), "found"),
        "access": _access(seen),
    }
    if seen.subject:
        cells["subjects"] = Cell(seen.subject, "suggested", "フォルダーとファイルの名前から")
    if seen.manager:
        cells["manager"] = Cell(seen.manager, "suggested", "設定の管理責任者")
    if remarks := _remarks(seen):
        cells["remarks"] = Cell(remarks, "found")
    return cells


def _name(seen: Seen) -> str:
    name = f"{seen.name}（{seen.subject}）" if seen.subject else seen.name
    return name if seen.department == DIRECTLY else f"{seen.department} {name}"


def fill(entry: StoredEntry, found: Mapping[str, Cell], suggested: Mapping[str, str]) -> dict[str, Cell]:
    """Every column of a line; what a person confirmed stands, with a note where the scan says otherwise."""
    cells = {"number": Cell(str(entry.id), "found")}
    for column in COLUMNS[1:]:
        cell = found.get(column.key) or BLANK
        if cell.state == "blank" and column.key in suggested:
            cell = Cell(suggested[column.key], "suggested")
        if cell.state != "found" and (stored := entry.suggested.get(column.key)):
            cell = Cell(stored.value, "suggested", stored.source)
        if confirmed := entry.confirmed.get(column.key):
            differs = cell.value not in ("", confirmed.value)
            cell = Cell(confirmed.value, "confirmed", f"スキャンの結果・候補：{cell.value}" if differs else "")
        cells[column.key] = cell
    return cells


def line_without_files(entry: StoredEntry, names: Mapping[str, str]) -> LedgerLine | None:
    """A line by hand, or one whose files are gone; None where nobody ever worked on it, or another took it over."""
    by_hand = entry.origin == "person"
    if entry.state == "merged" or (entry.state == "active" and not by_hand and not entry.confirmed):
        return None
    name = names.get(entry.document_type, entry.document_type)
    known = {"department": Cell(entry.department, "found"), "name": Cell(name, "found")}
    if not by_hand:
        known["remarks"] = Cell("該当するファイルが見つからなくなりました", "found")
    return LedgerLine(
        number=entry.id,
        department=entry.department,
        document_type=entry.document_type,
        subject=entry.subject,
        name=name,
        persons=0,
        persons_max=0,
        flags=(),
        kinds=(),
        files=(),
        cells=fill(entry, known, {}),
        gone=not by_hand,
        excluded=entry.state == "excluded",
    )


def about(persons: int, most: int) -> str:
    """A number of persons for people: 「約120人」, 「約1,000人（最大 1,001人）」."""
    if most == 0:
        return "不明"
    if persons == 0:
        return f"最大 {most:,}人"
    rounded = persons
    for power in (100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000):
        if persons >= power:
            step = power // 10
            rounded = (persons + step // 2) // step * step
    text = f"約{rounded:,}人"
    return f"{text}（最大 {most:,}人）" if most > persons or rounded <= 1_000 < most else text


def _counts(items: Mapping[str, int]) -> str:
    return "、".join(f"{name} {count:,}件" for name, count in items.items())


def _medium(files: Iterable[StoredFile]) -> str:
    suffixes = Counter(_suffix(file.path) for file in files)
    return f"電子ファイル（{_some([suffix for suffix, _ in suffixes.most_common()], '種類')}）"


def _suffix(path: str) -> str:
    suffix = PurePosixPath(path).suffix.lower()
    return suffix[1:] if re.fullmatch(r"\.[a-z0-9]{1,8}", suffix) else "拡張子なし"


def _location(files: Iterable[StoredFile]) -> str:
    """The folders, as deep as a few lines can tell them apart."""
    folders = Counter(_folder(file) for file in files)
    for depth in range(max(folder.count("/") for folder in folders) + 1, 0, -1):
        cut: Counter[str] = Counter()
        for folder, count in folders.items():
            cut["/".join(folder.split("/")[:depth])] += count
        if len(cut) <= _PLACES_SHOWN:
            break
    return _some([folder for folder, _ in cut.most_common()], "か所", "\n")


def _folder(file: StoredFile) -> str:
    """The folder as people know it: name of the share, then the way down; for a member, to its container."""
    root = re.split(r"[/\\]", file.root.rstrip("/\\"))[-1]
    parent = file.outer.rpartition("/")[0]
    return f"{root}/{parent}" if parent else root


def _some(names: Sequence[str], counter: str, between: str = "、") -> str:
    shown = between.join(names[:_PLACES_SHOWN])
    rest = len(names) - _PLACES_SHOWN
    return f"{shown}{between}ほか{rest}{counter}" if rest > 0 else shown


def _access(seen: Seen) -> Cell:
    """A hint from the permissions; who is meant to have access only a person can say."""
    everybody = sum(file.readable_by_all for file in seen.files)
    if everybody:
        return Cell("利用者全員（要確認）", "suggested", f"だれでも閲覧できる設定のファイルが {everybody:,}件あります")
    readers = Counter(
        reader_name(reader) for file in seen.files for reader in file.readers if not reader.startswith(NAMELESS)
    )
    owners = [owner for owner, _ in Counter(file.owner for file in seen.files if file.owner).most_common()]
    note = f"ファイルの所有者：{_some(owners, '人')}" if owners else ""
    if readers:
        names = _some([reader for reader, _ in readers.most_common()], "人・グループ")
        return Cell(f"{names}（要確認）", "suggested", f"ファイルを読める人とグループです。{note}")
    return Cell(f"{seen.department}の担当者", "suggested", note) if seen.department != DIRECTLY else BLANK


def _remarks(seen: Seen) -> str:
    partly = sum(file.status == "partly_read" for file in seen.files)
    remarks = [f"ファイル {len(seen.files):,}件"]
    if seen.copies:
        remarks.append(f"うち同じ内容の複製 {seen.copies:,}件")
    if partly:
        remarks.append(f"一部しか読めないファイル {partly:,}件")
    return "、".join(remarks)

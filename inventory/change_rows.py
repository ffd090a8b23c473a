"""Changes between two scans as rows of a table: every file and line that is not as it was, the gravest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from inventory import change_words
from inventory.changed_files import CHANGES, ChangedFile
from inventory.changes import WHOLE, Changes


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One row: a file, a line of the 台帳, a department."""

    what: str
    line: int | None
    department: str
    name: str
    before: str
    now: str
    attention: str = ""


def rows(changes: Changes) -> Iterator[ChangeRow]:
    """Files, then lines of the 台帳, then persons by department, then what is kept too long."""
    for file in changes.files:
        yield _file(file)
    for line in changes.lines:
        before, now = (
            f"ファイル {count.files:,}件、本人 {count.persons:,}人" if count else ""
            for count in (line.before, line.now)
        )
        what = "台帳の行の追加" if line.before is None else "台帳の行の増減"
        yield ChangeRow(what, line.number, line.department, line.name, before, now)
    for one in changes.persons:
        who = "全体" if one.department == WHOLE else one.department
        yield ChangeRow("本人の数の増減", None, who, "", f"{one.before.persons:,}人", f"{one.now.persons:,}人")
    for late in changes.newly_overdue:
        counts = (f"{late.before:,}件", f"{late.now:,}件")
        yield ChangeRow("保管期限の超過", late.number, late.department, late.name, *counts)


def _file(file: ChangedFile) -> ChangeRow:
    words = change_words
    before, now = words.state_in_words(file.before), words.state_in_words(file.now)
    if file.change == "moved":
        before = file.old_path
    elif file.became_open:
        now = f"{now}（{words.EVERYBODY}）"
    elif file.became_closed:
        before = f"{before}（{words.EVERYBODY}）"
    elif file.copy_of:
        now = f"{now}（{file.copy_of} の写し）"
    elif file.returned:
        now = f"{now}（以前もあったファイル）"
    return ChangeRow(CHANGES[file.change], file.line, file.department, file.path, before, now, _attention(file))


def _attention(file: ChangedFile) -> str:
    told = []
    if file.new_flags:
        told.append("特定個人情報等の新しい場所")
    if file.became_open or (file.new_flags and file.last.readable_by_all):
        told.append(change_words.EVERYBODY)
    if file.became_unreadable:
        told.append("読めなくなった" if file.before else "読めない新しいファイル")
    if file.unregistered and file.change != "state":
        told.append("台帳で未確認")
    return "、".join(told)

"""Changes between two scans in words: sections, the gravest first, each with its files or lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from inventory import suggestions
from inventory.changed_files import CHANGES, ChangedFile
from inventory.changes import WHOLE, Changes, LineChange
from inventory.past_states import FileState

UNCONFIRMED = "台帳で確認されていない個人情報"
SENSITIVE = "特定個人情報・要配慮個人情報の新しい場所"
OPENED = "全員が読めるようになったファイル"
CLOSED = "読める人が限られるようになったファイル"
UNREADABLE = "読めなくなったファイルと、読めない新しいファイル"
READABLE = "読めるようになったファイル"
LINES = "台帳の行の増減"
PERSONS = "本人の数の増減"
OVERDUE = "保管期限を過ぎたファイル"
EVERYBODY = "全員が読める"


@dataclass(frozen=True, slots=True)
class Section:
    """What happened of one sort: `count` is how often, `lines` say each in one line."""

    title: str
    count: int
    lines: Sequence[str]
    unit: str = "件"


def sections(changes: Changes) -> Iterator[Section]:
    """All that changed, the gravest first; nothing where nothing did."""
    several = len({one.root for one in changes.files} | {one.old_root for one in changes.files if one.old_root}) > 1
    told: tuple[tuple[str, Sequence[ChangedFile], Callable[[ChangedFile], str]], ...] = (
        (SENSITIVE, changes.sensitive, _at_new_place),
        (OPENED, changes.opened, _is),
        (UNCONFIRMED, changes.unregistered, _with_line),
        (UNREADABLE, changes.unreadable, _status),
        (CHANGES["new"], changes.new, _came),
        (CHANGES["changed"], changes.changed, _from_to),
        (CHANGES["moved"], changes.moved, _from_place),
        (CHANGES["gone"], changes.gone, _was),
        (CHANGES["rejudged"], changes.rejudged, _from_to),
        (CLOSED, changes.closed, _is),
        (READABLE, changes.readable, _status),
    )
    for title, files, told_of in told:
        if files:
            yield Section(title, len(files), [f"{address(one, several)}{in_brackets(told_of(one))}" for one in files])
    yield from _figures(changes)


def _figures(changes: Changes) -> Iterator[Section]:
    if changes.lines:
        yield Section(LINES, len(changes.lines), [line_in_words(one) for one in changes.lines], "行")
    if changes.persons:
        yield Section(PERSONS, len(changes.persons), [*_persons(changes)], "部門")
    if changes.newly_overdue:
        told = [
            f"管理No {one.number} {one.department} {one.name}: {one.before:,}件 → {one.now:,}件"
            for one in changes.newly_overdue
        ]
        yield Section(OVERDUE, sum(one.now - one.before for one in changes.newly_overdue), told, "件の増加")


def counted_in_words(changes: Changes) -> str:
    """How many files with personal data came, changed, moved and went."""
    told = (
        f"個人情報のあるファイルの増加 {len(changes.new):,}件、変更 {len(changes.changed):,}件、"
        f"移動 {len(changes.moved):,}件、消失 {len(changes.gone):,}件"
    )
    return f"{told}、判定の変化 {len(changes.rejudged):,}件" if changes.rejudged else told


def address(one: ChangedFile, with_root: bool = False) -> str:
    """Where a file is, or was; with the root of its share where there are several."""
    return f"{one.root.rstrip('/')}/{one.path}" if with_root else one.path


def line_in_words(one: LineChange) -> str:
    """A line of the 台帳 with what became of it."""
    what = f"管理No {one.number} {one.department} {one.name}: "
    if one.before is None and one.now:
        return f"{what}新しい行（ファイル {one.now.files:,}件、本人 {one.now.persons:,}人）"
    return f"{what}ファイル {one.files:+,}件、本人 {one.persons:+,}人"


def flags_of(state: FileState | None) -> list[str]:
    """The names of the flags of a state, the gravest first."""
    rules = suggestions.load()
    return [rules.flags.get(flag, flag) for flag in rules.gravest_first(state.flags)] if state else []


def state_in_words(state: FileState | None) -> str:
    """What a file was, or is: its persons and flags; that it cannot be read."""
    if state is None:
        return ""
    if not state.personal:
        return "個人情報なし" if state.status == "read" else suggestions.load().statuses.get(state.status, state.status)
    persons = f"本人 {state.persons:,}人" if state.persons_max else "本人の数は不明"
    return "、".join([persons, *flags_of(state)])


def in_brackets(text: str) -> str:
    """A text behind another one; nothing where there is none."""
    return f"（{text}）" if text else ""


def _is(one: ChangedFile) -> str:
    return state_in_words(one.now)


def _was(one: ChangedFile) -> str:
    return state_in_words(one.before)


def _at_new_place(one: ChangedFile) -> str:
    open_to_all = [EVERYBODY] if one.last.readable_by_all else []
    names = suggestions.load().flags
    moved = [f"{one.old_path} から移動"] if one.change == "moved" else []
    return "、".join([*(names.get(flag, flag) for flag in one.new_flags), *open_to_all, *moved])


def _with_line(one: ChangedFile) -> str:
    return f"管理No {one.line}" if one.line else "台帳の行はまだありません"


def _status(one: ChangedFile) -> str:
    names = suggestions.load().statuses
    then = f"前回は{names.get(one.before.status, one.before.status)}" if one.before else "新しいファイル"
    return f"{names.get(one.last.status, one.last.status)}、{then}"


def _came(one: ChangedFile) -> str:
    copied = [f"{one.copy_of} の写し"] if one.copy_of else []
    returned = ["以前もあったファイル"] if one.returned else []
    return "、".join([state_in_words(one.now), *copied, *returned])


def _from_to(one: ChangedFile) -> str:
    then, now = state_in_words(one.before), state_in_words(one.now)
    return then if then == now else f"{then} → {now}"


def _from_place(one: ChangedFile) -> str:
    return f"{one.old_path} から"


def _persons(changes: Changes) -> Iterator[str]:
    for one in changes.persons:
        difference = one.now.persons - one.before.persons
        who = "全体" if one.department == WHOLE else one.department
        yield f"{who}: {one.before.persons:,}人 → {one.now.persons:,}人（{difference:+,}人）"

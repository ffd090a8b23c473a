"""What somebody should know in the morning: the last scan, what it changed, what waits for people.

`ITEMS` says in which order; a new sort of news is one more function in it. No item holds a value that was found, and
only `details` name files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from inventory import exposure
from inventory.change_words import (
    OPENED,
    SENSITIVE,
    UNCONFIRMED,
    UNREADABLE,
    counted_in_words,
    in_brackets,
    sections,
)
from inventory.changes import WHOLE, Changes
from inventory.morning_facts import Facts
from inventory.night.outcome import duration
from inventory.queries_decided import StoredEntry

_NUMBERS_SHOWN = 5
_PRESSING = 4  # days: what an incident owes by then is news every morning
_SOON = 60  # days before a yearly confirmation is due


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of news. `data` are its figures for programs, `details` the files in words.

    `is_news` says that it is worth a message; what merely goes on is not.
    """

    code: str
    text: str
    data: Mapping[str, object] = field(default_factory=dict)
    details: Sequence[str] = ()
    is_news: bool = False


def items(facts: Facts) -> list[Item]:
    """The news in the order of their weight."""
    return [item for make in ITEMS for item in make(facts)]


def _last_scan(facts: Facts) -> Iterator[Item]:
    run = facts.last
    if run is None:
        yield Item("scan", "まだスキャンしていません。「daicho scan フォルダー」で検査します。")
        return
    started = datetime.fromisoformat(run.started)
    begun = started.astimezone().strftime("%Y-%m-%d %H:%M")
    data = {"number": run.id, "started": run.started, "ended": run.ended, "complete": run.ended is not None}
    if run.ended is None:
        told = "指定の時間になって止まりました" if run.stopped else "まだ終わりまで進んでいません"
        text = f"最後のスキャン: {begun} 開始。{told}（次のスキャンで続きから）。"
        yield Item("scan", text, data | {"stopped": run.stopped}, is_news=True)
        return
    took = duration((datetime.fromisoformat(run.ended) - started).total_seconds())
    text = f"最後のスキャン: {begun} から{took}。終わりまで進みました（{run.files_met:,}件）。"
    yield Item("scan", text, data | {"files": run.files_met})


def _vanished(facts: Facts) -> Iterator[Item]:
    if facts.vanished:
        told = f"【確認】前回あったファイルが1件も見つからない対象が {facts.vanished:,}か所あります。"
        yield Item("vanished", f"{told}接続を確かめてください。", {"count": facts.vanished}, is_news=True)


def _exposed(facts: Facts) -> Iterator[Item]:
    if facts.last is not None:
        held = facts.flagged.items()
        count = sum(number for flagged, number in held if flagged.readable_by_all and exposure.is_grave(flagged))
        yield Item("exposed", exposure.in_a_sentence(held), {"count": count})


def _changed(facts: Facts) -> Iterator[Item]:
    """What is grave of the changes, each with its count; then the rest in one line."""
    changes = facts.changes
    if changes is None:
        if facts.last is not None:
            yield Item("changes", "前回のスキャンがまだないため、変わったことは次回から分かります。")
        return
    details = {section.title: section.lines for section in sections(changes)}
    grave = (
        ("sensitive", SENSITIVE, changes.sensitive),
        ("opened", OPENED, changes.opened),
        ("unregistered", UNCONFIRMED, changes.unregistered),
        ("unreadable", UNREADABLE, changes.unreadable),
    )
    for code, title, files in grave:
        if files:
            lines = sorted({one.line for one in files if one.line})
            text = f"【確認】{title}: {len(files):,}件{in_brackets(_numbers(lines))}"
            yield Item(code, text, {"count": len(files), "entries": lines}, details.get(title, ()), is_news=True)
    yield from _counted(changes)


def _counted(changes: Changes) -> Iterator[Item]:
    groups = {
        "new": changes.new,
        "changed": changes.changed,
        "moved": changes.moved,
        "gone": changes.gone,
        "rejudged": changes.rejudged,
    }
    counts = {code: len(files) for code, files in groups.items()}
    if not any(counts.values()):
        yield Item("changes", "個人情報のあるファイルに、前回から変わったところはありません。", counts)
    else:
        yield Item("changes", f"{counted_in_words(changes)}。「daicho diff」で一覧", counts, is_news=True)
    whole = next((one for one in changes.persons if one.department == WHOLE), None)
    if whole:
        difference = whole.now.persons - whole.before.persons
        text = f"本人の数: {whole.before.persons:,}人 → {whole.now.persons:,}人（{difference:+,}人）"
        yield Item("persons", text, {"before": whole.before.persons, "now": whole.now.persons}, is_news=True)
    if changes.lines:
        new = [one.number for one in changes.lines if one.before is None]
        told = f"増減した台帳の行: {len(changes.lines):,}行" + (f"（新しい行 {_numbers(new)}）" if new else "")
        data = {"changed": [one.number for one in changes.lines], "new": new}
        yield Item("entries", told, data, is_news=bool(new))


def _unread(facts: Facts) -> Iterator[Item]:
    if facts.unread:
        text = f"読めなかったもの、一部だけ読めたもの: {facts.unread:,}件。「daicho files --unread」で一覧"
        yield Item("unread", text, {"count": facts.unread})


def _overdue(facts: Facts) -> Iterator[Item]:
    own = {entry.id: facts.overdue[entry.id] for entry in facts.entries if facts.overdue.get(entry.id)}
    if own:
        late = {str(number): files for number, files in own.items()}
        is_news = bool(facts.changes and facts.changes.newly_overdue)
        text = f"保管期限を過ぎたファイル: {sum(own.values()):,}件（{_numbers(list(own))}）。「daicho overdue」で一覧"
        yield Item("overdue", text, {"count": sum(own.values()), "entries": late}, is_news=is_news)


def _waiting(facts: Facts) -> Iterator[Item]:
    if count := facts.waiting.total():
        text = f"判断を待つファイル（同じ内容は1件）: {count:,}件。「daicho review」で判断します。"
        yield Item("waiting", text, {"count": count})


def _confirmations(facts: Facts) -> Iterator[Item]:
    """Lines that nobody confirmed, and the yearly confirmations that are due or come next."""
    never = [entry.id for entry in facts.entries if _confirmed_on(entry) is None]
    if never:
        text = f"まだ確認していない台帳の行: {len(never):,}行（{_numbers(never)}）"
        yield Item("unconfirmed", text, {"entries": never})
    due = sorted((_year_later(day), entry.id) for entry in facts.entries if (day := _confirmed_on(entry)))
    past = [number for day, number in due if day < facts.today]
    if past:
        text = f"年1回の確認の期限が過ぎた台帳の行: {len(past):,}行（{_numbers(past)}）"
        yield Item("confirmations_overdue", text, {"entries": past})
    coming = [(day, number) for day, number in due if 0 <= (day - facts.today).days <= _SOON]
    if coming:
        first = coming[0][0]
        told = _numbers([number for day, number in coming if day == first])
        yield Item("next_confirmation", f"次の年1回の確認の期限: {first}（{told}）", {"due": first.isoformat()})


def _incidents(facts: Facts) -> Iterator[Item]:
    """Open incidents with what they still owe, the most urgent first."""
    owed, today = facts.incidents, facts.today
    if owed:
        left = [days for duty in owed if (days := duty.days_left(today)) is not None]
        count = len({duty.incident for duty in owed})
        text = f"【事故】対応中の事故が {count:,}件あります。次は、事故{owed[0].incident}の{owed[0].told(today)}。"
        data = {"count": count, "overdue": sum(days < 0 for days in left), "days_left": min(left, default=None)}
        details = [f"事故{duty.incident}「{duty.title}」{duty.told(today)}" for duty in owed]
        yield Item("incidents", text, data, details, is_news=min(left, default=_PRESSING) < _PRESSING)


def _taken_out(facts: Facts) -> Iterator[Item]:
    """What should be back by now, and the requests that wait for somebody."""
    late = [one for one in facts.taken_out if one.is_overdue(facts.today)]
    if late:
        text = f"【確認】期限を過ぎた持ち出し: {len(late):,}件。「daicho takeout list --overdue」で一覧"
        details = [f"持ち出し{one.id} {one.medium}（期限 {one.due_on}、{one.requested_by}）" for one in late]
        yield Item("takeouts_overdue", text, {"takeouts": [one.id for one in late]}, details, is_news=True)
    if asked := [one.id for one in facts.taken_out if one.state == "requested"]:
        told = "、".join(map(str, asked[:_NUMBERS_SHOWN]))
        yield Item("takeouts_waiting", f"承認を待つ持ち出し: {len(asked):,}件（番号 {told}）", {"takeouts": asked})


def _contractors(facts: Facts) -> Iterator[Item]:
    if facts.contractors:
        numbers = [one.id for one in facts.contractors]
        text = f"点検の期限が来た委託先: {len(numbers):,}件。「daicho contractor list --due」で一覧"
        yield Item("contractors_due", text, {"contractors": numbers})


ITEMS = (
    _incidents, _exposed, _last_scan, _vanished, _changed, _taken_out, _overdue, _unread, _waiting, _confirmations,
    _contractors,
)  # fmt: skip


def _confirmed_on(entry: StoredEntry) -> date | None:
    kept = entry.confirmed.get("confirmed_on")
    try:
        return date.fromisoformat(kept.value) if kept else None
    except ValueError:  # written by hand in a workbook
        return None


def _year_later(day: date) -> date:
    return day.replace(year=day.year + 1, day=min(day.day, 28) if day.month == 2 else day.day)


def _numbers(numbers: Sequence[int]) -> str:
    if not numbers:
        return ""
    shown = "、".join(map(str, numbers[:_NUMBERS_SHOWN]))
    rest = len(numbers) - _NUMBERS_SHOWN
    return f"管理No {shown}" + (f" ほか{rest:,}行" if rest > 0 else "")

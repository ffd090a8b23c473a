"""An assessment on the screen: the answer first, then why, what is assumed, and what to do next; and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from detectors.laws import load_laws
from inventory import suggestions
from inventory.cli import wording
from inventory.cli.screen import Shown, say, show_table, write_json
from inventory.incident.assessment import ADDRESSEES, Addressee, Assessment, Due, Judgement
from inventory.incident.matter import Matter
from inventory.incident.scope import Names
from inventory.incident.words import VERDICTS, verdict_name
from inventory.queries import StoredFile
from inventory.settings import Settings

NOTICE = "この結果は判断の助けで、法律上の助言ではありません。迷うときは専門家や個人情報保護委員会に確かめてください。"
_GRAVE = ("my_number", "special_care", "financial_damage")
_WEEKDAYS = "月火水木金土日"
_ITEMS_SHOWN, _PLACES_SHOWN = 5, 10


def show_assessment(assessed: Assessment, form: str) -> None:
    """The assessment as text or JSON."""
    if form == "json":
        write_json(as_json(assessed))
        return
    for line in _lines(assessed):
        if isinstance(line, str):
            say(line)
        else:
            show_table(line, _COLUMNS)


def document_names() -> Mapping[str, str]:
    """The names of document types, and of the groups of documents of none."""
    return {group.code: group.name for group in suggestions.load().groups} | dict(wording.document_names())


def names(settings: Settings) -> Names:
    """The words and mappings that an assessment needs."""
    return Names(wording.kind_names(), document_names(), settings.subjects, settings.managers)


def _lines(assessed: Assessment) -> Iterator[str | list[_Answer]]:
    yield headline(assessed)
    yield ""
    yield [_answer(assessed, addressee) for addressee in _concerned(assessed)]
    yield ""
    yield "■ 漏れたもの（台帳による）" if not assessed.training else "■ 漏れるもの（台帳による）"
    yield from (f"  {line}" for line in _what(assessed))
    yield ""
    yield "■ 判断の理由"
    yield from _reasons(assessed.judgements)
    yield ""
    yield "■ 前提（違えば判断が変わります）"
    assumed = [*assessed.assumptions, *(text for one in assessed.judgements for text in one.assumptions)]
    yield from (f"  ・{text}" for text in dict.fromkeys(assumed))
    yield ""
    yield "■ 次にすること"
    yield from (f"  {number}. {step}" for number, step in enumerate(assessed.steps, 1))
    yield ""
    yield NOTICE


def headline(assessed: Assessment) -> str:
    """How many, of what, whether to report and by when, in one line."""
    matter = _matter(assessed)
    training = "【訓練】" if assessed.training else ""
    names = [wording.short(matter.kind_names.get(kind, kind)) for kind in _gravest_first(matter)]
    items = "、".join(names[:_ITEMS_SHOWN]) + (f"など{len(names)}項目" if len(names) > _ITEMS_SHOWN else "")
    what = f"{_persons(matter)}の{items}" if items else _persons(matter)
    what = what if matter.holds_people or matter.unlooked else "個人情報は見つかっていません"
    verdict, due = assessed.verdict("commission"), assessed.due("commission")
    if verdict == "report":
        answer = f"個人情報保護委員会への報告が必要です（{_days(due)}）"
    elif verdict == "unknown":
        answer = f"個人情報保護委員会への報告が必要かどうかは、まだ決まりません（必要なら{_days(due)}）"
    else:
        mark = assessed.verdict("pmark") == "report"
        pmark = f"が、審査機関へは必要です（{_days(assessed.due('pmark'))}）" if mark else ""
        answer = f"個人情報保護委員会への報告は不要と考えられます{pmark}"
    return f"{training}{what}。{answer}。"


def _gravest_first(matter: Matter) -> list[str]:
    """The kinds, those for which data of people must be reported before the rest, but behind their names."""
    grave = {kind for rule in load_laws().rules if rule.flag in _GRAVE for kind in rule.kinds}
    return sorted(matter.kinds, key=lambda kind: 0 if kind == "PERSON" else 1 if kind in grave else 2)


_Answer = tuple[str, str, str, str]
_COLUMNS: Sequence[Shown[_Answer]] = (
    Shown("だれに", lambda row: row[0]),
    Shown("要否", lambda row: row[1]),
    Shown("速報", lambda row: row[2]),
    Shown("確報", lambda row: row[3]),
)


def _concerned(assessed: Assessment) -> list[Addressee]:
    present = {one.addressee for one in assessed.judgements}
    return [addressee for addressee in ADDRESSEES if addressee in present]


def _answer(assessed: Assessment, addressee: Addressee) -> _Answer:
    verdict, due = assessed.verdict(addressee), assessed.due(addressee)
    said = verdict_name(addressee, verdict)
    if addressee in ("persons", "client") and verdict == "report":
        return ADDRESSEES[addressee], said, "速やかに", "―"
    prompt = f"{_day(due.preliminary)}～{_day(due.preliminary_latest)}" if due.preliminary else "―"
    final = f"{_day(due.final)}まで" if due.final else "―"
    return ADDRESSEES[addressee], said, prompt + _late(due.preliminary_latest), final + _late(due.final)


def _what(assessed: Assessment) -> Iterator[str]:
    scope, matter = assessed.scope, _matter(assessed)
    yield f"本人の数: {_persons(matter)}"
    yield f"項目: {'、'.join(matter.kind_names.get(kind, kind) for kind in matter.kinds) or '不明'}"
    flags = [wording.flag_names().get(flag, flag) for flag in wording.flag_names() if flag in matter.flags]
    yield f"区分: {'、'.join(flags) or 'なし'}"
    personal = sum(file.personal for file in scope.files)
    counts = f"うち個人情報のあるもの {personal:,}件、読めなかったもの {len(scope.unread):,}件"
    yield f"ファイル: {scope.total:,}件（{counts}）"
    for heading, values in (
        ("文書の種類", [document_names().get(code, code) for code in scope.document_types]),
        ("管理部門", scope.departments),
        ("管理責任者", scope.managers),
        ("所有者", scope.owners),
        ("委託先", scope.contractors),
        ("台帳の管理No", [str(number) for number in scope.entries]),
        ("同じ内容の複製（範囲の外）", [_place(file) for file in scope.copies]),
        ("読めなかったファイル", [_place(file) for file in scope.unread]),
        ("台帳にない場所", scope.paths_missing),
    ):
        if values:
            yield f"{heading}: {_some(values)}"
    if scope.as_of:
        yield f"最後に検査した時: {wording.local(scope.as_of)}"


def _reasons(judgements: Sequence[Judgement]) -> Iterator[str]:
    """What is due, then what is open, then what is not, each with its articles."""
    for one in sorted(judgements, key=lambda one: list(VERDICTS).index(one.verdict)):
        yield f"  【{verdict_name(one.addressee, one.verdict)}】{one.name}（{'、'.join(one.articles)}）"
        yield from (f"      {reason}" for reason in one.reasons)
        if one.deciding_fact:
            yield f"      決め手になる事実: {one.deciding_fact}"


def _persons(matter: Matter) -> str:
    if matter.persons_max == 0:
        return "人数不明" if matter.holds_people or matter.unlooked else "0人"
    more = "以上" if matter.uncounted else ""
    return wording.persons(matter.persons, matter.persons_max) + more


def _days(due: Due) -> str:
    prompt = f"速報 {_day(due.preliminary)}～{_day(due.preliminary_latest)}" if due.preliminary else ""
    final = f"確報 {_day(due.final)}まで" if due.final else ""
    return "、".join(part for part in (prompt, final) if part)


def _day(day: date | None) -> str:
    return f"{day}（{_WEEKDAYS[day.weekday()]}）" if day else "―"


def _late(day: date | None) -> str:
    return "（過ぎています）" if day and day < date.today() else ""


def _place(file: StoredFile) -> str:
    return (
        f"{file.path}（{wording.status_names().get(file.status, file.status)}）" if file.status != "read" else file.path
    )


def _some(values: Sequence[str]) -> str:
    rest = len(values) - _PLACES_SHOWN
    return "、".join(values[:_PLACES_SHOWN]) + (f"、ほか{rest:,}件" if rest > 0 else "")


def _matter(assessed: Assessment) -> Matter:
    return Matter(assessed.scope, assessed.known, wording.kind_names())


def as_json(assessed: Assessment) -> dict[str, Any]:
    """The assessment for programs; `persons` is the number that was judged by, days are ISO 8601."""
    scope, matter = assessed.scope, _matter(assessed)
    return {
        "training": assessed.training,
        "asked": list(scope.asked),
        "not_in_register": list(scope.paths_missing),
        "persons": matter.persons,
        "persons_max": matter.persons_max,
        "persons_known": not matter.uncounted,
        "my_number_persons": matter.my_number_persons,
        "flags": [flag for flag in wording.flag_names() if flag in matter.flags],
        "kinds": list(matter.kinds),
        "items": [matter.kind_names.get(kind, kind) for kind in matter.kinds],
        "document_types": list(scope.document_types),
        "departments": list(scope.departments),
        "owners": list(scope.owners),
        "managers": list(scope.managers),
        "contractors": list(scope.contractors),
        "entries": list(scope.entries),
        "files": scope.total,
        "personal": [file.path for file in scope.files if file.personal],
        "unread": [file.path for file in scope.unread],
        "copies": [file.path for file in scope.copies],
        "as_of": scope.as_of,
        "noticed": assessed.noticed.isoformat(),
        "known": {name: _plain(value) for name, value in asdict(assessed.known).items()},
        "verdicts": {
            addressee: {"verdict": assessed.verdict(addressee), "due": _due(assessed.due(addressee))}
            for addressee in _concerned(assessed)
        },
        "judgements": [_judgement(one) for one in assessed.judgements],
        "assumptions": list(assessed.assumptions),
        "steps": list(assessed.steps),
        "notice": NOTICE,
    }


def _judgement(one: Judgement) -> dict[str, Any]:
    return {
        "rule": one.rule,
        "name": one.name,
        "addressee": one.addressee,
        "verdict": one.verdict,
        "articles": list(one.articles),
        "reasons": list(one.reasons),
        "assumptions": list(one.assumptions),
        "deciding_fact": one.deciding_fact,
        "due": _due(one.due),
    }


def _due(due: Due) -> dict[str, str | None]:
    return {name: day.isoformat() if day else None for name, day in asdict(due).items()}


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else list(value) if isinstance(value, tuple) else value

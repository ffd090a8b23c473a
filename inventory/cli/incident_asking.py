"""The questions of `daicho incident new` at a terminal, in the order in which a first report tells things."""

from __future__ import annotations

import click

from inventory.cli.incident_facts import moment, subjects_of
from inventory.cli.screen import say
from inventory.incident.addresses import locate
from inventory.incident.assessment import CAUSES
from inventory.incident.case_keeping import NewSubject
from inventory.incident.facts import NO, YES
from inventory.keeping import NotPossible
from inventory.register import Register

_SWITCHES = (
    ("encrypted", "高度な暗号化（ディスク全体の暗号化など）がされていましたか"),
    ("key_safe", "その鍵やパスワードは、漏れていませんか"),
    ("recovered", "第三者に見られないうちに、すべて回収しましたか"),
    ("public", "ネットなどで、不特定多数が見られる状態になりましたか"),
    ("ill_intent", "盗難や転売など、不正の目的が疑われますか"),
)
_ANSWERS = {"y": YES, "yes": YES, "はい": YES, "n": NO, "no": NO, "いいえ": NO, "": ""}


def ask(
    register: Register, facts: dict[str, str], subjects: list[NewSubject]
) -> tuple[str, dict[str, str], list[NewSubject]]:
    """Title, facts and subjects with what was answered; what was given by options is not asked again."""
    say("分からないことは Enter で飛ばせます。人の氏名や、漏れた値そのものは書かないでください。Ctrl+C でやめます。")
    title = ""
    while not title:
        title = _line("何が起きましたか（件名。例：営業のPCを電車に置き忘れ）")
    told = dict(facts)
    if "noticed" not in told:
        told["noticed"] = _moment("知った日時（例：2026-11-22 09:15。今日なら Enter）", "知った日時")
    for name, question in (
        ("noticed_by", "初めに知った部署・役職"),
        ("source", "第一報は、だれから、どのように来ましたか（例：お客様からの電話）"),
        ("url", "掲載されている場所（URLなど）"),
    ):
        told.setdefault(name, _line(question))
    if "occurred" not in told:
        told["occurred"] = _moment("起きた日時", "起きた日時")
    if "cause" not in told:
        told["cause"] = _cause()
    found = subjects or _subjects(register)
    for name, question in _SWITCHES:
        if name not in told and (name != "key_safe" or told.get("encrypted") == YES):
            told[name] = _switch(question)
    return title, {name: value for name, value in told.items() if value}, found


def _line(question: str) -> str:
    answer: str = click.prompt(question, default="", show_default=False)
    return answer.strip()


def _moment(question: str, heading: str) -> str:
    while True:
        written = _line(question)
        if not written:
            return ""
        try:
            return moment(written, heading)
        except NotPossible as refused:
            say(f"    {refused}")


def _cause() -> str:
    codes = list(CAUSES)
    offered = "、".join(f"{place} {CAUSES[code]}" for place, code in enumerate(codes, 1))
    while True:
        written = _line(f"原因（{offered}）")
        if not written:
            return ""
        if written.isdecimal() and 0 < int(written) <= len(codes):
            return codes[int(written) - 1]
        say(f"    1から{len(codes)}の番号で答えてください。")


def _switch(question: str) -> str:
    while True:
        written = _line(f"{question}（y はい、n いいえ、Enter 不明）").lower()
        if written in _ANSWERS:
            return _ANSWERS[written]
        say("    y・n・Enter のどれかで答えてください。")


def _subjects(register: Register) -> list[NewSubject]:
    """Files, folders, lines of the 台帳 (by their number) and other things, one after the other."""
    say(
        "漏れたものを1つずつ書きます。ファイルやフォルダーの場所、台帳の管理No（数字）、台帳にないものは「紙の申込書=200」。"
    )
    found: list[NewSubject] = []
    while written := _line("漏れたもの（終わりは Enter）"):
        try:
            found += _subject(register, written)
        except (click.UsageError, NotPossible) as refused:
            say(f"    {refused}")
    return found


def _subject(register: Register, written: str) -> list[NewSubject]:
    if written.isdecimal():
        if all(entry.id != int(written) for entry in register.entries()):
            raise NotPossible(f"台帳に {written} という管理No はありません。「daicho entries」で確かめてください。")
        return subjects_of((), (int(written),), (), register)
    with register.reading() as connection:
        missing = locate(connection, [written]).missing
    if not missing:
        return subjects_of((written,), (), (), register)
    if "=" in written:
        return subjects_of((), (), (written,), register)
    raise NotPossible(f"{written} は台帳にありません。台帳の外のものは「もの=人数」（不明なら 0）と書いてください。")

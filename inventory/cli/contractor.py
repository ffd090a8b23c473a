"""`daicho contractor`: the 委託先 with the clauses of their contracts, the lines they handle, and their reviews."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, get_args

import click

from inventory.cli.days import Day
from inventory.cli.japanese import Command, Group
from inventory.cli.keeping import keeper, keeping, reason_option
from inventory.cli.options import common, opened, table_option
from inventory.cli.screen import Shown, say, show
from inventory.entrusted import clauses, contractors
from inventory.entrusted.contractors import ANSWERS, RESULTS, Answer, Result, StoredContractor
from inventory.keeping import Keeper

_number = click.argument("number", metavar="番号", type=click.IntRange(1))
_entries = click.argument("entries", nargs=-1, required=True, metavar="管理No…", type=click.IntRange(1))
_KEYS: dict[str, Answer] = {"y": "yes", "n": "no", "": "unclear"}


@click.group(cls=Group)
def contractor() -> None:
    """委託先と、契約の条項、扱う台帳の行、点検の時期を記録します。"""


@contractor.command("add", cls=Command)
@click.argument("name", metavar="委託先")
@click.option("--business", required=True, metavar="業務", help="委託する業務。")
@click.option(
    "--entry", "entries", type=click.IntRange(1), multiple=True, metavar="管理No", help="扱う台帳の行。いくつでも。"
)
@click.option("--contracted", type=Day(), metavar="日付", help="契約した日。")
@click.option("--review-by", type=Day(), metavar="日付", help="次に点検する期限。")
@keeping
def add(
    name: str, business: str, entries: tuple[int, ...], contracted: date | None, review_by: date | None,
    register: str | None, settings_file: Path | None, by: str | None,
) -> None:  # fmt: skip
    """委託先を加えます。"""
    with keeper(register, settings_file, by) as (at_work, _):
        number = contractors.add(at_work, name, business, entries, contracted, review_by)
    say(f"委託先 {number}「{name}」を加えました。「daicho contractor check {number}」で契約の条項を確かめてください。")


@contractor.command("link", cls=Command)
@_number
@_entries
@keeping
def link(
    number: int, entries: tuple[int, ...], register: str | None, settings_file: Path | None, by: str | None
) -> None:
    """委託先が扱う台帳の行を加えます。"""
    with keeper(register, settings_file, by) as (at_work, _):
        contractors.link(at_work, number, entries)
    say(f"委託先 {number} に、台帳の行 {'、'.join(map(str, entries))} を結び付けました。")


@contractor.command("unlink", cls=Command)
@_number
@_entries
@reason_option
@keeping
def unlink(
    number: int, entries: tuple[int, ...], reason: str, register: str | None, settings_file: Path | None, by: str | None
) -> None:
    """委託先が扱わなくなった台帳の行を外します。"""
    with keeper(register, settings_file, by) as (at_work, _):
        contractors.unlink(at_work, number, entries, reason)
    say(f"委託先 {number} から、台帳の行 {'、'.join(map(str, entries))} を外しました。")


@contractor.command("check", cls=Command)
@_number
@click.argument("clause", required=False, metavar="[条項]")
@click.argument("given", required=False, metavar="[yes|no|unclear]", type=click.Choice(get_args(Answer)))
@click.option("--place", default="", metavar="場所", help="契約書のどこにあるか（第5条 など）。")
@keeping
def check(
    number: int, clause: str | None, given: Answer | None, place: str, register: str | None,
    settings_file: Path | None, by: str | None,
) -> None:  # fmt: skip
    """契約に要る7つの条項があるかを記録します。条項を書かないと、順に質問します。"""
    if clause and not given:
        raise click.UsageError("条項の後に、yes（あり）、no（なし）、unclear（不明）のどれかを書いてください。")
    with keeper(register, settings_file, by) as (at_work, _):
        if clause and given:
            contractors.check(at_work, number, clause, given, place)
        else:
            _ask(at_work, number)
        _say_lacking(contractors.contractor(at_work.register, number))


def _ask(at_work: Keeper, number: int) -> None:
    """Clause by clause; every answer is kept at once."""
    known = contractors.contractor(at_work.register, number)
    say(f"{known.name} との契約について {len(clauses.load())}問あります。y あり、n なし、Enter 不明、q やめる。")
    for place, clause in enumerate(clauses.load(), 1):
        say("")
        say(f"[{place}/{len(clauses.load())}] {clause.name}: {clause.question}")
        while (key := click.prompt("   ", default="", show_default=False).strip().lower()) not in (*_KEYS, "q"):
            say("    y、n、Enter、q のどれかで答えてください。")
        if key == "q":
            return
        where = click.prompt("    どこに（第5条 など）", default="", show_default=False) if key == "y" else ""
        contractors.check(at_work, number, clause.code, _KEYS[key], where)


def _say_lacking(known: StoredContractor) -> None:
    lacking = "、".join(clause.name for clause in known.lacking)
    say(
        f"{known.name}: "
        + (f"足りないか、確かめていない条項は {lacking} です。" if lacking else "7つの条項がそろっています。")
    )


@contractor.command("review", cls=Command)
@_number
@click.option("--result", required=True, type=click.Choice(get_args(Result)), metavar="fit|to_mend|unfit",
              help="fit 適、to_mend 要改善、unfit 不適。")  # fmt: skip
@click.option("--next", "next_due", type=Day(), required=True, metavar="日付", help="次に点検する期限。")
@click.option("--on", "on", type=Day(), default="今日", metavar="日付", help="点検した日。省略すると今日です。")
@click.option("--note", default="", metavar="メモ", help="わかったこと。")
@keeping
def review(
    number: int, result: Result, next_due: date, on: date, note: str, register: str | None,
    settings_file: Path | None, by: str | None,
) -> None:  # fmt: skip
    """委託先の点検を記録します。"""
    with keeper(register, settings_file, by) as (at_work, _):
        contractors.review(at_work, number, result, next_due, note, on, date.today())
    say(f"委託先 {number} の点検（{RESULTS[result]}）を記録しました。次は {next_due.isoformat()} までです。")


@contractor.command("end", cls=Command)
@_number
@reason_option
@keeping
def end(number: int, reason: str, register: str | None, settings_file: Path | None, by: str | None) -> None:
    """契約の終わりを記録します。返却・消去を確かめたことを理由に書きます。"""
    with keeper(register, settings_file, by) as (at_work, _):
        contractors.end(at_work, number, reason)
    say(f"委託先 {number} との契約の終わりを記録しました。")


@contractor.command("list", cls=Command)
@click.option("--due", is_flag=True, help="点検の期限が来たものだけ。")
@table_option
@common
def list_contractors(due: bool, form: str, register: str | None, settings_file: Path | None) -> None:
    """委託先の一覧を表示します。"""
    today = date.today()
    with opened(register, settings_file) as (held, _):
        found = contractors.due(held, today) if due else contractors.contractors(held)
    if form == "table" and not found:
        say("該当する委託先はありません。")
        return
    show(found, _columns(today), form, lambda one: _as_json(one, today))


@contractor.command("show", cls=Command)
@_number
@common
def show_contractor(number: int, register: str | None, settings_file: Path | None) -> None:
    """1つの委託先を、条項と点検まで表示します。"""
    with opened(register, settings_file) as (held, _):
        known = contractors.contractor(held, number)
    say(f"委託先 {known.id} {known.name}（{known.business}）" + ("" if known.is_active else "　契約終了"))
    say(f"契約した日: {known.contracted_on or '不明'}　次の点検: {known.review_due or '未定'}")
    say(f"扱う台帳の行: {'、'.join(map(str, known.entries)) or 'なし'}")
    for clause in clauses.load():
        found = known.clauses.get(clause.code)
        told = f"{ANSWERS[found.answer]}{f'（{found.place}）' if found.place else ''}" if found else "未確認"
        say(f"  {clause.name}: {told}")
    for one in known.reviews:
        say(f"  点検 {one.reviewed_on} {RESULTS[one.result]} {one.note}（{one.reviewed_by}、次 {one.next_due}）")


def _columns(today: date) -> tuple[Shown[StoredContractor], ...]:
    return (
        Shown("番号", lambda one: f"{one.id}", right=True),
        Shown("委託先", lambda one: one.name, least=12),
        Shown("業務", lambda one: one.business),
        Shown("状態", lambda one: "委託中" if one.is_active else "終了"),
        Shown("台帳の行", lambda one: "、".join(map(str, one.entries))),
        Shown("足りない条項", lambda one: [clause.name for clause in one.lacking]),
        Shown("次の点検", lambda one: (one.review_due or "未定") + ("（期限）" if one.is_due(today) else "")),
    )


def _as_json(one: StoredContractor, today: date) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "business": one.business,
        "state": one.state,
        "contracted_on": one.contracted_on,
        "review_due": one.review_due,
        "due": one.is_due(today),
        "entries": list(one.entries),
        "clauses": {
            clause.code: found.answer if (found := one.clauses.get(clause.code)) else None for clause in clauses.load()
        },
        "reviews": [{"on": look.reviewed_on, "result": look.result, "next": look.next_due} for look in one.reviews],
    }

"""`daicho checklist`: what no scan finds and companies forget, asked department by department."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from inventory import checklist as lists
from inventory import queries_decided
from inventory.checklist import STATE_NAMES, WAITING, Item, Standing
from inventory.cli.japanese import Command, Group
from inventory.cli.keeping import keeper, keeping
from inventory.cli.options import format_option
from inventory.cli.screen import Shown, harmless, say, show_table, write_json
from inventory.cli.summary import kept_ledger
from inventory.editing import Answer
from inventory.keeping import Keeper
from inventory.ledger import Ledger
from inventory.queries_decided import StoredAnswer
from inventory.settings import Settings

_ANSWERS: dict[str, Answer] = {
    "y": "yes", "yes": "yes", "はい": "yes", "ある": "yes", "n": "no", "no": "no", "いいえ": "no", "ない": "no",
    "l": "later", "later": "later", "後で": "later", "": "later",
}  # fmt: skip
_STOP = ("q", "quit", "やめる")

_WAITING: tuple[Shown[Standing], ...] = (
    Shown("管理部門", lambda one: one.department),
    Shown("項目", lambda one: one.item.code),
    Shown("確かめること", lambda one: one.item.question),
    Shown("状態", lambda one: STATE_NAMES[one.state]),
    Shown("メモ", lambda one: one.note),
)
_DONE: tuple[Shown[Standing], ...] = (
    Shown("管理部門", lambda one: one.department),
    Shown("項目", lambda one: one.item.name),
    Shown("状態", lambda one: STATE_NAMES[one.state]),
    Shown("台帳のNo", lambda one: [str(number) for number in one.numbers[:5]]),
    Shown("メモ", lambda one: one.note),
)


@click.group(cls=Group, invoke_without_command=True)
@click.option("--department", metavar="部門", help="この部門に、未確認のものを順に質問します。")
@click.option("--all", "everything", is_flag=True, help="確認の済んだものも表示します。")
@format_option("table", "json")
@keeping
@click.pass_context
def checklist(
    context: click.Context,
    department: str | None,
    everything: bool,
    form: str,
    register: str | None,
    settings_file: Path | None,
    by: str | None,
) -> None:
    """紙・カメラ・クラウドなど、スキャンでは見つからないものを部門ごとに確かめます。

    「ある」と答えたものは、候補を入れた行として台帳に加えます。
    """
    if context.invoked_subcommand:
        return
    with keeper(register, settings_file, by) as (at_work, settings):
        ledger, answers = _now(at_work, settings)
        asked = (department,) if department else lists.departments(ledger, answers)
        if department:
            _known(department, ledger, answers, settings)
        standing = lists.standing(ledger, answers, asked)
        if form == "json":
            write_json({"compiled": lists.load().compiled, "items": [_as_json(one) for one in standing]})
        elif department:
            _ask(at_work, [one for one in standing if one.state in WAITING])
        else:
            _show(standing, everything)


@checklist.command("answer", cls=Command)
@click.argument("code", metavar="項目")
@click.argument("given", metavar="yes|no|later", type=click.Choice(["yes", "no", "later"]))
@click.option("--department", required=True, metavar="部門", help="答える部門。")
@click.option("--note", default="", metavar="メモ", help="場所や担当など、分かったこと。")
@click.option("--new", "new", is_flag=True, help="台帳にまだない部門として答えます。")
@keeping
def answer(
    code: str,
    given: Answer,
    department: str,
    note: str,
    new: bool,
    register: str | None,
    settings_file: Path | None,
    by: str | None,
) -> None:
    """1つの項目に答えます（yes ある、no ない、later 後で）。"""
    item = lists.load().item(code)
    if item is None:
        known = "、".join(item.code for item in lists.load().items)
        raise click.UsageError(f"{harmless(code)} という項目はありません。あるのは {known} です。")
    with keeper(register, settings_file, by) as (at_work, settings):
        ledger, answers = _now(at_work, settings)
        if not new:
            _known(department, ledger, answers, settings)
        (standing,) = [
            one for one in _every(ledger, answers, department, item) if one.item is item
        ]  # fmt: skip
        _answer(at_work, standing, given, note)


def _every(ledger: Ledger, answers: Sequence[StoredAnswer], department: str, item: Item) -> list[Standing]:
    """How things stand with a department, the item among them also where it is usually not asked."""
    found = lists.standing(ledger, answers, (department,))
    if all(one.item is not item for one in found):
        found.append(Standing(item, department, "open"))
    return found


def _now(at_work: Keeper, settings: Settings) -> tuple[Ledger, list[StoredAnswer]]:
    ledger = kept_ledger(at_work.register, settings)
    with at_work.register.reading() as connection:
        return ledger, queries_decided.answers(connection)


def _known(department: str, ledger: Ledger, answers: Sequence[StoredAnswer], settings: Settings) -> None:
    named = (*lists.departments(ledger, answers), *settings.departments.values(), *settings.managers)
    if department not in named:
        known = "、".join(dict.fromkeys(named)) or "（なし）"
        raise click.UsageError(
            f"「{harmless(department)}」という部門は台帳にありません。あるのは {known} です。"
            "新しい部門は「daicho checklist answer 項目 yes --department 部門 --new」で加えます。"
        )


def _answer(at_work: Keeper, standing: Standing, given: Answer, note: str) -> None:
    item, department = standing.item, standing.department
    line = item.line(department, note) if given == "yes" and not standing.numbers else None
    number = at_work.answer(department, item.code, given, note, line)
    if number:
        say(f"台帳に管理No {number}「{item.name}」の行を加えました。内容は候補です。確かめてください。")
    elif given == "yes":
        say(f"管理No {'、'.join(map(str, standing.numbers[:5]))} の行が台帳にあります。回答だけを記録しました。")
    else:
        say(f"「{item.name}」を「{STATE_NAMES[given]}」と記録しました。")


def _ask(at_work: Keeper, waiting: Sequence[Standing]) -> None:
    """Question by question; every answer is kept at once, so that nothing is lost by stopping."""
    if not waiting:
        say("この部門に、未確認のものはありません。")
        return
    say(f"{waiting[0].department}に {len(waiting)}問あります。y ある、n ない、Enter 後で、q やめる。")
    for place, one in enumerate(waiting, 1):
        say("")
        say(f"[{place}/{len(waiting)}] {one.item.question}")
        say(f"    {one.item.why}")
        given = _asked()
        if given is None:
            say("やめました。続きは、もう一度実行すると質問します。")
            return
        note = click.prompt("    メモ（場所や担当など。なければ Enter）", default="", show_default=False)
        _answer(at_work, one, given, note.strip())


def _asked() -> Answer | None:
    """An answer that is one; None to stop."""
    while True:
        said = click.prompt("    答え", default="", show_default=False).strip().lower()
        if said in _STOP:
            return None
        if said in _ANSWERS:
            return _ANSWERS[said]
        say("    y・n・Enter・q のどれかで答えてください。")


def _show(standing: Sequence[Standing], everything: bool) -> None:
    if not standing:
        say("台帳に部門がありません。先に「daicho scan」で検査するか、「daicho entry add」で行を加えてください。")
        return
    waiting = [one for one in standing if one.state in WAITING]
    done = [one for one in standing if one.state not in WAITING]
    if everything and done:
        show_table(done, _DONE)
        say("")
    if waiting:
        show_table(waiting, _WAITING)
    say(f"確認済 {len(done):,}件、未確認 {len(waiting):,}件（{lists.load().compiled} 版のチェックリスト）。")
    if waiting:
        say("「daicho checklist --department 部門」で、順に質問します。")


def _as_json(one: Standing) -> dict[str, Any]:
    return {
        "department": one.department,
        "item": one.item.code,
        "name": one.item.name,
        "question": one.item.question,
        "state": one.state,
        "entries": list(one.numbers),
        "note": one.note,
        "answered_by": one.answered_by,
        "answered_at": one.answered_at,
    }

"""`daicho incident log`, `decide`, `done`, `ask`, `answered`, `close` and `reopen`: what is done about a case."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from inventory.cli.days import Day
from inventory.cli.incident_case import known_case, number_argument
from inventory.cli.incident_facts import moment
from inventory.cli.japanese import Command
from inventory.cli.keeping import keeper, keeping
from inventory.cli.screen import say, warn
from inventory.incident import duties
from inventory.incident.case_keeping import CaseKeeper
from inventory.incident.facts import FACTS
from inventory.incident.words import STEPS
from inventory.keeping import NotPossible

_KINDS = ("log", "containment", "decision", "publication", "report", "notice")
_DECISIONS = {
    "report": "報告する", "no-report": "報告しない", "publish": "公表する", "no-publish": "公表しない",
    "notify": "本人に通知する", "no-notify": "本人に通知しない",
}  # fmt: skip
_DONE = {
    "preliminary": "done_preliminary", "final": "done_final", "pmark-preliminary": "done_pmark_preliminary",
    "pmark-final": "done_pmark_final", "finance-preliminary": "done_finance_preliminary",
    "finance-final": "done_finance_final", "persons": "done_persons", "client": "done_client",
    "published": "done_published",
}  # fmt: skip
_day_option = click.option("--on", type=Day(), metavar="日", help="その日。省略すると今日です。")


@click.command("log", cls=Command)
@number_argument
@click.argument("text", metavar="内容")
@click.option(
    "--kind",
    type=click.Choice(_KINDS),
    default="log",
    metavar="区分",
    help="log 経過、containment 暫定措置、publication 公表、report 報告、notice 本人への対応。",
)
@click.option("--at", metavar="日時", help="起きた日時（例：「2026-11-22 09:15」）。省略すると今です。")
@keeping
def log(
    number: int, text: str, kind: str, at: str | None, register: str | None, settings_file: Path | None, by: str | None
) -> None:  # fmt: skip
    """起きたこと、行ったことを経過に加えます。人の氏名や、漏れた値そのものは書かないでください。

    暫定措置（containment）に書いたことは、報告や通知の下書きに「行った措置」として入ります。
    """
    happened = moment(at, "起きた日時") if at else datetime.now().strftime("%Y-%m-%dT%H:%M")
    with keeper(register, settings_file, by) as (at_work, _):
        CaseKeeper(at_work).step(number, kind, happened, text)
    say(f"事故 {number} の経過に「{STEPS[kind]}」として加えました。")


@click.command("decide", cls=Command)
@number_argument
@click.argument("what", metavar="決定", type=click.Choice(list(_DECISIONS)))
@click.option("--reason", required=True, metavar="理由", help="そう決めた理由。")
@_day_option
@keeping
def decide(
    number: int, what: str, reason: str, on: date | None, register: str | None, settings_file: Path | None,
    by: str | None,
) -> None:  # fmt: skip
    """決めたことを理由とともに残します。

    決定は、report 報告する、no-report 報告しない、publish 公表する、no-publish 公表しない、notify 本人に通知する、
    no-notify 本人に通知しない、のどれかです。
    """
    if not reason.strip():
        raise click.UsageError("そう決めた理由を --reason に書いてください。")
    text = f"{_DECISIONS[what]}（理由：{reason.strip()}）"
    with keeper(register, settings_file, by) as (at_work, _):
        CaseKeeper(at_work).step(number, "decision", _past(on).isoformat(), text)
    say(f"事故 {number} の決定として「{_DECISIONS[what]}」を残しました。")


@click.command("done", cls=Command)
@number_argument
@click.argument("what", metavar="したこと", type=click.Choice(list(_DONE)))
@_day_option
@click.option("--undo", is_flag=True, help="まちがえた記録を取り消します。")
@keeping
def done(
    number: int, what: str, on: date | None, undo: bool, register: str | None, settings_file: Path | None,
    by: str | None,
) -> None:  # fmt: skip
    """提出や通知が済んだことを記録します。期限の一覧から消えます。

    したことは、preliminary 速報、final 確報、pmark-preliminary・pmark-final 審査機関への速報・確報、
    finance-preliminary・finance-final 監督当局への速報・確報、persons 本人への通知、client 委託元への通知、
    published 公表、のどれかです。
    """
    day = _past(on)
    fact = _DONE[what]
    with keeper(register, settings_file, by) as (at_work, _):
        case = known_case(at_work, number)
        if not undo and day < case.latest.noticed:
            raise NotPossible(f"{day} は、知った日（{case.latest.noticed}）より前です。日付を確かめてください。")
        CaseKeeper(at_work).record(number, case.facts, fact, "" if undo else day.isoformat())
    say(f"事故 {number} の{FACTS[fact].heading}を、" + ("取り消しました。" if undo else f"{day} と記録しました。"))


@click.command("ask", cls=Command)
@number_argument
@click.argument("recipient", metavar="相手")
@click.option("--what", default="削除と利用の中止", metavar="内容", help="依頼の内容。")
@_day_option
@keeping
def ask(
    number: int, recipient: str, what: str, on: date | None, register: str | None, settings_file: Path | None,
    by: str | None,
) -> None:  # fmt: skip
    """漏れた先に、削除や返却を依頼したことを記録します（相手は会社名やサイトの管理者）。"""
    with keeper(register, settings_file, by) as (at_work, _):
        request = CaseKeeper(at_work).ask(number, recipient, what, _past(on).isoformat())
    say(f"事故 {number} に依頼 {request} を記録しました。済んだら「daicho incident answered {number} {request}」です。")


@click.command("answered", cls=Command)
@number_argument
@click.argument("request", metavar="依頼No", type=click.IntRange(1))
@click.option("--note", default="", metavar="確かめ方", help="何で確かめたか（例：誓約書を受け取った）。")
@_day_option
@keeping
def answered(
    number: int, request: int, note: str, on: date | None, register: str | None, settings_file: Path | None,
    by: str | None,
) -> None:  # fmt: skip
    """依頼した削除や返却が済んだことを記録します。"""
    with keeper(register, settings_file, by) as (at_work, _):
        CaseKeeper(at_work).answered(number, request, _past(on).isoformat(), note)
    say(f"事故 {number} の依頼 {request} を、完了としました。")


@click.command("close", cls=Command)
@number_argument
@click.option("--reason", required=True, metavar="理由", help="終結してよい理由。記録に残ります。")
@keeping
def close(number: int, reason: str, register: str | None, settings_file: Path | None, by: str | None) -> None:
    """事故を終結します。済んでいない報告や通知があれば、知らせます。"""
    with keeper(register, settings_file, by) as (at_work, _):
        case = known_case(at_work, number)
        CaseKeeper(at_work).close(number, reason)
    left = [f"{duty.what}（{duty.to}）" for duty in duties.of_case(case) if not duty.done and duty.certain]
    left += ["削除・返却の依頼の回答"] if any(one.done_on is None for one in case.requests) else []
    say(f"事故 {number} を終結しました。")
    if left:
        warn(
            f"済んだ記録のないものがあります：{'、'.join(left)}。"
            f"まだなら「daicho incident reopen {number}」で戻してください。"
        )


@click.command("reopen", cls=Command)
@number_argument
@click.option("--reason", default="", metavar="理由", help="対応に戻す理由。")
@keeping
def reopen(number: int, reason: str, register: str | None, settings_file: Path | None, by: str | None) -> None:
    """終結した事故を、対応中に戻します。"""
    with keeper(register, settings_file, by) as (at_work, _):
        CaseKeeper(at_work).reopen(number, reason)
    say(f"事故 {number} を、対応中に戻しました。")


def _past(given: date | None) -> date:
    """The day that was given, else today; no day to come."""
    day = given or date.today()
    if day > date.today():
        raise NotPossible(f"{day} は先の日付です。今日までの日を書いてください。")
    return day


COMMANDS: tuple[Any, ...] = (log, decide, done, ask, answered, close, reopen)

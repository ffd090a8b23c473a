"""`daicho takeout`: the 持ち出し台帳, from the request to the confirmed deletion."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from inventory import suggestions
from inventory.cli import wording
from inventory.cli.days import Day
from inventory.cli.incident_view import names
from inventory.cli.japanese import Command, Group
from inventory.cli.keeping import keeper, keeping, reason_option
from inventory.cli.options import common, opened, table_option
from inventory.cli.screen import Shown, harmless, say, show, warn
from inventory.entrusted import takeouts
from inventory.entrusted.takeouts import Request, StoredTakeout
from inventory.incident.scope import gather
from inventory.keeping import Keeper
from inventory.settings import Settings

_number = click.argument("number", metavar="番号", type=click.IntRange(1))
_due = click.option("--due", type=Day(), required=True, metavar="日付", help="返却と消去の期限。")


@click.group(cls=Group)
def takeout() -> None:
    """個人情報の持ち出しを、申請から返却・消去の確認まで記録します。"""


@takeout.command("request", cls=Command)
@click.argument("paths", nargs=-1, metavar="[ファイル・フォルダー]…")
@click.option("--what", default="", metavar="内容", help="持ち出すもの。ファイルを書けば省略できます。")
@click.option("--persons", type=click.IntRange(min=0), metavar="人数", help="台帳にないもの（紙など）の本人の数。")
@click.option("--purpose", required=True, metavar="目的", help="持ち出す目的。")
@click.option("--to", "destination", required=True, metavar="行き先", help="持ち出す先。")
@click.option("--medium", required=True, metavar="媒体", help="USBメモリー、ノートPC、紙など。")
@click.option("--protection", default="", metavar="保護", help="暗号化など、保護の方法。")
@_due
@keeping
def request(
    paths: tuple[str, ...], what: str, persons: int | None, purpose: str, destination: str, medium: str,
    protection: str, due: date, register: str | None, settings_file: Path | None, by: str | None,
) -> None:  # fmt: skip
    """持ち出しを申請します。項目・区分・人数は台帳から入ります。

    ファイルやフォルダーは「daicho files」に出るとおりに書きます。紙などは --what と --persons で書きます。
    """
    if not (paths or what.strip()):
        raise click.UsageError("持ち出すものがありません。ファイルか、--what に内容を書いてください。")
    with keeper(register, settings_file, by) as (at_work, settings):
        filled = Request(
            what=what.strip() or "、".join(paths), purpose=purpose, destination=destination, medium=medium,
            protection=protection.strip(), due_on=due, persons=persons or 0, persons_max=persons or 0,
        )  # fmt: skip
        if paths:
            filled = _from_register(filled, at_work, settings, paths)
        number = takeouts.ask(at_work, filled, date.today())
        made = takeouts.takeout(at_work.register, number)
    say(f"持ち出し {number} を申請しました。{_people(made)}、期限は {made.due_on} です。")
    if made.is_unprotected:
        flags = "、".join(wording.short(wording.flag_names().get(flag, flag)) for flag in made.flags)
        warn(f"{flags}を含みますが、保護の方法（--protection）がありません。承認には理由が要ります。")


def _from_register(asked: Request, at_work: Keeper, settings: Settings, paths: tuple[str, ...]) -> Request:
    """The request with what the register knows of the files; places that it does not know are refused."""
    scope = gather(at_work.register, paths, (), names(settings))
    if scope.paths_missing:
        raise click.UsageError(
            f"{harmless(scope.paths_missing[0])} は台帳にありません。「daicho scan」で検査してから申請してください。"
        )
    return Request(
        what=asked.what, purpose=asked.purpose, destination=asked.destination, medium=asked.medium,
        protection=asked.protection, due_on=asked.due_on, files=scope.total, items=scope.kinds,
        flags=scope.flags, persons=scope.persons + asked.persons, persons_max=scope.persons_max + asked.persons_max,
        places=paths,
    )  # fmt: skip


@takeout.command("approve", cls=Command)
@_number
@reason_option
@keeping
def approve(number: int, reason: str, register: str | None, settings_file: Path | None, by: str | None) -> None:
    """申請を承認します。申請した人とは別の人がします。"""
    with keeper(register, settings_file, by) as (at_work, _):
        takeouts.approve(at_work, number, reason)
    say(f"持ち出し {number} を承認しました。")


@takeout.command("refuse", cls=Command)
@_number
@reason_option
@keeping
def refuse(number: int, reason: str, register: str | None, settings_file: Path | None, by: str | None) -> None:
    """申請を却下します。理由が要ります。"""
    with keeper(register, settings_file, by) as (at_work, _):
        takeouts.refuse(at_work, number, reason)
    say(f"持ち出し {number} を却下しました。")


@takeout.command("cancel", cls=Command)
@_number
@reason_option
@keeping
def cancel(number: int, reason: str, register: str | None, settings_file: Path | None, by: str | None) -> None:
    """承認の前の申請を取り消します。"""
    with keeper(register, settings_file, by) as (at_work, _):
        takeouts.cancel(at_work, number, reason)
    say(f"持ち出し {number} の申請を取り消しました。")


@takeout.command("return", cls=Command)
@_number
@click.option("--on", "on", type=Day(), default="今日", metavar="日付", help="返却された日。省略すると今日です。")
@click.option("--deleted", is_flag=True, help="持ち出し先の媒体からの消去も確かめました。")
@keeping
def give_back(
    number: int, on: date, deleted: bool, register: str | None, settings_file: Path | None, by: str | None
) -> None:
    """返却を記録します。"""
    _record(register, settings_file, by, number, returned=on, deleted=on if deleted else None)


@takeout.command("deleted", cls=Command)
@_number
@click.option("--on", "on", type=Day(), default="今日", metavar="日付", help="消去を確かめた日。省略すると今日です。")
@keeping
def deleted(number: int, on: date, register: str | None, settings_file: Path | None, by: str | None) -> None:
    """持ち出し先の媒体から消したことの確認を記録します。"""
    _record(register, settings_file, by, number, returned=None, deleted=on)


def _record(register: str | None, settings_file: Path | None, by: str | None, number: int, **days: date | None) -> None:
    with keeper(register, settings_file, by) as (at_work, _):
        takeouts.give_back(at_work, number, returned=days["returned"], deleted=days["deleted"], today=date.today())
        say(f"持ち出し {number} は「{takeouts.takeout(at_work.register, number).state_name}」になりました。")


@takeout.command("prolong", cls=Command)
@_number
@_due
@reason_option
@keeping
def prolong(
    number: int, due: date, reason: str, register: str | None, settings_file: Path | None, by: str | None
) -> None:
    """期限を延ばします。申請した人とは別の人がします。"""
    with keeper(register, settings_file, by) as (at_work, _):
        takeouts.prolong(at_work, number, due, reason, date.today())
    say(f"持ち出し {number} の期限を {due.isoformat()} にしました。")


@takeout.command("list", cls=Command)
@click.option("--open", "only_open", is_flag=True, help="承認待ちと、持ち出し中のものだけ。")
@click.option("--overdue", is_flag=True, help="期限を過ぎたものだけ。")
@table_option
@common
def list_takeouts(only_open: bool, overdue: bool, form: str, register: str | None, settings_file: Path | None) -> None:
    """持ち出し台帳を表示します。"""
    today = date.today()
    with opened(register, settings_file) as (held, _):
        found = takeouts.overdue(held, today) if overdue else takeouts.takeouts(held)
    if only_open:
        found = [one for one in found if one.is_out or one.state == "requested"]
    if form == "table" and not found:
        say("該当する持ち出しはありません。")
        return
    show(found, _columns(today), form, lambda one: _as_json(one, today))


def _columns(today: date) -> tuple[Shown[StoredTakeout], ...]:
    return (
        Shown("番号", lambda one: f"{one.id}", right=True),
        Shown("状態", lambda one: one.state_name + ("（期限超過）" if one.is_overdue(today) else "")),
        Shown("内容", lambda one: one.what, least=16),
        Shown("本人の数", _people, right=True),
        Shown("区分", lambda one: [wording.short(wording.flag_names().get(flag, flag)) for flag in one.flags]),
        Shown("媒体・保護", lambda one: f"{one.medium}（{one.protection or '保護なし'}）"),
        Shown("行き先", lambda one: one.destination),
        Shown("期限", lambda one: one.due_on),
        Shown("申請者", lambda one: one.requested_by),
    )


def _people(one: StoredTakeout) -> str:
    return wording.persons(one.persons, one.persons_max) if one.persons_max else "人数不明"


def _as_json(one: StoredTakeout, today: date) -> dict[str, Any]:
    kept = {name: getattr(one, name) for name in StoredTakeout.__dataclass_fields__}
    ordered = suggestions.load().all_in_order(one.items)
    return {**kept, "items": list(ordered), "flags": list(one.flags), "overdue": one.is_overdue(today)}

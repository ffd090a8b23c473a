"""`daicho entry`: the lines of the 台帳 as people change them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from inventory import risks
from inventory.cli.entry_files import assign, exclude, merge, restore, split
from inventory.cli.japanese import Command, Group
from inventory.cli.keeping import cells, keeper, keeping, reason_option
from inventory.cli.options import common, opened
from inventory.cli.screen import harmless, say
from inventory.cli.summary import kept_ledger
from inventory.keeping import FIELDS
from inventory.ledger import COLUMNS, Cell, LedgerLine
from inventory.queries_decided import StoredRisk
from inventory.routing import Kept

_number = click.argument("number", metavar="管理No", type=click.IntRange(1))
_STATES = {"found": "", "suggested": "（候補）", "blank": "（未記入）", "confirmed": "（確認済）"}


@click.group(cls=Group)
def entry() -> None:
    """台帳の行を、人が確かめ、直します。"""


@entry.command("show", cls=Command)
@_number
@common
def show_entry(number: int, register: str | None, settings_file: Path | None) -> None:
    """台帳の1行を、すべての項目について表示します。"""
    with opened(register, settings_file) as (held, settings):
        ledger = kept_ledger(held, settings)
    line = next((line for line in (*ledger.lines, *ledger.excluded) if line.number == number), None)
    if line is None:
        raise click.UsageError(f"台帳に {number} という管理No はありません。「daicho entries」で確かめてください。")
    for column in COLUMNS:
        _say_cell(column.heading, line.cells[column.key])
    if line.excluded:
        say("この行は台帳から除外されています。")
    paths = {file.file.id: file.file.path for file in ledger.files}
    for file in line.files:
        say(f"  {paths[file]}")


def _say_cell(heading: str, cell: Cell) -> None:
    value = cell.value.replace("\n", "、")
    say(f"{heading}: {value}{_STATES[cell.state]}" + (f"　※{cell.note}" if cell.note else ""))


@entry.command("add", cls=Command)
@click.argument("name", metavar="名称")
@click.option("--department", required=True, metavar="部門", help="管理部門。")
@click.option("--type", "document_type", default="other", metavar="コード", help="文書の種類。省略すると other です。")
@click.argument("written", nargs=-1, metavar="[項目=値]…")
@reason_option
@keeping
def add(
    name: str,
    department: str,
    document_type: str,
    written: tuple[str, ...],
    reason: str,
    register: str | None,
    settings_file: Path | None,
    by: str | None,
) -> None:
    """紙の書類、防犯カメラ、クラウドなど、スキャンでは見つからないものの行を加えます。"""
    fields = {"name": name, **cells(written)}
    with keeper(register, settings_file, by) as (at_work, _):
        number = at_work.add(Kept(department, document_type), fields, reason)
    say(f"台帳に管理No {number} の行を加えました。")


@entry.command("set", cls=Command)
@_number
@click.argument("written", nargs=-1, required=True, metavar="項目=値…")
@reason_option
@keeping
def set_cells(
    number: int, written: tuple[str, ...], reason: str, register: str | None, settings_file: Path | None, by: str | None
) -> None:
    """行の項目を確認済みの値にします。「項目=」と書くと確認を取り消し、候補に戻します。"""
    fields = cells(written)
    with keeper(register, settings_file, by) as (at_work, _):
        at_work.set_all(number, fields, reason)
    say(f"管理No {number} の{'、'.join(FIELDS[key] for key in fields)}を記録しました。")


@entry.command("rename", cls=Command)
@_number
@click.argument("name", metavar="名称")
@reason_option
@keeping
def rename(
    number: int, name: str, reason: str, register: str | None, settings_file: Path | None, by: str | None
) -> None:
    """行の名称を変えます。"""
    if not name.strip():
        raise click.UsageError("名称を書いてください。")
    with keeper(register, settings_file, by) as (at_work, _):
        at_work.set_all(number, {"name": name}, reason)
    say(f"管理No {number} の名称を「{name}」にしました。")


@entry.command("confirm", cls=Command)
@click.argument("numbers", nargs=-1, metavar="[管理No]…", type=click.IntRange(1))
@click.option("--department", metavar="部門", help="この部門のすべての行を確認します。")
@click.option("--on", metavar="日付", type=click.DateTime(["%Y-%m-%d"]), help="確認した日。省略すると今日です。")
@reason_option
@keeping
def confirm(
    numbers: tuple[int, ...],
    department: str | None,
    on: Any,
    reason: str,
    register: str | None,
    settings_file: Path | None,
    by: str | None,
) -> None:
    """年に一度の確認を記録します（最終確認日・確認者）。"""
    day = _day(on)
    if bool(numbers) == bool(department):
        raise click.UsageError("管理No か --department のどちらかを書いてください。")
    with keeper(register, settings_file, by) as (at_work, settings):
        lines = kept_ledger(at_work.register, settings).lines
        wanted = numbers or tuple(line.number for line in lines if _of(line, department))
        if not wanted:
            raise click.UsageError(f"「{department}」の行は台帳にありません。「daicho entries」で確かめてください。")
        at_work.confirm(wanted, day, reason)
    say(f"{len(wanted):,}行の確認を {day} の日付で記録しました。")


def _of(line: LedgerLine, department: str | None) -> bool:
    return line.cells["department"].value == department


@entry.command("dispose", cls=Command)
@_number
@click.argument("what", metavar="廃棄したもの")
@click.option("--method", required=True, metavar="方法", help="廃棄の方法（例：専用ソフトで消去、溶解）。")
@click.option("--on", metavar="日付", type=click.DateTime(["%Y-%m-%d"]), help="廃棄した日。省略すると今日です。")
@click.option("--files", default=0, metavar="件数", type=click.IntRange(0), help="ファイルの件数。")
@keeping
def dispose(
    number: int,
    what: str,
    method: str,
    on: Any,
    files: int,
    register: str | None,
    settings_file: Path | None,
    by: str | None,
) -> None:
    """廃棄や消去を記録します。ファイルそのものには触れません。"""
    day = _day(on)
    with keeper(register, settings_file, by) as (at_work, _):
        at_work.dispose(number, what, method, day, files)
    say(f"管理No {number} の廃棄を {day} の日付で記録しました。")


@entry.command("risk", cls=Command)
@click.argument("number", metavar="リスクNo")
@click.option("--risk", "text", metavar="リスク", help="起こりうること。新しい番号（例：12-A9）では必ず書きます。")
@click.option("--measures", metavar="対策", help="対策。省略すると、今の対策を確認済にします。")
@click.option("--residual", metavar="残留リスク", help="残留リスク。省略すると、今のものを確認済にします。")
@reason_option
@keeping
def risk(
    number: str,
    text: str | None,
    measures: str | None,
    residual: str | None,
    reason: str,
    register: str | None,
    settings_file: Path | None,
    by: str | None,
) -> None:
    """リスク分析表の1件を確認済にするか、自社のものに直します。

    リスクNoは「管理No-局面の文字と番号」です（例：12-A1。Aは取得、Bは移送、Cは利用、Dは保管、Eは委託・提供、Fは廃棄）。
    """
    line_number, _, code = number.partition("-")
    stages = dict(zip(risks.LETTERS, risks.load().stages, strict=True))
    if not line_number.isdecimal() or code[:1] not in stages or not code[1:].isdecimal():
        raise click.UsageError(f"{harmless(number)} はリスクNoではありません。「12-A1」の形で書いてください。")
    with keeper(register, settings_file, by) as (at_work, settings):
        ledger = kept_ledger(at_work.register, settings)
        line = next((line for line in ledger.lines if line.number == int(line_number)), None)
        known = {one.code: one for one in risks.of_line(line, ledger.risks)} if line else {}
        now = known.get(code)
        if now is None and not text:
            raise click.UsageError(
                f"リスクNo {number} はありません。新しく加えるときは --risk に内容を書いてください。"
            )
        kept = StoredRisk(
            int(line_number),
            now.stage if now else stages[code[0]],
            code,
            text or (now.risk if now else ""),
            (now.measures if now else "") if measures is None else measures,
            (now.residual if now else "") if residual is None else residual,
        )
        before = risks.told(now) if now and now.state == "confirmed" else ""
        at_work.set_risk(kept, before, reason)
    say(f"リスクNo {number} を記録しました。")


def _day(given: Any) -> date:
    """The day that was given, else today; no day to come."""
    day: date = given.date() if given else date.today()
    if day > date.today():
        raise click.UsageError(f"{day} は先の日付です。済んだ日を書いてください。")
    return day


for _command in (merge, split, assign, exclude, restore):
    entry.add_command(_command)

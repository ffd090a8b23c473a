"""`daicho doctor`: what is there, what is missing, what that costs, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from inventory.checks import Check, State
from inventory.cli.japanese import Command, Exit
from inventory.cli.options import common, format_option
from inventory.cli.screen import Shown, say, show_table, write_json
from inventory.settings import Settings

FAILED = 1
_STATES: dict[State, str] = {"ok": "良好", "missing": "なし", "warning": "注意", "failed": "不可"}
_COLUMNS: tuple[Shown[Check], ...] = (
    Shown("項目", lambda check: check.name),
    Shown("状態", lambda check: _STATES[check.state]),
    Shown("内容", lambda check: check.found, least=24),
)


@click.command(cls=Command)
@common
@format_option("table", "json")
def doctor(register: str | None, settings_file: Path | None, form: str) -> None:
    """スキャンに必要なものがそろっているかを調べ、足りないものと直し方を表示します。

    スキャンできない不具合があると終了コード1で終わります。なくても使える部品が足りないだけなら0です。
    """
    settings = Settings.load(settings_file, flags={"register": register})
    checks = list(_all(settings))
    if form == "json":
        write_json([asdict(check) for check in checks])
    else:
        _say(checks)
    if any(check.state == "failed" for check in checks):
        raise Exit(FAILED)


def _all(settings: Settings) -> Iterator[Check]:
    from inventory.parts import parts
    from inventory.surroundings import surroundings

    yield from parts()
    yield from surroundings(settings)


def _say(checks: list[Check]) -> None:
    show_table(checks, _COLUMNS)
    wrong = [check for check in checks if check.state != "ok"]
    if not wrong:
        say("すべてそろっています。")
        return
    say("")
    for check in wrong:
        say(f"{_STATES[check.state]}：{check.name}（{check.found}）。{check.effect}{check.remedy}")
    if any(check.state == "failed" for check in wrong):
        say("「不可」の項目を直すまで、スキャンできません。")
    else:
        say("スキャンはできます。読めないファイルは、台帳に理由とともに載ります。")

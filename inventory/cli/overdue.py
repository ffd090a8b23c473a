"""`daicho overdue`: what is kept longer than its line of the 台帳 allows."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from inventory.cli.japanese import Command
from inventory.cli.options import common, opened, table_option
from inventory.cli.screen import Shown, show
from inventory.cli.summary import kept_ledger
from inventory.retention import Overdue
from inventory.retention import overdue as find_overdue

_COLUMNS: tuple[Shown[Overdue], ...] = (
    Shown("No", lambda one: str(one.line.number), right=True),
    Shown("管理部門", lambda one: one.file.file.department),
    Shown("ファイル", lambda one: one.file.file.path, least=24),
    Shown("保管期限", lambda one: one.period + ("（候補）" if one.rule == "suggested" else "")),
    Shown("起算とみた日", lambda one: f"{one.began}（{one.told_by}）"),
    Shown("期限の日", lambda one: str(one.due)),
)


@click.command(cls=Command)
@common
@table_option
def overdue(register: str | None, settings_file: Path | None, form: str) -> None:
    """保管期限を過ぎたとみられるファイルを、台帳の行ごとに表示します。

    起算の日は、ファイルの更新日とフォルダー名の年の、遅いほうとみなします。
    処分したら「daicho entry dispose」で記録してください。
    """
    with opened(register, settings_file) as (held, settings):
        show(find_overdue(kept_ledger(held, settings), date.today()), _COLUMNS, form, _as_json)


def _as_json(one: Overdue) -> dict[str, Any]:
    return {
        "number": one.line.number,
        "path": one.file.file.path,
        "period": one.period,
        "confirmed": one.rule != "suggested",
        "began": one.began.isoformat(),
        "told_by": one.told_by,
        "due": one.due.isoformat(),
    }

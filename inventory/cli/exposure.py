"""`daicho exposure`: who may read the personal data, folder by folder, the most dangerous first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from inventory import exposure as exposures
from inventory.cli import wording
from inventory.cli.japanese import Command
from inventory.cli.options import common, opened, table_option
from inventory.cli.screen import Shown, say, show
from inventory.cli.summary import kept_ledger
from inventory.exposure import Place

_PLACES: tuple[Shown[Place], ...] = (
    Shown("フォルダー", lambda place: place.folder or "（直下）", least=24),
    Shown("閲覧可能な範囲", lambda place: place.readers.split("、")),
    Shown("ファイル", lambda place: f"{place.files:,}", right=True),
    Shown("区分（ファイル数）", lambda place: _flags(place)),
    Shown("本人の数（延べ）", lambda place: f"{place.persons:,}", right=True),
)


@click.command(cls=Command)
@common
@table_option
@click.option("--all", "everything", is_flag=True, help="個人情報のあるフォルダーをすべて表示します。")
def exposure(register: str | None, settings_file: Path | None, form: str, everything: bool) -> None:
    """個人情報をだれが読めるかを、フォルダーごとに、危ないものから表示します。

    省略すると、利用者全員が読めるフォルダーだけです。ファイルは「daicho files --exposed」で一覧できます。
    """
    with opened(register, settings_file) as (held, settings):
        ledger = kept_ledger(held, settings)
    found = exposures.places(ledger)
    shown = found if everything else [place for place in found if place.everyone]
    if form == "table":
        say(exposures.headline(ledger))
        if not shown:
            if found:
                say("利用者全員が読めるフォルダーに、個人情報はありません。--all を付けると、すべて表示します。")
            return
        say("")
    show(shown, _PLACES, form, _as_json)


def _flags(place: Place) -> list[str]:
    names = wording.flag_names()
    return [f"{wording.short(name)} {place.flags[flag]:,}" for flag, name in names.items() if place.flags[flag]]


def _as_json(place: Place) -> dict[str, Any]:
    return {
        "root": place.root,
        "folder": place.folder,
        "everyone": place.everyone,
        "readers": place.readers,
        "files": place.files,
        "flags": dict(place.flags),
        "persons": place.persons,
    }

"""`daicho drill`: what would come of a leak that did not happen, and the places where it would be worst."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import click

from inventory.cli import wording
from inventory.cli.incident_options import known_options
from inventory.cli.incident_view import names, show_assessment
from inventory.cli.japanese import Command
from inventory.cli.options import common, format_option, opened
from inventory.cli.screen import Shown, say, show_table, write_json
from inventory.incident.assessing import assess
from inventory.incident.assessment import Known
from inventory.incident.worst import GRAVE, Place, worst

_TEN = 10


@click.command(cls=Command)
@click.argument("what", nargs=-1, metavar="[管理No・ファイル・フォルダー]…")
@click.option(
    "--worst", "number", type=click.IntRange(1), is_flag=False, flag_value=_TEN, metavar="[数]",
    help="漏れたときの影響が最も大きいフォルダーを、この数だけ並べます。数を省略すると10です。",
)  # fmt: skip
@known_options
@common
@format_option("text", "json")
def drill(
    what: tuple[str, ...], number: int | None, known: Known, register: str | None, settings_file: Path | None,
    form: str,
) -> None:  # fmt: skip
    """「この情報が漏れたら」を、事故のときと同じように、訓練として調べます。

    何も指定しなければ、暗号化していないものを今日なくしたとみなします。事故のときと同じ指定で、想定を変えられます。
    """
    if bool(what) == bool(number):
        raise click.UsageError("台帳の管理No、ファイル、フォルダーのどれか、または --worst を指定してください。")
    with opened(register, settings_file) as (held, settings):
        if number:
            _show_worst(worst(held, number), form)
            return
        lines = [one for one in what if one.isdecimal() and not Path(one).exists()]
        paths = [one for one in what if one not in lines]
        supposed, words = _supposed(known), names(settings)
        numbers = [int(line) for line in lines]
        show_assessment(assess(held, paths, numbers, supposed, date.today(), names=words, training=True), form)


def _supposed(known: Known) -> Known:
    """The usual exercise: something that nobody encrypted was lost, and noticed today."""
    encrypted = False if known.encrypted is None and known.key_safe is None else known.encrypted
    return replace(known, cause=known.cause or "loss", encrypted=encrypted, noticed=known.noticed or date.today())


_COLUMNS: tuple[Shown[tuple[int, Place]], ...] = (
    Shown("順", lambda row: str(row[0]), right=True),
    Shown("フォルダー", lambda row: row[1].shown, least=24),
    Shown("本人の数", lambda row: wording.persons(row[1].persons, row[1].persons_max), right=True),
    Shown("重い事由", lambda row: [GRAVE[reason] for reason in row[1].reasons]),
    Shown("ファイル", lambda row: f"{row[1].files:,}", right=True),
    Shown("だれでも読める", lambda row: f"{row[1].exposed:,}件" if row[1].exposed else "", right=True),
)


def _show_worst(places: list[Place], form: str) -> None:
    if form == "json":
        write_json([_as_json(rank, place) for rank, place in enumerate(places, 1)])
        return
    if not places:
        say("個人情報のあるフォルダーは、台帳にありません。")
        return
    show_table(list(enumerate(places, 1)), _COLUMNS)
    say("")
    reasons = "・".join(GRAVE.values())
    say(f"並べ方: {reasons} のうち当てはまる数、次に本人の数（最大）、次に、だれでも読めるファイルの数の多い順です。")
    say("「daicho drill フォルダー」で、そのフォルダーが漏れたときの報告と期限を調べられます。")


def _as_json(rank: int, place: Place) -> dict[str, Any]:
    return {
        "rank": rank,
        "root": place.root,
        "folder": place.folder,
        "persons": place.persons,
        "persons_max": place.persons_max,
        "reasons": list(place.reasons),
        "flags": list(place.flags),
        "files": place.files,
        "readable_by_all": place.exposed,
    }

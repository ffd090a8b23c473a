"""`daicho incident`: what leaked, whether to report it, and by when."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from inventory.cli import incident_case, incident_papers, incident_show, incident_steps
from inventory.cli.incident_options import known_options
from inventory.cli.incident_view import names, show_assessment
from inventory.cli.japanese import Command, Group
from inventory.cli.options import common, format_option, opened
from inventory.cli.screen import harmless, warn
from inventory.incident.assessing import assess as judge
from inventory.incident.assessment import Known


@click.group(cls=Group)
def incident() -> None:
    """漏えいなどの事故のとき、何が何人分漏れたか、報告が要るか、いつまでかを調べます。"""


@incident.command(cls=Command)
@click.argument("paths", nargs=-1, metavar="[ファイル・フォルダー]…")
@click.option(
    "--entry", "entries", type=click.IntRange(1), multiple=True, metavar="管理No", help="台帳の行。いくつでも。"
)
@known_options
@common
@format_option("text", "json")
@click.pass_context
def assess(
    ctx: click.Context, paths: tuple[str, ...], entries: tuple[int, ...], known: Known,
    register: str | None, settings_file: Path | None, form: str,
) -> None:  # fmt: skip
    """漏れたものから、人数・区分・報告の要否・期限を、台帳だけで答えます。

    ファイルやフォルダーは「daicho files」に出るとおりか、パソコンの上の場所を書きます。分かっていることを指定すると、
    判断が確かになります。分からないことは書かずにおくと、何が決め手になるかを表示します。
    """
    _offer_scan(ctx, paths, register, settings_file, form)
    with opened(register, settings_file) as (held, settings):
        assessed = judge(held, paths, entries, known, date.today(), names=names(settings))
        show_assessment(assessed, form)
        if form == "text" and assessed.scope.paths_missing:
            first = harmless(assessed.scope.paths_missing[0])
            warn(f"台帳にない場所があります。「daicho scan {first}」で検査してから、もう一度実行してください。")


def _offer_scan(
    ctx: click.Context, paths: Sequence[str], register: str | None, settings_file: Path | None, form: str
) -> None:
    """At a terminal, offer to scan what lies on the disk and is not in the register."""
    if form != "text" or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return
    from inventory.cli.scanning import scan  # loads what reads files
    from inventory.incident.addresses import locate

    with opened(register, settings_file) as (held, _), held.reading() as connection:
        missing = [Path(path) for path in locate(connection, paths).missing if Path(path).exists()]
    for path in missing:
        if click.confirm(f"{harmless(str(path))} は台帳にありません。今、検査しますか", default=True):
            ctx.invoke(scan, paths=(path,), register=register, settings_file=settings_file)


for _command in (*incident_case.COMMANDS, *incident_show.COMMANDS, *incident_steps.COMMANDS, *incident_papers.COMMANDS):
    incident.add_command(_command)

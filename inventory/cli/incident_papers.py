"""`daicho incident papers`: the drafts for authorities, persons, callers, clients and contractors, in one folder."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from inventory.cli import wording
from inventory.cli.incident_case import known_case, number_argument
from inventory.cli.incident_view import document_names
from inventory.cli.japanese import Command
from inventory.cli.keeping import keeper, keeping
from inventory.cli.screen import say
from inventory.incident.case_keeping import CaseKeeper
from inventory.incident.papers import hand_over, papers
from inventory.incident.telling import Telling


@click.command("papers", cls=Command)
@number_argument
@click.argument("folder", metavar="フォルダー", type=click.Path(path_type=Path))
@click.option("--all", "everything", is_flag=True, help="報告不要と考えられるものも作ります。")
@click.option("--force", is_flag=True, help="同じ名前の書類があれば、書き直します。")
@keeping
def write_papers(
    number: int, folder: Path, everything: bool, force: bool, register: str | None, settings_file: Path | None,
    by: str | None,
) -> None:  # fmt: skip
    """報告・通知・問い合わせ対応・対応一覧の下書きを、フォルダーに作ります（Word と Excel）。

    台帳で分かることを埋め、分からないところは【要記入】とします。見つかった値そのものは載りません。
    """
    with keeper(register, settings_file, by) as (at_work, settings):
        case = known_case(at_work, number)
        names = wording.kind_names(), document_names(), wording.flag_names()
        told = Telling(case, case.latest, date.today(), settings.company, *names)
        files = papers(told, everything=everything)
        hand_over(files, folder, force=force)
        if case.open:
            now = datetime.now().strftime("%Y-%m-%dT%H:%M")
            CaseKeeper(at_work).step(number, "papers", now, f"書類の下書きを作った（{len(files)}件）")
    say(f"{folder} に下書きを {len(files)}件作りました。")
    for name in files:
        say(f"  {name}")
    say("【要記入】の欄を埋め、責任者が確かめてからお使いください。")


COMMANDS: tuple[Any, ...] = (write_papers,)

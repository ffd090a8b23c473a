"""`daicho demo`: build the fictional company's share, scan it, and write its 台帳."""

from __future__ import annotations

from pathlib import Path

import click

from inventory.cli.exporting import export
from inventory.cli.japanese import Command
from inventory.cli.scanning import scan
from inventory.cli.screen import say
from inventory.os_faults import reason


@click.command(cls=Command)
@click.argument("folder", required=False, default="daicho-demo", metavar="[作成先]", type=click.Path(path_type=Path))
@click.pass_context
def demo(ctx: click.Context, folder: Path) -> None:
    """架空の会社の共有フォルダーを作り、検査し、台帳を Excel に書き出します。"""
    try:
        from samples.build import build
    except ImportError as error:
        remedy = 'pip install "daicho[samples]" で入れてください。'
        raise click.UsageError(f"見本を作る部品 {error.name} がありません。{remedy}") from None
    share, register, workbook = folder / "共有", folder / "daicho.db", folder / "個人情報管理台帳.xlsx"
    if share.exists():
        say(f"{share} にある見本をそのまま使います。")
    else:
        unfinished = folder / "共有（作成中）"
        try:
            build(unfinished)
            unfinished.rename(share)
        except OSError as error:
            remedy = "書き込めるフォルダーを作成先に書いてください。"
            raise click.UsageError(f"見本を {folder} に作れません（{reason(error)}）。{remedy}") from None
    ctx.invoke(scan, paths=(share,), register=str(register))
    ctx.invoke(export, out=workbook, register=str(register))

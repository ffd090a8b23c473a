"""`daicho demo`: build the fictional company's share, scan it, and write its 台帳."""

from __future__ import annotations

from pathlib import Path

import click

from inventory.cli.exporting import export
from inventory.cli.japanese import Command
from inventory.cli.scanning import scan
from inventory.cli.screen import say


@click.command(cls=Command, short_help="見本の共有フォルダーで試します。")
@click.argument("folder", required=False, default="daicho-demo", metavar="[フォルダー]", type=click.Path(path_type=Path))
@click.pass_context
def demo(ctx: click.Context, folder: Path) -> None:
    """架空の会社の共有フォルダーを作り、検査し、台帳を Excel に書き出します。"""
    try:
        from samples.build import build
    except ImportError as error:
        raise click.UsageError(f"見本を作る部品 {error.name} がありません。pip install \"daicho[samples]\" で入れてください。") from None
    share, register, workbook = folder / "共有", folder / "daicho.db", folder / "個人情報管理台帳.xlsx"
    if share.exists():
        say(f"{share} にある見本をそのまま使います。")
    else:
        build(share)
    ctx.invoke(scan, paths=(share,), register=str(register))
    ctx.invoke(export, out=workbook, register=str(register))

"""Options that several commands share, and the settings and register behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from inventory.cli.screen import FORMATS
from inventory.register import Register
from inventory.settings import Settings

Function = TypeVar("Function", bound=Callable[..., Any])

register_option = click.option("--register", metavar="台帳", help="台帳ファイルの場所。省略すると daicho.db です。")
settings_option = click.option(
    "--settings", "settings_file", metavar="設定", type=click.Path(path_type=Path), help="設定ファイル。省略すると daicho.toml です。"
)
format_option = click.option(
    "--format", "form", type=click.Choice(FORMATS), default="table", show_default="table", help="出力の形（table・json・csv）。"
)


def common(function: Function) -> Function:
    """The options of every command that works on a register."""
    return register_option(settings_option(function))


@contextmanager
def opened(register: str | None, settings_file: Path | None, *, create: bool = False) -> Iterator[tuple[Register, Settings]]:
    """The register and the settings that a command works with."""
    settings = Settings.load(settings_file, flags={"register": register})
    with Register.open(
        settings.register, create=create, key_file=settings.key_file, departments=settings.departments
    ) as held:
        yield held, settings

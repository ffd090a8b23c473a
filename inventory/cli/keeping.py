"""What the commands by which people keep the 台帳 share: who is at work, and how columns and lines are written."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from inventory.cli.options import common, opened
from inventory.keeping import FIELDS, Keeper
from inventory.settings import Settings

Function = TypeVar("Function", bound=Callable[..., Any])

_BY_HEADING = {heading: key for key, heading in FIELDS.items()}
_by_option = click.option(
    "--by", metavar="名前", help="変更する人の名前。省略すると、設定の reviewer か、利用者の名前です。"
)
reason_option = click.option("--reason", default="", metavar="理由", help="変更の理由。履歴に残ります。")


def keeping(function: Function) -> Function:
    """The options of every command that changes the register for a person."""
    return common(_by_option(function))


@contextmanager
def keeper(register: str | None, settings_file: Path | None, by: str | None) -> Iterator[tuple[Keeper, Settings]]:
    """Somebody at work on the register that is meant."""
    with opened(register, settings_file) as (held, settings):
        yield Keeper(held, by or settings.reviewer or _user()), settings


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # an account without a name
        return ""


def cells(written: tuple[str, ...]) -> dict[str, str]:
    """Cells as they are written on the command line (「利用目的=送付」), by the heading or the key of the column."""
    found: dict[str, str] = {}
    for cell in written:
        name, equals, value = cell.partition("=")
        key = _BY_HEADING.get(name.strip(), name.strip())
        if not equals or key not in FIELDS:
            raise click.UsageError(
                f"「{cell}」は「項目=値」の形ではありません。使える項目は {'、'.join(FIELDS.values())} です。"
            )
        found[key] = value
    return found

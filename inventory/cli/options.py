"""Options that several commands share, and the settings and register behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from detectors.rule_files import RuleFault
from inventory.cli import wording
from inventory.cli.screen import FORMATS
from inventory.rules_in_force import check_shipped, own_rules
from inventory.settings import Settings, SettingsError

if TYPE_CHECKING:
    from inventory.register import Register

Function = TypeVar("Function", bound=Callable[..., Any])

register_option = click.option("--register", metavar="台帳", help="台帳ファイルの場所。省略すると daicho.db です。")
settings_option = click.option(
    "--settings", "settings_file", metavar="設定", type=click.Path(path_type=Path),
    help="設定ファイルの場所。省略すると、作業中のフォルダーの daicho.toml です。",
)  # fmt: skip


def format_option(*forms: str) -> Callable[[Function], Function]:
    """The option for the form of the output; the first form is the usual one."""
    return click.option(
        "--format", "form", type=click.Choice(forms), default=forms[0], metavar="形",
        help=f"出力の形（{'・'.join(forms)}）。省略すると {forms[0]} です。",
    )  # fmt: skip


table_option = format_option(*FORMATS)


def common(function: Function) -> Function:
    """The options of every command that works on a register."""
    return register_option(settings_option(function))


def existing(paths: tuple[Path, ...]) -> tuple[Path, ...]:
    """The paths, if all of them can be found; else the first that cannot, in a sentence."""
    for path in paths:
        try:
            path.stat()
        except PermissionError:
            raise click.UsageError(f"{path} を開く権限がありません。アクセス権を確かめてください。") from None
        except (OSError, ValueError):
            remedy = "場所の書き方と、共有フォルダーへの接続を確かめてください。"
            raise click.UsageError(f"{path} が見つかりません。{remedy}") from None
    return paths


def use_rules(settings: Settings, *, strict: bool) -> None:
    """Speak in the words of the rules that the settings name.

    Where they cannot be used, `strict` ends the command; a command that only shows the register goes on without them.
    """
    try:
        rules = own_rules(settings)
    except (RuleFault, SettingsError):
        if strict:
            raise
        rules = None
    wording.use(rules)


@contextmanager
def opened(
    register: str | None, settings_file: Path | None, *, create: bool = False, **flags: object
) -> Iterator[tuple[Register, Settings]]:
    """The register and the settings that a command works with; further flags are settings by name."""
    from inventory.register import Register  # `detect` and `text` need no database

    settings = Settings.load(settings_file, flags={"register": register, **flags})
    use_rules(settings, strict=create)
    if create and not Path(settings.register).exists():
        check_shipped()  # what is wrong with them is better said before there is a register
    with Register.open(
        settings.register,
        create=create,
        key_file=settings.key_file,
        register_key=settings.register_key,
        departments=settings.departments,
    ) as held:
        yield held, settings

"""The command `daicho`: its subcommands, and how every failure becomes one Japanese sentence and an exit code."""

from __future__ import annotations

import os
import sys

import click

from inventory.cli.demo import demo
from inventory.cli.exporting import export
from inventory.cli.japanese import EPILOG, Abort, Exit, Group, sentence
from inventory.cli.listing import entries, files, findings, status
from inventory.cli.rulebook import rules
from inventory.cli.scanning import scan
from inventory.cli.screen import warn
from inventory.cli.texts import detect, text
from inventory.version import program_version

FAILED, USAGE, BUSY, INTERRUPTED = 1, 2, 5, 130


@click.group(cls=Group, epilog=EPILOG, invoke_without_command=False, no_args_is_help=True)
@click.version_option(program_version(), "--version", message="daicho %(version)s", help="版を表示します。")
def cli() -> None:
    """ファイルサーバーの個人情報を調べ、個人情報管理台帳を作ります。"""


for command in (scan, status, files, findings, entries, detect, text, export, rules, demo):
    cli.add_command(command)


def main(arguments: list[str] | None = None) -> None:
    """Run one command and leave with its exit code."""
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: list[str]) -> int:
    """Run one command; the exit codes are those of the design."""
    try:
        return int(cli.main(args=arguments, prog_name="daicho", standalone_mode=False) or 0)
    except Exit as leave:
        return leave.exit_code
    except (KeyboardInterrupt, Abort):
        warn("中断しました。ここまでの結果は台帳に残っています。もう一度実行すると続きから検査します。")
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        code, message = explain(error)
        warn(message)
        return code


def explain(error: Exception) -> tuple[int, str]:
    """The exit code of a failure, and the sentence for the user."""
    from detectors.rules import RuleFault
    from inventory.export.workbook import ExportError
    from inventory.register import RegisterBusy, RegisterError
    from inventory.settings import SettingsError
    from inventory.worker import WorkersFailed

    if isinstance(error, click.UsageError):
        own = error.message if not error.message.isascii() else sentence(error)
        return USAGE, own
    if isinstance(error, RegisterBusy):
        return BUSY, str(error)
    if isinstance(error, RegisterError | SettingsError | ExportError):
        return USAGE, str(error)
    if isinstance(error, WorkersFailed):
        return FAILED, str(error)
    if isinstance(error, RuleFault):
        return USAGE, f"規則が使えません: {error}"
    if isinstance(error, OSError):
        return FAILED, f"ファイルの読み書きに失敗しました（{error.strerror or type(error).__name__}）。空き容量と権限を確かめてください。"
    return FAILED, f"予期しない問題が起きました（{type(error).__name__}）。同じことが続くときは、この文を添えてお知らせください。"

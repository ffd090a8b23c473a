"""The command `daicho`: its subcommands, and how every failure becomes one Japanese sentence and an exit code."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from importlib import metadata

import click

from inventory.cli.japanese import EPILOG, Abort, Exit, LazyGroup, sentence
from inventory.cli.screen import warn

_COLLECTED = (500_000, 20, 20)  # objects: most commands make many that hold no other, and end soon
FAILED, USAGE, BUSY, INTERRUPTED = 1, 2, 5, 130

# name: (module, function, what it does). In the order in which they are used; a module is imported when it is called.
COMMANDS = {
    "scan": ("scanning", "scan", "フォルダーを検査して台帳に記録します。"),
    "status": ("listing", "status", "台帳の今の様子を表示します。"),
    "files": ("listing", "files", "検査したファイルの一覧を表示します。"),
    "findings": ("listing", "findings", "検出の見本（伏字）と根拠を表示します。"),
    "explain": ("explaining", "explain", "ファイルをなぜそう判断したかを説明します。"),
    "exposure": ("exposure", "exposure", "個人情報をだれが読めるかを表示します。"),
    "entries": ("listing", "entries", "台帳の行（部門ごとの文書の種類）を表示します。"),
    "review": ("reviewing", "review", "検出を人が判断します（該当・非該当など）。"),
    "reveal": ("reveal", "reveal", "検出の値を1件だけ、元のファイルから読んで見せます。"),
    "entry": ("entry", "entry", "台帳の行を加え、確かめ、統合し、分けます。"),
    "history": ("history", "history", "だれがいつ台帳をどう変えたかを表示します。"),
    "schedule": ("schedule", "schedule", "毎晩のスキャンを予約します。"),
    "overdue": ("overdue", "overdue", "保管期限を過ぎたファイルを表示します。"),
    "diff": ("diff", "diff", "2回のスキャンの間に変わったことを表示します。"),
    "summary": ("morning", "summary", "今朝知っておくことを1画面で表示します。"),
    "export": ("exporting", "export", "台帳を Excel に書き出します。"),
    "report": ("reporting", "report", "検査の結果を、ブラウザーで見るファイルに書き出します。"),
    "compare": ("comparing", "compare", "お客様の今の台帳と、実際の違いを表示します。"),
    "checklist": ("checklist", "checklist", "スキャンでは見つからないものを、部門ごとに確かめます。"),
    "import": ("importing", "import_workbook", "記入された Excel を台帳に取り込みます。"),
    "incident": ("incident", "incident", "漏えいなどの事故のとき、報告の要否と期限を調べます。"),
    "takeout": ("takeout", "takeout", "個人情報の持ち出しを、返却・消去まで記録します。"),
    "contractor": ("contractor", "contractor", "委託先と契約の条項、点検を記録します。"),
    "drill": ("drill", "drill", "「この情報が漏れたら」を、訓練として調べます。"),
    "backup": ("care", "backup", "台帳の写しを作ります。"),
    "restore": ("care", "restore", "写しを台帳に戻します。"),
    "check": ("care", "check", "台帳が壊れていないかを調べます。"),
    "encrypt": ("care", "encrypt", "台帳のファイルを暗号化します。"),
    "detect": ("texts", "detect", "文章の中の個人情報を調べます。"),
    "text": ("texts", "text", "ファイルから読み取れる文字を表示します。"),
    "rules": ("rulebook", "rules", "検出の規則を表示し、確かめます。"),
    "doctor": ("doctor", "doctor", "必要なものがそろっているかを調べます。"),
    "demo": ("demo", "demo", "見本の共有フォルダーで試します。"),
}


@click.group(cls=LazyGroup, lazy=COMMANDS, epilog=EPILOG, no_args_is_help=True)
@click.version_option(metadata.version("daicho"), "--version", message="daicho %(version)s", help="版を表示します。")
def cli() -> None:
    """ファイルサーバーの個人情報を調べ、個人情報管理台帳を作ります。"""


def main() -> None:
    """Run one command and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a name that the terminal cannot show must not end the command
    gc.set_threshold(*_COLLECTED)
    code = run(sys.argv[1:])
    gc.freeze()  # what is left goes with the process: not to be looked through once more for what could go before
    sys.exit(code)


def run(arguments: list[str]) -> int:
    """Run one command; the exit codes are those of the design."""
    try:
        code = int(cli.main(args=arguments, prog_name="daicho", standalone_mode=False) or 0)
        sys.stdout.flush()
        return code
    except Exit as leave:
        return leave.exit_code
    except (KeyboardInterrupt, Abort):
        warn("中断しました。")
        return INTERRUPTED
    except (BrokenPipeError, SystemExit):  # click leaves like this when nobody reads the output any more
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        with suppress(ImportError):  # an installation that lacks a part
            code, message = explain(error)
            warn(message)
            return code
        warn(f"プログラムの一部が足りません（{type(error).__name__}）。daicho を入れ直してください。")
        return FAILED


def explain(error: Exception) -> tuple[int, str]:
    """The exit code of a failure, and the sentence for the user."""
    if isinstance(error, click.UsageError):
        return USAGE, error.message if "。" in error.message else sentence(error)  # what click says is no sentence
    from detectors.rule_files import RuleFault
    from inventory.export.workbook import ExportError
    from inventory.importing.sheet import WorkbookRefused
    from inventory.keeping import NotPossible
    from inventory.os_faults import reason
    from inventory.register import RegisterBusy, RegisterError
    from inventory.settings import SettingsError
    from inventory.worker import WorkersFailed

    match error:
        case RegisterBusy():
            return BUSY, str(error)
        case RegisterError() | SettingsError() | ExportError() | NotPossible() | WorkbookRefused():
            return USAGE, str(error)
        case WorkersFailed():
            return FAILED, str(error)
        case RuleFault():
            return USAGE, f"規則が使えません（{error}）。「daicho rules check」で、すべての誤りを確かめてください。"
        case OSError():
            why = reason(error)
            return FAILED, f"ファイルの読み書きに失敗しました（{why}）。空き容量と権限を確かめてください。"
        case MemoryError():
            return FAILED, "メモリーが足りません。ほかのプログラムを閉じるか、対象を分けて、もう一度実行してください。"
    remedy = "同じことが続くときは、この文を添えてお知らせください。"
    return FAILED, f"予期しない問題が起きました（{type(error).__name__}）。{remedy}"

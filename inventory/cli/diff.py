"""`daicho diff`: what changed between two scans, for people, for scripts and as a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from inventory.change_rows import ChangeRow, rows
from inventory.change_words import sections
from inventory.changes import Changes, between
from inventory.cli import wording
from inventory.cli.japanese import Command
from inventory.cli.options import common, format_option, opened
from inventory.cli.screen import Shown, say, show, show_table, write_json
from inventory.export.flat_changes import as_json, run_as_json
from inventory.queries import StoredRun

_SHOWN = 10  # lines of a section on the screen


@click.command("diff", cls=Command)
@click.argument("runs", nargs=-1, type=click.IntRange(min=1), metavar="[番号]…")
@click.option("--list", "listed", is_flag=True, help="スキャンの番号を一覧します。")
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="出力先.xlsx", help="変更の一覧を Excel に書き出します。"
)
@common
@format_option("text", "json", "csv")
def diff(
    runs: tuple[int, ...], listed: bool, out: Path | None, register: str | None, settings_file: Path | None, form: str
) -> None:
    """2回のスキャンの間に、何が変わったかを表示します。

    個人情報のあるファイルの増加・変更・移動・消失、台帳の行と本人の数の増減などです。
    番号を省略すると、終わりまで進んだ最後の2回を比べます。
    """
    if len(runs) not in (0, 2):
        raise click.UsageError("スキャンの番号は2つ書いてください（例：daicho diff 3 5）。")
    if out is not None and out.suffix.lower() != ".xlsx":
        raise click.UsageError(f"{out} に書き出せません。名前の終わりを .xlsx にしてください。")
    with opened(register, settings_file) as (held, settings):
        known = held.runs()
        if listed:
            _list(known, form)
            return
        before, now = _chosen(known, runs)
        changes = between(held, before, now, wording.document_names(), settings.subjects)
    if out is not None:
        from inventory.export.changes_sheet import write_changes  # openpyxl is slow to load

        write_changes(changes, settings.company, out)
        say(f"{out} に書き出しました（{len(list(rows(changes))):,}件）。")
    elif form == "text":
        _say(changes)
    elif form == "json":
        write_json(as_json(changes))
    else:
        show(rows(changes), _COLUMNS, form, lambda row: {})


def _chosen(runs: Sequence[StoredRun], numbers: Sequence[int]) -> tuple[StoredRun, StoredRun]:
    """The scans that are meant, the earlier first: those named, or the last two that came to their end."""
    if not numbers:
        ended = [run for run in runs if run.ended]
        if len(ended) < 2:
            raise click.UsageError(
                "比べられるスキャンがまだありません。終わりまで進んだスキャンが2回になると、違いを表示できます。"
            )
        return ended[1], ended[0]
    known = {run.id: run for run in runs}
    for number in numbers:
        if number not in known:
            raise click.UsageError(f"番号 {number} のスキャンはありません。番号は「daicho diff --list」で分かります。")
    earlier, later = sorted(numbers)
    if earlier == later:
        raise click.UsageError("同じスキャンどうしは比べられません。違う番号を2つ指定してください。")
    return known[earlier], known[later]


_RUNS: tuple[Shown[StoredRun], ...] = (
    Shown("番号", lambda run: str(run.id), right=True),
    Shown("開始", lambda run: wording.local(run.started)),
    Shown("終了", lambda run: _end(run)),
    Shown("対象", lambda run: run.roots, least=20),
    Shown("検査したもの", lambda run: f"{run.files_examined:,}件" if run.ended or run.stopped else "", right=True),
)
_COLUMNS: tuple[Shown[ChangeRow], ...] = (
    Shown("変更", lambda row: row.what),
    Shown("台帳No", lambda row: str(row.line or ""), right=True),
    Shown("管理部門", lambda row: row.department),
    Shown("ファイル・台帳の行", lambda row: row.name, least=24),
    Shown("前回", lambda row: row.before),
    Shown("今回", lambda row: row.now),
    Shown("注意すること", lambda row: row.attention),
)


def _end(run: StoredRun) -> str:
    if run.stopped:
        return f"{wording.local(run.stopped)}（時間まで）"
    return wording.local(run.ended) if run.ended else "（途中まで）"


def _list(runs: Sequence[StoredRun], form: str) -> None:
    if form == "json":
        write_json([run_as_json(run) for run in runs])
    elif form == "csv":
        show(runs, _RUNS, form, run_as_json)
    elif runs:
        show_table(runs, _RUNS)
    else:
        say("まだスキャンしていません。「daicho scan フォルダー」で検査します。")


def _say(changes: Changes) -> None:
    say(f"スキャン {_run(changes.before)}から {_run(changes.now)}までの変更")
    for remark in remarks(changes):
        say(remark)
    told = list(sections(changes))
    for section in told:
        say("")
        say(f"■ {section.title} {section.count:,}{section.unit}")
        for line in section.lines[:_SHOWN]:
            say(f"  {line}")
        if (rest := len(section.lines) - _SHOWN) > 0:
            say(f"  ほか{rest:,}件（すべては --format json か --out で）")
    if not told:
        say("個人情報のあるファイルと台帳に、変わったところはありません。")


def _run(run: StoredRun) -> str:
    return f"{run.id}（{wording.local(run.started)}）"


def remarks(changes: Changes) -> list[str]:
    """What limits a comparison."""
    told = []
    if not changes.knows_all:
        told.append("古いスキャンの変更の記録がないため、新しいファイルとなくなったファイルだけが分かります。")
    told += [
        f"スキャン {run.id} は{'指定の時間' if run.stopped else '途中'}で止まっています。"
        "そこまでに分かったことで比べています。"
        for run in (changes.before, changes.now)
        if not run.ended
    ]
    if changes.before.roots != changes.now.roots:
        roots = [*dict.fromkeys((*changes.before.roots, *changes.now.roots))]
        told.append(f"2回のスキャンの対象は同じではありません（{'、'.join(roots)}）。")
    if not changes.counted:
        told.append("本人の数と保管期限は、数えた記録のないスキャンがあるため比べていません。")
    return told

"""`daicho reveal`: the value of one finding, read from its file for a person at a terminal; the history notes it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from inventory.cli import wording
from inventory.cli.addressing import meant
from inventory.cli.japanese import Command
from inventory.cli.keeping import keeper, keeping
from inventory.cli.screen import Shown, harmless, say, show_table
from inventory.judging import Judge
from inventory.known_passwords import known_passwords
from inventory.limits import limits_of
from inventory.queries import StoredFile, StoredFinding
from inventory.revealing import Source, value_of
from inventory.rules_in_force import rules_in_force

Numbered = tuple[int, StoredFinding]


@click.command(cls=Command)
@click.argument("path", metavar="ファイル")
@click.option("--kind", metavar="種別", help="この種別の検出だけを数えます（例：PHONE_NUMBER）。")
@click.option("--number", metavar="番号", type=click.IntRange(1), help="何番目の検出か。省略すると、番号の一覧です。")
@click.option("--reason", default="", metavar="理由", help="見る理由。履歴に残ります。")
@keeping
def reveal(
    path: str,
    kind: str | None,
    number: int | None,
    reason: str,
    register: str | None,
    settings_file: Path | None,
    by: str | None,
) -> None:
    """検出の値を1件だけ、元のファイルから読んで画面に見せます。

    値は台帳にはありません。だれがいつ何を見たかが、値を除いて履歴に残ります。
    値を残さないため、ファイルやほかのプログラムには渡せません。
    """
    with keeper(register, settings_file, by) as (at_work, settings):
        file = _file(meant(at_work.register, path), path)
        found = _findings(Judge(at_work).findings(file, kind or ""), file, kind)
        chosen = number or (1 if len(found) == 1 else 0)
        if not chosen:
            show_table(found, _NUMBERED)
            say("見るものを --number 番号 で選んでください。")
            return
        if chosen > len(found):
            raise click.UsageError(f"検出は {len(found):,}件です。--number には 1～{len(found):,} を書いてください。")
        if not sys.stdout.isatty():
            raise click.UsageError("値は端末の画面にだけ表示します。ファイルやほかのプログラムには渡せません。")
        finding = found[chosen - 1][1]
        rules, passwords = rules_in_force(settings), known_passwords(settings)
        source = Source(at_work.register.key, limits_of(settings), rules, passwords, settings.memory_mb)
        value = value_of(file, finding, source)
        name = wording.kind_names().get(finding.kind, finding.kind)
        at_work.reveal(finding.fingerprint, f"{file.path} {name} {finding.place}", reason)  # noted before it is seen
    say(f"{file.path}　{finding.place}")
    say(f"{name}: {value}")


def _file(files: Sequence[StoredFile], written: str) -> StoredFile:
    """The one file that is meant: a container rather than what lies in it."""
    return next((file for file in files if file.path == written), files[0])


def _findings(findings: list[StoredFinding], file: StoredFile, kind: str | None) -> list[Numbered]:
    if not findings:
        what = f"{harmless(kind)} の" if kind else ""
        raise click.UsageError(
            f"{harmless(file.path)} に{what}検出はありません。「daicho findings」で確かめてください。"
        )
    return list(enumerate(findings, 1))


_NUMBERED: tuple[Shown[Numbered], ...] = (
    Shown("番号", lambda row: str(row[0]), right=True),
    Shown("種別", lambda row: wording.short(wording.kind_names().get(row[1].kind, row[1].kind))),
    Shown("場所", lambda row: row[1].place),
    Shown("伏字", lambda row: row[1].masked),
    Shown("根拠", lambda row: row[1].evidence),
)

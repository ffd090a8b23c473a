"""`daicho compare`: a 台帳 that a client has already, beside what is really there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from inventory import queries
from inventory.cli import columns_asked
from inventory.cli.japanese import Command
from inventory.cli.keeping import keeper, keeping
from inventory.cli.options import format_option
from inventory.cli.screen import Shown, say, show_table, write_json
from inventory.cli.summary import kept_ledger
from inventory.export.difference_sheet import write_differences
from inventory.importing import existing
from inventory.importing.adopting import Adoption, adoption
from inventory.importing.columns import HOW_NAMES, TheirColumn
from inventory.importing.difference import NAMES, Difference
from inventory.importing.differing import Comparison
from inventory.importing.differing import compare as find_differences
from inventory.importing.existing import Existing
from inventory.keeping import Keeper
from inventory.register import Register


@click.command("compare", cls=Command)
@click.argument("workbook", metavar="既存台帳.xlsx", type=click.Path(path_type=Path))
@click.option(
    "--sheet", "sheets", multiple=True, metavar="名", help="読むシート。省略すると、台帳とみられるすべてです。"
)
@click.option(
    "--map", "mapped", multiple=True, metavar="見出し=項目",
    help="列の対応を直します。見出しの代わりに「C列」、項目に「使わない」とも書けます。次からは覚えています。",
)  # fmt: skip
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="出力先.xlsx", help="差異の一覧を Excel に書き出します。"
)
@click.option(
    "--apply", "applied", is_flag=True, help="記載を候補として台帳に入れ、見つからない行を手で加えた行にします。"
)
@format_option("table", "json")
@keeping
def compare(
    workbook: Path,
    sheets: tuple[str, ...],
    mapped: tuple[str, ...],
    out: Path | None,
    applied: bool,
    form: str,
    register: str | None,
    settings_file: Path | None,
    by: str | None,
) -> None:
    """お客様の今の台帳（Excel）と、スキャンの結果の違いを表示します。

    見出しや部門の書き方は問いません。列の対応は見出しから推定し、分からないものは質問します。
    """
    told = columns_asked.told(mapped)
    ask = form == "table" and columns_asked.can_ask()
    if out is not None and out.suffix.lower() != ".xlsx":
        raise click.UsageError(f"{out} に書き出せません。名前の終わりを .xlsx にしてください。")
    with keeper(register, settings_file, by) as (at_work, settings):
        theirs = _read(at_work, workbook, sheets, told, ask=ask)
        ledger = kept_ledger(at_work.register, settings)
        comparison = find_differences(theirs, ledger, at_work.register.people_in)
        if out is not None:
            write_differences(comparison, ledger.company, workbook.name, out)
        taken = adoption(comparison, workbook.name, at_work.register.entries()) if applied else None
        numbers = at_work.adopt(taken.cells, taken.lines) if taken else []
    if form == "json":
        write_json(_as_json(comparison, workbook, taken, numbers))
        return
    _say(comparison)
    if not ask:
        columns_asked.advise(columns_asked.not_understood(theirs), workbook.name)
    if out is not None:
        say(f"{out} に書き出しました。")
    if taken is not None:
        say(f"台帳の {taken.texts:,}か所に記載を候補として入れ、手で加えた行を {len(numbers):,}行作りました。")
        say("「daicho entry show 管理No」で確かめ、「daicho entry set」で確認済にしてください。")


def _remembered(register: Register) -> dict[str, dict[str, str]]:
    with register.reading() as connection:
        about = queries.properties(connection)
    return {
        name.removeprefix(queries.COLUMNS_OF): json.loads(value)
        for name, value in about.items()
        if name.startswith(queries.COLUMNS_OF)
    }


def _read(at_work: Keeper, workbook: Path, sheets: tuple[str, ...], told: dict[str, str], *, ask: bool) -> Existing:
    """Their 台帳, with what a person says of its columns; that is remembered, with what was said of them before."""
    kept = _remembered(at_work.register)
    theirs = existing.read(workbook, sheets, told, kept)
    if ask and (answers := columns_asked.ask(columns_asked.not_understood(theirs))):
        told = {**told, **answers}
        theirs = existing.read(workbook, sheets, told, kept)
    if told:
        for layout, columns in columns_asked.explained(theirs).items():
            if columns != kept.get(layout):
                at_work.remember_columns(layout, columns)
    return theirs


_COLUMNS: tuple[Shown[TheirColumn], ...] = (
    Shown("列", lambda column: column.letter),
    Shown("見出し", lambda column: column.heading.replace("\n", " ")),
    Shown("台帳の項目", lambda column: column.field_name),
    Shown("推定の根拠", lambda column: HOW_NAMES[column.how]),
)
_DIFFERENCES: tuple[Shown[Difference], ...] = (
    Shown("違い", lambda one: one.title),
    Shown("セル", lambda one: one.address),
    Shown("No", lambda one: str(one.number or ""), right=True),
    Shown("管理部門", lambda one: one.department),
    Shown("個人情報の名称", lambda one: one.name.removeprefix(f"{one.department} ")),
    Shown("既存の台帳", lambda one: one.theirs.replace("\n", "、")),
    Shown("実際", lambda one: one.ours),
    Shown("ファイルの例", lambda one: one.files, least=20),
)


def _say(comparison: Comparison) -> None:
    for table in comparison.existing.tables:
        say(f"シート「{table.sheet}」: {len(table.lines):,}行（見出しは{table.heading_row}行目）")
        show_table(table.columns, _COLUMNS)
        if table.left_out:
            rows = "、".join(map(str, table.left_out[:10]))
            say(f"名称が読み取れず、比べていない行: {rows}行目{' ほか' if len(table.left_out) > 10 else ''}")
    for name, why in comparison.existing.passed:
        say(f"シート「{name}」は比べていません（{why}）。比べるときは --sheet で指定します。")
    say("列の対応が違うときは --map で直してください（例：--map C列=利用目的）。")
    say("")
    if comparison.differences:
        show_table(comparison.differences, _DIFFERENCES)
    counts = [f"{NAMES[code]} {count:,}件" for code, count in comparison.counts.items() if count]
    say(f"違い: {'、'.join(counts) or 'ありません'}。同じものとみた行は {_paired(comparison):,}行です。")


def _paired(comparison: Comparison) -> int:
    return sum(len(pair.theirs) for pair in comparison.matched.pairs)


def _as_json(comparison: Comparison, workbook: Path, taken: Adoption | None, numbers: list[int]) -> Mapping[str, Any]:
    return {
        "workbook": workbook.name,
        "sheets": [
            {
                "sheet": table.sheet,
                "heading_row": table.heading_row,
                "lines": len(table.lines),
                "left_out": list(table.left_out),
                "columns": [
                    {"column": one.letter, "heading": one.heading, "field": one.field, "how": one.how}
                    for one in table.columns
                ],
            }
            for table in comparison.existing.tables
        ],
        "passed": [{"sheet": name, "reason": why} for name, why in comparison.existing.passed],
        "pairs": [
            {
                "theirs": [line.address("name") for line in pair.theirs],
                "entries": [line.number for line in pair.ours],
            }
            for pair in comparison.matched.pairs
        ],
        "differences": [{**asdict(one), "title": one.title} for one in comparison.differences],
        "applied": taken is not None,
        "suggested": taken.texts if taken else 0,
        "added": numbers,
    }

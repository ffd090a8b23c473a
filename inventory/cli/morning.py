"""`daicho summary`: what somebody should know in the morning, on one screen."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import click
from rich.cells import cell_len

from inventory.cli.japanese import Command
from inventory.cli.notify import message, notified, notify_option, wanted
from inventory.cli.options import common, format_option, opened
from inventory.cli.screen import say, warn, write_json
from inventory.cli.summary import kept_changes
from inventory.cli.table import folded
from inventory.morning import Item, items
from inventory.morning_facts import gather

LINES, COLUMNS = 24, 80
_INDENT = "  "
_TOGETHER = re.compile("「daicho [^」]*」| (?=[0-9])")  # commands; a number with its word
_UNBROKEN = "\N{NO-BREAK SPACE}"


@click.command("summary", cls=Command)
@notify_option
@common
@format_option("text", "json")
def summary(notify: bool, register: str | None, settings_file: Path | None, form: str) -> None:
    """最後のスキャンの結果と、変わったこと、人の確認を待つことを、1画面で表示します。"""
    today = date.today()
    with opened(register, settings_file) as (held, settings):
        if notify:
            wanted(settings)
        facts = gather(held, kept_changes(held, settings), today)
        told = items(facts)
        if form == "json":
            write_json({"date": today.isoformat(), "items": {item.code: _as_json(item) for item in told}})
        else:
            for line in on_one_screen(f"{today} のまとめ　{settings.company}".rstrip("　"), told):
                say(line)
        if notify and not notified(settings, message(settings, facts)):
            warn("変わったことがないため、通知しませんでした（設定の always = true で毎回送ります）。")


def _as_json(item: Item) -> dict[str, object]:
    return {"text": item.text, **item.data}


def on_one_screen(title: str, told: list[Item]) -> list[str]:
    """The items, with as many of their files as fit, the gravest first."""
    texts = [_folded(item.text) for item in told]
    room = LINES - 1 - sum(map(len, texts))
    lines = [_cut(title)]
    for item, text in zip(told, texts, strict=True):
        lines += [text[0], *(_INDENT + more for more in text[1:])]
        shown = item.details[: max(0, min(room, 5))]
        lines += [_cut(f"{_INDENT}・{detail}") for detail in shown]
        room -= len(shown)
    return lines[:LINES]


def _folded(text: str) -> list[str]:
    """The lines of a text; what belongs together stays on one line."""
    whole = _TOGETHER.sub(lambda found: found[0].replace(" ", _UNBROKEN), text)
    return [line.replace(_UNBROKEN, " ").rstrip() for line in folded(whole, COLUMNS - len(_INDENT))]


def _cut(text: str) -> str:
    """A text on one line."""
    if cell_len(text) <= COLUMNS:
        return text
    return folded(text, COLUMNS - 2)[0] + "…"

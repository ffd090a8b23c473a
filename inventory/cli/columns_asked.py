"""The columns of somebody's 台帳 that were not understood: asked at a terminal, named with what to do elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping

import click

from inventory.cli.japanese import width
from inventory.cli.screen import console, harmless, say
from inventory.importing.columns import UNUSED, TheirColumn, folded
from inventory.importing.existing import Existing
from inventory.keeping import FIELDS

NOT_USED = frozenset(("使わない", "なし", UNUSED))
KEYS = {heading: key for key, heading in FIELDS.items()} | {"管理No": "number"}
_STOP = frozenset(("q", "quit", "やめる"))
_GAP = 3  # columns of the terminal between two items


def told(mapped: Iterable[str]) -> dict[str, str]:
    """The columns as a person names them with --map: heading or letter → our column."""
    found: dict[str, str] = {}
    for one in mapped:
        heading, equals, name = one.rpartition("=")
        key = UNUSED if name.strip() in NOT_USED else KEYS.get(name.strip(), name.strip())
        if not equals or (key not in FIELDS and key not in (UNUSED, "number")):
            raise click.UsageError(
                f"「{one}」は「見出し=項目」の形ではありません。"
                f"使える項目は {'、'.join(FIELDS.values())}、使わない です。"
            )
        found[heading.strip()] = key
    return found


def not_understood(theirs: Existing) -> list[TheirColumn]:
    """The columns that are nothing of ours as far as is known, each heading once."""
    unknown = [column for table in theirs.tables for column in table.columns if not column.field and column.heading]
    return list({folded(column.heading): column for column in unknown}.values())


def can_ask() -> bool:
    """Whether somebody sits before it."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def ask(columns: Iterable[TheirColumn]) -> dict[str, str]:
    """Heading → our column, as a person answers by number; what is left out is remembered as well."""
    waiting, answers = list(columns), dict[str, str]()
    if not waiting:
        return answers
    say("台帳のどの項目にあたるか分からない見出しがあります。番号で答えてください（Enter 使わない、q やめる）。")
    names = list(FIELDS.values())
    _show_numbered(names)
    for place, column in enumerate(waiting, 1):
        number = _answer(f"[{place}/{len(waiting)}] {column.letter}列「{_one_line(column)}」", len(names))
        if number is None:
            say("残りの見出しは、今回は使いません。次にもう一度質問します。")
            break
        answers[column.heading] = KEYS[names[number - 1]] if number else UNUSED
    return answers


def advise(columns: Iterable[TheirColumn], workbook: str) -> None:
    """What a person who cannot be asked may write."""
    waiting = list(columns)
    if not waiting:
        return
    say(f"分からない見出し（比べていません）: {'、'.join(f'{one.letter}列「{_one_line(one)}」' for one in waiting)}")
    example = " ".join(f'--map "{_one_line(one)}=項目"' for one in waiting[:2])
    say(f"項目が分かるときは「daicho compare {workbook} {example}」のように教えてください。次からは覚えています。")
    say(f"項目: {'、'.join(FIELDS.values())}、使わない")


def _answer(question: str, most: int) -> int | None:
    """A number of the list, 0 to leave the column out, None to stop."""
    while True:
        given = click.prompt(harmless(question), default="", show_default=False).strip().lower()
        if given in _STOP:
            return None
        if not given:
            return 0
        if given.isdecimal() and 1 <= int(given) <= most:
            return int(given)
        say(f"1 から {most} の番号か、Enter、q で答えてください。")


def _show_numbered(names: list[str]) -> None:
    """The items with their numbers, in as many columns as fit."""
    items = [f"{number:>2} {name}" for number, name in enumerate(names, 1)]
    wide = max(map(width, items)) + _GAP
    across = max(1, console().width // wide)
    deep = -(-len(items) // across)
    for row in range(deep):
        say("".join(item + " " * (wide - width(item)) for item in items[row::deep]).rstrip())


def _one_line(column: TheirColumn) -> str:
    return column.heading.replace("\n", " ")


def explained(theirs: Existing) -> Mapping[str, Mapping[str, str]]:
    """What was told of every layout, by its digest: folded heading → our column."""
    found = {}
    for table in theirs.tables:
        said = {
            folded(column.heading): column.field for column in table.columns if column.how in ("told", "remembered")
        }
        if said:
            found[table.digest] = said
    return found

"""`--only-new` and `--since-run` of `daicho scan`: speak, and fail, only about files that are new or changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

import click

from inventory import newly
from inventory.cli import wording
from inventory.cli.screen import say
from inventory.ledger import FileLine, Ledger
from inventory.register import Register

_MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Newness:
    """What of the files a scan is to tell of: all, what is new in this run, or what is new since another one."""

    only_new: bool = False
    since_run: int | None = None

    @property
    def is_set(self) -> bool:
        """Whether only some files are to be told of."""
        return self.only_new or self.since_run is not None

    def check(self, held: Register) -> None:
        """Refuse a scan that the register does not know, before anything is scanned."""
        if self.since_run is None:
            return
        runs = held.runs()
        if self.since_run not in {run.id for run in runs}:
            raise click.UsageError(
                f"番号 {self.since_run} のスキャンはありません。番号は「daicho diff --list」で分かります。"
            )
        newly.new_since(held, self.since_run)

    def narrowed(self, ledger: Ledger, held: Register, paths: Sequence[Path]) -> Ledger:
        """The 台帳 as far as the scan is to tell of it."""
        if self.since_run is not None:
            return newly.only(ledger, newly.new_since(held, self.since_run))
        if self.only_new:
            return newly.only(ledger, newly.new_in_last_run(held, [str(path.absolute()) for path in paths]))
        return ledger

    def tell(self, ledger: Ledger) -> None:
        """Name the files with personal data, a few of them, where only new ones are told of."""
        if not self.is_set:
            return
        since = "前回のスキャン" if self.since_run is None else f"スキャン {self.since_run} "
        say(f"{since}より後に現れた、または変わったファイル {len(ledger.files):,}件について表示します。")
        holding = ledger.holding
        for line in holding[:_MOST_SHOWN]:
            say(f"  {line.file.path}（{_about(line)}）")
        if len(holding) > _MOST_SHOWN:
            say(f"  ほか{len(holding) - _MOST_SHOWN:,}件")


def newness_options(function: Callable[..., None]) -> Callable[..., None]:
    """The options, handed to the command as `newness`."""

    @wraps(function)
    def command(*args: Any, only_new: bool, since_run: int | None, **others: Any) -> None:
        if only_new and since_run is not None:
            raise click.UsageError("--only-new と --since-run は、どちらか一方だけを付けてください。")
        function(*args, newness=Newness(only_new, since_run), **others)

    only = click.option(
        "--only-new", is_flag=True,
        help="今回、新しく現れた、中身が変わった、または全員が読めるようになったファイルだけを"
        "表示し、終了コードもそれだけで決めます。",
    )  # fmt: skip
    since = click.option(
        "--since-run", type=click.IntRange(min=1), metavar="番号",
        help="--only-new と同じことを、この番号のスキャンより後のファイルについて行います。",
    )  # fmt: skip
    return only(since(command))


def _about(line: FileLine) -> str:
    file = line.file
    said = (line.document_name or "個人情報", wording.persons(file.persons, file.persons_max), *line.flag_names)
    return "、".join(said)

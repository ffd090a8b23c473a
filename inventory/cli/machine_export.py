"""`daicho export OUT.sarif` and `OUT.jsonl`: every file and what was found in it, for other programs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from inventory import file_stream, newly
from inventory.cli import wording
from inventory.cli.newness import Newness
from inventory.cli.screen import say
from inventory.export import file_json, placing, sarif
from inventory.file_stream import Examined
from inventory.register import Register
from inventory.version import program_version

FORMS = ("sarif", "jsonl")


def write(form: str, out: Path, held: Register, since_run: int | None) -> None:
    """Write the file and say how much it holds; `since_run`: only what is new or changed since that scan."""
    newness = Newness(since_run=since_run)
    newness.check(held)
    chosen = None if since_run is None else newly.new_since(held, since_run)

    def files() -> Iterable[Examined]:
        return file_stream.examined(held, chosen)

    with placing.placed(out) as file:
        if form == "jsonl":
            told = f"ファイル {file_json.write_lines(files(), file):,}件"
        else:
            runs = held.runs()
            words = sarif.Words(
                wording.kind_names(), wording.document_names(), wording.status_names(), program_version()
            )
            count = sarif.write_sarif(files, runs[0] if runs else None, file_stream.roots(held), words, file)
            told = f"検出 {count:,}件"
    say(f"{out} に書き出しました（{told}）。")

"""Rewrites the generated blocks of README.md and README.ja.md: `python tools/docs.py` (`--check` only compares).

A block stands between `<!-- NAME -->` and `<!-- /NAME -->`; what is in it comes from the rules, the readers and the
commands themselves.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import click

from detectors.documents import load_classifier
from detectors.rules import load_kinds
from inventory.cli.main import cli
from scanner.readers import READERS

ROOT = Path(__file__).parent.parent
PAGES = ("README.md", "README.ja.md")


def kinds() -> Iterator[str]:
    """A table of the kinds of personal data."""
    yield "| kind | 種別 | 区分 |"
    yield "|---|---|---|"
    for rule in load_kinds().values():
        yield f"| `{rule.id}` | {rule.name} | {' '.join(f'`{flag}`' for flag in rule.flags)} |"


def formats() -> Iterator[str]:
    """A table of the formats that are read."""
    yield "| 形式 | 拡張子の例 |"
    yield "|---|---|"
    for reader in READERS:
        yield f"| {reader.FORMAT.name} | {' '.join(f'`{extension}`' for extension in reader.FORMAT.extensions)} |"


def documents() -> Iterator[str]:
    """The document types, in one paragraph."""
    yield " · ".join(f"`{type_.id}` {type_.name}" for type_ in load_classifier().types if type_.personal)


def commands() -> Iterator[str]:
    """The commands with their one-line help."""
    yield "```"
    context = click.Context(cli, info_name="daicho")
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        yield f"daicho {name:<10} {command.get_short_help_str(80) if command else ''}"
    yield "```"


BLOCKS: Mapping[str, Callable[[], Iterator[str]]] = {
    "kinds": kinds,
    "formats": formats,
    "documents": documents,
    "commands": commands,
}


def renewed(text: str) -> str:
    """A page with its blocks as they should be."""
    for name, lines in BLOCKS.items():
        body = "\n".join(lines())
        text = re.sub(
            rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)",
            lambda match, body=body: f"{match[1]}{body}\n{match[2]}",  # type: ignore[misc]
            text,
            flags=re.DOTALL,
        )
    return text


def main() -> int:
    """Rewrite the pages, or with --check tell which are out of date."""
    stale = []
    for page in PAGES:
        path = ROOT / page
        text = path.read_text(encoding="utf-8")
        if text != renewed(text):
            stale.append(page)
            if "--check" not in sys.argv:
                path.write_text(renewed(text), encoding="utf-8", newline="\n")
    print("renewed:" if "--check" not in sys.argv else "out of date:", ", ".join(stale) or "nothing")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())

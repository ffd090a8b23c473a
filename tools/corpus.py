"""Run the readers over real files of other projects and compare with what is known of them: python -m tools.corpus

The files are not part of this repository. `MANIFEST.tsv` beside them says for each file: a snippet of its text (for an
archive also a name inside it), whether it must fail cleanly and how, and its password where one is known. Every file
is read by workers within the limits below. A miss is what lacks its snippet, ends otherwise than it must, has no
status, or lost its worker. `docs/corpus.md` keeps the list of misses; the reasons in it are written by hand.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
import time
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from inventory.reading import ReadText, texts
from scanner.crawl import walk
from scanner.document import FoundFile, Status
from scanner.extract import Limits

FOLDER = Path(__file__).parents[2] / "shared/corpora/files"
REPORT = Path(__file__).parents[1] / "docs/corpus.md"
SECONDS = 120.0  # as the settings have it
MEMORY_MB = 1_500
_EXPECTED = {  # how a file may end, by the word of the manifest; where it can be read nevertheless, the better
    "corrupt": {"corrupt", "partly_read", "unsupported", "read", "encrypted"},
    "bomb": {"too_large", "timed_out", "corrupt", "partly_read", "read", "unsupported"},
    "hostile-names": {"read", "partly_read", "corrupt"},
}
_LIST = re.compile(r"(?<=<!-- misses -->\n).*?(?=<!-- /misses -->)", re.S)
_REASON = re.compile(r"^\| `(?P<path>[^`]+)` \|[^|]*\| (?P<reason>[^|]*) \|$", re.M)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the manifest."""

    path: str
    format: str
    snippet: str
    fails: str
    passwords: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one file: what is wrong with it, empty where nothing is."""

    row: Row
    miss: str


def main() -> int:
    """Read all files, print a table by format and the misses; 1 where a miss has no reason in docs/corpus.md."""
    arguments = argparse.ArgumentParser(prog="tools.corpus", description=__doc__.splitlines()[0] if __doc__ else "")
    arguments.add_argument("folder", nargs="?", type=Path, default=FOLDER, help="where MANIFEST.tsv lies")
    arguments.add_argument("--format", help="only files of this format")
    arguments.add_argument("--workers", type=int, default=2)
    arguments.add_argument("--write", action="store_true", help="renew the list of misses in docs/corpus.md")
    given = arguments.parse_args()
    manifest = given.folder / "MANIFEST.tsv"
    if not manifest.is_file():
        print(f"{manifest} is not there: nothing to read, skipped.")
        return 0
    rows = [row for row in read_manifest(manifest) if given.format in (None, row.format)]
    started = time.monotonic()
    results = sorted(run(given.folder, rows, given.workers), key=lambda result: result.row.path)
    show(results, time.monotonic() - started)
    missed = {result.row.path: result.miss for result in results if result.miss}
    if given.write:
        write(missed)
    unexplained = missed.keys() - reasons().keys()
    print(f"{len(unexplained)} without a reason in docs/corpus.md")
    return bool(unexplained)


def read_manifest(manifest: Path) -> list[Row]:
    """The lines of the manifest."""
    with manifest.open(encoding="utf-8", newline="") as file:
        return [_row(line) for line in csv.DictReader(file, delimiter="\t")]


def _row(line: dict[str, str]) -> Row:
    """A line; a password may carry what it opens in brackets (「foo (user) / baz (owner)」)."""
    passwords = (part.partition(" (")[0].strip() for part in line["password"].split(" / "))
    fails = line["should_fail_cleanly"].partition(" ")[0]
    known = tuple(password for password in passwords if password and not password.startswith("("))
    return Row(line["path"], line["format"], line["expect_snippet"] or "", fails, known)


def run(folder: Path, rows: Sequence[Row], workers: int) -> Iterator[Result]:
    """Read every file in workers, without its password and, where one is known, with it."""
    missed = {row.path: judge(row, read) for row, read in _read(folder, rows, workers, ())}
    for row, read in _read(folder, [row for row in rows if row.passwords], workers, _passwords(rows)):
        missed[row.path] = missed[row.path] or opened(row, read)
    for row in rows:
        yield Result(row, missed.get(row.path, "could not be opened"))


def _passwords(rows: Sequence[Row]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(password for row in rows for password in row.passwords))


def _read(
    folder: Path, rows: Sequence[Row], workers: int, passwords: Sequence[str]
) -> Iterator[tuple[Row, list[ReadText]]]:
    wanted = {(folder / row.path).resolve(): row for row in rows}
    found = (met for met in walk(list(wanted)) if isinstance(met, FoundFile))
    limits = Limits(seconds=SECONDS)
    for file, read in texts(found, limits, memory_mb=MEMORY_MB, passwords=passwords, workers=workers):
        yield wanted[file.path.resolve()], read


def judge(row: Row, read: Sequence[ReadText]) -> str:
    """What is wrong with what was read of a file without its password; empty where it is as it must be."""
    statuses = {one.status for one in read}
    if not read or not statuses <= set(get_args(Status)):
        return "no status"
    if any("異常終了" in one.note for one in read):
        return "crashed its worker"
    if "timed_out" in statuses and row.fails != "bomb":
        return "timed out"
    if row.snippet and not contains(read, row.snippet):
        return f"snippet not found ({_ended(read)})"
    if row.fails == "none":
        return "" if row.snippet or read[0].status in ("read", "partly_read") else f"not read ({_ended(read)})"
    if row.fails.startswith("encrypted") and any("パスワードで開" in one.note for one in read):
        return ""  # the password lay beside it, in the mail
    met = "encrypted" in statuses if row.fails.startswith("encrypted") else read[0].status in _EXPECTED[row.fails]
    return "" if met else f"should end as {row.fails} ({_ended(read)})"


def opened(row: Row, read: Sequence[ReadText]) -> str:
    """What is wrong with what was read with the password at hand."""
    is_open = any(one.status in ("read", "partly_read") and one.text for one in read)
    return "" if is_open else f"not opened with its password ({_ended(read)})"


def contains(read: Sequence[ReadText], snippet: str) -> bool:
    """Whether a snippet stands in the text, or in a name inside an archive; width and white space do not matter."""
    return any(plain(snippet) in plain(f"{one.path}\n{one.text}") for one in read)


def plain(text: str) -> str:
    """Text without white space, in the widths of NFKC."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _ended(read: Sequence[ReadText]) -> str:
    return ", ".join(dict.fromkeys(f"{one.status}" + (f": {one.note}" if one.note else "") for one in read[:3]))


def show(results: Sequence[Result], seconds: float) -> None:
    """The table by format, then the misses."""
    by_format: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        by_format[result.row.format].append(result)
    print(f"{'format':8}{'files':>7}{'snippets':>10}{'found':>7}{'must fail':>11}{'cleanly':>9}{'misses':>8}")
    for name, group in [*sorted(by_format.items()), ("all", list(results))]:
        wanted = [one for one in group if one.row.snippet]
        failing = [one for one in group if one.row.fails != "none"]
        found = sum("snippet" not in one.miss and "opened" not in one.miss for one in wanted)
        clean = sum(not one.miss for one in failing)
        misses = sum(bool(one.miss) for one in group)
        print(f"{name:8}{len(group):7}{len(wanted):10}{found:7}{len(failing):11}{clean:9}{misses:8}")
    print(f"{seconds:.0f} s")
    for result in results:
        if result.miss:
            print(f"MISS {result.row.path}: {result.miss}")


def reasons() -> dict[str, str]:
    """The reasons that docs/corpus.md gives for misses, by file; those still to be written do not count."""
    if not REPORT.is_file():
        return {}
    given = (match.groupdict() for match in _REASON.finditer(REPORT.read_text(encoding="utf-8")))
    return {row["path"]: row["reason"] for row in given if row["reason"].strip(" ?")}


def write(missed: dict[str, str]) -> None:
    """Renew the list of misses; the reasons stay."""
    known = reasons()
    lines = [
        f"| `{path}` | {miss.replace('|', '/')} | {known.get(path, '?')} |\n" for path, miss in sorted(missed.items())
    ]
    table = "".join(["| file | what is missing | why |\n|---|---|---|\n", *lines]) if lines else "None.\n"
    text = REPORT.read_text(encoding="utf-8")
    REPORT.write_text(_LIST.sub(lambda _: table, text), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    sys.exit(main())

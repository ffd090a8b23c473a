"""A whole share from its files to the findings: daicho's own command, and the pipeline assembled from known parts."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from random import Random

from benchmarks import corpus
from benchmarks.measure import Cost, Costing, installed, python
from benchmarks.table import Section, number, times
from samples.formats.plain import separated

DAICHO = "from inventory.cli.main import main; main()"  # the command, whether or not it is installed
HEADINGS = ("pipeline", "input", "seconds", "start", "MB/s", "peak MB", "ratio")


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is scanned: bytes by daicho alone, bytes by daicho and the peer, rows of the dense list."""

    share: int
    slice: int
    rows: int


def sections(directory: Path, sizes: Sizes, cost: Costing, *, with_peer: bool = True) -> list[Section]:
    """The corpus is written below the directory first."""
    share = directory / "share"
    corpus.write(share, sizes.share)
    part = _slice(directory, share, sizes.slice)
    start = _start(directory, cost)
    beside = [_beside_the_peer(directory, part, start, cost)] if with_peer else []
    return [*beside, _alone(directory, share, sizes.rows, start, cost)]


def _beside_the_peer(directory: Path, part: Path, start: float, cost: Costing) -> Section:
    size, files = _measured(part)
    rows = [
        ("daicho scan", daicho(directory, part, cost), start),
        ("daicho scan, 1 worker", daicho(directory, part, cost, "--workers", "1"), start),
    ]
    notes = [f"{files:,} files, taken evenly from the share below; the same for each."]
    if installed("markitdown"):
        ran, load, unread = peer(part, cost)
        rows.append(("MarkItDown + Presidio + ja_ginza", ran, load))
        notes.append(f"The peer runs in one process; MarkItDown could not read {unread} of the files.")
    else:
        notes.append("The peer was left out: pip install 'daicho[bench]' brings MarkItDown.")
    slowest = rows[-1][1].seconds
    return Section(
        "The same files through each pipeline",
        HEADINGS,
        [_row(name, ran, begun, size, slowest) for name, ran, begun in rows],
        tuple(notes),
    )


def _alone(directory: Path, share: Path, people: int, start: float, cost: Costing) -> Section:
    dense = _dense_list(directory, people)
    size, files = _measured(share)
    first = daicho(directory, share, cost)
    again = daicho(directory, share, cost, fresh=False)
    ran = daicho(directory, dense, cost)
    rows = [
        _row("daicho scan, mixed share", first, start, size),
        _row("daicho scan, again (unchanged)", again, 0.0, size),
        _row(f"daicho scan, CSV of {people:,} people", ran, start, _measured(dense)[0]),
    ]
    notes = (
        f"The share: {files:,} files. The CSV: 8 columns in cp932, {people / ran.seconds:,.0f} rows/s in one worker.",
        "Start: one small file of prose.",
    )
    return Section("daicho alone", HEADINGS[:-1], [row[:-1] for row in rows], notes)


def _row(name: str, ran: Cost, start: float, size: int, slowest: float = 0.0) -> tuple[str, ...]:
    return (
        name,
        f"{size / 1e6:.2f} MB",
        number(ran.seconds),
        number(start) if start else "",
        number(size / ran.seconds / 1e6),
        f"{ran.peak / 1e6:,.0f}" if ran.peak else "",
        times(slowest, ran.seconds),
    )


def daicho(directory: Path, share: Path, cost: Costing, *options: str, fresh: bool = True) -> Cost:
    """Scan into a register that does not exist yet, or again into the one of the last scan."""
    work = directory / "register"
    if fresh:
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir()
        (work / "daicho.toml").write_text('key_file = "register.key"\n', encoding="utf-8")
    return cost(python("-c", DAICHO, "scan", str(share), *options), work)


def workplace(folder: Path) -> Path:
    """A new folder for a register of which pictures are not looked into."""
    folder.mkdir()
    settings = 'key_file = "key"\n[images]\ntext = false\nfaces = false\n'
    (folder / "daicho.toml").write_text(settings, encoding="utf-8")
    return folder


def peer(share: Path, cost: Costing) -> tuple[Cost, float, int]:
    """The same files through MarkItDown and Presidio: cost, seconds to load, files not read."""
    ran = cost(python("-m", "benchmarks.peer", str(share)), share)
    told = json.loads(ran.output.splitlines()[-1])
    return ran, float(told["load"]), int(told["unread"])


def _start(directory: Path, cost: Costing) -> float:
    """Seconds of a scan that has one small file to read: interpreter, rules, dictionaries and a new register."""
    one = directory / "one"
    one.mkdir()
    (one / "memo.txt").write_text("棚卸しは終わりました。\n", encoding="utf-8")
    return daicho(directory, one, cost, "--workers", "1").seconds


def _slice(directory: Path, share: Path, size: int) -> Path:
    part = directory / "slice"
    for path in corpus.evenly(corpus.files(share), size):
        target = part / path.relative_to(share)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, target)
    return part


def _dense_list(directory: Path, rows: int) -> Path:
    folder = directory / "dense"
    folder.mkdir()
    (folder / "顧客一覧.csv").write_bytes(separated(corpus.customers(Random("dense"), rows), "cp932"))
    return folder


def _measured(directory: Path) -> tuple[int, int]:
    found = corpus.files(directory)
    return sum(path.stat().st_size for path in found), len(found)

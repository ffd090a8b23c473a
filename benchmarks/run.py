"""`python -m benchmarks.run`: speed and memory of daicho beside its peers, in one run on one machine."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks import endtoend, micro, names, nights, office, readers, registers
from benchmarks.endtoend import Sizes
from benchmarks.measure import Costing, cost, machine
from benchmarks.table import Section

PARTS = ("shares", "stages", "names", "readers", "registers", "nights", "office")
QUICK = Sizes(share=400_000, slice=100_000, rows=1_000)


def main(arguments: Sequence[str] | None = None, cost: Costing = cost) -> None:
    """Measure and print; what the commands take is what `cost` says."""
    options = _parser().parse_args(arguments)
    sizes = Sizes(int(options.megabytes * 1e6), options.peer_kilobytes * 1000, options.rows)
    print(("## Benchmarks\n\n" if options.markdown else "") + machine() + "\n", flush=True)
    if options.only in (None, "shares"):
        with tempfile.TemporaryDirectory(prefix="daicho-bench-") as directory:
            sections = endtoend.sections(
                Path(directory), QUICK if options.quick else sizes, cost, with_peer=not options.no_peer
            )
        for section in sections:
            _show(section, markdown=options.markdown)
    size = 100_000 if options.quick else 2_000_000
    if options.only in (None, "stages"):
        _show(micro.section(size), markdown=options.markdown)
    if options.only in (None, "names"):
        _show(names.section(size, with_peers=not options.no_peer), markdown=options.markdown)
    if options.only in (None, "readers"):
        _show(readers.section(size), markdown=options.markdown)
    if options.only in (None, "registers"):
        files, lines = (200, 40) if options.quick else (100_000, 2_000)
        with tempfile.TemporaryDirectory(prefix="daicho-bench-") as directory:
            _show(registers.section(Path(directory), files, lines, cost), markdown=options.markdown)
    if options.only in (None, "nights"):
        nightly = nights.Sizes(64, 16, 300, 1) if options.quick else nights.Sizes().times(options.nights_scale)
        with tempfile.TemporaryDirectory(prefix="daicho-bench-") as directory:
            for section in nights.sections(Path(directory), nightly, cost):
                _show(section, markdown=options.markdown)
    if options.only in (None, "office"):
        size, part = (3_000_000, 1_000_000) if options.quick else (1_000_000_000, 20_000_000)
        with tempfile.TemporaryDirectory(prefix="daicho-bench-") as directory:
            for section in office.sections(Path(directory), size, part, cost, with_peer=not options.no_peer):
                _show(section, markdown=options.markdown)


def _show(section: Section, *, markdown: bool) -> None:
    print((section.markdown() if markdown else section.plain()) + "\n", flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    parser.add_argument("--megabytes", type=float, default=20.0, help="size of the share that daicho scans alone")
    parser.add_argument("--peer-kilobytes", type=int, default=400, help="size of the slice for daicho and the peer")
    parser.add_argument("--rows", type=int, default=100_000, help="rows of the CSV full of personal data")
    parser.add_argument("--quick", action="store_true", help="small inputs: does it run?")
    parser.add_argument("--no-peer", action="store_true", help="daicho alone")
    parser.add_argument("--only", choices=PARTS, help="only one of these")
    parser.add_argument("--nights-scale", type=float, default=1.0, help="share of the files of the nights' part")
    parser.add_argument("--markdown", action="store_true", help="tables for a document")
    return parser


if __name__ == "__main__":
    main()

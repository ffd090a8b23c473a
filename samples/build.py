"""Write the share: `python -m samples.build DIR`. The truth about it goes to expected.tsv beside this module."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from samples import offices
from samples.share import HEADER, Sample

EXPECTED = Path(__file__).with_name("expected.tsv")
MODIFIED = datetime(2026, 10, 1, tzinfo=UTC).timestamp()


def samples() -> Iterator[Sample]:
    """All files of the share: one module per department, found by walking the folder."""
    for module in sorted(module.name for module in iter_modules(offices.__path__)):
        yield from import_module(f"{offices.__name__}.{module}").samples()


def build(directory: Path) -> None:
    """Write the share below a directory."""
    write(samples(), directory)


def write(files: Iterable[Sample], directory: Path) -> None:
    """Write files below a directory, all of the same age."""
    for sample in files:
        path = directory / sample.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(sample.content)
        os.utime(path, (MODIFIED, MODIFIED))


def expected(files: Iterable[Sample]) -> str:
    """What a correct register holds, a line per file and per member of a container."""
    lines = sorted(line for sample in files for line in sample.lines())
    return "".join("\t".join(line) + "\n" for line in [HEADER, *lines])


def main(arguments: list[str]) -> int:
    """Write the share and expected.tsv."""
    if len(arguments) != 1:
        print("usage: python -m samples.build DIR", file=sys.stderr)
        return 2
    files = list(samples())
    write(files, Path(arguments[0]))
    EXPECTED.write_bytes(expected(files).encode())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

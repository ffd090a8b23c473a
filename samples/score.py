"""Precision and recall of a scan against `expected.tsv`: `python -m samples.score` builds, scans and prints.

A file counts as right in persons when the estimate is within five per cent, or one person, of the truth.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from inventory.queries import StoredFile
from inventory.register import Register
from inventory.scan import Progress, scan
from inventory.settings import Settings
from samples.build import build

EXPECTED = Path(__file__).with_name("expected.tsv")
TOLERANCE = 0.05


@dataclass(frozen=True, slots=True)
class Expected:
    """What a correct register holds of one file."""

    path: str
    status: str
    personal: bool
    persons: int
    document_type: str
    flags: frozenset[str]
    kinds: frozenset[str]


@dataclass(slots=True)
class Share:
    """Hits, false alarms and misses of one sort of judgement, with the places of the errors."""

    right: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Of what was reported, the share that is true."""
        return self.right / (self.right + len(self.wrong)) if self.right + len(self.wrong) else 1.0

    @property
    def recall(self) -> float:
        """Of what is true, the share that was reported."""
        return self.right / (self.right + len(self.missed)) if self.right + len(self.missed) else 1.0


def read_expected(path: Path = EXPECTED) -> list[Expected]:
    """The rows of `expected.tsv`."""
    with path.open(encoding="utf-8", newline="") as stream:
        return [_expected(row) for row in csv.DictReader(stream, delimiter="\t")]


def _expected(row: Mapping[str, str]) -> Expected:
    return Expected(
        row["path"],
        row["status"],
        row["personal"] == "true",
        int(row["persons"] or 0),
        row["document_type"],
        frozenset(filter(None, row["flags"].split(","))),
        frozenset(filter(None, row["kinds"].split(","))),
    )


def scan_samples(folder: Path) -> list[StoredFile]:
    """Build the share in a folder, scan it into a register beside it, and give what the register holds."""
    share = folder / "share"
    build(share)
    with Register.open(folder / "daicho.db", key_file=folder / "daicho.key") as register:
        scan([share], register, Settings(), Progress())
        return list(register.files())


def compare(expected: Sequence[Expected], files: Iterable[StoredFile]) -> dict[str, Share]:
    """The shares: status, personal, persons, document type, flags, and one per kind."""
    found = {file.path: file for file in files}
    shares: dict[str, Share] = {}
    for truth in expected:
        file = found.get(truth.path)
        for name, is_true, is_reported in _judgements(truth, file):
            share = shares.setdefault(name, Share())
            if is_true and is_reported:
                share.right += 1
            elif is_reported:
                share.wrong.append(truth.path)
            elif is_true:
                share.missed.append(truth.path)
    return shares


def _judgements(truth: Expected, file: StoredFile | None) -> Iterator[tuple[str, bool, bool]]:
    yield "status", True, file is not None and file.status == truth.status
    yield "personal", truth.personal, file is not None and file.personal
    if truth.personal:
        near = file is not None and abs(file.persons - truth.persons) <= max(1, TOLERANCE * truth.persons)
        yield "persons", True, near
    if truth.document_type:
        yield "document_type", True, file is not None and file.document_type == truth.document_type
    if file is None or not (truth.personal or file.personal):
        return
    for flag in sorted(truth.flags | set(file.flags)):
        yield f"flag {flag}", flag in truth.flags, flag in file.flags
    reported = {kind.kind for kind in file.kinds}
    for kind in sorted(truth.kinds | reported):
        yield f"kind {kind}", kind in truth.kinds, kind in reported


def as_lines(shares: Mapping[str, Share], errors: bool = True) -> Iterator[str]:
    """The result as tab-separated lines; then, if wanted, where each error is."""
    yield "judgement\tright\twrong\tmissed\tprecision\trecall"
    for name, share in sorted(shares.items()):
        numbers = (share.right, len(share.wrong), len(share.missed), f"{share.precision:.3f}", f"{share.recall:.3f}")
        yield "\t".join(map(str, (name, *numbers)))
    if errors:
        for name, share in sorted(shares.items()):
            yield from (f"+ {name}\t{path}" for path in share.wrong)
            yield from (f"- {name}\t{path}" for path in share.missed)


def main() -> None:
    """Print the comparison."""
    with tempfile.TemporaryDirectory() as folder:
        for line in as_lines(compare(read_expected(), scan_samples(Path(folder)))):
            print(line)


if __name__ == "__main__":
    main()

"""What changed since the scan before: files that are new, moved or gone, and lines of the 台帳 that grew or shrank."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inventory.ledger import Ledger, LedgerLine
from inventory.queries import StoredCount, StoredFile
from inventory.register import Register


@dataclass(frozen=True, slots=True)
class LineChange:
    """A line of the 台帳 before and now; `before` is None for a line that is new."""

    line: LedgerLine
    before: StoredCount | None

    @property
    def files(self) -> int:
        """How many files came, or went where it is negative."""
        return len(self.line.files) - (self.before.files if self.before else 0)

    @property
    def persons(self) -> int:
        """How many persons more, or fewer."""
        return self.line.persons - (self.before.persons if self.before else 0)


@dataclass(frozen=True, slots=True)
class Changes:
    """Files with personal data and lines that are not as the scan before left them; `moved` holds (from, to)."""

    new: Sequence[StoredFile]
    moved: Sequence[tuple[StoredFile, StoredFile]]
    gone: Sequence[StoredFile]
    lines: Sequence[LineChange]

    @property
    def is_empty(self) -> bool:
        """Whether all is as it was."""
        return not (self.new or self.moved or self.gone or self.lines)


def since_last_scan(register: Register, ledger: Ledger) -> Changes | None:
    """What the last scan changed; None where there is no scan before it to compare with."""
    runs = [run for run in register.runs() if run.ended]
    if len(runs) < 2:
        return None
    before = runs[1].id
    here, gone = register.files_since(before)
    personal = {number for line in ledger.lines for number in line.files}
    new = [file for file in here if file.id in personal]
    lost = [file for file in gone if file.personal]
    moved, new, lost = _moved(new, lost)
    return Changes(new, moved, lost, _lines(ledger, register.counts(before)))


def counts(ledger: Ledger) -> list[StoredCount]:
    """What the lines came to, to be kept with the scan."""
    return [StoredCount(line.number, len(line.files), line.persons, line.persons_max) for line in ledger.lines]


def _moved(
    new: Sequence[StoredFile], gone: Sequence[StoredFile]
) -> tuple[list[tuple[StoredFile, StoredFile]], list[StoredFile], list[StoredFile]]:
    """The same content at another place, each place once; the rest of both lists."""
    waiting: dict[str, list[StoredFile]] = {}
    for file in gone:
        waiting.setdefault(file.sha256, []).append(file)
    moved, fresh = [], []
    for file in new:
        if file.sha256 and waiting.get(file.sha256):
            moved.append((waiting[file.sha256].pop(0), file))
        else:
            fresh.append(file)
    followed = {old.id for old, _ in moved}
    return moved, fresh, [file for file in gone if file.id not in followed]


def _lines(ledger: Ledger, before: Mapping[int, StoredCount]) -> list[LineChange]:
    if not before:
        return []  # a register of an older version kept no counts
    changed = []
    for line in ledger.lines:
        was = before.get(line.number)
        if was is None or (was.files, was.persons, was.persons_max) != (
            len(line.files),
            line.persons,
            line.persons_max,
        ):
            changed.append(LineChange(line, was))
    return changed

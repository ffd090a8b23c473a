"""Files that are new since an earlier scan, hold another content or were opened to everybody: told to scripts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from inventory import past_states
from inventory.ledger import Coverage, Ledger
from inventory.models import storable
from inventory.past_states import Touched
from inventory.queries import StoredRun
from inventory.register import Register


def new_since(register: Register, run: int) -> frozenset[int]:
    """The numbers of the files that came after a scan, hold another content than then or were opened to everybody.

    A file that moved is new where it lies now. One that is judged otherwise, by other rules, is not.
    """
    return frozenset(touched.id for touched in _touched(register, run))


def new_in_last_run(register: Register, roots: Collection[str]) -> frozenset[int]:
    """The same since the last scan before this one that went through each of the roots to its end.

    What an interrupted scan found is so told by the one that goes on with it; of a root never scanned, everything is.
    """
    runs = register.runs()
    bases = {storable(root): _base(runs, root) for root in roots}
    return frozenset(
        touched.id
        for base in set(bases.values())
        for touched in _touched(register, base)
        if bases.get(touched.root) == base
    )


def only(ledger: Ledger, numbers: Collection[int]) -> Ledger:
    """The 台帳 as far as it is about these files."""
    files = tuple(line for line in ledger.files if line.file.id in numbers)
    lines = (replace(line, files=tuple(each for each in line.files if each in numbers)) for line in ledger.lines)
    coverage = Coverage.of(line.file for line in files)
    return replace(ledger, files=files, lines=tuple(line for line in lines if line.files), coverage=coverage)


def _touched(register: Register, run: int) -> list[Touched]:
    runs = register.runs()
    with register.reading() as connection:
        known_after = past_states.kept_after(connection)
        if run and run < known_after:
            from inventory.keeping import NotPossible

            raise NotPossible(
                f"スキャン {run} からの変更はもう残っていません。{known_after} より後のスキャンを指定してください。"
            )
        return [
            touched for touched in past_states.touched(connection, run, runs[0].id if runs else 0) if _is_new(touched)
        ]


def _is_new(touched: Touched) -> bool:
    now, before = touched.now, touched.before
    if now is None or now.gone:
        return False
    opened = before is not None and now.readable_by_all and not before.readable_by_all
    return before is None or before.gone or opened or not now.is_content_of(before)


def _base(runs: Sequence[StoredRun], root: str) -> int:
    """The last scan before the latest one that ended and was about this root; 0 where there is none."""
    return next((run.id for run in runs[1:] if run.ended and root in run.roots), 0)

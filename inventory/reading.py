"""What the readers see in files, as text, read in workers: for people who look, and for tests of the readers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from inventory.endings import allowed_seconds
from inventory.pool import Outcome, Pool
from inventory.serving import Ask, Work
from scanner.document import FoundFile, Image, Passage, Status, Table
from scanner.extract import REST, Document, Limits, extract


@dataclass(frozen=True, slots=True)
class ReadText:
    """A file or member with all the text that stands in it; the text is content and goes into no log."""

    path: str
    media_type: str
    status: Status
    note: str
    text: str = field(repr=False, default="")


@dataclass(frozen=True, slots=True)
class _Reading:
    """The task of a worker: hand over the text of a file, then of its members."""

    limits: Limits
    passwords: Sequence[str] = field(repr=False)

    def prepare(self) -> Work:
        def work(file: FoundFile, ask: Ask) -> Iterator[ReadText]:
            for document in extract(file, self.limits, self.passwords):
                yield _read(document)

        return work


def texts(
    files: Iterable[FoundFile],
    limits: Limits,
    *,
    memory_mb: int = 0,
    passwords: Sequence[str] = (),
    workers: int = 1,
) -> Iterator[tuple[FoundFile, list[ReadText]]]:
    """Every file with what stands in it and in its members, in order of completion; read in `workers` processes."""
    task = _Reading(limits, passwords)
    with Pool(task, workers, lambda file: allowed_seconds(limits.seconds, file.size), memory_mb) as pool:
        for outcome in pool.run(files):
            yield outcome.file, _whole(outcome)


def _read(document: Document) -> ReadText:
    try:
        text = "\n".join(filter(None, map(_as_text, document.items())))
    except MemoryError:
        return ReadText(document.path, document.media_type, "too_large", "メモリーに収まらないため、読めません")
    return ReadText(document.path, document.media_type, document.status, document.note, text)


def _as_text(item: Passage | Table | Image) -> str:
    if isinstance(item, Passage):
        return item.text
    if isinstance(item, Image):
        return ""  # its text came before it
    return "\n".join("\t".join(row) for row in zip(*item.columns, strict=True))


def _whole(outcome: Outcome) -> list[ReadText]:
    """What was read until the worker was lost, and how that ended."""
    read: list[ReadText] = outcome.parts
    if outcome.failure is None:
        return read
    path = outcome.file.relative
    return [*read, ReadText(f"{path}!{REST}" if read else path, "", *outcome.failure)]

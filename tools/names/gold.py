"""Gold names that others annotated (`../shared/corpora/names`), split into what is trained on and what judges it.

A record belongs to the dev split by the hash of its source and text, so the split is the same everywhere and no
text is on both sides.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from detectors.normalize import normalize

FOLDER = Path(__file__).parents[3] / "shared" / "corpora" / "names"
SOURCES = ("wikipedia_sentences", "treebank", "wikipedia_leads", "wikipedia_paragraphs")
DEV = 0.15  # share of records
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Record:
    """A normalized text; where persons are named, where they may be, and what else is named (with its label)."""

    source: str
    text: str
    persons: tuple[Span, ...]
    optional: tuple[Span, ...] = ()
    others: tuple[tuple[int, int, str], ...] = ()


def read(source: str, *, dev: bool) -> Iterator[Record]:
    """The records of one source on one side of the split."""
    for line in (FOLDER / f"{source}.jsonl").read_text("utf-8").splitlines():
        record = json.loads(line)
        if is_dev(source, record["text"]) == dev:
            spans = [(start, end, label) for start, end, label, _ in record["spans"]]
            yield Record(
                source,
                normalize(record["text"]),
                tuple((start, end) for start, end, label in spans if label == "PERSON"),
                tuple((start, end) for start, end, label in spans if label.startswith("OPTIONAL")),
                tuple(span for span in spans if span[2] != "PERSON"),
            )


def is_dev(source: str, text: str) -> bool:
    """Whether a record is on the side that is never trained on."""
    return int(hashlib.sha256(f"{source}\n{text}".encode()).hexdigest()[:8], 16) / 2**32 < DEV


def score(records: Iterable[Record], find: Callable[[Record], Iterable[Span]]) -> tuple[float, float, float]:
    """Precision, recall and F1 of exact spans; what is reported on an optional span counts neither way."""
    right = reported = wanted = 0
    for record in records:
        gold = set(record.persons)
        found = {span for span in find(record) if span in gold or not _meets(span, record.optional)}
        right, reported, wanted = right + len(gold & found), reported + len(found), wanted + len(gold)
    precision, recall = right / max(1, reported), right / max(1, wanted)
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def _meets(span: Span, others: Collection[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)

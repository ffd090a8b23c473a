"""Names in running text that others annotated: the dev split of `../shared/corpora/names`, never trained on."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from detectors.name_model import NameModel
from tests.quality.corpus import Label, Sort, Text
from tests.quality.engine import engine
from tests.quality.spans import Span, Tally, tallies
from tools.names.gold import FOLDER, SOURCES, Record, read

PERSON = "PERSON"
Find = Callable[[str], Iterable[Span]]


@cache
def dev_texts(source: str) -> tuple[Text, ...]:
    """The texts of one source, with the persons named in them; who may be one or not is optional."""
    return tuple(_text(source, number, record) for number, record in enumerate(read(source, dev=True)))


def _text(source: str, number: int, record: Record) -> Text:
    named = [Label(Sort.VALUE, PERSON, start, end) for start, end in record.persons]
    maybe = [Label(Sort.OPTIONAL, PERSON, start, end) for start, end in record.optional]
    return Text(f"{source}-{number}", record.text, tuple(sorted([*named, *maybe], key=lambda label: label.start)))


def by_engine(text: str) -> list[Span]:
    """The names that the whole detector reports, as `daicho detect` shows them."""
    return [finding for finding in engine().find(text) if finding.kind == PERSON]


def by_model() -> Find:
    """What the name model says without rules."""
    model = NameModel(engine().lexicon)
    return lambda text: [Label(Sort.VALUE, PERSON, span.start, span.end) for span in model.spans(text)]


def score(source: str, find: Find) -> Tally:
    """What is found of the names of one source."""
    total = Tally()
    for text in dev_texts(source):
        total.add(tallies(text, list(find(text.text))).get(PERSON, Tally()))
    return total


def scores() -> Iterator[tuple[str, str, Tally]]:
    """Source, who looked for the names, and how well."""
    model = by_model()
    for source in SOURCES:
        yield source, "rules and model", score(source, by_engine)
        yield source, "model alone", score(source, model)


def throughput() -> Iterator[tuple[str, float]]:
    """Megabytes of UTF-8 per second of processor time for the dev texts of one source as one text, read before."""
    for source in SOURCES:
        text = "\n\n".join(one.text for one in dev_texts(source))
        by_engine(text)
        started = time.process_time()
        by_engine(text)
        yield source, len(text.encode()) / 1e6 / (time.process_time() - started)


def is_there() -> bool:
    """Whether the annotated names are on this machine."""
    return FOLDER.is_dir()

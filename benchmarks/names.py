"""Names in running text: daicho beside ja_ginza and Presidio with GiNZA, on the same invented prose, one core each."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Iterator
from functools import partial
from random import Random
from typing import Any

from benchmarks.measure import installed, median_of
from benchmarks.peer import pieces, presidio
from benchmarks.prose import lines
from benchmarks.table import Section, number, times
from detectors.engine import Engine
from detectors.lexicon import Lexicon
from detectors.name_model import NameModel

PEER_SHARE = 20  # the peers read one part in so many: they need seconds where daicho needs milliseconds
PEOPLE_IN_100 = 30  # sentences about people, in prose that is rich in names
Find = Callable[[str], object]


def section(size: int, *, with_peers: bool = True) -> Section:
    """Everybody on about `size` bytes of prose that is rich in names, daicho on as much without any."""
    rich = "\n".join(lines(Random("people"), size // 3, people_in_100=PEOPLE_IN_100))
    poor = "\n".join(lines(Random("clean"), size // 3))
    engine = Engine().find
    ours = _speed(rich, engine)
    rows = [
        _row("daicho: everything it detects", rich, engine, ours, poor),
        _row("daicho: the name model alone", rich, NameModel(Lexicon()).spans, ours, poor),
    ]
    part = rich[: len(rich) // PEER_SHARE]
    with_peers = with_peers and installed("ja-ginza")
    rows += [_row(name, part, find, ours) for name, find in (_peers() if with_peers else ())]
    return Section(
        "Names in running text, one process",
        ("who", "names in 30 sentences of 100", "no names", "daicho faster by"),
        rows,
        (
            "Words were met before. MB are bytes of UTF-8; the peers read a twentieth of the same text.",
            *(() if with_peers else ("The peers were left out: pip install 'daicho[bench]' brings GiNZA.",)),
        ),
    )


def _row(who: str, rich: str, find: Find, ours: float, poor: str = "") -> tuple[str, ...]:
    speed = _speed(rich, find)
    without = f"{number(_speed(poor, find))} MB/s" if poor else ""
    return who, f"{number(speed)} MB/s", without, "" if poor else times(ours, speed)


def _speed(text: str, find: Find) -> float:
    return len(text.encode()) / 1e6 / median_of(partial(find, text))


def _peers() -> Iterator[tuple[str, Find]]:
    logging.disable(logging.WARNING)
    warnings.simplefilter("ignore")
    import spacy

    model: Any = spacy.load("ja_ginza")
    yield "ja_ginza", lambda text: [len(model(piece).ents) for piece in pieces(text)]
    analyzer = presidio()
    yield (
        "Presidio with ja_ginza",
        lambda text: [analyzer.analyze(piece, language="ja", entities=["PERSON"]) for piece in pieces(text)],
    )

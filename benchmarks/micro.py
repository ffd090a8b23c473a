"""Stages of the detector beside a bare pass of hyperscan: medians of three runs in one process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random

from benchmarks.measure import median_of
from benchmarks.prose import lines
from benchmarks.table import Section, number, times
from detectors.engine import Engine, pieces
from detectors.finding import Finding
from detectors.normalize import normalize


def section(size: int) -> Section:
    """All stages on inputs of about `size` bytes."""
    rows = list(_detecting(size))
    return Section(
        "Stages, one process",
        ("stage", "daicho", "beside it", "ratio"),
        rows,
        (
            "Hyperscan: one bare pass with the same expressions over the same text.",
            "Prose is invented, without personal data unless it says otherwise. MB are bytes of UTF-8.",
        ),
    )


def _detecting(size: int) -> Iterator[tuple[str, ...]]:
    """The whole detector and its parts beside hyperscan alone with the same expressions: each text in one run."""
    engine, apart = Engine(), Engine()
    apart.names = _Nobody()  # type: ignore[assignment]
    texts = {
        "prose": "\n".join(lines(Random("clean"), size // 3)),
        "our own manuals": _manuals(size // 8),
        "a log, ASCII": _log(size // 4),
        "30 sentences in 100 on people": "\n".join(lines(Random("people"), size // 12, people_in_100=30)),
    }
    for name, text in texts.items():
        bare = _speed(text, partial(_scan_alone, engine, normalize(text)))
        stages: dict[str, Callable[[str], object]] = {
            "normalize": normalize,
            "all but names": apart.find,
            "Engine.find": engine.find,
        }
        if text.isascii():
            del stages["normalize"]  # which has nothing to do there
        for stage, function in stages.items():
            yield _beside(f"{stage}: {name}", _speed(text, partial(function, text)), "hyperscan", bare, "MB/s")


def _scan_alone(engine: Engine, text: str) -> None:
    for start, end in pieces(text):
        engine.gate.database.scan(text[start:end].encode(), match_event_handler=_ignore)


class _Nobody:
    """Stands for the finder of names where the rest of the detector is measured."""

    def find(self, _text: str, _place: str) -> Iterator[Finding]:
        return iter(())


def _ignore(*_: object) -> None:
    """A match that nobody wants."""


def _manuals(size: int) -> str:
    """Real text with little personal data, repeated to a size in bytes."""
    here = Path(__file__).resolve().parents[1]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted((*here.glob("*.md"), *here.glob("docs/*.md"))))
    return text * max(1, size // len(text.encode()))


def _log(size: int) -> str:
    """What a server writes, without personal data, of a size in bytes."""
    random = Random("log")
    lines_ = (
        f"2026-11-{day % 28 + 1:02} 08:{day % 60:02} INFO worker-{day % 7} path=/api/items/{random.randrange(977)} "
        f"status=200 duration={random.randrange(313)} ms"
        for day in range(size // 75)
    )
    return "\n".join(lines_)


def _beside(stage: str, ours: float, name: str, theirs: float, unit: str) -> tuple[str, ...]:
    return stage, f"{number(ours)} {unit}", f"{name} {number(theirs)} {unit}", times(ours, theirs)


def _speed(text: str, function: Callable[[], object]) -> float:
    return len(text.encode()) / 1e6 / median_of(function)

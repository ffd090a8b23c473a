"""Finds patterns that backtrack: on texts made to be hard for them, time must not grow faster than the text.

The hard texts are pieces of a rule's own examples, repeated: what begins like a match, again and again, and never
becomes one.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import partial

import regex

from detectors.normalize import normalize
from detectors.rule_files import Flaw
from detectors.rules import Rule, compile_pattern

LENGTH = 8_192  # characters: half of the piece of text that a pattern meets in a scan
MOST = 0.4  # seconds for that; a pattern without faults takes a twentieth of it
SHORTER = (1_024, 2_048, 4_096)  # characters that are tried first, most patterns are cleared by the fewest
NEVER = float("inf")
_ALWAYS = ("1", "-", "a", "A", "あ", "亜", "ア", " ", "1-", "1 ", "a1", "12/", "亜 ", "a.", "a@")


def slow_flaws(rule: Rule) -> Iterator[Flaw]:
    """The patterns of a shipped rule that take too long on some text."""
    seeds = hard_seeds(rule)
    tail = "\n" + "\n".join(map(_plain, (*rule.examples.finds, *rule.examples.ignores)))
    for name in ("patterns", "weak", "cells"):
        for number, pattern in enumerate(getattr(rule, name)):
            if seed := slow_on(pattern, seeds, tail, whole=name == "cells"):
                yield Flaw(f"照合に時間がかかりすぎる正規表現です（『{seed[:12]}』の繰り返しで）", (name, number))


def hard_seeds(rule: Rule) -> tuple[str, ...]:
    """The rule's examples and the values in them, cut short, and what all scripts have."""
    seeds = set(_ALWAYS)
    for example in (*rule.examples.finds, *rule.examples.ignores):
        value = regex.search("⟦(.+?)⟧", example)
        for piece in (_plain(example), normalize(value[1]) if value else ""):
            seeds |= {piece[:-1], piece[: len(piece) // 2]}
    return tuple(sorted(seeds - {""}))


def _plain(example: str) -> str:
    return normalize(regex.sub("[⟦⟧]", "", example.replace(" ¦ ", ": ")))


def slow_on(pattern: str, seeds: tuple[str, ...], tail: str, *, whole: bool) -> str:
    """The first seed whose repetition takes longer than MOST seconds; empty for a sound pattern.

    `tail` stands at the end and holds what a match needs: `regex` does not even begin on a text without it. `whole`:
    the pattern is only asked whether it matches a whole cell.
    """
    ask = partial(_whole if whole else _all, compile_pattern(pattern))
    return next((seed for seed in seeds if _takes_long(ask, seed, tail)), "")


def _takes_long(ask: partial[None], seed: str, tail: str) -> bool:
    """Whether the pattern takes longer than MOST seconds; not tried where even a cubic one cannot."""
    for length in SHORTER:
        seconds = _seconds(ask, _repeated(seed, length) + tail)
        if seconds < MOST / (LENGTH / length) ** 3:
            return False
        if seconds == NEVER:
            break
    text = _repeated(seed, LENGTH) + tail
    return all(_seconds(ask, text) == NEVER for _ in range(3))  # a machine that is busy elsewhere is slow once


def _repeated(seed: str, length: int) -> str:
    return (seed * (length // len(seed) + 1))[:length]


def _whole(compiled: regex.Pattern[str], text: str, *, timeout: float) -> None:
    compiled.fullmatch(text, timeout=timeout)


def _all(compiled: regex.Pattern[str], text: str, *, timeout: float) -> None:
    until = time.process_time() + timeout
    for _ in compiled.finditer(text, timeout=timeout):
        if time.process_time() > until:
            raise TimeoutError


def _seconds(ask: partial[None], text: str) -> float:
    """How long a pattern takes for a text; NEVER where it was not done after MOST seconds."""
    start = time.perf_counter()
    try:
        ask(text, timeout=MOST)
    except TimeoutError:
        return NEVER
    return time.perf_counter() - start

"""From the chance of each label of each token to names: the likeliest sequence of labels where a name may be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

LABELS = "OBILU"  # outside, begin, inside, last, a name of one token
OUTSIDE, BEGIN, INSIDE, LAST, UNIT = range(5)
SURE = 0.98  # the chance of being outside from which a token is not looked at
Array = np.ndarray[Any, np.dtype[Any]]
_NEVER, _LEAST = -1e4, np.float32(1e-9)


class TokenSpan(NamedTuple):
    """A name by its first and last token, and the chance of its least sure one."""

    first: int
    last: int
    chance: float


def names(chances: Array) -> list[TokenSpan]:
    """The names among tokens, in order; `chances` has (token, label), and what parts sentences is surely outside."""
    open_ = np.flatnonzero(chances[:, OUTSIDE] < SURE)
    here = chances[open_]
    places, scores, here = open_.tolist(), np.log(np.maximum(here, _LEAST)).tolist(), here.tolist()
    found: list[TokenSpan] = []
    first = 0
    for last in range(1, len(places) + 1):
        if last == len(places) or places[last] > places[last - 1] + 1:
            labels = _likeliest(scores[first:last])
            for begin, end in _spans(labels) if any(labels) else ():
                sure = min(here[first + step][labels[step]] for step in range(begin, end + 1))
                found.append(TokenSpan(places[first + begin], places[first + end], sure))
            first = last
    return found


def _likeliest(scores: Sequence[Sequence[float]]) -> list[int]:
    """The labels of highest score of tokens beside which there are no names."""
    outside, going = 0.0, _NEVER  # the best score up to here, outside of names and inside one
    behind: list[tuple[int, int]] = []  # the label before each token where no name goes on, and where one does
    came_outside, came_inside = OUTSIDE, BEGIN
    for out, begin, inside, last, unit in scores:
        behind.append((came_outside, came_inside))
        ends, came_outside = outside + out, OUTSIDE
        if going + last > ends:
            ends, came_outside = going + last, LAST
        if outside + unit > ends:
            ends, came_outside = outside + unit, UNIT
        begins, goes = outside + begin, going + inside
        outside, going, came_inside = ends, max(begins, goes), BEGIN if begins >= goes else INSIDE
    labels = [came_outside]
    for before_outside, before_inside in reversed(behind[1:]):
        labels.append(before_inside if labels[-1] in (INSIDE, LAST) else before_outside)
    return labels[::-1]


def _spans(labels: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The names among labels by their first and last token."""
    begin = 0
    for place, label in enumerate(labels):
        if label in (BEGIN, UNIT):
            begin = place
        if label in (LAST, UNIT):
            yield begin, place

"""From the chance of each label of each token to names: the likeliest sequence of labels where a name may be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

LABELS = "OBILU"  # outside, begin, inside, last, a name of one token
OUTSIDE, BEGIN, INSIDE, LAST, UNIT = range(5)
SURE = 0.98  # the chance of being outside from which a token is not looked at
FEW = 8  # tokens of a stretch; longer ones are read apart, so that short ones are not filled up to them
Array = np.ndarray[Any, np.dtype[Any]]
_NEVER, _LEAST = np.float32(-1e4), np.float32(1e-9)
_FOLLOWERS = {"O": "OBU", "B": "IL", "I": "IL", "L": "OBU", "U": "OBU"}
FIRST = np.array([0, 0, _NEVER, _NEVER, 0], dtype=np.float32)
FINAL = np.array([0, _NEVER, _NEVER, 0, 0], dtype=np.float32)


class TokenSpan(NamedTuple):
    """A name by its first and last token, and the chance of its least sure one."""

    first: int
    last: int
    chance: float


def _moves() -> Array:
    moves = np.full((5, 5), _NEVER, dtype=np.float32)
    for label, followers in _FOLLOWERS.items():
        moves[LABELS.index(label), [LABELS.index(follower) for follower in followers]] = 0
    return moves


MOVES = _moves()  # from a label to the next


def names(chances: Array) -> list[TokenSpan]:
    """The names among tokens, in order; `chances` has (token, label), and what parts sentences is surely outside."""
    open_ = np.concatenate(([False], chances[:, OUTSIDE] < SURE, [False]))
    edges = np.flatnonzero(open_[1:] != open_[:-1])
    starts, lengths = edges[::2], edges[1::2] - edges[::2]
    found: list[TokenSpan] = []
    for chosen in (lengths <= FEW, lengths > FEW):
        if chosen.any():
            found += _read(chances, starts[chosen], lengths[chosen])
    return sorted(found)


def _read(chances: Array, starts: Array, lengths: Array) -> Iterator[TokenSpan]:
    """The names of stretches of tokens that begin at `starts`."""
    steps = np.arange(lengths.max())[:, None]
    inside = steps < lengths[None, :]
    places = np.where(inside, starts[None, :] + steps, 0)
    here = chances[places]
    scores = np.log(np.maximum(here, _LEAST))
    scores[0] += FIRST
    scores[lengths - 1, np.arange(len(lengths))] += FINAL
    labels = best(scores, inside)
    sure = np.take_along_axis(here, labels[:, :, None], 2)[:, :, 0]
    labels, sure, places = (table.T[inside.T] for table in (labels, sure, places))
    begin = np.flatnonzero((labels == BEGIN) | (labels == UNIT))
    end = np.flatnonzero((labels == LAST) | (labels == UNIT))
    for first, last in zip(begin.tolist(), end.tolist(), strict=True):
        yield TokenSpan(int(places[first]), int(places[last]), float(sure[first : last + 1].min()))


def best(scores: Array, inside: Array, moves: Array = MOVES) -> Array:
    """The labels (step, sequence) of highest score of sequences side by side; `moves` scores what follows what."""
    steps, sequences = inside.shape
    score = scores[0]
    behind = np.zeros((steps, sequences, 5), dtype=np.int8)
    stay = np.arange(5, dtype=np.int8)
    for step in range(1, steps):
        reach = score[:, :, None] + moves
        came = reach.argmax(1)
        new = np.take_along_axis(reach, came[:, None, :], 1)[:, 0] + scores[step]
        here = inside[step][:, None]
        behind[step] = np.where(here, came, stay)
        score = np.where(here, new, score)
    labels = np.zeros((steps, sequences), dtype=np.int64)
    labels[-1] = score.argmax(1)
    rows = np.arange(sequences)
    for step in range(steps - 1, 0, -1):
        labels[step - 1] = behind[step, rows, labels[step]]
    return labels

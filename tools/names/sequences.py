"""The teachers' linear-chain CRF: the best sequence of labels of sentences, and the chance of each label."""

from __future__ import annotations

import numpy as np

from detectors.name_decoding import LABELS, Array

_NEVER = np.float32(-1e4)
_FOLLOWERS = {"O": "OBU", "B": "IL", "I": "IL", "L": "OBU", "U": "OBU"}
FIRST = np.array([0, 0, _NEVER, _NEVER, 0], dtype=np.float32)
FINAL = np.array([0, _NEVER, _NEVER, 0, 0], dtype=np.float32)


def _moves() -> Array:
    moves = np.full((5, 5), _NEVER, dtype=np.float32)
    for label, followers in _FOLLOWERS.items():
        moves[LABELS.index(label), [LABELS.index(follower) for follower in followers]] = 0
    return moves


MOVES = _moves()  # from a label to the next


def allowed(weights: Array) -> Array:
    """Transition weights (from, to) with those forbidden that make no name."""
    return np.asarray(weights + MOVES, dtype=np.float32)


def best(emissions: Array, lengths: Array, transitions: Array) -> tuple[Array, Array]:
    """Labels (sentence, token) of highest score, and the chance of each.

    `emissions` has (sentence, token, label); what lies behind a sentence's length is filled up and means nothing.
    """
    by_step, inside = _by_step(emissions, lengths)
    labels = _likeliest(by_step, inside, transitions)
    return labels.T, np.take_along_axis(_marginals(by_step, inside, transitions), labels[:, :, None], 2)[:, :, 0].T


def marginals(emissions: Array, lengths: Array, transitions: Array) -> Array:
    """The chance of each label (sentence, token, label)."""
    return _marginals(*_by_step(emissions, lengths), transitions).transpose(1, 0, 2)


def _by_step(emissions: Array, lengths: Array) -> tuple[Array, Array]:
    steps = emissions.shape[1]
    inside = np.arange(steps)[:, None] < lengths[None, :]
    by_step = np.ascontiguousarray(emissions.transpose(1, 0, 2))
    by_step[0] += FIRST
    by_step[lengths - 1, np.arange(len(lengths))] += FINAL
    return by_step, inside


def _likeliest(scores: Array, inside: Array, moves: Array) -> Array:
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


def _marginals(by_step: Array, inside: Array, transitions: Array) -> Array:
    """Forward and backward, each step scaled to 1."""
    step_weights = np.exp(by_step - by_step.max(2, keepdims=True))
    weights = np.exp(transitions)
    steps = len(by_step)
    forward = np.empty_like(step_weights)
    forward[0] = step_weights[0]
    for step in range(1, steps):
        one = (forward[step - 1] @ weights) * step_weights[step]
        forward[step] = one / np.maximum(one.sum(1, keepdims=True), 1e-30)
    backward = np.ones_like(step_weights)
    for step in range(steps - 2, -1, -1):
        one = (backward[step + 1] * step_weights[step + 1]) @ weights.T
        one /= np.maximum(one.sum(1, keepdims=True), 1e-30)
        backward[step] = np.where(inside[step + 1][:, None], one, 1.0)
    product = forward * backward
    return np.asarray(product / np.maximum(product.sum(2, keepdims=True), 1e-30))

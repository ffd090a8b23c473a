"""The teachers' linear-chain CRF: the best sequence of labels of sentences, and the chance of each label."""

from __future__ import annotations

import numpy as np

from detectors.name_decoding import FINAL, FIRST, MOVES, Array
from detectors.name_decoding import best as likeliest


def allowed(weights: Array) -> Array:
    """Transition weights (from, to) with those forbidden that make no name."""
    return np.asarray(weights + MOVES, dtype=np.float32)


def best(emissions: Array, lengths: Array, transitions: Array) -> tuple[Array, Array]:
    """Labels (sentence, token) of highest score, and the chance of each.

    `emissions` has (sentence, token, label); what lies behind a sentence's length is filled up and means nothing.
    """
    by_step, inside = _by_step(emissions, lengths)
    labels = likeliest(by_step, inside, transitions)
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

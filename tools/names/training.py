"""The teachers: wide networks that learn from the labels."""

from __future__ import annotations

from copy import deepcopy

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from tools.names.data import Data, batches
from tools.names.examples import Numbered
from tools.names.judging import judged, of_taggers
from tools.names.network import Tagger

EPOCHS, RATE = 7, 0.003
DROP, DROP_KIND, FORGET, FORGET_SOURCE, DECAY, BESIDE = 0.3, 0.1, 0.4, 0.5, 1e-3, 0.3
SEEN = 0.3, 0.12, 0.15  # shares of copies, documents and papers that an epoch sees


class Averaged:
    """A model averaged over the last steps of training."""

    def __init__(self, model: Tagger) -> None:
        self.model, self._step = deepcopy(model), 0

    def add(self, model: Tagger) -> None:
        """One more step."""
        self._step += 1
        share = 1 - min(0.998, (self._step + 1) / (self._step + 10))
        with torch.no_grad():
            for kept, new in zip(self.model.parameters(), model.parameters(), strict=True):
                kept.lerp_(new, share)


class Steps:
    """An optimizer whose rate rises for 200 steps and then falls to almost nothing."""

    def __init__(self, model: Tagger, rate: float, steps: int) -> None:
        self._model, self._rate, self._steps, self._step = model, rate, steps, 0
        self._optimizer = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=DECAY, betas=(0.9, 0.99))

    def step(self, loss: torch.Tensor) -> None:
        """One step down the gradient of a loss."""
        for group in self._optimizer.param_groups:
            rising, falling = min(1, (self._step + 1) / 200), 1 - min(self._step / self._steps, 1) * 0.97
            group["lr"] = self._rate * rising * falling
        self._optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self._model.parameters(), 5.0)
        self._optimizer.step()
        self._step += 1


def train(model: Tagger, data: Data, numbered: Numbered, seed: int) -> Tagger:
    """The model averaged over the last steps of training."""
    random = np.random.default_rng(seed)
    table = torch.from_numpy(numbered.features())
    first = data.epoch(np.random.default_rng(0), *SEEN)
    steps = Steps(model, RATE, EPOCHS * sum(1 for _ in batches(first, numbered)))
    average = Averaged(model)
    for epoch in range(EPOCHS):
        seen = data.epoch(random, *SEEN)
        for batch in batches(seen, numbered, random):
            unique, places = torch.unique(batch.kinds, return_inverse=True)
            rows = model.kinds(table[unique], DROP_KIND, FORGET)[places]
            told = batch.source * (torch.rand(batch.source.shape) >= FORGET_SOURCE)
            scores, beside = model(rows, batch, told, DROP)
            sure = batch.inside & (batch.named >= 0)
            loss = model.loss(scores, batch.labels, batch.inside) / batch.inside.sum() * 20
            steps.step(loss + BESIDE * functional.cross_entropy(beside[sure], batch.named[sure]))
            average.add(model)
        print(f"epoch {epoch + 1}: {judged(of_taggers([average.model], numbered, table), data, numbered)}", flush=True)
    return average.model

"""The network that ships: narrow, taught to say what the teachers say together.

It gives each token's chance of each label by itself; the teachers' are those of the whole sequence (marginals of the
CRF), so the narrow network learns what a sequence allows, and needs no CRF to be read.

People who annotated the sources did not agree on what a name is. The teachers know which source a sentence is from, so
that they can be asked as if it were from another: all prose is judged as in the sources that were annotated with most
care, everything else as in its own. The narrow network is not told the source: it learns that from how a text is made.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from detectors.name_decoding import Array
from detectors.name_network import session
from tools.names import gold
from tools.names.data import SOURCES, Batch, Data, batches
from tools.names.examples import Example, Numbered
from tools.names.judging import Labelling, judged
from tools.names.network import LABELS, Tagger
from tools.names.sequences import allowed, best, marginals
from tools.names.training import Averaged, Steps

EPOCHS, RATE = 10, 0.004
DROP, DROP_KIND, FORGET, BESIDE = 0.1, 0.05, 0.3, 0.15
GOLD = 0.25  # how much of the loss the labels are, the rest is what the teachers say
MORE = 3, 9_000, 4  # copies, documents and copies of papers beside those that the teachers saw
SEEN = 0.3, 0.12, 0.1  # shares of them that an epoch sees
_CAREFUL = {"wikipedia_paragraphs": 2, "wikipedia_leads": 1}
AS_IF = dict.fromkeys(gold.SOURCES, _CAREFUL) | {"prose": {"prose": 1, **dict.fromkeys(_CAREFUL, 1)}}  # with weights


class Teachers:
    """What the exported teachers of a folder say together."""

    def __init__(self, folder: Path) -> None:
        kinds, context = (sorted(folder.glob(f"name_{part}_*.onnx")) for part in ("kinds", "context"))
        self._kinds, self._context = ([session(path.read_bytes()) for path in part] for part in (kinds, context))
        with np.load(folder / "name_vocabulary.npz") as stored:
            self._moves, self._sources = allowed(stored["transitions"]), stored["sources"].astype(np.float32)

    def chances(self, many: Sequence[Example], numbered: Numbered) -> list[Array]:
        """The chance of each label of each token, for every sentence."""
        table = numbered.features()
        parts = np.array_split(table, -(-len(table) // 8_192))
        rows = [np.concatenate([one.run(None, {"features": part})[0] for part in parts]) for one in self._kinds]
        found: dict[int, Array] = {}
        for source in SOURCES:
            chosen = [place for place, one in enumerate(many) if one.source == source]
            ones = [many[place] for place in chosen]
            for batch in batches(ones, numbered):
                scores = self._scores([row[batch.kinds.numpy()] for row in rows], batch, source)
                said = marginals(scores, batch.inside.sum(1).numpy(), self._moves)
                for row, place in enumerate(batch.places):
                    found[chosen[place]] = said[row, : len(ones[place].kinds)].astype(np.float16)
        return [found[place] for place in range(len(many))]

    def _scores(self, rows: Sequence[Array], batch: Batch, source: str) -> Array:
        """Scores of labels of sentences from one source, as if they were from others."""
        as_if = AS_IF.get(source, {source: 1})
        inside, around = batch.inside.numpy().astype(np.float32), batch.around.numpy()
        total = np.zeros((*inside.shape, LABELS), dtype=np.float32)
        for context, row, sources in zip(self._context, rows, self._sources, strict=True):
            for other, weight in as_if.items():
                beside = row + sources[SOURCES.index(other) + 1]
                total += weight * context.run(None, {"rows": beside, "inside": inside, "around": around})[0]
        mean: Array = total / (sum(as_if.values()) * len(self._context))
        return mean


def distil(model: Tagger, teachers: Teachers, data: Data, numbered: Numbered, seed: int) -> Tagger:
    """The model averaged over the last steps of training."""
    many = data.all()
    said = {id(one): chances for one, chances in zip(many, teachers.chances(many, numbered), strict=True)}
    random = np.random.default_rng(seed)
    table = torch.from_numpy(numbered.features())
    first = data.epoch(np.random.default_rng(0), *SEEN)
    steps = Steps(model, RATE, EPOCHS * sum(1 for _ in batches(first, numbered)))
    average = Averaged(model)
    for epoch in range(EPOCHS):
        seen = data.epoch(random, *SEEN)
        for batch in batches(seen, numbered, random):
            unique, where = torch.unique(batch.kinds, return_inverse=True)
            rows = model.kinds(table[unique], DROP_KIND, FORGET)[where]
            scores, beside = model(rows, batch, drop=DROP)
            wanted = torch.from_numpy(np.concatenate([said[id(seen[place])] for place in batch.places])).float()
            loss = _loss(scores[batch.inside], wanted, batch.labels[batch.inside])
            sure = batch.inside & (batch.named >= 0)
            steps.step(loss + BESIDE * functional.cross_entropy(beside[sure], batch.named[sure]))
            average.add(model)
        print(f"epoch {epoch + 1}: {judged(of_student(average.model, table), data, numbered)}", flush=True)
    return average.model


def _loss(scores: Tensor, wanted: Tensor, labels: Tensor) -> Tensor:
    """How far the chances are from those wanted, and from the labels where these are known (not below 0)."""
    known = (labels >= 0).float()[:, None] * GOLD
    right = functional.one_hot(labels.clamp(min=0), LABELS).float()
    target = wanted * (1 - known) + right * known
    return -(target * functional.log_softmax(scores, 1)).sum(1).mean() * 20


def of_student(model: Tagger, table: Tensor) -> Labelling:
    """The best sequence of labels by the chances of each token."""
    with torch.no_grad():
        rows = torch.cat([model.kinds(part) for part in table.split(8_192)])
    free = allowed(np.zeros((LABELS, LABELS), dtype=np.float32))

    def labels(batch: Batch) -> Array:
        scores, _ = model(rows[batch.kinds], batch)
        return best(functional.log_softmax(scores, 2).numpy(), batch.inside.sum(1).numpy(), free)[0]

    return labels

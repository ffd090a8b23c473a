"""Precision, recall and F1 on the dev split, per source."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import torch
from torch import Tensor

from detectors.name_decoding import BEGIN, LAST, UNIT, Array
from tools.names import gold
from tools.names.data import Batch, Data, batches
from tools.names.examples import Numbered
from tools.names.network import Tagger
from tools.names.sequences import best

Labelling = Callable[[Batch], Array]  # labels (sentence, token)


def of_taggers(models: Sequence[Tagger], numbered: Numbered, table: Tensor) -> Labelling:
    """The best sequence of labels by the mean score of networks."""
    with torch.no_grad():
        rows = [torch.cat([model.kinds(part) for part in table.split(8_192)]) for model in models]
        moves = torch.stack([model.weights + model.closed for model in models]).mean(0).numpy()

    def labels(batch: Batch) -> Array:
        each = [model(row[batch.kinds], batch)[0] for model, row in zip(models, rows, strict=True)]
        return best(torch.stack(each).mean(0).numpy(), batch.inside.sum(1).numpy(), moves)[0]

    return labels


def judged(labelling: Labelling, data: Data, numbered: Numbered) -> str:
    """Precision, recall and F1 of exact spans per source of the dev split."""
    many = [one for _, ones in data.dev for one in ones]
    found: dict[int, list[tuple[int, int]]] = {}
    with torch.no_grad():
        for batch in batches(many, numbered):
            labels = labelling(batch)
            for row, place in enumerate(batch.places):
                spans = many[place].spans
                found[place] = [(spans[a][0], spans[b][1]) for a, b in _names(labels[row, : len(spans)])]
    of_record: dict[int, list[tuple[int, int]]] = {}
    place = 0
    for record, ones in data.dev:
        of_record[id(record)] = [span for number in range(place, place + len(ones)) for span in found[number]]
        place += len(ones)
    parts = []
    for name in gold.SOURCES:
        records = [record for record, _ in data.dev if record.source == name]
        figures = gold.score(records, lambda record: of_record[id(record)])
        parts.append(f"{name} " + "/".join(f"{figure:.3f}" for figure in figures))
    return "  ".join(parts)


def _names(labels: Array) -> Iterator[tuple[int, int]]:
    """The names among the labels of one sentence: their first and last token."""
    begins, ends = (np.flatnonzero((labels == label) | (labels == UNIT)).tolist() for label in (BEGIN, LAST))
    return zip(begins, ends, strict=True)

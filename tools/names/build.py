"""Train the networks of the name model and write them to `detectors/models`.

    pip install -e '.[train]'
    python -m tools.names.build

Seeds are fixed: the same data give the same figures. Takes some quarter of an hour on one core. Figures on the dev
split are printed after each epoch; the last ones stand in `detectors/models/names.md`.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from copy import deepcopy
from importlib.util import find_spec
from pathlib import Path
from random import Random

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from detectors.lexicon import Lexicon
from detectors.name_decoding import best, names
from tools.names import gold
from tools.names.dictionary import NameDictionary
from tools.names.documents import SOURCE, Documents
from tools.names.examples import Example, Numbered, examples, known_from
from tools.names.export import FOLDER, write
from tools.names.network import Kinds, Tagger
from tools.names.replacing import Replacing, wrapped
from tools.names.vectors import word_vectors

SEEDS = (2, 3)  # one network each; their scores are averaged
EPOCHS, RATE, TOGETHER = 7, 0.003, 2_500  # TOGETHER: tokens of a batch
DROP, DROP_KIND, FORGET, FORGET_SOURCE, DECAY, BESIDE = 0.3, 0.1, 0.4, 0.5, 1e-3, 0.3
COPIES, DOCUMENTS = 2, 9_000
COPIES_SEEN, DOCUMENTS_SEEN = 0.3, 0.12  # shares of them that an epoch sees
NAMELESS_SEEN = 0.3  # share of the sentences without names of a copy
SOURCES = (*gold.SOURCES, SOURCE)
Batch = tuple[list[int], Tensor, Tensor, Tensor, Tensor, Tensor]  # places, kinds, labels, named, inside, source


class Data:
    """Everything that is trained on, and the dev split."""

    def __init__(self, lexicon: Lexicon, jmnedict: Path, ranks: dict[str, int]) -> None:
        random = Random(7)
        records = [record for source in gold.SOURCES for record in gold.read(source, dev=False)]
        self.gold = [one for record in records for one in examples(record, lexicon)]
        dictionary = NameDictionary(jmnedict, ranks, lexicon, random)
        replacing, documents = Replacing(dictionary, lexicon), Documents(dictionary)
        self.copies: list[Example] = []
        for record in records:
            for _ in range(COPIES if record.persons else 0):
                made = examples(replacing.copy(record), lexicon)
                self.copies += [one for one in made if any(one.labels) or random.random() < NAMELESS_SEEN]
            if not record.persons and random.random() < 0.1:
                self.copies += examples(wrapped(record, random), lexicon)
        made_up = (documents.make() for _ in range(DOCUMENTS))
        self.documents = [
            one
            for record in made_up
            for one in examples(wrapped(record, random) if random.random() < 0.06 else record, lexicon)
        ]
        dev = [record for source in gold.SOURCES for record in gold.read(source, dev=True)]
        self.dev = [(record, list(examples(record, lexicon))) for record in dev]

    def epoch(self, random: np.random.Generator) -> list[Example]:
        """What one epoch sees."""
        seen = list(self.gold)
        for many, share in ((self.copies, COPIES_SEEN), (self.documents, DOCUMENTS_SEEN)):
            seen += [many[place] for place in random.permutation(len(many))[: int(len(many) * share)]]
        return seen


def batches(many: Sequence[Example], numbered: Numbered, random: np.random.Generator | None = None) -> Iterator[Batch]:
    """Sentences of about one length together; with `random` in another order each time."""
    jitter = random.random(len(many)) * 6 if random is not None else np.zeros(len(many))
    order = np.argsort(np.array([len(one.kinds) for one in many]) + jitter, kind="stable")
    groups: list[list[int]] = [[]]
    for place in order:
        groups[-1].append(int(place))
        if len(groups[-1]) * len(many[place].kinds) >= TOGETHER:
            groups.append([])
    groups = [group for group in groups if group]
    if random is not None:
        random.shuffle(groups)
    for group in groups:
        chosen = [many[place] for place in group]
        inside = np.arange(max(len(one.kinds) for one in chosen)) < np.array([[len(one.kinds)] for one in chosen])
        filled = np.zeros((3, *inside.shape), dtype=np.int64)
        for row, one in enumerate(chosen):
            filled[:, row, : len(one.kinds)] = numbered.numbers(one.kinds), one.labels, one.named
        kinds, labels, named = torch.from_numpy(filled)
        source = torch.tensor([SOURCES.index(one.source) + 1 for one in chosen])
        yield group, kinds, labels, named, torch.from_numpy(inside), source


def train(model: Tagger, data: Data, numbered: Numbered, seed: int) -> Tagger:
    """The model averaged over the last steps of training."""
    random = np.random.default_rng(seed)
    table = torch.from_numpy(numbered.features())
    steps = EPOCHS * sum(1 for _ in batches(data.epoch(np.random.default_rng(0)), numbered))
    optimizer = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=DECAY, betas=(0.9, 0.99))
    average, step = deepcopy(model), 0
    for epoch in range(EPOCHS):
        for _, kinds, labels, named, inside, source in batches(data.epoch(random), numbered, random):
            for group in optimizer.param_groups:
                group["lr"] = RATE * min(1, (step + 1) / 200) * (1 - min(step / steps, 1) * 0.97)
            unique, places = torch.unique(kinds, return_inverse=True)
            rows = model.kinds(table[unique], DROP_KIND, FORGET)[places]
            told = source * (torch.rand(source.shape) >= FORGET_SOURCE)
            scores, beside = model(rows, inside, told, DROP)
            sure = inside & (named >= 0)
            loss = model.loss(scores, labels, inside) / inside.sum() * 20
            loss = loss + BESIDE * functional.cross_entropy(beside[sure], named[sure])
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 5.0)
            optimizer.step()
            step += 1
            _average(average, model, 1 - min(0.998, (step + 1) / (step + 10)))
        print(f"epoch {epoch + 1}: {judged([average], data, numbered, table)}", flush=True)
    return average


def _average(average: Tagger, model: Tagger, share: float) -> None:
    with torch.no_grad():
        for kept, new in zip(average.parameters(), model.parameters(), strict=True):
            kept.lerp_(new, share)


def judged(models: Sequence[Tagger], data: Data, numbered: Numbered, table: Tensor) -> str:
    """Precision, recall and F1 per source of the dev split."""
    with torch.no_grad():
        return _judged(models, data, numbered, table)


def _judged(models: Sequence[Tagger], data: Data, numbered: Numbered, table: Tensor) -> str:
    many = [one for _, ones in data.dev for one in ones]
    rows = [torch.cat([model.kinds(part) for part in table.split(8_192)]) for model in models]
    moves = torch.stack([model.weights + model.closed for model in models]).mean(0).numpy()
    found: dict[int, list[tuple[int, int]]] = {}
    for places, kinds, _, _, inside, source in batches(many, numbered):
        each = [model(row[kinds], inside, source * 0)[0] for model, row in zip(models, rows, strict=True)]
        labels, _ = best(torch.stack(each).mean(0).numpy(), inside.sum(1).numpy(), moves)
        for row, place in enumerate(places):
            spans = many[place].spans
            found[place] = [(spans[a][0], spans[b][1]) for a, b in names(labels[row, : len(spans)])]
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jmnedict", type=Path, help="jamdict's database; by default that of the package jamdict-data")
    parser.add_argument("--seeds", type=int, nargs="+", default=SEEDS, help="one for each network")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the model is written")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    lexicon, (rows, vectors) = Lexicon(), word_vectors()
    data = Data(lexicon, arguments.jmnedict or _jamdict(), {word: rank for rank, word in enumerate(rows)})
    known = known_from(data.gold, rows, unknown=len(vectors) - 1)
    numbered = Numbered(known.vocabulary(), lexicon)
    for many in (data.gold, data.copies, data.documents, *(ones for _, ones in data.dev)):
        for one in many:
            numbered.numbers(one.kinds)
    sizes = len(known.parts) + 1, len(known.words) + 1, len(known.characters) + 2
    print(f"{len(data.gold)} sentences, {len(data.copies)} copies, {len(data.documents)} of documents", flush=True)
    trained = []
    for seed in arguments.seeds:
        torch.manual_seed(seed)
        model = Tagger(Kinds(*sizes, torch.from_numpy(vectors)), len(SOURCES))
        trained.append(train(model, data, numbered, seed))
    print(f"together: {judged(trained, data, numbered, torch.from_numpy(numbered.features()))}")
    write(trained, known, arguments.folder)


def _jamdict() -> Path:
    spec = find_spec("jamdict_data")
    assert spec is not None and spec.origin is not None, "pip install -e '.[train]'"
    return Path(spec.origin).with_name("jamdict.db")


if __name__ == "__main__":
    main()

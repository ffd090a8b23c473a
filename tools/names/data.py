"""Everything that is trained on, the dev split, and batches of sentences of about one length."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from detectors import name_around
from detectors.lexicon import Lexicon
from tools.names import gold, papers
from tools.names.dictionary import NameDictionary
from tools.names.documents import SOURCE, Documents
from tools.names.examples import Example, Numbered, examples
from tools.names.gold import Record
from tools.names.papers import Papers
from tools.names.replacing import Replacing, wrapped

TOGETHER = 2_500  # tokens of a batch
COPIES, DOCUMENTS, PAPERS = 2, 9_000, 4  # times a record and a paper are copied, documents made up
NAMELESS_SEEN = 0.3  # share of the sentences without names of a copy
WRAPPED, WRAPPED_NAMELESS = 0.06, 0.1  # shares of documents, and of records without names, whose lines break anywhere
SOURCES = (*gold.SOURCES, SOURCE, *papers.SOURCES)


class Batch(NamedTuple):
    """Sentences side by side, filled up to the longest: where they stand in a list, and (sentence, token) of them."""

    places: list[int]
    kinds: Tensor
    labels: Tensor
    named: Tensor
    inside: Tensor  # whether there is a token
    source: Tensor  # (sentence)
    around: Tensor  # (sentence, token, `name_around.COUNT`)


class Data:
    """Gold sentences, copies of them with other names, made-up documents, papers with other names."""

    def __init__(self, lexicon: Lexicon, jmnedict: Path, ranks: dict[str, int]) -> None:
        self._random, self._lexicon = Random(7), lexicon
        self._records = [record for source in gold.SOURCES for record in gold.read(source, dev=False)]
        self.gold = [one for record in self._records for one in examples(record, lexicon)]
        dictionary = NameDictionary(jmnedict, ranks, lexicon, self._random)
        self._replacing, self._documents = Replacing(dictionary, lexicon), Documents(dictionary)
        self._papers = [Papers(dictionary, folder) for folder in papers.FOLDERS]
        self.copies = self._copied(COPIES)
        self.documents = self._broken(self._documents.make() for _ in range(DOCUMENTS))
        self.papers = self._filled(1)
        self.met = [*self.gold, *self.papers]  # what words and characters are known from
        self.papers += self._filled(PAPERS - 1)
        dev = [record for source in gold.SOURCES for record in gold.read(source, dev=True)]
        self.dev = [(record, list(examples(record, lexicon))) for record in dev]

    def more(self, copies: int, documents: int, papers: int) -> None:
        """So many more copies of each record, documents, and copies of each paper."""
        self.copies += self._copied(copies)
        self.documents += self._broken(self._documents.make() for _ in range(documents))
        self.papers += self._filled(papers)

    def _copied(self, times: int) -> list[Example]:
        copies: list[Example] = []
        for record in self._records:
            for _ in range(times if record.persons else 0):
                made = examples(self._replacing.copy(record), self._lexicon)
                copies += [one for one in made if any(one.labels) or self._random.random() < NAMELESS_SEEN]
            if not record.persons and self._random.random() < WRAPPED_NAMELESS:
                copies += examples(wrapped(record, self._random), self._lexicon)
        return copies

    def _filled(self, times: int) -> list[Example]:
        return self._broken(record for written in self._papers for record in written.filled(times))

    def _broken(self, records: Iterable[Record]) -> list[Example]:
        """The sentences of records, some of which have lines that break anywhere."""
        return [
            one
            for record in records
            for one in examples(
                wrapped(record, self._random) if self._random.random() < WRAPPED else record, self._lexicon
            )
        ]

    def all(self) -> list[Example]:
        """All that may be trained on."""
        return [*self.gold, *self.copies, *self.documents, *self.papers]

    def epoch(self, random: np.random.Generator, copies: float, documents: float, papers: float) -> list[Example]:
        """What one epoch sees: all gold sentences, and these shares of the others."""
        seen = list(self.gold)
        for many, share in ((self.copies, copies), (self.documents, documents), (self.papers, papers)):
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
        around = np.zeros((*inside.shape, name_around.COUNT), dtype=np.float32)
        for row, one in enumerate(chosen):
            filled[:, row, : len(one.kinds)] = numbered.numbers(one.kinds), one.labels, one.named
            around[row, : len(one.kinds)] = one.around
        source = torch.tensor([SOURCES.index(one.source) + 1 for one in chosen])
        kinds, labels, named = torch.from_numpy(filled)
        told = torch.from_numpy(inside), source, torch.from_numpy(around)
        yield Batch(group, kinds, labels, named, *told)

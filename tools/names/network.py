"""The network in torch, as it is trained: kinds of tokens, their neighbours, the sequence of labels (CRF)."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from detectors import name_around
from tools.names.data import Batch
from tools.names.sequences import FINAL, FIRST, allowed

LABELS, ELSE = 5, 5
DILATIONS = (1, 2, 4, 1)
_CHARACTERS = slice(8, 18)


class Kinds(nn.Module):  # type: ignore[misc]
    """A row for each kind of token, of the features that `detectors.name_features` gives."""

    def __init__(self, sizes: tuple[int, int, int], vectors: Tensor, width: int) -> None:
        """`sizes`: how many parts of speech, words and characters are known."""
        super().__init__()
        parts, words, characters = sizes
        self.width = width
        self.parts, self.words = nn.Embedding(parts, 24), nn.Embedding(words, 48, padding_idx=0)
        self.characters = nn.Embedding(characters, 40, padding_idx=0)
        self.vectors = nn.Embedding.from_pretrained(vectors, freeze=True)
        self.shapes, self.lengths = nn.Embedding(170, 12), nn.Embedding(10, 6)
        self.three, self.ends = nn.Linear(3 * 40, 80), nn.Linear(3 * 40, 64)
        self.out = nn.Linear(24 + 48 + vectors.shape[1] + 1 + 12 + 6 + 80 + 64 + 6, width)
        self.norm = nn.LayerNorm(width)
        nn.init.normal_(self.words.weight, std=0.1)
        nn.init.normal_(self.characters.weight, std=0.3)

    def forward(self, features: Tensor, drop: float = 0.0, forget: float = 0.0) -> Tensor:
        """`forget`: the share of kinds whose word is taken for unknown (half of them have no word vector either)."""
        word, vector = features[:, 1], self.vectors(features[:, 2])
        known = (features[:, 2] < self.vectors.num_embeddings - 1).float()[:, None]
        if forget:
            word = word * (torch.rand(len(word)) >= forget)
            kept = (torch.rand(len(word), 1) >= forget / 2).float()
            vector, known = vector * kept, known * kept
        shown = features[:, _CHARACTERS]
        padded = functional.pad(self.characters(shown), (0, 0, 1, 1))
        three = torch.cat([padded[:, :-2], padded[:, 1:-1], padded[:, 2:]], 2)
        inside = (functional.relu(self.three(three)) * (shown > 0)[:, :, None]).amax(1)
        ends = functional.relu(self.ends(self.characters(features[:, 5:8]).flatten(1)))
        row = torch.cat(
            [
                self.parts(features[:, 0]),
                self.words(word),
                vector,
                known,
                self.shapes(features[:, 3]),
                self.lengths(features[:, 4]),
                inside,
                ends,
                features[:, 18:].float(),
            ],
            1,
        )
        if drop:
            row = row * ((torch.rand(row.shape) >= drop).float() / (1 - drop))
        return functional.relu(self.norm(self.out(row)))


class Block(nn.Module):  # type: ignore[misc]
    """A token with one neighbour on either side, `reach` tokens away."""

    def __init__(self, reach: int, width: int) -> None:
        super().__init__()
        self.reach, self.mix, self.norm = reach, nn.Linear(3 * width, width), nn.LayerNorm(width)

    def forward(self, rows: Tensor, inside: Tensor, drop: float) -> Tensor:
        length = rows.shape[1]
        padded = functional.pad(rows, (0, 0, self.reach, self.reach))
        beside = torch.cat([padded[:, :length], rows, padded[:, 2 * self.reach :]], 2)
        mixed = dropped(functional.relu(self.mix(beside)), drop)
        return self.norm(rows + mixed) * inside


class Tagger(nn.Module):  # type: ignore[misc]
    """Kinds, context, and a score for each label; beside it what else is named, which helps learning only."""

    def __init__(self, kinds: Kinds, sources: int) -> None:
        super().__init__()
        width = kinds.width
        self.kinds, self.sources = kinds, nn.Embedding(sources + 1, width)  # 0: any source
        nn.init.zeros_(self.sources.weight)
        self.around = nn.Linear(name_around.COUNT, width, bias=False)
        nn.init.zeros_(self.around.weight)
        self.blocks = nn.ModuleList([Block(reach, width) for reach in DILATIONS])
        self.labels, self.named = nn.Linear(width, LABELS), nn.Linear(width, ELSE)
        self.weights = nn.Parameter(torch.zeros(LABELS, LABELS))
        self.closed: Tensor
        self.register_buffer("closed", torch.tensor(allowed(torch.zeros(LABELS, LABELS).numpy())), persistent=False)

    def forward(
        self, rows: Tensor, batch: Batch, source: Tensor | None = None, drop: float = 0.0
    ) -> tuple[Tensor, Tensor]:
        """Scores of labels and of what else is named, for each (sentence, token); without `source`, of any."""
        mask = batch.inside[:, :, None].float()
        told = self.sources(torch.zeros_like(batch.source) if source is None else source)
        rows = dropped(rows + told[:, None] + self.around(batch.around), drop) * mask
        for block in self.blocks:
            rows = block(rows, mask, drop)
        rows = dropped(rows, drop)
        return self.labels(rows), self.named(rows)

    def loss(self, scores: Tensor, labels: Tensor, inside: Tensor) -> Tensor:
        """Minus the logarithm of the probability of the labels; a label below 0 may be any."""
        total = self._sum(scores, inside)
        moves, sure = self.weights + self.closed, labels.clamp(min=0)
        right = (scores.gather(2, sure[:, :, None])[:, :, 0] * inside).sum(1) + _first()[sure[:, 0]]
        right = right + (moves[sure[:, :-1], sure[:, 1:]] * inside[:, 1:]).sum(1)
        right = right + _final()[sure.gather(1, inside.sum(1, keepdim=True) - 1)[:, 0]]
        open_ = ((labels < 0) & inside).any(1)
        if open_.any():
            wanted = labels[open_][:, :, None]
            apart = torch.where((wanted == torch.arange(LABELS)) | (wanted < 0), 0.0, -1e4)
            right = right.clone()
            right[open_] = self._sum(scores[open_] + apart, inside[open_])
        return (total - right).sum()

    def _sum(self, scores: Tensor, inside: Tensor) -> Tensor:
        """The logarithm of the sum over all sequences of labels."""
        steps, masks = scores.unbind(1), inside[:, :, None].unbind(1)
        moves, reach = self.weights + self.closed, steps[0] + _first()
        for step, here in zip(steps[1:], masks[1:], strict=True):
            reach = torch.where(here, torch.logsumexp(reach[:, :, None] + moves, 1) + step, reach)
        return torch.logsumexp(reach + _final(), 1)


def dropped(rows: Tensor, share: float) -> Tensor:
    """Rows without a share of their columns, the same for a whole sentence."""
    if not share:
        return rows
    return rows * ((torch.rand(rows.shape[0], 1, rows.shape[2]) >= share).float() / (1 - share))


def _first() -> Tensor:
    return torch.from_numpy(FIRST)


def _final() -> Tensor:
    return torch.from_numpy(FINAL)

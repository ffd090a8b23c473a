"""GiNZA (spaCy, ja_ginza) as second opinion on names; loaded at first use, only `tok2vec` and `ner`.

Its labels are those of Sekine's extended hierarchy: a person is `Person`, not `PERSON`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

MODEL = "ja_ginza"
NOT_NEEDED = ["parser", "attribute_ruler", "morphologizer", "compound_splitter", "bunsetu_recognizer"]
PERSON_LABELS = frozenset({"Person"})
MOST_BYTES = 48_000  # Sudachi, inside the model, refuses more than 49,149 bytes a call


class Ginza:
    """The model, and how much text it was given (its vocabulary grows without bound)."""

    @cached_property
    def _model(self) -> Any:
        import spacy

        return spacy.load(MODEL, exclude=NOT_NEEDED)

    def persons(self, text: str) -> Iterator[tuple[int, int]]:
        """Half-open spans of persons in a paragraph; a longer text is read up to Sudachi's limit piece by piece."""
        most = MOST_BYTES // 4
        text = text.encode("utf-8", "replace").decode("utf-8")  # a lone surrogate, which Sudachi refuses, becomes "?"
        for start in range(0, len(text), most):
            for entity in self._model(text[start : start + most]).ents:
                if entity.label_ in PERSON_LABELS:
                    yield start + entity.start_char, start + entity.end_char

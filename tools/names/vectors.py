"""ja_ginza's word vectors in fewer dimensions, as the model keeps them."""

from __future__ import annotations

from typing import Any

import numpy as np

MODEL = "ja_ginza"
DIMENSIONS = 96
_LEFT_OUT = ["parser", "ner", "bunsetu_recognizer", "compound_splitter", "tok2vec", "morphologizer", "attribute_ruler"]
Table = np.ndarray[tuple[int, int], np.dtype[np.float32]]


def word_vectors() -> tuple[dict[str, int], Table]:
    """The row of each word, words in the order of their frequency, and the rows; the last is that of no word.

    Principal components of the normalized vectors, rounded to the 256 steps that the shipped file keeps.
    """
    import spacy

    vocabulary: Any = spacy.load(MODEL, exclude=_LEFT_OUT).vocab
    rows = {vocabulary.strings[key]: int(row) for key, row in vocabulary.vectors.key2row.items()}
    full = np.asarray(vocabulary.vectors.data, np.float32)
    full = full / (np.linalg.norm(full, axis=1, keepdims=True) + 1e-6)
    centred = full - full.mean(0)
    _, _, directions = np.linalg.svd(centred, full_matrices=False)
    signs = np.sign(directions[np.arange(len(directions)), np.abs(directions).argmax(1)])
    table = centred @ (directions * signs[:, None])[:DIMENSIONS].T
    table /= table.std()
    step = np.abs(table).max() / 127
    table = np.round(table / step) * step
    return rows, np.concatenate([table, np.zeros((1, DIMENSIONS))]).astype(np.float32)

"""The network of the name model: what each kind of token means, and what it means among its neighbours.

Two ONNX graphs: `name_kinds.onnx` makes a row of numbers of the features of a kind of token, `name_context.onnx` gives
the chance of each label from the rows of sentences one behind the other. They run on one thread: worker processes
share the processors.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import numpy as np

from detectors import models
from detectors.name_decoding import Array
from detectors.name_features import Features, Vocabulary

REACHES = (1, 2, 4)  # how many tokens before and behind each one its layers look at


class NameNetwork:
    """The trained weights, read from the package; some 15 MB in memory."""

    def __init__(self) -> None:
        folder = files(models)
        with (folder / "name_vocabulary.npz").open("rb") as file:
            stored = np.load(file)
            self.vocabulary = Vocabulary(
                parts=str(stored["parts"]).split("\n"),
                words=str(stored["words"]).split("\t"),
                characters=str(stored["characters"]),
                hashes=stored["hashes"],
                vectors=stored["vectors"],
                unknown=int(stored["unknown"]),
            )
        self._kinds = session((folder / "name_kinds.onnx").read_bytes())
        self._context = session((folder / "name_context.onnx").read_bytes())

    def rows(self, features: Features) -> Array:
        """A row for each kind of token."""
        return np.asarray(self._kinds.run(None, {"features": features})[0], dtype=np.float32)

    def chances(self, rows: Array, around: Array, sentences: Array) -> Array:
        """The chance of each label (token, label); `around` is what `name_around.told` says of each token, `sentences`
        numbers the sentence of each, rising."""
        inputs = {"rows": rows, "around": around, **neighbours(sentences)}
        return np.asarray(self._context.run(None, inputs)[0], dtype=np.float32)


def neighbours(sentences: Array) -> dict[str, Array]:
    """Where the neighbours of each token stand that its layers look at; behind all tokens where there are none."""
    count = len(sentences)
    places, found = np.arange(count, dtype=np.int32), {}
    for reach in REACHES:
        same = sentences[reach:] == sentences[:-reach]
        before, behind = np.full((2, count), count, dtype=np.int32)
        before[reach:], behind[:-reach] = np.where(same, (places[:-reach], places[reach:]), count)
        found[f"before{reach}"], found[f"behind{reach}"] = before, behind
    return found


def session(model: bytes) -> Any:
    """An ONNX graph that runs on one thread."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.enable_cpu_mem_arena = False  # texts differ in length: the arena would keep the largest of each
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])

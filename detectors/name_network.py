"""The networks of the name model: what each kind of token means, and what it means among its neighbours.

Each network is two ONNX graphs: `name_kinds_*.onnx` makes a row of numbers of the features of a kind of token,
`name_context_*.onnx` gives a score for each label from the rows of a sentence. The networks differ in the seed of
their training only; the mean of their scores is better than any. They run on one thread: worker processes share the
processors.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import numpy as np

from detectors import models
from detectors.name_decoding import allowed
from detectors.name_features import Features, Vocabulary

Array = np.ndarray[Any, np.dtype[Any]]


NETWORKS = 2


class NameNetwork:
    """The trained weights, read from the package; some 20 MB in memory."""

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
            self.transitions = allowed(stored["transitions"])
        self._kinds = [_session((folder / f"name_kinds_{n + 1}.onnx").read_bytes()) for n in range(NETWORKS)]
        self._context = [_session((folder / f"name_context_{n + 1}.onnx").read_bytes()) for n in range(NETWORKS)]

    def rows(self, features: Features) -> Array:
        """A row for each kind of token: those of the networks side by side."""
        return np.concatenate([kinds.run(None, {"features": features})[0] for kinds in self._kinds], axis=1)

    def emissions(self, rows: Array, inside: Array) -> Array:
        """A score for each (sentence, token, label); `rows` are (sentence, token, width), `inside` 1 or 0."""
        parts = np.split(rows, NETWORKS, axis=2)
        given = ({"rows": np.ascontiguousarray(part), "inside": inside} for part in parts)
        scores = [context.run(None, one)[0] for context, one in zip(self._context, given, strict=True)]
        return np.asarray(sum(scores) / NETWORKS, dtype=np.float32)


def _session(model: bytes) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.enable_cpu_mem_arena = False  # sentences differ in length: the arena would keep the largest of each
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])

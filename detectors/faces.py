"""Faces in pictures: CenterFace (MIT; see models/centerface.md) on ONNX Runtime, loaded when the first picture comes.

What counts is a face by which somebody can be told: large enough in the picture as it is stored, and no mere passer-by
in a view. Whose face it is, nothing here asks or keeps: neither features nor coordinates leave this module.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detectors.finding import Sample
from scanner.document import Image

KIND = "FACE_IMAGE"
SCORE = 0.5  # of the model; real faces reach 0.7 to 0.95, drawn ones mostly stay below
CLEAR = 48  # pixels of a face's height in the stored picture by which a person can be told
SHARE = 0.03  # of the picture's shorter side; below that a face belongs to a passer-by or a crowd
MOST = 100  # faces of one picture that are told one by one
_SIDES = (1024, 320)  # of the picture as the model sees it: it overlooks faces that are very large in it
_STEP = 32  # the model halves the picture five times
_CELL = 4  # pixels of the picture for one of its answers
_SAME = 0.3  # overlap from which on two boxes are one face

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Face:
    """A face: how sure, and its box in pixels of the picture."""

    score: float
    left: float
    top: float
    width: float
    height: float


def clear_faces(image: Image) -> list[Face]:
    """The faces by which somebody can be told, surest first."""
    smallest = max(CLEAR, SHARE * min(image.width, image.height))
    return [face for face in find(image) if face.height >= smallest][:MOST]


def samples(image: Image) -> Iterator[Sample]:
    """A finding for each clear face. Its value tells the same picture again and nothing about the person."""
    digest = hashlib.sha256(image.pixels).hexdigest()
    for number, face in enumerate(clear_faces(image), 1):
        share = round(100 * face.height / image.height)
        evidence = (f"顔が写っています（確からしさ{face.score:.2f}）", f"顔の高さは画像の{share}%")
        yield Sample(image.place, face.score, evidence, f"{digest} {number}")


def find(image: Image) -> list[Face]:
    """All faces that the model sees, surest first, each once."""
    pixels = np.frombuffer(image.pixels, dtype=np.uint8).reshape(image.height, image.width, 3)
    longest = max(image.height, image.width)
    sides = {min(side, longest) for side in _SIDES}
    seen = sorted((face for side in sides for face in _seen(pixels, side)), key=lambda face: -face.score)
    found: list[Face] = []
    for face in seen:
        if not any(_overlap(face, other) > _SAME for other in found):
            found.append(face)
    return found


def _seen(pixels: NDArray[np.uint8], side: int) -> Iterator[Face]:
    """What the model sees in the picture reduced to a side."""
    height, width = pixels.shape[:2]
    scale = side / max(height, width)
    rows, columns = (max(_STEP, round(edge * scale / _STEP) * _STEP) for edge in (height, width))
    picture = reduced(pixels, rows, columns).transpose(2, 0, 1)[np.newaxis]
    session = _session()
    heat, size, offset, _ = session.run(None, {session.get_inputs()[0].name: picture})
    down, right = height / rows, width / columns
    for y, x in zip(*np.nonzero(heat[0, 0] >= SCORE), strict=True):
        tall, wide = np.exp(size[0, :, y, x]) * _CELL
        middle_y, middle_x = (np.array([y, x]) + offset[0, :, y, x] + 0.5) * _CELL
        score = float(heat[0, 0, y, x])
        yield Face(score, (middle_x - wide / 2) * right, (middle_y - tall / 2) * down, wide * right, tall * down)


def reduced(pixels: NDArray[np.uint8], rows: int, columns: int) -> Floats:
    """The picture at another size: every new pixel is the mean of those it covers, or the nearest where it grows."""
    for axis, size in ((0, rows), (1, columns)):
        edges = np.linspace(0, pixels.shape[axis], size + 1)
        starts = np.minimum(edges[:-1].astype(int), pixels.shape[axis] - 1)
        if pixels.shape[axis] > size:
            counts = np.diff([*starts, pixels.shape[axis]]).astype(np.float32)
            shape = (-1, 1, 1) if axis == 0 else (1, -1, 1)
            pixels = np.add.reduceat(pixels, starts, axis=axis, dtype=np.float32) / counts.reshape(shape)
        else:
            pixels = np.take(pixels, starts, axis=axis)
    return np.ascontiguousarray(pixels, dtype=np.float32)


def _overlap(one: Face, other: Face) -> float:
    """The share of two boxes that both cover; 1 where one lies in the other."""
    wide = min(one.left + one.width, other.left + other.width) - max(one.left, other.left)
    tall = min(one.top + one.height, other.top + other.height) - max(one.top, other.top)
    if wide <= 0 or tall <= 0:
        return 0.0
    return wide * tall / min(one.width * one.height, other.width * other.height)


@cache
def _session() -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # the workers share the processors
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 4
    model = (files("detectors") / "models" / "centerface.onnx").read_bytes()
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])

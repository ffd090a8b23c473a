"""Text in pictures, recognised by PP-OCRv6 (PaddleOCR, Apache-2.0) with rapidocr and ONNX Runtime, offline.

The models lie in rapidocr's wheel and are loaded when the first picture comes. Lines are looked for in a picture of
moderate size, band by band, because the memory for that grows with the area; they are read in the full one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow

from scanner.document import Image
from scanner.layout import Piece, reading_order

Pixels = NDArray[np.uint8]

SURE = 0.6  # a line that is read less surely is left out: pictures are full of what only looks like letters
_MAYBE = 0.3  # a line of letters that cannot be read surely; below that it is an ornament or a shadow
_MARK = 0.1  # of the picture's height: a single letter that is larger is a shape
_FILLED = 0.3  # of the letters for which a line has room; with fewer, it was not read
_TRIED = 5  # lines by which it is told which way up a picture is
MAX_LINES = 500  # of one picture
_SIDE = 1_400  # of the picture in which lines are looked for; 10-point letters of an A4 page are 19 high in it
_ENLARGED = 2.0  # at most: letters on screens are small
_BAND = 500_000  # pixels looked at in one go

_KATAKANA = "ァ-ヺー"
_BETWEEN_KATAKANA = re.compile(f"(?<=[{_KATAKANA}])[—–―一口二八力工夕卜](?=[{_KATAKANA}])")
_DASH_AT_END = re.compile(f"(?<=[{_KATAKANA}])[—–―](?![0-9A-Za-z])")
_ME = re.compile(f"(?<![A-Za-z0-9])[Xx](?=[—–―ー][{_KATAKANA}])")
_POSTAL = re.compile(f"(?<![{_KATAKANA}])[デテ](?=[0-9]{{3}}-[0-9]{{4}})")
_LOOK_ALIKES = dict(zip("—–―一口二八力工夕卜", "ーーーーロニハカエタト", strict=True))


@dataclass(frozen=True, slots=True)
class Reading:
    """The text of a picture in reading order, and how many lines could not be read surely.

    `turns`: by how many quarters, against the clock, the picture must be turned to stand upright.
    """

    text: str
    lines: int
    unsure: int
    left_out: int
    turns: int


@dataclass(frozen=True, slots=True)
class _Line:
    """A line as it was read. Text that stands upside down reads as a few marks, and surely."""

    text: str
    score: float
    is_sure: bool


def read_text(image: Image) -> Reading:
    """The lines of text in a picture, also of one scanned on its side. Raises whatever the engine raises."""
    whole = _as_array(image)
    boxes = list(_boxes(whole))
    if turns := _turns(whole, boxes):
        whole = np.ascontiguousarray(np.rot90(whole, turns))
        boxes = list(_boxes(whole))
    pieces: list[Piece] = []
    unsure = 0
    for box in boxes[:MAX_LINES]:
        line = _line(_cut(whole, box))
        text = repaired(line.text).strip()
        if _is_shape(text, box, whole.shape[0]):
            continue
        if not line.is_sure:
            unsure += line.score >= _MAYBE and len(text) > 2
        elif text:
            pieces.append(Piece(float(box[:, 0].min()), -float(box[:, 1].max()), -float(box[:, 1].min()), text))
    ordered = reading_order(pieces) or "\n".join(piece.text for piece in pieces)
    return Reading(ordered, len(pieces), unsure, max(0, len(boxes) - MAX_LINES), turns)


def _turns(whole: Pixels, boxes: list[NDArray[np.float32]]) -> int:
    """By how many quarters, against the clock, a picture must be turned to be read: tried on its longest lines."""
    longest = sorted(boxes, key=lambda box: float(np.ptp(box, axis=0).max()), reverse=True)[:_TRIED]
    cuts = [_cut(whole, box) for box in longest]
    tall = sum(float(np.ptp(box[:, 1])) > 1.5 * float(np.ptp(box[:, 0])) for box in longest)
    first, second = (1, 3) if 2 * tall > len(cuts) else (0, 2)  # a tall cut has been turned by a quarter
    if len(cuts) < 2 or 2 * sum(_line(cut).is_sure for cut in cuts) > len(cuts):
        return first if len(cuts) > 1 else 0
    upside_down = sum(_line(np.ascontiguousarray(np.rot90(cut, 2))).is_sure for cut in cuts)
    return second if 2 * upside_down > len(cuts) else 0


def _is_shape(text: str, box: NDArray[np.float32], height: int) -> bool:
    return len(text) < 2 and float(np.ptp(box[:, 1])) > _MARK * height


def repaired(text: str) -> str:
    """Marks that the model takes for others of the same shape, where what stands around them leaves no doubt.

    >>> repaired("X—ル、レクサプ口ール、サ—バ— デ100-0001")
    'メール、レクサプロール、サーバー 〒100-0001'
    """
    text = _POSTAL.sub("〒", text)
    text = _ME.sub("メ", text)
    text = _BETWEEN_KATAKANA.sub(lambda found: _LOOK_ALIKES[found.group()], text)
    return _DASH_AT_END.sub("ー", text)


def _as_array(image: Image) -> Pixels:
    """Blue, green, red, as the models were trained."""
    pixels = np.frombuffer(image.pixels, dtype=np.uint8).reshape(image.height, image.width, 3)
    return pixels[:, :, ::-1]


def _boxes(whole: Pixels) -> Iterator[NDArray[np.float32]]:
    """Four corners around each line, clockwise from the top left, bands from top to bottom."""
    height, width = whole.shape[:2]
    scale = min(_ENLARGED, _SIDE / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = np.asarray(Pillow.fromarray(whole).resize(size, Pillow.Resampling.BILINEAR, reducing_gap=2.0))
    for top, bottom in bands(small):
        found = _engine()(np.ascontiguousarray(small[top:bottom]), use_det=True, use_cls=False, use_rec=False)
        corners = getattr(found, "boxes", None)
        for box in () if corners is None else corners:
            yield (np.asarray(box, dtype=np.float32) + _point(0, top)) / _point(size[0] / width, size[1] / height)


def _point(x: float, y: float) -> NDArray[np.float32]:
    return np.array([x, y], dtype=np.float32)


def bands(picture: Pixels) -> Iterator[tuple[int, int]]:
    """Rows from and to, together the whole picture, cut where the least is drawn."""
    height, width = picture.shape[:2]
    rows = max(64, _BAND // width)
    ink = np.abs(np.diff(picture[:, :, 1].astype(np.int16), axis=1)).sum(axis=1)
    top = 0
    while height - top > rows:
        first = top + rows * 2 // 3
        cut = first + int(np.argmin(ink[first : top + rows]))
        yield top, cut
        top = cut
    yield top, height


def _cut(whole: Pixels, box: NDArray[np.float32]) -> Pixels:
    """The quadrangle of a line as an upright rectangle."""
    from rapidocr.utils.process_img import get_rotate_crop_image

    left, top = (int(edge) for edge in np.maximum(np.floor(box.min(axis=0)) - 1, 0))
    right, bottom = (int(edge) for edge in np.ceil(box.max(axis=0)) + 2)
    part = np.ascontiguousarray(whole[top:bottom, left:right])
    cut: Pixels = get_rotate_crop_image(part, box - _point(left, top))
    return cut


def _line(picture: Pixels) -> _Line:
    """The text of a line and how sure the model is of it; 0 where there is none."""
    if 0 in picture.shape:
        return _Line("", 0.0, False)
    read = _engine()(picture, use_det=False, use_cls=False, use_rec=True)
    if not getattr(read, "txts", None):
        return _Line("", 0.0, False)
    text, score = str(read.txts[0]), float(read.scores[0])
    letters = picture.shape[1] / picture.shape[0]  # if they are as wide as high
    return _Line(text, score, score >= SURE and len(text) >= _FILLED * letters)


@cache
def is_installed() -> bool:
    """Whether the engine and its models can be loaded."""
    try:
        _engine()
    except Exception:  # a missing library or model, or one that the system cannot load
        return False
    return True


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_preprocess_img": False,
            "Det.limit_side_len": 1,  # we choose the size
            "Rec.rec_batch_num": 1,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,  # the workers share the processors
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )

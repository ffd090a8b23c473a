"""A few pictures spread over a film, so that faces in it can be seen. Decoded by FFmpeg as OpenCV's wheels carry it."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from scanner.document import Image, Remark

_SCENES = 6
_LARGEST = 2 << 30  # bytes of a film that is copied to be looked at
_SECONDS = 20.0  # for all scenes of one film
_LONGEST_SIDE = 1920
_TOO_LARGE = Remark(f"{_LARGEST >> 30} GBを超える映像のため、顔は調べていません")
_NOT_PLAYED = Remark("再生できない形式か、壊れている映像のため、顔は調べていません")
_QUIET = {
    "OPENCV_LOG_LEVEL": "OFF",
    "OPENCV_FFMPEG_LOGLEVEL": "-8",
    "OPENCV_FFMPEG_CAPTURE_OPTIONS": "protocol_whitelist;file",  # a film that names others leads nowhere
}


def scenes(file: BinaryIO) -> Iterator[Image | Remark]:
    """Pictures at even distances, each at 「1分20秒の場面」. The film is decoded from a private copy."""
    if file.seek(0, os.SEEK_END) > _LARGEST:
        yield _TOO_LARGE
        return
    os.environ.update(_QUIET)
    import cv2

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        copy = Path(folder) / "film"
        file.seek(0)
        with copy.open("wb") as target:
            shutil.copyfileobj(file, target, 1 << 20)
        film = cv2.VideoCapture(str(copy), cv2.CAP_FFMPEG)
        try:
            shown = 0
            for picture in _spread(film, cv2) if film.isOpened() else ():
                shown += 1
                yield picture
            if not shown:
                yield _NOT_PLAYED
        finally:
            film.release()


def _spread(film: Any, cv2: Any) -> Iterator[Image]:
    """The scenes, found by their number where the film tells how many there are, else one after the other."""
    count, rate = film.get(cv2.CAP_PROP_FRAME_COUNT), film.get(cv2.CAP_PROP_FPS)
    rate = rate if 0 < rate < 1000 else 25.0
    until = time.monotonic() + _SECONDS
    is_told = 1 <= count < 1e9
    scenes = min(_SCENES, max(1, int(count / rate))) if is_told else _SCENES
    step = count / scenes if is_told else rate * 10
    for number in range(scenes):
        wanted = int(step * (number + 0.5))
        if wanted and not film.set(cv2.CAP_PROP_POS_FRAMES, wanted):
            return
        is_read, pixels = film.read()
        if is_read and pixels is not None and pixels.ndim == 3:
            yield _as_image(pixels, wanted / rate, cv2)
        if time.monotonic() > until:
            return


def _as_image(pixels: Any, seconds: float, cv2: Any) -> Image:
    height, width = pixels.shape[:2]
    shrink = max(height, width) / _LONGEST_SIDE
    if shrink > 1:
        pixels = cv2.resize(pixels, (int(width / shrink), int(height / shrink)), interpolation=cv2.INTER_AREA)
    pixels = cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB)
    minutes, rest = divmod(int(seconds), 60)
    place = f"{minutes:,}分{rest}秒の場面" if minutes else f"{rest}秒の場面"
    return Image(place, pixels.shape[1], pixels.shape[0], pixels.tobytes(), worded=True)

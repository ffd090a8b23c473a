"""From the bytes of a picture to pixels that can be looked at, within bounds of memory."""

from __future__ import annotations

import io
import os
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from functools import cache, partial
from pathlib import Path
from typing import BinaryIO

from PIL import AvifImagePlugin, ImageFile, ImageOps, TiffImagePlugin, UnidentifiedImageError, WebPImagePlugin
from PIL import Image as Pillow

from scanner.document import Image, Remark, StoredImage, Unreadable

MAX_PIXELS = 6_000_000  # of a picture that is looked at: an A4 page at 250 dots an inch
MAX_DECODED = 256 << 20  # bytes of a picture while it is decoded
_MAX_INSIDE = 64 << 20  # bytes of a picture inside a document
MAX_FRAMES = 10  # of a moving picture
_LOADED_LATE = (AvifImagePlugin.AvifImageFile, TiffImagePlugin.TiffImageFile, WebPImagePlugin.WebPImageFile)
DAMAGE = (Unreadable, OSError, SyntaxError, ValueError, EOFError, zipfile.BadZipFile, zlib.error)
"""What a picture that is damaged or too large may raise."""
_FORMATS = ("JPEG", "PNG", "BMP", "GIF", *(plugin.format for plugin in _LOADED_LATE))


def opened(file: BinaryIO) -> ImageFile.ImageFile:
    """A picture of which only the head was read so far; `Unreadable` where it would need too much memory."""
    try:
        picture = Pillow.open(file, formats=(*_FORMATS, "HEIF") if _reads_heic() else _FORMATS)
    except Pillow.DecompressionBombError as error:
        raise _too_large() from error
    except UnidentifiedImageError as error:
        raise Unreadable("corrupt", "画像の初めが壊れているため、読めません") from error
    return picture


def refuse_heic() -> None:
    """Raise Unreadable where the extra that reads the photos of iPhones is not installed."""
    if not _reads_heic():
        remedy = "「pip install daicho[heic]」で読めるようになります。JPEG に変換しても読めます"
        raise Unreadable("unsupported", f"画像（HEIC）を読む部品がないため、読めません。{remedy}")


@cache
def _reads_heic() -> bool:
    try:
        from pi_heif import register_heif_opener
    except ImportError:
        return False
    register_heif_opener()
    return True


def frames(picture: Pillow.Image) -> Iterator[Image | Remark]:
    """The pages of a TIFF, a few pictures spread over a moving one, else the one picture."""
    count = int(getattr(picture, "n_frames", 1))
    if picture.format in ("MPO", "JPEG") or count == 1:  # what follows in an MPO is a smaller copy of the first
        yield from _only(picture)
        return
    is_paged = picture.format == "TIFF"
    chosen = range(0, count, 1 if is_paged else -(-count // MAX_FRAMES))
    for number in chosen:
        picture.seek(number)
        yield decoded(picture, f"{number + 1:,}{'ページ' if is_paged else 'コマ目'}")
    if len(chosen) < count:
        yield Remark(f"動く画像のため、{count:,}コマのうち{len(chosen):,}コマだけを見ました", incomplete=True)


def placed(sources: Iterable[tuple[str, BinaryIO]]) -> Iterator[StoredImage | Remark]:
    """Pictures inside a document, each at its place; those that cannot be opened are told together."""
    broken = 0
    for place, source in sources:
        try:
            with source:
                content = source.read(_MAX_INSIDE + 1)
            if len(content) > _MAX_INSIDE:
                raise _too_large()
            picture = opened(io.BytesIO(content))
        except DAMAGE:
            broken += 1
            continue
        yield StoredImage(place, picture.width, picture.height, partial(decoded, picture, place), hash(content))
    if broken:
        yield damaged(broken)


def damaged(pictures: int) -> Remark:
    """What is told of pictures in a document that could not be decoded."""
    return Remark(f"文書の中の画像{pictures:,}点は、壊れているか大きすぎるため見ていません", incomplete=True)


def _only(picture: Pillow.Image) -> Iterator[Image | Remark]:
    """The one picture of a file; of a damaged one what comes before the damage."""
    try:
        yield decoded(picture, "画像")
    except (OSError, SyntaxError):
        ImageFile.LOAD_TRUNCATED_IMAGES = True  # Pillow knows it for the whole process only
        try:
            picture.load()
            yield decoded(picture, "画像")
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = False
        yield Remark("画像が途中で壊れているため、そこまでを見ました", incomplete=True)


def decoded(picture: Pillow.Image, place: str) -> Image:
    """The current frame, turned upright and no larger than MAX_PIXELS; what is transparent is white."""
    shrink = max(1.0, (picture.width * picture.height / MAX_PIXELS) ** 0.5)
    if picture.format == "JPEG":  # decodes at a half, a quarter or an eighth, never smaller than asked for
        picture.draft(None, (int(picture.width / shrink), int(picture.height / shrink)))
    if picture.width * picture.height * len(picture.getbands()) > MAX_DECODED:
        raise _too_large()
    with _unheard() if picture.format == "TIFF" else nullcontext():
        picture.load()
    frame = _reduced(picture)
    with suppress(Exception):  # a damaged orientation leaves the picture as it lies
        frame = ImageOps.exif_transpose(frame)
    frame = _on_white(frame)
    return Image(place, frame.width, frame.height, frame.tobytes())


@contextmanager
def _unheard() -> Iterator[None]:
    """Keep from the screen what libtiff writes there, past Python, about every damage."""
    with Path(os.devnull).open("w") as nothing:
        screen = os.dup(2)
        try:
            os.dup2(nothing.fileno(), 2)
            yield
        finally:
            os.dup2(screen, 2)
            os.close(screen)


def _reduced(picture: Pillow.Image) -> Pillow.Image:
    shrink = (picture.width * picture.height / MAX_PIXELS) ** 0.5
    if shrink <= 1:
        return picture
    exif = picture.getexif()
    size = (max(1, int(picture.width / shrink)), max(1, int(picture.height / shrink)))
    plain = picture if picture.mode in ("L", "RGB", "RGBA", "LA", "CMYK") else _flat(picture)
    smaller = plain.resize(size, Pillow.Resampling.BILINEAR, reducing_gap=2.0)
    smaller.info["exif"] = exif.tobytes()
    return smaller


def _flat(picture: Pillow.Image) -> Pillow.Image:
    """A picture of few colours, of black and white or of deep greys in a mode whose pixels can be averaged."""
    if picture.mode.startswith(("I", "F")):
        return _from_deep(picture)
    return picture.convert("L" if picture.mode == "1" else "RGBA")


def _from_deep(picture: Pillow.Image) -> Pillow.Image:
    """Greys of more than 8 bits, spread from the darkest to the brightest; Pillow would cut them off at 255."""
    low, high = (float(bound) for bound in picture.convert("F").getextrema())  # type: ignore[arg-type]
    scale = 255 / (high - low) if high > low else 0.0
    return picture.convert("F").point(lambda value: value * scale - low * scale).convert("L")


def _on_white(picture: Pillow.Image) -> Pillow.Image:
    if picture.mode.startswith(("I", "F")):
        picture = _from_deep(picture)
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        white = Pillow.new("RGBA", picture.size, "white")
        return Pillow.alpha_composite(white, picture).convert("RGB")
    return picture.convert("RGB")


def _too_large() -> Unreadable:
    return Unreadable("too_large", "縦横の大きさがとても大きい画像のため、読みませんでした")

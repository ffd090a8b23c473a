"""Pictures drawn by a program: a portrait of nobody, shaded like a photo, and a parcel. No real person is in them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Colour = tuple[int, int, int]
Oval = tuple[float, float, float, float]  # middle and radii, in hundredths of the picture's width
Corners = Sequence[tuple[float, float]]

_FINE = 3  # drawn larger, then reduced, so that edges are soft
_SHIRT: Colour = (236, 236, 240)


def portrait(seed: int = 0, width: int = 300) -> Image.Image:
    """A face from the front before a plain wall, as on an application form; the seed chooses skin, hair and clothes."""
    chance = Random(seed)
    skin = chance.choice([(222, 182, 155), (214, 172, 143), (228, 190, 166)])
    hair = chance.choice([(34, 27, 24), (24, 22, 24), (52, 38, 32)])
    cloth = chance.choice([(40, 48, 72), (52, 52, 58), (70, 44, 48)])
    canvas = _Canvas(width, width * 4 // 3, chance.choice([(150, 175, 205), (205, 208, 212)]))
    _head(canvas, skin, hair, cloth)
    for x in (39.5, 60.5):
        _eye(canvas, x, skin, hair)
    _nose(canvas, skin)
    _mouth(canvas, skin)
    return canvas.photographed(seed)


def parcel(width: int = 480) -> Image.Image:
    """A cardboard box on a floor."""
    canvas = _Canvas(width, width * 3 // 4, (176, 178, 180))
    canvas.paint([[(0, 45), (100, 45), (100, 75), (0, 75)]], (132, 128, 122), 3)
    canvas.paint([[(22, 30), (62, 26), (80, 32), (80, 60), (40, 68), (22, 58)]], (178, 140, 98))
    canvas.paint([[(22, 30), (62, 26), (80, 32), (40, 38)]], (200, 164, 120))
    canvas.paint([[(40, 38), (80, 32), (80, 60), (40, 68)]], (160, 122, 82))
    canvas.paint([[(46, 29), (54, 28), (62, 35), (54, 36)]], (218, 202, 170))
    return canvas.photographed(7)


def as_bytes(picture: Image.Image, form: str = "JPEG", **how: object) -> bytes:
    """The picture as a file."""
    target = io.BytesIO()
    picture.save(target, form, **how)
    return target.getvalue()


def shade(colour: Colour, by: float) -> Colour:
    """A colour made darker or brighter."""
    red, green, blue = (max(0, min(255, int(part * by))) for part in colour)
    return red, green, blue


class _Canvas:
    """A picture on which soft-edged shapes are laid one over the other."""

    def __init__(self, width: int, height: int, back: Colour) -> None:
        self._size = (width, height)
        self._picture = Image.new("RGB", (width * _FINE, height * _FINE), back)
        self._unit = width * _FINE / 100

    def paint(self, shapes: Sequence[Oval | Corners], colour: Colour, blur: float = 0.5, alpha: int = 255) -> None:
        """Ovals (four numbers) and polygons (points) of one colour, blurred by hundredths of the width."""
        mask = Image.new("L", self._picture.size, 0)
        pen, unit = ImageDraw.Draw(mask), self._unit
        for shape in shapes:
            if isinstance(shape, tuple):
                x, y, across, down = shape
                pen.ellipse([(x - across) * unit, (y - down) * unit, (x + across) * unit, (y + down) * unit], alpha)
            else:
                pen.polygon([(x * unit, y * unit) for x, y in shape], alpha)
        self._picture.paste(colour, mask=mask.filter(ImageFilter.GaussianBlur(blur * unit)))

    def photographed(self, seed: int) -> Image.Image:
        """At its size, with the grain of a photo."""
        picture = self._picture.resize(self._size, Image.Resampling.LANCZOS)
        grain = Image.frombytes("L", self._size, Random(seed).randbytes(self._size[0] * self._size[1]))
        grain = grain.point(lambda value: 128 + (value - 128) // 6)
        grained = ImageChops.add(picture, grain.convert("RGB"), 1, -128)
        return Image.blend(picture, grained, 0.6).filter(ImageFilter.GaussianBlur(0.7))


def _head(canvas: _Canvas, skin: Colour, hair: Colour, cloth: Colour) -> None:
    canvas.paint([(50, 130, 46, 38)], cloth)
    canvas.paint([[(40, 92), (60, 92), (53, 122), (47, 122)]], _SHIRT)
    canvas.paint([[(40, 78), (60, 78), (62, 98), (50, 106), (38, 98)]], shade(skin, 0.74))
    canvas.paint([(50, 48, 29, 32)], hair, 0.6)
    canvas.paint([(25.5, 59, 3.6, 7), (74.5, 59, 3.6, 7)], shade(skin, 0.8))
    canvas.paint([(50, 54, 24, 28), (50, 64, 20, 24)], skin, 0.7)
    canvas.paint([(31, 66, 5, 16), (69, 66, 5, 16)], shade(skin, 0.7), 3, 130)
    canvas.paint([(50, 86, 12, 3)], shade(skin, 0.75), 2.5, 140)
    canvas.paint([(50, 42, 14, 7)], shade(skin, 1.1), 4, 150)
    canvas.paint([(36, 67, 5, 4), (64, 67, 5, 4)], (236, 163, 142), 3, 110)
    fringe = [
        (24, 52),
        (27, 30),
        (40, 20),
        (60, 20),
        (73, 30),
        (76, 52),
        (70, 42),
        (62, 36),
        (50, 38),
        (40, 36),
        (30, 42),
    ]
    canvas.paint([fringe], hair, 0.9)


def _eye(canvas: _Canvas, x: float, skin: Colour, hair: Colour) -> None:
    canvas.paint([(x, 53, 8, 5)], shade(skin, 0.72), 2, 170)
    brow = [(x - 7.5, 48.5), (x - 4, 46), (x + 4, 46), (x + 7.5, 48.5), (x + 4, 47.6), (x - 4, 47.6)]
    canvas.paint([brow], shade(hair, 1.1), 0.5, 230)
    white = [(x - 5.6, 54.6), (x - 2.5, 52), (x + 2.5, 52), (x + 5.6, 54.6), (x + 2.5, 56.6), (x - 2.5, 56.6)]
    canvas.paint([white], (240, 236, 232), 0.3)
    canvas.paint([(x, 54.2, 2.5, 2.5)], (48, 32, 26), 0.25)
    lid = [(x - 6.2, 54.4), (x - 2.8, 51.2), (x + 2.8, 51.2), (x + 6.2, 54.4), (x + 2.6, 52.5), (x - 2.6, 52.5)]
    canvas.paint([lid], (30, 20, 18), 0.35)
    canvas.paint([(x + 0.8, 53.3, 0.6, 0.6)], (255, 255, 255), 0.15)
    canvas.paint([(x, 58.6, 5, 0.8)], shade(skin, 0.8), 0.8, 130)


def _nose(canvas: _Canvas, skin: Colour) -> None:
    canvas.paint([[(46.5, 50), (48.5, 50), (47, 66), (44, 67)]], shade(skin, 0.78), 1.5, 140)
    canvas.paint([(50, 60, 1.5, 9)], shade(skin, 1.14), 1.2, 150)
    canvas.paint([(50, 68.8, 6.4, 3)], shade(skin, 0.76), 1.4, 200)
    canvas.paint([(50, 66.8, 3, 2.6)], shade(skin, 1.12), 1.2, 190)
    canvas.paint([(47.2, 69.6, 1.5, 0.8), (52.8, 69.6, 1.5, 0.8)], shade(skin, 0.34), 0.5, 230)


def _mouth(canvas: _Canvas, skin: Colour) -> None:
    upper = [(41.8, 77.4), (47, 75.2), (50, 76), (53, 75.2), (58.2, 77.4), (50, 78.4)]
    canvas.paint([upper], (168, 84, 80))
    canvas.paint([[(41.8, 77.4), (50, 78.2), (58.2, 77.4), (54, 81), (46, 81)]], (196, 108, 102), 0.6)
    canvas.paint([[(41.8, 77.2), (50, 77.6), (58.2, 77.2), (50, 78.5)]], (92, 40, 38), 0.35)
    canvas.paint([(50, 83.4, 5, 1.1)], shade(skin, 0.78), 1, 170)

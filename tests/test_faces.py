"""Faces: seen where a person can be told, not in what only looks like one, and judged with the rest of the file."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as Pillow
from PIL import ImageDraw

from detectors import faces
from samples.formats import picture
from samples.formats.picture import as_bytes, parcel
from scanner.document import Image, Passage
from scanner.pixels import decoded, opened
from tests.engines import counts, examined


@cache
def portrait(seed: int = 0, width: int = 300) -> Pillow.Image:
    return picture.portrait(seed, width)


def image(shown: Pillow.Image, place: str = "画像") -> Image:
    return decoded(opened(io.BytesIO(as_bytes(shown, "PNG"))), place)


def together(*portraits: Pillow.Image, size: tuple[int, int] = (1200, 800)) -> Pillow.Image:
    """Portraits side by side before a grey wall."""
    whole = Pillow.new("RGB", size, (150, 152, 150))
    for number, one in enumerate(portraits):
        whole.paste(one, (20 + number % 4 * 290, 20 + number // 4 * 380))
    return whole


def smiley() -> Pillow.Image:
    whole = Pillow.new("RGB", (400, 400), "white")
    pen = ImageDraw.Draw(whole)
    pen.ellipse([40, 40, 360, 360], "yellow", "black", 8)
    pen.ellipse([130, 130, 165, 180], "black")
    pen.ellipse([235, 130, 270, 180], "black")
    pen.arc([120, 160, 280, 300], 20, 160, "black", 10)
    return whole


def stand_in() -> Pillow.Image:
    """The grey head and shoulders that stand for a missing photo."""
    whole = Pillow.new("RGB", (400, 400), (119, 153, 187))
    pen = ImageDraw.Draw(whole)
    pen.ellipse([130, 70, 270, 230], "white")
    pen.ellipse([60, 250, 340, 600], "white")
    return whole


@pytest.mark.parametrize("width", [240, 1000])
@pytest.mark.parametrize("seed", range(3))
def test_a_portrait_is_one_face_where_it_is(seed: int, width: int) -> None:
    (face,) = faces.clear_faces(image(portrait(seed).resize((width, width * 4 // 3))))
    assert face.score > 0.6
    middle_x, middle_y = face.left + face.width / 2, face.top + face.height / 2
    assert middle_x == pytest.approx(width / 2, rel=0.1)
    assert middle_y == pytest.approx(width * 0.6, rel=0.15)


@pytest.mark.parametrize("shown", [parcel(), smiley(), stand_in(), Pillow.new("RGB", (300, 200), "gray")])
def test_what_is_no_face_is_none(shown: Pillow.Image) -> None:
    assert faces.clear_faces(image(shown)) == []


def test_passers_by_are_not_told() -> None:
    small = [portrait(seed, 240).resize((60, 80)) for seed in range(4)]
    assert faces.clear_faces(image(together(*small, size=(2400, 1600)))) == []


def test_a_picture_of_any_shape_is_looked_at() -> None:
    for size in ((1, 1), (1, 3000), (3000, 1), (33, 31)):
        assert faces.find(image(Pillow.new("RGB", size, "gray"))) == []


@given(rows=st.integers(1, 60), columns=st.integers(1, 60), height=st.integers(1, 90), width=st.integers(1, 90))
def test_reducing_keeps_the_brightness(rows: int, columns: int, height: int, width: int) -> None:
    plain = np.full((height, width, 3), 200, dtype=np.uint8)
    small = faces.reduced(plain, rows, columns)
    assert small.shape == (rows, columns, 3)
    assert np.allclose(small, 200)


def test_a_portrait_alone_is_personal() -> None:
    judged = examined(image(portrait()), path="総務/IMG_0012.jpg", media_type="image/jpeg")
    assert (judged.personal, judged.persons, judged.persons_max, judged.flags) == (True, 1, 1, ())
    assert counts(judged) == {"FACE_IMAGE": 1}
    assert judged.reasons[0] == "顔がはっきり写った画像が1点あります（容貌で本人を見分けられます）"
    (total,) = judged.kinds
    assert total.samples[0].evidence[0].startswith("顔が写っています（確からしさ0.")


def test_people_in_one_picture_are_different_ones() -> None:
    group = image(together(*(portrait(seed, 240) for seed in range(3))))
    again = image(portrait(1, 300), "画像2")
    judged = examined(group, again, path="行事.pptx")
    assert (judged.persons, judged.persons_max) == (3, 4)
    assert counts(judged) == {"FACE_IMAGE": 4}


def test_a_photo_beside_a_name_is_the_same_person() -> None:
    text = Passage("履歴書\n氏名：佐藤太郎\n生年月日：1985年4月1日\n志望動機", "本文")
    judged = examined(text, image(portrait()), path="履歴書.docx")
    assert (judged.personal, judged.persons, judged.document_type) == (True, 1, "resume")
    assert counts(judged)["FACE_IMAGE"] == 1


def test_a_form_with_a_photo_is_not_blank() -> None:
    form = Passage("入会申込書\n氏名：\n住所：〒\n生年月日：　年　月　日\n電話番号：\n", "本文")
    assert not examined(form, path="様式/入会申込書.docx").personal
    assert examined(form, image(portrait()), path="様式/入会申込書.docx").personal


@pytest.mark.parametrize("path", ["広報/製品カタログ2026.pdf", "採用/履歴書_記入例.jpg"])
def test_who_is_shown_on_purpose_or_made_up_is_not_counted(path: str) -> None:
    judged = examined(image(portrait()), path=path)
    assert (judged.personal, judged.persons, counts(judged)) == (False, 0, {})


def test_the_model_says_where_it_comes_from() -> None:
    model = Path(faces.__file__).parent / "models" / "centerface.onnx"
    card = model.with_suffix(".md").read_text(encoding="utf-8")
    assert model.is_file() and "MIT License" in card and "https://" in card


def test_nothing_about_a_face_leaves_the_detector() -> None:
    """A sample knows the picture again by its digest; the same face in another picture has another value."""
    one, other = (next(faces.samples(image(portrait(2, width)))) for width in (240, 300))
    assert one.value != other.value
    assert one.value == next(faces.samples(image(portrait(2, 240)))).value

"""Pictures: decoded within bounds, read and handed on once, and whatever is left out is said."""

from __future__ import annotations

import io
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags
from PIL import Image as Pillow

from samples.formats.picture import as_bytes, parcel
from scanner import ocr, photo_notes, pixels
from scanner.boundary import quiet
from scanner.document import Image, Item, Passage, Remark, StoredImage, Unreadable
from scanner.limits import Limits
from scanner.pictures import looked_at
from scanner.readers import image as reader

FOLDER = Path(__file__).parent / "readers"


def picture(content: bytes) -> Image:
    return pixels.decoded(pixels.opened(io.BytesIO(content)), "画像")


def card() -> Image:
    return picture((FOLDER / "card.png").read_bytes())


def card_pixels() -> Pillow.Image:
    return Pillow.frombytes("RGB", (card().width, card().height), card().pixels)


def shades(*values: int) -> list[Image]:
    """Pictures with nothing to read, each different."""
    parcels = [parcel(64).point([max(0, shade - value) for shade in range(256)] * 3) for value in values]
    return [picture(as_bytes(one, "PNG")) for one in parcels]


def looked(items: Sequence[Item], limits: Limits) -> tuple[list[Item], list[str], bool]:
    """What is handed on, what is said, and whether something is incomplete."""
    found = list(looked_at(iter(items), limits))
    said = [item for item in found if isinstance(item, Remark)]
    return (
        [item for item in found if not isinstance(item, Remark)],
        [r.text for r in said],
        any(r.incomplete for r in said),
    )


def test_text_is_read_before_the_picture_is_handed_on() -> None:
    items, said, incomplete = looked([card()], Limits())
    passage, image = items
    assert isinstance(passage, Passage) and isinstance(image, Image)
    assert passage.place == "画像の文字"
    assert "hanako@example.co.jp" in passage.text and "03-0000-0001" in passage.text
    assert said == ["画像から文字を6行読み取りました（読み誤りを含むことがあります）"]
    assert not incomplete


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_picture_scanned_on_its_side_or_head_is_turned(quarters: int) -> None:
    lying = card_pixels().rotate(90 * quarters, expand=True)
    (passage, image), _, _ = looked([picture(as_bytes(lying, "PNG"))], Limits())
    assert isinstance(passage, Passage) and isinstance(image, Image)
    assert passage.text.splitlines()[0].startswith("架空商事株式会社")
    assert "hanako@example.co.jp" in passage.text
    assert image.pixels == card_pixels().tobytes()


def test_the_same_picture_is_looked_at_once() -> None:
    one, other = shades(0, 40)
    items, said, _ = looked([one, other, one, one], Limits())
    assert (items, said) == ([one, other], [])


def test_what_was_read_already_is_not_read_again() -> None:
    image = card()
    worded = Image(image.place, image.width, image.height, image.pixels, worded=True)
    assert looked([worded], Limits()) == ([worded], [], False)


@pytest.mark.parametrize(
    ("limits", "kinds", "note"),
    [
        (Limits(reads_pictures=False), [Image], "設定により、画像1点の文字は読んでいません"),
        (Limits(sees_faces=False, seconds=60), [Passage], "設定により、画像1点の顔は調べていません"),
    ],
)
def test_what_the_settings_leave_out_is_said(limits: Limits, kinds: list[type], note: str) -> None:
    items, said, incomplete = looked([card()], limits)
    assert [type(item) for item in items] == kinds
    assert note in said and incomplete


def stored(content: bytes, times: int = 1) -> list[StoredImage]:
    items = list(pixels.placed((f"画像{number}", io.BytesIO(content)) for number in range(times)))
    return [item for item in items if isinstance(item, StoredImage)]


def test_a_picture_of_a_document_that_nobody_wants_is_not_decoded() -> None:
    nobody = Limits(reads_pictures=False, sees_faces=False)
    whole = (FOLDER / "card.png").read_bytes()
    cut = whole[: len(whole) // 2]  # would be told as damaged if it were decoded
    bullet = as_bytes(parcel(16), "PNG")
    items, said, incomplete = looked([*stored(whole, 3), *stored(cut), *stored(bullet)], nobody)
    assert (items, incomplete) == ([], True)
    assert said == ["設定により、画像2点の文字は読んでいません", "設定により、画像2点の顔は調べていません"]


def test_a_damaged_picture_of_a_document_is_told() -> None:
    whole = (FOLDER / "card.png").read_bytes()
    items, said, incomplete = looked([*stored(whole[: len(whole) // 2]), *stored(whole)], Limits(reads_pictures=False))
    assert [type(item) for item in items] == [Image] and incomplete
    assert "文書の中の画像1点は、壊れているか大きすぎるため見ていません" in said


def test_what_exceeds_the_limits_is_said() -> None:
    images = shades(0, 20, 40, 60)
    items, said, incomplete = looked(images, Limits(images=3))
    assert (items, said, incomplete) == (images[:3], ["画像が多いため、3点より後の1点は見ていません"], True)
    items, said, incomplete = looked(images, Limits(seconds=0))
    assert (items, said, incomplete) == (images[:1], ["時間がかかるため、画像3点は見ていません"], True)


def test_bullets_and_blank_pictures_are_nothing() -> None:
    blank = Image("画像", 200, 100, b"\xfe\xff\xfd" * 20_000)
    bullet = Image("画像", 8, 8, bytes(range(192)))
    assert looked([blank, bullet], Limits()) == ([], [], False)


def test_lines_that_cannot_be_read_are_said() -> None:
    small = card_pixels().resize((150, 81)).resize((760, 410))
    items, said, _ = looked([picture(as_bytes(small, "PNG"))], Limits())
    text = "".join(item.text for item in items if isinstance(item, Passage))
    assert "hanako@example.co.jp" in text or any("不鮮明" in note for note in said)


def test_a_photo_without_letters_gives_no_text() -> None:
    assert ocr.read_text(picture(as_bytes(parcel()))).text == ""


@given(height=st.integers(1, 3000), width=st.integers(2, 2000))
def test_bands_cover_the_picture_once(height: int, width: int) -> None:
    rows = np.zeros((height, 2, 3), dtype=np.uint8)
    spans = list(ocr.bands(np.broadcast_to(rows[:, :1], (height, width, 3))))
    assert [0, *(end for _, end in spans)] == [*(start for start, _ in spans), height]
    assert all(start < end and (end - start) * width <= max(500_000, 64 * width) for start, end in spans)


def saved(image: Pillow.Image, form: str = "PNG", **how: object) -> Image:
    return picture(as_bytes(image, form, **how))


def test_colours_come_as_they_look() -> None:
    clear = Pillow.new("RGBA", (10, 10), (0, 0, 0, 0))
    assert saved(clear).pixels == b"\xff" * 300
    assert set(saved(Pillow.new("1", (10, 10), 1)).pixels) == {255}
    deep = Pillow.fromarray(np.array([[0, 60_000], [30_000, 60_000]], dtype=np.uint16))
    assert list(saved(deep).pixels[::3]) == [0, 255, 127, 255]
    ink = saved(Pillow.new("CMYK", (16, 16), (0, 255, 255, 0)), "JPEG").pixels[:3]
    assert ink[0] > 200 and max(ink[1:]) < 60


def test_a_picture_is_turned_upright() -> None:
    exif = Pillow.Exif()
    exif[ExifTags.Base.Orientation] = 6
    lying = Pillow.new("RGB", (30, 20), "white")
    lying.putpixel((0, 0), (0, 0, 0))
    upright = saved(lying, "PNG", exif=exif)
    assert (upright.width, upright.height) == (20, 30)
    assert upright.pixels[19 * 3 : 20 * 3] == bytes(3)


@pytest.mark.parametrize(
    ("mode", "form"), [("L", "PNG"), ("P", "PNG"), ("1", "TIFF"), ("RGB", "JPEG"), ("I;16", "PNG")]
)
def test_a_large_picture_is_reduced(mode: str, form: str) -> None:
    large = saved(Pillow.new(mode, (5_000, 3_000)), form)
    assert large.width * large.height <= pixels.MAX_PIXELS
    assert large.width / large.height == pytest.approx(5 / 3, rel=0.01)
    assert len(large.pixels) == large.width * large.height * 3


def test_a_large_picture_is_reduced_and_turned() -> None:
    exif = Pillow.Exif()
    exif[ExifTags.Base.Orientation] = 8
    turned = saved(Pillow.new("RGB", (4_000, 3_000)), "JPEG", exif=exif)
    assert turned.height > turned.width


def test_a_picture_beyond_memory_is_refused_by_its_head() -> None:
    wide = Pillow.new("1", (17_000, 17_000))
    with pytest.raises(Unreadable) as refused:
        saved(wide)
    assert refused.value.status == "too_large"


@pytest.mark.skipif(find_spec("pi_heif") is not None, reason="the extra that reads HEIC is installed")
def test_a_photo_of_an_iphone_says_what_it_needs() -> None:
    with pytest.raises(Unreadable) as refused:
        list(reader.read(io.BytesIO(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(64))))
    assert refused.value.status == "unsupported"
    assert "daicho[heic]" in refused.value.note


def notes(content: bytes) -> str:
    found = list(photo_notes.items(pixels.opened(io.BytesIO(content))))
    return found[0].text if found and isinstance(found[0], Passage) else ""


XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:i="http://iptc.org/std/Iptc4xmpExt/"
 xmlns:p="http://ns.adobe.com/photoshop/1.0/" p:Headline="入社式">
<dc:creator><rdf:Seq><rdf:li>写真 八郎</rdf:li></rdf:Seq></dc:creator>
<i:PersonInImage><rdf:Bag><rdf:li>架空 花子</rdf:li><rdf:li>見本 太郎</rdf:li></rdf:Bag></i:PersonInImage>
</rdf:Description></rdf:RDF></x:xmpmeta>"""


def test_people_named_by_hand_are_read() -> None:
    text = notes(as_bytes(parcel(64), "JPEG", xmp=XMP.encode(), comment="倉庫にて".encode("cp932")))
    assert text.splitlines() == [
        "見出し: 入社式",
        "作成者: 写真 八郎",
        "写っている人: 架空 花子、見本 太郎",
        "コメント: 倉庫にて",
    ]


def test_an_entity_in_xmp_is_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("ひみつ")
    bomb = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]><x><Headline>&e;見出し</Headline></x>'
    assert "ひみつ" not in notes(as_bytes(parcel(64), "JPEG", xmp=bomb.encode()))


def test_broken_notes_do_not_cost_the_picture() -> None:
    content = as_bytes(parcel(64), "JPEG", xmp=b"<x", exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + b"\xff" * 40)
    with quiet():
        assert notes(content) == ""
        assert picture(content).width == 64

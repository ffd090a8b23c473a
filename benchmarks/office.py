"""A file share as offices keep it, by the gigabyte: documents whose bytes are mostly pictures and scanned pages.

What is asked here is how long a file server takes, in gigabytes an hour. Pictures are not looked into, by daicho
(`[images] text = false, faces = false`) and by the peer.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from itertools import count, cycle
from pathlib import Path
from random import Random

from PIL import Image

from benchmarks import corpus, endtoend
from benchmarks.corpus import customers, products, prose
from benchmarks.measure import Cost, Costing, installed, python
from benchmarks.table import Section, number, times
from samples import build
from samples.formats.pdf import pdf
from samples.formats.plain import separated, text
from samples.formats.slides import Slide, pptx
from samples.formats.word import docx
from samples.formats.workbook import xlsx
from samples.share import Sample
from samples.tables import Sheet

_PICTURES, _PIXELS = 24, (1600, 1200)
_LINK = '<Relationship Id="picture{0}" Type="{1}/image" Target="{2}/picture{0}.jpeg"/></Relationships>'
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _words(chance: Random) -> bytes:
    body = docx([prose(chance, 1_000, 9_000, people_in_100=chance.choice((0, 0, 8)))])
    return _with_pictures(body, chance, "word/document.xml", chance.randrange(0, 5))


def _deck(chance: Random) -> bytes:
    slides = [Slide(f"{page}. 進捗と課題", prose(chance, 100, 300)) for page in range(1, chance.randrange(8, 30))]
    return _with_pictures(pptx(slides), chance, "ppt/presentation.xml", chance.randrange(4, 16))


def _book(chance: Random) -> bytes:
    rows = chance.choice((products, products, customers))
    return xlsx([Sheet("一覧", rows(chance, chance.randrange(30, 900)))])


def _printed(chance: Random) -> bytes:
    pictures = [picture(chance) for _ in range(chance.randrange(2, 8))]
    return pdf("報告書", [prose(chance, 1_000, 5_000), *pictures])


def _scanned(chance: Random) -> bytes:
    pages = [Image.open(io.BytesIO(picture(chance))) for _ in range(chance.randrange(2, 9))]
    target = io.BytesIO()
    pages[0].save(target, "PDF", save_all=True, append_images=pages[1:])
    return target.getvalue()


MAKERS: tuple[tuple[str, Callable[[Random], bytes]], ...] = (
    ("提案書{}.pptx", _deck),
    ("報告書{}.docx", _words),
    ("集計{}.xlsx", _book),
    ("報告書{}.pdf", _printed),
    ("現場{}.jpg", lambda chance: picture(chance)),
    ("議事録{}.docx", _words),
    ("名簿{}.csv", lambda chance: separated(customers(chance, chance.randrange(20, 600)), "cp932")),
    ("受領書{}.pdf", _scanned),
    ("商品{}.xlsx", _book),
    ("連絡{}.txt", lambda chance: text(prose(chance, 300, 5_000), "cp932")),
)


@cache
def _drawn(which: int) -> bytes:
    """A photo of nothing: soft shapes with the grain of a camera."""
    chance = Random(f"picture {which}")
    soft, grain = (
        Image.frombytes("RGB", size, chance.randbytes(size[0] * size[1] * 3)).resize(_PIXELS, Image.Resampling.BICUBIC)
        for size in ((32, 24), (800, 600))
    )
    target = io.BytesIO()
    Image.blend(soft, grain, 0.12).save(target, "JPEG", quality=82)
    return target.getvalue()


def picture(chance: Random) -> bytes:
    """One of a few photos, none of them the same as another."""
    return _drawn(chance.randrange(_PICTURES)) + chance.randbytes(16)


def _with_pictures(content: bytes, chance: Random, part: str, many: int) -> bytes:
    """An Office document with photos beside one of its parts."""
    folder, _, name = part.rpartition("/")
    links = f"{folder}/_rels/{name}.rels"
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for one in source.infolist():
            data = source.read(one)
            for each in range(many) if one.filename == links else ():
                data = data.replace(b"</Relationships>", _LINK.format(each, _LINKS, "media").encode())
            if one.filename == "[Content_Types].xml":
                data = data.replace(b"<Default ", b'<Default Extension="jpeg" ContentType="image/jpeg"/><Default ', 1)
            made.writestr(one, data)
        for each in range(many):
            made.writestr(zipfile.ZipInfo(f"{folder}/media/picture{each}.jpeg"), picture(chance))
    return target.getvalue()


def generated(size: int) -> Iterator[Sample]:
    """Files of every kind in turn until they come to `size` bytes; the same on every run."""
    made = 0
    for place, (name, maker) in zip(count(1), cycle(MAKERS)):
        if made >= size:
            return
        content = maker(Random(f"office {place}"))
        made += len(content)
        yield Sample(f"{place % 12:02}部/{name.format(f'{place:05}')}", content)


def sections(directory: Path, size: int, slice_size: int, cost: Costing, *, with_peer: bool) -> Iterator[Section]:
    """daicho over the whole share, and beside the peer over a part of it."""
    share, part, one = (directory / name for name in ("office", "part", "one"))
    build.write(generated(size), share)
    build.write(generated(slice_size), part)
    build.write([Sample("連絡.txt", text("棚卸しは終わりました。\n", "cp932"))], one)
    start = _scan(directory, one, cost).seconds
    rows = [_row("daicho scan", share, _scan(directory, share, cost), start)]
    notes = [f"{len(corpus.files(share)):,} files, pictures not looked into. Without the start ({number(start)} s)."]
    if with_peer and installed("markitdown"):
        ours, (ran, load, unread) = _scan(directory, part, cost), endtoend.peer(part, cost)
        ratio = times(ran.seconds - load, ours.seconds - start)
        rows.append((*_row("daicho scan, a part of it", part, ours, start)[:-1], ratio))
        rows.append(_row("MarkItDown + Presidio + ja_ginza, this part", part, ran, load))
        notes.append(f"The peer runs in one process; MarkItDown could not read {unread} of the files.")
    yield Section(
        "Gigabytes an hour", ("pipeline", "input", "seconds", "peak MB", "GB/hour", "ratio"), rows, tuple(notes)
    )


def _scan(directory: Path, share: Path, cost: Costing) -> Cost:
    work = endtoend.workplace(directory / f"register-{share.name}")
    return cost(python("-c", endtoend.DAICHO, "scan", str(share)), work)


def _row(name: str, share: Path, ran: Cost, start: float) -> tuple[str, ...]:
    size = sum(path.stat().st_size for path in corpus.files(share))
    seconds = max(ran.seconds - start, 0.01)
    hourly = size / 1e9 / seconds * 3600
    return name, f"{size / 1e6:,.0f} MB", number(seconds), f"{ran.peak / 1e6:,.0f}", number(hourly), "1.00x"

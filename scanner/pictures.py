"""What becomes of the pictures of a document: their text is recognised, then they are handed on to be looked at."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field

import numpy as np

from scanner.document import Image, Item, Passage, Remark, Seen, StoredImage, Unreadable
from scanner.limits import Limits
from scanner.pixels import DAMAGE, damaged

_NO_ENGINE = "画像の文字を読む部品（rapidocr）が動かないため"
_REMEDY = "「daicho doctor」で直し方を確かめてください"
_SMALLEST = 24  # pixels on the shorter side; below that it is a bullet or a line
_BLANK = 4  # the most that the pixels of an empty picture differ
_UNSURE = 0.3  # of the lines found; from that share on, what was read is called incomplete


@dataclass(slots=True)
class _Account:
    """What was and was not done with the pictures so far."""

    seen: set[int] = field(default_factory=set)
    broken: int = 0
    unread: int = 0
    faces_unseen: int = 0
    too_many: int = 0
    too_late: int = 0
    seconds: float = 0.0
    failed: int = 0
    lines: int = 0
    unsure: int = 0
    left_out: int = 0
    helpless: int = 0

    def remarks(self, limits: Limits) -> Iterator[Remark]:
        if self.lines:
            yield Remark(f"画像から文字を{self.lines:,}行読み取りました（読み誤りを含むことがあります）")
        if self.unread:
            yield Remark(f"設定により、画像{self.unread:,}点の文字は読んでいません", incomplete=True)
        if self.faces_unseen:
            yield Remark(f"設定により、画像{self.faces_unseen:,}点の顔は調べていません", incomplete=True)
        if self.too_many:
            told = f"画像が多いため、{limits.images:,}点より後の{self.too_many:,}点は見ていません"
            yield Remark(told, incomplete=True)
        if self.too_late:
            yield Remark(f"時間がかかるため、画像{self.too_late:,}点は見ていません", incomplete=True)
        if self.failed:
            yield Remark(f"画像{self.failed:,}点の文字を読み取れませんでした", incomplete=True)
        if self.unsure > _UNSURE * (self.lines + self.unsure) and self.unsure > 1:
            yield Remark(f"画像の{self.unsure:,}行は、不鮮明なため読み取れませんでした", incomplete=True)
        if self.left_out:
            yield Remark(f"画像の文字が多すぎるため、{self.left_out:,}行は読んでいません", incomplete=True)
        if self.broken:
            yield damaged(self.broken)


def looked_at(items: Iterator[Item], limits: Limits) -> Iterator[Seen]:
    """The items of a document; before each of its pictures the text in it. The same picture is looked at once.

    Pictures may take half the time of a document: what is left out then is told.
    """
    account, has_content = _Account(), False
    failures: list[Exception] = []
    for item in _until_failure(items, failures):
        if isinstance(item, StoredImage) and not (limits.reads_pictures or limits.sees_faces):
            _pass_over(item, limits, account)
        elif isinstance(item, Image | StoredImage):
            if image := item if isinstance(item, Image) else _decoded(item, account):
                yield from _picture(image, limits, account)
        else:
            has_content |= not isinstance(item, Remark)
            yield item
    if account.helpless and not has_content and not failures:
        raise Unreadable("unsupported", f"{_NO_ENGINE}、読めません。{_REMEDY}")
    if account.helpless:
        yield Remark(f"{_NO_ENGINE}、画像{account.helpless:,}点の文字は読んでいません。{_REMEDY}", incomplete=True)
    yield from account.remarks(limits)
    if failures:
        raise failures[0]


def _until_failure(items: Iterator[Item], failures: list[Exception]) -> Iterator[Item]:
    """The items up to the reader's failure, which is kept: what was done with the pictures is told all the same."""
    try:
        yield from items
    except Exception as error:
        failures.append(error)


def _pass_over(stored: StoredImage, limits: Limits, account: _Account) -> None:
    """Count a picture that nobody wants to look at, without decoding it: it may be empty."""
    if (stored.width and min(stored.width, stored.height) < _SMALLEST) or stored.key in account.seen:
        return
    if stored.key is not None and len(account.seen) < limits.images:
        account.seen.add(stored.key)
    account.unread += not stored.worded
    account.faces_unseen += 1


def _decoded(stored: StoredImage, account: _Account) -> Image | None:
    if stored.width and min(stored.width, stored.height) < _SMALLEST:
        return None
    try:
        return stored.decode()
    except DAMAGE:
        account.broken += 1
        return None


def _picture(image: Image, limits: Limits, account: _Account) -> Iterator[Passage | Image]:
    digest = hash(image.pixels)
    if min(image.width, image.height) < _SMALLEST or digest in account.seen or _is_blank(image):
        return
    if len(account.seen) >= limits.images:
        account.too_many += 1
        return
    if account.seconds > limits.seconds / 2:
        account.too_late += 1
        return
    account.seen.add(digest)
    if image.worded:
        pass
    elif limits.reads_pictures:
        image = yield from _text(image, account)
    else:
        account.unread += 1
    if limits.sees_faces:
        yield image
    else:
        account.faces_unseen += 1


def _is_blank(image: Image) -> bool:
    """Whether nothing is to be seen, as on the empty side of a scanned sheet."""
    pixels = np.frombuffer(image.pixels, dtype=np.uint8)
    return int(pixels.max()) - int(pixels.min()) <= _BLANK


def _text(image: Image, account: _Account) -> Generator[Passage, None, Image]:
    """Hand on the text of a picture; returns the picture as it is to be looked at."""
    from scanner.ocr import is_installed, read_text  # loads 150 MB: only where a picture comes

    if not is_installed():
        account.helpless += 1
        return image
    started = time.monotonic()
    try:
        reading = read_text(image)
    except Exception:  # whatever a strange picture makes the engine do costs its text only
        account.failed += 1
        return image
    finally:
        account.seconds += time.monotonic() - started
    account.lines += reading.lines
    account.unsure += reading.unsure
    account.left_out += reading.left_out
    if len(reading.text) > 1:
        yield Passage(reading.text, f"{image.place}の文字")
    return _turned(image, reading.turns) if reading.turns else image


def _turned(image: Image, quarters: int) -> Image:
    """A picture that was scanned on its side or head, upright."""
    pixels = np.frombuffer(image.pixels, dtype=np.uint8).reshape(image.height, image.width, 3)
    upright = np.rot90(pixels, quarters)
    return Image(image.place, upright.shape[1], upright.shape[0], upright.tobytes(), image.worded)

"""Video and audio: what is written about them, and a few scenes in which faces can be seen. Speech is not read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from scanner import signatures, tags, video
from scanner.document import Format, Item, Passage, Remark
from scanner.media import AUDIO, VIDEO, recording

FORMAT = Format(
    "映像・音声（書き込まれた情報と、映像の顔）",
    (*VIDEO, *AUDIO),
    (".mp4", ".mov", ".avi", ".wmv", ".mp3", ".wav", ".m4a", ".wma"),
    streams=True,
)

PLACE = "ファイルの情報"
_LONGEST = 4_000  # characters of one note


def read(file: BinaryIO) -> Iterator[Item]:
    """Ends in any case as `media`: what is said or done in a recording, a person must judge."""
    kind = _kind(file)
    notes = tags.notes(file)
    lines = [f"{label}: {text[:_LONGEST]}" for label, text in notes]
    if lines:
        yield Passage("\n".join(lines), PLACE)
    if any(label == tags.TAKEN_AT for label, _ in notes):
        yield Remark("撮影場所（GPSの位置）が記録されています")
    if kind in VIDEO:
        yield from video.scenes(file)
    raise recording(kind)


def _kind(file: BinaryIO) -> str:
    head = file.read(64 << 10)
    return signatures.by_first_bytes(head) or signatures.by_libmagic(head)

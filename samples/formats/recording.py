"""Video and audio with what is written about them: a film of a drawn face, silence, tags in the encodings of Japan."""

from __future__ import annotations

import os
import struct
import tempfile
from pathlib import Path

import numpy as np

from samples.formats.picture import portrait

_DRAWN = 480  # pixels: a face is drawn dot by dot, a larger one is stretched


def film(width: int = 240, frames: int = 24, seed: int = 0, codec: str = "mp4v", suffix: str = ".mp4") -> bytes:
    """A face before a wall that moves a little, as OpenCV writes it."""
    os.environ["OPENCV_LOG_LEVEL"] = "OFF"
    import cv2

    drawn = portrait(seed, min(width, _DRAWN)).convert("RGB")
    still = np.asarray(drawn.resize((width, drawn.height * width // drawn.width)))[:, :, ::-1]
    height = still.shape[0] - 16
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"film{suffix}"
        writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*codec), 8.0, (width, height))
        for number in range(frames):
            top = number % 16
            writer.write(np.ascontiguousarray(still[top : top + height]))
        writer.release()
        return path.read_bytes()


def box(name: bytes, content: bytes) -> bytes:
    """A box of MP4."""
    return struct.pack(">I4s", len(content) + 8, name) + content


def noted_mp4(content: bytes, notes: dict[bytes, str]) -> bytes:
    """An MP4 whose `moov` stands last, with notes as iTunes and telephones write them."""
    at = content.rindex(b"moov") - 4
    entries = b"".join(
        box(name, struct.pack(">HH", len(text.encode()), 0) + text.encode())
        if name == b"\xa9xyz"
        else box(name, box(b"data", struct.pack(">II", 1, 0) + text.encode()))
        for name, text in notes.items()
        if name != b"\xa9xyz"
    )
    listed = box(b"meta", bytes(4) + box(b"hdlr", bytes(8) + b"mdirappl" + bytes(9)) + box(b"ilst", entries))
    place = notes.get(b"\xa9xyz", "").encode()
    if place:
        listed += box(b"\xa9xyz", struct.pack(">HH", len(place), 0) + place)
    return content[:at] + box(b"moov", content[at + 8 :] + box(b"udta", listed))


def wav(notes: dict[bytes, str], seconds: float = 0.1) -> bytes:
    """Silence of 8 kHz with an INFO list in cp932, as Windows programs write it."""
    info = b"INFO"
    for name, text in notes.items():
        raw = text.encode("cp932") + b"\0"
        info += struct.pack("<4sI", name, len(raw)) + raw + bytes(len(raw) % 2)
    sound = b"\x80" * int(8000 * seconds)
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, 8000, 8000, 1, 8)
    body = (
        b"WAVE"
        + form
        + struct.pack("<4sI", b"LIST", len(info))
        + info
        + struct.pack("<4sI", b"data", len(sound))
        + sound
    )
    return struct.pack("<4sI", b"RIFF", len(body)) + body


def mp3(notes: dict[bytes, str], encoding: str = "cp932") -> bytes:
    """An empty frame behind ID3v2.3: UTF-16 as it should be, or cp932 that calls itself Latin-1."""
    mark, codec = (b"\1", "utf-16") if encoding == "utf-16" else (b"\0", encoding)
    frames = b""
    for name, text in notes.items():
        front = b"jpn" + ("".encode(codec) + b"\0" * (2 if mark == b"\1" else 1)) if name == b"COMM" else b""
        raw = mark + front + text.encode(codec)
        frames += struct.pack(">4sIH", name, len(raw), 0) + raw
    size = len(frames)
    head = b"ID3\3\0\0" + bytes([size >> 21 & 127, size >> 14 & 127, size >> 7 & 127, size & 127])
    return head + frames + b"\xff\xfb\x90\0" + bytes(413)

"""Text whose lines are in different encodings, as in a log that several programs write or a file put together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import itemgetter

from scanner.japanese import EUC_JP, plausibility

_LINE = 1 << 20  # bytes; what is longer is no line of text


class Mixture:
    """Decodes line by line. `used` names the encodings met, `broken` counts what none of them could read."""

    def __init__(self, first: str) -> None:
        self.first = first
        self.used: set[str] = set()
        self.broken = 0
        self.lines = 0
        """Lines that are not plain ASCII."""
        self.lost = 0
        """Those of them in which something is broken."""

    def decode(self, blocks: Iterable[bytes]) -> Iterator[str]:
        """The text, in pieces that end at line ends."""
        held = b""
        for block in blocks:
            held += block
            end = held.rfind(b"\n") + 1 or (len(held) if len(held) > _LINE else 0)
            yield self._lines(held[:end])
            held = held[end:]
        yield self._lines(held)

    def _lines(self, piece: bytes) -> str:
        return "".join(map(self._line, piece.splitlines(keepends=True)))

    def _line(self, line: bytes) -> str:
        if line.isascii():
            return line.decode("ascii")
        self.lines += 1
        text, likeness = _strictly(line, "utf-8")
        if likeness > 0:  # hardly any line in another encoding can be read as this one
            self.used.add("utf-8")
            return text
        readings = [(encoding, *_strictly(line, encoding)) for encoding in dict.fromkeys((self.first, "cp932", EUC_JP))]
        encoding, text, likeness = max(readings, key=itemgetter(2))
        if likeness > 0:
            self.used.add(encoding)
            return text
        text = line.decode(self.first, "replace")
        if "\ufffd" not in text:
            return text
        self.lost += 1
        self.broken += text.count("\ufffd")
        return text


def _strictly(line: bytes, encoding: str) -> tuple[str, float]:
    """The line, and how Japanese it looks; below 0 where the encoding cannot read all of it."""
    try:
        text = line.decode(encoding)
    except UnicodeDecodeError:
        return "", -1.0
    weight, size = plausibility(text, 1 if encoding == "cp932" else 2)
    return text, weight / max(size, 1)

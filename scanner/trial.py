"""One encoding tried on the blocks of a file: how much is broken, how Japanese the rest looks, and its text."""

from __future__ import annotations

import codecs

from scanner.japanese import plausibility
from scanner.kept import Kept

_ENOUGH = 12_000  # bytes above ASCII that are weighed
_GLANCES = (1_024, 8_192)  # a wrong encoding shows at once, and is slow to decode
_HIGH = bytes(range(128, 256))


class Trial:
    """The text of a file as one encoding reads it. Feed all blocks, then `end`."""

    def __init__(self, encoding: str) -> None:
        self.encoding = encoding
        self.broken = 0
        self.total = 0
        self._weight = 0.0
        self._weighed = 0
        self.text = Kept()
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")

    def feed(self, block: bytes) -> bool:
        """Try the next block; False when the encoding is out of the question."""
        start = 0
        for end in (*(() if self.total > _GLANCES[-1] else _GLANCES), len(block)):
            part = block[start:end] if start or end < len(block) else block
            start = end
            if part.isascii() and not self._decoder.getstate()[0]:
                self.text.add(part.decode("ascii"))
                continue
            text = self._decoder.decode(part)
            self._count(part, text)
            self.text.add(text)
            if self.is_hopeless:
                return False
        return True

    def end(self) -> None:
        """A character that the end of the file cuts off is broken."""
        rest = self._decoder.decode(b"", True)
        self.broken += rest.count("\ufffd")
        self.text.add(rest)

    def _count(self, part: bytes, text: str) -> None:
        self.total += len(part) - len(part.translate(None, _HIGH))
        if broken := text.count("\ufffd"):
            self.broken += max(0, broken - part.count(b"\xef\xbf\xbd"))
        if self._weighed < _ENOUGH:
            weight, weighed = plausibility(text, 1 if self.encoding == "cp932" else 2)
            self._weight += weight
            self._weighed += weighed

    @property
    def is_hopeless(self) -> bool:
        """Whether so much is broken that this is another encoding."""
        return self.broken > 40 and self.broken > self.total * 0.08

    @property
    def is_clean(self) -> bool:
        """Whether every byte could be decoded."""
        return self.broken == 0

    @property
    def is_convincing(self) -> bool:
        """Whether clean UTF-8 needs no second opinion: nearly always, but short half-width kana can imitate it."""
        return self.total == 0 or self._weighed == 0 or self._weight / self._weighed > 0 or self.total > 400

    def outdoes(self, other: Trial) -> bool:
        """Whether enough was seen to give the other up: this one reads everything, as far better Japanese."""
        return self.is_clean and self._weighed >= _ENOUGH and self.score > other.score + 0.5

    @property
    def likeness(self) -> float:
        """Plausibility of a byte above ASCII, as far as they could be decoded."""
        return self._weight / max(self._weighed, 1)

    @property
    def score(self) -> float:
        """The likeness, less a fine for each broken byte."""
        return self.likeness - 6 * self.broken / self.total if self.total else 0.0

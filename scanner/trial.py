"""One encoding tried on the blocks of a file: how much is broken, how Japanese the rest looks, and its text."""

from __future__ import annotations

import codecs

from scanner.japanese import EUC_JP, MOST_PLAUSIBLE, plausibility
from scanner.kept import Kept

_ENOUGH = 12_000  # bytes above ASCII that are weighed
_GLANCES = (1_024, 8_192)  # a wrong encoding shows at once, and is slow to decode
_UNWEIGHED = 48_000  # characters that wait until somebody asks how Japanese they look
_HIGH = bytes(range(128, 256))
_REPLACED = "\ufffd".encode()
_NEVER = {EUC_JP: bytes([*range(0x80, 0x8E), *range(0x90, 0xA1), 0xFF])}  # bytes that are broken wherever they stand


class Trial:
    """The text of a file as one encoding reads it. Feed all blocks, then `end`."""

    def __init__(self, encoding: str) -> None:
        self.encoding = encoding
        self.broken = 0
        self.total = 0
        self._weighing = (0.0, 0)
        self._unweighed: list[str] = []
        self._undecoded = b""
        self._never = _NEVER.get(encoding, b"")
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
            if self._never and self._will_be_hopeless(part):
                self._undecoded = part
                return False
            self._decode(part)
            if self.is_hopeless:
                return False
        return True

    def _decode(self, part: bytes) -> None:
        text = self._decoder.decode(part)
        self._count(part, text)
        self.text.add(text)

    def _will_be_hopeless(self, part: bytes) -> bool:
        """Whether this shows before the slow decoding: by the bytes that belong to no character."""
        broken = self.broken + max(0, len(part) - len(part.translate(None, self._never)) - part.count(_REPLACED))
        return _is_hopeless(broken, self.total + _high(part))

    def end(self) -> None:
        """A character that the end of the file cuts off is broken."""
        if self._undecoded:
            self._decode(self._undecoded)
        rest = self._decoder.decode(b"", True)
        self.broken += rest.count("\ufffd")
        self.text.add(rest)

    def _count(self, part: bytes, text: str) -> None:
        self.total += _high(part)
        if broken := text.count("\ufffd"):
            self.broken += max(0, broken - part.count(_REPLACED))
        if self._weighing[1] < _ENOUGH:
            self._unweighed.append(text)
            if sum(map(len, self._unweighed)) > _UNWEIGHED:
                self._weigh()

    def _weigh(self) -> tuple[float, int]:
        """The weight of what was decoded so far, and how many bytes it was; it takes longer than the decoding."""
        weight, weighed = self._weighing
        for text in self._unweighed:
            if weighed < _ENOUGH:
                more, size = plausibility(text, 1 if self.encoding == "cp932" else 2)
                weight, weighed = weight + more, weighed + size
        self._unweighed.clear()
        self._weighing = weight, weighed
        return self._weighing

    @property
    def is_hopeless(self) -> bool:
        """Whether so much is broken that this is another encoding."""
        return _is_hopeless(self.broken, self.total)

    @property
    def is_clean(self) -> bool:
        """Whether every byte could be decoded."""
        return self.broken == 0

    @property
    def is_convincing(self) -> bool:
        """Whether clean UTF-8 needs no second opinion: nearly always, but short half-width kana can imitate it."""
        if self.total == 0 or self.total > 400:
            return True
        weight, weighed = self._weigh()
        return weighed == 0 or weight / weighed > 0

    def outdoes(self, other: Trial) -> bool:
        """Whether enough was seen to give the other up: this one reads everything, as far better Japanese."""
        return self.is_clean and self._weigh()[1] >= _ENOUGH and self.score > other.score + 0.5

    @property
    def likeness(self) -> float:
        """Plausibility of a byte above ASCII, as far as they could be decoded."""
        weight, weighed = self._weigh()
        return weight / max(weighed, 1)

    @property
    def score(self) -> float:
        """The likeness, less a fine for each broken byte."""
        return self.likeness - 6 * self.broken / self.total if self.total else 0.0

    @property
    def best_score(self) -> float:
        """What the score is at the most, without a look at the characters."""
        return MOST_PLAUSIBLE - 6 * self.broken / self.total if self.total else 0.0


def _high(part: bytes) -> int:
    return len(part) - len(part.translate(None, _HIGH))


def _is_hopeless(broken: int, total: int) -> bool:
    return broken > 40 and broken > total * 0.08

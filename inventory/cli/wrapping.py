"""Lists in the cells of a table: 「氏名、住所、電話番号」 breaks behind a comma, never inside a word that fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.text import Text

COMMA = "、"


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of words that knows how wide it is and where it may break."""

    words: Sequence[str]

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        widest = max((cell_len(word) + cell_len(COMMA) for word in self.words), default=0)
        return Measurement(min(widest, options.max_width), min(cell_len(COMMA.join(self.words)), options.max_width))

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for line in wrapped(self.words, options.max_width):
            yield Text(line, overflow="fold")


def wrapped(words: Sequence[str], width: int) -> list[str]:
    """The lines of a list."""
    lines = [""]
    for number, word in enumerate(words, 1):
        piece = word + COMMA if number < len(words) else word
        if lines[-1] and cell_len(lines[-1] + piece) > width:
            lines.append("")
        lines[-1] += piece
    return lines

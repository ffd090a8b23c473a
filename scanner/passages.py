"""Running text in passages of a size that detectors like, cut at line ends."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from scanner.document import Passage

SIZE = 64 << 10
_PAUSE = re.compile(r"[\s。、,;]")


def passages(blocks: Iterable[str]) -> Iterator[Passage]:
    """Passages of about 64 K characters at 「12行目から」, the number of their first line."""
    line = 1
    for block in blocks:
        start = 0
        while start < len(block):
            end = _end(block, start)
            text = block[start:end]
            if text.strip():
                yield Passage(text, f"{line:,}行目から")
            line += text.count("\n") or text.count("\r")
            start = end


def _end(block: str, start: int) -> int:
    """Where a passage ends: behind a line end, else behind a pause, else anywhere."""
    limit = start + SIZE
    if limit >= len(block):
        return len(block)
    end = block.rfind("\n", start, limit) + 1
    if end:
        return end
    for pause in _PAUSE.finditer(block, limit - 1000, limit):
        end = pause.end()
    return end or limit

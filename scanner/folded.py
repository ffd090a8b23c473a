"""Lines that go on in the next one, as address books write them (vCard, LDIF)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

LONGEST = 1 << 20  # characters of a line that are kept; a photograph is longer


def unfolded(blocks: Iterable[str]) -> Iterator[str]:
    """Whole lines without their line ends: a line that begins with a blank goes on with the one before.

    >>> list(unfolded(["NOTE:架空の\\r\\n メモ\\r\\nEND:VCARD"]))
    ['NOTE:架空のメモ', 'END:VCARD']
    """
    parts: list[str] = []
    length = 0
    for block in blocks:
        for line in block.splitlines():
            if line[:1] in (" ", "\t") and parts:
                if length < LONGEST:
                    parts.append(line[1:])
                    length += len(line)
                continue
            if parts:
                yield "".join(parts)
            parts, length = [line], len(line)
    if parts:
        yield "".join(parts)

"""Archives of Unix that Python's library does not write: cpio with octal headers, and .Z of `compress`."""

from __future__ import annotations

from collections.abc import Mapping

_WIDEST = 16


def cpio(members: Mapping[str, bytes], encoding: str = "utf-8") -> bytes:
    """An archive of files, in the order given."""
    lines = [_member(name.encode(encoding), content) for name, content in members.items()]
    return b"".join(lines) + _member(b"TRAILER!!!", b"")


def _member(name: bytes, content: bytes) -> bytes:
    head = (
        f"070707{1:06o}{1:06o}{0o100644:06o}{0:06o}{0:06o}{1:06o}{0:06o}{0:011o}{len(name) + 1:06o}{len(content):011o}"
    )
    return head.encode("ascii") + name + b"\0" + content


def compressed(content: bytes) -> bytes:
    """The content as `compress` packs it, without ever beginning anew."""
    known = {bytes([value]): value for value in range(256)}
    groups: list[list[int]] = [[]]
    widths, free, current = [9], 257, b""
    for byte in content:
        longer = current + bytes([byte])
        if longer in known:
            current = longer
            continue
        groups[-1].append(known[current])
        if free < 1 << _WIDEST:
            known[longer] = free
            free += 1
        if free > 1 << widths[-1] and widths[-1] < _WIDEST:
            widths.append(widths[-1] + 1)
            groups.append([])
        current = bytes([byte])
    if current:
        groups[-1].append(known[current])
    filling = -len(groups[-1]) % 8 * widths[-1] // 8
    whole = b"".join(map(_written, groups, widths))
    return b"\x1f\x9d" + bytes([0x80 | _WIDEST]) + whole[: len(whole) - filling]


def _written(codes: list[int], width: int) -> bytes:
    """Codes of one width, lowest bit first, filled up to whole groups of eight."""
    whole = b""
    for at in range(0, len(codes), 8):
        group = sum(code << width * place for place, code in enumerate(codes[at : at + 8]))
        whole += group.to_bytes(width, "little")
    return whole

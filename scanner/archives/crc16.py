"""CRC-16 as LZH uses it (polynomial 0xA001, lowest bit first), fast enough for large files in Python."""

from __future__ import annotations

import numpy as np

_LANES = 512


def _table() -> list[int]:
    cells = []
    for value in range(256):
        for _ in range(8):
            value = value >> 1 ^ (0xA001 if value & 1 else 0)
        cells.append(value)
    return cells


_TABLE = _table()
_WIDE = np.array(_TABLE, dtype=np.uint16)


def crc16(data: bytes, value: int = 0) -> int:
    """The CRC of `data`, continuing that of what stands before it.

    A CRC is linear: long data is cut into rows that are summed beside each other, and the rows are then joined.
    """
    width = len(data) // _LANES
    if width < 64:
        return _plain(data, value)
    cut = width * _LANES
    rows = np.frombuffer(data, dtype=np.uint8, count=cut).reshape(_LANES, width)
    sums = np.zeros(_LANES, dtype=np.uint16)
    for column in rows.T:
        sums = _WIDE[(sums ^ column) & 0xFF] ^ sums >> 8
    shift = _shifts(width)
    for own in sums.tolist():
        value = shift[0][value & 0xFF] ^ shift[1][value >> 8] ^ own
    return _plain(data[cut:], value)


def _plain(data: bytes, value: int) -> int:
    for byte in data:
        value = _TABLE[(value ^ byte) & 0xFF] ^ value >> 8
    return value


def _shifts(width: int) -> tuple[list[int], list[int]]:
    """What `width` zero bytes make of each low and each high byte of a CRC."""
    sums = np.concatenate([np.arange(256), np.arange(256) << 8]).astype(np.uint16)
    for _ in range(width):
        sums = _WIDE[sums & 0xFF] ^ sums >> 8
    cells = sums.tolist()
    return cells[:256], cells[256:]

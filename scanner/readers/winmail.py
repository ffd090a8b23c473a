"""winmail.dat, in which Outlook wraps a mail for others: head, body, fields; attachments as members."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO

from scanner import mapi, rtf_packed
from scanner.document import Format, Item, Remark
from scanner.letters import Letter
from scanner.tnef import unwrapped

FORMAT = Format("Outlook の winmail.dat（TNEF）", ("application/vnd.ms-tnef",), (".dat",))


def read(file: BinaryIO) -> Iterator[Item]:
    """What the mail says, as far as it is not told by the mail around it."""
    wrapped = unwrapped(file.read())
    yield from mapi.items(wrapped.item)
    if wrapped.cut_off:
        yield Remark("途中から壊れているか欠けているため、読めた部分だけを調べました", incomplete=True)


def members(file: BinaryIO) -> Iterator[tuple[str, BinaryIO]]:
    """The attachments, and a body that is there as rich text only."""
    wrapped = unwrapped(file.read())
    rich = rtf_packed.unpacked(wrapped.item.properties.data(mapi.RTF))
    if rich and not mapi.has_text(wrapped.item.properties):
        yield "本文.rtf", io.BytesIO(rich)
    for number, (properties, content) in enumerate(wrapped.attachments, 1):
        name = properties.text(mapi.FILE_NAME) or properties.text(mapi.SHORT_FILE_NAME) or f"添付{number}"
        yield name.replace("\\", "/").rpartition("/")[2], io.BytesIO(content)


def letter(file: BinaryIO) -> Letter:
    """The mail as far as it helps to open the attachments of another."""
    return mapi.letter_of(unwrapped(file.read()).item)

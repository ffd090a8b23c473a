"""Outlook messages (.msg), also contacts, appointments and tasks: head, body, fields; attachments as members."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO

from scanner import mapi, rtf_packed, smime
from scanner.compound import Compound, packed
from scanner.document import Format, Item, Passage, Remark, Unreadable
from scanner.letters import Letter
from scanner.outlook import PROPERTIES, MessageFile

FORMAT = Format("Outlook メッセージ（msg）", ("application/vnd.ms-outlook",), (".msg", ".oft"))

_LOCKED = "暗号化されたメール（S/MIME）のため、本文と添付ファイルを読めません"


def read(file: BinaryIO) -> Iterator[Item]:
    """Head, body and fields, and where attachments lie that are only linked to."""
    compound = Compound(file)
    message = MessageFile(compound)
    yield from mapi.items(message.item())
    if compound.is_damaged:
        yield Remark("メッセージの一部が壊れているため、読めた部分だけを調べました", incomplete=True)
    if _is_locked(message):
        raise Unreadable("encrypted", _LOCKED)
    if links := [path for each in message.attachments() if (path := each.properties.text(mapi.LONG_PATH))]:
        yield Passage("\n".join(links), "添付ファイルのリンク先")


def members(file: BinaryIO) -> Iterator[tuple[str, BinaryIO]]:
    """The attachments, messages within the message, and a body that is there as rich text only."""
    message = MessageFile(Compound(file))
    if _is_locked(message):
        return
    rich = rtf_packed.unpacked(message.properties.data(mapi.RTF))
    if rich and not mapi.has_text(message.properties):
        yield "本文.rtf", io.BytesIO(rich)
    for number, attachment in enumerate(message.attachments(), 1):
        name, content = attachment.name(number), attachment.properties.data(mapi.DATA)
        if attachment.storage is not None:
            is_message = PROPERTIES in attachment.storage
            tree = message.standalone(attachment.storage) if is_message else attachment.storage
            content = packed(tree)
        elif signed := smime.signed_content(content):
            name, content = f"署名されたメール{number}.eml", signed
        if content or not attachment.properties.text(mapi.LONG_PATH):
            yield name, io.BytesIO(content)


def letter(file: BinaryIO) -> Letter:
    """The mail as far as it helps to open the attachments of another."""
    return mapi.letter_of(MessageFile(Compound(file)).item())


def _is_locked(message: MessageFile) -> bool:
    if not message.properties.text(mapi.CLASS).upper().startswith("IPM.NOTE.SMIME"):
        return False
    return any(smime.is_enveloped(each.properties.data(mapi.DATA)) for each in message.attachments())

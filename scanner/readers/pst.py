"""Data files of Outlook (.pst, .ost): each message a member, in its folder. Needs libpff, the extra `pst`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO, cast

from scanner import datafile
from scanner.document import Format, Item
from scanner.letters import Letter

FORMAT = Format(
    "Outlook データファイル（pst・ost）", ("application/vnd.ms-outlook-pst",), (".pst", ".ost"), streams=True
)


def read(file: BinaryIO) -> Iterator[Item]:
    """No text of its own: all of it stands in the messages."""
    datafile.opened(file)
    yield from ()


def members(file: BinaryIO) -> Iterator[tuple[str, BinaryIO]]:
    """Each message, numbered within its folder."""
    numbers = Counter[str]()
    for folder, message in datafile.messages(datafile.opened(file)):
        numbers[folder] += 1
        yield f"{folder}/{numbers[folder]}通目.msg".lstrip("/"), cast(BinaryIO, datafile.MessageFile(message))


def letters(file: BinaryIO) -> Iterator[Letter]:
    """The mails as far as they help to open the attachments of another."""
    for _, message in datafile.messages(datafile.opened(file)):
        yield datafile.letter(message)

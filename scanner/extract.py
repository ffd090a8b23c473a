"""From a file met on a share to what stands in it: one document for the file, one for each file inside it.

Here every exception of a reader becomes a status. Every file met, and every member, ends as exactly one document.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from itertools import chain
from typing import BinaryIO, cast

from scanner.archives.names import inner_name
from scanner.boundary import as_unreadable, bounded, quiet, steps
from scanner.crawl import legible, open_untouched
from scanner.document import FoundFile, Image, Item, Passage, Reader, Remark, Seen, Status, Table, Unreadable
from scanner.identify import identify
from scanner.keyring import Keyring
from scanner.limits import Budget, Limits
from scanner.mails_beside import inside, mails_beside
from scanner.media import EMPTY, ENCRYPTED_OFFICE, UNKNOWN, outcome
from scanner.office_locks import unlocked
from scanner.passwords import Passwords
from scanner.pictures import looked_at
from scanner.readers import UNLOADED, items_of, members_of, reader_for

__all__ = ["Document", "Limits", "extract"]

_BLOCK = 1 << 20
_SPOOL_IN_MEMORY = 8 << 20
_REMARKS_SHOWN = 12
REST = "（残りのファイル）"  # the name of what is left of a container
CHANGED = "読み取り中に変更されたため、次のスキャンで読み直してください"


@dataclass(slots=True)
class Document:
    """One file, or one member of a container. Iterate `items()` to the end, then `status` and `note` are final.

    A document may be skipped. Once the next one was asked for it can no longer be read.
    """

    found: FoundFile
    path: str
    size: int = 0
    sha256: str = ""
    media_type: str = UNKNOWN
    status: Status = "read"
    note: str = ""
    is_alone: bool = False
    """Whether it is a file on the share in which no other file can be."""
    _source: Iterator[Seen] = field(default=iter(()), repr=False)
    _remarks: list[str] = field(default_factory=list, repr=False)
    _seconds: float = field(default=60.0, repr=False)
    _most_text: int = field(default=1 << 30, repr=False)

    def items(self) -> Iterator[Passage | Table | Image]:
        """What stands in the file itself, without its members. Remarks and failures go to `status` and `note`."""
        has_content = False
        try:
            for item in steps(bounded(self._source, self._most_text), self._seconds):
                if isinstance(item, Remark):
                    self._remark(item)
                else:
                    has_content = True
                    yield item
        except Exception as error:  # whatever a hostile file makes a library do ends as a status
            self._fail(as_unreadable(error), has_content)

    def _remark(self, remark: Remark) -> None:
        self._remarks.append(remark.text)
        self.note = _joined(self._remarks)
        if remark.incomplete and self.status == "read":
            self.status = "partly_read"

    def _fail(self, failure: Unreadable, has_content: bool = False) -> None:
        self.status = "partly_read" if has_content and failure.status == "corrupt" else failure.status
        self._remarks.append(failure.note)
        self.note = _joined(self._remarks)

    def _over(self, failure: Unreadable) -> Document:
        self._fail(failure)
        return self


@dataclass(frozen=True, slots=True)
class _Visit:
    """Where we are inside a file on the share: how deep, what may still be unpacked, what may open a locked file."""

    budget: Budget
    keys: Keyring
    depth: int = 0

    def within(self, keys: Keyring) -> _Visit:
        return _Visit(self.budget, keys, self.depth + 1)


def extract(found: FoundFile, limits: Limits | None = None, passwords: Sequence[str] = ()) -> Iterator[Document]:
    """The file itself, then its members, depth first. The documents never overlap.

    `passwords` are the client's known ones, tried on what is locked beside those in the mails around it.
    A container whose remaining members cannot be unpacked ends with a document `outer!（残りのファイル）`.
    """
    limits = limits or Limits()
    document = Document(found, found.relative, found.size)
    try:
        file = open_untouched(found.path)
    except (OSError, ValueError) as error:
        yield document._over(as_unreadable(error))
        return
    with file:
        before = os.fstat(file.fileno())
        try:
            document.size, document.sha256 = _measure(file)
        except OSError as error:
            yield document._over(as_unreadable(error))
            return
        budget = Budget(limits, packed=max(document.size, 1))
        keys = Keyring(passwords, lambda: mails_beside(found.path), limits.seconds / 2)
        yield from _documents(document, file, _Visit(budget, keys), before)


def _measure(file: BinaryIO) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    while block := file.read(_BLOCK):
        digest.update(block)
        size += len(block)
    file.seek(0)
    return size, digest.hexdigest()


def _documents(
    document: Document, file: BinaryIO, visit: _Visit, before: os.stat_result | None = None
) -> Iterator[Document]:
    """A document whose content stands in `file`, then its members."""
    with ExitStack() as opened:
        try:
            reader, content, remarks = _prepare(document, file, visit, opened)
        except Exception as error:  # a hostile file may already fail at being identified
            yield document._over(as_unreadable(error))
            return
        if reader is None:
            document._source = iter([Remark("空のファイルです")])
        else:
            items = chain(remarks, _content(reader, content, visit.keys.passwords), _changed(file, before))
            document._source = looked_at(items, visit.budget.limits)
        document.is_alone = not visit.depth and (reader is None or not hasattr(reader, "members"))
        yield document
        document._source = iter(())
        if reader is None or not hasattr(reader, "members"):
            return
        if visit.depth >= visit.budget.limits.depth:
            rest = _rest(document)
            depth = visit.budget.limits.depth
            yield rest._over(Unreadable("too_large", f"書庫の入れ子が{depth}段を超えるため、開きませんでした"))
            return
        yield from _members(document, reader, content, visit)


def _prepare(
    document: Document, file: BinaryIO, visit: _Visit, opened: ExitStack
) -> tuple[Reader | None, BinaryIO, list[Remark]]:
    """Find the reader of a document, None where there is nothing to read, and open what is locked."""
    name, remarks = document.path.rpartition("!")[2], []
    with quiet():
        document.media_type = identify(file, name)
        _refuse_large(document, visit.budget.limits)
        if inner := unlocked(file, document.media_type, visit.keys.passwords):
            file = opened.enter_context(inner.file)
            remarks += [inner.remark] if inner.remark else []
            document.media_type = identify(file, name)
    document._seconds = visit.budget.limits.seconds
    document._most_text = visit.budget.limits.most_text(document.size)
    reader = None if document.media_type == EMPTY else reader_for(document.media_type)
    if reader is None and document.media_type != EMPTY:
        raise _with_missing_parts(outcome(document.media_type, name))
    return reader, file, remarks


def _refuse_large(document: Document, limits: Limits) -> None:
    """What must be held in memory may not be too large for it."""
    reader = reader_for(document.media_type)
    is_held = not reader.FORMAT.streams if reader else document.media_type == ENCRYPTED_OFFICE
    if document.size > limits.held and is_held:
        kind = reader.FORMAT.name if reader else "Office文書"
        raise Unreadable("too_large", f"{limits.held >> 20:,} MBを超える{kind}のため、読みませんでした")


def _content(reader: Reader, file: BinaryIO, passwords: Passwords) -> Iterator[Item]:
    file.seek(0)
    yield from items_of(reader, file, passwords)


def _changed(file: BinaryIO, before: os.stat_result | None) -> Iterator[Item]:
    """Say so where a file on the share was written to while it was read."""
    if before is not None:
        after = os.fstat(file.fileno())
        if (after.st_size, after.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
            yield Remark("読み取り中に変更されたため、次のスキャンで読み直してください", incomplete=True)


def _members(outer: Document, reader: Reader, file: BinaryIO, visit: _Visit) -> Iterator[Document]:
    budget, visit = visit.budget, visit.within(inside(reader, file, visit.keys))
    file.seek(0)
    names: set[str] = set()
    try:
        for name, stream in steps(members_of(reader, file, visit.keys.passwords), budget.limits.seconds):
            if len(names) >= budget.limits.members:
                raise Unreadable(
                    "too_large", f"{budget.limits.members:,}件を超えるファイルを含むため、残りは読みませんでした"
                )
            member = Document(outer.found, f"{outer.path}!{_unique(legible(name or inner_name(outer.path)), names)}")
            yield from _member(member, stream, visit)
            if budget.is_spent:
                raise Unreadable("too_large", "展開後の大きさが上限を超えるため、残りは読みませんでした")
    except Exception as error:  # the container cannot be followed any further
        failure = as_unreadable(error)
        if names or outer.status in ("read", "partly_read"):
            yield _rest(outer)._over(failure)


def _member(member: Document, stream: BinaryIO, visit: _Visit) -> Iterator[Document]:
    """Unpack a member next to nothing else; what could be unpacked of a damaged one is read."""
    with cast(BinaryIO, tempfile.SpooledTemporaryFile(max_size=_SPOOL_IN_MEMORY)) as copy:
        failure: Unreadable | None = None
        try:
            with quiet():
                _unpack(member, stream, copy, visit.budget)
        except Exception as error:  # encrypted, damaged, too large: the report of this member only
            failure = as_unreadable(error)
        finally:
            with suppress(Exception):
                stream.close()
        copy.seek(0)
        if failure and (failure.status != "corrupt" or not member.size):
            yield member._over(failure)
            return
        if failure:
            member._remark(Remark(failure.note, incomplete=True))
        yield from _documents(member, copy, visit)


def _unpack(member: Document, stream: BinaryIO, copy: BinaryIO, budget: Budget) -> None:
    digest = hashlib.sha256()
    try:
        while block := stream.read(_BLOCK):
            budget.spend(len(block))
            copy.write(block)
            digest.update(block)
            member.size += len(block)
    finally:
        member.sha256 = digest.hexdigest() if member.size else ""


def _with_missing_parts(failure: Unreadable) -> Unreadable:
    """What becomes of a file that nobody reads, perhaps because a library is not there."""
    if failure.status != "unsupported" or not UNLOADED:
        return failure
    missing = "、".join(sorted(set(UNLOADED.values())))
    remedy = "「daicho doctor」で直し方を確かめてください"
    return Unreadable(
        "unsupported", f"{failure.note}。読み取りの部品（{missing}）が動かないためかもしれません。{remedy}"
    )


def _rest(outer: Document) -> Document:
    return Document(outer.found, f"{outer.path}!{REST}")


def _unique(name: str, names: set[str]) -> str:
    """The name, numbered where the container holds it more than once."""
    stem, dot, suffix = name.rpartition(".")
    if not stem or "/" in suffix:
        stem, dot, suffix = name or "（名前なし）", "", ""
    number, unique = 1, f"{stem}{dot}{suffix}"
    while unique in names:
        number += 1
        unique = f"{stem} ({number}){dot}{suffix}"
    names.add(unique)
    return unique


def _joined(remarks: list[str]) -> str:
    distinct = list(dict.fromkeys(remark.rstrip("。") for remark in remarks))
    shown = distinct[:_REMARKS_SHOWN]
    if len(distinct) > len(shown):
        shown.append(f"ほか{len(distinct) - len(shown):,}件")
    return "。".join(shown)

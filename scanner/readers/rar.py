"""RAR archives of all versions, also self-extracting ones, and locked ones whose password is known."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO, TypeVar

import rars

from scanner.archives import content, names, rar_blocks, selfextracting
from scanner.document import Format, Item, Remark, Unreadable
from scanner.passwords import Passwords

FORMAT = Format("RAR", ("application/x-rar",), (".rar",))

_MOST = 512 << 20
_BATCH = 64 << 20
_BROKEN = "書庫が壊れているため、読めません"
T = TypeVar("T")


def read(file: BinaryIO, passwords: Passwords) -> Iterator[Item]:
    """No text of its own; only what a person must know about the archive as a whole."""
    archive, is_whole, password = _opened(file, passwords)
    files = [info for info in archive.infolist() if not info.is_dir()]
    locked = sum(info.is_encrypted for info in files)
    if locked and password is None and locked == len(files):
        raise Unreadable("encrypted", content.LOCKED_AS_A_WHOLE)
    if not is_whole:
        yield Remark(content.INCOMPLETE, incomplete=True)
    elif not files:
        yield Remark("ファイルを含まない書庫です")
    if locked and locked < len(files):
        yield Remark(f"パスワードで保護されたファイルが{locked:,}件あります")
    if password is not None:
        yield passwords.remark(password)
    if any(info.is_split_before or info.is_split_after for info in files):
        yield Remark(content.IN_PARTS, incomplete=True)


def members(file: BinaryIO, passwords: Passwords) -> Iterator[tuple[str, BinaryIO]]:
    """Every file of the archive."""
    archive, _, password = _opened(file, passwords)
    files = [info for info in archive.infolist() if not info.is_dir()]
    texts = names.decoded(_raw_name(info) for info in files)
    is_solid = any(info.is_solid for info in files)
    batch: dict[int, bytes] = {}
    for number, (info, text) in enumerate(zip(files, texts, strict=True)):
        name = names.legible(text or info.filename)
        if info.is_split_before or info.is_split_after:
            yield name, content.refused("unsupported", content.IN_OTHER_PARTS)
        elif info.is_encrypted and password is None:
            yield name, content.refused("encrypted", content.LOCKED)
        elif is_solid:
            if number not in batch:
                batch = _together(archive, files, number, password)
            plain = batch.pop(number, None)
            yield name, content.refused("corrupt", content.DAMAGED) if plain is None else content.stream(iter([plain]))
        else:
            yield name, content.stream(_alone(archive, info, password))


def _raw_name(info: rars.RarInfo) -> bytes:
    """The name of an old archive that gives it in the letters of the machine only; b"" where Unicode stands too."""
    raw = bytes(info.orig_filename_bytes)
    return b"" if info.rar_version != "rar15_40" or b"\0" in raw else raw


def _opened(file: BinaryIO, passwords: Passwords) -> tuple[rars.RarFile, bool, str | None]:
    """The archive, whether it is whole, and the password that opens it where it is locked and one is known."""
    file.seek(selfextracting.start(file, selfextracting.RAR))
    data, is_whole = file.read(), True
    try:
        archive = _listed(data)
    except Unreadable as failure:
        mended = rar_blocks.mended(data) if failure.status == "corrupt" else None
        if mended is None:
            raise
        archive, data, is_whole = _listed(mended), mended, False
    if archive is None:
        password = passwords.opening(lambda own: _is_readable(lambda: rars.RarFile.from_bytes(data, own)))
        if password is None:
            raise Unreadable("encrypted", content.LOCKED_NAMES)
        return _guarded(lambda: rars.RarFile.from_bytes(data, password)), is_whole, password
    locked = [info for info in archive.infolist() if info.is_encrypted and info.file_size]
    if not locked:
        return archive, is_whole, None
    tried = min(locked, key=lambda info: info.file_size)
    password = passwords.opening(lambda own: _is_readable(lambda: archive.read(tried, own, options=_limits())))
    return archive, is_whole, password


def _listed(data: bytes) -> rars.RarFile | None:
    """The archive; None where even its names are locked."""
    try:
        return _guarded(lambda: rars.RarFile.from_bytes(data))
    except Unreadable as failure:
        if failure.status == "encrypted":
            return None
        raise


def _limits() -> rars.ReadOptions:
    return rars.ReadOptions(max_member_output_bytes=_MOST, max_total_output_bytes=4 * _MOST)


def _alone(archive: rars.RarFile, info: rars.RarInfo, password: str | None) -> Iterator[bytes]:
    yield _guarded(lambda: archive.read(info, password, options=_limits()))


def _together(archive: rars.RarFile, files: list[rars.RarInfo], first: int, password: str | None) -> dict[int, bytes]:
    """The files from `first` on that are unpacked in one go, since each needs those before it; fewer after damage."""
    last, size = first, 0
    while last < len(files) and (last == first or size + files[last].file_size <= _BATCH):
        size += files[last].file_size
        last += 1
    try:
        plain = _guarded(lambda: archive.read_many(files[first:last], password, options=_limits()))
    except Unreadable as failure:
        if failure.status != "corrupt":
            raise
        plain = _one_by_one(archive, files[first:last], password)
    return dict(enumerate(plain, first))


def _one_by_one(archive: rars.RarFile, files: list[rars.RarInfo], password: str | None) -> list[bytes]:
    """The files up to the first that is damaged."""
    plain: list[bytes] = []
    for info in files:
        try:
            plain += _alone(archive, info, password)
        except Unreadable:
            break
    return plain


def _is_readable(action: Callable[[], object]) -> bool:
    try:
        _guarded(action)
    except Unreadable as failure:
        return failure.status == "unsupported"
    return True


def _guarded(action: Callable[[], T]) -> T:
    """What the library answers; its failures in our words."""
    try:
        return action()
    except (rars.PasswordRequired, rars.BadPassword) as error:
        raise Unreadable("encrypted", content.LOCKED) from error
    except rars.UnsupportedRarFeature as error:
        raise Unreadable("unsupported", "対応していない方式のRAR書庫のため、読めません") from error
    except (rars.Error, KeyError, ValueError) as error:
        raise Unreadable("corrupt", _BROKEN) from error
    except MemoryError as error:
        raise Unreadable("too_large", f"展開すると{_MOST >> 20:,} MBを超えるため、読みませんでした") from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # of Rust; it is no Exception
            raise Unreadable("corrupt", _BROKEN) from None
        raise

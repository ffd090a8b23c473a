"""A file that is handed over gets to its place whole or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG) if hasattr(errno, "EDQUOT") else (errno.ENOSPC, errno.EFBIG)


class ExportError(Exception):
    """The file cannot be written; the message is one Japanese sentence that says what to do."""


@contextmanager
def placed(path: Path) -> Iterator[IO[bytes]]:
    """A file to write: beside its place first, moved there at the end; ExportError where that cannot be."""
    _refuse_if_open(path)
    try:
        with NamedTemporaryFile(dir=path.parent, prefix=".daicho-", suffix=path.suffix, delete=False) as file:
            beside = Path(file.name)
            try:
                yield file
                file.flush()
                os.fsync(file.fileno())
                file.close()
                beside.replace(path)
            except BaseException:
                with suppress(OSError):
                    file.close()
                with suppress(OSError):
                    beside.unlink()
                raise
    except OSError as error:
        raise ExportError(_sentence(error, path)) from error


def _refuse_if_open(path: Path) -> None:
    """Excel and LibreOffice leave a file beside a workbook that is open, also on another computer."""
    for mark in (path.with_name(f"~${path.name}"), path.with_name(f".~lock.{path.name}#")):
        if mark.exists():
            raise ExportError(
                f"「{path.name}」は開かれています。閉じてから、もう一度実行してください"
                f"（だれも開いていなければ「{mark.name}」を削除してください）。"
            )
    if path.exists() and not os.access(path, os.W_OK):
        raise ExportError(f"「{path}」は書き込みが禁止されています。別の名前で保存してください。")


def _sentence(error: OSError, path: Path) -> str:
    if not path.parent.is_dir():
        return f"保存先のフォルダー「{path.parent}」がありません。フォルダーを作るか、別の場所を指定してください。"
    if path.is_dir():
        return f"「{path}」はフォルダーです。ファイルの名前（例：台帳{path.suffix}）まで指定してください。"
    if error.errno in _FULL:
        place = error.filename or path.parent
        return f"「{place}」の空き容量が足りず、保存できませんでした。空きを増やして、もう一度実行してください。"
    return f"「{path}」に書き込めません。開いていれば閉じ、フォルダーの権限を確かめて、もう一度実行してください。"

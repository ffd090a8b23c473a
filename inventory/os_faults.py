"""Why the operating system refused something, in Japanese: for the brackets of our messages."""

from __future__ import annotations

import errno

_REASONS = {
    "ENOENT": "場所がありません",
    "ENOTDIR": "途中にフォルダーでないものがあります",
    "EISDIR": "フォルダーです",
    "EACCES": "権限がありません",
    "EPERM": "権限がありません",
    "EROFS": "書き込みのできない場所です",
    "ENOSPC": "空き容量がありません",
    "EDQUOT": "空き容量がありません",
    "EFBIG": "大きすぎます",
    "ENAMETOOLONG": "名前が長すぎます",
    "EINVAL": "使えない文字があります",
    "ELOOP": "リンクが輪になっています",
    "EBUSY": "ほかのプログラムが使っています",
    "ETXTBSY": "ほかのプログラムが使っています",
    "EMFILE": "開いているファイルが多すぎます",
    "ENFILE": "開いているファイルが多すぎます",
    "EIO": "ディスクか接続の故障です",
    "ETIMEDOUT": "接続が切れています",
    "EHOSTDOWN": "接続が切れています",
    "EHOSTUNREACH": "接続が切れています",
    "ENOTCONN": "接続が切れています",
    "ESTALE": "接続が切れています",
}  # fmt: skip
_BY_NUMBER = {getattr(errno, name): reason for name, reason in _REASONS.items() if hasattr(errno, name)}


def reason(error: OSError) -> str:
    """The reason in a few words; the number of the fault where we have no words for it."""
    return _BY_NUMBER.get(error.errno or 0, f"OSの番号 {error.errno}")

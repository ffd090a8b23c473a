"""The client's known passwords for locked files: read from their file for a scan, held in memory, kept nowhere."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence

from inventory.os_faults import reason
from inventory.settings import Settings, SettingsError

LARGEST = 1 << 20  # bytes


def known_passwords(settings: Settings) -> tuple[str, ...]:
    """The passwords of the file named in the settings, one a line, in any Japanese encoding; none without a file.

    `SettingsError` where the file cannot be used.
    """
    if settings.passwords is None:
        return ()
    from scanner.encoding import decode_bytes  # which takes long to load, and few have such a file

    shown = f"パスワードのファイル {settings.passwords}"
    try:
        with settings.passwords.open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise SettingsError(f"{shown} がありません。場所（設定では passwords）を確かめてください。") from None
    except OSError as error:
        raise SettingsError(f"{shown} を読めません（{reason(error)}）。権限を確かめてください。") from None
    if len(data) > LARGEST or (b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff"))):
        raise SettingsError(f"{shown} は文字のファイルではありません。1行に1つのパスワードを書いてください。")
    lines = (line.strip() for line in decode_bytes(data).lstrip("\ufeff").splitlines())
    return tuple(dict.fromkeys(line for line in lines if line))


def mark(key: bytes, passwords: Sequence[str]) -> str:
    """What tells one list of passwords from another without telling a password; empty for an empty list."""
    if not passwords:
        return ""
    return hmac.new(key, "\n".join(["daicho passwords", *sorted(passwords)]).encode(), hashlib.sha256).hexdigest()[:16]

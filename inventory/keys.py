"""The secret key of a register, kept apart from it.

Fingerprints and person hashes are HMACs. Names and numbers can be counted through, so a register that is copied or
stolen must not bring its key along: the key lies in the user's own configuration folder, not beside the register
(which usually lies on a share, in a backup or in a mail to a colleague). It is found by the register's id, so the
register may be moved and renamed. Whoever scans one register from two accounts sets `key_file` to a common place.
"""

from __future__ import annotations

import hmac
import os
import secrets
import sys
from pathlib import Path

from inventory.os_faults import reason

KEY_BYTES = 32


class KeyLost(Exception):
    """The key is missing, unreadable or belongs to another register; the message is Japanese."""


def default_key_file(register_id: str) -> Path:
    """Where the key of a register lies unless the settings say otherwise."""
    if sys.platform == "win32":
        base = Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return base / "daicho" / "keys" / f"{register_id}.key"


def check_value(key: bytes, register_id: str) -> str:
    """What the register keeps to recognise its key."""
    return hmac.new(key, f"daicho key check {register_id}".encode(), "sha256").hexdigest()[:16]


def create(file: Path) -> bytes:
    """Make a new key; an existing key is taken, never overwritten (one key may serve several registers)."""
    if file.exists():
        return load(file)
    key = secrets.token_bytes(KEY_BYTES)
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(key)
            stream.flush()
            os.fsync(stream.fileno())
    except FileExistsError:
        return load(file)
    except OSError as error:
        raise KeyLost(
            f"鍵ファイル {file} を作れません（{reason(error)}）。設定の key_file に書き込める場所を書いてください。"
        ) from None
    return key


def load(file: Path, expected: tuple[str, str] | None = None) -> bytes:
    """Read the key; `expected` is (register id, check value) of the register that it must fit."""
    remedy = (
        "元の鍵ファイルを戻してください。戻せないときは daicho scan --full で新しい鍵を作り、すべて検査し直します"
        "（これまでの検出ごとの判断とは照合できなくなります）。"
    )
    try:
        key = file.read_bytes()
    except OSError:
        raise KeyLost(f"この台帳の鍵ファイル {file} が見つからないか、読めません。{remedy}") from None
    if len(key) != KEY_BYTES:
        raise KeyLost(f"鍵ファイル {file} が壊れています。{remedy}")
    if expected is not None and not hmac.compare_digest(check_value(key, expected[0]), expected[1]):
        raise KeyLost(f"鍵ファイル {file} は、この台帳の鍵ではありません。{remedy}")
    return key

"""The secrets of a notification: the password of the mail server, the address of the channel.

The environment comes first (DAICHO_SMTP_PASSWORD, DAICHO_WEBHOOK_URL), then the file or keyring that the settings name.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from inventory.notifying.wishes import KEYRING, Mail, Webhook

PASSWORD_VARIABLE, URL_VARIABLE = "DAICHO_SMTP_PASSWORD", "DAICHO_WEBHOOK_URL"
_SERVICE = "daicho notify"


class SecretMissing(Exception):
    """A secret is not where it should be; the message says where it was looked for, never what was found."""


def password_of(mail: Mail, environ: Mapping[str, str] = os.environ) -> str:
    """The password for the mail server."""
    if given := environ.get(PASSWORD_VARIABLE, "").strip():
        return given
    if mail.password == KEYRING:
        return _from_keyring(mail.user)
    if not mail.password:
        raise SecretMissing("メールのパスワードがありません。設定の password_file に、その場所を書いてください。")
    return _first_line(Path(mail.password), "メールのパスワード")


def url_of(webhook: Webhook, environ: Mapping[str, str] = os.environ) -> str:
    """The address of the channel."""
    if given := environ.get(URL_VARIABLE, "").strip():
        return given
    if webhook.url_file is None:
        raise SecretMissing("通知先の URL がありません。設定の url_file に、その場所を書いてください。")
    return _first_line(webhook.url_file, "通知先の URL")


def _first_line(file: Path, what: str) -> str:
    try:
        lines = file.read_text(encoding="utf-8-sig").split("\n", 1)
    except (OSError, UnicodeDecodeError):
        raise SecretMissing(f"{what}を {file} から読めません。場所と権限を確かめてください。") from None
    if not lines[0].strip():
        raise SecretMissing(f"{what}が {file} にありません。1行目に書いてください。")
    return lines[0].strip()


def _from_keyring(user: str) -> str:
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        raise SecretMissing("OS の鍵の保管庫を使う部品がありません。パスワードはファイルに置いてください。") from None
    try:
        kept = keyring.get_password(_SERVICE, user)
    except KeyringError:
        kept = None
    if not kept:
        raise SecretMissing(f"OS の鍵の保管庫に「{_SERVICE}」のパスワードがありません。そこに入れてください。")
    return str(kept)

"""What stands in the way of a message, in words; and whom a connection trusts."""

from __future__ import annotations

import socket
import ssl
from pathlib import Path

from inventory.os_faults import reason

TIMEOUT = 20.0  # seconds for each step of a connection


class Undelivered(Exception):
    """A message could not be sent; the message is one Japanese sentence without secrets."""


def trusting(ca_file: Path | None) -> ssl.SSLContext:
    """Connections to servers whose certificate is signed by somebody the system trusts, or by `ca_file`."""
    try:
        return ssl.create_default_context(cafile=ca_file)
    except (OSError, ssl.SSLError):
        raise Undelivered(f"証明書 {ca_file} を読めません。設定の ca_file を確かめてください。") from None


def in_words(error: BaseException, whom: str) -> str:
    """A failed connection in a sentence."""
    match error:
        case ssl.SSLCertVerificationError():
            return (
                f"{whom} の証明書を信頼できないため、送りませんでした。"
                "社内の認証局の証明書なら、設定の ca_file にその場所を書いてください。"
            )
        case ssl.SSLError():
            return f"{whom} と暗号化した通信ができません。設定の security と port を確かめてください。"
        case ConnectionRefusedError():
            return f"{whom} につながりません。名前と port、動いているかどうかを確かめてください。"
        case TimeoutError():
            return f"{whom} から時間内に返事がありません。"
        case socket.gaierror():
            return f"{whom} が見つかりません。名前の書き方とネットワークを確かめてください。"
        case OSError():
            return f"{whom} につながりません（{reason(error)}）。"
    return f"{whom} に送れません。設定の書き方を確かめてください。"

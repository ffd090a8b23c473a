"""A message to a channel of Slack or Teams, or to a program of the user's, by its webhook."""

from __future__ import annotations

import http.client
import ipaddress
import json
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import SplitResult, urlsplit

from inventory.notifying.message import Message
from inventory.notifying.secret import url_of
from inventory.notifying.undelivered import TIMEOUT, Undelivered, in_words, trusting
from inventory.notifying.wishes import Webhook

_WHOM = "通知先"


def _slack(message: Message) -> dict[str, Any]:
    """Plain text: a file called <!channel> must not call anybody."""
    text = f"{message.subject}\n{message.text}"
    for sign, written in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        text = text.replace(sign, written)
    return {"text": text, "mrkdwn": False}


def _teams(message: Message) -> dict[str, Any]:
    """An adaptive card as Teams workflows take it; runs of text, in which nothing is a link."""
    lines = [{"type": "TextRun", "text": message.subject, "weight": "bolder"}]
    body = [_block(lines), *(_block([{"type": "TextRun", "text": line or " "}]) for line in message.text.splitlines())]
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": body,
    }
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": card}
    return {"type": "message", "attachments": [attachment]}


def _block(runs: list[dict[str, str]]) -> dict[str, Any]:
    return {"type": "RichTextBlock", "inlines": runs, "spacing": "small"}


def _json(message: Message) -> dict[str, Any]:
    return message.data


PAYLOADS: Mapping[str, Callable[[Message], dict[str, Any]]] = {"slack": _slack, "teams": _teams, "json": _json}


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """What was meant for one address does not go to another."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def post(message: Message, webhook: Webhook) -> None:
    """Hand a message to the channel; Undelivered says in one sentence what stood in the way, never the address."""
    url = url_of(webhook)
    _check(url)
    body = json.dumps(PAYLOADS[webhook.style](message), ensure_ascii=False).encode("utf-8", "backslashreplace")
    headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "daicho"}
    request = urllib.request.Request(url, body, headers, method="POST")
    opener = urllib.request.build_opener(_NoRedirects, urllib.request.HTTPSHandler(context=trusting(webhook.ca_file)))
    try:
        with opener.open(request, timeout=TIMEOUT):
            return
    except urllib.error.HTTPError as error:
        error.close()
        remedy = "URL が今も使えるかを確かめてください。"
        raise Undelivered(f"{_WHOM}に断られました（応答 {error.code}）。{remedy}") from None
    except urllib.error.URLError as error:
        raise Undelivered(in_words(error.reason if isinstance(error.reason, OSError) else error, _WHOM)) from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Undelivered(in_words(error, _WHOM)) from None


def _check(url: str) -> None:
    """Only over TLS, except to this computer itself."""
    try:
        parts = urlsplit(url)
        fits = bool(parts.hostname) and url.isprintable() and (parts.scheme == "https" or _is_here(parts))
    except ValueError:
        fits = False
    if not fits:
        raise Undelivered(f"{_WHOM}の URL が正しくありません。https:// で始まる URL を1行目に書いてください。")


def _is_here(parts: SplitResult) -> bool:
    if parts.scheme != "http":
        return False
    try:
        return parts.hostname == "localhost" or ipaddress.ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return False

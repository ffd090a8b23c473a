"""What the user wants to be told, and where: the table `[notify]` of the settings.

Passwords and the address of a webhook are secrets. They are not written into the settings: they lie in a file, in the
environment or in the keyring of the system.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

KEYRING = "keyring"
PORTS: Mapping[str, int] = {"starttls": 587, "ssl": 465, "none": 25}
STYLES = ("slack", "teams", "json")
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")


class Unfit(ValueError):
    """A wish that cannot be met; the message says what stands where, and what to write instead."""


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail server, and who writes to whom. `password` is a file or `keyring`, `departments` get their own part."""

    host: str
    port: int
    security: str
    sender: str
    to: tuple[str, ...]
    user: str = ""
    password: str = ""
    ca_file: Path | None = None
    departments: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Webhook:
    """A channel that takes messages; `style` is how it wants them, `url_file` where its secret address lies."""

    style: str
    url_file: Path | None = None
    ca_file: Path | None = None


@dataclass(frozen=True, slots=True)
class Wishes:
    """All of it. `always`: also when nothing changed; `paths`: files may be named, which leaves the company then."""

    mail: Mail | None = None
    webhook: Webhook | None = None
    always: bool = False
    paths: bool = False

    def beside(self, folder: Path) -> Wishes:
        """With relative places as seen from a folder."""
        mail, webhook = self.mail, self.webhook
        if mail:
            password = mail.password if mail.password in ("", KEYRING) else str(folder / mail.password)
            mail = replace(mail, password=password, ca_file=_below(folder, mail.ca_file))
        if webhook:
            url_file, ca_file = (_below(folder, file) for file in (webhook.url_file, webhook.ca_file))
            webhook = replace(webhook, url_file=url_file, ca_file=ca_file)
        return replace(self, mail=mail, webhook=webhook)


def _below(folder: Path, file: Path | None) -> Path | None:
    return folder / file if file else None


def parse(table: object) -> Wishes:
    """The wishes as they are written; Unfit where something is wrong or missing."""
    values = _table(table, "notify", _TOP)
    if not (values.get("mail") or values.get("webhook")):
        raise Unfit("「notify」には [notify.mail] か [notify.webhook] を書いてください")
    return Wishes(**values)


def _mail(value: object, name: str) -> Mail:
    given = _table(value, name, _MAIL)
    for key in ("host", "from", "to"):
        if key not in given:
            raise Unfit(f"「{name}.{key}」がありません")
    security = given.get("security", "starttls")
    user, password = given.get("user", ""), given.get("password_file", "")
    if user and security == "none":
        raise Unfit(f'「{name}.user」は security = "none" では使えません（パスワードがそのまま流れます）')
    return Mail(
        given["host"],
        given.get("port", PORTS[security]),
        security,
        given["from"],
        given["to"],
        user,
        password,
        given.get("ca_file"),
        MappingProxyType(given.get("departments", {})),
    )


def _webhook(value: object, name: str) -> Webhook:
    given = _table(value, name, _WEBHOOK)
    if "style" not in given:
        raise Unfit(f"「{name}.style」がありません。{'、'.join(STYLES)} のどれかを書いてください")
    return Webhook(given["style"], given.get("url_file"), given.get("ca_file"))


Convert = Callable[[object, str], Any]


def _table(value: object, name: str, known: Mapping[str, Convert]) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise Unfit(f"「{name}」は [{name}] の形で書いてください")
    for key in value:
        if key in ("password", "url"):
            where = "password_file" if key == "password" else "url_file"
            raise Unfit(f"「{name}.{key}」は秘密のため、ここには書けません。{where} にファイルの場所を書いてください")
        if key not in known:
            raise Unfit(f"「{name}.{key}」という項目はありません。使える項目は {'、'.join(known)} です")
    return {key: known[key](inner, f"{name}.{key}") for key, inner in value.items()}


def _one_line(value: object, name: str) -> str:
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise Unfit(f"「{name}」には1行の文字列を書いてください")
    return value.strip()


def _host(value: object, name: str) -> str:
    host = _one_line(value, name)
    if not re.fullmatch(r"[A-Za-z0-9.:-]{1,253}", host):
        raise Unfit(f'「{name}」にはサーバーの名前を書いてください（例："mail.example.jp"）')
    return host


def _port(value: object, name: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 65_536:
        raise Unfit(f"「{name}」には1～65535の整数を書いてください")
    return value


def _one_of(*words: str) -> Convert:
    def convert(value: object, name: str) -> str:
        if value not in words:
            raise Unfit(f"「{name}」には {'、'.join(words)} のどれかを書いてください")
        return str(value)

    return convert


def _switch(value: object, name: str) -> bool:
    if not isinstance(value, bool):
        raise Unfit(f"「{name}」には true か false を書いてください")
    return value


def _address(value: object, name: str) -> str:
    if not isinstance(value, str) or not _ADDRESS.fullmatch(value):
        raise Unfit(f'「{name}」にはメールアドレスを書いてください（例："soumu@example.jp"）')
    return value


def _addresses(value: object, name: str) -> tuple[str, ...]:
    several = [value] if isinstance(value, str) else value
    if not isinstance(several, list) or not several:
        raise Unfit(f'「{name}」にはメールアドレスを書いてください（例：["soumu@example.jp"]）')
    return tuple(_address(one, name) for one in several)


def _departments(value: object, name: str) -> dict[str, tuple[str, ...]]:
    if not isinstance(value, Mapping):
        raise Unfit(f'「{name}」には "部門" = ["アドレス"] の形で書いてください')
    return {_one_line(department, name): _addresses(to, f"{name}.{department}") for department, to in value.items()}


def _file(value: object, name: str) -> Path:
    return Path(_one_line(value, name))


_MAIL: Mapping[str, Convert] = {
    "host": _host,
    "port": _port,
    "security": _one_of(*PORTS),
    "user": _one_line,
    "password_file": _one_line,
    "from": _address,
    "to": _addresses,
    "departments": _departments,
    "ca_file": _file,
}
_WEBHOOK: Mapping[str, Convert] = {"style": _one_of(*STYLES), "url_file": _file, "ca_file": _file}
_TOP: Mapping[str, Convert] = {"mail": _mail, "webhook": _webhook, "always": _switch, "paths": _switch}

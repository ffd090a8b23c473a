"""The options by which somebody says what is known of an incident."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import click

from inventory.cli import wording
from inventory.cli.days import Day
from inventory.incident.assessment import CAUSES, Known

Function = TypeVar("Function", bound=Callable[..., Any])

_IN_WORDS = {
    "紛失": "loss", "盗難": "loss", "誤送信": "misdelivery", "誤送付": "misdelivery", "不正アクセス": "unauthorised",
    "内部不正": "insider", "持ち出し": "insider", "委託先": "contractor",
}  # fmt: skip


class _Cause(click.Choice):  # type: ignore[type-arg] # generic only in later versions of click
    """A cause by its code or in words."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return str(super().convert(_IN_WORDS.get(value, value), param, ctx))


def _either(name: str, yes: str, no: str, meaning: str) -> Callable[[Function], Function]:
    """A switch that is left open where nobody says anything."""
    return click.option(f"--{yes}/--{no}", name, default=None, help=f"{meaning}逆は --{no}。")


_OPTIONS = (
    click.option(
        "--cause", type=_Cause(tuple(CAUSES)), metavar="原因",
        help="loss 紛失・盗難、misdelivery 誤送信、unauthorised 不正アクセス、insider 内部不正、contractor 委託先。"
        "「紛失」などとも書けます。",
    ),
    click.option("--noticed", type=Day(), metavar="日", help="知った日（どの部署でも最初の日）。省略すると今日です。"),
    _either("encrypted", "encrypted", "not-encrypted", "高度な暗号化がされていた。"),
    _either("key_leaked", "key-leaked", "key-safe", "その鍵・パスワードも漏れた。"),
    _either("recovered", "recovered", "not-recovered", "第三者に見られないうちに、全てを回収した。"),
    _either("public", "public", "not-public", "ネットなどで不特定多数が見られる状態になった。"),
    _either("ill_intent", "ill-intent", "no-ill-intent", "盗難や転売など、不正の目的が疑われる。"),
    click.option("--not-stored", "stored", is_flag=True, flag_value=False, default=None,
                 help="入力の途中で取られ、保存していない（入力フォームの改ざんなど）。"),
    click.option("--persons", "persons_told", type=click.IntRange(1), metavar="人数",
                 help="分かっている本人の数。台帳の数より優先します。"),
    click.option("--kind", "kinds_told", multiple=True, metavar="種別",
                 help="台帳のほかに漏れた種別（クレジットカード番号、CREDIT_CARD など）。いくつでも。"),
    _either("entrusted", "entrusted", "own-data", "委託元から預かったデータである。"),
    _either("client_told", "client-told", "client-not-told", "委託元に通知した。"),
    _either("pmark", "pmark", "no-pmark", "プライバシーマークの付与・審査中・申請検討中である。"),
)  # fmt: skip
_NAMES = (
    "cause", "noticed", "encrypted", "key_leaked", "recovered", "public", "ill_intent", "stored", "persons_told",
    "kinds_told", "entrusted", "client_told", "pmark",
)  # fmt: skip


def known_options(function: Function) -> Function:
    """Gives a command these options, and the function behind it a `known`."""

    @functools.wraps(function)
    def called(**given: Any) -> Any:
        told = {name: given.pop(name) for name in _NAMES}
        return function(known=_known(told), **given)

    command: Any = called
    for option in reversed(_OPTIONS):
        command = option(command)
    return command  # type: ignore[no-any-return]


def _known(told: Mapping[str, Any]) -> Known:
    same = {name: told[name] for name in _NAMES if name not in ("cause", "key_leaked", "entrusted", "kinds_told")}
    leaked, entrusted = told["key_leaked"], told["entrusted"]
    return Known(
        **same,
        cause=told["cause"] or "",
        key_safe=None if leaked is None else not leaked,
        role="" if entrusted is None else "entrusted" if entrusted else "own",
        kinds_told=tuple(dict.fromkeys(kind_meant(written) for written in told["kinds_told"])),
    )


def kind_meant(written: str) -> str:
    """The kind of personal data that somebody names by its code or in words; a sentence where there is none."""
    names = wording.kind_names()
    text = written.strip()
    if text.upper() in names:
        return text.upper()
    exact = [code for code, name in names.items() if text in (name, wording.short(name))]
    found = exact or [code for code, name in names.items() if text and text in name]
    if len(found) == 1:
        return found[0]
    if found:
        several = "、".join(names[code] for code in found)
        raise click.UsageError(f"「{written}」に当たる種別がいくつもあります（{several}）。どれかを書いてください。")
    raise click.UsageError(f"「{written}」という種別はありません。「daicho rules list」で確かめてください。")

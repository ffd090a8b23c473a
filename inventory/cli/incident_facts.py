"""What somebody says of a case on the command line: options for its facts, and what it concerns."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click
from sqlalchemy import Connection

from inventory.cli.days import day_written
from inventory.incident.addresses import locate
from inventory.incident.assessment import Known
from inventory.incident.case_keeping import NewSubject
from inventory.incident.facts import NO, YES
from inventory.keeping import NotPossible
from inventory.register import Register

Function = TypeVar("Function", bound=Callable[..., Any])

_TEXTS = {
    "noticed_by": ("部署", "初めに知った部署や役職。"),
    "source": ("経路", "第一報がだれからどのように来たか（例：お客様からの電話）。"),
    "url": ("場所", "掲載されていた場所（掲示板のURLなど）。"),
    "client": ("会社", "預かったデータの委託元。"),
    "contractor": ("会社", "事故のあった委託先。"),
    "summary": ("文", "概要。何が、どこで、どうなったか。"),
    "cause_detail": ("文", "原因の詳しい説明。"),
    "secondary": ("文", "二次被害やそのおそれ。"),
    "response": ("文", "本人への対応。"),
    "publication": ("文", "公表の有無と方法。"),
    "prevention": ("文", "再発防止策。"),
    "remarks": ("文", "その他参考となること（警察への届出など）。"),
    "contact": ("文", "問い合わせ先。"),
}


def text_options(function: Function) -> Function:
    """Gives a command an option for each fact in words, and the function behind it `texts`: only what was given."""

    @functools.wraps(function)
    def called(occurred: str | None, noticed_at: str | None, **given: Any) -> Any:
        texts = {name: given.pop(name) for name in _TEXTS}
        told = {name: text.strip() for name, text in texts.items() if text is not None}
        if occurred is not None:
            told["occurred"] = moment(occurred, "起きた日時")
        return function(texts=told, noticed_at=noticed_at, **given)

    command: Any = called
    for name, (value, meaning) in reversed(_TEXTS.items()):
        command = click.option(f"--{name.replace('_', '-')}", name, metavar=value, help=meaning)(command)
    command = click.option("--occurred", metavar="日時", help="起きた日時（例：2026-11-20）。")(command)
    return click.option(  # type: ignore[no-any-return]  # a decorated function
        "--noticed-at", metavar="日時", help="知った日時（例：「2026-11-22 09:15」）。期限はここから数えます。"
    )(command)


def subject_options(function: Function) -> Function:
    """The places, lines and other things that a case concerns."""
    for option in (
        click.option("--other", "others", multiple=True, metavar="もの[=人数]",
                     help="台帳にないもの（例：「紙の申込書=200」）。人数が分からなければ「紙の申込書」だけ。"),
        click.option("--entry", "entries", multiple=True, type=click.IntRange(1), metavar="管理No",
                     help="台帳の行。いくつでも書けます。"),
        click.argument("paths", nargs=-1, metavar="[場所]…"),
    ):  # fmt: skip
        function = option(function)
    return function


def facts_of(known: Known, noticed_at: str | None, texts: Mapping[str, str]) -> dict[str, str]:
    """The facts that were given, as they are kept."""
    facts: dict[str, str] = {}
    for field in fields(Known):
        value = getattr(known, field.name)
        if value not in (None, "", ()):
            facts[field.name] = _kept(value)
    if noticed_at is not None:
        facts["noticed"] = moment(noticed_at, "知った日時")
    return facts | dict(texts)


def _kept(value: object) -> str:
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, date):
        return value.isoformat()
    return "、".join(value) if isinstance(value, tuple) else str(value)


def subjects_of(
    paths: tuple[str, ...], entries: tuple[int, ...], others: tuple[str, ...], register: Register
) -> list[NewSubject]:
    """What a case concerns, as it is kept."""
    with register.reading() as connection:
        places = [NewSubject("place", path=_in_full(connection, path)) for path in dict.fromkeys(paths)]
    lines = [NewSubject("entry", entry_id=number) for number in dict.fromkeys(entries)]
    return [*places, *lines, *map(_other, others)]


def _in_full(connection: Connection, written: str) -> str:
    """A place as it is found again from any folder; as it is written where the register alone knows it."""
    whole = str(Path(written).absolute())
    meant, found = locate(connection, [written]), locate(connection, [whole])
    return whole if meant.outer == found.outer else written


def _other(written: str) -> NewSubject:
    words, equals, number = written.rpartition("=")
    if not equals:
        words, number = written, "0"
    number = number.strip().removesuffix("人").replace(",", "")
    if not words.strip() or not number.isascii() or not number.isdecimal():
        raise click.UsageError(f"--other の「{written}」は「紙の申込書=200」のように、ものと人数を書いてください。")
    return NewSubject("other", words=words.strip(), persons=int(number))


def moment(written: str, heading: str) -> str:
    """A day, or a day with its time, as it is kept; refused where it is none or still to come."""
    day_text, _, time_text = " ".join(written.replace("T", " ").split()).partition(" ")
    day, time = day_written(day_text), _time(time_text)
    if day is None or time is None:
        raise NotPossible(
            f"「{heading}」の「{written}」は日時ではありません。「2026-11-22 09:15」の形で書いてください。"
        )
    if day > date.today() or (time_text and f"{day}T{time}" > datetime.now().isoformat()):
        raise NotPossible(f"「{heading}」の {written} は先の日時です。今までの日時を書いてください。")
    return f"{day}T{time}" if time_text else day.isoformat()


def _time(written: str) -> str | None:
    """「9:15」 as 09:15; empty for none."""
    if not written:
        return ""
    try:
        return datetime.strptime(written.replace("時", ":").rstrip("分"), "%H:%M").strftime("%H:%M")
    except ValueError:
        return None

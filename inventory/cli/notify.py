"""`--notify`: what a scan or the morning came to, sent where the settings say."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import click

from inventory.cli.japanese import Abort, Exit
from inventory.cli.screen import warn
from inventory.cli.summary import kept_changes
from inventory.notifying.wishes import Wishes
from inventory.register import Register
from inventory.settings import Settings

if TYPE_CHECKING:  # a scan that tells nobody needs none of it
    from inventory.morning_facts import Facts
    from inventory.notifying.sending import Post

notify_option = click.option(
    "--notify", is_flag=True, help="結果を、設定の [notify] のメールやチャットに知らせます。値は送りません。"
)


def wanted(settings: Settings) -> Wishes:
    """What the settings say about it; a usage error where they say nothing."""
    if settings.notify is None:
        raise click.UsageError(
            "--notify の送り先がありません。設定に [notify.mail] か [notify.webhook] を書いてください。"
        )
    return settings.notify


def message(settings: Settings, facts: Facts) -> Post:
    """The news, and what concerns the departments that are told by themselves."""
    from inventory.notifying.message import of_morning
    from inventory.notifying.sending import Post

    wishes = wanted(settings)
    own = wishes.mail.departments if wishes.mail else {}
    told = [(name, of_morning(facts.of(name), settings.company, paths=wishes.paths)) for name in own]
    return Post(of_morning(facts, settings.company, paths=wishes.paths), told)


def notified(settings: Settings, post: Post) -> bool:
    """Send it; whether there was anything to send. What did not arrive is said, and changes no exit code."""
    from inventory.notifying import sending

    delivery = sending.send(post, wanted(settings))
    for fault in delivery.faults:
        warn(f"通知を送れませんでした。{fault}")
    return bool(delivery.sent or delivery.faults)


def tell_news(held: Register, settings: Settings, *, vanished: int) -> None:
    """Send what a scan came to."""
    from inventory.morning_facts import gather

    facts = gather(held, kept_changes(held, settings), date.today())
    notified(settings, message(settings, replace(facts, vanished=vanished)))


@contextmanager
def failures_told(settings: Settings, notify: bool) -> Iterator[None]:
    """A scan whose failure is told as well."""
    if not notify:
        yield
        return
    wishes = wanted(settings)
    try:
        yield
    except (Exit, Abort):
        raise
    except Exception as error:
        from inventory.cli.main import explain
        from inventory.notifying.message import of_failure
        from inventory.notifying.sending import Post

        code, sentence = explain(error)
        notified(settings, Post(of_failure(sentence, settings.company, date.today(), code=code, paths=wishes.paths)))
        raise

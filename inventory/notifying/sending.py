"""Messages on their way: each to its receivers, within a time, and a sentence for each that did not arrive."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from inventory.notifying import channel, mail
from inventory.notifying.message import Message
from inventory.notifying.secret import SecretMissing
from inventory.notifying.undelivered import Undelivered
from inventory.notifying.wishes import Wishes

SECONDS = 90.0  # for all messages together: a server that trickles must not hold up the night


@dataclass(frozen=True, slots=True)
class Post:
    """What is to be sent: to everybody who is told all, and to departments what concerns them."""

    whole: Message
    departments: Sequence[tuple[str, Message]] = ()


@dataclass(slots=True)
class Delivery:
    """What came of it: how many messages left, and why others did not."""

    sent: int = 0
    faults: list[str] = field(default_factory=list)


def send(post: Post, wishes: Wishes, seconds: float = SECONDS) -> Delivery:
    """Send what is news, or all where the user wants it always. Never raises: a scan does not fail by its message."""
    delivery = Delivery()
    ways = list(_ways(post, wishes))
    worker = threading.Thread(target=_deliver, args=(ways, delivery), daemon=True)
    worker.start()
    worker.join(seconds)
    if worker.is_alive():
        return Delivery(delivery.sent, [*delivery.faults, "通知先から時間内に返事がありません。"])
    return delivery


def _ways(post: Post, wishes: Wishes) -> list[Callable[[], None]]:
    ways: list[Callable[[], None]] = []
    if wishes.always or post.whole.is_news:
        if wishes.mail:
            ways.append(partial(mail.send, post.whole, wishes.mail, wishes.mail.to))
        if wishes.webhook:
            ways.append(partial(channel.post, post.whole, wishes.webhook))
    if wishes.mail:
        for department, message in post.departments:
            if wishes.always or message.is_news:
                ways.append(partial(mail.send, message, wishes.mail, wishes.mail.departments[department]))
    return ways


def _deliver(ways: Sequence[Callable[[], None]], delivery: Delivery) -> None:
    for way in ways:
        try:
            way()
            delivery.sent += 1
        except (Undelivered, SecretMissing) as error:
            delivery.faults.append(str(error))
        except Exception as error:  # whatever a library makes of a strange server
            delivery.faults.append(f"通知を送れませんでした（{type(error).__name__}）。")

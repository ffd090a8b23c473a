"""Facts that cannot both be: said in one sentence, so that nobody is told by mistake that nothing is due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from inventory.incident.assessment import CAUSES, Known
from inventory.keeping import NotPossible

_WITH_INTENT = ("unauthorised", "insider")
_WITHOUT_ACCESS = ("loss", "misdelivery")

# What cannot be, and what to say of it.
_RULES: tuple[tuple[Callable[[Known], bool], str], ...] = (
    (
        lambda known: known.recovered is True and known.public is True,
        "「見られないうちに全て回収した」と「不特定多数が見られる状態だった」は両立しません。"
        "だれも見ていないとアクセスの記録で確かめられたときだけ、回収したとしてください。",
    ),
    (
        lambda known: known.encrypted is False and known.key_safe is not None,
        "「暗号化していない」と、鍵・パスワードについての指定は両立しません。どちらかを外してください。",
    ),
    (
        lambda known: known.cause in _WITH_INTENT and known.ill_intent is False,
        "原因が「{cause}」のときに「不正の目的の疑いはない」とは指定できません。どちらかを直してください。",
    ),
    (
        lambda known: known.stored is False and known.cause in _WITHOUT_ACCESS,
        "原因が「{cause}」のときに「入力の途中で取られた（保存していない）」ことはありません。どちらかを直してください。",
    ),
    (
        lambda known: known.client_told is True and known.role == "own",
        "自社のデータには、通知する委託元がありません。預かったデータかどうかを確かめてください。",
    ),
)


def refuse(known: Known, today: date) -> None:
    """Raise NotPossible for facts that cannot both be, for a day still to come and for nobody concerned."""
    if known.noticed and known.noticed > today:
        raise NotPossible(
            f"知った日の {known.noticed} は、まだ来ていない日です。今日（{today}）までの日を書いてください。"
        )
    if known.persons_told is not None and known.persons_told < 1:
        raise NotPossible("本人の数は1人以上を書いてください。分からないときは書かないでください。")
    for cannot_be, sentence in _RULES:
        if cannot_be(known):
            raise NotPossible(sentence.format(cause=CAUSES.get(known.cause, "")))

"""What can be known of a case: each fact with its name, its form, and the question that is asked for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Literal

from inventory.incident.assessment import CAUSES, Known

Form = Literal["text", "switch", "day", "number", "choice"]
YES, NO = "yes", "no"
ROLES = {"own": "自社のデータ", "entrusted": "委託元から預かったデータ"}


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that may be known: `choices` are codes with their words, `told` says what yes and no mean."""

    name: str
    heading: str
    form: Form = "text"
    choices: Mapping[str, str] | None = None
    told: tuple[str, str] = ("はい", "いいえ")

    def shown(self, value: str) -> str:
        """A value in the user's words."""
        if not value:
            return "不明"
        if self.form == "switch":
            return self.told[value != YES]
        if self.form == "number":
            return f"{int(value):,}人"
        if self.form == "day":
            return value.replace("T", " ")
        return (self.choices or {}).get(value, value)


FACTS = {
    fact.name: fact
    for fact in (
        Fact("noticed", "知った日時", "day"),
        Fact("noticed_by", "知った部署・役職"),
        Fact("source", "第一報（だれから、どのように）"),
        Fact("url", "掲載されていた場所（URLなど）"),
        Fact("occurred", "起きた日時", "day"),
        Fact("cause", "原因", "choice", CAUSES),
        Fact("encrypted", "高度な暗号化", "switch", told=("されていた", "されていなかった")),
        Fact("key_safe", "鍵・パスワード", "switch", told=("漏れていない", "漏れた")),
        Fact("recovered", "第三者に見られる前の回収", "switch", told=("すべて回収した", "回収できていない")),
        Fact("public", "不特定多数の閲覧", "switch", told=("見られる状態だった", "見られる状態ではなかった")),
        Fact("stored", "保管していたデータか", "switch", told=("保管していた", "入力の途中で取られた")),
        Fact("ill_intent", "不正の目的", "switch", told=("疑いがある", "疑いはない")),
        Fact("persons_told", "本人の数（分かった数）", "number"),
        Fact("kinds_told", "台帳のほかに含まれていた種別"),
        Fact("role", "データの立場", "choice", ROLES),
        Fact("client", "委託元"),
        Fact("client_told", "委託元への通知", "switch", told=("済み", "まだ")),
        Fact("contractor", "委託先"),
        Fact("pmark", "プライバシーマーク", "switch", told=("付与・申請中", "なし")),
        Fact("summary", "概要"),
        Fact("cause_detail", "原因の詳細"),
        Fact("secondary", "二次被害・そのおそれ"),
        Fact("response", "本人への対応"),
        Fact("publication", "公表"),
        Fact("prevention", "再発防止策"),
        Fact("remarks", "その他参考となる事項"),
        Fact("contact", "問い合わせ先"),
        Fact("done_preliminary", "速報の提出日", "day"),
        Fact("done_final", "確報の提出日", "day"),
        Fact("done_pmark_preliminary", "審査機関への速報の提出日", "day"),
        Fact("done_pmark_final", "審査機関への確報の提出日", "day"),
        Fact("done_finance_preliminary", "監督当局への速報の提出日", "day"),
        Fact("done_finance_final", "監督当局への確報の提出日", "day"),
        Fact("done_persons", "本人への通知日", "day"),
        Fact("done_client", "委託元への通知日", "day"),
        Fact("done_published", "公表日", "day"),
    )
}


def known(facts: Mapping[str, str]) -> Known:
    """The facts on which the judgement rests."""
    values: dict[str, Any] = {}
    for field in fields(Known):
        written = facts.get(field.name, "")
        if written:
            values[field.name] = _value(FACTS[field.name], written)
    return Known(**values)


def _value(fact: Fact, written: str) -> object:
    match fact.form:
        case "switch":
            return written == YES
        case "day":
            return datetime.fromisoformat(written).date()
        case "number":
            return int(written)
    return tuple(written.split("、")) if fact.name == "kinds_told" else written

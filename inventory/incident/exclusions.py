"""What takes an incident out of the duty to report: nothing leaked, it was encrypted, the client was told."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from inventory.incident.conditions import Condition
from inventory.incident.matter import Matter
from inventory.incident.reporting import Reporting

_WITH_INTENT = ("unauthorised", "insider")


def general(matter: Matter, rules: Reporting) -> Iterator[Condition]:
    """The conditions that every duty under the law has."""
    yield people(matter)
    for trigger, ask in EXCEPTIONS.items():
        if rule := rules.exception(trigger):
            condition = ask(matter, rule.articles)
            if condition:
                yield condition


def people(matter: Matter) -> Condition:
    """There is data of people in it."""
    if matter.holds_people:
        return Condition(True)
    if matter.unlooked:
        return Condition(
            None, f"個人情報は見つかっていませんが、{matter.unlooked}が分かりません。", to_learn=matter.unlooked
        )
    return Condition(False, "個人情報は見つかっていません。")


def _encrypted(matter: Matter, articles: tuple[str, ...]) -> Condition | None:
    known = matter.known
    if not known.encrypted:
        return None
    if known.key_safe is False:
        return Condition(
            True, "暗号化されていましたが、鍵・パスワードも漏れたため、除外されません。", articles=articles
        )
    if known.key_safe is None and known.cause == "insider":
        return Condition(
            None,
            "暗号化されていましたが、内部の者は鍵・パスワードを知っていたかもしれません。",
            to_learn="持ち出した者が鍵・パスワードを使えたかどうか",
            articles=articles,
        )
    safe = "" if known.key_safe else "鍵・パスワードは漏れていない。"
    return Condition(
        False,
        "高度な暗号化がされ、鍵が漏れていないときは、報告の対象から除かれます。",
        assumption=f"{safe}暗号は電子政府推奨暗号などの高度なもの（推測できるパスワードの Zip などは当たらない）。",
        articles=articles,
    )


def _recovered(matter: Matter, articles: tuple[str, ...]) -> Condition | None:
    if not matter.known.recovered:
        return None
    if matter.known.cause in _WITH_INTENT or matter.known.ill_intent:
        return Condition(
            None,
            "回収していますが、不正を行った者が見たり写したりしていれば漏えいです。",
            to_learn="不正を行った者が、回収までに見たり写したりしていないこと",
            articles=articles,
        )
    return Condition(
        False,
        "第三者に見られないうちに全てを回収したときは、漏えいに当たりません。",
        assumption="回収までにだれも見ていないことを、相手の確認やアクセスの記録で示せる。",
        articles=articles,
    )


def _client_told(matter: Matter, articles: tuple[str, ...]) -> Condition | None:
    known = matter.known
    if known.role == "entrusted" and known.client_told:
        return Condition(
            False,
            "委託元に通知したため、委託先である当社の報告・通知の義務はなくなります（委託元が報告します）。",
            assumption="規8条1項の事項のうち、その時に分かっていたことを委託元に通知した。",
            articles=articles,
        )
    if known.role == "entrusted":
        return Condition(True, "委託元に速やかに通知すれば、当社の報告・通知の義務はなくなります。", articles=articles)
    if known.cause == "contractor":
        return Condition(
            True,
            "委託先で起きたことでも、委託元である当社に義務があります（委託先は、当社に通知すれば免れます）。",
            articles=articles,
        )
    return None


EXCEPTIONS: dict[str, Callable[[Matter, tuple[str, ...]], Condition | None]] = {
    "recovered": _recovered,
    "encrypted": _encrypted,
    "client_told": _client_told,
}

"""The questions that the rules of reporting ask, by the name that `rules/laws.yaml` calls each by."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from inventory.incident.conditions import Condition
from inventory.incident.matter import Matter
from inventory.incident.reporting import ReportRule

Ask = Callable[[Matter, ReportRule], Iterator[Condition]]

_INTENT = {
    "unauthorised": "不正アクセスは、不正の目的をもって行われたおそれがある行為です。",
    "insider": "従業者などによる持ち出しは、不正の目的をもって行われたおそれがある行為です。",
}
_MOST_OF_THIS = "1人でも報告の対象です。"


def _special_care(matter: Matter, rule: ReportRule) -> Iterator[Condition]:
    yield _holding(matter, "special_care", "要配慮個人情報")
    yield from _personal_data(matter)


def _financial_damage(matter: Matter, rule: ReportRule) -> Iterator[Condition]:
    yield _damage(matter)
    yield from _personal_data(matter)


def _damage(matter: Matter) -> Condition:
    found = _holding(matter, "financial_damage", "カード番号など、財産的被害のおそれがある情報")
    if found.met is not False:
        return found
    if "CREDENTIAL" in matter.kinds:
        return Condition(
            None,
            "IDとパスワードなどがあります。送金や決済のできるサービスのものなら対象です。",
            to_learn="そのIDとパスワードで送金・決済ができるか",
        )
    if "JP_BANK_ACCOUNT" in matter.kinds:
        return Condition(False, "口座番号だけでは、直ちに財産的被害のおそれがあるとはいえません。")
    return found


def _persons(matter: Matter, rule: ReportRule) -> Iterator[Condition]:
    yield _more_than(matter, rule.threshold or 1)
    yield from _personal_data(matter)


def _more_than(matter: Matter, threshold: int) -> Condition:
    least, most, limit = matter.persons, matter.persons_max, threshold - 1
    if least >= threshold:
        return Condition(True, f"本人の数は {_people(matter)}で、{limit:,}人を超えます。")
    if most >= threshold:
        return Condition(
            True,
            f"本人の数は推定 {least:,}人ですが、最大では {most:,}人で、{limit:,}人を超えます。"
            "人数が確定できないときは、最大の数で判断します。",
            assumption=f"本人の数は最大の {most:,}人。実際に{limit:,}人以下と確かめられれば、この事由には当たらない。",
            articles=("通則ガイドライン3-5-3-1",),
        )
    if matter.uncounted:
        return Condition(
            None,
            f"分かっている本人の数は {_people(matter)}ですが、{matter.uncounted}が分かりません。",
            to_learn=f"{matter.uncounted}（合わせて{limit:,}人を超えるか）",
        )
    exactly = f"{limit:,}人ちょうどは「{limit:,}人を超える」に当たりません。" if most == limit else ""
    return Condition(False, f"本人の数は {_people(matter)}で、{limit:,}人を超えません。{exactly}")


def _people(matter: Matter) -> str:
    least, most = matter.persons, matter.persons_max
    return f"{least:,}～{most:,}人" if most > least else f"{least:,}人"


def _ill_intent(matter: Matter, rule: ReportRule) -> Iterator[Condition]:
    yield _intent(matter)
    if matter.known.stored is False:
        yield Condition(
            rule.collecting,
            "入力の途中で取られた情報も、個人データとして取り扱う予定のものは対象です。"
            if rule.collecting
            else "取得しようとしている個人情報が対象になったのは、2024年4月1日からです。",
        )


def _intent(matter: Matter) -> Condition:
    known = matter.known
    if known.ill_intent:
        return Condition(True, "不正の目的をもって行われたおそれがあると分かっています。" + _MOST_OF_THIS)
    if known.cause in _INTENT:
        return Condition(True, _INTENT[known.cause] + _MOST_OF_THIS)
    if known.ill_intent is False:
        return Condition(False, "不正の目的をもって行われた疑いはないと分かっています。")
    if not known.cause:
        return Condition(None, "原因が分かりません。", to_learn="原因（不正アクセスや持ち出しかどうか）")
    if known.cause == "contractor":
        return Condition(
            None,
            "委託先での事故が、不正アクセスや持ち出しによるものかどうか分かりません。",
            to_learn="委託先で不正の目的の行為があったか",
        )
    if known.cause == "loss" and known.public:
        return Condition(
            None,
            "なくした後に不特定多数が見られる状態になっており、拾った者や盗んだ者の不正の目的が疑われます。",
            to_learn="不正の目的をもって流出させた者がいるか",
        )
    return Condition(
        False,
        "紛失や誤送信で、不正の目的は疑われていません。",
        assumption="盗難や転売など、不正の目的を疑わせる事情はない。",
    )


def _my_number_ill_intent(matter: Matter, rule: ReportRule) -> Iterator[Condition]:
    yield (held := _holding(matter, "my_number", "個人番号"))
    if held.met is not False:
        yield _intent(matter)


def _my_number_public(matter: Matter, rule: ReportRule) -> Iterator[Condition]:
    yield (held := _holding(matter, "my_number", "個人番号"))
    if held.met is False:
        return
    if matter.known.public:
        yield Condition(True, "不特定多数が電磁的方法で閲覧できる状態でした。")
    elif matter.known.public is False:
        yield Condition(False, "不特定多数が閲覧できる状態ではなかったと分かっています。")
    else:
        yield Condition(
            False,
            "不特定多数が閲覧できる状態になったとは分かっていません。",
            assumption="インターネットなどで不特定多数が閲覧できる状態にはなっていない。",
        )


def _my_number_persons(matter: Matter, rule: ReportRule) -> Iterator[Condition]:
    threshold = rule.threshold or 1
    yield (held := _holding(matter, "my_number", "個人番号"))
    if held.met is False:
        return
    number, limit = matter.my_number_persons, threshold - 1
    if number >= threshold:
        yield Condition(True, f"個人番号は最大 {number:,}人分で、{limit:,}人を超えます。")
    elif matter.unlooked and matter.known.persons_told is None:
        yield Condition(None, f"{matter.unlooked}が分かりません。", to_learn=f"{matter.unlooked}（個人番号の数）")
    elif "my_number" in matter.flags and not number:
        yield Condition(None, "個人番号が何人分かが分かりません。", to_learn="個人番号が何人分か")
    else:
        exactly = f"{limit:,}人ちょうどは「{limit:,}人を超える」に当たりません。" if number == limit else ""
        yield Condition(False, f"個人番号は最大 {number:,}人分で、{limit:,}人を超えません。{exactly}")


def _holding(matter: Matter, flag: str, name: str) -> Condition:
    """Whether data of a sort is in it; what nobody could look into may hold some."""
    if flag in matter.flags:
        kinds = matter.named(flag)
        named = f"（{kinds}）" if kinds and kinds != name else ""
        few = _MOST_OF_THIS if flag != "my_number" else ""
        return Condition(True, f"{name}{named}があります。{few}")
    if matter.unlooked:
        return Condition(
            None,
            f"{name}は見つかっていませんが、{matter.unlooked}が分かりません。",
            to_learn=f"{matter.unlooked}（{name}の有無）",
        )
    return Condition(False, f"{name}は見つかっていません。")


def _personal_data(matter: Matter) -> Iterator[Condition]:
    """What three of the four cases speak of is 個人データ: part of something that can be searched."""
    if matter.known.stored is False:
        yield Condition(False, "入力の途中で取られ、保存していない情報は個人データではなく、規7条3号で判断します。")
    elif matter.is_scattered:
        yield Condition(
            None,
            "メールや映像だけでは、個人データ（検索できるように整理した個人情報）に当たらないことがあります。",
            to_learn="名簿などの個人データから取り出したものか",
        )


TRIGGERS: Mapping[str, Ask] = {
    "special_care": _special_care,
    "financial_damage": _financial_damage,
    "ill_intent": _ill_intent,
    "persons": _persons,
    "my_number_ill_intent": _my_number_ill_intent,
    "my_number_public": _my_number_public,
    "my_number_persons": _my_number_persons,
}

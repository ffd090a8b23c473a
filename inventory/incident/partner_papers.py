"""Drafts between a client and a contractor: the notice to the 委託元 (規9条), and what the 委託先 is asked."""

from __future__ import annotations

from collections.abc import Iterator

from inventory.incident.assessment import earliest
from inventory.incident.japanese_days import with_weekday
from inventory.incident.paper import BEFORE_IT_GOES, Block, Grid, Heading, Note, Paper, Text, fill_in
from inventory.incident.telling import Telling


def to_client(told: Telling) -> Paper:
    """We hold the data for a client: what we tell it, with the items of 規8条1項."""
    return Paper(
        f"事故{told.case.id}_委託元への通知", "お預かりしている個人データに関する事故のご報告", list(_to_client(told))
    )


def _to_client(told: Telling) -> Iterator[Block]:
    yield Note(
        (
            "委託元に、速やかに（3～5日以内が目安）報告事項を通知したときは、委託先から委員会への報告と本人への通知は"
            "要らなくなります（法26条1項ただし書・2項、規則9条）。委託元の報告の義務は残ります。",
            "契約に連絡の定め（期限、窓口、様式）があれば、それに従います。",
            BEFORE_IT_GOES,
        )
    )
    yield Text(fill_in("通知する日"), align="right")
    yield Text(f"{told.fact('client', '委託元の会社名')}　御中")
    yield Text(f"{told.sender}\n{fill_in('責任者の役職と氏名')}", align="right")
    yield Text(
        "お預かりしている個人データについて、次の事故がありました。多大なご迷惑をおかけし、深くお詫び申し上げます。"
        "個人情報の保護に関する法律施行規則第9条により、現在分かっていることをお知らせします。"
    )
    yield Grid(list(_facts(told)))
    yield Text("新しく分かったことは、そのつどお知らせします。ご指示をお願いいたします。")


def _facts(told: Telling) -> Iterator[tuple[str, str]]:
    yield "①　概要", f"{told.noticed}に把握しました。\n{told.fact('summary', '何が、どこで、どうなったか')}"
    yield "②　個人データの項目", told.items
    yield "③　本人の数", told.persons
    yield "④　原因", told.cause_in_full
    yield "⑤　二次被害・そのおそれ", told.secondary
    yield "⑥　本人への対応", told.case.facts.get("response", "貴社のご指示を受けて行います。")
    yield "⑦　公表", told.case.facts.get("publication", "貴社とご相談のうえ決めます。")
    prevention = told.fact("prevention", "再発防止のための措置")
    yield "⑧　再発防止のための措置", "\n".join(filter(None, (told.steps("containment"), prevention)))
    yield "⑨　その他", "\n".join(filter(None, (told.requests(), told.fact("contact", "当社の窓口"))))


def to_contractor(told: Telling) -> Paper:
    """The data was at a contractor's: what it is asked to report to us, with blanks for its answers."""
    return Paper(
        f"事故{told.case.id}_委託先への照会", "個人データに関する事故の報告のお願い（照会）", list(_to_contractor(told))
    )


def _to_contractor(told: Telling) -> Iterator[Block]:
    contractor = told.case.facts.get("contractor") or "、".join(told.kept.contractors)
    by = earliest(told.kept.of_addressee("commission"))
    until = f"当社の速報の期限は{with_weekday(by.preliminary_latest)}です。" if by.preliminary_latest else ""
    yield Note(
        (
            f"委託元にも報告の義務があります（法25条の監督、26条の報告）。{until}委託先の回答を待たずに、分かっていることで判断します。",
            "委託先が規則9条の通知をしたときは、委託先からの委員会への報告は要りません。回答の日付を残してください。",
            BEFORE_IT_GOES,
        )
    )
    yield Text(fill_in("照会する日"), align="right")
    yield Text(f"{contractor or fill_in('委託先の会社名')}　御中")
    yield Text(f"{told.sender}\n{fill_in('責任者の役職と氏名')}", align="right")
    yield Text(
        "貴社に取扱いを委託している個人データについて、事故があったとの連絡を受けました。"
        f"次のことを{fill_in('期限')}までにお知らせください。分かったことから順にお送りください。"
    )
    yield Heading("すぐにお願いすること")
    yield Grid(
        [
            (
                "拡大の防止",
                "対象のデータの利用と送信を止め、機器と記録を保全してください（消去や初期化はしません）。",
            ),
            ("再委託", "再委託先があるときは、同じことを求めてください。"),
            ("公表・連絡", "本人や報道への連絡は、当社と相談してから行ってください。"),
        ]
    )
    yield Heading("回答欄（規則8条1項の報告事項）")
    yield Grid([(label, "") for label in _ASKED])


_ASKED = (
    "①　概要（発生日、貴社が知った日時、経過）",
    "②　個人データの項目（媒体、ファイル名、暗号化の有無）",
    "③　本人の数（当社分、最大の見込み）",
    "④　原因（再委託先を含む）",
    "⑤　二次被害・そのおそれ",
    "⑥　本人への対応",
    "⑦　公表",
    "⑧　行った措置と再発防止策",
    "⑨　警察・関係先への届出、その他",
    "回答者（部署、役職、連絡先）と回答日",
)

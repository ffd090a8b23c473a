"""Drafts for people: the notice to persons (規10条), and what whoever answers the telephone says."""

from __future__ import annotations

from collections.abc import Iterator

from inventory.incident import guide
from inventory.incident.paper import BEFORE_IT_GOES, Block, Grid, Heading, Note, Paper, Points, Text, fill_in
from inventory.incident.telling import CHECKING, Telling


def notice(told: Telling) -> Paper:
    """The letter to persons: items ①②④⑤⑨ of 規8条1項, in plain words, with an apology and where to ask."""
    leak = "漏えい" if told.said("public") or told.case.facts.get("cause") == "misdelivery" else "漏えいのおそれ"
    return Paper(f"事故{told.case.id}_本人通知", f"個人情報の{leak}に関するお詫びとお知らせ", list(_notice(told, leak)))


def _notice(told: Telling, leak: str) -> Iterator[Block]:
    yield Note(
        (
            "本人への通知（法26条2項、規則10条）：概要、項目、原因、二次被害、その他の5つを、状況に応じて速やかに知らせます。",
            "項目は、そのかたに当てはまるものだけにしてください。宛名の差し違えに注意し、2人で確かめます。",
            "本人に知らせるのが難しいときは、公表と問い合わせ窓口の設置などに代えます（決めた理由を記録します）。",
            BEFORE_IT_GOES,
        )
    )
    yield Text(fill_in("通知する日"), align="right")
    yield Text(fill_in("宛名") + "　様")
    yield Text(f"{told.sender}\n{fill_in('代表者の役職と氏名')}", align="right")
    yield Text(
        f"このたび、当社が取り扱う個人情報について、{leak}があることが分かりました。"
        "皆様に多大なご心配とご迷惑をおかけしますことを、深くお詫び申し上げます。"
        "現在までに分かっていることを、次のとおりお知らせします。"
    )
    yield Heading("1　起きたこと")
    summary = told.fact("summary", "何が起きたかを、専門の言葉を使わずに")
    yield Text(f"{told.noticed_day}に、次のことが分かりました。\n{summary}")
    yield Heading("2　対象となる情報")
    yield Text(f"{told.items}\n{fill_in('このかたに当てはまる項目だけを残す')}")
    yield Heading("3　原因")
    cause = told.cause if told.cause != CHECKING else "現在調べています"
    yield Text(f"{cause}。\n{told.fact('cause_detail', '原因を分かりやすく。調査中なら「現在調べています」')}")
    yield Heading("4　二次被害とそのおそれ")
    yield Text(told.secondary)
    yield Points(told.advice)
    yield Heading("5　当社の対応と今後について")
    yield Text(_measures(told))
    yield Heading("お問い合わせ先")
    yield Text(told.fact("contact", "窓口の名称、電話番号、受付時間、メールアドレス"))


def _measures(told: Telling) -> str:
    """What was done and what follows."""
    lines = [told.steps("containment") or fill_in("被害が広がらないように行ったこと")]
    lines.append(told.fact("prevention", "再発防止のために行うこと"))
    lines.append("今後、新しく分かったことは、改めてお知らせします。")
    return "\n".join(lines)


def answers(told: Telling) -> Paper:
    """FAQ for the telephone: four points that everybody says alike, what may be said, questions with answers."""
    return Paper(f"事故{told.case.id}_問い合わせ対応", "お問い合わせへの対応（FAQ）", list(_answers(told)))


def _answers(told: Telling) -> Iterator[Block]:
    guided = guide.load()
    yield Note(
        (
            "応対する全員が、同じことを同じ言葉で伝えるための文書です。新しい版を配ったら、古い版を回収します。",
            f"版：{fill_in('第1版、日付、承認した人の役職')}　事実が分かるたびに作り直してください。",
            BEFORE_IT_GOES,
        )
    )
    yield Heading("1　はじめに伝える4つのこと")
    yield Grid(list(_four_points(told)), headings=("伝えること", "話す言葉"), widths=(28, 72))
    yield Heading("2　話してよいこと・話してはいけないこと")
    yield Grid(
        [("\n".join(f"・{one}" for one in guided.allowed), "\n".join(f"・{one}" for one in guided.forbidden))],
        headings=("話してよいこと", "話してはいけないこと"), widths=(50, 50),
    )  # fmt: skip
    yield Heading("3　よくある質問")
    yield Grid(_questions(told), headings=("質問", "答え"), widths=(32, 68))
    yield Heading("4　漏えいを知らせる電話を受けたとき（第一報）")
    yield Points(guided.first_call, numbered=True)
    yield Text("聞き取った日が、報告の期限を数える初めの日になることがあります。すぐに責任者に伝え、記録してください。")
    yield Text("受けた電話は、「経過と対応」の Excel のシート「問い合わせの記録」に書き残します。")


def _four_points(told: Telling) -> Iterator[tuple[str, str]]:
    yield "ご心配をおかけしたことへのお詫び", "このたびは、ご心配とご迷惑をおかけし、誠に申し訳ございません。"
    yield (
        "今までに分かっている経過",
        f"{told.noticed}に把握しました。{told.fact('summary', '外に話してよい経過')}"
        f"\n対象の情報は{told.items}、人数は{told.persons}です。",
    )
    done = told.steps("containment") or fill_in("被害を広げないために行ったこと")
    yield "すでに行った防止策", f"次の対応を行いました。\n{done}"
    yield "これからの方針", "原因の調査と再発の防止を進めています。新しく分かったことは、改めてご連絡します。"


def _questions(told: Telling) -> list[tuple[str, str]]:
    words = {
        "items": told.items,
        "persons": told.persons if told.persons != CHECKING else "人数を確認しているところ",
        "noticed": told.noticed_day,
        "cause": told.cause if told.cause != CHECKING else "調査中",
        "secondary": told.secondary.replace("\n", ""),
        "advice": "".join(told.advice),
        "reported": _reported(told),
    }
    fitting = (question for question in guide.load().questions if question.fits(told))
    return [(question.ask, question.answer.format_map(words)) for question in fitting]


def _reported(told: Telling) -> str:
    if "done_preliminary" in told.case.facts or "done_final" in told.case.facts:
        return "個人情報保護委員会に報告しました。"
    if told.kept.verdict("commission") == "report":
        return f"法律に従い、個人情報保護委員会に報告します。{fill_in('報告したら直す')}"
    return f"法律に従い、必要な報告を行います。{fill_in('報告の要否が決まったら直す')}"

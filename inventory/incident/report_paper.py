"""Drafts of the 速報 and 確報: the nine items of 規8条1項 for the commission, the 番号法 and the 審査機関."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from inventory.incident.assessment import Judgement, earliest
from inventory.incident.japanese_days import in_era, with_weekday
from inventory.incident.paper import Block, Grid, Heading, Note, Paper, Text, fill_in
from inventory.incident.telling import COURSE, Telling

Stage = Literal["速報", "確報"]
_MARKS = {"report": "■", "not_required": "□", "unknown": "？"}


@dataclass(frozen=True, slots=True)
class Recipient:
    """To whom a report goes: its title, how it is handed in, what it calls the data."""

    code: str
    title: str
    to: str
    ways: Sequence[str]
    data: str = "個人データ"
    items_of: str = "規則8条1項"


COMMISSION = Recipient(
    "個人情報保護委員会", "個人データの漏えい等に関する報告書", "個人情報保護委員会　御中",
    (
        "提出方法：個人情報保護委員会のウェブサイトの「漏えい等報告フォーム」に入力します（規則8条3項。別記様式第一と同じ項目です）。",
        "この文書は入力する内容の下書きで、提出用の様式ではありません。法人番号や連絡先もフォームで求められます。",
        "報告の権限が委任されている業種では、事業所管大臣など（委任先の官庁）に提出します。"
        "委員会のウェブサイトの一覧で確かめてください。",
    ),
)  # fmt: skip
NUMBER_ACT = Recipient(
    "番号法", "特定個人情報の漏えい等に関する報告書", "個人情報保護委員会　御中",
    (
        "提出方法：個人情報保護委員会のウェブサイトの、マイナンバーを含む場合の「漏えい等報告フォーム」に入力します"
        "（番号法29条の4、平成27年特定個人情報保護委員会規則第5号）。",
        "この文書は入力する内容の下書きで、提出用の様式ではありません。",
        "マイナンバーを含まない個人データも漏えいしたときは、個人情報保護法による報告の要否も確かめてください。",
    ),
    data="特定個人情報", items_of="同規則による報告事項",
)  # fmt: skip
MARK_BODY = Recipient(
    "審査機関", "個人情報の取扱いに関する事故等の報告書", fill_in("審査機関の名称") + "　御中",
    (
        "提出方法：プライバシーマークの付与を受けた（申請した）審査機関の、事故報告の様式と窓口を使います。",
        "法律による報告が要らない事故も、審査機関には報告します。この文書は記入する内容の下書きです。",
    ),
    data="個人情報", items_of="規則8条1項と同じ順",
)  # fmt: skip
FINANCE = Recipient(
    "監督当局", "個人データの漏えい等に関する報告書", fill_in("金融庁・財務局など、監督当局の名称") + "　御中",
    (
        "提出方法：金融分野における個人情報保護に関するガイドラインにより、監督当局の定める様式で報告します。",
        "この文書は記入する内容の下書きです。",
    ),
)  # fmt: skip


def report(told: Telling, to: Recipient, stage: Stage, judgements: Sequence[Judgement]) -> Paper:
    """One report; in the 速報 what nobody knows yet is left open."""
    name = f"事故{told.case.id}_{stage}_{to.code}"
    title = f"{to.title}（{stage}）"
    return Paper(name, title, list(_blocks(told, to, stage, judgements)))


def _blocks(told: Telling, to: Recipient, stage: Stage, judgements: Sequence[Judgement]) -> Iterator[Block]:
    yield Note(
        [
            *to.ways,
            *_form(told, to),
            *_when(judgements, stage),
            "【要記入】の欄を埋め、内容を確かめてから提出してください。この枠は削ります。",
        ]
    )
    yield Text(fill_in("提出する日"), align="right")
    yield Text(to.to)
    yield Heading("報告者")
    yield Grid(_reporter(told, to))
    yield Heading(f"報告事項（{to.items_of}）")
    yield Grid(list(_items(told, to, stage, judgements)))


def _form(told: Telling, to: Recipient) -> list[str]:
    """Which of the two forms of the commission it is."""
    if to is not COMMISSION:
        return []
    if "my_number" in told.kept.flags:
        return ["マイナンバーが含まれるため、フォームは「マイナンバーが含まれる」側を選びます。"]
    return ["マイナンバーが含まれるか分からないときは、「含まれる」側のフォームから報告します。"]


def _when(judgements: Sequence[Judgement], stage: Stage) -> list[str]:
    """By when it is due, in words."""
    by = earliest(judgements)
    if stage == "速報" and by.preliminary and by.preliminary_latest:
        return [
            f"提出の目安：{with_weekday(by.preliminary)}から{with_weekday(by.preliminary_latest)}まで"
            "（知った日を1日目として3～5日以内。その時点で分かっていることだけを書きます）"
        ]
    if stage == "確報" and by.final:
        return [f"提出の期限：{with_weekday(by.final)}（知った日を1日目として数え、閉庁日は次の開庁日）"]
    return []


def _reporter(told: Telling, to: Recipient) -> list[tuple[str, str]]:
    rows = [
        ("名称", told.sender),
        ("法人番号", fill_in("13桁")),
        ("業種", fill_in("日本標準産業分類の業種")),
        ("所在地", fill_in("本店の所在地")),
        ("代表者", fill_in("役職と氏名")),
        ("事務連絡者", told.fact("contact", "部署、役職、氏名、電話番号、メールアドレス")),
    ]
    return [*rows, ("登録番号", fill_in("プライバシーマークの付与番号"))] if to is MARK_BODY else rows


def _items(told: Telling, to: Recipient, stage: Stage, judgements: Sequence[Judgement]) -> Iterator[tuple[str, ...]]:
    yield ("①　概要",)
    yield from _outline(told, judgements)
    yield (f"②　漏えい等が発生し、又は発生したおそれがある{to.data}の項目",)
    yield from _data(told)
    yield (f"③　②に係る本人の数{'（個人番号の本人）' if to is NUMBER_ACT else ''}",)
    yield "本人の数", _persons(told, to, stage)
    yield ("④　原因",)
    yield "原因", _cause(told, stage)
    yield ("⑤　二次被害又はそのおそれの有無及びその内容",)
    yield "有無と内容", told.secondary
    yield ("⑥　本人への対応の実施状況",)
    yield "対応", _done(told, "response", "done_persons", "本人への通知", ("notice",), "対応の予定（通知の方法と日）")
    yield ("⑦　公表の実施状況",)
    yield "公表", _done(told, "publication", "done_published", "公表", ("publication",), "公表の有無、予定の日と方法")
    yield ("⑧　再発防止のための措置",)
    yield "実施済みの措置", told.steps("containment") or fill_in("拡大を止めるために行ったこと")
    yield "今後の措置", told.fact("prevention", "措置の内容と完了の時期。決まっていなければ「検討中」")
    yield ("⑨　その他参考となる事項",)
    yield "その他", "\n".join(_remarks(told))


def _cause(told: Telling, stage: Stage) -> str:
    if stage == "速報" and "cause_detail" not in told.case.facts:
        return f"{told.cause}\n{fill_in('分かっていること')}\n詳しくは調査中です。分かりしだい報告します。"
    return told.cause_in_full


def _outline(told: Telling, judgements: Iterable[Judgement]) -> Iterator[tuple[str, str]]:
    yield "発生日", told.occurred
    yield "発覚日", told.noticed
    facts = told.case.facts
    known_by = [told.fact("noticed_by", "最初に知った部署"), *filter(None, (facts.get("source"), facts.get("url")))]
    yield "発覚の経緯", "\n".join(known_by)
    yield "事態の区分", fill_in("漏えい・滅失・毀損の別と、発生したのか、おそれがあるのか")
    yield "報告の根拠", "\n".join(map(_ground, judgements))
    yield "委託の関係", told.role
    yield "事実経過", "\n".join(filter(None, (told.fact("summary", "何が、どこで、どうなったか"), told.steps(*COURSE))))


def _ground(judgement: Judgement) -> str:
    """A rule with its mark: ■ it applies, □ it does not, ？ a fact is missing."""
    open_fact = f"（{judgement.deciding_fact}によります）" if judgement.verdict == "unknown" else ""
    return f"{_MARKS[judgement.verdict]} {judgement.name}（{'、'.join(judgement.articles)}）{open_fact}"


def _data(told: Telling) -> Iterator[tuple[str, str]]:
    others = [subject.words for subject in told.case.subjects if subject.kind == "other"]
    media = ["電子データ"] if told.kept.total else []
    yield "媒体", "、".join([*media, *others]) or fill_in("紙・電子媒体などの別")
    yield "種類", told.documents or fill_in("顧客情報・従業員情報などの別")
    yield "項目", told.items
    yield "特に配慮を要するもの", told.flags or "なし（台帳による）"
    if told.kept.unread:
        yield "未確認のもの", f"中身を確かめられなかったファイル {told.kept.unread:,}件。{fill_in('確かめた結果')}"


def _persons(told: Telling, to: Recipient, stage: Stage) -> str:
    kept = told.kept
    count = told.persons
    if to is NUMBER_ACT:
        count = f"最大で{kept.my_number_persons:,}人" if kept.my_number_persons else "確認中"
    if stage == "確報":
        return f"{count}\n{fill_in('確定した人数')}"
    sure = "" if kept.known.persons_told is not None else "（個人情報管理台帳からの概数。重複を除く）"
    return count + sure


def _done(told: Telling, fact: str, day: str, what: str, kinds: Sequence[str], hint: str) -> str:
    """What was written down, with the day on which it was done."""
    facts = told.case.facts
    done = f"{in_era(date.fromisoformat(facts[day][:10]))}に{what}を実施" if day in facts else ""
    lines = [done, facts.get(fact, ""), told.steps(*kinds)]
    return "\n".join(filter(None, lines)) or f"未実施\n{fill_in(hint)}"


def _remarks(told: Telling) -> Iterator[str]:
    if told.said("recovered"):
        yield "第三者に見られる前に、すべて回収しました。"
    if told.is_protected:
        yield "対象のデータには高度な暗号化がされており、鍵・パスワードは漏れていません。"
    if requests := told.requests():
        yield requests
    yield told.fact("remarks", "警察・ほかの行政機関などへの届出と受理番号、適時開示の有無")

"""Japanese business prose, invented: with nobody in it, or about one of the people of the samples."""

from __future__ import annotations

from random import Random

from samples.people import Person, combinations, people

_SENTENCES = (
    "{month}月の{goods}の売上は前年同月比{percent}％となり、{area}の伸びが全体を押し上げた。",
    "{team}では{goods}の在庫を見直し、{number}個を{area}の倉庫へ移すことにした。",
    "次回の打ち合わせは{month}月{day}日{hour}時から{room}で行い、{team}が資料を用意する。",
    "{goods}の見積りは税抜{price}円で、納期は発注から{number}日を見込んでいる。",
    "システムの更新は{month}月{day}日の{hour}時に始め、影響は{team}の端末に限られる。",
    "品質検査では{number}件のうち不良が{few}件あり、原因は{cause}と考えられる。",
    "{area}の新しい拠点については、賃料と人員を比べたうえで{team}が案をまとめる。",
    "本書は{goods}の取り扱いを定めるもので、改定するときは{team}の承認を得る。",
    "契約の更新にあたり、{goods}の単価を{few}％引き下げるよう取引先と交渉する。",
    "資料番号{code}の内容に誤りがあったため、{month}月{day}日付で差し替えた。",
    "アンケートの回答は{number}件で、{percent}％が{goods}に満足と答えた。",
    "{cause}を防ぐため、作業の手順を改め、{team}全員に周知した。",
    "予算の残りは{price}円であり、{month}月までに{goods}の購入に充てる予定である。",
    "※{room}の利用は{hour}時まで。鍵は{team}に返却すること。",
)
_WORDS = {
    "goods": (
        "複合機",
        "業務用冷蔵庫",
        "制御盤",
        "包装資材",
        "電動工具",
        "液晶パネル",
        "作業着",
        "洗浄剤",
        "監視カメラ",
    ),
    "team": ("営業部", "製造部", "物流課", "品質保証室", "情報システム課", "総務課", "購買課", "保守センター"),
    "area": ("関東", "東海", "近畿", "九州", "北海道", "石川", "福島", "中国地方", "千葉", "首都圏", "海外"),
    "room": ("第一会議室", "本社三階", "オンライン", "大会議室", "応接室", "研修室"),
    "cause": ("設定の誤り", "輸送中の衝撃", "部品の摩耗", "確認の漏れ", "湿度の変化", "電源の瞬断"),
}
_PERSONAL = (
    "{p.surname}様より、{goods}についてお問い合わせをいただきました。折り返しは{p.mobile}へお願いします。",
    "ご担当：{p.spaced}（{p.company}）　TEL {p.landline}　{p.email}",
    "お届け先は〒{p.postal_code} {p.address}、お名前は{p.name}様です。",
    "{p.name}（{p.kana}）さんは{p.birthday.year}年{p.birthday.month}月{p.birthday.day}日生まれで、{team}に在籍している。",
    "{p.surname}さんから、{goods}の件は{month}月{day}日までに返事をすると連絡があった。",
)


def sentence(chance: Random, about: Person | None = None) -> str:
    """One sentence, about a person or about nobody."""
    shape = chance.choice(_PERSONAL if about else _SENTENCES)
    words = {name: chance.choice(choices) for name, choices in _WORDS.items()}
    return shape.format(
        p=about,
        month=chance.randrange(1, 13),
        day=chance.randrange(1, 29),
        hour=chance.randrange(8, 19),
        percent=f"{chance.randrange(40, 160)}.{chance.randrange(10)}",
        number=f"{chance.randrange(10, 9000):,}",
        few=chance.randrange(1, 20),
        price=f"{chance.randrange(10_000, 9_000_000):,}",
        code=f"{chance.choice('ABCDEFGH')}{chance.randrange(100, 999)}-{chance.randrange(10_000, 99_999)}",
        **words,
    )


def lines(chance: Random, characters: int, people_in_100: int = 0) -> list[str]:
    """Paragraphs of about so many characters; of a hundred sentences some are about people."""
    made: list[str] = []
    length = 0
    while length < characters:
        made.append(
            "".join(
                sentence(chance, somebody(chance) if chance.randrange(100) < people_in_100 else None)
                for _ in range(chance.randrange(1, 5))
            )
        )
        length += len(made[-1]) + 1
    return made


def somebody(chance: Random) -> Person:
    """One of the invented people."""
    return several(chance, 1)[0]


def several(chance: Random, count: int) -> list[Person]:
    """Some of the invented people, neighbours in their numbering; again from the first where there are not enough."""
    known = len(combinations())
    first = chance.randrange(known - min(count, known) + 1)
    return [one for _ in range(-(-count // known)) for one in people(first, min(count, known))][:count]

"""06_カスタマーサポート部: questions, complaints, chats, scripts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from samples import company, fields
from samples.company import STAFF
from samples.formats import markup, plain, slides, word
from samples.people import Person, people
from samples.share import Sample, facts
from samples.tables import Field, Table

ROOT = "06_カスタマーサポート部"
TEAM = STAFF["カスタマーサポート部"]
STORIES = (
    "{name}様より。9月10日注文のひなた青汁が届かない。{mobile}へ折り返し希望。",
    "定期便を止めたいとのお電話。ご本人（{name}様）確認済み。次回分から停止。",
    "住所変更のご連絡。新住所は{address}。会員情報を修正した。",
    "{surname}様のご家族から、杖のゴムの交換について。店舗を案内。",
    "メール{email}に案内が届かないとのこと。迷惑メール設定を説明。",
    "商品の味についてのご意見。開発へ共有。",
)


def samples() -> Iterator[Sample]:
    """The files of the department."""
    yield inquiries()
    yield recording()
    yield complaint()
    yield questions()
    yield script()
    yield voices()
    yield chats()


def story(one: Person) -> str:
    """What someone called about."""
    return (
        one.chance("story")
        .choice(STORIES)
        .format(name=one.name, surname=one.surname, mobile=one.mobile, address=one.address, email=one.email)
    )


def inquiries() -> Sample:
    """Three months of questions, names also in the free text."""
    columns = {
        "受付番号": fields.code("Q", 6, kind=""),
        "受付日": fields.day("asked", date(2026, 7, 1), date(2026, 9, 30)),
        "経路": fields.pick("way", ("電話", "メール", "Web", "店舗")),
        "お客様名": fields.NAME,
        "電話番号": fields.LANDLINE,
        "お問い合わせ内容": Field("PERSON", story),
        "対応状況": fields.pick("state", ("完了", "完了", "対応中")),
        "対応者": Field("PERSON", lambda p: p.name, lambda p: company.handler("カスタマーサポート部", p)),
    }
    table = Table(columns, people(2200, 120))
    known = table.facts | facts([], "JP_ADDRESS EMAIL_ADDRESS")
    return Sample(
        f"{ROOT}/問い合わせ/問い合わせ履歴_2026Q3.csv",
        plain.separated(table.grid),
        known,
        "inquiry_log",
        note="自由記述にも氏名、電話、住所",
    )


def recording() -> Sample:
    """The first bytes of an MP3."""
    content = b"ID3\x03\x00\x00\x00\x00\x00\x0a" + bytes(10) + b"\xff\xfb\x90\x00" + bytes(413)
    return Sample(
        f"{ROOT}/通話録音/通話録音_20260914_1032.mp3",
        content,
        status="media",
        personal=True,
        note="お客様の声が残る。人数は分からない",
    )


def complaint() -> Sample:
    """A report about someone who fell ill."""
    victim, family, writer, chief = *people(2400, 2), TEAM[2], TEAM[0]
    text = f"""
お客様苦情報告書　　報告日 令和8年9月21日

報告者：{writer.name}　　承認：{chief.name}
お客様：{victim.name} 様（会員番号 M-0081472）
連絡先：{victim.mobile}　〒{victim.postal_code} {victim.address}

１．経過
　9月18日 10時ごろ、奥様の{family.name}様からお電話。
　「黒にんにくを食べたあと、夫が蕁麻疹を起こして救急外来にかかった」とのこと。
　{victim.name}様には大豆アレルギーの既往があり、アナフィラキシーの疑いで一晩入院されたが、19日に退院された。
２．原因　容器の表示には大豆を明記していたが、店頭の見本には表示がなかった。
３．対応　治療費の実費をお支払いし、店頭の見本をすべて差し替えた。
４．再発防止　見本の表示を点検表に加える。
"""
    return Sample(
        f"{ROOT}/苦情/苦情報告書_20260921.docx",
        word.docx([text], header="取扱注意"),
        facts(
            [victim, family, writer, chief],
            "PERSON PHONE_NUMBER JP_POSTAL_CODE JP_ADDRESS ORGANISATION_ID MEDICAL_CONDITION FAMILY_RELATION",
        ),
        "inquiry_log",
        "special_care",
        note="病歴を含む苦情",
    )


def questions() -> Sample:
    """Questions and answers for the public."""
    pairs = [
        ("会員登録に必要なものは何ですか。", "お名前、ご住所、お電話番号、生年月日をご入力ください。"),
        ("パスワードを忘れました。", "ログイン画面の「お忘れの方」から再設定できます。"),
        ("薬と一緒に飲んでもよいですか。", "通院中・服薬中の方は、かかりつけの医師又は薬剤師にご相談ください。"),
        ("健診の予約を変えたい。", f"健診予約センター（{company.PHONE}）へご連絡ください。"),
        ("領収書の宛名を変えられますか。", "発送前であれば変更できます。"),
        ("送料はいくらですか。", "全国一律 550円、5,500円以上は無料です。"),
    ]
    body = "".join(f"<h2>Q. {question}</h2>\n<p>A. {answer}</p>\n" for question, answer in pairs * 3)
    return Sample(
        f"{ROOT}/公開/よくあるご質問.html",
        markup.html("よくあるご質問", body, "euc_jp"),
        facts([], "PHONE_NUMBER"),
        note="EUC-JPのHTML",
    )


def script() -> Sample:
    """How to answer the telephone: blanks where names go."""
    show = [
        slides.Slide("電話応対マニュアル", "カスタマーサポート部　第7版"),
        slides.Slide(
            "本人確認",
            "「恐れ入りますが、お名前（フルネーム）とご登録の電話番号をお願いいたします」\n○○様、生年月日もお伺いできますでしょうか。",
        ),
        slides.Slide(
            "言い換え",
            rows=[
                ["使わない", "使う"],
                ["わかりません", "確認いたします"],
                ["できません", "いたしかねます"],
                ["担当が休みで", "あいにく席を外しており"],
            ],
        ),
        slides.Slide(
            "要配慮個人情報",
            "病名、服薬、障害のお話を伺ったときは、聞き取りメモに残さず、責任者に引き継ぐこと。",
            notes="ここで事例を一つ話す。実名は出さない。",
        ),
    ]
    return Sample(f"{ROOT}/マニュアル/電話応対マニュアル.pptx", slides.pptx(show), note="手引き。人は出てこない")


def voices() -> Sample:
    """What customers say, without saying who."""
    columns = {
        "年代": fields.pick("age", ("30代", "40代", "50代", "60代", "70代以上")),
        "性別": Field("", lambda p: p.gender),
        "地域": Field("", lambda p: p.prefecture),
        "評価": fields.number("stars", 3, 5),
        "声": fields.pick(
            "voice", ("毎朝続けています", "飲みやすい", "もう少し安いと助かる", "母に贈りました", "杖が軽くて良い")
        ),
    }
    return Sample(
        f"{ROOT}/公開/お客様の声.json",
        plain.json_text(plain.records(Table(columns, people(2500, 60)))),
        note="誰のものか分からない声",
    )


def chats() -> Sample:
    """Chats with names and mail addresses, JSON Lines."""
    guests = people(2600, 40)
    staff = [company.handler("カスタマーサポート部", guest) for guest in guests]
    lines = []
    for guest, clerk in zip(guests, staff, strict=True):
        lines.append(
            {
                "id": f"c{guest.number}",
                "from": "guest",
                "text": f"{guest.name}です。注文の状況を知りたいのですが。メールは{guest.email}です。",
            }
        )
        lines.append(
            {
                "id": f"c{guest.number}",
                "from": "clerk",
                "clerk_name": clerk.name,
                "text": f"{guest.surname}様、お問い合わせありがとうございます。担当の{clerk.surname}です。",
            }
        )
    return Sample(
        f"{ROOT}/チャット/chat_202609.jsonl",
        plain.json_lines(lines),
        facts([*guests, *staff], "PERSON EMAIL_ADDRESS"),
        "inquiry_log",
    )

"""01_営業部: memos, offers, slides and mail."""

from __future__ import annotations

from collections.abc import Iterator

from samples import company, fields
from samples.formats import mail, pdf, plain, slides, word
from samples.offices import sales
from samples.people import Person, people, without_rare_kanji
from samples.share import Sample, facts
from samples.tables import Row, Table

ROOT = sales.ROOT
STAFF = company.STAFF["営業部"]
CONTACTS = sales.CONTACTS


def samples() -> Iterator[Sample]:
    """The files on paper and in mail."""
    yield talk()
    yield offer()
    yield proposal()
    yield handover()
    yield forwarded()
    yield web_order()


def talk() -> Sample:
    """A memo that Notepad saved as UTF-16."""
    boss, second = STAFF[0], STAFF[3]
    client, other = CONTACTS[2], CONTACTS[9]
    body = f"""
商談メモ　９月１７日（木）　{client.company}様
出席：先方　人事部長 {client.name}様、同 健康管理室 {other.name}様　当方　{boss.name}、{second.name}

・現在の健診の予約は紙とファクスで、年に約９００名分を担当者２名で処理している。
・{client.surname}部長より「来年度の予算は１１月末に固める。見積は１０月２０日までに」とのこと。
・{other.name}様の携帯は {other.mobile}（日中はつながりにくい）。メールは {other.email} へ。
・競合は２社。価格よりも、結果データの返却が早いことを重視している。
・次回は１０月６日 １４時、先方本社。資料は{second.surname}が前日までに送る。
"""
    return Sample(
        f"{ROOT}/商談メモ/20260917_商談メモ.txt",
        plain.text(body, "utf-16"),
        facts([boss, second, client, other], "PERSON PHONE_NUMBER EMAIL_ADDRESS"),
        note="UTF-16",
    )


def offer() -> Sample:
    """An offer to a company; the only person is the one who wrote it."""
    writer = STAFF[4]
    rows: list[Row] = [
        ["品目", "数量", "単価", "金額"],
        ["健診予約代行（年間）", 900, 1200, 1080000],
        ["結果データ化", 900, 350, 315000],
        ["産業医面談の手配", 24, 18000, 432000],
        ["小計", "", "", 1827000],
        ["消費税（10%）", "", "", 182700],
        ["合計", "", "", 2009700],
    ]
    head = (
        "見積番号 Q2026-00931　　2026年9月24日\n"
        "丸福商事株式会社　御中\n"
        "\n"
        f"{company.NAME}\n"
        f"〒{company.POSTAL_CODE} {company.ADDRESS}\n"
    )
    head += f"TEL {company.PHONE}　FAX {company.FAX}\n担当：{writer.name}（{company.work_email(writer)}）"
    return Sample(
        f"{ROOT}/見積/お見積書_丸福商事様.pdf",
        pdf.pdf("御見積書", [head, rows, "有効期限：発行から30日。納期：別途ご相談。"]),
        facts([writer], "PERSON PHONE_NUMBER EMAIL_ADDRESS JP_ADDRESS JP_POSTAL_CODE"),
    )


def proposal() -> Sample:
    """Slides for a client; the names are in the speaker notes only."""
    client, doctor, boss = CONTACTS[5], CONTACTS[21], STAFF[1]
    show = [
        slides.Slide("健康経営支援サービスのご提案", f"2026年9月\n{company.NAME}"),
        slides.Slide(
            "課題の整理",
            (
                "・健診の受診率が 82% にとどまる\n"
                "・再検査の案内が紙で、追跡できていない\n"
                "・ストレスチェックの集団分析が使われていない"
            ),
        ),
        slides.Slide(
            "料金",
            rows=[
                ["プラン", "月額", "対象人数"],
                ["ライト", "48,000円", "～100名"],
                ["標準", "98,000円", "～500名"],
                ["プレミアム", "198,000円", "～2,000名"],
            ],
        ),
        slides.Slide(
            "導入の流れ",
            "1. ヒアリング\n2. データ移行\n3. 試行（1か月）\n4. 本番",
            notes=(
                f"先方の窓口は{client.name}様（直通 {client.landline}）。"
                f"予算の話は{client.surname}様がいる場ではしないこと。\n"
                f"産業医の{doctor.name}先生は紙の様式にこだわりがある。ここは{boss.name}課長が話す。"
            ),
        ),
    ]
    return Sample(
        f"{ROOT}/提案/提案書_健康経営支援.pptx",
        slides.pptx(show),
        facts([client, doctor, boss], "PERSON PHONE_NUMBER"),
        note="氏名は発表者ノートにだけある",
    )


def handover() -> Sample:
    """A handover with table, header, footer, comment and text box; each holds someone."""
    giver, taker, boss = STAFF[5], STAFF[6], STAFF[0]
    clients = CONTACTS[30:38]
    table = Table(
        {
            "取引先": fields.COMPANY,
            "ご担当者": fields.NAME_SAMA,
            "電話": fields.LANDLINE,
            "状況": fields.pick("state", ("見積提出済", "契約更新待ち", "先方検討中", "保留")),
        },
        clients,
    )
    boxed, quoted = CONTACTS[40], CONTACTS[41]
    content = word.docx(
        [
            "受注案件の引継ぎについて",
            f"{giver.name}から{taker.name}へ、下記の案件を10月1日付で引き継ぎます。",
            table.grid,
            "請求先の変更は経理部へ連絡済みです。不明な点は9月中に確認してください。",
        ],
        header=f"社外秘　承認：{boss.name}",
        footer="営業部 引継書 様式3",
        comment=(boss.name, f"{quoted.company}の{quoted.name}様は9月末でご異動と聞いています。後任を確認のこと。"),
        box=f"要注意：契約書の原本は{boxed.company}の{boxed.name}様が保管しています。",
    )
    known = facts([giver, taker, boss, boxed, quoted], "PERSON") | table.facts
    return Sample(
        f"{ROOT}/引継ぎ/受注案件_引継書.docx", content, known, note="ヘッダー、コメント、テキストボックスにも氏名"
    )


def signature(one: Person, firm: str) -> str:
    """The end of a mail."""
    return (
        "--\n"
        f"{firm}\n"
        f"{one.name}\n"
        f"〒{one.postal_code} {one.prefecture}{one.town}{one.street}\n"
        f"TEL {one.landline} / 携帯 {one.mobile}\n"
        f"{one.email}"
    )


def forwarded() -> Sample:
    """A forwarded mail: history with two signatures, and a list as attachment."""
    writer, reader = without_rare_kanji(STAFF)[:2]
    client, colleague = without_rare_kanji(CONTACTS)[10:12]
    table = Table(
        {"氏名": fields.NAME, "電話番号": fields.MOBILE, "送付先住所": fields.ADDRESS},
        without_rare_kanji(people(560, 30)),
    )
    listed = Sample("キャンペーン当選者.csv", plain.separated(table.grid), table.facts, note="cp932の添付")
    body = f"""
{reader.surname}さん

お疲れさまです。{writer.surname}です。
{client.company}様から当選者の一覧が届きました。発送の手配をお願いします。

> {writer.surname}様
> いつもお世話になっております。{client.company}の{client.name}です。
> 標記の件、当選者の一覧をお送りいたします。{colleague.surname}の確認も済んでおります。
>
> {signature(client, client.company).replace(chr(10), chr(10) + "> ")}
>
>> {client.surname}さん
>> 一覧を確認しました。問題ありません。
>> {signature(colleague, client.company).replace(chr(10), chr(10) + ">> ")}
"""
    letter = mail.Letter(
        "Fw: 当選者一覧の送付",
        (writer.name, company.work_email(writer)),
        [(reader.name, company.work_email(reader))],
        [("", f"sales@{company.DOMAIN}")],
    )
    known = facts([writer, reader, client, colleague], "PERSON EMAIL_ADDRESS PHONE_NUMBER JP_ADDRESS JP_POSTAL_CODE")
    return Sample(
        f"{ROOT}/メール/Fw_当選者一覧の送付.eml",
        mail.eml(letter, body, attached=[listed]),
        known,
        "email",
        members=(listed,),
        note="ISO-2022-JP、引用の署名にも連絡先",
    )


def web_order() -> Sample:
    """A mail that the shop's own form sent, plain text and HTML."""
    buyer = people(590, 1)[0]
    lines = (
        f"お名前：{buyer.name}\n"
        f"フリガナ：{buyer.kana}\n"
        f"ご住所：〒{buyer.postal_code} {buyer.address}\n"
        f"お電話：{buyer.mobile}\n"
        f"メール：{buyer.email}\n"
        "ご注文：ひなた青汁 30包 × 2"
    )
    letter = mail.Letter(
        "【ひなた健康堂】ご注文を受け付けました", ("", f"shop@{company.DOMAIN}"), [(buyer.name, buyer.email)]
    )
    body = (
        "このたびはご注文ありがとうございます。\n"
        "\n"
        f"{lines}\n"
        "\n"
        "本メールは自動で送信しています。\n"
        f"{company.NAME}　{company.PHONE}"
    )
    content = mail.eml(
        letter, body, "utf-8", html="<html><body><p>" + body.replace("\n", "<br>") + "</p></body></html>"
    )
    return Sample(
        f"{ROOT}/メール/ご注文受付.eml",
        content,
        facts([buyer], "PERSON EMAIL_ADDRESS PHONE_NUMBER JP_ADDRESS JP_POSTAL_CODE"),
        "email",
    )

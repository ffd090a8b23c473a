"""11_EC事業部: members by the thousand, orders, the newsletter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from samples import company, fields
from samples.formats import mail, markup, plain, workbook
from samples.people import people
from samples.share import Sample, facts
from samples.tables import Table, sheet, together

ROOT = "11_EC事業部"
MEMBERS = people(5000, 3000)


def samples() -> Iterator[Sample]:
    """The files of the department."""
    yield members()
    yield orders()
    yield newsletter()
    yield undelivered()
    yield statistics()
    yield returns()


def members() -> Sample:
    """All members: three thousand rows."""
    columns = {
        "会員番号": fields.code("M-", 7),
        "氏名": fields.NAME,
        "フリガナ": fields.KANA,
        "メールアドレス": fields.EMAIL,
        "郵便番号": fields.POSTAL_CODE,
        "住所": fields.ADDRESS,
        "電話番号": fields.MOBILE,
        "生年月日": fields.SLASHED_BIRTHDAY,
        "性別": fields.GENDER,
        "メルマガ": fields.pick("news", ("1", "1", "0")),
        "登録日": fields.day("joined", date(2017, 4, 1), date(2026, 9, 29)),
        "ポイント": fields.number("points", 0, 9000),
    }
    table = Table(columns, MEMBERS)
    return Sample(
        f"{ROOT}/会員/会員データ抽出_20260930.csv",
        plain.separated(table.grid, "utf-8-sig"),
        table.facts,
        "member_list",
        note="3,000行",
    )


def orders() -> Sample:
    """Orders paid by card, with the whole card number, which must never be kept."""
    columns = {
        "注文番号": fields.code("2026", 8, kind=""),
        "注文日": fields.day("ordered", date(2026, 8, 1), date(2026, 8, 31)),
        "注文者": fields.NAME,
        "メール": fields.EMAIL,
        "お届け先": fields.ADDRESS,
        "電話": fields.LOST_ZERO,
        "商品": fields.pick("goods", ("ひなた青汁", "黒にんにく", "乳酸菌つぶ")),
        "金額": fields.number("yen", 1980, 19800, 10),
        "支払方法": fields.same("カード"),
        "カード番号": fields.CARD,
        "有効期限": fields.pick("expires", ("03/28", "11/27", "07/29")),
    }
    sheets = [sheet("8月", Table(columns, MEMBERS[40:130]))]
    return Sample(
        f"{ROOT}/注文/注文データ_202608_決済不備分.xlsx",
        workbook.xlsx(sheets),
        together(sheets),
        "order_list",
        "financial_damage",
        note="カード番号の全桁",
    )


def newsletter() -> Sample:
    """The newsletter as it is sent: nobody in it."""
    body = "<p>{{name}}様、こんにちは。ひなた健康堂です。</p><p>10月は減塩月間。だし3袋で送料無料です。</p>" + "".join(
        f"<h2>{head}</h2><p>{line}</p>"
        for head, line in (
            ("今月の特集", "秋の腸活レシピ"),
            ("新商品", "ひなた減塩だし"),
            ("健康コラム", "血圧は朝と夜に測りましょう。"),
        )
    )
    body += f"<hr><p>配信停止はこちら　{company.NAME}　{company.POSTAL_CODE} {company.ADDRESS}　TEL 0120-000-410</p>"
    return Sample(
        f"{ROOT}/メルマガ/メルマガ_202610.html",
        markup.html("ひなた便り 10月号", body, "cp932"),
        facts([], "JP_POSTAL_CODE JP_ADDRESS PHONE_NUMBER"),
        note="差し込み前。cp932のHTML",
    )


def undelivered() -> Sample:
    """Addresses that bounced: nothing but mail addresses with a person's name in each."""
    gone = MEMBERS[200:245]
    head = ["email", "status", "last_error"]
    rows = [
        [one.email, "bounced", one.chance("error").choice(("550 5.1.1 User unknown", "552 Mailbox full"))]
        for one in gone
    ]
    return Sample(
        f"{ROOT}/メルマガ/配信エラー_202609.csv",
        plain.separated([head, *rows], "utf-8"),
        facts(gone, "EMAIL_ADDRESS"),
        note="メールアドレスだけ。会員データと照合できる",
    )


def statistics() -> Sample:
    """Figures by age and region."""
    rows = [["年代", "都道府県", "会員数", "購入率", "平均単価"]]
    for decade in ("20代", "30代", "40代", "50代", "60代", "70代以上"):
        for number, place in enumerate(
            ("東京都", "神奈川県", "埼玉県", "千葉県", "大阪府", "愛知県", "福岡県", "その他")
        ):
            rows.append(
                [decade, place, str(len(decade) * 37 + number * 53), f"{12 + number}.4%", str(2980 + number * 110)]
            )
    return Sample(f"{ROOT}/集計/会員属性集計.tsv", plain.separated(rows, "utf-16", "\t"), note="統計。UTF-16のTSV")


def returns() -> Sample:
    """A mail about returned goods, with a workbook attached."""
    writer, clerk = company.STAFF["EC事業部"][1], company.STAFF["物流センター"][2]
    table = Table(
        {
            "氏名": fields.NAME,
            "電話番号": fields.MOBILE,
            "返品理由": fields.pick("why", ("サイズ違い", "破損", "注文間違い")),
        },
        MEMBERS[300:325],
    )
    listed = Sample(
        "返品一覧.xlsx", workbook.xlsx([sheet("返品", table)]), table.facts, "order_list", note="添付のExcel"
    )
    body = (
        f"{clerk.surname}さん\n"
        "\n"
        "9月の返品一覧を送ります。着払いの伝票番号は別便で。\n"
        "\n"
        f"{company.NAME} EC事業部\n"
        f"{writer.name}\n"
        f"TEL {company.PHONE}"
    )
    letter = mail.Letter(
        "返品一覧（9月分）", (writer.name, company.work_email(writer)), [(clerk.name, company.work_email(clerk))]
    )
    return Sample(
        f"{ROOT}/メール/返品一覧_9月分.eml",
        mail.eml(letter, body, "utf-8", attached=[listed]),
        facts([writer, clerk], "PERSON EMAIL_ADDRESS PHONE_NUMBER"),
        "email",
        members=(listed,),
    )

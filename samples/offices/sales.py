"""01_営業部: lists of customers, contacts, visiting cards, agencies, prices."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from samples import company, fields, numbers
from samples.formats import plain, workbook
from samples.people import people
from samples.share import Sample, facts
from samples.tables import Field, Table, sheet, together

ROOT = "01_営業部"
CUSTOMERS = people(200, 96)
FORMER = people(300, 18)
CONTACTS = people(400, 70)
IN_CHARGE = Field("PERSON", lambda p: p.name, lambda p: company.handler("営業部", p))


def samples() -> Iterator[Sample]:
    """The files of the department."""
    yield customers()
    yield old_customers()
    yield contacts()
    yield cards()
    yield survey()
    yield agencies()
    yield prices()
    yield agency_sales()


def customers() -> Sample:
    """Headings on row 4, phone numbers that lost their 0, a hidden sheet of those who left."""
    columns = {
        "No.": fields.code("", 4, kind=""),
        "顧客コード": fields.code("K"),
        "お客様名": fields.SPACED_NAME,
        "フリガナ": fields.KANA,
        "郵便番号": fields.POSTAL_CODE,
        "住所": fields.ADDRESS,
        "携帯電話": fields.LOST_ZERO,
        "自宅TEL": fields.LOST_ZERO_LANDLINE,
        "生年月日": fields.BIRTHDAY,
        "初回購入日": fields.day("first", date(2015, 4, 1), date(2026, 8, 31)),
        "累計購入額": fields.number("sum", 3000, 480000, 10),
        "担当": IN_CHARGE,
    }
    above = [["ひなた健康堂　顧客名簿（2026年度上期）"], ["作成：営業部　　最終更新 2026/09/30"], []]
    left = Table(
        {
            "氏名": fields.NAME,
            "電話番号": fields.MOBILE,
            "退会理由": fields.pick("why", ("転居", "他社へ変更", "満足", "")),
        },
        FORMER,
    )
    sheets = [
        sheet("名簿", Table(columns, CUSTOMERS), above, merged=("A1:F1",)),
        sheet("退会者", left, state="hidden"),
        sheet("集計", Table({}, ()), [["区分", "件数"], ["個人", len(CUSTOMERS)], ["退会", len(FORMER)]]),
    ]
    return Sample(
        f"{ROOT}/顧客名簿/顧客名簿_2026上期.xlsx",
        workbook.xlsx(sheets),
        together(sheets),
        "customer_list",
        note="見出しは4行目、電話は先頭の0が落ちた整数、非表示シートに退会者",
    )


def old_customers() -> Sample:
    """Two rows of headings, as an old Excel."""
    columns = {
        "姓": fields.SURNAME,
        "名": fields.GIVEN,
        "〒": fields.POSTAL_DIGITS,
        "都道府県": fields.PREFECTURE,
        "市区町村": fields.TOWN,
        "番地": fields.STREET,
        "建物": fields.BUILDING,
        "TEL": fields.BRACKETED_LANDLINE,
        "E-mail": fields.EMAIL,
        "DM": fields.pick("dm", ("可", "可", "否")),
    }
    above = [["お客様", "", "ご住所", "", "", "", "", "ご連絡先", "", "備考"]]
    sheets = [sheet("2021", Table(columns, people(220, 60)), above)]
    return Sample(
        f"{ROOT}/顧客名簿/旧/顧客名簿_2021.xls",
        workbook.xls(sheets),
        together(sheets),
        "customer_list",
        note="見出しが2行",
    )


def contacts() -> Sample:
    """The people at client companies, cp932."""
    columns = {
        "取引先コード": fields.code("T", 5, kind=""),
        "会社名": fields.COMPANY,
        "部署": fields.pick("section", ("総務部", "人事課", "購買部", "健康管理室")),
        "ご担当者名": fields.NAME,
        "直通": fields.LANDLINE,
        "メールアドレス": fields.EMAIL,
        "弊社担当": IN_CHARGE,
        "取引区分": fields.pick("deal", ("A", "B", "C")),
    }
    table = Table(columns, CONTACTS[:45])
    return Sample(f"{ROOT}/取引先担当者一覧.csv", plain.separated(table.grid), table.facts, "contact_list")


def cards() -> Sample:
    """What a card scanner wrote."""
    columns = {
        "交換日": fields.day("met", date(2023, 4, 1), date(2026, 9, 30)),
        "会社名": fields.COMPANY,
        "部署名": fields.pick("section", ("総務部", "人事課", "購買部", "健康管理室")),
        "役職": fields.pick("title", ("部長", "課長", "係長", "主任", "")),
        "氏名": fields.SPACED_NAME,
        "ﾌﾘｶﾞﾅ": fields.HALF_KANA,
        "TEL": fields.LANDLINE,
        "Mobile": fields.MOBILE,
        "E-mail": fields.EMAIL,
        "〒": fields.POSTAL_CODE,
        "住所": fields.ADDRESS,
    }
    sheets = [sheet("名刺", Table(columns, CONTACTS))]
    return Sample(f"{ROOT}/名刺/名刺管理_営業部.xlsx", workbook.xlsx(sheets), together(sheets), "business_card")


def survey() -> Sample:
    """Visitors of a trade fair, full-width digits."""
    columns = {
        "受付番号": fields.code("", 4, kind=""),
        "お名前": fields.NAME,
        "ご職業": fields.pick("job", ("会社員", "自営業", "主婦・主夫", "学生", "公務員")),
        "年齢": fields.AGE,
        "性別": fields.GENDER,
        "ご連絡先電話番号": fields.WIDE_MOBILE,
        "ご住所": fields.WIDE_ADDRESS,
        "ご満足度": fields.pick("score", ("５", "４", "３", "２")),
        "ご意見": fields.pick(
            "voice", ("試供品がよかった", "説明が長い", "また来たい", "", "待ち時間が長かったです", "駅から遠い")
        ),
    }
    table = Table(columns, people(500, 64))
    return Sample(
        f"{ROOT}/展示会/来場者アンケート_2026春.csv",
        plain.separated(table.grid),
        table.facts,
        "survey",
        note="全角数字",
    )


def agencies() -> Sample:
    """Companies only: not personal."""
    columns = {
        "代理店コード": fields.code("A", 4, kind=""),
        "代理店名": fields.COMPANY,
        "法人番号": Field("", lambda p: numbers.corporate_number(p.chance("corporate"))),
        "郵便番号": fields.POSTAL_CODE,
        "所在地": Field("", lambda p: p.prefecture + p.town + p.street),
        "代表電話": fields.LANDLINE,
        "契約日": fields.day("signed", date(2012, 4, 1), date(2025, 3, 31)),
        "手数料率": fields.pick("rate", ("12%", "15%", "18%")),
    }
    table = Table(columns, people(700, 28))
    return Sample(
        f"{ROOT}/代理店一覧.csv",
        plain.separated(table.grid),
        facts([], "JP_CORPORATE_NUMBER JP_POSTAL_CODE JP_ADDRESS PHONE_NUMBER"),
        note="法人だけの一覧",
    )


def prices() -> Sample:
    """A price list."""
    goods = (
        "ひなた青汁",
        "国産黒にんにく",
        "コラーゲンゼリー",
        "歩行補助杖",
        "やわらか靴下",
        "乳酸菌つぶ",
        "介護用エプロン",
        "血圧計用カフ",
    )
    table = Table(
        {
            "商品コード": fields.code("4", 11, kind=""),
            "商品名": fields.pick("goods", goods),
            "規格": fields.pick("size", ("30包", "60粒", "M", "L", "1本")),
            "希望小売価格": fields.number("price", 800, 9800, 10),
            "卸価格": fields.number("wholesale", 400, 5200, 10),
            "適用開始": fields.same("2026/10/01"),
        },
        people(800, 72),
    )
    sheets = [sheet("価格表", table, [["価格表　2026年秋"], []])]
    return Sample(f"{ROOT}/価格表_2026秋.xlsx", workbook.xlsx(sheets), note="商品だけ")


def agency_sales() -> Sample:
    """A harmless table under a name that a spreadsheet would calculate."""
    table = Table(
        {"代理店名": fields.COMPANY, **{f"{month}月": fields.number(str(month), 90, 4200) for month in range(4, 10)}},
        people(700, 28),
    )
    return Sample(
        f"{ROOT}/=cmd()_代理店別売上.csv", plain.separated(table.grid, "utf-8-sig"), note="ファイル名が式に見える"
    )

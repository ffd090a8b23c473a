"""09_経営企画室 and 10_役員室: minutes, releases, shareholders, greetings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from samples import company, fields
from samples.company import DIRECTORS, STAFF
from samples.formats import pdf, plain, word, workbook
from samples.people import people
from samples.share import Sample, facts
from samples.tables import Table, sheet, together

PLANNING, BOARD = "09_経営企画室", "10_役員室"


def samples() -> Iterator[Sample]:
    """The files of both."""
    yield minutes()
    yield release()
    yield sales()
    yield shareholders()
    yield greetings()
    yield cards()
    yield memo()


def minutes() -> Sample:
    """Minutes of a meeting."""
    chair, others = DIRECTORS[0], [*DIRECTORS[1:4], STAFF["経営企画室"][0], STAFF["営業部"][0], STAFF["EC事業部"][0]]
    writer, absent = STAFF["経営企画室"][3], DIRECTORS[4]
    text = f"""
経営会議 議事録

日時　令和8年9月15日（火）10時～11時40分　　場所　本社5階 第1会議室
出席　{chair.name}社長（議長）、{"、".join(one.name for one in others)}
欠席　{absent.name}　　書記　{writer.name}

１．8月度業績　売上高 4億1,200万円（前年同月比 103.8%）。{others[4].surname}から、法人向け健診が伸びたとの説明があった。
２．EC基盤の更新　{others[5].surname}より、来年2月に新基盤へ移行する案の説明。個人データの移行手順を次回までに示すこと。
３．プライバシーマークの更新　{others[3].surname}を責任者とし、11月末までに台帳を見直す。
４．その他　{others[0].surname}より、物流センターの賃料改定（月額 12万円増）の報告。

次回　10月20日（火）10時
"""
    return Sample(
        f"{PLANNING}/会議/経営会議_議事録_202609.docx",
        word.docx([text], footer="経営企画室 保存10年"),
        facts([chair, *others, writer, absent], "PERSON"),
    )


def release() -> Sample:
    """A press release; only the company can be reached."""
    text = f"""
2026年10月1日　報道関係各位
{company.NAME}

管理栄養士が監修した「ひなた減塩だし」を10月20日に発売します。食塩相当量を当社比で40%減らし、北海道産の昆布と
鹿児島県枕崎産のかつお節を使いました。全国の店舗とオンラインショップで、1袋 648円（税込）で販売します。

■商品の特長　1. だしのうまみで減塩　2. 個包装　3. 化学調味料不使用
■会社概要　所在地 〒{company.POSTAL_CODE} {company.ADDRESS}　設立 1974年　従業員数 312名
■お問い合わせ　広報係　電話 {company.PHONE}　pr@{company.DOMAIN}
"""
    return Sample(
        f"{PLANNING}/広報/プレスリリース_20261001.pdf",
        pdf.pdf("新商品「ひなた減塩だし」発売のお知らせ", [text]),
        facts([], "PHONE_NUMBER EMAIL_ADDRESS JP_ADDRESS JP_POSTAL_CODE"),
        note="会社の連絡先だけ",
    )


def sales() -> Sample:
    """Sales by shop; a hidden sheet of parameters, no people."""
    columns = {
        "店舗コード": fields.code("S", 3, kind=""),
        "区分": fields.pick("kind", ("直営", "EC", "法人")),
        **{f"{month}月": fields.number(f"m{month}", 1200000, 9800000) for month in range(4, 10)},
    }
    sheets = [
        sheet("売上", Table(columns, people(3600, 24)), [["売上集計 2026年度上期（単位：円）"], []]),
        sheet(
            "係数",
            Table({"項目": fields.code("P", 2, kind=""), "値": fields.number("ratio", 1, 99)}, people(3600, 15)),
            state="hidden",
        ),
    ]
    return Sample(f"{PLANNING}/売上集計_2026上期.xlsx", workbook.xlsx(sheets))


def shareholders() -> Sample:
    """The register of shareholders."""
    columns = {
        "株主番号": fields.code("", 5),
        "氏名": fields.NAME,
        "住所": fields.ADDRESS,
        "持株数": fields.number("shares", 100, 4800, 100),
        "取得年月日": fields.wareki_day("bought", date(1989, 4, 1), date(2020, 3, 31)),
        "摘要": fields.pick("remark", ("", "", "従業員持株会", "創業家")),
    }
    sheets = [sheet("株主", Table(columns, people(3900, 33)), [["株主名簿"], ["令和8年3月31日現在"], []])]
    return Sample(f"{BOARD}/株主名簿_202603.xlsx", workbook.xlsx(sheets), together(sheets))


def greetings() -> Sample:
    """New Year's cards: an address book."""
    columns = {
        "氏名": fields.NAME,
        "敬称": fields.pick("honour", ("様", "様", "先生")),
        "連名": fields.same(""),
        "郵便番号": fields.POSTAL_CODE,
        "住所1": fields.PREFECTURE,
        "住所2": fields.TOWN,
        "住所3": fields.STREET,
        "会社名": fields.COMPANY,
        "喪中": fields.pick("mourning", ("", "", "", "○")),
    }
    table = Table(columns, people(3950, 77))
    return Sample(f"{BOARD}/年賀状/年賀状宛名_2027.csv", plain.separated(table.grid), table.facts, "address_book")


def cards() -> Sample:
    """Company credit cards with their full numbers."""
    columns = {
        "カード名義": fields.LATIN,
        "利用者": fields.NAME,
        "カード番号": fields.CARD,
        "有効期限": fields.pick("expires", ("03/28", "11/27", "07/29")),
        "限度額": fields.pick("limit", (300000, 500000)),
        "用途": fields.pick("use", ("交際費", "出張", "仕入")),
    }
    sheets = [sheet("カード", Table(columns, [*DIRECTORS, *STAFF["営業部"][:10]]), [["法人カード管理表"], []])]
    return Sample(
        f"{BOARD}/法人カード管理表.xlsx",
        workbook.xlsx(sheets),
        together(sheets),
        flags="financial_damage",
        note="カード番号の全桁",
    )


def memo() -> Sample:
    """A secretary's notes in cp932, names in running text."""
    guest, doctor, boss = *people(4040, 2), DIRECTORS[0]
    text = f"""
秘書メモ　１０／２（金）
・社長（{boss.name}）の会食は、品川の料亭で１８時半から。先方は若葉台学園の{guest.name}理事長。手土産は甘くないもの。
・{guest.surname}理事長の秘書室の電話は {guest.landline}。当日の朝に確認の電話を入れる。
・人間ドックの結果説明は{doctor.name}医師（つゆくさクリニック）が１０月９日に来社。
・川崎の土地の件は、千葉の倉庫が片付いてから。
"""
    return Sample(
        f"{BOARD}/秘書メモ_1002.txt",
        plain.text(text, "cp932"),
        facts([guest, doctor, boss], "PERSON PHONE_NUMBER"),
        note="地名と人名が混ざる文",
    )

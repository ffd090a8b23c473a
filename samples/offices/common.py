"""90_共有 and 99_旧サーバ退避: what nobody owns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from samples import company, fields
from samples.company import EVERYONE, STAFF
from samples.formats import archive, pdf, plain, workbook
from samples.offices import sales
from samples.people import named, people
from samples.share import Sample, facts
from samples.tables import Sheet, Table, sheet, together

SHARED, OLD = "90_共有", "99_旧サーバ退避"


def samples() -> Iterator[Sample]:
    """The files of both."""
    yield copy()
    yield outing()
    yield empty()
    yield seats()
    yield magazine()
    yield backup()
    yield telephone()
    yield lost()


def copy() -> Sample:
    """The same bytes as in the sales department."""
    return replace(
        sales.old_customers(),
        path=f"{OLD}/backup_20211231/営業部/顧客名簿_2021 - コピー.xls",
        note="営業部のファイルと同じ内容",
    )


def outing() -> Sample:
    """A workbook under the name of a CSV."""
    columns = {
        "部署": fields.TEAM,
        "氏名": fields.NAME,
        "性別": fields.GENDER,
        "年齢": fields.AGE,
        "携帯": fields.LOST_ZERO,
        "参加": fields.pick("come", ("○", "○", "×")),
        "部屋": fields.pick("room", ("301", "302", "305")),
    }
    sheets = [sheet("申込", Table(columns, EVERYONE[35:75]), [["社員旅行 参加申込"], []])]
    return Sample(
        f"{SHARED}/社員旅行/社員旅行_参加申込.csv", workbook.xlsx(sheets), together(sheets), note="中身はExcel"
    )


def empty() -> Sample:
    """Nothing at all."""
    return Sample(f"{SHARED}/新しいテキスト ドキュメント.txt", b"", note="0バイト")


def seats() -> Sample:
    """A plan of the office: names in a grid without headings."""
    team = [*STAFF["総務部"], *STAFF["人事部"], *STAFF["経理部"]][:20]
    rows = [["5階 座席表", "", "", "", "", ""], ["", "", "", "窓", "", ""]]
    for place in range(0, 20, 5):
        rows += [[one.spaced for one in team[place : place + 5]], ["", "", "通路", "", "", ""]]
    known = facts(team, "PERSON")
    return Sample(
        f"{SHARED}/座席表_5F.xlsx", workbook.xlsx([Sheet("5F", rows, known)]), known, note="見出しのない氏名の升目"
    )


def magazine() -> Sample:
    """The house magazine: people in articles."""
    bride, runner, retiree, editor = (
        STAFF["店舗運営部"][12],
        STAFF["物流センター"][5],
        STAFF["経理部"][1],
        STAFF["総務部"][4],
    )
    text = f"""
■ご結婚おめでとうございます
川崎店の{bride.name}さんが9月6日に挙式されました。お相手は高校の同級生とのこと。末永くお幸せに。

■横浜マラソン完走
物流センターの{runner.name}さんが、初めてのフルマラソンを4時間12分で走り切りました。「沿道の応援で足が前に出た」そうです。

■38年間おつかれさまでした
経理部の{retiree.name}さんが9月末で定年を迎えました。伝票をそろばんで確かめる姿が印象に残ります。

■健康ひとくち知識
高血圧は自覚症状がないまま進みます。糖尿病や脂質異常症がある方は、とくに塩分に注意しましょう。

編集：総務部 {editor.name}
"""
    return Sample(
        f"{SHARED}/社内報/社内報ひなた_2026秋.pdf",
        pdf.pdf("社内報ひなた　2026年秋号", [text]),
        facts([bride, runner, retiree, editor], "PERSON"),
    )


def backup() -> Sample:
    """An old server's folder as a ZIP."""
    table = Table(
        {
            "氏名": fields.NAME,
            "住所": fields.ADDRESS,
            "電話": fields.LANDLINE,
            "購入品": fields.pick("goods", ("青汁", "杖", "靴下")),
        },
        people(4520, 64),
    )
    members = (
        Sample("DM発送/宛名_2019秋.csv", plain.separated(table.grid), table.facts, "address_book"),
        Sample(
            "DM発送/原稿.txt",
            plain.text(
                "秋の大感謝祭\n会員の皆さまへ、全品10%引きのご案内です。\n期間　10月1日から10月31日", "iso2022_jp"
            ),
        ),
        Sample(
            "価格/価格表_2019.tsv",
            plain.separated(
                [["品番", "品名", "価格"], *([f"{4000 + n}", f"商品{n}", str(500 + n * 30)] for n in range(40))],
                "cp932",
                "\t",
            ),
        ),
    )
    return Sample(f"{OLD}/営業共有_2019.zip", archive.pack_samples(members), members=members, note="古いサーバの丸ごと")


def telephone() -> Sample:
    """Extensions, and the suppliers' numbers."""
    lines = [
        "内線番号表",
        "",
        *(f"{team:　<12}{2000 + 100 * place}" for place, team in enumerate(STAFF)),
        "",
        "ビル管理 045-228-4199",
        "複合機の修理 0120-000-333",
        "タクシー 045-228-4000",
    ]
    return Sample(
        f"{SHARED}/内線番号表.txt",
        plain.text("\n".join(lines), "iso2022_jp"),
        facts([], "PHONE_NUMBER"),
        note="部署と業者だけ。ISO-2022-JP",
    )


def lost() -> Sample:
    """A letter somebody saved where it does not belong."""
    one, chief = named(8502, "勅使河原テシガワラ", "与一ヨイチ", False), STAFF["総務部"][0]
    text = f"""
{company.NAME}　総務部長　{chief.name} 様

先日の採用面接では、お時間をいただきありがとうございました。
面接でお話しできなかったことを一つだけ申し上げます。私は前の勤め先で労働組合の執行委員を務めておりました。
選考に差し支えるようでしたら、どうぞご放念ください。

令和８年９月２４日
〒{one.postal_code}　{one.address}
{one.name}　電話 {one.landline}
"""
    return Sample(
        f"{SHARED}/一時/無題.txt",
        plain.text(text, "utf-8"),
        facts([one, chief], "PERSON JP_POSTAL_CODE JP_ADDRESS PHONE_NUMBER UNION_MEMBERSHIP"),
        flags="jis_special",
        note="手紙",
    )

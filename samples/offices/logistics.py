"""07_物流センター: labels, slips, products, drivers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

from samples import fields, numbers
from samples.company import STAFF
from samples.formats import archive, picture, plain, workbook
from samples.people import named, people
from samples.share import Sample, facts
from samples.tables import Field, Table, sheet, together

ROOT = "07_物流センター"
GOODS = (
    "ひなた青汁 30包",
    "国産黒にんにく 60粒",
    "コラーゲンゼリー 14本",
    "やわらか靴下 M",
    "歩行補助杖",
    "乳酸菌つぶ 90粒",
)


def samples() -> Iterator[Sample]:
    """The files of the department."""
    yield labels()
    yield slips()
    yield products()
    yield stock()
    yield drivers()
    yield shipment()
    yield photograph()
    yield plan()


def labels() -> Sample:
    """Parcel labels: receiver, sender, and parcel numbers of 12 digits."""
    columns = {
        "お問い合わせ番号": Field("", lambda p: numbers.slip(p.chance("parcel"))),
        "お届け先郵便番号": fields.POSTAL_DIGITS,
        "お届け先住所": fields.WIDE_ADDRESS,
        "お届け先名": fields.NAME_SAMA,
        "お届け先電話": fields.MOBILE_DIGITS,
        "ご依頼主": fields.same("ひなた健康堂オンライン"),
        "ご依頼主電話": fields.same("0452284100"),
        "品名": fields.pick("goods", GOODS),
        "個数": fields.number("boxes", 1, 3),
        "着日指定": fields.day("arrive", date(2026, 10, 2), date(2026, 10, 6)),
    }
    table = Table(columns, people(2700, 104))
    return Sample(
        f"{ROOT}/送り状/送り状データ_20260930.csv",
        plain.separated(table.grid),
        table.facts,
        "shipping_label",
        note="12桁の問い合わせ番号",
    )


def slips() -> Sample:
    """Numbers only; each passes the check of a 個人番号."""
    chance = Random("slips")
    lines = [
        "配送伝票番号一覧　2026/09/30 出荷分",
        "",
        *(
            f"{number:4}  {numbers.slip(chance)}  {chance.choice(('出荷済', '出荷済', '保留'))}"
            for number in range(1, 161)
        ),
    ]
    return Sample(
        f"{ROOT}/送り状/配送伝票番号一覧.txt", plain.text("\n".join(lines), "cp932"), note="12桁だが個人番号ではない"
    )


def products() -> Sample:
    """The product master: JAN codes of 13 digits, item numbers of 12."""
    columns = {
        "JANコード": Field("", lambda p: numbers.jan(p.chance("jan"))),
        "品番": Field("", lambda p: numbers.digits(p.chance("item"), 12)),
        "商品名": fields.pick("goods", GOODS),
        "略称": fields.pick("short", ("青汁", "ニンニク", "ゼリー", "クツシタ")),
        "仕入先": fields.COMPANY,
        "税率": fields.pick("rate", (8, 10)),
        "入数": fields.number("case", 6, 48),
        "登録日": fields.day("made", date(2015, 1, 1), date(2026, 9, 1)),
    }
    return Sample(
        f"{ROOT}/マスタ/商品マスタ.csv",
        plain.separated(Table(columns, people(2900, 400)).grid),
        note="13桁のJAN、12桁の品番",
    )


def stock() -> Sample:
    """What lies where."""
    columns = {
        "棚番": fields.code("B-", 4, kind=""),
        "商品名": fields.pick("goods", GOODS),
        "ロット": fields.code("L", 8, kind=""),
        "在庫数": fields.number("count", 0, 480),
        "賞味期限": fields.wareki_day("best", date(2026, 12, 1), date(2028, 6, 30)),
    }
    sheets = [sheet("在庫", Table(columns, people(2900, 95)), [["在庫表（棚卸 令和8年9月30日）"], []])]
    return Sample(f"{ROOT}/在庫/在庫表_202609.ods", workbook.ods(sheets))


def drivers() -> Sample:
    """Drivers of the carriers, with their licences."""
    columns = {
        "会社": fields.COMPANY,
        "氏名": fields.NAME,
        "携帯": fields.MOBILE,
        "免許証番号": fields.LICENSE,
        "免許の種類": fields.pick("class", ("普通", "準中型", "中型", "大型")),
        "生年月日": fields.WAREKI_BIRTHDAY,
        "血液型": fields.pick("blood", ("A", "B", "O", "AB")),
    }
    sheets = [sheet("登録", Table(columns, people(3400, 36)), [["入構ドライバー登録"], []])]
    return Sample(
        f"{ROOT}/入構/ドライバー登録.ods", workbook.ods(sheets), together(sheets), flags="personal_identifier_code"
    )


def shipment() -> Sample:
    """A ZIP with Windows names, and one more inside."""
    table = Table(
        {
            "注文番号": fields.code("", 8, kind=""),
            "お届け先名": fields.NAME,
            "〒": fields.POSTAL_CODE,
            "住所": fields.ADDRESS,
            "電話": fields.MOBILE,
        },
        people(3500, 48),
    )
    one = named(8501, "髙橋タカハシ", "源三郎ゲンザブロウ", False)
    note = (
        "納品書\n"
        "\n"
        f"{one.name} 様\n"
        f"〒{one.postal_code} {one.address}\n"
        f"TEL {one.mobile}\n"
        "\n"
        "ご注文番号 20263500\n"
        "ひなた青汁 30包　2箱　7,560円\n"
    )
    inner = (
        Sample(
            "受領書_2026年8月.csv",
            plain.separated(
                [
                    ["日付", "受領書番号", "口数"],
                    *[[f"2026/08/{day:02}", f"{2608000 + day}", str(day * 3 % 17)] for day in range(1, 31)],
                ]
            ),
        ),
        Sample(
            "担当者メモ.txt",
            plain.text(f"8月分の控えは{STAFF['物流センター'][0].name}が保管。", "cp932"),
            facts([STAFF["物流センター"][0]], "PERSON"),
        ),
    )
    members = (
        Sample("2026-09/出荷先一覧.csv", plain.separated(table.grid), table.facts, "shipping_label"),
        Sample(
            "2026-09/納品書.txt",
            plain.text(note, "cp932"),
            facts([one], "PERSON JP_POSTAL_CODE JP_ADDRESS PHONE_NUMBER"),
        ),
        Sample("控え.zip", archive.pack_samples(inner), members=inner, note="ZIPの中のZIP"),
    )
    return Sample(
        f"{ROOT}/出荷/出荷_202609.zip", archive.pack_samples(members), members=members, note="中の名前はcp932"
    )


def photograph() -> Sample:
    """A picture of a parcel, nobody in it."""
    content = picture.as_bytes(picture.parcel())
    return Sample(f"{ROOT}/写真/誤出荷_IMG_0042.jpg", content, personal=False, note="荷物の写真")


def plan() -> Sample:
    """The first bytes of a drawing of the warehouse, in a format that nobody reads."""
    content = b"AC1032" + bytes(26) + bytes(range(256)) * 4
    return Sample(f"{ROOT}/倉庫レイアウト.dwg", content, status="unsupported", personal=False, note="CADの図面")

"""12_健康支援事業部: check-ups, care and counselling on behalf of other companies."""

from __future__ import annotations

from collections.abc import Iterator

from samples import fields
from samples.company import STAFF
from samples.formats import archive, plain, word, workbook
from samples.people import people
from samples.share import Sample, facts
from samples.tables import Field, Table, sheet, together

ROOT = "12_健康支援事業部"


def samples() -> Iterator[Sample]:
    """The files of the department."""
    yield entrusted()
    yield guidance()
    yield care()
    yield locked()
    yield facilities()
    yield class_list()
    yield disability()
    yield broken_scan()


def entrusted() -> Sample:
    """A copy of a client's live data."""
    columns = {
        "組合員コード": fields.code("KH", 7),
        "氏名": fields.NAME,
        "生年月日": fields.COMPACT_BIRTHDAY,
        "所属事業所": fields.COMPANY,
        "メール": fields.EMAIL,
        "電話": fields.MOBILE_DIGITS,
    }
    table = Table(columns, people(4100, 115))
    return Sample(
        f"{ROOT}/受託データ/委託元_北辰フーズ健保/加入者データ_本番コピー.csv",
        plain.separated(table.grid, "cp932"),
        table.facts,
        "entrusted_data",
        note="委託元のデータ",
    )


def guidance() -> Sample:
    """A record of health guidance, names in running text."""
    one, nurse = people(4220, 1)[0], STAFF["健康支援事業部"][2]
    text = f"""
特定保健指導　面談記録（初回）

対象者　{one.name}　　生年月日　{one.birthday:%Y年%m月%d日}
面談日　2026年9月11日　　担当保健師　{nurse.name}

健診の結果：腹囲 94cm、収縮期血圧 146mmHg、HbA1c 6.4%、中性脂肪 212mg/dL。
糖尿病の治療のため月に一度通院し、メトホルミンを服用中。
{one.surname}さんは、夜の間食を減らすことから始めたいとのこと。お子さんの受験が終わる3月までに体重を3kg減らすことを目標とした。
飲酒は週4日。休肝日を2日に増やす。次の電話支援は10月9日 19時、{one.mobile} へ。
"""
    return Sample(
        f"{ROOT}/保健指導/面談記録_4220.docx",
        word.docx([text], footer="健康支援事業部"),
        facts([one, nurse], "PERSON DATE_OF_BIRTH PHONE_NUMBER HEALTH_CHECK MEDICAL_CONDITION MEDICATION"),
        flags="special_care",
    )


def care() -> Sample:
    """Users of home care."""
    columns = {
        "利用者名": fields.NAME,
        "フリガナ": fields.KANA,
        "生年月日": fields.WAREKI_BIRTHDAY,
        "介護保険被保険者番号": fields.CARE_NUMBER,
        "要介護度": fields.pick("level", ("要支援2", "要介護1", "要介護2", "要介護4"), "DISABILITY"),
        "主な疾患": fields.pick(
            "illness",
            ("脳梗塞後遺症", "アルツハイマー型認知症", "パーキンソン病", "変形性膝関節症"),
            "MEDICAL_CONDITION",
        ),
        "住所": fields.ADDRESS,
        "緊急連絡先": fields.LANDLINE,
        "担当ケアマネジャー": Field("PERSON", lambda p: p.name, lambda p: STAFF["健康支援事業部"][4 + p.number % 3]),
    }
    sheets = [sheet("利用者", Table(columns, people(4230, 46)), [["居宅介護支援　利用者一覧"], ["令和8年10月"], []])]
    return Sample(
        f"{ROOT}/居宅介護/利用者一覧_202610.xlsx",
        workbook.xlsx(sheets),
        together(sheets),
        "medical_record",
        "personal_identifier_code special_care",
    )


def locked() -> Sample:
    """A ZIP with a password: the names inside can be read, the files cannot."""
    table = Table({"氏名": fields.NAME, "判定": fields.pick("mark", "ABC")}, people(4300, 20))
    name = "kenshin_result.csv"
    return Sample(
        f"{ROOT}/受渡し/健診結果_受渡し_20260925.zip",
        archive.locked({name: plain.separated(table.grid)}, "hinata0925"),
        status="encrypted",
        personal=False,
        note="AESで暗号化されたZIP。中のファイルには行を作らない",
    )


def facilities() -> Sample:
    """Clinics that take part: organisations."""
    columns = {
        "医療機関コード": fields.code("1410", 6, kind=""),
        "医療機関名": fields.pick(
            "clinic", ("つゆくさクリニック", "みなと総合病院", "西口整形外科", "ひだまり健診センター")
        ),
        "所在地": Field("", lambda p: p.prefecture + p.town),
        "代表電話": fields.BRACKETED_LANDLINE,
        "胃カメラ": fields.pick("camera", ("○", "×")),
        "1日の枠": fields.number("slots", 10, 80),
    }
    table = Table(columns, people(4330, 38))
    return Sample(
        f"{ROOT}/提携医療機関一覧.csv",
        plain.separated(table.grid),
        facts([], "JP_ADDRESS PHONE_NUMBER"),
        note="医療機関だけの一覧",
    )


def class_list() -> Sample:
    """Children of a class on food, with their parents."""
    children = people(4400, 28)
    parent = dict(zip(children, people(4430, 28), strict=True))
    columns = {
        "学校名": fields.same("若葉台学園 初等部"),
        "学年": fields.number("year", 1, 6),
        "組": fields.number("class", 1, 3),
        "児童氏名": fields.NAME,
        "ふりがな": fields.KANA,
        "保護者氏名": Field("PERSON", lambda p: p.name, lambda p: parent[p]),
        "続柄": fields.pick("kin", ("父", "母"), "FAMILY_RELATION"),
        "保護者電話": fields.MOBILE.of(lambda p: parent[p]),
    }
    sheets = [sheet("名簿", Table(columns, children), [["食育教室　参加児童名簿"], []])]
    return Sample(
        f"{ROOT}/食育教室/参加児童名簿.xls",
        workbook.xls(sheets),
        together(sheets),
        "school_record",
        note="児童と保護者",
    )


def disability() -> Sample:
    """People in a work-support programme, with the grade of their disability."""
    columns = {
        "受付番号": fields.code("W", 4, kind=""),
        "氏名": fields.NAME,
        "年齢": fields.AGE,
        "障害者手帳": fields.pick(
            "book", ("身体障害者手帳 2級", "療育手帳 B1", "精神障害者保健福祉手帳 3級"), "DISABILITY"
        ),
        "通所日": fields.pick("days", ("月水金", "火木", "毎日")),
        "配慮事項": fields.pick("care", ("車いす", "口頭より文字で", "大きな音が苦手")),
    }
    table = Table(columns, people(4470, 24))
    return Sample(
        f"{ROOT}/就労支援/通所者一覧.tsv", plain.separated(table.grid, "utf-8", "\t"), table.facts, flags="special_care"
    )


def broken_scan() -> Sample:
    """A broken scan: the head says PDF, the bytes say nothing."""
    content = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n" + people(4500, 1)[0].chance("noise").randbytes(6000)
    return Sample(
        f"{ROOT}/居宅介護/アセスメント_scan.pdf",
        content,
        status="corrupt",
        personal=False,
        note="PDFの頭だけで中身が壊れている",
    )

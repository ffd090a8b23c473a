"""08_店舗運営部: shops, shifts, loyalty cards, the pharmacy."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from samples import company, fields
from samples.company import STAFF
from samples.dates import wareki
from samples.formats import markup, pdf, plain, word, workbook
from samples.people import people, without_rare_kanji
from samples.share import Sample, facts
from samples.tables import Field, Table, sheet, together

ROOT = "08_店舗運営部"
SHOPS = ("横浜西口店", "川崎店", "藤沢店", "町田店", "大宮店", "柏店", "吉祥寺店", "調剤ひなた薬局 関内店")
MEDICINES = (
    "アムロジピン錠5mg 28日分",
    "メトホルミン錠250mg 28日分",
    "ロキソプロフェン錠60mg 5日分",
    "セルトラリン錠25mg 14日分",
    "レボフロキサシン錠500mg 3日分",
)


def samples() -> Iterator[Sample]:
    """The files of the department."""
    yield shop_list()
    yield shifts()
    yield blank_application()
    yield applications()
    yield dispensing()
    yield questionnaire()
    yield consultations()
    yield camera()


def shop_list() -> Sample:
    """Shops and where they are."""
    columns = {
        "店舗コード": fields.code("S", 3, kind=""),
        "店舗名": fields.pick("shop", SHOPS),
        "郵便番号": fields.POSTAL_CODE,
        "所在地": Field("", lambda p: p.prefecture + p.town + p.street),
        "電話番号": fields.LOST_ZERO_LANDLINE,
        "営業時間": fields.pick("open", ("10:00～20:00", "9:30～19:00")),
        "駐車場": fields.pick("park", ("有", "無")),
    }
    sheets = [sheet("店舗", Table(columns, people(3600, 24)), [["店舗一覧（2026年10月）"], []])]
    return Sample(
        f"{ROOT}/店舗一覧.xlsx",
        workbook.xlsx(sheets),
        facts([], "JP_POSTAL_CODE JP_ADDRESS PHONE_NUMBER"),
        note="店の住所と電話",
    )


def shifts() -> Sample:
    """A month of shifts: names down, days across."""
    team = STAFF["店舗運営部"]
    days = {str(day): fields.pick(f"shift {day}", ("早", "遅", "休", "通")) for day in range(1, 32)}
    sheets = [
        sheet(
            "10月",
            Table({"氏名": fields.SPACED_NAME, **days}, team),
            [["横浜西口店　シフト表　2026年10月"], ["早 9:30-15:30　遅 14:00-20:30　通 9:30-20:30"], []],
        )
    ]
    return Sample(f"{ROOT}/横浜西口店/シフト表_202610.xlsm", workbook.xlsm(sheets), together(sheets), "attendance")


def blank_application() -> Sample:
    """The form for the loyalty card."""
    rows = [
        ["フリガナ", ""],
        ["お名前", ""],
        ["生年月日", "（西暦）　　　年　　月　　日"],
        ["性別", "男・女・回答しない"],
        ["ご住所", "〒　　　-"],
        ["お電話番号", "　　　－　　　　－"],
        ["メールアドレス", "＠"],
        ["ご案内の送付", "希望する・希望しない"],
    ]
    text = (
        "ひなたポイントカード会員規約に同意のうえ申し込みます。\n"
        "ご記入いただいた個人情報は、会員サービスの提供とご案内の送付に利用します。\n"
        "お申込日　　　　年　　月　　日　　　店舗受付印"
    )
    return Sample(
        f"{ROOT}/様式/ポイントカード申込書_様式.docx",
        word.docx(["ひなたポイントカード　入会申込書", rows, text]),
        note="空の様式",
    )


def applications() -> Sample:
    """Applications typed in as blocks of labels, EUC-JP."""
    members = without_rare_kanji(people(3650, 40))[:32]
    blocks = [
        f"会員番号：P{one.number:07}\n"
        f"お名前　：{one.name}\n"
        f"フリガナ：{one.kana}\n"
        f"生年月日：{wareki(one.birthday)}\n"
        f"性別　　：{one.gender}\n"
        f"ご住所　：〒{one.postal_code} {one.address}\nお電話　：{one.mobile}\n------------------------------"
        for one in members
    ]
    return Sample(
        f"{ROOT}/横浜西口店/ポイントカード申込者.txt",
        plain.text("\n".join(blocks), "euc_jp"),
        facts(members, "ORGANISATION_ID PERSON DATE_OF_BIRTH GENDER JP_POSTAL_CODE JP_ADDRESS PHONE_NUMBER"),
        "member_list",
        note="EUC-JP、縦に並んだ項目",
    )


def dispensing() -> Sample:
    """What the pharmacy handed out."""
    columns = {
        "患者ID": fields.code("", 6),
        "患者氏名": fields.NAME,
        "カナ": fields.HALF_KANA,
        "生年月日": fields.SHORT_WAREKI_BIRTHDAY,
        "保険者番号": fields.INSURER,
        "記号番号": fields.INSURED,
        "処方日": fields.wareki_day("prescribed", date(2026, 9, 1), date(2026, 9, 30)),
        "医療機関": fields.pick("clinic", ("つゆくさクリニック", "みなと総合病院", "西口整形外科")),
        "処方薬": fields.pick("medicine", MEDICINES, "MEDICATION"),
        "アレルギー・副作用歴": fields.pick(
            "allergy", ("なし", "なし", "ペニシリンで発疹", "そば"), "MEDICAL_CONDITION"
        ),
    }
    table = Table(columns, people(3700, 88))
    return Sample(
        f"{ROOT}/調剤薬局/薬歴一覧_202609.csv",
        plain.separated(table.grid),
        table.facts,
        "medical_record",
        "personal_identifier_code special_care",
    )


def questionnaire() -> Sample:
    """A first-visit questionnaire of the pharmacy."""
    one = people(3800, 1)[0]
    text = (
        "記入日　令和8年9月10日\n"
        "\n"
        f"お名前　{one.name}（{one.kana}）\n"
        f"生年月日　{wareki(one.birthday)}　性別　{one.gender}\n"
        f"住所　{one.address}\n"
        f"電話　{one.landline}\n"
        "\n"
    )
    text += (
        "1. 今までにかかった病気　☑高血圧　☑糖尿病　□緑内障　□喘息\n"
        "2. 現在服用中の薬　メトホルミン錠250mg、アムロジピン錠5mg\n"
        "3. アレルギー　☑あり（サバ）　□なし\n"
        "4. 副作用の経験　□あり　☑なし\n"
        "5. 妊娠・授乳　□はい　☑いいえ"
    )
    return Sample(
        f"{ROOT}/調剤薬局/問診票_20260910.pdf",
        pdf.pdf("初回問診票", [text]),
        facts([one], "PERSON DATE_OF_BIRTH GENDER JP_ADDRESS PHONE_NUMBER MEDICAL_CONDITION MEDICATION"),
        "medical_questionnaire",
        "special_care",
    )


def consultations() -> Sample:
    """Bookings for a talk with the dietitian, saved from the browser."""
    columns = {
        "予約日時": fields.day("talk", date(2026, 10, 1), date(2026, 10, 31)),
        "お名前": fields.NAME_SAMA,
        "電話番号": fields.MOBILE,
        "ご相談内容": fields.pick(
            "trouble",
            ("妊娠糖尿病の食事", "腎臓病の減塩", "ダイエット", "食物アレルギー（卵・乳）", "脂質異常症と言われた"),
            "MEDICAL_CONDITION",
        ),
        "担当": Field("PERSON", lambda p: p.name, lambda p: company.handler("店舗運営部", p)),
    }
    table = Table(columns, people(3820, 34))
    return Sample(
        f"{ROOT}/横浜西口店/栄養相談_予約一覧.html",
        markup.html("栄養相談　予約一覧", markup.table(table.grid)),
        table.facts,
        flags="special_care",
        note="相談内容に病名",
    )


def camera() -> Sample:
    """The first bytes of an AVI."""
    content = b"RIFF\x24\x00\x00\x00AVI LIST\x14\x00\x00\x00hdrlavih" + bytes(12)
    return Sample(
        f"{ROOT}/川崎店/防犯カメラ/レジ前_20260928.avi",
        content,
        status="media",
        personal=True,
        document_type="security_camera",
        note="人数は分からない",
    )

"""03_人事部: health, social insurance, numbers: the files that hurt most."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from samples import fields
from samples.company import EVERYONE, STAFF
from samples.dates import wareki
from samples.formats import pdf, plain, workbook
from samples.people import FIRST_FOREIGNER, people, without_rare_kanji
from samples.share import Sample, facts
from samples.tables import Field, Table, sheet, together

ROOT = "03_人事部"


def samples() -> Iterator[Sample]:
    """The files on health and insurance."""
    yield health_check()
    yield stress_check()
    yield certificate()
    yield leave()
    yield dependants()
    yield number_progress()
    yield insurance()
    yield employment_insurance()
    yield residence_cards()


def health_check() -> Sample:
    """The yearly check-up, as the clinic sent it."""
    columns = {
        "社員番号": fields.STAFF_CODE,
        "カナ氏名": fields.HALF_KANA,
        "氏名": fields.NAME,
        "生年月日": fields.SHORT_WAREKI_BIRTHDAY,
        "性別": fields.GENDER,
        "受診日": fields.day("check", date(2026, 6, 1), date(2026, 7, 15)),
        "身長": fields.number("tall", 148, 184, kind="HEALTH_CHECK"),
        "体重": fields.number("heavy", 42, 96, kind="HEALTH_CHECK"),
        "腹囲": fields.number("waist", 62, 104, kind="HEALTH_CHECK"),
        "収縮期血圧": fields.number("high", 98, 162, kind="HEALTH_CHECK"),
        "拡張期血圧": fields.number("low", 55, 99, kind="HEALTH_CHECK"),
        "HbA1c": fields.pick("sugar", (5.1, 5.4, 5.6, 6.0, 6.8), "HEALTH_CHECK"),
        "γ-GTP": fields.number("liver", 12, 140, kind="HEALTH_CHECK"),
        "LDL": fields.number("fat", 70, 188, kind="HEALTH_CHECK"),
        "既往歴": fields.pick("past", ("なし", "なし", "喘息", "胃潰瘍", "高血圧症"), "MEDICAL_CONDITION"),
        "判定": fields.pick("mark", ("A", "B", "C", "D2 要精密検査"), "HEALTH_CHECK"),
    }
    table = Table(columns, EVERYONE[:100])
    return Sample(
        f"{ROOT}/健康管理/定期健康診断結果_2026.csv",
        plain.separated(table.grid),
        table.facts,
        "health_check",
        "special_care",
    )


def stress_check() -> Sample:
    """Results of the stress check."""
    columns = {
        "社員番号": fields.STAFF_CODE,
        "氏名": fields.NAME,
        "所属": fields.TEAM,
        "ストレス要因": fields.number("x", 30, 68, kind="HEALTH_CHECK"),
        "心身の反応": fields.number("y", 29, 116, kind="HEALTH_CHECK"),
        "周囲の支援": fields.number("z", 9, 36, kind="HEALTH_CHECK"),
        "高ストレス": fields.pick("high stress", ("該当", "非該当", "非該当", "非該当"), "HEALTH_CHECK"),
        "面接指導の希望": fields.pick("wish", ("有", "無", "無")),
    }
    sheets = [
        sheet(
            "結果",
            Table(columns, EVERYONE[:66]),
            [["ストレスチェック結果（実施者限り）"], ["実施日 2026/07/06～07/17"], [], []],
        )
    ]
    return Sample(
        f"{ROOT}/健康管理/ストレスチェック結果_2026.xlsx",
        workbook.xlsx(sheets),
        together(sheets),
        "stress_check",
        "special_care",
    )


def certificate() -> Sample:
    """A doctor's certificate."""
    one, doctor = STAFF["カスタマーサポート部"][4], people(1600, 1)[0]
    text = (
        f"氏名　{one.name}　殿\n"
        f"生年月日　{wareki(one.birthday)}\n"
        f"住所　{one.address}\n"
        "\n"
        "病名　適応障害\n"
        "\n"
        "上記の診断により、令和8年9月10日から約2か月間の休養と通院加療を要する。\n"
        "\n"
    )
    text += (
        f"令和8年9月9日\n医療法人社団つゆくさ会 つゆくさメンタルクリニック\n電話 045-228-7700\n医師　{doctor.name}　印"
    )
    return Sample(
        f"{ROOT}/健康管理/休職/診断書_{one.surname}.pdf",
        pdf.pdf("診断書", [text], pdf.MINCHO),
        facts([one, doctor], "PERSON DATE_OF_BIRTH JP_ADDRESS PHONE_NUMBER MEDICAL_CONDITION"),
        "medical_certificate",
        "special_care",
    )


def leave() -> Sample:
    """Who is on leave, and why."""
    columns = {
        "社員番号": fields.STAFF_CODE,
        "氏名": fields.NAME,
        "所属": fields.TEAM,
        "病名": fields.pick(
            "illness", ("適応障害", "うつ病", "乳がん", "腰椎椎間板ヘルニア", "切迫早産"), "MEDICAL_CONDITION"
        ),
        "主治医": fields.pick("clinic", ("つゆくさメンタルクリニック", "みなと総合病院", "西口整形外科")),
        "休職開始": fields.wareki_day("from", date(2026, 2, 1), date(2026, 9, 1)),
        "復職予定": fields.pick("back", ("令和8年11月", "未定", "令和9年1月")),
        "傷病手当金": fields.pick("paid", ("申請中", "支給", "-")),
    }
    sheets = [sheet("休職者", Table(columns, EVERYONE[40:55]), [["休職者管理表"], []])]
    return Sample(
        f"{ROOT}/健康管理/休職/休職者管理表.xlsx",
        workbook.xlsx(sheets),
        together(sheets),
        "medical_certificate",
        "special_care",
    )


def dependants() -> Sample:
    """扶養控除等申告書 typed into a sheet: the person and one dependant per row, numbers of both."""
    relative = dict(zip(EVERYONE[5:45], people(1700, 40), strict=True))
    kin = Field("PERSON", lambda p: p.name, lambda p: relative[p])
    columns = {
        "社員番号": fields.STAFF_CODE,
        "あなたの氏名": fields.NAME,
        "あなたの個人番号": fields.MY_NUMBER,
        "あなたの生年月日": fields.SHORT_WAREKI_BIRTHDAY,
        "あなたの住所又は居所": fields.ADDRESS,
        "控除対象扶養親族の氏名": kin,
        "続柄": fields.pick("kin", ("妻", "夫", "子", "父", "母"), "FAMILY_RELATION"),
        "扶養親族の個人番号": fields.MY_NUMBER.of(lambda p: relative[p]),
        "扶養親族の生年月日": fields.SHORT_WAREKI_BIRTHDAY.of(lambda p: relative[p]),
        "障害者": fields.pick("handicap", ("", "", "", "一般の障害者", "同居特別障害者"), "DISABILITY"),
    }
    sheets = [
        sheet(
            "R8", Table(columns, EVERYONE[5:45]), [["令和８年分　給与所得者の扶養控除等（異動）申告書　入力用"], [], []]
        )
    ]
    return Sample(
        f"{ROOT}/労務/年末調整/扶養控除等申告書_令和8年分.xlsx",
        workbook.xlsx(sheets),
        together(sheets),
        "my_number_form",
        "my_number personal_identifier_code special_care",
        note="本人と扶養親族の個人番号、障害者欄",
    )


def number_progress() -> Sample:
    """Who has handed in the number: the word is there, the number is not."""
    columns = {
        "社員番号": fields.STAFF_CODE,
        "氏名": fields.NAME,
        "所属": fields.TEAM,
        "マイナンバー提出": fields.pick("done", ("済", "済", "未")),
        "督促日": fields.same(""),
    }
    table = Table(columns, EVERYONE[:90])
    return Sample(
        f"{ROOT}/労務/年末調整/マイナンバー提出状況.csv",
        plain.separated(table.grid, "utf-8-sig"),
        table.facts,
        note="番号そのものはない",
    )


def insurance() -> Sample:
    """Enrolment in health and pension insurance, EUC-JP from an old system."""
    columns = {
        "被保険者整理番号": fields.code("", 4),
        "氏名": fields.NAME,
        "フリガナ": fields.KANA,
        "生年月日": fields.COMPACT_BIRTHDAY,
        "種別": fields.GENDER,
        "基礎年金番号": fields.PENSION,
        "保険者番号": fields.INSURER,
        "記号・番号": fields.INSURED,
        "資格取得年月日": fields.wareki_day("enrolled", date(2026, 4, 1), date(2026, 4, 1)),
        "報酬月額": fields.number("pay", 198000, 380000, 1000),
        "被扶養者": fields.pick("dependants", ("有", "無"), "FAMILY_RELATION"),
        "郵便番号": fields.POSTAL_CODE,
        "住所": fields.ADDRESS,
    }
    table = Table(columns, without_rare_kanji(EVERYONE)[:42])
    return Sample(
        f"{ROOT}/社会保険/資格取得届_令和8年4月.csv",
        plain.separated(table.grid, "euc_jp"),
        table.facts,
        "social_insurance_form",
        "personal_identifier_code",
        note="EUC-JP",
    )


def employment_insurance() -> Sample:
    """The insured under employment insurance."""
    columns = {
        "被保険者番号": fields.EMPLOYMENT_INSURANCE,
        "氏名": fields.NAME,
        "フリガナ": fields.KANA,
        "生年月日": fields.WAREKI_BIRTHDAY,
        "資格取得日": fields.wareki_day("since", date(2005, 4, 1), date(2026, 4, 1)),
        "離職年月日": fields.same(""),
        "雇用形態": fields.pick("form", ("7", "1", "3")),
    }
    sheets = [
        sheet("雇用保険", Table(columns, EVERYONE[:70]), [["雇用保険被保険者一覧"], ["事業所番号 1401-612345-7"], []])
    ]
    return Sample(
        f"{ROOT}/社会保険/雇用保険被保険者一覧.xls",
        workbook.xls(sheets),
        together(sheets),
        "employment_insurance_form",
        "personal_identifier_code",
    )


def residence_cards() -> Sample:
    """Checked residence cards and passports of staff from abroad."""
    columns = {
        "氏名": fields.NAME,
        "氏名（英字）": fields.LATIN,
        "国籍": Field("", lambda p: p.nationality),
        "生年月日": fields.SLASHED_BIRTHDAY,
        "在留カード番号": fields.RESIDENCE_CARD,
        "在留資格": fields.pick("status", ("永住者", "技術・人文知識・国際業務", "留学", "定住者")),
        "在留期限": fields.day("until", date(2027, 1, 1), date(2030, 12, 31)),
        "旅券番号": fields.PASSPORT,
        "確認者": Field("PERSON", lambda p: p.name, lambda p: STAFF["人事部"][2]),
    }
    sheets = [sheet("確認記録", Table(columns, people(FIRST_FOREIGNER, 17)), [["在留カード・旅券　確認記録"], []])]
    return Sample(
        f"{ROOT}/労務/在留カード確認記録.xlsx",
        workbook.xlsx(sheets),
        together(sheets),
        "identity_document",
        "personal_identifier_code",
    )

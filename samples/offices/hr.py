"""03_人事部: the register of staff, recruiting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from samples import company, fields
from samples.dates import age, wareki
from samples.formats import pdf, picture, word, workbook
from samples.people import named, people
from samples.share import Sample, facts
from samples.tables import Sheet, Table, sheet, together

ROOT = "03_人事部"
HANAKO = replace(named(8500, "山田ヤマダ", "花子ハナコ", True), birthday=date(1981, 11, 3))
SCHOOLS = ("みなと学院大学", "桜ケ丘大学", "東港工業大学", "若葉短期大学", "青波大学大学院")


def samples() -> Iterator[Sample]:
    """The files on staff and applicants."""
    yield register()
    yield badge()
    yield resume()
    yield career()
    yield blank_resume()
    yield applicants()


def register() -> Sample:
    """The 労働者名簿, with talks about health on a very hidden sheet."""
    columns = {
        "社員番号": fields.STAFF_CODE,
        "氏名": fields.SPACED_NAME,
        "フリガナ": fields.KANA,
        "性別": fields.GENDER,
        "生年月日": fields.WAREKI_BIRTHDAY,
        "現住所": fields.ADDRESS,
        "電話番号": fields.MOBILE,
        "所属": fields.TEAM,
        "役職": fields.TITLE,
        "従事する業務の種類": fields.pick("work", ("事務", "営業", "販売", "配送", "調剤補助")),
        "雇入年月日": fields.wareki_day("hired", date(2001, 4, 1), date(2026, 4, 1)),
        "雇用区分": fields.pick("form", ("正社員", "正社員", "契約社員", "パート")),
        "退職年月日": fields.same(""),
    }
    talks = Table(
        {
            "氏名": fields.NAME,
            "面談日": fields.day("talk", date(2026, 4, 1), date(2026, 9, 30)),
            "内容": fields.pick(
                "health",
                (
                    "うつ病で通院中。時短勤務を希望",
                    "腰椎椎間板ヘルニアの手術後、重い荷物は不可",
                    "糖尿病のため月1回通院",
                ),
                "MEDICAL_CONDITION",
            ),
        },
        company.EVERYONE[15:24],
    )
    sheets = [
        sheet(
            "労働者名簿",
            Table(columns, company.EVERYONE),
            [["労働者名簿"], [f"{company.NAME}　令和8年10月1日現在"], []],
        ),
        sheet("面談メモ", talks, state="veryHidden"),
    ]
    return Sample(
        f"{ROOT}/名簿/社員名簿_2026.xlsx",
        workbook.xlsx(sheets),
        together(sheets),
        "employee_register",
        "special_care",
        note="完全に非表示のシートに病名",
    )


def badge() -> Sample:
    """The photo for the badge of a new member of staff."""
    one = company.STAFF["経営企画室"][-1]
    return Sample(
        f"{ROOT}/社員証/写真_{one.name}.jpg",
        picture.as_bytes(picture.portrait(2, 480)),
        facts([one], "PERSON FACE_IMAGE"),
        note="顔写真だけ",
    )


def resume() -> Sample:
    """A résumé as PDF, with a photo."""
    one = HANAKO
    photo = picture.as_bytes(picture.portrait(4))
    head = [
        ["ふりがな", "やまだ　はなこ"],
        ["氏名", one.spaced],
        ["生年月日", f"{wareki(one.birthday)}生（満{age(one.birthday)}歳）"],
        ["性別", one.gender],
        ["現住所", f"〒{one.postal_code}　{one.address}"],
        ["電話", one.mobile],
        ["メール", one.email],
    ]
    history = [
        ["年", "月", "学歴・職歴"],
        ["平成12", "3", "神奈川県立港南台西高等学校 卒業"],
        ["平成16", "3", "みなと学院大学 家政学部 卒業"],
        ["平成16", "4", "桔梗食品工業株式会社 入社（品質管理課）"],
        ["令和3", "6", "一身上の都合により退職"],
        ["", "", "以上"],
    ]
    rest = (
        "免許・資格　管理栄養士（平成16年取得）、普通自動車第一種運転免許\n"
        "\n"
        "志望の動機　健康食品の品質に携わった経験を、お客様に近い場所で生かしたいと考えました。\n"
    )
    rest += (
        "通勤時間　約45分　　扶養家族（配偶者を除く）1人　　配偶者 有\n本人希望記入欄　勤務地は横浜市内を希望します。"
    )
    return Sample(
        f"{ROOT}/採用/2026中途/履歴書_{one.name}.pdf",
        pdf.pdf("履歴書", [photo, head, history, rest], pdf.MINCHO),
        facts(
            [one],
            "PERSON DATE_OF_BIRTH AGE GENDER JP_ADDRESS JP_POSTAL_CODE PHONE_NUMBER EMAIL_ADDRESS FAMILY_RELATION "
            "FACE_IMAGE",
        ),
        "resume",
        note="ファイル名にも氏名、顔写真",
    )


def career() -> Sample:
    """A career history as Word."""
    one = people(1500, 1)[0]
    text = f"""
職務経歴書
2026年8月20日現在　氏名　{one.name}

■職務要約
医薬品卸の営業を9年、介護用品の企画を4年経験。直近は12名の課をまとめ、病院向けの配送体制を見直しました。

■職務経歴
2013年4月～2022年3月　花水木薬品株式会社　営業部
　担当：横浜市内の病院・薬局 約60軒。年間売上 3億2千万円（2021年度）
2022年4月～現在　株式会社クローバー介護用品　商品企画課
　歩行補助具の企画、仕入先との交渉、課員の育成

■資格　医薬品登録販売者、普通自動車第一種運転免許、TOEIC 720点
■自己PR　現場に足を運び、数字と声の両方で判断することを心がけています。

連絡先：{one.mobile}／{one.email}
"""
    return Sample(
        f"{ROOT}/採用/2026中途/職務経歴書_{one.surname}様.docx",
        word.docx([text]),
        facts([one], "PERSON PHONE_NUMBER EMAIL_ADDRESS"),
        "resume",
    )


def blank_resume() -> Sample:
    """An empty form."""
    rows = [
        ["履 歴 書", "", "", "　　年　　月　　日現在"],
        ["ふりがな"],
        ["氏　名", "", "", "写真を貼る位置"],
        ["生年月日", "　　年　　月　　日生（満　　歳）", "", "性別　男・女"],
        ["ふりがな"],
        ["現住所　〒", "", "", "電話"],
        ["連絡先　〒", "（現住所以外に連絡を希望する場合のみ記入）", "", "電話"],
        ["メールアドレス"],
        [],
        ["年", "月", "学歴・職歴（各別にまとめて書く）"],
        *[["", "", ""]] * 14,
        ["年", "月", "免許・資格"],
        *[["", "", ""]] * 6,
        ["志望の動機、特技、好きな学科など"],
        ["通勤時間　約　　時間　　分", "扶養家族（配偶者を除く）　　人", "配偶者　有・無"],
        ["本人希望記入欄"],
    ]
    return Sample(f"{ROOT}/様式/履歴書_様式.xlsx", workbook.xlsx([Sheet("履歴書", rows)]), note="空の様式")


def applicants() -> Sample:
    """Next spring's applicants."""
    columns = {
        "応募ID": fields.code("R27-", 4),
        "氏名": fields.NAME,
        "ふりがな": fields.KANA,
        "大学名": fields.pick("school", SCHOOLS),
        "学部": fields.pick("faculty", ("家政", "経済", "薬", "工", "文")),
        "メール": fields.EMAIL,
        "携帯番号": fields.LOST_ZERO,
        "応募経路": fields.pick("route", ("自社サイト", "学校推薦", "紹介", "合同説明会")),
        "一次面接": fields.pick("first", ("A", "B", "C", "")),
        "最終結果": fields.pick("result", ("内定", "不採用", "辞退", "選考中")),
        "所感": fields.pick("view", ("落ち着いて話せる", "志望動機が弱い", "明るい。接客向き", "")),
    }
    sheets = [
        sheet("応募者", Table(columns, people(1510, 62)), [["2027年新卒　応募者一覧"], []]),
        Sheet("コード", [["コード", "意味"], ["A", "次へ"], ["C", "見送り"]]),
    ]
    return Sample(f"{ROOT}/採用/応募者一覧_2027新卒.xlsx", workbook.xlsx(sheets), together(sheets), "applicant_list")

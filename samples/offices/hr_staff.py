"""03_人事部: attendance, evaluation, training, the union, contracts of employment."""

from __future__ import annotations

from collections.abc import Iterator

from samples import company, fields
from samples.company import STAFF
from samples.dates import wareki
from samples.formats import markup, pdf, slides, word, workbook
from samples.people import FIRST_FOREIGNER, Person, people
from samples.share import Sample, facts
from samples.tables import Table, sheet, together

ROOT = "03_人事部"


def samples() -> Iterator[Sample]:
    """The files about those who work here."""
    yield working_hours()
    yield evaluation()
    yield discipline()
    yield training()
    yield chart()
    yield union()
    yield employment_contract()
    yield working_conditions()


def working_hours() -> Sample:
    """What the time clock exports as .xls: an HTML page in cp932."""
    columns = {
        "社員番号": fields.STAFF_CODE,
        "氏名": fields.NAME,
        "所属": fields.TEAM,
        "出勤日数": fields.number("days", 16, 22),
        "始業": fields.pick("start", ("09:00", "08:30", "10:00")),
        "終業": fields.pick("end", ("18:00", "17:30", "19:00")),
        "残業時間": fields.pick("over", ("12:30", "3:15", "28:45", "0:00")),
        "有給": fields.number("leave", 0, 3),
    }
    table = Table(columns, company.EVERYONE[:75])
    page = markup.html("勤怠実績 2026年9月", markup.table(table.grid), "cp932")
    return Sample(f"{ROOT}/勤怠/勤怠実績_202609.xls", page, table.facts, "attendance", note="中身はHTML")


def evaluation() -> Sample:
    """Half-yearly evaluation, headings in two rows."""
    columns = {
        "社員番号": fields.STAFF_CODE,
        "氏名": fields.NAME,
        "等級": fields.pick("grade", ("J1", "J2", "S1", "S2", "M1")),
        "業績": fields.pick("a", "ABCS"),
        "行動": fields.pick("b", "ABC"),
        "総合": fields.pick("c", ("A", "B", "B", "C", "S")),
        "評価者コメント": fields.pick(
            "comment",
            ("目標を上回った。後輩の指導も良い", "期限の遅れが二度あった", "役割を広げる時期", "来期は異動を検討"),
        ),
    }
    above = [["人事評価　2025年度下期", "", "", "", "", "", ""], ["対象者", "", "", "評価", "", "", "所見"]]
    sheets = [sheet("評価", Table(columns, company.EVERYONE[:60]), above, merged=("A2:C2", "D2:F2"))]
    return Sample(
        f"{ROOT}/評価/人事評価_2025下期.xlsx", workbook.xlsx(sheets), together(sheets), "personnel_evaluation"
    )


def discipline() -> Sample:
    """A notice of discipline."""
    one, chief = STAFF["店舗運営部"][9], STAFF["人事部"][0]
    text = f"""
懲戒処分通知書

人発第26-018号　令和8年8月7日
店舗運営部　{one.name} 殿
{company.NAME}　人事部長　{chief.name}

貴殿は、令和8年6月14日から同月30日までの間、勤務時間の打刻を他の者に行わせ、実際と異なる勤務の記録を残した。
この行為は就業規則第62条第4号に該当するため、下記のとおり処分する。
記
１．処分の種類　減給（平均賃金1日分の半額）
２．発令日　令和8年8月10日
３．異議の申立て　本書の受領から14日以内に人事部へ書面で行うことができる。
以上
"""
    return Sample(
        f"{ROOT}/評価/懲戒処分通知書_202608.docx",
        word.docx([text], footer="親展"),
        facts([one, chief], "PERSON"),
        "personnel_evaluation",
    )


def training() -> Sample:
    """Who attended the privacy training, as XML."""
    columns = {
        "staff_code": fields.STAFF_CODE,
        "name": fields.NAME,
        "department": fields.TEAM,
        "score": fields.number("score", 60, 100),
        "passed": fields.same("true"),
    }
    table = Table(columns, company.EVERYONE[30:95])
    content = markup.xml("training", "attendee", [dict(zip(table.headings, row, strict=True)) for row in table.rows])
    return Sample(f"{ROOT}/教育/個人情報保護研修_受講者.xml", content, table.facts)


def chart() -> Sample:
    """The organisation chart: names in shapes."""
    heads = [(team, members[:3]) for team, members in STAFF.items()]
    show = [slides.Slide("組織図（2026年10月1日）", f"代表取締役社長　{company.DIRECTORS[0].spaced}")]
    show += [
        slides.Slide(team, "\n".join(f"{company.title(one)}　{one.spaced}" for one in members))
        for team, members in heads
    ]
    known: list[Person] = [company.DIRECTORS[0], *(one for _, members in heads for one in members)]
    return Sample(f"{ROOT}/組織図_202610.pptx", slides.pptx(show), facts(known, "PERSON"))


def union() -> Sample:
    """Members of the labour union, for the deduction of dues."""
    columns = {
        "組合員番号": fields.code("U", 4),
        "氏名": fields.NAME,
        "所属": fields.TEAM,
        "加入年月": fields.pick("since", ("2012-04", "2018-10", "2023-04")),
        "組合費（月額）": fields.same(1800),
        "役職": fields.pick("office", ("", "", "", "執行委員", "職場委員")),
    }
    table = Table(columns, company.EVERYONE[25:63])
    sheets = [
        sheet(
            "組合員",
            table,
            [["ひなた健康堂労働組合　組合員名簿（チェックオフ用）"], []],
            also=facts([], "UNION_MEMBERSHIP"),
        )
    ]
    return Sample(
        f"{ROOT}/労使/組合費控除_組合員名簿.xlsx",
        workbook.xlsx(sheets),
        together(sheets),
        flags="jis_special",
        note="労働組合への加盟",
    )


def employment_contract() -> Sample:
    """A contract with a part-timer, with a guarantor."""
    one, guarantor = people(FIRST_FOREIGNER, 1)[0], people(1610, 1)[0]
    rows = [
        ["項目", "内容"],
        ["雇用期間", "令和8年4月1日から令和9年3月31日まで（更新する場合がある）"],
        ["就業場所", "横浜西口店"],
        ["業務", "商品の陳列及び販売"],
        ["始業・終業", "10時00分～15時00分（休憩なし）"],
        ["賃金", "時給 1,280円、交通費実費"],
    ]
    sign = (
        f"使用者　{company.NAME}\n"
        f"労働者　住所 {one.address}\n"
        f"　　　　氏名 {one.name}\n"
        f"　　　　生年月日 {wareki(one.birthday)}\n"
    )
    sign += (
        f"身元保証人　住所 {guarantor.address}\n"
        f"　　　　氏名 {guarantor.name}（続柄 知人）\n"
        f"　　　　電話 {guarantor.landline}"
    )
    return Sample(
        f"{ROOT}/労務/雇用契約書/雇用契約書_26-041.docx",
        word.docx(["雇用契約書", rows, "守秘：業務上知り得た秘密を退職後も漏らさないことを誓約します。", sign]),
        facts([one, guarantor], "PERSON JP_ADDRESS PHONE_NUMBER DATE_OF_BIRTH FAMILY_RELATION"),
        "employment_contract",
    )


def working_conditions() -> Sample:
    """A notice of working conditions."""
    one = people(1620, 1)[0]
    rows = [
        ["契約期間", "期間の定めなし"],
        ["就業の場所", "物流センター"],
        ["従事すべき業務", "入出荷及び在庫管理"],
        ["始業・終業", "8:30～17:30"],
        ["休日", "日曜日、会社カレンダーによる"],
        ["基本賃金", "月給 241,000円"],
        ["賃金締切日・支払日", "毎月末日・翌月20日"],
    ]
    return Sample(
        f"{ROOT}/労務/雇用契約書/労働条件通知書_26-057.pdf",
        pdf.pdf("労働条件通知書", [f"{one.name} 殿　　令和8年9月16日\n{company.NAME}", rows]),
        facts([one], "PERSON"),
        "employment_contract",
    )

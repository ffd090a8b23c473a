"""04_経理部: salaries, invoices, the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from samples import company, fields, numbers
from samples.company import EVERYONE, STAFF
from samples.formats import pdf, plain, workbook
from samples.people import people
from samples.share import Sample, facts
from samples.tables import Field, Table, sheet, together

ROOT = "04_経理部"
BANKS = ("ひかり銀行", "みなと信用金庫", "東雲銀行", "ゆうなみ銀行")


def samples() -> Iterator[Sample]:
    """The files of the department."""
    yield transfers()
    yield wages()
    yield payments()
    yield invoice()
    yield invoices()
    yield expenses()
    yield directors_pay()
    yield broken_journal()
    yield journal()


def transfers() -> Sample:
    """The monthly transfer of salaries."""
    columns = {
        "社員番号": fields.STAFF_CODE,
        "氏名": fields.NAME,
        "銀行名": fields.pick("bank", BANKS),
        "支店名": fields.pick("branch", ("関内支店", "横浜西口支店", "本店営業部", "戸塚支店")),
        "預金種目": fields.pick("type", ("1", "1", "1", "2")),
        "口座番号": fields.ACCOUNT,
        "口座名義": fields.HALF_KANA,
        "振込金額": fields.number("pay", 148000, 465000),
    }
    table = Table(columns, EVERYONE[:110])
    return Sample(
        f"{ROOT}/給与/給与振込データ_202609.csv",
        plain.separated(table.grid),
        table.facts,
        "payroll",
        note="口座名義は半角カナ",
    )


def wages() -> Sample:
    """The wage ledger, headings in two rows, as a workbook with macros."""
    columns = {
        "社員番号": fields.STAFF_CODE,
        "氏名": fields.NAME,
        "労働日数": fields.number("days", 18, 22),
        "労働時間数": fields.number("hours", 140, 176),
        "基本給": fields.number("base", 180000, 390000, 1000),
        "手当": fields.number("extra", 0, 48000, 500),
        "総支給額": fields.number("gross", 200000, 440000, 100),
        "健康保険": fields.number("health", 9800, 21000, 10),
        "厚生年金": fields.number("pension", 18000, 38000, 10),
        "所得税": fields.number("tax", 2800, 16000, 10),
        "差引支給額": fields.number("net", 150000, 360000, 100),
    }
    above = [["賃金台帳　2026年9月分"], ["", "", "勤怠", "", "支給", "", "", "控除", "", "", ""]]
    sheets = [sheet("9月", Table(columns, EVERYONE[:95]), above, merged=("C2:D2", "E2:G2", "H2:J2"))]
    return Sample(
        f"{ROOT}/給与/賃金台帳_202609.xlsm", workbook.xlsm(sheets), together(sheets), "payroll", note="見出しが2行"
    )


def payments() -> Sample:
    """支払調書 for freelancers, with their 個人番号."""
    columns = {
        "支払先氏名": fields.SPACED_NAME,
        "住所": fields.ADDRESS,
        "個人番号": fields.MY_NUMBER,
        "区分": fields.pick("kind", ("原稿料", "講演料", "デザイン料")),
        "支払金額": fields.number("paid", 30000, 900000, 1000),
        "源泉徴収税額": fields.number("withheld", 3063, 91890),
    }
    sheets = [
        sheet("R7", Table(columns, people(1800, 22)), [["令和７年分　報酬、料金、契約金及び賞金の支払調書　控"], []])
    ]
    return Sample(
        f"{ROOT}/支払調書/支払調書_令和7年分.xlsx",
        workbook.xlsx(sheets),
        together(sheets),
        "my_number_form",
        "my_number personal_identifier_code",
    )


def invoice() -> Sample:
    """An invoice to a company, naming the two who deal with it."""
    client, writer = people(402, 1)[0], STAFF["経理部"][3]
    rows = [
        ["日付", "品名", "数量", "金額"],
        ["9/05", "健診予約代行 9月分", "1式", "90,000"],
        ["9/18", "巡回健診 横浜会場", "64名", "352,000"],
        ["", "消費税(10%)", "", "44,200"],
        ["", "合計", "", "486,200"],
    ]
    head = (
        "請求番号 202609-1183　　2026年9月30日\n"
        f"{client.company}　御中\n"
        f"総務部　{client.name} 様\n"
        "\n"
        f"{company.NAME}\n"
        f"登録番号 {company.REGISTRATION}\n"
    )
    head += f"〒{company.POSTAL_CODE} {company.ADDRESS}　TEL {company.PHONE}\n担当：経理部 {writer.name}"
    return Sample(
        f"{ROOT}/請求/請求書_202609-1183.pdf",
        pdf.pdf("請求書", [head, rows, "お振込先：ひかり銀行 関内支店 普通 0012345 カ）ヒナタケンコウドウ"]),
        facts([client, writer], "PERSON PHONE_NUMBER JP_ADDRESS JP_POSTAL_CODE JP_CORPORATE_NUMBER JP_BANK_ACCOUNT"),
        "invoice",
        note="口座は会社のもの",
    )


def invoices() -> Sample:
    """Invoices sent, companies only, with slip numbers that look like 個人番号."""
    columns = {
        "伝票番号": Field("", lambda p: numbers.slip(p.chance("slip"))),
        "請求日": fields.day("billed", date(2026, 4, 30), date(2026, 9, 30)),
        "請求先": fields.COMPANY,
        "登録番号": Field("", lambda p: "T" + numbers.corporate_number(p.chance("corporate"))),
        "税抜金額": fields.number("amount", 9000, 980000),
        "入金": fields.pick("in", ("済", "済", "未")),
    }
    table = Table(columns, people(1830, 86))
    return Sample(
        f"{ROOT}/請求/請求書発行一覧_2026上期.csv",
        plain.separated(table.grid),
        facts([], "JP_CORPORATE_NUMBER"),
        note="12桁の伝票番号は個人番号の検査を通る",
    )


def expenses() -> Sample:
    """Expense claims, as JSON from a cloud service with escaped characters."""
    columns = {
        "申請番号": fields.code("X", 5, kind=""),
        "申請者": fields.NAME,
        "社員番号": fields.STAFF_CODE,
        "利用日": fields.day("spent", date(2026, 9, 1), date(2026, 9, 30)),
        "内容": fields.pick("what", ("電車 横浜～品川", "タクシー", "書籍", "会議費")),
        "金額": fields.number("yen", 210, 12800, 10),
    }
    table = Table(columns, EVERYONE[:55])
    content = plain.json_text(
        {"company": company.NAME, "exported": "2026-10-01T07:00:00+09:00", "claims": plain.records(table)},
        ascii_only=True,
    )
    return Sample(f"{ROOT}/経費/経費申請_202609.json", content, table.facts, note="JSONの文字はすべて\\u表記")


def directors_pay() -> Sample:
    """Locked with a password."""
    table = Table({"氏名": fields.NAME, "役員報酬": fields.number("fee", 800000, 1900000, 10000)}, company.DIRECTORS)
    return Sample(
        f"{ROOT}/役員/役員報酬_2026.xlsx",
        workbook.locked_xlsx([sheet("報酬", table)], "hinata2026"),
        status="encrypted",
        personal=False,
        note="パスワード付き",
    )


def broken_journal() -> Sample:
    """A workbook that was cut off while it was copied."""
    table = Table(
        {
            "日付": fields.day("booked", date(2024, 4, 1), date(2025, 3, 31)),
            "金額": fields.number("amount", 100, 90000),
        },
        people(1900, 90),
    )
    content = workbook.xlsx([sheet("仕訳", table)])
    return Sample(
        f"{ROOT}/仕訳/仕訳帳_2024.xlsx", content[: len(content) // 2], status="corrupt", note="途中で切れている"
    )


def journal() -> Sample:
    """The journal: accounts and amounts."""
    account = ("普通預金", "売掛金", "買掛金", "旅費交通費", "消耗品費", "未払金", "仮払消費税")
    columns = {
        "伝票No": fields.code("", 7, kind=""),
        "日付": fields.COMPACT_BIRTHDAY,
        "借方": fields.pick("debit", account),
        "貸方": fields.pick("credit", account),
        "金額": fields.number("amount", 100, 900000),
        "摘要": fields.pick(
            "note", ("9月分電気料", "切手", "商品仕入 白樺物産㈱", "㈱うみねこ運輸 運賃", "健診会場費")
        ),
    }
    columns["日付"] = Field("", lambda p: f"{fields.some_day(p, 'booked', date(2025, 4, 1), date(2026, 3, 31)):%Y%m%d}")
    return Sample(
        f"{ROOT}/仕訳/仕訳帳_2025.csv", plain.separated(Table(columns, people(1900, 420)).grid), note="日付は8桁"
    )

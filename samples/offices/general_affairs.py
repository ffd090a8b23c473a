"""02_総務部: visitors, emergency contacts, notices, cars, cards, a camera's recording."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from samples import company, fields
from samples.company import STAFF
from samples.formats import markup, plain, word, workbook
from samples.people import Person, people
from samples.share import Sample, facts
from samples.tables import Field, Table, sheet, together

ROOT = "02_総務部"
FAMILY = ("妻", "夫", "父", "母", "長男", "長女", "兄", "姉")
PLATES = ("横浜", "川崎", "湘南", "品川", "多摩")


def samples() -> Iterator[Sample]:
    """The files of the department."""
    yield visitors()
    yield emergency()
    yield privacy_policy()
    yield applicants_notice()
    yield rooms()
    yield cars()
    yield equipment()
    yield camera()
    yield entry_cards()


def visitors() -> Sample:
    """The visitors' book, typed in, with Japanese years."""
    host = Field("PERSON", lambda p: p.name, lambda p: company.handler("総務部", p))
    columns = {
        "来訪日": fields.wareki_day("visit", date(2026, 9, 1), date(2026, 9, 30)),
        "会社名": fields.COMPANY,
        "お名前": fields.SPACED_NAME,
        "人数": fields.number("party", 1, 2),
        "訪問先": host,
        "入館": fields.pick("in", ("09:00", "10:05", "13:00", "14:30", "15:55")),
        "退館": fields.pick("out", ("11:00", "12:10", "16:20", "17:30")),
        "カードNo": fields.pick("card", ("G-01", "G-02", "G-03", "G-04")),
    }
    sheets = [
        sheet(
            "令和8年9月", Table(columns, people(1000, 58)), [["来訪者記録"], ["受付担当は退館時刻を必ず記入すること"]]
        )
    ]
    return Sample(
        f"{ROOT}/来訪者記録_令和8年9月.xlsx", workbook.xlsx(sheets), together(sheets), "visitor_log", note="和暦"
    )


def emergency() -> Sample:
    """Staff and whom to call: two people a row."""
    relative = dict(zip(company.EVERYONE[:48], people(1100, 48), strict=True))
    kin = Field("PERSON", lambda p: f"{p.surname} {p.given}", lambda p: relative[p])
    columns = {
        "部署": fields.TEAM,
        "社員番号": fields.STAFF_CODE,
        "氏名": fields.NAME,
        "自宅電話": fields.LANDLINE,
        "携帯": fields.MOBILE,
        "緊急連絡先氏名": kin,
        "続柄": fields.pick("kin", FAMILY, "FAMILY_RELATION"),
        "緊急連絡先電話": fields.MOBILE.of(lambda p: relative[p]),
    }
    sheets = [sheet("連絡網", Table(columns, company.EVERYONE[:48]), [["緊急連絡網（取扱注意）"], []])]
    return Sample(
        f"{ROOT}/緊急連絡網_2026.xls",
        workbook.xls(sheets),
        together(sheets),
        "emergency_contacts",
        note="一行に本人と家族の二人",
    )


def privacy_policy() -> Sample:
    """Published; names the one in charge, which does not make it personal data to be registered."""
    chief = STAFF["総務部"][0]
    body = f"""
<p>{company.NAME}（以下「当社」）は、お客様の個人情報を適切に保護することを社会的責務と考え、次の方針を定めます。</p>
<h2>1. 個人情報の取得</h2><p>氏名、住所、電話番号、メールアドレス、生年月日、健康診断の結果等を、
適法かつ公正な手段により取得します。</p>
<h2>2. 利用目的</h2><ul><li>商品の発送及び代金の請求</li><li>健康診断の予約代行及び結果の管理</li>
<li>お問い合わせへの回答</li><li>採用選考及び雇用管理</li></ul>
<h2>3. 第三者提供</h2><p>法令に基づく場合を除き、ご本人の同意なく第三者に提供しません。</p>
<h2>4. 要配慮個人情報</h2><p>病歴、健康診断の結果、障害等の要配慮個人情報は、ご本人の同意を得て取得します。</p>
<h2>5. 開示等のご請求</h2><p>下記の窓口までご連絡ください。ご本人であることを運転免許証等で確認します。</p>
<h2>6. お問い合わせ窓口</h2><p>〒{company.POSTAL_CODE} {company.ADDRESS}<br>{company.NAME} 個人情報相談窓口<br>
電話 {company.PHONE}（平日9時～17時）　電子メール privacy@{company.DOMAIN}<br>
個人情報保護管理者　総務部長 {chief.name}</p>
<p>制定 2012年4月1日　最終改定 2025年6月1日<br>代表取締役社長　{company.DIRECTORS[0].name}</p>
"""
    return Sample(
        f"{ROOT}/公開文書/プライバシーポリシー.html",
        markup.html("個人情報保護方針", body),
        facts([chief, company.DIRECTORS[0]], "PERSON PHONE_NUMBER EMAIL_ADDRESS JP_ADDRESS JP_POSTAL_CODE"),
        personal=False,
        note="公表している方針。載るのは代表者と管理者の氏名だけ",
    )


def applicants_notice() -> Sample:
    """What applicants are told: long, full of the words, no data."""
    text = f"""
採用応募者の個人情報の取扱いについて

{company.NAME} 人事部

１．利用目的　ご提出いただいた履歴書、職務経歴書、健康診断書その他の書類に記載された個人情報は、
　　採用選考及び採用後の雇用管理に利用します。
２．項目　氏名、生年月日、住所、電話番号、メールアドレス、学歴・職歴、免許・資格、賞罰、扶養家族、顔写真
３．委託　選考業務の一部を委託することがあります。委託先には契約により適切な管理を求めます。
４．返却・廃棄　不採用の方の書類は、選考終了後六か月以内に裁断して廃棄します。
５．任意性　ご提出は任意ですが、ご提出いただけない場合は選考ができないことがあります。
６．窓口　人事部 採用係　電話 045-228-4120　saiyo@{company.DOMAIN}

上記に同意します。　　　年　　月　　日　　氏名　　　　　　　　　　　　印
"""
    return Sample(
        f"{ROOT}/公開文書/採用応募者の個人情報の取扱い.docx",
        word.docx([text]),
        facts([], "PHONE_NUMBER EMAIL_ADDRESS"),
        note="同意欄は空欄",
    )


def rooms() -> Sample:
    """Bookings of meeting rooms."""
    columns = {
        "日付": fields.day("room day", date(2026, 10, 1), date(2026, 10, 31)),
        "会議室": fields.pick("room", ("第1", "第2", "応接A", "Web会議")),
        "時間": fields.pick("hour", ("9-10", "10-12", "13-14", "15-17")),
        "予約者": fields.NAME,
        "部署": fields.TEAM,
        "内線": fields.number("extension", 2001, 2999),
        "用件": fields.pick("use", ("定例", "来客", "面接", "監査対応", "研修")),
    }
    sheets = [sheet("10月", Table(columns, company.EVERYONE[10:50]))]
    return Sample(f"{ROOT}/会議室予約.ods", workbook.ods(sheets), together(sheets))


def cars() -> Sample:
    """Company cars and the licences of their drivers."""
    drivers = STAFF["営業部"] + STAFF["物流センター"][:8]
    columns = {
        "登録番号": Field("JP_VEHICLE_NUMBER", plate),
        "車種": fields.pick("car", ("軽バン", "ハイブリッド", "2tトラック")),
        "使用者": fields.NAME,
        "免許証番号": fields.LICENSE,
        "免許有効期限": fields.wareki_day("valid", date(2027, 1, 1), date(2031, 12, 31)),
        "任意保険": fields.same("加入済"),
        "車検満了": fields.day("inspection", date(2026, 11, 1), date(2028, 9, 30)),
    }
    sheets = [
        sheet("車両", Table(columns, drivers), [["社用車・運転者台帳"], ["免許証は毎年4月に原本を確認すること"], []])
    ]
    return Sample(
        f"{ROOT}/車両/社用車・運転者台帳.xlsx",
        workbook.xlsx(sheets),
        together(sheets),
        flags="personal_identifier_code",
        note="免許証番号",
    )


def plate(one: Person) -> str:
    """横浜 500 さ 12-34."""
    chance = one.chance("plate")
    kana = chance.choice("さすせそたちつてとな")
    place, kind = chance.choice(PLATES), chance.choice((330, 480, 500, 530))
    return f"{place} {kind} {kana} {chance.randrange(10, 99)}-{chance.randrange(10, 99)}"


def equipment() -> Sample:
    """Things, not people; asset numbers of 12 digits."""
    table = Table(
        {
            "資産番号": fields.code("2026", 8, kind=""),
            "品名": fields.pick("thing", ("ノートPC", "電話機", "複合機", "名札プリンター", "書庫", "会議机")),
            "型番": fields.pick("model", ("NX-200", "TK-11", "MF-880", "PR-5")),
            "製造番号": fields.code("SN", 9, kind=""),
            "設置場所": fields.pick("place", ("本社3F", "本社5F", "物流センター", "横浜西口店")),
            "取得日": fields.day("bought", date(2018, 4, 1), date(2026, 3, 31)),
            "取得価額": fields.number("value", 9800, 480000, 100),
        },
        people(1200, 110),
    )
    return Sample(f"{ROOT}/備品台帳.csv", plain.separated(table.grid), note="物の一覧")


def camera() -> Sample:
    """The first bytes of an MP4."""
    content = (
        b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41" + b"\x00\x00\x00\x08free" + b"\x00\x00\x00\x08mdat"
    )
    return Sample(
        f"{ROOT}/防犯カメラ/202610/cam03_本社1F通用口_20261001_0800.mp4",
        content,
        status="media",
        personal=True,
        document_type="security_camera",
        note="映像は読めないが人が映る。人数は分からない",
    )


def entry_cards() -> Sample:
    """Who holds which card, tab-separated."""
    columns = {
        "カード番号": fields.code("IC", 6),
        "社員番号": fields.STAFF_CODE,
        "氏名": fields.NAME,
        "フリガナ": fields.KANA,
        "所属": fields.TEAM,
        "貸与日": fields.day("lent", date(2020, 4, 1), date(2026, 4, 1)),
        "返却日": fields.same(""),
    }
    table = Table(columns, company.EVERYONE[20:90])
    return Sample(
        f"{ROOT}/入館カード貸与.tsv", plain.separated(table.grid, "utf-8-sig", "\t"), table.facts, note="UTF-8 BOM"
    )

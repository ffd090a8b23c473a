"""02_総務部: contracts and rules."""

from __future__ import annotations

from collections.abc import Iterator

from samples import company, fields
from samples.formats import pdf, word
from samples.people import people
from samples.share import Sample, facts

ROOT = "02_総務部"

TERMS = """
第１条（目的）甲は乙に対し、甲の販売促進物の制作業務（以下「本業務」）を委託し、乙はこれを受託する。
第２条（秘密保持）乙は、本業務により知り得た甲の秘密及び個人情報を、甲の書面による承諾なく第三者に開示又は漏えいしてはならない。
第３条（再委託）乙は、甲の事前の書面による承諾なく、本業務の全部又は一部を第三者に再委託してはならない。
第４条（返却・消去）乙は、契約が終了したときは、甲から受領した資料及び個人情報を返却し、又は消去しなければならない。
第５条（報告）乙は、個人情報の漏えい等が生じたときは、直ちに甲に報告し、その指示に従う。
第６条（委託料）甲は乙に対し、毎月末日締め翌月末日払いで委託料を支払う。
"""


def samples() -> Iterator[Sample]:
    """The files on contracts and rules."""
    yield contract_template()
    yield contract()
    yield rules()


def contract_template() -> Sample:
    """A blank contract."""
    text = (
        "業務委託契約書\n\n　　　　　　　　　（以下「甲」）と　　　　　　　　　（以下「乙」）は、次のとおり契約する。\n"
    )
    text += (
        TERMS + "\n令和　　年　　月　　日\n\n甲　住所\n　　名称\n　　代表者　　　　　　　　　　印\n\n"
        "乙　住所\n　　氏名　　　　　　　　　　　印"
    )
    return Sample(f"{ROOT}/契約書/業務委託契約書_雛形.docx", word.docx([text]), note="空の様式")


def contract() -> Sample:
    """The same contract, signed with a freelancer."""
    other, president = people(1400, 1)[0], company.DIRECTORS[0]
    account = fields.ACCOUNT.cell(other)
    text = f"{company.NAME}（以下「甲」）と{other.name}（以下「乙」）は、次のとおり契約する。\n{TERMS}\n"
    text += f"委託料の振込先：ひかり銀行 関内支店 普通 {account} 口座名義 {other.kana}\n\n令和8年7月1日\n\n"
    text += f"甲　{company.ADDRESS}\n　　{company.NAME}\n　　代表取締役　{president.name}　印\n\n"
    text += f"乙　{other.address}\n　　{other.name}　印\n　　電話 {other.mobile}"
    return Sample(
        f"{ROOT}/契約書/業務委託契約書_{other.name}.pdf",
        pdf.pdf("業務委託契約書", [text], pdf.MINCHO),
        facts([other, president], "PERSON JP_ADDRESS PHONE_NUMBER JP_BANK_ACCOUNT"),
        "contract",
    )


def rules() -> Sample:
    """The company's rules on personal data, with the words of everything and the data of nobody."""
    chapters = [
        ("総則", "この規程は、当社が取り扱う個人情報の保護に関し必要な事項を定める。"),
        (
            "定義",
            "個人情報とは、生存する個人に関する情報であって、氏名、生年月日その他の記述等により特定の個人を識別できるものをいう。",
        ),
        ("個人番号", "個人番号（マイナンバー）は、番号法に定める事務以外の目的で取得し、保管してはならない。"),
        (
            "要配慮個人情報",
            "病歴、犯罪の経歴、健康診断の結果、障害、信条及び労働組合への加盟に関する情報は、本人の同意なく取得しない。",
        ),
        (
            "保管",
            "名簿、履歴書、健康診断個人票は施錠した書庫に保管する。電子データは利用者を限定したフォルダに保管する。",
        ),
        ("廃棄", "保管期限を過ぎた個人情報は、裁断、溶解又は復元できない方法による消去を行い、記録を残す。"),
        ("教育", "個人情報保護管理者は、全従業者に対し毎年一回以上の教育を行う。"),
        (
            "事故",
            "漏えい等を知った者は、直ちに総務部（内線2100）に連絡する。本人の数が千人を超えるときは速報を要する。",
        ),
    ]
    text = "個人情報保護規程\n（規程番号 G-012　2025年6月1日改定）\n\n"
    text += "\n".join(
        f"第{number}条（{head}）\n　{line}\n　２　細目は別に定める。" for number, (head, line) in enumerate(chapters, 1)
    )
    return Sample(
        f"{ROOT}/規程/個人情報保護規程.docx",
        word.docx([text], footer="無断複写を禁じます"),
        note="規程。人は出てこない",
    )

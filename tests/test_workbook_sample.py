"""A 台帳 as a company of eight departments would have it, for the tests of the workbook, and that it adds up."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

from inventory import suggestions
from inventory.cells import Seen, fill, of_files
from inventory.ledger import Cell, Coverage, FileLine, Ledger, LedgerLine
from inventory.queries import StoredFile, StoredKind
from inventory.queries_decided import StoredEntry, StoredField

RULES = suggestions.load()
KINDS = {
    "PERSON": "氏名", "JP_ADDRESS": "住所", "PHONE_NUMBER": "電話番号", "EMAIL_ADDRESS": "メールアドレス",
    "DATE_OF_BIRTH": "生年月日", "JP_MY_NUMBER": "個人番号（マイナンバー）", "JP_BANK_ACCOUNT": "口座番号",
    "HEALTH_CHECK": "健康診断・検査の結果", "ORGANISATION_ID": "社員番号・会員番号など",
    "FAMILY_RELATION": "続柄・扶養", "JP_CORPORATE_NUMBER": "法人番号",
}  # fmt: skip
CONTACT = ("PERSON", "JP_ADDRESS", "PHONE_NUMBER", "EMAIL_ADDRESS", "JP_CORPORATE_NUMBER")
STAFF = ("PERSON", "DATE_OF_BIRTH", "ORGANISATION_ID")
LINES = (  # department, type, name, kinds, flags, persons
    ("営業部", "customer_list", "顧客名簿", CONTACT, (), 12_345),
    ("営業部", "contact_list", "担当者・連絡先一覧", CONTACT, (), 480),
    ("営業部", "resume", "履歴書・職務経歴書", (*STAFF, "JP_ADDRESS"), (), 14),
    ("カスタマーサポート部", "inquiry_log", "問い合わせ履歴・クレーム記録", CONTACT, (), 3_210),
    ("カスタマーサポート部", "survey", "アンケート", CONTACT, (), 820),
    ("経理部", "payroll", "賃金台帳・給与・振込データ", (*STAFF, "JP_BANK_ACCOUNT"), ("financial_damage",), 118),
    ("経理部", "invoice", "請求書・領収書・納品書", CONTACT, (), 260),
    ("健康支援事業部", "health_check", "健康診断の結果", (*STAFF, "HEALTH_CHECK"), ("special_care",), 1_001),
    ("健康支援事業部", "medical_questionnaire", "問診票", (*STAFF, "HEALTH_CHECK"), ("special_care",), 77),
    ("情報システム部", "access_log", "アクセスログ・操作ログ", ("ORGANISATION_ID",), (), 118),
    ("情報システム部", "backup", "バックアップ・ダンプ", CONTACT, (), 9_000),
    ("人事部", "my_number_form", "個人番号を扱う書類", (*STAFF, "JP_MY_NUMBER", "FAMILY_RELATION"),
     ("my_number", "special_care", "personal_identifier_code"), 131),
    ("人事部", "employee_register", "労働者名簿・社員名簿", (*STAFF, "JP_ADDRESS"), (), 131),
    ("人事部", "applicant_list", "応募者一覧", CONTACT, (), 64),
    ("人事部", "personnel_evaluation", "人事評価・懲戒", STAFF, (), 118),
    ("総務部", "emergency_contacts", "緊急連絡網", (*CONTACT, "FAMILY_RELATION"), (), 131),
    ("総務部", "visitor_log", "来訪者記録", ("PERSON", "PHONE_NUMBER"), (), 940),
    ("物流センター", "shipping_label", "送り状", CONTACT, (), 5_400),
    ("物流センター", "other_name_contact", "氏名・連絡先を含む文書", CONTACT, (), 45),
    ("（直下）", "email", "電子メール", CONTACT, (), 33),
)  # fmt: skip
LONG = (
    "商品の発送、代金の請求、お問い合わせへの回答、新しい商品や催しのご案内のほか、個人を識別できない形に加工した統計を"
    "作成し、商品の改良と品質の向上に役立てるため（くわしくは個人情報保護方針 "
    "https://www.example.co.jp/privacy/policy.html を参照）"
)
EXTENSIONS = ("xlsx", "csv", "docx", "pdf", "eml")
CAUSES = ("partly_read", "encrypted", "corrupt", "unsupported", "too_large", "timed_out", "denied", "media")
NOTES = {
    "partly_read": "12ページのうち3ページは画像で、文字を読めませんでした。",
    "encrypted": "パスワードがかかっています。",
    "media": "映像です。人が映っているかを確かめてください。",
}


def stored(number: int, path: str, **changes: Any) -> StoredFile:
    """A file of the share; `changes` are fields."""
    plain = StoredFile(
        id=number, root="//fileserver/共有", path=path, container=None, size=48_000 + 997 * number,
        modified_ns=1_790_000_000_000_000_000 - number * 300_000_000_000_000, owner="suzuki.hanako",
        readable_by_all=number % 7 == 0, sha256=f"{number:064x}", media_type="text/csv", status="read", note="",
        personal=False, document_type=None, flags=(), persons=0, persons_max=0, reasons=(), department="総務部",
        gone=False, outer=path, kinds=(),
    )  # fmt: skip
    return replace(plain, **changes)


def file_line(file: StoredFile, name: str = "", line: int | None = None) -> FileLine:
    """The file as the lists show it."""
    return FileLine(
        file=file,
        document_name=name,
        flag_names=tuple(RULES.flags[flag] for flag in file.flags),
        kind_names=tuple(KINDS[kind] for kind in RULES.in_order(kind.kind for kind in file.kinds)),
        status_name=RULES.statuses[file.status],
        line=line,
    )


def office_ledger(**changes: Any) -> Ledger:
    """20 lines over 8 departments, 200 files with personal data, 40 clean ones, 8 causes of unread files."""
    lines, files = [], []
    for number, (department, code, name, kinds, flags, persons) in enumerate(LINES, 1):
        group = [_file(number, place, department, code, name, kinds, flags, persons) for place in range(10)]
        files += [file_line(file, name, number) for file in group]
        lines.append(_line(number, group, name, kinds, persons))
    files += [file_line(stored(1000 + place, f"総務部/規程/規程{place:02}.docx")) for place in range(40)]
    files += [
        file_line(stored(2000 + place, f"総務部/古い資料/資料{place}.dat", status=status, note=NOTES.get(status, "")))
        for place, status in enumerate(CAUSES * 2)
    ]
    members = sum(line.file.container is not None for line in files)
    statuses = Counter(line.file.status for line in files)
    ledger = Ledger(
        company="株式会社ひなた & 健康堂",
        compiled="2026-11-21T03:00:00.000000Z",
        roots=("//fileserver/共有",),
        lines=tuple(lines),
        files=tuple(files),
        coverage=Coverage(len(files), statuses, len(files) - members, members, sum(line.file.size for line in files)),
        flag_names=RULES.flags,
        status_names=RULES.statuses,
    )
    return replace(ledger, **changes)


def _file(
    number: int, place: int, department: str, code: str, name: str, kinds: tuple[str, ...], flags: tuple[str, ...],
    persons: int,
) -> StoredFile:  # fmt: skip
    folder = f"{department}/{name}/{2018 + place}年度" if place % 3 else f"{department}/_old/コピー ～ {name}"
    path = f"{folder}/{name}_{2018 + place}04_最終版_fixed_rev{place}.{EXTENSIONS[place % 5]}"
    member = place == 9
    outer = f"{folder}/まとめ.zip" if member else path
    return stored(
        number * 10 + place, f"{outer}!{name}/一覧.csv" if member else path, department=department,
        personal=True, document_type=code, flags=flags if place < 4 else flags[-1:], persons=persons // (place + 1),
        persons_max=persons, container=number * 10 if member else None, outer=outer,
        kinds=tuple(StoredKind(kind, 10 * place + persons, persons) for kind in sorted(kinds)),
    )  # fmt: skip


def _line(number: int, group: list[StoredFile], name: str, kinds: tuple[str, ...], persons: int) -> LedgerLine:
    first = group[0]
    code = first.document_type or ""
    seen = Seen(
        department=first.department, name=name, subject="", manager="",
        items={KINDS[kind]: persons for kind in RULES.in_order(kinds)},
        flags=tuple(RULES.flags[flag] for flag in first.flags), persons=persons, persons_max=persons + number % 3,
        files=group, copies=2,
    )  # fmt: skip
    confirmed = {}
    if number == 1:
        confirmed = {
            key: StoredField(value, "台帳の更新", "佐藤", "2026-10-01")
            for key, value in (("purpose", LONG), ("manager", "営業部長"), ("confirmed_on", "2026-10-01"))
        }
    entry = StoredEntry(number, first.department, code, "", "scan", "active", None, "2026-11-21", {}, confirmed)
    cells = fill(entry, of_files(seen), RULES.cells(code))
    return LedgerLine(
        number, first.department, code, name, persons, persons + number % 3, first.flags, kinds,
        tuple(file.id for file in group), cells, gone=number == 17,
    )  # fmt: skip


def test_the_sample_adds_up() -> None:
    ledger = office_ledger()
    assert len(ledger.lines) == 20
    assert len({line.department for line in ledger.lines}) == 9  # eight departments, and files that lie in none
    assert len(ledger.personal) == 200
    assert sum(ledger.coverage.by_status.values()) == ledger.coverage.total == 256
    assert isinstance(ledger.lines[0].cells["name"], Cell)

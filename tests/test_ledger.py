"""The 台帳: lines from files, persons counted once, suggestions marked, sums that reconcile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
import yaml

from inventory import suggestions
from inventory.cells import about
from inventory.compiling import compile_ledger
from inventory.editing import Verdict
from inventory.keeping import Keeper
from inventory.ledger import COLUMNS, Cell, Ledger, LedgerLine
from inventory.register import Register
from inventory.report import FileReport
from inventory.routing import Kept
from scanner.document import Status
from tests.registers import made
from tests.reports import ROOT, keys, kind, report

KIND_NAMES = {"PERSON": "氏名", "PHONE_NUMBER": "電話番号", "JP_ADDRESS": "住所", "JP_MY_NUMBER": "個人番号"}
DOCUMENT_NAMES = {"customer_list": "顧客名簿", "payroll": "賃金台帳・給与"}


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with Register.open(made(tmp_path / "daicho.db"), key_file=tmp_path / "daicho.key") as register:
        yield register


def scanned(register: Register, *containers: list[FileReport] | FileReport) -> Ledger:
    """The ledger after a complete scan that meets these files."""
    register.begin_run([ROOT], "0.1", "d1")
    for container in containers:
        register.record(container if isinstance(container, list) else [container])
    register.mark_gone()
    register.finish_run()
    return compiled(register)


def compiled(register: Register) -> Ledger:
    return compile_ledger(register, kind_names=KIND_NAMES, document_names=DOCUMENT_NAMES, company="株式会社みほん")


def one(ledger: Ledger) -> LedgerLine:
    (line,) = ledger.lines
    return line


# --- lines -----------------------------------------------------------------------------------------------------


def test_a_line_is_a_kind_of_document_in_a_department(register: Register) -> None:
    ledger = scanned(
        register,
        report("営業部/a.csv"),
        report("営業部/2024/b.xlsx"),
        report("総務部/c.csv"),
        report("総務部/製品.csv", personal=False, persons=0, persons_max=0, people=keys(), document_type=None),
    )
    assert [line.cells["name"].value for line in ledger.lines] == ["営業部 顧客名簿", "総務部 顧客名簿"]
    assert [len(line.files) for line in ledger.lines] == [2, 1]
    assert ledger.lines[0].cells["medium"] == Cell("電子ファイル（xlsx、csv）", "found")
    assert ledger.lines[0].cells["location"].value == "共有/営業部/2024\n共有/営業部"
    assert {line.file.path: line.line for line in ledger.files} == {
        "営業部/2024/b.xlsx": 1,
        "営業部/a.csv": 1,
        "総務部/c.csv": 2,
        "総務部/製品.csv": None,
    }


def test_every_line_has_every_column(register: Register) -> None:
    line = one(scanned(register, report("営業部/a.csv")))
    assert list(line.cells) == [column.key for column in COLUMNS]
    assert sum(column.mandatory for column in COLUMNS) == 7
    for key, cell in line.cells.items():
        assert (cell.state == "blank") == (cell.value == ""), key


def test_items_stand_in_the_order_of_the_ledger(register: Register) -> None:
    kinds = (
        kind("JP_MY_NUMBER", 1),
        kind("X_NEW", 2),
        kind("JP_ADDRESS", 3),
        kind("PERSON", 4),
        kind("JP_CORPORATE_NUMBER", 5),
    )
    line = one(scanned(register, report("a.csv", kinds=kinds)))
    assert line.cells["items"].value == "氏名、住所、個人番号、X_NEW"
    assert line.cells["items"].note.startswith("氏名 4件、住所 3件")


def test_suggestions_come_from_the_document_type_and_say_where_they_are_doubtful(register: Register) -> None:
    cells = one(scanned(register, report("経理部/a.csv", document_type="payroll"))).cells
    assert cells["purpose"] == Cell("給与の計算と支払", "suggested")
    assert "労働基準法" in cells["keep_reason"].value
    assert cells["subjects"].state == "suggested"
    assert cells["manager"].state == "blank"
    assert suggestions.load().documents["invoice"]["keep_until"].endswith(suggestions.TO_CHECK)


@pytest.mark.parametrize(
    ("kinds", "flags", "code"),
    [
        (("PERSON", "PHONE_NUMBER"), (), "other_name_contact"),
        (("PERSON", "DATE_OF_BIRTH"), (), "other_name"),
        (("EMAIL_ADDRESS",), (), "other_contact"),
        (("PERSON", "JP_BANK_ACCOUNT"), (), "other_payment"),
        (("PERSON", "MEDICAL_CONDITION"), ("special_care",), "other_special_care"),
        (("JP_MY_NUMBER",), ("my_number", "personal_identifier_code"), "other_my_number"),
        (("JP_PASSPORT",), ("personal_identifier_code",), "other_identifier"),
        ((), (), "other"),
    ],
)
def test_documents_of_no_known_type_are_grouped_by_content(
    register: Register, kinds: tuple[str, ...], flags: tuple[str, ...], code: str
) -> None:
    found = tuple(kind(name, 1) for name in kinds)
    assert one(scanned(register, report("a", document_type=None, kinds=found, flags=flags))).document_type == code


def test_lines_are_sorted_by_department_then_consequence_then_persons(register: Register) -> None:
    ledger = scanned(
        register,
        report("z.csv"),
        report("営業部/a.csv", document_type="survey"),
        report("営業部/b.csv", document_type="contract", persons=9, persons_max=9),
        report("営業部/c.csv", document_type="payroll", flags=("my_number",), persons=1, people=keys(1)),
        report("営業部/d.csv", document_type="health_check", flags=("special_care",)),
    )
    assert [line.document_type for line in ledger.lines] == [
        "payroll",
        "health_check",
        "contract",
        "survey",
        "customer_list",
    ]
    assert ledger.lines[0].cells["flags"] == Cell("特定個人情報", "found")
    assert [line.file.path for line in ledger.sensitive] == ["営業部/c.csv", "営業部/d.csv"]


# --- persons ---------------------------------------------------------------------------------------------------


def test_a_person_in_several_files_counts_once(register: Register) -> None:
    ledger = scanned(
        register,
        report("a.csv", people=keys(1, 2, 3)),
        report("b.csv", people=keys(2, 3, 4), persons_max=5),
    )
    assert (one(ledger).persons, one(ledger).persons_max) == (4, 6)


def test_copies_count_once_also_where_persons_have_no_hash(register: Register) -> None:
    copy = {"sha256": "same", "people": keys(1), "persons": 100, "persons_max": 120}
    line = one(scanned(register, report("営業部/a.csv", **copy), report("営業部/old/a.csv", **copy)))
    assert (line.persons, line.persons_max) == (100, 120)
    assert line.cells["items"].note == "氏名 3件、電話番号 3件"
    assert line.cells["remarks"].value == "ファイル 2件、うち同じ内容の複製 1件"


@pytest.mark.parametrize(
    ("persons", "most", "text"),
    [
        (0, 0, "不明"),
        (0, 8, "最大 8人"),
        (3, 3, "約3人"),
        (99, 99, "約99人"),
        (124, 124, "約120人"),
        (125, 150, "約130人（最大 150人）"),
        (1000, 1000, "約1,000人"),
        (1001, 1001, "約1,000人（最大 1,001人）"),  # 「千人を超える」 must not be rounded away
        (12_345, 12_345, "約12,000人"),
        (1_234_567, 1_234_567, "約1,200,000人"),
    ],
)
def test_numbers_of_persons_in_words(persons: int, most: int, text: str) -> None:
    assert about(persons, most) == text


# --- people and rescans ----------------------------------------------------------------------------------------


def test_what_a_person_confirmed_stands_and_the_difference_is_shown(register: Register) -> None:
    scanned(register, report("営業部/a.csv"))
    Keeper(register, "佐藤").set(1, "purpose", "カタログの送付")
    Keeper(register, "佐藤").suggest(1, "manager", "営業部長", source="昨年の台帳")
    cells = one(scanned(register, report("営業部/a.csv", modified_ns=5))).cells
    assert cells["purpose"].value == "カタログの送付"
    assert cells["purpose"].state == "confirmed"
    assert "商品・サービスの提供" in cells["purpose"].note
    assert cells["manager"] == Cell("営業部長", "suggested", "昨年の台帳")


def test_a_line_whose_files_are_gone_is_kept_if_somebody_worked_on_it(register: Register) -> None:
    scanned(register, report("営業部/a.csv"), report("人事部/b.csv"))
    number = 1 if compiled(register).lines[0].department == "営業部" else 2
    Keeper(register, "佐藤").set(number, "manager", "佐藤")
    line = one(scanned(register))
    assert (line.gone, line.department, line.cells["manager"].value) == (True, "営業部", "佐藤")


def test_a_line_entered_by_hand_is_there(register: Register) -> None:
    number = Keeper(register, "佐藤").add(Kept("総務部", "security_camera"))
    line = one(compiled(register))
    assert (line.number, line.gone, line.cells["department"].value) == (number, False, "総務部")


@pytest.mark.parametrize("verdict", ["not_applicable", "form_only"])
def test_files_that_a_person_ruled_out_make_no_line(register: Register, verdict: Verdict) -> None:
    scanned(register, report("a.csv"))
    keeper = Keeper(register, "佐藤")
    keeper.decide("file", "sha256 of a.csv", verdict)
    assert compiled(register).lines == ()
    keeper.decide("file", "sha256 of a.csv", "applicable")
    assert len(compiled(register).lines) == 1


# --- access, coverage ------------------------------------------------------------------------------------------


def test_permissions_are_a_hint_about_access(register: Register) -> None:
    ledger = scanned(register, report("営業部/a.csv"), report("総務部/b.csv", readable_by_all=True))
    closed, open_to_all = (line.cells["access"] for line in ledger.lines)
    assert closed == Cell("営業部の担当者", "suggested", "ファイルの所有者：suzuki")
    assert (open_to_all.value, open_to_all.state) == ("利用者全員（要確認）", "suggested")


def test_sums_reconcile(register: Register) -> None:
    ledger = scanned(
        register,
        report("a.csv"),
        report("b.csv", status="partly_read"),
        report("c.xlsx", status="encrypted", personal=False),
        [report("d.zip", personal=False), report("d.zip!e.csv"), report("d.zip!f.bin", status="unsupported")],
    )
    coverage = ledger.coverage
    assert (coverage.total, coverage.files, coverage.members) == (6, 4, 2)
    assert (coverage.examined, coverage.partly, coverage.unexamined) == (3, 1, 2)
    assert sum(coverage.by_status.values()) == coverage.total == len(ledger.files)
    assert [line.file.path for line in ledger.unread] == ["b.csv", "c.xlsx", "d.zip!f.bin"]
    assert ledger.unread[1].status_name == "未検査（暗号化・パスワード）"
    assert ledger.roots == (ROOT,)


def test_a_member_lies_where_its_container_lies(register: Register) -> None:
    line = one(scanned(register, [report("営業部/!a/b.zip", personal=False), report("営業部/!a/b.zip!x/y.csv")]))
    assert line.cells["location"].value == "共有/営業部/!a"


def test_many_folders_are_named_by_what_they_have_in_common(register: Register) -> None:
    line = one(scanned(register, *(report(f"営業部/{month}月/a.csv") for month in range(12))))
    assert line.cells["location"].value == "共有/営業部"


def test_an_empty_register_gives_an_empty_ledger(register: Register) -> None:
    ledger = compiled(register)
    assert (ledger.lines, ledger.files, ledger.coverage.total) == ((), (), 0)


# --- the data file ---------------------------------------------------------------------------------------------


def test_the_data_file_fits_the_ledger() -> None:
    rules = suggestions.load()
    columns = {column.key for column in COLUMNS}
    assert set(rules.statuses) == set(get_args(Status))
    for code, cells in {**rules.documents, "default": rules.default}.items():
        assert set(cells) <= columns, code
    for code, cells in rules.documents.items():
        assert {"business", "subjects", "purpose", "acquisition", "keep_until", "keep_reason"} <= set(cells), code


def test_a_misspelt_key_in_the_data_file_is_an_error() -> None:
    text = yaml.safe_dump({"flags": {}, "statuses": {}, "groups": [{"code": "x", "name": "x"}], "kind_order": []})
    with pytest.raises(KeyError):
        suggestions.parse(text)

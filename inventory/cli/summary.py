"""The closing summary of a scan: what was examined, and what lies where, to be read out to a client."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from inventory.cli import wording
from inventory.cli.screen import Shown, say, show_table
from inventory.compiling import compile_ledger
from inventory.ledger import Ledger
from inventory.queries import StoredFile
from inventory.register import Register
from inventory.settings import Settings

MOST_KINDS = 6  # kinds named per department
ORDER = ("PERSON", "JP_MY_NUMBER", "JP_ADDRESS", "PHONE_NUMBER", "EMAIL_ADDRESS", "DATE_OF_BIRTH")


def kept_ledger(register: Register, settings: Settings) -> Ledger:
    """The 台帳 as the register has it now, in the product's words."""
    return compile_ledger(
        register,
        kind_names=wording.kind_names(),
        document_names=wording.document_names(),
        company=settings.company,
        subjects=settings.subjects,
        managers=settings.managers,
    )


def applicable(ledger: Ledger) -> Collection[int]:
    """The numbers of the files behind the lines of the 台帳: personal data, less what a person ruled out."""
    return {number for line in ledger.lines for number in line.files}


def waiting(ledger: Ledger) -> int:
    """How many contents a person has still to decide about."""
    return len(
        {
            line.file.sha256 or line.file.id
            for line in ledger.files
            if line.verdict == "unclear" or (line.file.personal and not line.verdict)
        }
    )


def summarise(ledger: Ledger, register: Register) -> None:
    """Coverage in one line, a table of departments, then what is sensitive and what was not read."""
    coverage = ledger.coverage
    inside = f"（うち書庫・メールの中 {coverage.members:,}件）" if coverage.members else ""
    say(
        f"検査範囲: {coverage.total:,}件{inside}のうち、読めたもの {coverage.examined:,}件、"
        f"一部だけ読めたもの {coverage.partly:,}件、読めなかったもの {coverage.unexamined:,}件。"
    )
    personal = applicable(ledger)
    if not personal:
        within = "読めた範囲では、" if coverage.examined < coverage.total else ""
        say(f"{within}個人情報のあるファイルは見つかりませんでした。")
    else:
        say(f"個人情報のあるファイルは {len(personal):,}件、台帳の行は {len(ledger.lines):,}行です。")
        say("")
        show_table(_departments(ledger, register), _COLUMNS)
        say("")
    for text in _warnings(ledger, personal):
        say(text)


Cells = tuple[str, str, str, Sequence[str], Sequence[str]]

_COLUMNS: Sequence[Shown[Cells]] = (
    Shown("管理部門", lambda row: row[0]),
    Shown("ファイル", lambda row: row[1], right=True),
    Shown("本人の数", lambda row: row[2], right=True),
    Shown("主な種別（ファイル数）", lambda row: row[3]),
    Shown("区分", lambda row: row[4]),
)


def _departments(ledger: Ledger, register: Register) -> list[Cells]:
    """A row for each department, and one for the whole where there are several."""
    files = {line.file.id: line.file for line in ledger.files}
    held: dict[str, list[StoredFile]] = {}
    for line in ledger.lines:
        if line.files:
            held.setdefault(line.department, []).extend(files[number] for number in line.files)
    rows = [_row(department, chosen, register) for department, chosen in held.items()]
    if len(rows) > 1:
        everything = [file for chosen in held.values() for file in chosen]
        rows.append(("全体", *_row("", everything, register)[1:3], (), ()))
    return rows


def _row(department: str, files: Sequence[StoredFile], register: Register) -> Cells:
    kinds = Counter(kind.kind for file in files for kind in file.kinds)
    ranked = sorted(kinds, key=lambda kind: (ORDER.index(kind) if kind in ORDER else len(ORDER), -kinds[kind], kind))
    names = [f"{wording.short(wording.kind_names().get(kind, kind))} {kinds[kind]:,}" for kind in ranked[:MOST_KINDS]]
    if len(ranked) > MOST_KINDS:
        names.append(f"ほか{len(ranked) - MOST_KINDS}種")
    flags = {flag for file in files for flag in file.flags}
    flag_names = [wording.short(name) for flag, name in wording.flag_names().items() if flag in flags]
    return department, f"{len(files):,}", wording.persons(*register.people_in(files)), names, flag_names


def _warnings(ledger: Ledger, personal: Collection[int]) -> list[str]:
    texts = []
    for flag in ("my_number", "special_care"):
        files = [line for line in ledger.sensitive if flag in line.file.flags and line.file.id in personal]
        if files:
            exposed = sum(line.file.readable_by_all for line in files)
            these = "すべて" if exposed == len(files) else f"このうち{exposed:,}件は"
            where = f"{these}、だれでも読める設定です。" if exposed else ""
            texts.append(f"{wording.flag_names().get(flag, flag)}のあるファイルが {len(files):,}件あります。{where}")
    if ledger.unread:
        causes = Counter(line.status_name for line in ledger.unread)
        named = "、".join(f"{_cause(name)} {number:,}件" for name, number in causes.most_common())
        texts.append(f"読めなかったもの、一部だけ読めたもの: {named}。「daicho files --unread」で一覧できます。")
    return texts


def _cause(status: str) -> str:
    """「未検査（破損）」 as a cause: 「破損」."""
    return status.removeprefix("未検査（").removesuffix("）") if status.startswith("未検査（") else status

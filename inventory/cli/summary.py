"""The closing summary of a scan: what was examined, and what lies where, to be read out to a client."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from inventory.cli import wording
from inventory.cli.screen import Shown, console, say, table
from inventory.compiling import compile_ledger
from inventory.ledger import Ledger
from inventory.register import Register
from inventory.settings import Settings

MOST_KINDS = 5  # kinds named per department
ORDER = ("PERSON", "JP_MY_NUMBER", "JP_ADDRESS", "PHONE_NUMBER", "EMAIL_ADDRESS", "DATE_OF_BIRTH")


def kept_ledger(register: Register, settings: Settings) -> Ledger:
    """The 台帳 as the register has it now, in the product's words."""
    return compile_ledger(
        register,
        kind_names=wording.kind_names(),
        document_names=wording.document_names(),
        company=settings.company,
    )


def summarise(ledger: Ledger) -> None:
    """Coverage in one line, a table of departments, then what is sensitive and what was not read."""
    coverage = ledger.coverage
    say(
        f"検査範囲: {coverage.total:,}件（ファイル {coverage.files:,}件、書庫・メールの中 {coverage.members:,}件）のうち、"
        f"読めたもの {coverage.examined:,}件、一部 {coverage.partly:,}件、読めなかったもの {coverage.unexamined:,}件"
    )
    departments = _departments(ledger)
    if not departments:
        say("個人情報のあるファイルは見つかりませんでした。")
    else:
        say(f"個人情報のあるファイル: {len(ledger.personal):,}件、台帳の行: {len(ledger.lines):,}行")
        console().print(table(departments, _COLUMNS))
    for text in _warnings(ledger):
        say(text)


def _departments(ledger: Ledger) -> list[tuple[str, ...]]:
    rows = []
    for department in dict.fromkeys(line.department for line in ledger.lines if line.files):
        lines = [line for line in ledger.lines if line.department == department and line.files]
        files = [file for file in ledger.personal if file.file.department == department]
        kinds = Counter(kind.kind for file in files for kind in file.file.kinds)
        ranked = sorted(kinds, key=lambda kind: (ORDER.index(kind) if kind in ORDER else len(ORDER), -kinds[kind]))
        flags = {flag for line in lines for flag in line.flags}
        rows.append(
            (
                department,
                f"{len(files):,}",
                f"{max(line.persons for line in lines):,}～{sum(line.persons for line in lines):,}人"
                if len(lines) > 1
                else f"{lines[0].persons:,}人",
                "、".join(wording.kind_names().get(kind, kind) for kind in ranked[:MOST_KINDS])
                + (f" ほか{len(ranked) - MOST_KINDS}種" if len(ranked) > MOST_KINDS else ""),
                "・".join(name for flag, name in wording.flag_names().items() if flag in flags),
            )
        )
    return rows


_COLUMNS: Sequence[Shown[tuple[str, ...]]] = (
    Shown("管理部門", lambda row: row[0]),
    Shown("ファイル", lambda row: row[1], right=True),
    Shown("本人の数", lambda row: row[2], right=True),
    Shown("主な種別", lambda row: row[3]),
    Shown("区分", lambda row: row[4]),
)


def _warnings(ledger: Ledger) -> list[str]:
    texts = []
    for flag in ("my_number", "special_care"):
        files = [file for file in ledger.sensitive if flag in file.file.flags]
        if files:
            exposed = sum(file.file.readable_by_all for file in files)
            where = f"、うち{exposed:,}件は全員が読める場所にあります" if exposed else ""
            texts.append(f"{wording.flag_names().get(flag, flag)}のあるファイルが{len(files):,}件{where}。")
    if ledger.unread:
        causes = Counter(wording.status_names().get(file.file.status, file.file.status) for file in ledger.unread)
        named = "、".join(f"{name} {number:,}件" for name, number in causes.most_common())
        texts.append(f"読めなかった、または一部だけ読めたファイル: {named}。「daicho files --unread」で一覧できます。")
    return texts

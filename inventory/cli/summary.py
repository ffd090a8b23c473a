"""The closing summary of a scan: what was examined, and what lies where, to be read out to a client."""

from __future__ import annotations

from collections.abc import Sequence

from inventory.changes import Changes, since_last_scan
from inventory.cli import wording
from inventory.cli.screen import Shown, say, show_table
from inventory.compiling import compile_ledger
from inventory.ledger import Ledger
from inventory.overview import WARNED_OF, DepartmentFigures, Overview
from inventory.register import Register
from inventory.settings import Settings

MOST_KINDS = 6  # kinds named per department
ORDER = ("PERSON", "JP_MY_NUMBER", "JP_ADDRESS", "PHONE_NUMBER", "EMAIL_ADDRESS", "DATE_OF_BIRTH")


def kept_ledger(register: Register, settings: Settings, *, whole: bool = True) -> Ledger:
    """The 台帳 as the register has it now, in the product's words; `whole` as in `compile_ledger`."""
    return compile_ledger(
        register,
        kind_names=wording.kind_names(),
        document_names=wording.document_names(),
        company=settings.company,
        subjects=settings.subjects,
        managers=settings.managers,
        whole=whole,
    )


def kept_changes(register: Register, settings: Settings) -> Changes | None:
    """What the last scan changed, in the product's words; None where there is no scan before it."""
    return since_last_scan(register, wording.DOCUMENT_NAMES, settings.subjects)


def summarise(figures: Overview) -> None:
    """Coverage in one line, a table of departments, then what is sensitive and what was not read."""
    coverage = figures.coverage
    inside = f"（うち書庫・メールの中 {coverage.members:,}件）" if coverage.members else ""
    say(
        f"検査範囲: {coverage.total:,}件{inside}のうち、読めたもの {coverage.examined:,}件、"
        f"一部だけ読めたもの {coverage.partly:,}件、読めなかったもの {coverage.unexamined:,}件。"
    )
    if not figures.personal:
        within = "読めた範囲では、" if coverage.examined < coverage.total else ""
        say(f"{within}個人情報のあるファイルは見つかりませんでした。")
    else:
        say(f"個人情報のあるファイルは {figures.personal:,}件、台帳の行は {figures.entries:,}行です。")
        say("")
        show_table(_departments(figures), _COLUMNS)
        say("")
    for text in _warnings(figures):
        say(text)


Cells = tuple[str, str, str, Sequence[str], Sequence[str]]

_COLUMNS: Sequence[Shown[Cells]] = (
    Shown("管理部門", lambda row: row[0]),
    Shown("ファイル", lambda row: row[1], right=True),
    Shown("本人の数", lambda row: row[2], right=True),
    Shown("主な種別（ファイル数）", lambda row: row[3]),
    Shown("区分", lambda row: row[4]),
)


def _departments(figures: Overview) -> list[Cells]:
    """A row for each department, and one for the whole where there are several."""
    rows = [_row(department) for department in figures.departments]
    if figures.everything:
        rows.append(("全体", *_row(figures.everything)[1:3], (), ()))
    return rows


def _row(figures: DepartmentFigures) -> Cells:
    kinds = figures.kinds
    ranked = sorted(kinds, key=lambda kind: (ORDER.index(kind) if kind in ORDER else len(ORDER), -kinds[kind], kind))
    names = [f"{wording.short(wording.kind_names().get(kind, kind))} {kinds[kind]:,}" for kind in ranked[:MOST_KINDS]]
    if len(ranked) > MOST_KINDS:
        names.append(f"ほか{len(ranked) - MOST_KINDS}種")
    flag_names = [wording.short(name) for flag, name in wording.flag_names().items() if flag in figures.flags]
    persons = wording.persons(figures.persons, figures.persons_max)
    return figures.department, f"{figures.files:,}", persons, names, flag_names


def _warnings(figures: Overview) -> list[str]:
    texts = [
        f"{wording.flag_names().get(flag, flag)}のあるファイルが {figures.flagged[flag]:,}件あります。"
        for flag in WARNED_OF
        if figures.flagged.get(flag)
    ]
    if figures.causes:
        named = "、".join(f"{_cause(name)} {number:,}件" for name, number in figures.causes.items())
        texts.append(f"読めなかったもの、一部だけ読めたもの: {named}。「daicho files --unread」で一覧できます。")
    return texts


def _cause(status: str) -> str:
    """「未検査（破損）」 as a cause: 「破損」."""
    return status.removeprefix("未検査（").removesuffix("）") if status.startswith("未検査（") else status

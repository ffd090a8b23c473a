"""持ち出し台帳 and 委託先台帳: what left the house, and who handles data for us."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from inventory import suggestions
from inventory.entrusted import clauses
from inventory.entrusted.contractors import RESULTS, StoredContractor
from inventory.entrusted.takeouts import StoredTakeout
from inventory.export.lists import ListColumn, Listing
from inventory.export.styles import CENTRED, DATE, NUMBER

TAKEOUTS = "持ち出し台帳"
CONTRACTORS = "委託先台帳"


def takeouts(found: Sequence[StoredTakeout], kind_names: Mapping[str, str], today: date) -> Listing[StoredTakeout]:
    """持ち出し台帳: every request with what became of it."""
    late = sum(one.is_overdue(today) for one in found)
    out = sum(one.is_out for one in found)
    lead = f"持ち出しの申請 {len(found):,}件、持ち出し中 {out:,}件、期限を過ぎたもの {late:,}件。"
    flags = suggestions.load().flags
    columns: tuple[ListColumn[StoredTakeout], ...] = (
        ListColumn("No", 5, lambda one: None, CENTRED),
        ListColumn("持ち出し\n番号", 8, lambda one: one.id, CENTRED),
        ListColumn("状態", 12, lambda one: one.state_name, strong=lambda one: one.is_overdue(today)),
        ListColumn("内容", 26, lambda one: one.what),
        ListColumn("個人情報の項目", 22, lambda one: "、".join(kind_names.get(kind, kind) for kind in one.items)),
        ListColumn("区分", 14, lambda one: "、".join(flags.get(flag, flag) for flag in one.flags)),
        ListColumn("本人の数\n（最大）", 9, lambda one: one.persons_max or "不明", NUMBER),
        ListColumn("目的", 18, lambda one: one.purpose),
        ListColumn("行き先", 14, lambda one: one.destination),
        ListColumn("媒体", 12, lambda one: one.medium),
        ListColumn("保護", 14, lambda one: one.protection or "なし", strong=lambda one: one.is_unprotected),
        ListColumn("申請者", 11, lambda one: one.requested_by),
        ListColumn("承認者", 11, lambda one: one.decided_by),
        ListColumn("期限", 11, lambda one: _day(one.due_on), DATE, strong=lambda one: one.is_overdue(today)),
        ListColumn("返却", 11, lambda one: _day(one.returned_on), DATE),
        ListColumn("消去の確認", 11, lambda one: _day(one.deleted_on), DATE),
    )
    return Listing(TAKEOUTS, lead, columns, found, "持ち出しの記録はありません。")


def contractors(found: Sequence[StoredContractor], today: date) -> Listing[StoredContractor]:
    """委託先台帳: the seven clauses of each contract, and when it is looked at again."""
    due = sum(one.is_due(today) for one in found)
    lead = f"委託先 {len(found):,}件。点検の期限が来たもの {due:,}件。○ 条項あり、× なし、－ 確かめていません。"
    columns: tuple[ListColumn[StoredContractor], ...] = (
        ListColumn("No", 5, lambda one: None, CENTRED),
        ListColumn("委託先\n番号", 8, lambda one: one.id, CENTRED),
        ListColumn("委託先", 24, lambda one: one.name),
        ListColumn("委託する業務", 24, lambda one: one.business),
        ListColumn("台帳No", 10, lambda one: "、".join(map(str, one.entries)), CENTRED),
        ListColumn("状態", 9, lambda one: "委託中" if one.is_active else "終了", CENTRED),
        ListColumn("契約した日", 11, lambda one: _day(one.contracted_on), DATE),
        *(_clause(clause) for clause in clauses.load()),
        ListColumn("前回の点検", 15, _last),
        ListColumn("次の点検", 11, lambda one: _day(one.review_due), DATE, strong=lambda one: one.is_due(today)),
    )
    return Listing(CONTRACTORS, lead, columns, found, "委託先の記録はありません。")


def _clause(clause: clauses.Clause) -> ListColumn[StoredContractor]:
    marks = {"yes": "○", "no": "×", "unclear": "－"}

    def mark(one: StoredContractor) -> str:
        found = one.clauses.get(clause.code)
        return marks[found.answer] + (f"\n{found.place}" if found.place else "") if found else "－"

    return ListColumn(clause.name, 9.5, mark, CENTRED, strong=lambda one: clause in one.lacking)


def _last(one: StoredContractor) -> str:
    return f"{one.reviews[-1].reviewed_on}\n{RESULTS[one.reviews[-1].result]}" if one.reviews else "なし"


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None

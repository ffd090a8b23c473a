"""事故の記録: the cases with what they came to, what is still owed, and how they ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from inventory import suggestions
from inventory.export.lists import ListColumn, Listing
from inventory.export.styles import CENTRED, DATE, NUMBER
from inventory.incident import duties
from inventory.incident.assessment import CAUSES
from inventory.incident.cases import Case
from inventory.incident.words import STATES, VERDICTS

INCIDENTS = "事故の記録"


def incidents(found: Sequence[Case], today: date) -> Listing[Case]:
    """Every case, open or closed."""
    flags = suggestions.load().flags

    def is_late(case: Case) -> bool:
        return case.open and any((duty.days_left(today) or 0) < 0 for duty in duties.of_case(case))

    columns: tuple[ListColumn[Case], ...] = (
        ListColumn("No", 5, lambda one: None, CENTRED),
        ListColumn("事故\n番号", 6, lambda one: one.id, CENTRED),
        ListColumn("件名", 26, lambda one: one.title),
        ListColumn("状態", 8, lambda one: STATES[one.state], CENTRED),
        ListColumn("知った日", 12, lambda one: one.latest.noticed, DATE),
        ListColumn("原因", 14, lambda one: CAUSES.get(one.facts.get("cause", ""), "不明")),
        ListColumn("管理部門", 11, lambda one: "、".join(one.latest.departments)),
        ListColumn("個人情報の項目", 24, lambda one: "、".join(one.latest.items)),
        ListColumn("区分", 16, lambda one: "、".join(flags.get(flag, flag) for flag in one.latest.flags)),
        ListColumn("本人の数\n（最大）", 9, lambda one: one.latest.persons_max or "不明", NUMBER),
        ListColumn("委員会への\n報告", 12, lambda one: VERDICTS[one.latest.verdict("commission")]),
        ListColumn("報告・通知（期限と済んだ日）", 38, _owed, strong=is_late),
        ListColumn("終結の理由", 17, lambda one: one.closed_reason),
    )
    still = sum(one.open for one in found)
    lead = f"事故の記録 {len(found):,}件、対応中 {still:,}件。判断の理由と経過は「daicho incident show」にあります。"
    return Listing(INCIDENTS, lead, columns, found, "事故の記録はありません。")


def _owed(case: Case) -> str:
    return "\n".join(duty.on_paper for duty in duties.of_case(case) if case.open or duty.done)

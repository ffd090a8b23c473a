"""The sheet リスク分析表: every risk of every line with its measures, to be confirmed and filled in by people."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from inventory import risks
from inventory.export.list_sheets import STATES
from inventory.export.lists import ListColumn, Listing
from inventory.export.streaming import Value
from inventory.export.styles import BLANK, CENTRED, FOUND, Look
from inventory.ledger import Ledger
from inventory.risks import RiskLine

TITLE_OF_SHEET = "リスク分析表"
KEYS: Mapping[str, str] = {  # by which the columns are known when the sheet comes back
    "risk.number": "リスクNo", "risk.line": "台帳No", "risk.department": "管理部門", "risk.name": "個人情報の名称",
    "risk.stage": "局面", "risk.risk": "リスク", "risk.measures": "対策", "risk.residual": "残留リスク",
    "risk.state": "状態", "risk.note": "見直し（記入欄）",
}  # fmt: skip
SUGGESTED, CONFIRMED = STATES["suggested"], STATES["confirmed"]
_LOCKED = "リスクNoは行の目印です。変えないでください。新しいリスクの行では空けておき、台帳Noと局面を書きます。"


def editable(one: RiskLine) -> dict[str, str]:
    """What a person may change of a risk, as the sheet says it."""
    return {
        "risk": one.risk, "measures": one.measures, "residual": one.residual, "state": STATES[one.state],
        "note": one.note,
    }  # fmt: skip


def risk_analysis(ledger: Ledger) -> Listing[RiskLine]:
    """All risks, numbered as the 台帳 names them."""

    def column(
        key: str, heading: str, width: float, value: Callable[[RiskLine], Value], look: Look = FOUND,
        choices: tuple[str, ...] = (), locked: str = "",
    ) -> ListColumn[RiskLine]:  # fmt: skip
        return ListColumn(heading, width, value, look, key=f"risk.{key}", choices=choices, locked=locked)

    stages = tuple(risks.load().stages.values())
    columns: tuple[ListColumn[RiskLine], ...] = (
        ListColumn("No", 5, lambda one: None, CENTRED),
        column("number", "リスク\nNo", 8, lambda one: one.number, CENTRED, locked=_LOCKED),
        column("line", "台帳\nNo", 5, lambda one: one.line.number, CENTRED),
        column("department", "管理部門", 11, lambda one: one.line.cells["department"].value),
        column("name", "個人情報の名称", 20, lambda one: one.line.cells["name"].value),
        column("stage", "局面", 10, lambda one: one.stage_name, CENTRED, stages),
        column("risk", "リスク", 34, lambda one: one.risk),
        column("measures", "対策", 44, lambda one: one.measures),
        column("residual", "残留リスク", 30, lambda one: one.residual),
        column("state", "状態", 8, lambda one: STATES[one.state], CENTRED, (SUGGESTED, CONFIRMED)),
        column("note", "見直し\n（記入欄）", 14, lambda one: one.note, BLANK.but(across="left")),
    )
    lines = list(risks.of_ledger(ledger))
    waiting = sum(one.state == "suggested" for one in lines)
    lead = (
        f"台帳の行ごとに、取得から廃棄までの局面のリスクと対策 {len(lines):,}件。"
        f"候補 {waiting:,}件は {risks.load().compiled} の一覧からの案です。"
        "自社の対策に直すか、状態を「確認済」にしてください。"
    )
    return Listing(TITLE_OF_SHEET, lead, columns, lines, "台帳に行がありません。", grows=True)

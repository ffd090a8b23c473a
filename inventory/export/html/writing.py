"""Writes the report: figures and lists of the 台帳 into the template, whole or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined

from inventory import suggestions
from inventory.changes import Changes
from inventory.export import celltext, list_sheets, placing
from inventory.export.html import charts
from inventory.export.html.figures import Figures
from inventory.incident.worst import GRAVE
from inventory.ledger import Ledger
from inventory.version import program_version

MOST_ROWS = 200  # of a list; what is left out is said, and stands in the workbook
_TEMPLATE, _STYLE = "report.html.j2", "report.css"


def write_report(
    ledger: Ledger, counted: Figures, changed: Changes | None, kind_names: Mapping[str, str], made: str, path: Path
) -> None:
    """Write the report to a file; ExportError where that cannot be. `made` is the time that it shows."""
    context = _context(ledger, counted, changed, kind_names)
    text = _environment().get_template(_TEMPLATE).render(made=made, **context)
    with placing.placed(path) as file:
        file.write(text.encode("utf-8", "backslashreplace"))


def _context(
    ledger: Ledger, counted: Figures, changed: Changes | None, kind_names: Mapping[str, str]
) -> dict[str, Any]:
    coverage = ledger.coverage
    folder, file_name = list_sheets.address(ledger)
    sums = {status: coverage.by_status.get(status, 0) for status in ledger.status_names}
    sums |= {status: count for status, count in coverage.by_status.items() if status not in sums}
    most = max((share.kinds.get(kind, 0) for share in counted.departments for kind in counted.kinds), default=0)
    return {
        "ledger": ledger,
        "counted": counted,
        "changed": changed,
        "sums": sums,
        "slices": charts.slices(sums),
        "kind_names": {kind: kind_names.get(kind, kind).split("（")[0] for kind in counted.kinds},
        "grave": [flag for flag in ledger.flag_names if flag in suggestions.GRAVE],
        "sensitive": [line for line in ledger.holding if not set(suggestions.GRAVE).isdisjoint(line.file.flags)],
        "heat": lambda count: charts.heat(count, most),
        "bars": lambda shares: charts.bars([(share.persons, share.persons_max) for share in shares]),
        "trend": charts.trend,
        "drawing": (charts.WIDTH, charts.HEIGHT),
        "reasons": GRAVE,
        "folder": folder,
        "file_name": file_name,
        "causes": Counter(line.status_name for line in ledger.unread).most_common(),
        "most_rows": MOST_ROWS,
        "version": program_version(),
        "style": _resource(_STYLE),
    }


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(_resource),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["number"] = lambda count: f"{count:,}"
    environment.filters["people"] = _people
    environment.filters["visible"] = celltext.visible
    return environment


def _resource(name: str) -> str:
    return (files("inventory.export.html") / name).read_text(encoding="utf-8")


def _people(shown: Any) -> str:
    """The number of people of a share, line or file; unknown where nobody can count them."""
    if not shown.persons_max:
        return "不明"
    estimate = f"{shown.persons:,}～" if shown.persons_max > shown.persons else ""
    return f"{estimate}{shown.persons_max:,}人"

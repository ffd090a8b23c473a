"""What departments came to after a scan, and how much of each line was kept too long: written, read, compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, delete, insert, select

from inventory.models_watched import DepartmentCount, OverdueCount


@dataclass(frozen=True, slots=True)
class DepartmentTotal:
    """Files with personal data of a department and the persons in them, each counted once; empty: of all together."""

    department: str
    files: int
    persons: int
    persons_max: int


def keep(connection: Connection, run: int, totals: Iterable[DepartmentTotal], overdue: Mapping[int, int]) -> None:
    """Keep both with a scan, in place of what was kept with it before."""
    for table in (DepartmentCount, OverdueCount):
        connection.execute(delete(table).where(table.run_id == run))
    departments = [{"run_id": run} | asdict(total) for total in totals]
    late = [{"run_id": run, "entry_id": number, "files": files} for number, files in overdue.items()]
    for table, rows in ((DepartmentCount, departments), (OverdueCount, late)):
        if rows:
            connection.execute(insert(table), rows)


def departments(connection: Connection, run: int) -> dict[str, DepartmentTotal]:
    """The departments after a scan; empty where they were not counted."""
    columns = (
        DepartmentCount.department, DepartmentCount.files, DepartmentCount.persons, DepartmentCount.persons_max,
    )  # fmt: skip
    rows = connection.execute(select(*columns).where(DepartmentCount.run_id == run))
    return {row.department: DepartmentTotal(*row) for row in rows}


def overdue(connection: Connection, run: int) -> dict[int, int]:
    """The lines with files that were kept too long, and how many."""
    rows = connection.execute(select(OverdueCount.entry_id, OverdueCount.files).where(OverdueCount.run_id == run))
    return {row.entry_id: row.files for row in rows}

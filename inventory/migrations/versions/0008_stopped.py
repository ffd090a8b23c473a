"""Scans that stopped at their window of time, and what the scan that is noted with a file says since 0004."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    comment = "When it stopped because its window of time was over; NULL for all others"
    op.add_column("run", sa.Column("stopped", sa.Text(), nullable=True, comment=comment))
    if op.get_bind().dialect.name != "sqlite":  # which keeps no comments
        _comment("run", "ended", sa.Text(), True, "When it came to its end; NULL while it runs or if it did not")
        seen = "Scan that last examined it or found it back; one that met it as it was writes nothing"
        _comment("file", "seen_run_id", WHOLE, False, seen)


def _comment(table: str, column: str, kind: sa.types.TypeEngine[Any], nullable: bool, comment: str) -> None:
    op.alter_column(table, column, existing_type=kind, existing_nullable=nullable, comment=comment)

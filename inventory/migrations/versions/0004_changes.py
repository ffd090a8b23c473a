"""What each scan changed about files that it met before, and what departments and lines came to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STATUSES = "'read', 'partly_read', 'encrypted', 'corrupt', 'unsupported', 'too_large', 'timed_out', 'denied', 'media'"


def upgrade() -> None:
    _file_change()
    _department_count()
    _overdue_count()
    op.create_index("ix_file_first_run_id", "file", ["first_run_id"])
    op.execute(
        "INSERT INTO property (name, value) "
        "SELECT 'changes_kept_after', CAST(MAX(id) AS TEXT) FROM run HAVING MAX(id) IS NOT NULL"
    )


def _file_change() -> None:
    op.create_table(
        "file_change",
        sa.Column("file_id", WHOLE, nullable=False, comment="File"),
        sa.Column("run_id", WHOLE, nullable=False, comment="Scan that changed it"),
        sa.Column("size", WHOLE, nullable=False, comment="Bytes before"),
        sa.Column("modified_ns", WHOLE, nullable=False, comment="Last change before, nanoseconds since 1970"),
        sa.Column(
            "sha256",
            sa.Text(),
            nullable=False,
            comment="Digest of the content before; empty if it was not read to the end",
        ),
        sa.Column("status", sa.Text(), nullable=False, comment="How reading it ended before"),
        sa.Column("personal", sa.Boolean(), nullable=False, comment="Whether it held 個人情報 before"),
        sa.Column("document_type", sa.Text(), nullable=True, comment="Code of the document type before"),
        sa.Column("flags", sa.Text(), nullable=False, comment="Flags before, JSON list"),
        sa.Column("persons", WHOLE, nullable=False, comment="Distinct persons before, estimate"),
        sa.Column("persons_max", WHOLE, nullable=False, comment="Distinct persons before, the most it could be"),
        sa.Column("readable_by_all", sa.Boolean(), nullable=False, comment="Whether everybody could read it before"),
        sa.Column("gone", sa.Boolean(), nullable=False, comment="Whether it was gone before"),
        sa.CheckConstraint(f"status IN ({STATUSES})", name=op.f("ck_file_change_status")),
        sa.CheckConstraint("persons >= 0 AND persons_max >= persons", name=op.f("ck_file_change_persons")),
        sa.ForeignKeyConstraint(["file_id"], ["file.id"], name=op.f("fk_file_change_file_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_file_change_run_id")),
        sa.PrimaryKeyConstraint("file_id", "run_id", name=op.f("pk_file_change")),
        comment="States of files before the scans that changed them; the oldest are forgotten",
    )
    op.create_index("ix_file_change_run_id", "file_change", ["run_id"])


def _department_count() -> None:
    op.create_table(
        "department_count",
        sa.Column("run_id", WHOLE, nullable=False, comment="Scan"),
        sa.Column("department", sa.Text(), nullable=False, comment="管理部門; empty for all of them together"),
        sa.Column("files", WHOLE, nullable=False, comment="Files with personal data"),
        sa.Column("persons", WHOLE, nullable=False, comment="Distinct persons, estimate"),
        sa.Column("persons_max", WHOLE, nullable=False, comment="Distinct persons, the most it can be"),
        sa.CheckConstraint(
            "files >= 0 AND persons >= 0 AND persons_max >= persons", name=op.f("ck_department_count_counts")
        ),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_department_count_run_id")),
        sa.PrimaryKeyConstraint("run_id", "department", name=op.f("pk_department_count")),
        comment="Departments scan by scan",
    )


def _overdue_count() -> None:
    op.create_table(
        "overdue_count",
        sa.Column("run_id", WHOLE, nullable=False, comment="Scan"),
        sa.Column("entry_id", WHOLE, nullable=False, comment="Line of the 台帳"),
        sa.Column("files", WHOLE, nullable=False, comment="Files kept longer than the line allows"),
        sa.CheckConstraint("files > 0", name=op.f("ck_overdue_count_files")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_overdue_count_entry_id")),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_overdue_count_run_id")),
        sa.PrimaryKeyConstraint("run_id", "entry_id", name=op.f("pk_overdue_count")),
        comment="Lines with files beyond their 保管期限 scan by scan; a line without any has no row",
    )

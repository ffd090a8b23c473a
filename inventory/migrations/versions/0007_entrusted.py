"""Data that leaves the house: taken out for a time, or given to contractors."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _takeout()
    _contractor()


def _takeout() -> None:
    op.create_table(
        "takeout",
        sa.Column("id", WHOLE, nullable=False, comment="持ち出し番号, never reused"),
        sa.Column("state", sa.Text(), nullable=False, comment="requested, approved, refused or cancelled"),
        sa.Column("what", sa.Text(), nullable=False, comment="What is taken out, in words; no values"),
        sa.Column("files", WHOLE, nullable=False, comment="Files of the register among it"),
        sa.Column(
            "items", sa.Text(), nullable=False, comment="個人情報の項目 by the register, JSON list of codes of kinds"
        ),
        sa.Column("flags", sa.Text(), nullable=False, comment="special_care, my_number, …; JSON list"),
        sa.Column("persons", WHOLE, nullable=False, comment="Distinct persons, estimate"),
        sa.Column("persons_max", WHOLE, nullable=False, comment="Distinct persons, the most it can be"),
        sa.Column("purpose", sa.Text(), nullable=False, comment="Why it is taken out"),
        sa.Column("destination", sa.Text(), nullable=False, comment="Where to"),
        sa.Column("medium", sa.Text(), nullable=False, comment="On what: USB memory, notebook, paper …"),
        sa.Column("protection", sa.Text(), nullable=False, comment="Encryption or other protection; empty: none"),
        sa.Column("due_on", sa.Text(), nullable=False, comment="Day by which it is back, ISO 8601"),
        sa.Column("requested_by", sa.Text(), nullable=False, comment="Who asks"),
        sa.Column("requested_at", sa.Text(), nullable=False, comment="When"),
        sa.Column("decided_by", sa.Text(), nullable=False, comment="Who approved, refused or cancelled"),
        sa.Column("decided_at", sa.Text(), nullable=True, comment="When"),
        sa.Column("decision_reason", sa.Text(), nullable=False, comment="Why, or on what condition"),
        sa.Column("returned_on", sa.Text(), nullable=True, comment="Day on which it was back; NULL while it is out"),
        sa.Column(
            "deleted_on", sa.Text(), nullable=True, comment="Day on which its deletion from the medium was confirmed"
        ),
        sa.CheckConstraint("requested_by <> ''", name=op.f("ck_takeout_requested_by")),
        sa.CheckConstraint(
            "state = 'approved' OR (returned_on IS NULL AND deleted_on IS NULL)", name=op.f("ck_takeout_taken")
        ),
        sa.CheckConstraint("state = 'requested' OR decided_by <> ''", name=op.f("ck_takeout_decided_by")),
        sa.CheckConstraint("state IN ('requested', 'approved', 'refused', 'cancelled')", name=op.f("ck_takeout_state")),
        sa.CheckConstraint("persons >= 0 AND persons_max >= persons", name=op.f("ck_takeout_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_takeout")),
        comment="持ち出し台帳: one row for each request",
    )
    op.create_table(
        "takeout_place",
        sa.Column("takeout_id", WHOLE, nullable=False, comment="Request"),
        sa.Column("path", sa.Text(), nullable=False, comment="Address as the user wrote it"),
        sa.ForeignKeyConstraint(["takeout_id"], ["takeout.id"], name=op.f("fk_takeout_place_takeout_id")),
        sa.PrimaryKeyConstraint("takeout_id", "path", name=op.f("pk_takeout_place")),
        comment="Files and folders of a request, as they were addressed",
    )


def _contractor() -> None:
    op.create_table(
        "contractor",
        sa.Column("id", WHOLE, nullable=False, comment="委託先番号, never reused"),
        sa.Column("name", sa.Text(), nullable=False, comment="Name of the company"),
        sa.Column("business", sa.Text(), nullable=False, comment="What it is entrusted with"),
        sa.Column("state", sa.Text(), nullable=False, comment="active or ended"),
        sa.Column(
            "contracted_on", sa.Text(), nullable=True, comment="Day of the contract, ISO 8601; NULL if not known"
        ),
        sa.Column("review_due", sa.Text(), nullable=True, comment="Day by which it is looked at again, ISO 8601"),
        sa.Column("created_by", sa.Text(), nullable=False, comment="Who recorded it"),
        sa.Column("created_at", sa.Text(), nullable=False, comment="When"),
        sa.CheckConstraint("name <> ''", name=op.f("ck_contractor_name")),
        sa.CheckConstraint("state IN ('active', 'ended')", name=op.f("ck_contractor_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contractor")),
        comment="委託先の台帳",
    )
    op.create_table(
        "contractor_clause",
        sa.Column("contractor_id", WHOLE, nullable=False, comment="Contractor"),
        sa.Column("clause", sa.Text(), nullable=False, comment="Code of the clause"),
        sa.Column("answer", sa.Text(), nullable=False, comment="yes, no or unclear"),
        sa.Column("place", sa.Text(), nullable=False, comment="Where in the contract, such as 第5条"),
        sa.Column("checked_by", sa.Text(), nullable=False, comment="Who looked"),
        sa.Column("checked_at", sa.Text(), nullable=False, comment="When"),
        sa.CheckConstraint("answer IN ('yes', 'no', 'unclear')", name=op.f("ck_contractor_clause_answer")),
        sa.CheckConstraint("checked_by <> ''", name=op.f("ck_contractor_clause_checked_by")),
        sa.ForeignKeyConstraint(["contractor_id"], ["contractor.id"], name=op.f("fk_contractor_clause_contractor_id")),
        sa.PrimaryKeyConstraint("contractor_id", "clause", name=op.f("pk_contractor_clause")),
        comment="Clauses of the contract, as somebody found them",
    )
    op.create_table(
        "contractor_entry",
        sa.Column("contractor_id", WHOLE, nullable=False, comment="Contractor"),
        sa.Column("entry_id", WHOLE, nullable=False, comment="Line"),
        sa.ForeignKeyConstraint(["contractor_id"], ["contractor.id"], name=op.f("fk_contractor_entry_contractor_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_contractor_entry_entry_id")),
        sa.PrimaryKeyConstraint("contractor_id", "entry_id", name=op.f("pk_contractor_entry")),
        comment="Which lines of the 台帳 a contractor is concerned with",
    )
    op.create_index(op.f("ix_contractor_entry_entry_id"), "contractor_entry", ["entry_id"], unique=False)
    op.create_table(
        "contractor_review",
        sa.Column("id", WHOLE, nullable=False, comment="Number of the review"),
        sa.Column("contractor_id", WHOLE, nullable=False, comment="Contractor"),
        sa.Column("reviewed_on", sa.Text(), nullable=False, comment="Day, ISO 8601"),
        sa.Column("result", sa.Text(), nullable=False, comment="fit, to_mend or unfit"),
        sa.Column("note", sa.Text(), nullable=False, comment="In the words of the reviewer"),
        sa.Column("next_due", sa.Text(), nullable=False, comment="Day of the next review, ISO 8601"),
        sa.Column("reviewed_by", sa.Text(), nullable=False, comment="Who looked"),
        sa.Column("recorded_at", sa.Text(), nullable=False, comment="When it was recorded"),
        sa.CheckConstraint("result IN ('fit', 'to_mend', 'unfit')", name=op.f("ck_contractor_review_result")),
        sa.CheckConstraint("reviewed_by <> ''", name=op.f("ck_contractor_review_reviewed_by")),
        sa.ForeignKeyConstraint(["contractor_id"], ["contractor.id"], name=op.f("fk_contractor_review_contractor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contractor_review")),
        comment="Reviews of contractors; rows are never changed or deleted",
    )
    op.create_index(op.f("ix_contractor_review_contractor_id"), "contractor_review", ["contractor_id"], unique=False)
    _append_only("contractor_review")


def _append_only(table: str) -> None:
    """What was found at a review stays as it was (0003 made the function of a server)."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION daicho_append_only()"
        )
        return
    for action in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{action.lower()} BEFORE {action} ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END"
        )

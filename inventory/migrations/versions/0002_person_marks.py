"""Persons by name and mark, so that namesakes in different files are told apart; sketches of many persons."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "person_marks",
        sa.Column("file_id", WHOLE, nullable=False, comment="File that speaks of them"),
        sa.Column(
            "sketched",
            sa.Boolean(),
            nullable=False,
            comment="Whether these and file.person_keys are sketches (many persons)",
        ),
        sa.Column(
            "keys",
            sa.LargeBinary(),
            nullable=False,
            comment="Keyed hashes, 8 bytes each, sorted, or a theta sketch of them",
        ),
        sa.CheckConstraint("length(keys) % 8 = 0", name=op.f("ck_person_marks_keys")),
        sa.ForeignKeyConstraint(["file_id"], ["file.id"], name=op.f("fk_person_marks_file_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("file_id", name=op.f("pk_person_marks")),
        comment="Second keys of the persons of a file",
    )

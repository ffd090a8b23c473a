"""Who may read a file."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "access",
        sa.Column("id", WHOLE, nullable=False, comment="Number of the combination"),
        sa.Column("digest", sa.Text(), nullable=False, comment="Digest of the other columns, by which it is found"),
        sa.Column("readers", sa.Text(), nullable=False, comment="user:NAME, group:NAME or SIDs; JSON list"),
        sa.Column("known", sa.Boolean(), nullable=False, comment="Whether the readers could be told in full"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access")),
        sa.UniqueConstraint("digest", name=op.f("uq_access_digest")),
        comment="Combinations of users and groups that may read files",
    )
    if op.get_bind().dialect.name == "sqlite":  # adds a column with its reference in one statement only
        op.execute("ALTER TABLE file ADD COLUMN access_id INTEGER CONSTRAINT fk_file_access_id REFERENCES access (id)")
    else:
        comment = "Who may read it; NULL until a scan asked"
        op.add_column("file", sa.Column("access_id", WHOLE, nullable=True, comment=comment))
        op.create_foreign_key(op.f("fk_file_access_id"), "file", "access", ["access_id"], ["id"])

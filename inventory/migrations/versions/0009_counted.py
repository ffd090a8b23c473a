"""What was counted of the files is kept in blocks, and the database notes which blocks files change in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
FILES = 256  # of a block
COUNTED = (
    "root", "path", "container_id", "size", "modified_ns", "readable_by_all", "sha256", "status", "personal",
    "document_type", "flags", "persons", "persons_max", "person_keys", "department", "gone_run_id", "access_id",
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "counted_block",
        sa.Column("number", WHOLE, nullable=False, autoincrement=False, comment="First file / files of a block"),
        sa.Column("coverage", sa.Text(), nullable=False, comment="Status, on the share, files, bytes; JSON list"),
        sa.Column(
            "facts", sa.LargeBinary(), nullable=False,
            comment="Files with personal data, one after the other, in a few numbers each",
        ),
        sa.Column(
            "by_name", sa.LargeBinary(), nullable=False, comment="Their keys as in file.person_keys, but for sketches"
        ),
        sa.Column(
            "by_mark", sa.LargeBinary(), nullable=False,
            comment="Their keys as in person_marks.keys, where these differ",
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_counted_block")),
        comment="What was counted of files, block by block",
    )  # fmt: skip
    op.create_table(
        "stale_block",
        sa.Column("number", WHOLE, nullable=False, autoincrement=False, comment="counted_block.number"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_stale_block")),
        comment="Blocks that no longer say what their files are like",
    )
    op.create_table(
        "counted_state",
        sa.Column("token", sa.Text(), nullable=False, comment="Another one each time something is counted"),
        sa.Column(
            "value", sa.Text(), nullable=False,
            comment="Rules, decisions, routes, words by number, persons of lines; JSON",
        ),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_counted_state")),
        comment="One row: what the counted blocks belong to",
    )  # fmt: skip
    if op.get_bind().dialect.name == "sqlite":
        _watch_in_a_file()
    else:
        _watch_on_a_server()


def _watch_in_a_file() -> None:
    for name, action in (("changed", f"UPDATE OF {', '.join(COUNTED)}"), ("deleted", "DELETE")):
        op.execute(
            f"CREATE TRIGGER file_{name} AFTER {action} ON file "
            f"BEGIN INSERT OR IGNORE INTO stale_block (number) VALUES (OLD.id / {FILES}); END"
        )


def _watch_on_a_server() -> None:
    op.execute(
        "CREATE FUNCTION daicho_stale_block() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN INSERT INTO stale_block (number) VALUES (OLD.id / {FILES}) ON CONFLICT DO NOTHING; "
        "RETURN NULL; END $$"
    )
    op.execute(
        f"CREATE TRIGGER file_changed AFTER UPDATE OF {', '.join(COUNTED)} OR DELETE ON file "
        "FOR EACH ROW EXECUTE FUNCTION daicho_stale_block()"
    )

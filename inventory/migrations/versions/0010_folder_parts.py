"""Files of a folder in which nothing changes are known together, and the database notes where one of them changes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
FILES = 256  # of a block
MET = (
    "root", "path", "container_id", "size", "modified_ns", "owner", "readable_by_all", "status", "digest",
    "gone_run_id", "access_id",
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "folder_part",
        sa.Column("root", sa.Text(), nullable=False, comment="file.root"),
        sa.Column(
            "place", sa.Text(), nullable=False,
            comment="Address of the first file, the files of a folder come before its folders",
        ),
        sa.Column(
            "digest", sa.LargeBinary(), nullable=False,
            comment="Digest of what scan and share say of the files: names, sizes, times, readers, rules",
        ),
        sa.Column("first_id", WHOLE, nullable=False, comment="Least file.id among them"),
        sa.Column("last_id", WHOLE, nullable=False, comment="Greatest file.id among them"),
        sa.Column("numbers", sa.Text(), nullable=False, comment="All of them: 5-44 47-47"),
        sa.PrimaryKeyConstraint("root", "place", name=op.f("pk_folder_part")),
        comment="Some files of one folder, all of them as the last scans met them",
    )  # fmt: skip
    op.create_table(
        "touched_block",
        sa.Column("number", WHOLE, nullable=False, autoincrement=False, comment="First file / files of a block"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_touched_block")),
        comment="Blocks of files in which one is no longer as the parts of folders say",
    )
    there = sa.text("container_id IS NULL AND gone_run_id IS NULL")
    op.create_index(
        "ix_file_on_the_share", "file", ["root", "first_run_id", "seen_run_id"],
        sqlite_where=there, postgresql_where=there,
    )  # fmt: skip
    if op.get_bind().dialect.name == "sqlite":
        _watch_in_a_file()
    else:
        _watch_on_a_server()


def _watch_in_a_file() -> None:
    for name, action in (("touched", f"UPDATE OF {', '.join(MET)}"), ("removed", "DELETE")):
        op.execute(
            f"CREATE TRIGGER file_{name} AFTER {action} ON file "
            f"BEGIN INSERT OR IGNORE INTO touched_block (number) VALUES (OLD.id / {FILES}); END"
        )


def _watch_on_a_server() -> None:
    op.execute(
        "CREATE FUNCTION daicho_touched_block() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN INSERT INTO touched_block (number) VALUES (OLD.id / {FILES}) ON CONFLICT DO NOTHING; "
        "RETURN NULL; END $$"
    )
    op.execute(
        f"CREATE TRIGGER file_touched AFTER UPDATE OF {', '.join(MET)} OR DELETE ON file "
        "FOR EACH ROW EXECUTE FUNCTION daicho_touched_block()"
    )

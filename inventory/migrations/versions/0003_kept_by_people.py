"""The 台帳 that people work with: lines by group of persons, routes of files, history, risks, disposals, exports."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SUBJECT = "本人の区分 that tells lines of one type apart; empty: that of the type"
STATE = "active, excluded (no line of the 台帳) or merged (into another line)"
MERGED = "Line that took it over"
BASIS = "What was known of it when it was decided, JSON or empty; no values"
_APPEND_ONLY = ("change", "decision", "disposal", "checklist_answer")


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _new_entry()
        _new_decision()
    else:
        _alter_entry()
        _alter_decision()
    _route()
    _entry_count()
    _change()
    _risk()
    _disposal()
    _checklist_answer()
    _export()
    op.execute(
        "INSERT INTO route (entry_id, sha256, root, folder, department, document_type, subject) "
        "SELECT id, '', '', '', department, document_type, '' FROM entry WHERE origin = 'scan'"
    )
    _append_only()
    if op.get_bind().dialect.name == "postgresql":
        _long_addresses_on_server()


def _new_entry() -> None:
    """SQLite cannot drop a constraint: the lines move to a new table of the same name, which the others refer to."""
    op.execute("PRAGMA legacy_alter_table = ON")  # what refers to the table goes on referring to its name
    op.rename_table("entry", "entry_before")
    op.execute("PRAGMA legacy_alter_table = OFF")
    op.create_table(
        "entry",
        sa.Column("id", WHOLE, nullable=False, comment="管理No, never reused"),
        sa.Column("department", sa.Text(), nullable=False, comment="管理部門 that the files suggest"),
        sa.Column(
            "document_type",
            sa.Text(),
            nullable=False,
            comment="Code of the document type, or of a group of other documents",
        ),
        sa.Column("subject", sa.Text(), nullable=False, comment=SUBJECT),
        sa.Column(
            "origin",
            sa.Text(),
            nullable=False,
            comment="scan: suggested by a scan; person: entered by hand (paper, cameras …)",
        ),
        sa.Column("state", sa.Text(), nullable=False, comment=STATE),
        sa.Column("merged_into", WHOLE, nullable=True, comment=MERGED),
        sa.Column("created", sa.Text(), nullable=False, comment="When the line came into being"),
        sa.CheckConstraint("(state = 'merged') = (merged_into IS NOT NULL)", name=op.f("ck_entry_merged_into")),
        sa.CheckConstraint("origin IN ('scan', 'person')", name=op.f("ck_entry_origin")),
        sa.CheckConstraint("state IN ('active', 'excluded', 'merged')", name=op.f("ck_entry_state")),
        sa.ForeignKeyConstraint(["merged_into"], ["entry.id"], name=op.f("fk_entry_merged_into")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
        comment="台帳の行; kept even when its files are gone",
    )
    op.execute(
        "INSERT INTO entry (id, department, document_type, subject, origin, state, created) "
        "SELECT id, department, document_type, '', origin, 'active', created FROM entry_before"
    )
    op.drop_table("entry_before")


def _alter_entry() -> None:
    empty, active = sa.text("''"), sa.text("'active'")
    subject = sa.Column("subject", sa.Text(), nullable=False, server_default=empty, comment=SUBJECT)
    state = sa.Column("state", sa.Text(), nullable=False, server_default=active, comment=STATE)
    merged = sa.Column("merged_into", WHOLE, nullable=True, comment=MERGED)
    for column in (subject, state, merged):
        op.add_column("entry", column)
    for name in ("subject", "state"):
        op.alter_column("entry", name, server_default=None)
    op.drop_constraint("uq_entry_department_document_type", "entry", type_="unique")
    op.create_foreign_key("fk_entry_merged_into", "entry", "entry", ["merged_into"], ["id"])
    op.create_check_constraint(op.f("ck_entry_state"), "entry", "state IN ('active', 'excluded', 'merged')")
    op.create_check_constraint(op.f("ck_entry_merged_into"), "entry", "(state = 'merged') = (merged_into IS NOT NULL)")


def _new_decision() -> None:
    """As `_new_entry`; the old triggers go with the old table."""
    op.rename_table("decision", "decision_before")
    op.create_table(
        "decision",
        sa.Column("id", WHOLE, nullable=False, comment="Number of the decision"),
        sa.Column("subject_type", sa.Text(), nullable=False, comment="finding, file or entry"),
        sa.Column(
            "subject",
            sa.Text(),
            nullable=False,
            comment="Fingerprint of a finding, sha256 of a file, number of an entry",
        ),
        sa.Column("path", sa.Text(), nullable=False, comment="Address of the file when it was decided; for people"),
        sa.Column("verdict", sa.Text(), nullable=False, comment="applicable, not_applicable, form_only or unclear"),
        sa.Column("reviewer", sa.Text(), nullable=False, comment="Who decided"),
        sa.Column("decided_at", sa.Text(), nullable=False, comment="When"),
        sa.Column("reason", sa.Text(), nullable=False, comment="Why, in the words of the reviewer"),
        sa.Column("basis", sa.Text(), nullable=False, comment=BASIS),
        sa.CheckConstraint("reviewer <> ''", name=op.f("ck_decision_reviewer")),
        sa.CheckConstraint("subject_type IN ('finding', 'file', 'entry')", name=op.f("ck_decision_subject_type")),
        sa.CheckConstraint(
            "verdict IN ('applicable', 'not_applicable', 'form_only', 'unclear')", name=op.f("ck_decision_verdict")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_decision"),
        comment="Decisions of people; rows are never changed or deleted",
    )
    op.execute(
        "INSERT INTO decision (id, subject_type, subject, path, verdict, reviewer, decided_at, reason, basis) "
        "SELECT id, subject_type, subject, path, verdict, reviewer, decided_at, reason, '' FROM decision_before"
    )
    op.drop_table("decision_before")
    op.create_index("ix_decision_subject_type_subject", "decision", ["subject_type", "subject"], unique=False)


def _alter_decision() -> None:
    op.add_column(
        "decision", sa.Column("basis", sa.Text(), nullable=False, server_default=sa.text("''"), comment=BASIS)
    )
    op.alter_column("decision", "basis", server_default=None)


def _route() -> None:
    op.create_table(
        "route",
        sa.Column("id", WHOLE, nullable=False, comment="Number of the route"),
        sa.Column("entry_id", WHOLE, nullable=False, comment="Line that takes the files"),
        sa.Column("sha256", sa.Text(), nullable=False, comment="Digest of one content, wherever it lies"),
        sa.Column("root", sa.Text(), nullable=False, comment="Root of the scan"),
        sa.Column("folder", sa.Text(), nullable=False, comment="Address of a folder or file below the root"),
        sa.Column("department", sa.Text(), nullable=False, comment="管理部門 of the file"),
        sa.Column("document_type", sa.Text(), nullable=False, comment="Code of the document type or group"),
        sa.Column("subject", sa.Text(), nullable=False, comment="本人の区分 of the file"),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_route_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_route")),
        sa.UniqueConstraint("sha256", "root", "folder", "department", "document_type", "subject", name="uq_route"),
        comment="How files find their line, also those that are yet to come",
    )
    op.create_index(op.f("ix_route_entry_id"), "route", ["entry_id"], unique=False)


def _entry_count() -> None:
    op.create_table(
        "entry_count",
        sa.Column("run_id", WHOLE, nullable=False, comment="Scan"),
        sa.Column("entry_id", WHOLE, nullable=False, comment="Line of the 台帳"),
        sa.Column("files", WHOLE, nullable=False, comment="Files behind the line"),
        sa.Column("persons", WHOLE, nullable=False, comment="Distinct persons, estimate"),
        sa.Column("persons_max", WHOLE, nullable=False, comment="Distinct persons, the most it can be"),
        sa.CheckConstraint(
            "files >= 0 AND persons >= 0 AND persons_max >= persons", name=op.f("ck_entry_count_counts")
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_entry_count_entry_id")),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_entry_count_run_id")),
        sa.PrimaryKeyConstraint("run_id", "entry_id", name=op.f("pk_entry_count")),
        comment="Lines of the 台帳 scan by scan",
    )


def _change() -> None:
    op.create_table(
        "change",
        sa.Column("id", WHOLE, nullable=False, comment="Number of the change"),
        sa.Column("changed_at", sa.Text(), nullable=False, comment="When"),
        sa.Column("changed_by", sa.Text(), nullable=False, comment="Who"),
        sa.Column(
            "subject_type", sa.Text(), nullable=False, comment="entry, file, finding, risk, disposal, register …"
        ),
        sa.Column("subject", sa.Text(), nullable=False, comment="Number of the line, digest of the content …"),
        sa.Column(
            "field", sa.Text(), nullable=False, comment="What of it: a column of the 台帳, files, state, verdict …"
        ),
        sa.Column("before", sa.Text(), nullable=False, comment="What it was; empty if nothing"),
        sa.Column("after", sa.Text(), nullable=False, comment="What it is since"),
        sa.Column("reason", sa.Text(), nullable=False, comment="Why, or from where (workbook and cell)"),
        sa.CheckConstraint("changed_by <> ''", name=op.f("ck_change_changed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
        comment="Every change by a person; rows are never changed or deleted",
    )
    op.create_index(op.f("ix_change_subject_type_subject"), "change", ["subject_type", "subject"], unique=False)


def _risk() -> None:
    op.create_table(
        "risk",
        sa.Column("id", WHOLE, nullable=False, comment="リスクNo, never reused"),
        sa.Column("entry_id", WHOLE, nullable=False, comment="Line of the 台帳"),
        sa.Column("stage", sa.Text(), nullable=False, comment="Stage of the life cycle"),
        sa.Column("code", sa.Text(), nullable=False, comment="Code in the catalogue; own ones begin with own"),
        sa.Column("state", sa.Text(), nullable=False, comment="suggested or confirmed"),
        sa.Column("risk", sa.Text(), nullable=False, comment="What can happen"),
        sa.Column("measures", sa.Text(), nullable=False, comment="What is done against it"),
        sa.Column("residual", sa.Text(), nullable=False, comment="残留リスク"),
        sa.Column("changed_by", sa.Text(), nullable=False, comment="Who set it; empty for the program"),
        sa.Column("changed_at", sa.Text(), nullable=False, comment="When it was set"),
        sa.CheckConstraint(
            "stage IN ('acquisition', 'transfer', 'use', 'storage', 'provision', 'disposal')",
            name=op.f("ck_risk_stage"),
        ),
        sa.CheckConstraint("state IN ('suggested', 'confirmed')", name=op.f("ck_risk_state")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_risk_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risk")),
        sa.UniqueConstraint("entry_id", "stage", "code", "state", name=op.f("uq_risk_entry_id_stage_code_state")),
        comment="リスク分析表, linked to the 台帳 by number",
    )


def _disposal() -> None:
    op.create_table(
        "disposal",
        sa.Column("id", WHOLE, nullable=False, comment="Number of the record"),
        sa.Column("entry_id", WHOLE, nullable=False, comment="Line of the 台帳"),
        sa.Column("what", sa.Text(), nullable=False, comment="Files or media in words, such as a folder and a year"),
        sa.Column("files", WHOLE, nullable=False, comment="How many files; 0 where it was no file"),
        sa.Column("method", sa.Text(), nullable=False, comment="How"),
        sa.Column("disposed_on", sa.Text(), nullable=False, comment="Day, ISO 8601"),
        sa.Column("recorded_by", sa.Text(), nullable=False, comment="Who recorded it"),
        sa.Column("recorded_at", sa.Text(), nullable=False, comment="When it was recorded"),
        sa.CheckConstraint("recorded_by <> ''", name=op.f("ck_disposal_recorded_by")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_disposal_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disposal")),
        comment="廃棄の記録; rows are never changed or deleted",
    )


def _checklist_answer() -> None:
    op.create_table(
        "checklist_answer",
        sa.Column("id", WHOLE, nullable=False, comment="Number of the answer"),
        sa.Column("department", sa.Text(), nullable=False, comment="Department that was asked"),
        sa.Column("item", sa.Text(), nullable=False, comment="Code of the question"),
        sa.Column("answer", sa.Text(), nullable=False, comment="yes, no or later"),
        sa.Column("entry_id", WHOLE, nullable=True, comment="Line that came of it"),
        sa.Column("note", sa.Text(), nullable=False, comment="In their words"),
        sa.Column("answered_by", sa.Text(), nullable=False, comment="Who answered"),
        sa.Column("answered_at", sa.Text(), nullable=False, comment="When"),
        sa.CheckConstraint("answer IN ('yes', 'no', 'later')", name=op.f("ck_checklist_answer_answer")),
        sa.CheckConstraint("answered_by <> ''", name=op.f("ck_checklist_answer_answered_by")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_checklist_answer_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist_answer")),
        comment="Answers to the checklist of what clients forget; rows are never changed or deleted",
    )


def _export() -> None:
    op.create_table(
        "export",
        sa.Column("id", WHOLE, nullable=False, comment="Number of the export"),
        sa.Column("token", sa.Text(), nullable=False, comment="Mark inside the workbook by which it is known again"),
        sa.Column("exported_at", sa.Text(), nullable=False, comment="When"),
        sa.Column("department", sa.Text(), nullable=False, comment="Department it was made for; empty for all"),
        sa.Column(
            "snapshot",
            sa.LargeBinary(),
            nullable=False,
            comment="Cells as they were exported: JSON, deflated; no values",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export")),
        sa.UniqueConstraint("token", name=op.f("uq_export_token")),
        comment="Workbooks that were exported for people to fill in",
    )


def _append_only() -> None:
    if op.get_bind().dialect.name == "postgresql":
        _append_only_on_server()
    else:
        for table in _APPEND_ONLY:
            for action in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{action.lower()} BEFORE {action} ON {table} "
                    "BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END"
                )


def _append_only_on_server() -> None:
    op.execute(
        "CREATE FUNCTION daicho_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE 'the history is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    for table in _APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION daicho_append_only()"
        )


def _long_addresses_on_server() -> None:
    """A server sorts text by its language and indexes no more than 2.7 KB: addresses are sorted by code, as in a file,
    and told apart by their digest."""
    for column in ("root", "path"):
        op.execute(f'ALTER TABLE file ALTER COLUMN {column} TYPE text COLLATE "C"')
    op.drop_constraint("uq_file_root_path", "file", type_="unique")
    op.execute("CREATE UNIQUE INDEX uq_file_root_path ON file (md5(root), md5(path))")
    op.execute("CREATE INDEX ix_file_path ON file USING hash (path)")
    op.drop_constraint("uq_route", "route", type_="unique")
    op.execute(
        "CREATE UNIQUE INDEX uq_route ON route "
        "(sha256, md5(root), md5(folder), md5(department), document_type, md5(subject))"
    )

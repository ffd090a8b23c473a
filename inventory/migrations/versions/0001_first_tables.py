"""The first tables: what scans saw, and what people decided."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _property()
    _run()
    _file()
    _kind_total()
    _sample()
    _entry()
    _entry_field()
    _decision()
    _append_only()


def _property() -> None:
    op.create_table(
        "property",
        sa.Column("name", sa.Text(), nullable=False, comment="register_id, key_check"),
        sa.Column("value", sa.Text(), nullable=False, comment="Value of the property; never the key itself"),
        sa.PrimaryKeyConstraint("name", name="pk_property"),
        comment="The register itself: its identity and the check value of its key",
    )


def _run() -> None:
    op.create_table(
        "run",
        sa.Column("id", WHOLE, nullable=False, comment="Number of the scan"),
        sa.Column("roots", sa.Text(), nullable=False, comment="Roots that were scanned, JSON list"),
        sa.Column("started", sa.Text(), nullable=False, comment="When the scan began"),
        sa.Column(
            "ended", sa.Text(), nullable=True, comment="When it ended; NULL while it runs or if it was interrupted"
        ),
        sa.Column("version", sa.Text(), nullable=False, comment="Version of the program"),
        sa.Column("digest", sa.Text(), nullable=False, comment="Digest of rules, models and program version"),
        sa.Column("files_met", WHOLE, nullable=False, comment="Files and members met"),
        sa.Column("files_examined", WHOLE, nullable=False, comment="Files and members read anew"),
        sa.Column("files_gone", WHOLE, nullable=False, comment="Files that were there before and are no longer"),
        sa.Column("bytes_examined", WHOLE, nullable=False, comment="Bytes of the files read anew"),
        sa.CheckConstraint("ended IS NULL OR ended >= started", name=op.f("ck_run_ended_after_started")),
        sa.CheckConstraint(
            "files_met >= 0 AND files_examined >= 0 AND files_gone >= 0 AND bytes_examined >= 0",
            name=op.f("ck_run_totals"),
        ),
        sa.PrimaryKeyConstraint("id", name="pk_run"),
        comment="Scans, also those that were interrupted",
    )


def _file() -> None:
    op.create_table(
        "file",
        sa.Column("id", WHOLE, nullable=False, comment="Number of the file in this register"),
        sa.Column("root", sa.Text(), nullable=False, comment="Root of the scan under which it was met"),
        sa.Column("path", sa.Text(), nullable=False, comment="Address below the root with /; members as outer!inner"),
        sa.Column(
            "container_id", WHOLE, nullable=True, comment="File that holds this member; NULL for a file on the share"
        ),
        sa.Column("size", WHOLE, nullable=False, comment="Bytes"),
        sa.Column("modified_ns", WHOLE, nullable=False, comment="Last change, nanoseconds since 1970"),
        sa.Column("owner", sa.Text(), nullable=False, comment="Owner as the file system names it; empty if unknown"),
        sa.Column(
            "readable_by_all", sa.Boolean(), nullable=False, comment="Whether everybody on the system may read it"
        ),
        sa.Column(
            "sha256", sa.Text(), nullable=False, comment="Digest of the content; empty if it was not read to the end"
        ),
        sa.Column("media_type", sa.Text(), nullable=False, comment="What the content is, judged by content"),
        sa.Column("status", sa.Text(), nullable=False, comment="How reading it ended"),
        sa.Column("note", sa.Text(), nullable=False, comment="What a person must know about the reading; no values"),
        sa.Column("personal", sa.Boolean(), nullable=False, comment="Whether it holds 個人情報 (法2条1項)"),
        sa.Column("document_type", sa.Text(), nullable=True, comment="Code of the document type; NULL if none fits"),
        sa.Column("flags", sa.Text(), nullable=False, comment="special_care, my_number, …; JSON list"),
        sa.Column("persons", WHOLE, nullable=False, comment="Distinct persons, estimate"),
        sa.Column("persons_max", WHOLE, nullable=False, comment="Distinct persons, the most it can be"),
        sa.Column(
            "person_keys", sa.LargeBinary(), nullable=False, comment="Keyed hashes of the persons, 8 bytes each, sorted"
        ),
        sa.Column("reasons", sa.Text(), nullable=False, comment="Why it was judged so; JSON list, no values"),
        sa.Column("department", sa.Text(), nullable=False, comment="管理部門 by mapping or guess from the path"),
        sa.Column(
            "digest",
            sa.Text(),
            nullable=False,
            comment="Digest of rules, models and version that judged it; empty: read anew",
        ),
        sa.Column("first_run_id", WHOLE, nullable=False, comment="Scan that met it first"),
        sa.Column("examined_run_id", WHOLE, nullable=False, comment="Scan that last read it"),
        sa.Column("seen_run_id", WHOLE, nullable=False, comment="Scan that last met it"),
        sa.Column("gone_run_id", WHOLE, nullable=True, comment="Scan that no longer found it; NULL while it is there"),
        sa.CheckConstraint(
            "status IN ('read', 'partly_read', 'encrypted', 'corrupt', 'unsupported', 'too_large', 'timed_out', "
            "'denied', 'media')",
            name=op.f("ck_file_status"),
        ),
        sa.CheckConstraint("length(person_keys) % 8 = 0", name=op.f("ck_file_person_keys")),
        sa.CheckConstraint("persons >= 0 AND persons_max >= persons", name=op.f("ck_file_persons")),
        sa.CheckConstraint("size >= 0", name=op.f("ck_file_size")),
        sa.ForeignKeyConstraint(["container_id"], ["file.id"], name="fk_file_container_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["examined_run_id"], ["run.id"], name="fk_file_examined_run_id"),
        sa.ForeignKeyConstraint(["first_run_id"], ["run.id"], name="fk_file_first_run_id"),
        sa.ForeignKeyConstraint(["gone_run_id"], ["run.id"], name="fk_file_gone_run_id"),
        sa.ForeignKeyConstraint(["seen_run_id"], ["run.id"], name="fk_file_seen_run_id"),
        sa.PrimaryKeyConstraint("id", name="pk_file"),
        sa.UniqueConstraint("root", "path", name="uq_file_root_path"),
        comment="Every file met ends in exactly one row, also the one that could not be read",
    )
    op.create_index("ix_file_container_id", "file", ["container_id"], unique=False)
    op.create_index("ix_file_department_document_type", "file", ["department", "document_type"], unique=False)
    op.create_index("ix_file_sha256", "file", ["sha256"], unique=False)


def _kind_total() -> None:
    op.create_table(
        "kind_total",
        sa.Column("file_id", WHOLE, nullable=False, comment="File that holds them"),
        sa.Column("kind", sa.Text(), nullable=False, comment="Code of the kind, such as PERSON"),
        sa.Column("count", WHOLE, nullable=False, comment="Findings"),
        sa.Column("distinct_count", WHOLE, nullable=False, comment="Different values among them"),
        sa.CheckConstraint(
            "count >= 0 AND distinct_count >= 0 AND distinct_count <= count", name=op.f("ck_kind_total_counts")
        ),
        sa.ForeignKeyConstraint(["file_id"], ["file.id"], name="fk_kind_total_file_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("file_id", "kind", name="pk_kind_total"),
        comment="Kinds of personal data per file",
    )
    op.create_index("ix_kind_total_kind", "kind_total", ["kind"], unique=False)


def _sample() -> None:
    op.create_table(
        "sample",
        sa.Column("id", WHOLE, nullable=False, comment="Number of the sample"),
        sa.Column("file_id", WHOLE, nullable=False, comment="File that holds it"),
        sa.Column("kind", sa.Text(), nullable=False, comment="Code of the kind"),
        sa.Column("place", sa.Text(), nullable=False, comment="Where in the file, in words of the user"),
        sa.Column("masked", sa.Text(), nullable=False, comment="Masked value"),
        sa.Column("score", sa.Double(), nullable=False, comment="Certainty, 0 to 1"),
        sa.Column("evidence", sa.Text(), nullable=False, comment="Reasons, JSON list of Japanese phrases"),
        sa.Column("fingerprint", sa.Text(), nullable=False, comment="Keyed hash that recognises the finding again"),
        sa.CheckConstraint("score >= 0 AND score <= 1", name=op.f("ck_sample_score")),
        sa.ForeignKeyConstraint(
            ["file_id", "kind"],
            ["kind_total.file_id", "kind_total.kind"],
            name="fk_sample_file_id_kind",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_sample"),
        comment="A few findings per kind and file, masked",
    )
    op.create_index("ix_sample_file_id_kind", "sample", ["file_id", "kind"], unique=False)
    op.create_index("ix_sample_fingerprint", "sample", ["fingerprint"], unique=False)


def _entry() -> None:
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
        sa.Column(
            "origin",
            sa.Text(),
            nullable=False,
            comment="scan: suggested by a scan; person: entered by hand (paper, cameras …)",
        ),
        sa.Column("created", sa.Text(), nullable=False, comment="When the line came into being"),
        sa.CheckConstraint("origin IN ('scan', 'person')", name=op.f("ck_entry_origin")),
        sa.PrimaryKeyConstraint("id", name="pk_entry"),
        sa.UniqueConstraint("department", "document_type", name="uq_entry_department_document_type"),
        comment="台帳の行; kept even when its files are gone",
    )


def _entry_field() -> None:
    op.create_table(
        "entry_field",
        sa.Column("entry_id", WHOLE, nullable=False, comment="Line of the 台帳"),
        sa.Column("field", sa.Text(), nullable=False, comment="Column of the 台帳, such as purpose"),
        sa.Column("state", sa.Text(), nullable=False, comment="suggested or confirmed"),
        sa.Column("value", sa.Text(), nullable=False, comment="Text of the cell"),
        sa.Column(
            "source",
            sa.Text(),
            nullable=False,
            comment="Where the value comes from (law and article, workbook, person)",
        ),
        sa.Column("changed_by", sa.Text(), nullable=False, comment="Who set it; empty for the program"),
        sa.Column("changed_at", sa.Text(), nullable=False, comment="When it was set"),
        sa.CheckConstraint(
            "state = 'suggested' OR changed_by <> ''", name=op.f("ck_entry_field_confirmed_by_somebody")
        ),
        sa.CheckConstraint("state IN ('suggested', 'confirmed')", name=op.f("ck_entry_field_state")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name="fk_entry_field_entry_id"),
        sa.PrimaryKeyConstraint("entry_id", "field", "state", name="pk_entry_field"),
        comment="Values of a line; a suggestion and a confirmed value stand side by side",
    )


def _decision() -> None:
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
        sa.CheckConstraint("reviewer <> ''", name=op.f("ck_decision_reviewer")),
        sa.CheckConstraint("subject_type IN ('finding', 'file', 'entry')", name=op.f("ck_decision_subject_type")),
        sa.CheckConstraint(
            "verdict IN ('applicable', 'not_applicable', 'form_only', 'unclear')", name=op.f("ck_decision_verdict")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_decision"),
        comment="Decisions of people; rows are never changed or deleted",
    )
    op.create_index("ix_decision_subject_type_subject", "decision", ["subject_type", "subject"], unique=False)


def _append_only() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for action in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER decision_no_{action.lower()} BEFORE {action} ON decision "
                "BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END"
            )

"""Incidents: what leaked, what was learned and judged when, what was decided and done."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_APPEND_ONLY = ("incident_fact", "incident_step", "incident_assessment")


def upgrade() -> None:
    _incident()
    _fact()
    _subject()
    _step()
    _assessment()
    _request()
    for table in ("fact", "subject", "step", "assessment", "request"):
        name = f"incident_{table}"
        op.create_index(op.f(f"ix_{name}_incident_id"), name, ["incident_id"], unique=False)
    _append_only()


def _text(name: str, comment: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=nullable, comment=comment)


def _incident() -> None:
    op.create_table(
        "incident",
        sa.Column("id", WHOLE, nullable=False, comment="事故番号, never reused"),
        _text("title", "What people call it; no names of persons"),
        _text("state", "open or closed"),
        _text("opened_at", "When the case was recorded"),
        _text("opened_by", "Who recorded it"),
        _text("closed_at", "When it was closed; NULL while it is open", nullable=True),
        _text("closed_by", "Who closed it"),
        _text("closed_reason", "Why it could be closed"),
        sa.CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name=op.f("ck_incident_closed")),
        sa.CheckConstraint("opened_by <> ''", name=op.f("ck_incident_opened_by")),
        sa.CheckConstraint("state IN ('open', 'closed')", name=op.f("ck_incident_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
        comment="事故の記録: one row for each case",
    )


def _fact() -> None:
    op.create_table(
        "incident_fact",
        sa.Column("id", WHOLE, nullable=False, comment="Number of the fact"),
        sa.Column("incident_id", WHOLE, nullable=False, comment="Case"),
        _text("fact", "What it is about: noticed, cause, encrypted, recovered …"),
        _text("value", "What is known of it; empty: taken back"),
        _text("recorded_at", "When it was recorded"),
        _text("recorded_by", "Who recorded it"),
        sa.CheckConstraint("recorded_by <> ''", name=op.f("ck_incident_fact_recorded_by")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_incident_fact_incident_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_fact")),
        comment="What was known of a case and since when; rows are never changed or deleted",
    )


def _subject() -> None:
    persons = "Number of persons that the user states, of others; 0: unknown"
    op.create_table(
        "incident_subject",
        sa.Column("id", WHOLE, nullable=False, comment="Number of the row"),
        sa.Column("incident_id", WHOLE, nullable=False, comment="Case"),
        _text("kind", "place (file, folder, whole scan), entry, other (not in the register)"),
        _text("path", "Address of the place, in full where it could be told"),
        sa.Column("entry_id", WHOLE, nullable=True, comment="Line of the 台帳"),
        _text("words", "What it is, of others: in the words of the user"),
        sa.Column("persons", WHOLE, nullable=False, comment=persons),
        _text("added_at", "When it was named"),
        _text("added_by", "Who named it"),
        _text("withdrawn_at", "When it turned out not to be concerned", nullable=True),
        sa.CheckConstraint("(kind = 'entry') = (entry_id IS NOT NULL)", name=op.f("ck_incident_subject_entry")),
        sa.CheckConstraint("kind IN ('place', 'entry', 'other')", name=op.f("ck_incident_subject_kind")),
        sa.CheckConstraint("persons >= 0", name=op.f("ck_incident_subject_persons")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_incident_subject_entry_id")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_incident_subject_incident_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_subject")),
        comment="What a case concerns; what was named by mistake is withdrawn, not deleted",
    )


def _step() -> None:
    kinds = "'log', 'containment', 'decision', 'publication', 'report', 'notice', 'papers'"
    op.create_table(
        "incident_step",
        sa.Column("id", WHOLE, nullable=False, comment="Number of the step"),
        sa.Column("incident_id", WHOLE, nullable=False, comment="Case"),
        _text("kind", "log, containment, decision, publication, report, notice, papers"),
        _text("happened", "Day, with time where it is known, ISO 8601, local"),
        _text("text", "What; in the words of the user"),
        _text("recorded_at", "When it was recorded"),
        _text("recorded_by", "Who recorded it"),
        sa.CheckConstraint(f"kind IN ({kinds})", name=op.f("ck_incident_step_kind")),
        sa.CheckConstraint("recorded_by <> ''", name=op.f("ck_incident_step_recorded_by")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_incident_step_incident_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_step")),
        comment="経過 of a case; rows are never changed or deleted",
    )


def _assessment() -> None:
    result = "The assessment as JSON: scope, judgements with articles; no values"
    op.create_table(
        "incident_assessment",
        sa.Column("id", WHOLE, nullable=False, comment="Number of the assessment"),
        sa.Column("incident_id", WHOLE, nullable=False, comment="Case"),
        _text("assessed_at", "When"),
        _text("assessed_by", "Who had it judged"),
        _text("reason", "What gave rise to it, such as the facts that changed"),
        sa.Column("persons", WHOLE, nullable=False, comment="Distinct persons, estimate"),
        sa.Column("persons_max", WHOLE, nullable=False, comment="Distinct persons, the most it can be"),
        _text("result", result),
        sa.CheckConstraint("persons >= 0 AND persons_max >= persons", name=op.f("ck_incident_assessment_persons")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_incident_assessment_incident_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_assessment")),
        comment="Assessments of a case; rows are never changed or deleted",
    )


def _request() -> None:
    op.create_table(
        "incident_request",
        sa.Column("id", WHOLE, nullable=False, comment="Number of the request"),
        sa.Column("incident_id", WHOLE, nullable=False, comment="Case"),
        _text("recipient", "Who was asked: a company, the administrator of a site"),
        _text("what", "What was asked for"),
        _text("asked_on", "Day, ISO 8601"),
        _text("done_on", "Day on which it was confirmed; NULL while it is awaited", nullable=True),
        _text("note", "How it was confirmed"),
        _text("recorded_by", "Who recorded it last"),
        _text("recorded_at", "When it was recorded last"),
        sa.CheckConstraint("recorded_by <> ''", name=op.f("ck_incident_request_recorded_by")),
        sa.CheckConstraint("done_on IS NULL OR done_on >= asked_on", name=op.f("ck_incident_request_done_after_asked")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_incident_request_incident_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_request")),
        comment="削除・返却の依頼",
    )


def _append_only() -> None:
    """What was known, done and judged stays as it was, as the history does (0003 made the function of a server)."""
    server = op.get_bind().dialect.name == "postgresql"
    for table in _APPEND_ONLY:
        if server:
            op.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION daicho_append_only()"
            )
            continue
        for action in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{action.lower()} BEFORE {action} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END"
            )

"""The tables of the register for incidents: what leaked, what was learned when, what was judged and done.

A case is one row; facts, steps and assessments follow one another and are never changed, so that it can be said
later what was known and judged on which day. No column holds a value that was found.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from inventory.models import Base, one_of

INCIDENT_STATES = ("open", "closed")
SUBJECT_KINDS = ("place", "entry", "other")
STEP_KINDS = ("log", "containment", "decision", "publication", "report", "notice", "papers")


class Incident(Base):
    """One case: a loss, a misdelivery, an intrusion."""

    __tablename__ = "incident"
    __table_args__ = (
        one_of("state", INCIDENT_STATES, "state"),
        CheckConstraint("opened_by <> ''", name="opened_by"),
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed"),
        {"comment": "事故の記録: one row for each case"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="事故番号, never reused")
    title: Mapped[str] = mapped_column(comment="What people call it; no names of persons")
    state: Mapped[str] = mapped_column(comment="open or closed")
    opened_at: Mapped[str] = mapped_column(comment="When the case was recorded")
    opened_by: Mapped[str] = mapped_column(comment="Who recorded it")
    closed_at: Mapped[str | None] = mapped_column(comment="When it was closed; NULL while it is open")
    closed_by: Mapped[str] = mapped_column(comment="Who closed it")
    closed_reason: Mapped[str] = mapped_column(comment="Why it could be closed")


class IncidentFact(Base):
    """One thing that was learned about a case; the latest of its name holds."""

    __tablename__ = "incident_fact"
    __table_args__ = (
        CheckConstraint("recorded_by <> ''", name="recorded_by"),
        Index(None, "incident_id"),
        {"comment": "What was known of a case and since when; rows are never changed or deleted"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="Number of the fact")
    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id"), comment="Case")
    fact: Mapped[str] = mapped_column(comment="What it is about: noticed, cause, encrypted, recovered …")
    value: Mapped[str] = mapped_column(comment="What is known of it; empty: taken back")
    recorded_at: Mapped[str] = mapped_column(comment="When it was recorded")
    recorded_by: Mapped[str] = mapped_column(comment="Who recorded it")


class IncidentSubject(Base):
    """What a case concerns: a file, folder or whole scanned place, a line of the 台帳, or something in words."""

    __tablename__ = "incident_subject"
    __table_args__ = (
        one_of("kind", SUBJECT_KINDS, "kind"),
        CheckConstraint("(kind = 'entry') = (entry_id IS NOT NULL)", name="entry"),
        CheckConstraint("persons >= 0", name="persons"),
        Index(None, "incident_id"),
        {"comment": "What a case concerns; what was named by mistake is withdrawn, not deleted"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="Number of the row")
    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id"), comment="Case")
    kind: Mapped[str] = mapped_column(comment="place (file, folder, whole scan), entry, other (not in the register)")
    path: Mapped[str] = mapped_column(comment="Address of the place, in full where it could be told")
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id"), comment="Line of the 台帳")
    words: Mapped[str] = mapped_column(comment="What it is, of others: in the words of the user")
    persons: Mapped[int] = mapped_column(comment="Number of persons that the user states, of others; 0: unknown")
    added_at: Mapped[str] = mapped_column(comment="When it was named")
    added_by: Mapped[str] = mapped_column(comment="Who named it")
    withdrawn_at: Mapped[str | None] = mapped_column(comment="When it turned out not to be concerned")


class IncidentStep(Base):
    """Something that happened or was done about a case."""

    __tablename__ = "incident_step"
    __table_args__ = (
        one_of("kind", STEP_KINDS, "kind"),
        CheckConstraint("recorded_by <> ''", name="recorded_by"),
        Index(None, "incident_id"),
        {"comment": "経過 of a case; rows are never changed or deleted"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="Number of the step")
    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id"), comment="Case")
    kind: Mapped[str] = mapped_column(comment="log, containment, decision, publication, report, notice, papers")
    happened: Mapped[str] = mapped_column(comment="Day, with time where it is known, ISO 8601, local")
    text: Mapped[str] = mapped_column(comment="What; in the words of the user")
    recorded_at: Mapped[str] = mapped_column(comment="When it was recorded")
    recorded_by: Mapped[str] = mapped_column(comment="Who recorded it")


class IncidentAssessment(Base):
    """What a case was judged to be, each time it was judged."""

    __tablename__ = "incident_assessment"
    __table_args__ = (
        CheckConstraint("persons >= 0 AND persons_max >= persons", name="persons"),
        Index(None, "incident_id"),
        {"comment": "Assessments of a case; rows are never changed or deleted"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="Number of the assessment")
    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id"), comment="Case")
    assessed_at: Mapped[str] = mapped_column(comment="When")
    assessed_by: Mapped[str] = mapped_column(comment="Who had it judged")
    reason: Mapped[str] = mapped_column(comment="What gave rise to it, such as the facts that changed")
    persons: Mapped[int] = mapped_column(comment="Distinct persons, estimate")
    persons_max: Mapped[int] = mapped_column(comment="Distinct persons, the most it can be")
    result: Mapped[str] = mapped_column(comment="The assessment as JSON: scope, judgements with articles; no values")


class IncidentRequest(Base):
    """Somebody was asked to delete or give back what leaked."""

    __tablename__ = "incident_request"
    __table_args__ = (
        CheckConstraint("recorded_by <> ''", name="recorded_by"),
        CheckConstraint("done_on IS NULL OR done_on >= asked_on", name="done_after_asked"),
        Index(None, "incident_id"),
        {"comment": "削除・返却の依頼"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="Number of the request")
    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id"), comment="Case")
    recipient: Mapped[str] = mapped_column(comment="Who was asked: a company, the administrator of a site")
    what: Mapped[str] = mapped_column(comment="What was asked for")
    asked_on: Mapped[str] = mapped_column(comment="Day, ISO 8601")
    done_on: Mapped[str | None] = mapped_column(comment="Day on which it was confirmed; NULL while it is awaited")
    note: Mapped[str] = mapped_column(comment="How it was confirmed")
    recorded_by: Mapped[str] = mapped_column(comment="Who recorded it last")
    recorded_at: Mapped[str] = mapped_column(comment="When it was recorded last")

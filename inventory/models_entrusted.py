"""The tables of the register about data that leaves the house: taken out for a time, or given to contractors."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from inventory.models import Base, Texts, one_of

TAKEOUT_STATES = ("requested", "approved", "refused", "cancelled")
CONTRACTOR_STATES = ("active", "ended")
CLAUSE_ANSWERS = ("yes", "no", "unclear")
REVIEW_RESULTS = ("fit", "to_mend", "unfit")


class Takeout(Base):
    """Data that somebody asks to take out of the house, until it is back and deleted out there."""

    __tablename__ = "takeout"
    __table_args__ = (
        one_of("state", TAKEOUT_STATES, "state"),
        CheckConstraint("requested_by <> ''", name="requested_by"),
        CheckConstraint("persons >= 0 AND persons_max >= persons", name="persons"),
        CheckConstraint("state = 'requested' OR decided_by <> ''", name="decided_by"),
        CheckConstraint("state = 'approved' OR (returned_on IS NULL AND deleted_on IS NULL)", name="taken"),
        {"comment": "持ち出し台帳: one row for each request"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="持ち出し番号, never reused")
    state: Mapped[str] = mapped_column(comment="requested, approved, refused or cancelled")
    what: Mapped[str] = mapped_column(comment="What is taken out, in words; no values")
    files: Mapped[int] = mapped_column(comment="Files of the register among it")
    items: Mapped[Texts] = mapped_column(comment="個人情報の項目 by the register, JSON list of codes of kinds")
    flags: Mapped[Texts] = mapped_column(comment="special_care, my_number, …; JSON list")
    persons: Mapped[int] = mapped_column(comment="Distinct persons, estimate")
    persons_max: Mapped[int] = mapped_column(comment="Distinct persons, the most it can be")
    purpose: Mapped[str] = mapped_column(comment="Why it is taken out")
    destination: Mapped[str] = mapped_column(comment="Where to")
    medium: Mapped[str] = mapped_column(comment="On what: USB memory, notebook, paper …")
    protection: Mapped[str] = mapped_column(comment="Encryption or other protection; empty: none")
    due_on: Mapped[str] = mapped_column(comment="Day by which it is back, ISO 8601")
    requested_by: Mapped[str] = mapped_column(comment="Who asks")
    requested_at: Mapped[str] = mapped_column(comment="When")
    decided_by: Mapped[str] = mapped_column(comment="Who approved, refused or cancelled")
    decided_at: Mapped[str | None] = mapped_column(comment="When")
    decision_reason: Mapped[str] = mapped_column(comment="Why, or on what condition")
    returned_on: Mapped[str | None] = mapped_column(comment="Day on which it was back; NULL while it is out")
    deleted_on: Mapped[str | None] = mapped_column(comment="Day on which its deletion from the medium was confirmed")


class TakeoutPlace(Base):
    """A place of the register that a request names."""

    __tablename__ = "takeout_place"
    __table_args__ = ({"comment": "Files and folders of a request, as they were addressed"},)

    takeout_id: Mapped[int] = mapped_column(ForeignKey("takeout.id"), primary_key=True, comment="Request")
    path: Mapped[str] = mapped_column(primary_key=True, comment="Address as the user wrote it")


class Contractor(Base):
    """Somebody outside to whom the handling of personal data is entrusted (法25条)."""

    __tablename__ = "contractor"
    __table_args__ = (
        one_of("state", CONTRACTOR_STATES, "state"),
        CheckConstraint("name <> ''", name="name"),
        {"comment": "委託先の台帳"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="委託先番号, never reused")
    name: Mapped[str] = mapped_column(comment="Name of the company")
    business: Mapped[str] = mapped_column(comment="What it is entrusted with")
    state: Mapped[str] = mapped_column(comment="active or ended")
    contracted_on: Mapped[str | None] = mapped_column(comment="Day of the contract, ISO 8601; NULL if not known")
    review_due: Mapped[str | None] = mapped_column(comment="Day by which it is looked at again, ISO 8601")
    created_by: Mapped[str] = mapped_column(comment="Who recorded it")
    created_at: Mapped[str] = mapped_column(comment="When")


class ContractorEntry(Base):
    """A line of the 台帳 whose data a contractor handles."""

    __tablename__ = "contractor_entry"
    __table_args__ = ({"comment": "Which lines of the 台帳 a contractor is concerned with"},)

    contractor_id: Mapped[int] = mapped_column(ForeignKey("contractor.id"), primary_key=True, comment="Contractor")
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), primary_key=True, index=True, comment="Line")


class ContractorClause(Base):
    """Whether the contract has one of the clauses that rules/contractors.yaml asks for."""

    __tablename__ = "contractor_clause"
    __table_args__ = (
        one_of("answer", CLAUSE_ANSWERS, "answer"),
        CheckConstraint("checked_by <> ''", name="checked_by"),
        {"comment": "Clauses of the contract, as somebody found them"},
    )

    contractor_id: Mapped[int] = mapped_column(ForeignKey("contractor.id"), primary_key=True, comment="Contractor")
    clause: Mapped[str] = mapped_column(primary_key=True, comment="Code of the clause")
    answer: Mapped[str] = mapped_column(comment="yes, no or unclear")
    place: Mapped[str] = mapped_column(comment="Where in the contract, such as 第5条")
    checked_by: Mapped[str] = mapped_column(comment="Who looked")
    checked_at: Mapped[str] = mapped_column(comment="When")


class ContractorReview(Base):
    """A contractor was looked at: what it came to, and when next."""

    __tablename__ = "contractor_review"
    __table_args__ = (
        one_of("result", REVIEW_RESULTS, "result"),
        CheckConstraint("reviewed_by <> ''", name="reviewed_by"),
        {"comment": "Reviews of contractors; rows are never changed or deleted"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="Number of the review")
    contractor_id: Mapped[int] = mapped_column(ForeignKey("contractor.id"), index=True, comment="Contractor")
    reviewed_on: Mapped[str] = mapped_column(comment="Day, ISO 8601")
    result: Mapped[str] = mapped_column(comment="fit, to_mend or unfit")
    note: Mapped[str] = mapped_column(comment="In the words of the reviewer")
    next_due: Mapped[str] = mapped_column(comment="Day of the next review, ISO 8601")
    reviewed_by: Mapped[str] = mapped_column(comment="Who looked")
    recorded_at: Mapped[str] = mapped_column(comment="When it was recorded")

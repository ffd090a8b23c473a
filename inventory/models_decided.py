"""The tables of the register that people fill: the 台帳 with all that was decided about it. No scan changes them.

Nothing is deleted here: a line is merged or excluded, a decision follows another, and Change keeps what was before.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from inventory.models import Base, one_of

FIELD_STATES = ("suggested", "confirmed")
VERDICTS = ("applicable", "not_applicable", "form_only", "unclear")  # 該当・非該当・様式のみ・要確認
SUBJECTS = ("finding", "file", "entry")
ORIGINS = ("scan", "person")
ENTRY_STATES = ("active", "excluded", "merged")
STAGES = (
    "acquisition",
    "transfer",
    "use",
    "storage",
    "provision",
    "disposal",
)  # 取得・移送・利用・保管・委託/提供・廃棄


class Entry(Base):
    """One line of the 台帳: documents of a kind about a group of persons in a department, never a single file."""

    __tablename__ = "entry"
    __table_args__ = (
        one_of("origin", ORIGINS, "origin"),
        one_of("state", ENTRY_STATES, "state"),
        CheckConstraint("(state = 'merged') = (merged_into IS NOT NULL)", name="merged_into"),
        {"comment": "台帳の行; kept even when its files are gone"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="管理No, never reused")
    department: Mapped[str] = mapped_column(comment="管理部門 that the files suggest")
    document_type: Mapped[str] = mapped_column(comment="Code of the document type, or of a group of other documents")
    subject: Mapped[str] = mapped_column(
        comment="本人の区分 that tells lines of one type apart; empty: that of the type"
    )
    origin: Mapped[str] = mapped_column(comment="scan: suggested by a scan; person: entered by hand (paper, cameras …)")
    state: Mapped[str] = mapped_column(comment="active, excluded (no line of the 台帳) or merged (into another line)")
    merged_into: Mapped[int | None] = mapped_column(ForeignKey("entry.id"), comment="Line that took it over")
    created: Mapped[str] = mapped_column(comment="When the line came into being")


class Route(Base):
    """Which line files belong to. An empty condition takes everything; the most telling route of a file decides."""

    __tablename__ = "route"
    __table_args__ = (
        UniqueConstraint("sha256", "root", "folder", "department", "document_type", "subject", name="uq_route"),
        Index(None, "entry_id"),
        {"comment": "How files find their line, also those that are yet to come"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="Number of the route")
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), comment="Line that takes the files")
    sha256: Mapped[str] = mapped_column(comment="Digest of one content, wherever it lies")
    root: Mapped[str] = mapped_column(comment="Root of the scan")
    folder: Mapped[str] = mapped_column(comment="Address of a folder or file below the root")
    department: Mapped[str] = mapped_column(comment="管理部門 of the file")
    document_type: Mapped[str] = mapped_column(comment="Code of the document type or group")
    subject: Mapped[str] = mapped_column(comment="本人の区分 of the file")


class EntryField(Base):
    """One cell of a line that does not come from counting files: suggested, or confirmed by a person."""

    __tablename__ = "entry_field"
    __table_args__ = (
        one_of("state", FIELD_STATES, "state"),
        CheckConstraint("state = 'suggested' OR changed_by <> ''", name="confirmed_by_somebody"),
        {"comment": "Values of a line; a suggestion and a confirmed value stand side by side"},
    )

    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), primary_key=True, comment="Line of the 台帳")
    field: Mapped[str] = mapped_column(primary_key=True, comment="Column of the 台帳, such as purpose")
    state: Mapped[str] = mapped_column(primary_key=True, comment="suggested or confirmed")
    value: Mapped[str] = mapped_column(comment="Text of the cell")
    source: Mapped[str] = mapped_column(comment="Where the value comes from (law and article, workbook, person)")
    changed_by: Mapped[str] = mapped_column(comment="Who set it; empty for the program")
    changed_at: Mapped[str] = mapped_column(comment="When it was set")


class EntryCount(Base):
    """What a line came to after a scan, so that two scans can be compared."""

    __tablename__ = "entry_count"
    __table_args__ = (
        CheckConstraint("files >= 0 AND persons >= 0 AND persons_max >= persons", name="counts"),
        {"comment": "Lines of the 台帳 scan by scan"},
    )

    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"), primary_key=True, comment="Scan")
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), primary_key=True, comment="Line of the 台帳")
    files: Mapped[int] = mapped_column(comment="Files behind the line")
    persons: Mapped[int] = mapped_column(comment="Distinct persons, estimate")
    persons_max: Mapped[int] = mapped_column(comment="Distinct persons, the most it can be")


class Decision(Base):
    """What a person decided; append-only, the latest one holds."""

    __tablename__ = "decision"
    __table_args__ = (
        one_of("subject_type", SUBJECTS, "subject_type"),
        one_of("verdict", VERDICTS, "verdict"),
        CheckConstraint("reviewer <> ''", name="reviewer"),
        Index(None, "subject_type", "subject"),
        {"comment": "Decisions of people; rows are never changed or deleted"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="Number of the decision")
    subject_type: Mapped[str] = mapped_column(comment="finding, file or entry")
    subject: Mapped[str] = mapped_column(comment="Fingerprint of a finding, sha256 of a file, number of an entry")
    path: Mapped[str] = mapped_column(comment="Address of the file when it was decided; for people")
    verdict: Mapped[str] = mapped_column(comment="applicable, not_applicable, form_only or unclear")
    reviewer: Mapped[str] = mapped_column(comment="Who decided")
    decided_at: Mapped[str] = mapped_column(comment="When")
    reason: Mapped[str] = mapped_column(comment="Why, in the words of the reviewer")
    basis: Mapped[str] = mapped_column(comment="What was known of it when it was decided, JSON or empty; no values")


class Change(Base):
    """The history: who changed what, when, from what to what."""

    __tablename__ = "change"
    __table_args__ = (
        CheckConstraint("changed_by <> ''", name="changed_by"),
        Index(None, "subject_type", "subject"),
        {"comment": "Every change by a person; rows are never changed or deleted"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="Number of the change")
    changed_at: Mapped[str] = mapped_column(comment="When")
    changed_by: Mapped[str] = mapped_column(comment="Who")
    subject_type: Mapped[str] = mapped_column(comment="entry, file, finding, risk, disposal, register …")
    subject: Mapped[str] = mapped_column(comment="Number of the line, digest of the content …")
    field: Mapped[str] = mapped_column(comment="What of it: a column of the 台帳, files, state, verdict …")
    before: Mapped[str] = mapped_column(comment="What it was; empty if nothing")
    after: Mapped[str] = mapped_column(comment="What it is since")
    reason: Mapped[str] = mapped_column(comment="Why, or from where (workbook and cell)")


class Risk(Base):
    """One risk of a line at a stage of the life cycle, with the measures against it."""

    __tablename__ = "risk"
    __table_args__ = (
        UniqueConstraint("entry_id", "stage", "code", "state"),
        one_of("stage", STAGES, "stage"),
        one_of("state", FIELD_STATES, "state"),
        {"comment": "リスク分析表, linked to the 台帳 by number"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="リスクNo, never reused")
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), comment="Line of the 台帳")
    stage: Mapped[str] = mapped_column(comment="Stage of the life cycle")
    code: Mapped[str] = mapped_column(comment="Code in the catalogue; own ones begin with own")
    state: Mapped[str] = mapped_column(comment="suggested or confirmed")
    risk: Mapped[str] = mapped_column(comment="What can happen")
    measures: Mapped[str] = mapped_column(comment="What is done against it")
    residual: Mapped[str] = mapped_column(comment="残留リスク")
    changed_by: Mapped[str] = mapped_column(comment="Who set it; empty for the program")
    changed_at: Mapped[str] = mapped_column(comment="When it was set")


class Disposal(Base):
    """Data that was deleted or destroyed at the end of its life."""

    __tablename__ = "disposal"
    __table_args__ = (
        CheckConstraint("recorded_by <> ''", name="recorded_by"),
        {"comment": "廃棄の記録; rows are never changed or deleted"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="Number of the record")
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), comment="Line of the 台帳")
    what: Mapped[str] = mapped_column(comment="Files or media in words, such as a folder and a year")
    files: Mapped[int] = mapped_column(comment="How many files; 0 where it was no file")
    method: Mapped[str] = mapped_column(comment="How")
    disposed_on: Mapped[str] = mapped_column(comment="Day, ISO 8601")
    recorded_by: Mapped[str] = mapped_column(comment="Who recorded it")
    recorded_at: Mapped[str] = mapped_column(comment="When it was recorded")


class ChecklistAnswer(Base):
    """What a department said about something that no scan can find; the latest one holds."""

    __tablename__ = "checklist_answer"
    __table_args__ = (
        one_of("answer", ("yes", "no", "later"), "answer"),
        CheckConstraint("answered_by <> ''", name="answered_by"),
        {"comment": "Answers to the checklist of what clients forget; rows are never changed or deleted"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="Number of the answer")
    department: Mapped[str] = mapped_column(comment="Department that was asked")
    item: Mapped[str] = mapped_column(comment="Code of the question")
    answer: Mapped[str] = mapped_column(comment="yes, no or later")
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id"), comment="Line that came of it")
    note: Mapped[str] = mapped_column(comment="In their words")
    answered_by: Mapped[str] = mapped_column(comment="Who answered")
    answered_at: Mapped[str] = mapped_column(comment="When")


class Export(Base):
    """A workbook that left the register, with what it said, so that it can come back and be merged."""

    __tablename__ = "export"
    __table_args__ = (
        UniqueConstraint("token"),
        {"comment": "Workbooks that were exported for people to fill in"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="Number of the export")
    token: Mapped[str] = mapped_column(comment="Mark inside the workbook by which it is known again")
    exported_at: Mapped[str] = mapped_column(comment="When")
    department: Mapped[str] = mapped_column(comment="Department it was made for; empty for all")
    snapshot: Mapped[bytes] = mapped_column(
        LargeBinary, comment="Cells as they were exported: JSON, deflated; no values"
    )

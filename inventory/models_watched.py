"""The tables of the register about what changed from scan to scan."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from inventory.models import STATUSES, Base, Texts, one_of


class FileChange(Base):
    """What a file was like before a scan that changed it. A scan that finds it as it was writes nothing here.

    What a file was like after any scan is its row in `file`, with the changes of all later scans taken back.
    """

    __tablename__ = "file_change"
    __table_args__ = (
        Index(None, "run_id"),
        one_of("status", STATUSES, "status"),
        CheckConstraint("persons >= 0 AND persons_max >= persons", name="persons"),
        {"comment": "States of files before the scans that changed them; the oldest are forgotten"},
    )

    file_id: Mapped[int] = mapped_column(ForeignKey("file.id", ondelete="CASCADE"), primary_key=True, comment="File")
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"), primary_key=True, comment="Scan that changed it")
    size: Mapped[int] = mapped_column(comment="Bytes before")
    modified_ns: Mapped[int] = mapped_column(comment="Last change before, nanoseconds since 1970")
    sha256: Mapped[str] = mapped_column(comment="Digest of the content before; empty if it was not read to the end")
    status: Mapped[str] = mapped_column(comment="How reading it ended before")
    personal: Mapped[bool] = mapped_column(comment="Whether it held 個人情報 before")
    document_type: Mapped[str | None] = mapped_column(comment="Code of the document type before")
    flags: Mapped[Texts] = mapped_column(comment="Flags before, JSON list")
    persons: Mapped[int] = mapped_column(comment="Distinct persons before, estimate")
    persons_max: Mapped[int] = mapped_column(comment="Distinct persons before, the most it could be")
    readable_by_all: Mapped[bool] = mapped_column(comment="Whether everybody could read it before")
    gone: Mapped[bool] = mapped_column(comment="Whether it was gone before")


class DepartmentCount(Base):
    """How many files with personal data a department had after a scan, and how many persons, each counted once."""

    __tablename__ = "department_count"
    __table_args__ = (
        CheckConstraint("files >= 0 AND persons >= 0 AND persons_max >= persons", name="counts"),
        {"comment": "Departments scan by scan"},
    )

    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"), primary_key=True, comment="Scan")
    department: Mapped[str] = mapped_column(primary_key=True, comment="管理部門; empty for all of them together")
    files: Mapped[int] = mapped_column(comment="Files with personal data")
    persons: Mapped[int] = mapped_column(comment="Distinct persons, estimate")
    persons_max: Mapped[int] = mapped_column(comment="Distinct persons, the most it can be")


class OverdueCount(Base):
    """How many files of a line were kept longer than it allows, on the day of a scan."""

    __tablename__ = "overdue_count"
    __table_args__ = (
        CheckConstraint("files > 0", name="files"),
        {"comment": "Lines with files beyond their 保管期限 scan by scan; a line without any has no row"},
    )

    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"), primary_key=True, comment="Scan")
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), primary_key=True, comment="Line of the 台帳")
    files: Mapped[int] = mapped_column(comment="Files kept longer than the line allows")

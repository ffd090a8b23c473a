"""The tables of the register that scans fill. No column ever holds a value that was found: masks and keyed hashes only.

What the scan saw (Run, File, KindTotal, Sample) is replaced by the next scan; what people decided lies in
`inventory.models_decided`, which no scan touches. Times are ISO 8601 in UTC, so that they sort as text.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Annotated, Any, ClassVar, get_args

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Dialect,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from inventory.masking import PERSON_BYTES
from scanner.document import Status

STATUSES: tuple[str, ...] = get_args(Status)


def storable(text: str) -> str:
    """The form in which a name is kept and shown: 「名簿\\udc83.csv」 for a byte that is not Unicode."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8").replace("\0", "\\x00")


class SafeText(TypeDecorator[str]):
    """Text as a database can hold it: half surrogates (names that are not Unicode) and NUL are written out."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else storable(value)


class TextList(TypeDecorator[tuple[str, ...]]):
    """Several short texts in one column, as a JSON list."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:
        return None if value is None else json.dumps([storable(text) for text in value], ensure_ascii=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:
        return None if value is None else _texts(value)


@lru_cache(maxsize=1 << 14)
def _texts(written: str) -> tuple[str, ...]:
    """The texts of a list; most files have the same few lists."""
    return tuple(json.loads(written))


Whole = BigInteger().with_variant(Integer(), "sqlite")  # SQLite numbers rows by itself only in INTEGER columns
Texts = Annotated[tuple[str, ...], mapped_column(TextList)]


def one_of(column: str, values: tuple[str, ...], name: str) -> CheckConstraint:
    """A check that a column holds one of some words."""
    return CheckConstraint(f"{column} IN ({', '.join(repr(value) for value in values)})", name=name)


class Base(DeclarativeBase):
    """Common types and names of constraints, so that later migrations can address them."""

    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {str: SafeText, int: Whole}


class Property(Base):
    """Facts about this register as a whole."""

    __tablename__ = "property"
    __table_args__ = ({"comment": "The register itself: its identity and the check value of its key"},)

    name: Mapped[str] = mapped_column(primary_key=True, comment="register_id, key_check")
    value: Mapped[str] = mapped_column(comment="Value of the property; never the key itself")


class Run(Base):
    """One scan."""

    __tablename__ = "run"
    __table_args__ = (
        CheckConstraint("ended IS NULL OR ended >= started", name="ended_after_started"),
        CheckConstraint(
            "files_met >= 0 AND files_examined >= 0 AND files_gone >= 0 AND bytes_examined >= 0", name="totals"
        ),
        {"comment": "Scans, also those that were interrupted"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="Number of the scan")
    roots: Mapped[Texts] = mapped_column(comment="Roots that were scanned, JSON list")
    started: Mapped[str] = mapped_column(comment="When the scan began")
    ended: Mapped[str | None] = mapped_column(comment="When it came to its end; NULL while it runs or if it did not")
    version: Mapped[str] = mapped_column(comment="Version of the program")
    digest: Mapped[str] = mapped_column(comment="Digest of rules, models and program version")
    files_met: Mapped[int] = mapped_column(default=0, comment="Files and members met")
    files_examined: Mapped[int] = mapped_column(default=0, comment="Files and members read anew")
    files_gone: Mapped[int] = mapped_column(default=0, comment="Files that were there before and are no longer")
    bytes_examined: Mapped[int] = mapped_column(default=0, comment="Bytes of the files read anew")
    stopped: Mapped[str | None] = mapped_column(
        comment="When it stopped because its window of time was over; NULL for all others"
    )


class Access(Base):
    """Some users and groups that may read files; few combinations serve all files of a share."""

    __tablename__ = "access"
    __table_args__ = (
        UniqueConstraint("digest"),
        {"comment": "Combinations of users and groups that may read files"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="Number of the combination")
    digest: Mapped[str] = mapped_column(comment="Digest of the other columns, by which it is found")
    readers: Mapped[Texts] = mapped_column(comment="user:NAME, group:NAME or SIDs; JSON list")
    known: Mapped[bool] = mapped_column(comment="Whether the readers could be told in full")


_ON_THE_SHARE = text("container_id IS NULL AND gone_run_id IS NULL")  # no member, and there now


class File(Base):
    """One file met on a share, or one member of a container, as the latest scan saw it."""

    __tablename__ = "file"
    __table_args__ = (
        UniqueConstraint("root", "path"),
        Index(None, "container_id"),
        Index(None, "sha256"),
        Index(None, "first_run_id"),
        Index(None, "department", "document_type"),
        Index(  # what `Meeting.losses` counts
            "ix_file_on_the_share",
            "root",
            "first_run_id",
            "seen_run_id",
            sqlite_where=_ON_THE_SHARE,
            postgresql_where=_ON_THE_SHARE,
        ),
        one_of("status", STATUSES, "status"),
        CheckConstraint("size >= 0", name="size"),
        CheckConstraint("persons >= 0 AND persons_max >= persons", name="persons"),
        CheckConstraint(f"length(person_keys) % {PERSON_BYTES} = 0", name="person_keys"),
        {"comment": "Every file met ends in exactly one row, also the one that could not be read"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="Number of the file in this register")
    root: Mapped[str] = mapped_column(comment="Root of the scan under which it was met")
    path: Mapped[str] = mapped_column(comment="Address below the root with /; members as outer!inner")
    container_id: Mapped[int | None] = mapped_column(
        ForeignKey("file.id", ondelete="CASCADE"), comment="File that holds this member; NULL for a file on the share"
    )
    size: Mapped[int] = mapped_column(comment="Bytes")
    modified_ns: Mapped[int] = mapped_column(comment="Last change, nanoseconds since 1970")
    owner: Mapped[str] = mapped_column(comment="Owner as the file system names it; empty if unknown")
    readable_by_all: Mapped[bool] = mapped_column(comment="Whether everybody on the system may read it")
    sha256: Mapped[str] = mapped_column(comment="Digest of the content; empty if it was not read to the end")
    media_type: Mapped[str] = mapped_column(comment="What the content is, judged by content")
    status: Mapped[str] = mapped_column(comment="How reading it ended")
    note: Mapped[str] = mapped_column(comment="What a person must know about the reading; no values")
    personal: Mapped[bool] = mapped_column(comment="Whether it holds 個人情報 (法2条1項)")
    document_type: Mapped[str | None] = mapped_column(comment="Code of the document type; NULL if none fits")
    flags: Mapped[Texts] = mapped_column(comment="special_care, my_number, …; JSON list")
    persons: Mapped[int] = mapped_column(comment="Distinct persons, estimate")
    persons_max: Mapped[int] = mapped_column(comment="Distinct persons, the most it can be")
    person_keys: Mapped[bytes] = mapped_column(comment="Keyed hashes of the persons, 8 bytes each, sorted")
    reasons: Mapped[Texts] = mapped_column(comment="Why it was judged so; JSON list, no values")
    department: Mapped[str] = mapped_column(comment="管理部門 by mapping or guess from the path")
    digest: Mapped[str] = mapped_column(comment="Digest of rules, models and version that judged it; empty: read anew")
    first_run_id: Mapped[int] = mapped_column(ForeignKey("run.id"), comment="Scan that met it first")
    examined_run_id: Mapped[int] = mapped_column(ForeignKey("run.id"), comment="Scan that last read it")
    seen_run_id: Mapped[int] = mapped_column(
        ForeignKey("run.id"),
        comment="Scan that last examined it or found it back; one that met it as it was writes nothing",
    )
    gone_run_id: Mapped[int | None] = mapped_column(
        ForeignKey("run.id"), comment="Scan that no longer found it; NULL while it is there"
    )
    access_id: Mapped[int | None] = mapped_column(
        ForeignKey("access.id"), comment="Who may read it; NULL until a scan asked"
    )


class PersonMarks(Base):
    """The persons of a file by name and mark, which tells them from namesakes in other files."""

    __tablename__ = "person_marks"
    __table_args__ = (
        CheckConstraint(f"length(keys) % {PERSON_BYTES} = 0", name="keys"),
        {"comment": "Second keys of the persons of a file"},
    )

    file_id: Mapped[int] = mapped_column(
        ForeignKey("file.id", ondelete="CASCADE"), primary_key=True, comment="File that speaks of them"
    )
    sketched: Mapped[bool] = mapped_column(comment="Whether these and file.person_keys are sketches (many persons)")
    keys: Mapped[bytes] = mapped_column(comment="Keyed hashes, 8 bytes each, sorted, or a theta sketch of them")


class KindTotal(Base):
    """How much of one kind of personal data a file holds."""

    __tablename__ = "kind_total"
    __table_args__ = (
        CheckConstraint("count >= 0 AND distinct_count >= 0 AND distinct_count <= count", name="counts"),
        {"comment": "Kinds of personal data per file"},
    )

    file_id: Mapped[int] = mapped_column(
        ForeignKey("file.id", ondelete="CASCADE"), primary_key=True, comment="File that holds them"
    )
    kind: Mapped[str] = mapped_column(primary_key=True, index=True, comment="Code of the kind, such as PERSON")
    count: Mapped[int] = mapped_column(comment="Findings")
    distinct_count: Mapped[int] = mapped_column(comment="Different values among them")


class Sample(Base):
    """A finding kept for the reviewer."""

    __tablename__ = "sample"
    __table_args__ = (
        ForeignKeyConstraint(["file_id", "kind"], ["kind_total.file_id", "kind_total.kind"], ondelete="CASCADE"),
        Index(None, "file_id", "kind"),
        CheckConstraint("score >= 0 AND score <= 1", name="score"),
        {"comment": "A few findings per kind and file, masked"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="Number of the sample")
    file_id: Mapped[int] = mapped_column(comment="File that holds it")
    kind: Mapped[str] = mapped_column(comment="Code of the kind")
    place: Mapped[str] = mapped_column(comment="Where in the file, in words of the user")
    masked: Mapped[str] = mapped_column(comment="Masked value")
    score: Mapped[float] = mapped_column(Double, comment="Certainty, 0 to 1")
    evidence: Mapped[Texts] = mapped_column(comment="Reasons, JSON list of Japanese phrases")
    fingerprint: Mapped[str] = mapped_column(index=True, comment="Keyed hash that recognises the finding again")

"""The tables of the register that keep what was counted, so that only what changed since is counted again.

They hold nothing of their own: each of their rows can be made again from what scans saw and people decided.
"""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from inventory.models import Base


class CountedBlock(Base):
    """Files with consecutive numbers, each with personal data as the figures need it: numbers and keyed hashes."""

    __tablename__ = "counted_block"
    __table_args__ = ({"comment": "What was counted of files, block by block"},)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="First file / files of a block")
    coverage: Mapped[str] = mapped_column(comment="Status, on the share, files, bytes; JSON list")
    facts: Mapped[bytes] = mapped_column(comment="Files with personal data, one after the other, in a few numbers each")
    by_name: Mapped[bytes] = mapped_column(comment="Their keys as in file.person_keys, but for sketches")
    by_mark: Mapped[bytes] = mapped_column(comment="Their keys as in person_marks.keys, where these differ")


class StaleBlock(Base):
    """A block of which a file changed since it was counted; the database notes that itself."""

    __tablename__ = "stale_block"
    __table_args__ = ({"comment": "Blocks that no longer say what their files are like"},)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="counted_block.number")


class CountedState(Base):
    """What all blocks were counted by, and what they came to together."""

    __tablename__ = "counted_state"
    __table_args__ = ({"comment": "One row: what the counted blocks belong to"},)

    token: Mapped[str] = mapped_column(primary_key=True, comment="Another one each time something is counted")
    value: Mapped[str] = mapped_column(comment="Rules, decisions, routes, words by number, persons of lines; JSON")

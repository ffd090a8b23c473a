"""The tables of the register by which a scan recognises many unchanged files at once (`inventory.folder_parts`).

They hold nothing of their own: without them, each file is compared by itself.
"""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from inventory.models import Base


class FolderPart(Base):
    """Files of one folder, in the order of their names, of which nothing was new when a scan met them."""

    __tablename__ = "folder_part"
    __table_args__ = ({"comment": "Some files of one folder, all of them as the last scans met them"},)

    root: Mapped[str] = mapped_column(primary_key=True, comment="file.root")
    place: Mapped[str] = mapped_column(
        primary_key=True, comment="Address of the first file, the files of a folder come before its folders"
    )
    digest: Mapped[bytes] = mapped_column(
        comment="Digest of what scan and share say of the files: names, sizes, times, readers, rules"
    )
    first_id: Mapped[int] = mapped_column(comment="Least file.id among them")
    last_id: Mapped[int] = mapped_column(comment="Greatest file.id among them")
    numbers: Mapped[str] = mapped_column(comment="All of them: 5-44 47-47")


class TouchedBlock(Base):
    """A block of files in which one changed in the register; the database notes that itself."""

    __tablename__ = "touched_block"
    __table_args__ = ({"comment": "Blocks of files in which one is no longer as the parts of folders say"},)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="First file / files of a block")

"""The history of the register's tables; run from inside the program, without an alembic.ini."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection

HEAD = "0010"  # the revision that `inventory.models` describes; a test compares the two


def known() -> frozenset[str]:
    """All revisions this program knows; a register with another one is newer than the program."""
    return frozenset(file.name[:4] for file in (Path(__file__).parent / "versions").glob("[0-9]*.py"))


def config(connection: Connection) -> Config:
    """What alembic needs to know, with the connection it works on."""
    from alembic.config import Config  # slow to import, and hardly ever needed

    settings = Config()
    settings.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    settings.attributes["connection"] = connection
    return settings


def upgrade(connection: Connection) -> None:
    """Bring the tables to HEAD within the transaction of the connection."""
    from alembic import command

    command.upgrade(config(connection), HEAD)

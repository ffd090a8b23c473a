"""As of which scan and which decision a register is: what is kept of it holds as long as that is the same."""

from __future__ import annotations

import json

from sqlalchemy import Connection, func, select

from inventory import queries
from inventory.models import Run
from inventory.models_decided import Change, Decision
from inventory.scans import CHANGED, DEPARTMENTS


def moment(connection: Connection) -> str:
    """A text that is another one after each change; empty while a scan changes files, and after one that was killed
    at it."""
    last = connection.execute(select(Run.id, Run.ended, Run.stopped).order_by(Run.id.desc())).first()
    about = queries.properties(connection)
    changed = about.get(CHANGED)
    if last is None or (last.ended is None and last.stopped is None and changed in (None, str(last.id))):
        return ""
    people = [connection.scalar(select(func.max(table.id))) for table in (Decision, Change)]
    return json.dumps([changed or last.id, about.get(DEPARTMENTS), people])

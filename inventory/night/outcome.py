"""What a scan came to, in counts, for the machine that watches it."""

from __future__ import annotations

from sqlalchemy import func, select

from inventory.models import File
from inventory.records import Records


def duration(seconds: float) -> str:
    """How long it took: 「8時間5分」, 「1分28秒」, 「24秒」."""
    whole = round(seconds)
    hours, minutes = divmod(whole // 60, 60)
    if hours:
        return f"{hours:,}時間{minutes}分"
    return f"{minutes}分{whole % 60}秒" if minutes else f"{whole}秒"


def counts(register: Records, run: int) -> dict[str, int]:
    """Files on the shares, without what lies in them: new, changed and gone by this scan, then as the register stands.

    `personal` and `unread` are about all that is there now.
    """
    outer = File.container_id.is_(None)
    here = File.gone_run_id.is_(None)
    questions = {
        "new": (outer, File.first_run_id == run),
        "changed": (outer, File.examined_run_id == run, File.first_run_id != run),
        "gone": (outer, File.gone_run_id == run),
        "personal": (here, File.personal),
        "unread": (here, File.status.not_in(("read", "partly_read"))),
    }
    asked = [func.count().filter(*conditions).label(name) for name, conditions in questions.items()]
    with register.reading() as connection:
        return dict(connection.execute(select(*asked).select_from(File)).one()._mapping)

"""Changes between two scans for other programs."""

from __future__ import annotations

from typing import Any

from inventory.changed_files import ChangedFile
from inventory.changes import WHOLE, Changes, DepartmentChange
from inventory.past_states import FileState
from inventory.queries import StoredRun


def as_json(changes: Changes) -> dict[str, Any]:
    """The changes in the words that scripts rely on; all lists hold the gravest first."""
    return {
        "new": [one.path for one in changes.new],
        "changed": [one.path for one in changes.changed],
        "moved": [{"from": one.old_path, "to": one.path} for one in changes.moved],
        "gone": [one.path for one in changes.gone],
        "runs": {"from": run_as_json(changes.before), "to": run_as_json(changes.now)},
        "knows_all": changes.knows_all,
        "counted": changes.counted,
        "rejudged": [one.path for one in changes.rejudged],
        "copies": [{"path": one.path, "of": one.copy_of} for one in changes.new if one.copy_of],
        "returned": [one.path for one in changes.new if one.returned],
        "sensitive": [
            {"path": one.path, "flags": list(one.new_flags), "readable_by_all": one.last.readable_by_all}
            for one in changes.sensitive
        ],
        "opened": [one.path for one in changes.opened],
        "closed": [one.path for one in changes.closed],
        "unregistered": [{"path": one.path, "entry": one.line} for one in changes.unregistered],
        "unreadable": [
            {"path": one.path, "status": one.last.status, "before": one.before.status if one.before else None}
            for one in changes.unreadable
        ],
        "readable": [one.path for one in changes.readable],
        "entries": [
            {
                "number": one.number,
                "department": one.department,
                "name": one.name,
                "files": one.now.files if one.now else 0,
                "files_before": one.before.files if one.before else 0,
                "persons": one.now.persons if one.now else 0,
                "persons_before": one.before.persons if one.before else 0,
                "new": one.before is None,
            }
            for one in changes.lines
        ],
        "persons": {
            "total": next((_department(one) for one in changes.departments if one.department == WHOLE), None),
            "departments": [
                {"department": one.department} | _department(one) for one in changes.persons if one.department != WHOLE
            ],
        },
        "overdue": [
            {"entry": one.number, "department": one.department, "files": one.now, "files_before": one.before}
            for one in changes.overdue
        ],
        "files": [_file(one) for one in changes.files],
    }


def run_as_json(run: StoredRun) -> dict[str, Any]:
    """A scan."""
    return {
        "number": run.id,
        "started": run.started,
        "ended": run.ended,
        "stopped": run.stopped,
        "roots": list(run.roots),
        "files": run.files_met,
        "examined": run.files_examined,
        "gone": run.files_gone,
    }


def _department(one: DepartmentChange) -> dict[str, int]:
    return {
        "files": one.now.files,
        "files_before": one.before.files,
        "persons": one.now.persons,
        "persons_before": one.before.persons,
    }


def _file(one: ChangedFile) -> dict[str, Any]:
    return {
        "change": one.change,
        "root": one.root,
        "path": one.path,
        "from": {"root": one.old_root, "path": one.old_path} if one.old_path else None,
        "copy_of": one.copy_of or None,
        "department": one.department,
        "entry": one.line,
        "before": _state(one.before),
        "now": _state(one.now),
    }


def _state(state: FileState | None) -> dict[str, Any] | None:
    if state is None:
        return None
    return {
        "status": state.status,
        "personal": state.personal,
        "document_type": state.document_type,
        "flags": list(state.flags),
        "persons": state.persons,
        "persons_max": state.persons_max,
        "readable_by_all": state.readable_by_all,
    }

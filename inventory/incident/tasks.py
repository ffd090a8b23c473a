"""The to-do list of a case by its stages: the tasks of the guide with their days, and the reports that are owed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from inventory.incident import duties, guide
from inventory.incident.assessment import earliest
from inventory.incident.duties import Duty
from inventory.incident.telling import Telling

_REPORTING = 3  # the stage in which reports and notices are made
_PUBLICATION = 4


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do. `due`: None for as soon as possible; `done`: the day on which it was done, if it was noted."""

    stage: str
    what: str
    due: date | None
    done: date | None = None


def of_case(told: Telling) -> list[Task]:
    """All tasks in the order in which they are done."""
    stages = guide.load().stages
    tasks = [*_guided(told), *_owed(told), *_published(told)]
    return [Task(stages[stage - 1], what, by, done) for stage, what, by, done in sorted(tasks, key=lambda one: one[0])]


Numbered = tuple[int, str, date | None, date | None]


def _guided(told: Telling) -> Iterator[Numbered]:
    by = earliest(told.kept.judgements)
    days = {"noticed": told.kept.noticed, "prompt": by.preliminary_latest, "final": by.final}
    for task in guide.load().tasks:
        if task.fits(told):
            yield task.stage, task.what, days.get(task.due), None


def _owed(told: Telling) -> Iterator[Numbered]:
    for judgement in told.kept.judgements:
        if judgement.verdict == "unknown" and judgement.deciding_fact:
            what = f"報告の要否を決める事実を確かめる：{judgement.deciding_fact}（{judgement.name}）"
            yield _REPORTING, what, judgement.due.preliminary_latest, None
    for duty in duties.of_case(told.case):
        yield _REPORTING, _reported(duty), duty.due, duty.done


def _reported(duty: Duty) -> str:
    if duty.what == duties.NOTICE:
        return f"{duty.to}に通知する{'' if duty.certain else '（要否を確かめる）'}"
    return f"{duty.to}に{duty.what}を提出する{'' if duty.certain else '（要否を確かめる）'}"


def _published(told: Telling) -> Iterator[Numbered]:
    done = told.case.facts.get("done_published")
    if done:
        yield _PUBLICATION, "公表した", None, date.fromisoformat(done[:10])

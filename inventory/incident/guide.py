"""What is done about an incident in its stages, and what callers are told: `rules/incident.yaml`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

from inventory.incident.telling import Telling

When = Literal["", "noticed", "prompt", "final"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Guided:
    """Where something is proposed: all conditions that are given hold; of `causes` and `flags` one does."""

    causes: Collection[str] = ()
    flags: Collection[str] = ()
    public: bool = False
    unread: bool = False

    def fits(self, told: Telling) -> bool:
        """Whether it belongs to this case."""
        return (
            (not self.causes or told.case.facts.get("cause") in self.causes)
            and (not self.flags or not set(self.flags).isdisjoint(told.kept.flags))
            and (not self.public or told.said("public") is True)
            and (not self.unread or told.kept.unread > 0)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidedTask(Guided):
    """Something to do, in the stage of a number from 1 on."""

    stage: int
    what: str
    due: When = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Guided):
    """What callers ask, and the answer; {items}, {persons} … stand for the words of the case."""

    ask: str
    answer: str


@dataclass(frozen=True, slots=True)
class Guide:
    """Everything that the file says."""

    compiled: str
    stages: Sequence[str]
    tasks: Sequence[GuidedTask]
    first_call: Sequence[str]
    allowed: Sequence[str]
    forbidden: Sequence[str]
    questions: Sequence[Question]


@cache
def load() -> Guide:
    """The file as the product ships it; a misspelt key is an error."""
    raw: dict[str, Any] = yaml.safe_load(files("rules").joinpath("incident.yaml").read_text(encoding="utf-8"))
    faq = raw.pop("faq")
    return Guide(
        tasks=[GuidedTask(**task) for task in raw.pop("tasks")],
        questions=[Question(**question) for question in faq.pop("questions")],
        **faq,
        **raw,
    )

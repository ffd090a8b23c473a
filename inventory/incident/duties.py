"""What an open case owes to whom by when, and what of it is done: for the list, the summary and the papers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from inventory.incident import cases
from inventory.incident.assessment import ADDRESSEES, Addressee, earliest
from inventory.incident.cases import Case
from inventory.records import Records

_SHORT = {
    ADDRESSEES["commission"]: "委員会",
    ADDRESSEES["pmark"]: "審査機関",
    ADDRESSEES["finance"]: "監督当局",
    ADDRESSEES["client"]: "委託元",
}
PRELIMINARY, FINAL, NOTICE = "速報", "確報", "通知"


@dataclass(frozen=True, slots=True)
class Duty:
    """One report or notice of a case.

    `due`: None for 「速やかに」. `certain`: False where a fact is still missing. `done`: the day on which it was done,
    kept under the name `fact`.
    """

    incident: int
    title: str
    to: str
    what: str
    due: date | None
    certain: bool
    fact: str
    done: date | None

    def days_left(self, today: date) -> int | None:
        """Days until it is due, negative once it is over; None where no day is set or it is done."""
        return None if self.done or self.due is None else (self.due - today).days

    def told(self, today: date) -> str:
        """「速報（委員会）2026-11-24 あと2日」."""
        left = self.days_left(today)
        if left is None:
            return self.on_paper
        return f"{self.on_paper} " + (f"{-left}日超過" if left < 0 else "今日まで" if not left else f"あと{left}日")

    @property
    def on_paper(self) -> str:
        """The same without what is another on the next day."""
        name = f"{self.what}（{_SHORT.get(self.to, self.to)}）{'' if self.certain else '要否を確認中 '}"
        return name + (f"{self.done} 済" if self.done else f"{self.due}" if self.due else "速やかに")


_REPORTS: tuple[tuple[Addressee, str], ...] = (("commission", ""), ("pmark", "pmark_"), ("finance", "finance_"))
_NOTICES: tuple[Addressee, ...] = ("persons", "client")


def of_case(case: Case) -> list[Duty]:
    """Everything that a case owes or may owe by the assessment that holds; what is done included."""
    return list(_reports(case)) + list(_notices(case))


def _reports(case: Case) -> Iterator[Duty]:
    kept = case.latest
    for addressee, of in _REPORTS:
        judgements = kept.of_addressee(addressee)
        verdict = kept.verdict(addressee)
        if verdict == "not_required":
            continue
        by = earliest(judgements)
        for what, code, day in (
            (PRELIMINARY, "preliminary", by.preliminary_latest),
            (FINAL, "final", by.final),
        ):
            if day is not None:
                yield _duty(case, ADDRESSEES[addressee], what, day, verdict == "report", f"done_{of}{code}")


def _notices(case: Case) -> Iterator[Duty]:
    kept = case.latest
    for addressee in _NOTICES:
        verdict = kept.verdict(addressee)
        if verdict != "not_required":
            by = earliest(kept.of_addressee(addressee)).preliminary_latest
            yield _duty(case, ADDRESSEES[addressee], NOTICE, by, verdict == "report", f"done_{addressee}")


def _duty(case: Case, to: str, what: str, day: date | None, certain: bool, fact: str) -> Duty:
    done = case.facts.get(fact)
    return Duty(case.id, case.title, to, what, day, certain, fact, date.fromisoformat(done[:10]) if done else None)


def due_incidents(register: Records) -> list[Duty]:
    """What open cases still owe, the most urgent first; what has no day comes last."""
    owed = [duty for case in cases.all_cases(register) if case.open for duty in of_case(case) if not duty.done]
    return sorted(owed, key=lambda duty: (duty.due or date.max, duty.incident))

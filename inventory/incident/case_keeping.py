"""What people do with cases: record, learn more, note what was done, ask for deletion, close. Each is remembered.

Everything here is one transaction with its lines in the history, as in `inventory.keeping`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, insert, select, update

from inventory import editing
from inventory.editing import now
from inventory.incident.facts import FACTS
from inventory.incident.kept import KeptAssessment
from inventory.keeping import Keeper, NotPossible
from inventory.models_incidents import (
    Incident,
    IncidentAssessment,
    IncidentFact,
    IncidentRequest,
    IncidentStep,
    IncidentSubject,
)


@dataclass(frozen=True, slots=True)
class NewSubject:
    """Something that a case concerns, as `cases.StoredSubject`."""

    kind: str
    path: str = ""
    entry_id: int | None = None
    words: str = ""
    persons: int = 0


@dataclass(frozen=True, slots=True)
class News:
    """What has become known of a case; `withdrawn` are numbers of subjects that are not concerned after all."""

    facts: Mapping[str, str]
    subjects: Sequence[NewSubject] = ()
    withdrawn: Sequence[int] = ()
    title: str = ""

    def __bool__(self) -> bool:
        return bool(self.facts or self.subjects or self.withdrawn or self.title)


class CaseKeeper:
    """Somebody at work on the cases of a register."""

    def __init__(self, keeper: Keeper) -> None:
        self.register = keeper.register
        self.by = keeper.by

    def open(self, news: News, assessed: KeptAssessment) -> int:
        """Record a case with what is known and what it was judged to be; returns its number."""
        if not news.title.strip():
            raise NotPossible("何が起きたかを、件名に短く書いてください。")
        with self.register.writing() as connection:
            row = {"title": news.title.strip(), "state": "open", "opened_at": now(), "opened_by": self.by}
            inserted = connection.execute(insert(Incident).values(**row, closed_by="", closed_reason=""))
            number = int(inserted.inserted_primary_key[0])  # type: ignore[index]  # an insert of one row has one
            self._remember(connection, number, "state", "", "open", news.title.strip())
            self._learn(connection, number, {}, News(news.facts, news.subjects))
            self._judge(connection, number, assessed, "事故を記録した")
            return number

    def learn(self, number: int, known: Mapping[str, str], news: News, assessed: KeptAssessment) -> None:
        """Add what was learned since, with the judgement that follows; `known` are the facts so far."""
        with self.register.writing() as connection:
            self._open(connection, number)
            headings = self._learn(connection, number, known, news)
            self._judge(connection, number, assessed, "、".join(headings) or "判断し直した")

    def record(self, number: int, known: Mapping[str, str], fact: str, value: str) -> None:
        """Keep a fact on which no judgement rests, such as the day on which a report went out."""
        with self.register.writing() as connection:
            self._open(connection, number)
            self._learn(connection, number, known, News({fact: value}))

    def step(self, number: int, kind: str, happened: str, text: str) -> None:
        """Note what happened or was done."""
        if not text.strip():
            raise NotPossible("何があったか、何をしたかを書いてください。")
        with self.register.writing() as connection:
            self._open(connection, number)
            self._step(connection, number, kind, happened, text.strip())

    def ask(self, number: int, recipient: str, what: str, asked_on: str) -> int:
        """Note that somebody was asked to delete or return what leaked; returns the number of the request."""
        recipient = recipient.strip()
        if not recipient:
            raise NotPossible("削除や返却をだれに依頼したかを書いてください。")
        with self.register.writing() as connection:
            self._open(connection, number)
            row = {
                "incident_id": number,
                "recipient": recipient.strip(),
                "what": what,
                "asked_on": asked_on,
                "note": "",
            }
            inserted = connection.execute(insert(IncidentRequest).values(**row, **self._signed()))
            self._remember(connection, number, "request", "", f"{recipient.strip()}: {what}（{asked_on}）", "")
            return int(inserted.inserted_primary_key[0])  # type: ignore[index]  # an insert of one row has one

    def answered(self, number: int, request: int, done_on: str, note: str) -> None:
        """Note that a request was fulfilled and how that was confirmed."""
        with self.register.writing() as connection:
            self._open(connection, number)
            table = IncidentRequest
            wanted = (table.id == request, table.incident_id == number)
            row = connection.execute(select(table.asked_on, table.recipient).where(*wanted)).first()
            if row is None:
                raise NotPossible(f"依頼 {request} はありません。{_look(number)}")
            if done_on < row.asked_on:
                raise NotPossible(f"完了日 {done_on} が、依頼した日 {row.asked_on} より前です。")
            values = {"done_on": done_on, "note": note, **self._signed()}
            connection.execute(update(table).where(*wanted).values(values))
            self._remember(connection, number, "request", row.recipient, f"完了（{done_on}）", note)

    def close(self, number: int, reason: str) -> None:
        """Close a case; the reason stays with it."""
        if not reason.strip():
            raise NotPossible("終結する理由を --reason に書いてください。")
        with self.register.writing() as connection:
            self._open(connection, number)
            values = {"state": "closed", "closed_at": now(), "closed_by": self.by, "closed_reason": reason.strip()}
            connection.execute(update(Incident).where(Incident.id == number).values(values))
            self._remember(connection, number, "state", "open", "closed", reason.strip())

    def reopen(self, number: int, reason: str) -> None:
        """Take up a closed case again."""
        with self.register.writing() as connection:
            if self._known(connection, number) == "open":
                raise NotPossible(f"事故 {number} は対応中です。")
            values = {"state": "open", "closed_at": None, "closed_by": "", "closed_reason": ""}
            connection.execute(update(Incident).where(Incident.id == number).values(values))
            self._remember(connection, number, "state", "closed", "open", reason.strip())

    # --- within a transaction ------------------------------------------------------------------------------------

    def _learn(self, connection: Connection, number: int, known: Mapping[str, str], news: News) -> list[str]:
        """Write what is new; returns what it is about, in words."""
        told = []
        if news.title:
            before = connection.scalar(select(Incident.title).where(Incident.id == number)) or ""
            connection.execute(update(Incident).where(Incident.id == number).values(title=news.title))
            self._remember(connection, number, "title", before, news.title, "")
        for fact, value in news.facts.items():
            before = known.get(fact, "")
            if before == value:
                continue
            row = {"incident_id": number, "fact": fact, "value": value}
            connection.execute(insert(IncidentFact).values(**row, **self._signed()))
            self._remember(connection, number, fact, before, value, "")
            told.append(FACTS[fact].heading)
        told += ["対象"] if self._subjects(connection, number, news) else []
        return told

    def _subjects(self, connection: Connection, number: int, news: News) -> bool:
        for subject in news.subjects:
            row = {"incident_id": number, **asdict(subject), "added_at": now(), "added_by": self.by}
            connection.execute(insert(IncidentSubject).values(row))
            named = subject.words or subject.path or f"管理No {subject.entry_id}"
            self._remember(connection, number, "subject", "", named, "")
        table = IncidentSubject
        for each in news.withdrawn:
            wanted = (table.id == each, table.incident_id == number, table.withdrawn_at.is_(None))
            if not connection.execute(update(table).where(*wanted).values(withdrawn_at=now())).rowcount:
                raise NotPossible(f"対象 {each} はありません。{_look(number)}")
            self._remember(connection, number, "subject", str(each), "", "対象から外した")
        return bool(news.subjects or news.withdrawn)

    def _judge(self, connection: Connection, number: int, assessed: KeptAssessment, reason: str) -> None:
        row = {"incident_id": number, "assessed_at": now(), "assessed_by": self.by, "reason": reason}
        counts = {"persons": assessed.persons, "persons_max": assessed.persons_max}
        connection.execute(insert(IncidentAssessment).values(**row, **counts, result=assessed.write()))

    def _step(self, connection: Connection, number: int, kind: str, happened: str, text: str) -> None:
        row = {"incident_id": number, "kind": kind, "happened": happened, "text": text}
        connection.execute(insert(IncidentStep).values(**row, **self._signed()))
        self._remember(connection, number, kind, "", text, happened)

    def _signed(self) -> dict[str, Any]:
        return {"recorded_at": now(), "recorded_by": self.by}

    def _remember(self, connection: Connection, number: int, field: str, before: str, after: str, reason: str) -> None:
        editing.remember(connection, "incident", number, field, before, after, self.by, reason)

    @staticmethod
    def _known(connection: Connection, number: int) -> str:
        state = connection.scalar(select(Incident.state).where(Incident.id == number))
        if state is None:
            raise NotPossible(f"事故 {number} の記録はありません。「daicho incident list」で確かめてください。")
        return str(state)

    @classmethod
    def _open(cls, connection: Connection, number: int) -> None:
        if cls._known(connection, number) != "open":
            raise NotPossible(
                f"事故 {number} は終結しています。続けるときは「daicho incident reopen {number}」で戻してください。"
            )


def _look(number: int) -> str:
    return f"「daicho incident show {number}」で番号を確かめてください。"

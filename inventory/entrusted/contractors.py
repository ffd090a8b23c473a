"""委託先: who handles which lines of the 台帳 for us, what the contract says, and when it is looked at again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, cast

from sqlalchemy import Connection, delete, insert, select, update

from inventory import editing
from inventory.entrusted.clauses import Clause, load
from inventory.keeping import Keeper, NotPossible
from inventory.models_entrusted import Contractor, ContractorClause, ContractorEntry, ContractorReview
from inventory.records import Records

Answer = Literal["yes", "no", "unclear"]
Result = Literal["fit", "to_mend", "unfit"]
ANSWERS: dict[Answer, str] = {"yes": "あり", "no": "なし", "unclear": "不明"}
RESULTS: dict[Result, str] = {"fit": "適", "to_mend": "要改善", "unfit": "不適"}
_SUBJECT = "contractor"


@dataclass(frozen=True, slots=True)
class Checked:
    """What somebody found of a clause, and where in the contract it stands."""

    answer: Answer
    place: str
    checked_by: str
    checked_at: str


@dataclass(frozen=True, slots=True)
class Review:
    """One look at a contractor."""

    reviewed_on: str
    result: Result
    note: str
    next_due: str
    reviewed_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredContractor:
    """A contractor with all that the register knows of it; days are ISO 8601."""

    id: int
    name: str
    business: str
    state: str
    contracted_on: str | None
    review_due: str | None
    entries: tuple[int, ...]
    clauses: Mapping[str, Checked]
    reviews: tuple[Review, ...]

    @property
    def is_active(self) -> bool:
        """Whether it still handles data for us."""
        return self.state == "active"

    @property
    def lacking(self) -> list[Clause]:
        """The clauses that the contract lacks, or of which nobody knows."""
        return [
            clause for clause in load() if (found := self.clauses.get(clause.code)) is None or found.answer != "yes"
        ]

    def is_due(self, today: date) -> bool:
        """Whether it has to be looked at by now: the day has come, or nobody ever set one."""
        return self.is_active and (self.review_due is None or self.review_due <= today.isoformat())


def contractors(records: Records) -> list[StoredContractor]:
    """All contractors, the oldest first."""
    with records.reading() as connection:
        return _stored(connection)


def contractor(records: Records, number: int) -> StoredContractor:
    """One contractor; NotPossible where there is none of this number."""
    with records.reading() as connection:
        return _known(connection, number)


def due(records: Records, today: date) -> list[StoredContractor]:
    """The contractors that have to be looked at by now."""
    return [contractor for contractor in contractors(records) if contractor.is_due(today)]


def add(
    keeper: Keeper,
    name: str,
    business: str,
    entries: Sequence[int] = (),
    contracted_on: date | None = None,
    review_due: date | None = None,
) -> int:
    """Record a contractor; its number."""
    if not name.strip():
        raise NotPossible("委託先の名前を書いてください。")
    with keeper.register.writing() as connection:
        if any(one.name == name.strip() and one.is_active for one in _stored(connection)):
            raise NotPossible(
                f"委託先「{name.strip()}」は、もうあります。「daicho contractor list」で確かめてください。"
            )
        made = connection.execute(
            insert(Contractor).values(
                name=name.strip(), business=business.strip(), state="active", contracted_on=_iso(contracted_on),
                review_due=_iso(review_due), created_by=keeper.by, created_at=editing.now(),
            )
        ).inserted_primary_key  # fmt: skip
        number = int(made[0]) if made else 0
        _remember(connection, keeper, number, "state", "", "active", business)
        for entry in dict.fromkeys(entries):
            _link(connection, keeper, number, entry)
        return number


def link(keeper: Keeper, number: int, entries: Sequence[int]) -> None:
    """Say which lines of the 台帳 it handles."""
    with keeper.register.writing() as connection:
        known = _known(connection, number)
        for entry in dict.fromkeys(entries):
            if entry not in known.entries:
                _link(connection, keeper, number, entry)


def unlink(keeper: Keeper, number: int, entries: Sequence[int], reason: str = "") -> None:
    """Say that it no longer handles these lines."""
    with keeper.register.writing() as connection:
        known = _known(connection, number)
        for entry in entries:
            if entry not in known.entries:
                raise NotPossible(f"委託先 {number} は、台帳の行 {entry} と結び付いていません。")
            connection.execute(
                delete(ContractorEntry).where(
                    ContractorEntry.contractor_id == number, ContractorEntry.entry_id == entry
                )
            )
            _remember(connection, keeper, number, "entry", str(entry), "", reason)


def check(keeper: Keeper, number: int, clause: str, answer: Answer, place: str = "") -> None:
    """Note whether the contract has a clause."""
    if clause not in {one.code for one in load()}:
        named = "、".join(f"{one.code}（{one.name}）" for one in load())
        raise NotPossible(f"「{clause}」という条項はありません。使えるのは {named} です。")
    with keeper.register.writing() as connection:
        known = _known(connection, number)
        before = known.clauses.get(clause)
        same = (ContractorClause.contractor_id == number, ContractorClause.clause == clause)
        connection.execute(delete(ContractorClause).where(*same))
        connection.execute(
            insert(ContractorClause).values(
                contractor_id=number, clause=clause, answer=answer, place=place.strip(), checked_by=keeper.by,
                checked_at=editing.now(),
            )
        )  # fmt: skip
        _remember(connection, keeper, number, clause, before.answer if before else "", answer, place)


def review(keeper: Keeper, number: int, result: Result, next_due: date, note: str, on: date, today: date) -> None:
    """Note a look at a contractor, and when the next one is due."""
    if on > today:
        raise NotPossible(f"点検した日 {on.isoformat()} は、これからの日です。日付を確かめてください。")
    if next_due <= on:
        raise NotPossible(f"次の点検 {next_due.isoformat()} は、点検した日より後の日にしてください。")
    with keeper.register.writing() as connection:
        known = _active(connection, number)
        connection.execute(
            insert(ContractorReview).values(
                contractor_id=number, reviewed_on=on.isoformat(), result=result, note=note.strip(),
                next_due=next_due.isoformat(), reviewed_by=keeper.by, recorded_at=editing.now(),
            )
        )  # fmt: skip
        connection.execute(update(Contractor).where(Contractor.id == number).values(review_due=next_due.isoformat()))
        _remember(
            connection,
            keeper,
            number,
            "review",
            known.review_due or "",
            f"{RESULTS[result]}（次 {next_due.isoformat()}）",
            note,
        )


def end(keeper: Keeper, number: int, reason: str) -> None:
    """The contract is over; the reason says that data came back or was deleted."""
    if not reason.strip():
        raise NotPossible("終了の理由と、個人データの返却・消去を確かめたことを --reason に書いてください。")
    with keeper.register.writing() as connection:
        _active(connection, number)
        connection.execute(update(Contractor).where(Contractor.id == number).values(state="ended"))
        _remember(connection, keeper, number, "state", "active", "ended", reason)


def _stored(connection: Connection) -> list[StoredContractor]:
    entries: dict[int, list[int]] = defaultdict(list)
    for number, entry in connection.execute(select(ContractorEntry.contractor_id, ContractorEntry.entry_id)):
        entries[number].append(entry)
    checked: dict[int, dict[str, Checked]] = defaultdict(dict)
    table = ContractorClause
    columns = (table.contractor_id, table.clause, table.answer, table.place, table.checked_by, table.checked_at)
    for number, clause, answer, *found in connection.execute(select(*columns)):
        checked[number][clause] = Checked(cast(Answer, answer), *found)
    reviews: dict[int, list[Review]] = defaultdict(list)
    look = ContractorReview
    seen = (look.contractor_id, look.reviewed_on, look.result, look.note, look.next_due, look.reviewed_by)
    for number, day, result, *told in connection.execute(select(*seen).order_by(look.id)):
        reviews[number].append(Review(day, cast(Result, result), *told))
    one = Contractor
    return [
        StoredContractor(
            **row._mapping,
            entries=tuple(sorted(entries[row.id])),
            clauses=dict(checked[row.id]),
            reviews=tuple(reviews[row.id]),
        )
        for row in connection.execute(
            select(one.id, one.name, one.business, one.state, one.contracted_on, one.review_due).order_by(one.id)
        )
    ]


def _known(connection: Connection, number: int) -> StoredContractor:
    found = next((one for one in _stored(connection) if one.id == number), None)
    if found is None:
        raise NotPossible(f"委託先番号 {number} はありません。「daicho contractor list」で確かめてください。")
    return found


def _active(connection: Connection, number: int) -> StoredContractor:
    found = _known(connection, number)
    if not found.is_active:
        raise NotPossible(f"委託先 {number}「{found.name}」との契約は終わっています。")
    return found


def _link(connection: Connection, keeper: Keeper, number: int, entry: int) -> None:
    Keeper.active(connection, entry)
    connection.execute(insert(ContractorEntry).values(contractor_id=number, entry_id=entry))
    _remember(connection, keeper, number, "entry", "", str(entry), "")


def _remember(
    connection: Connection, keeper: Keeper, number: int, field: str, before: str, after: str, reason: str
) -> None:
    editing.remember(connection, _SUBJECT, number, field, before, after, keeper.by, reason)


def _iso(day: date | None) -> Any:
    return day.isoformat() if day else None

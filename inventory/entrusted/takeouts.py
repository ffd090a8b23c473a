"""持ち出し: asked for, approved or refused by somebody else, returned, deleted out there; each step is remembered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Literal

from sqlalchemy import Connection, insert, select, update

from inventory import editing
from inventory.keeping import Keeper, NotPossible
from inventory.models_entrusted import Takeout, TakeoutPlace
from inventory.records import Records
from inventory.suggestions import GRAVE

State = Literal["requested", "approved", "refused", "cancelled"]
STATES: dict[State, str] = {
    "requested": "承認待ち", "approved": "持ち出し中", "refused": "却下", "cancelled": "取り消し",
}  # fmt: skip
_SUBJECT = "takeout"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What somebody asks to take out. `items`, `flags` and persons come from the register, or are stated."""

    what: str
    purpose: str
    destination: str
    medium: str
    protection: str
    due_on: date
    files: int = 0
    items: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    persons: int = 0
    persons_max: int = 0
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredTakeout:
    """A request as the register keeps it; days are ISO 8601, None for what has not come yet."""

    id: int
    state: State
    what: str
    files: int
    items: tuple[str, ...]
    flags: tuple[str, ...]
    persons: int
    persons_max: int
    purpose: str
    destination: str
    medium: str
    protection: str
    due_on: str
    requested_by: str
    requested_at: str
    decided_by: str
    decided_at: str | None
    decision_reason: str
    returned_on: str | None
    deleted_on: str | None

    @property
    def is_out(self) -> bool:
        """Whether it was let go and is not yet back and deleted."""
        return self.state == "approved" and not (self.returned_on and self.deleted_on)

    @property
    def is_unprotected(self) -> bool:
        """Whether grave data goes out without encryption or other protection."""
        return not self.protection and not set(GRAVE).isdisjoint(self.flags)

    @property
    def state_name(self) -> str:
        """The state in words: 「返却済・消去未確認」 for what is back on a medium that nobody wiped."""
        if self.state != "approved":
            return STATES[self.state]
        if self.returned_on:
            return "完了" if self.deleted_on else "返却済・消去未確認"
        return "消去済・返却未確認" if self.deleted_on else STATES["approved"]

    def is_overdue(self, today: date) -> bool:
        """Whether it should be back and deleted by now."""
        return self.is_out and self.due_on < today.isoformat()


def takeouts(records: Records) -> list[StoredTakeout]:
    """All requests, the oldest first."""
    columns = [getattr(Takeout, field.name) for field in fields(StoredTakeout)]
    with records.reading() as connection:
        return [StoredTakeout(**row._mapping) for row in connection.execute(select(*columns).order_by(Takeout.id))]


def takeout(records: Records, number: int) -> StoredTakeout:
    """One request; NotPossible where there is none of this number."""
    with records.reading() as connection:
        return _known(connection, number)


def places_of(records: Records, number: int) -> list[str]:
    """The files and folders that a request names."""
    statement = select(TakeoutPlace.path).where(TakeoutPlace.takeout_id == number).order_by(TakeoutPlace.path)
    with records.reading() as connection:
        return list(connection.scalars(statement))


def overdue(records: Records, today: date) -> list[StoredTakeout]:
    """What should be back or deleted by now, the longest overdue first."""
    late = [takeout for takeout in takeouts(records) if takeout.is_overdue(today)]
    return sorted(late, key=lambda takeout: (takeout.due_on, takeout.id))


def ask(keeper: Keeper, request: Request, today: date) -> int:
    """Record a request; its number. NotPossible for a day of return that is over."""
    if request.due_on < today:
        raise NotPossible(
            f"返却の期限 {request.due_on.isoformat()} は過ぎています。今日か、これからの日を書いてください。"
        )
    values: dict[str, Any] = {field.name: getattr(request, field.name) for field in fields(Request)}
    values["due_on"] = request.due_on.isoformat()
    del values["places"]
    with keeper.register.writing() as connection:
        made = connection.execute(
            insert(Takeout).values(
                **values, state="requested", requested_by=keeper.by, requested_at=editing.now(), decided_by="",
                decision_reason="",
            )
        ).inserted_primary_key  # fmt: skip
        number = int(made[0]) if made else 0
        _add_places(connection, number, request.places)
        _remember(connection, keeper, number, "state", "", "requested", request.purpose)
        return number


def approve(keeper: Keeper, number: int, reason: str = "") -> None:
    """Let it go. Who asked may not approve, and what is grave and unprotected needs a reason."""
    with keeper.register.writing() as connection:
        takeout = _in_state(connection, number, "requested")
        if takeout.requested_by == keeper.by:
            raise NotPossible("申請した人は承認できません。ほかの人が --by に名前を書いて承認してください。")
        if takeout.is_unprotected and not reason.strip():
            raise NotPossible(
                "暗号化などの保護なしに、特定個人情報や要配慮個人情報などを持ち出す申請です。"
                "認めるときは、--reason に理由を書いてください。"
            )
        _decide(connection, keeper, number, "approved", reason)


def refuse(keeper: Keeper, number: int, reason: str) -> None:
    """Do not let it go, and say why."""
    if not reason.strip():
        raise NotPossible("却下する理由を --reason に書いてください。")
    with keeper.register.writing() as connection:
        _in_state(connection, number, "requested")
        _decide(connection, keeper, number, "refused", reason)


def cancel(keeper: Keeper, number: int, reason: str = "") -> None:
    """Take a request back that was not decided yet."""
    with keeper.register.writing() as connection:
        _in_state(connection, number, "requested")
        _decide(connection, keeper, number, "cancelled", reason)


def give_back(keeper: Keeper, number: int, *, returned: date | None, deleted: date | None, today: date) -> None:
    """Note the day on which it was back, the day on which its deletion was confirmed, or both."""
    with keeper.register.writing() as connection:
        takeout = _in_state(connection, number, "approved")
        for column, day in (("returned_on", returned), ("deleted_on", deleted)):
            if day is None:
                continue
            if day > today or day.isoformat() < takeout.requested_at[:10]:
                raise NotPossible(
                    f"{day.isoformat()} は、申請の日から今日までの日ではありません。日付を確かめてください。"
                )
            before = getattr(takeout, column) or ""
            connection.execute(update(Takeout).where(Takeout.id == number).values({column: day.isoformat()}))
            _remember(connection, keeper, number, column, before, day.isoformat(), "")


def prolong(keeper: Keeper, number: int, due_on: date, reason: str, today: date) -> None:
    """Set another day of return; somebody else than who asked has to say so."""
    if due_on < today:
        raise NotPossible(f"返却の期限 {due_on.isoformat()} は過ぎています。今日か、これからの日を書いてください。")
    with keeper.register.writing() as connection:
        takeout = _in_state(connection, number, "approved")
        if takeout.requested_by == keeper.by:
            raise NotPossible("申請した人は期限を延ばせません。ほかの人が --by に名前を書いて延ばしてください。")
        connection.execute(update(Takeout).where(Takeout.id == number).values(due_on=due_on.isoformat()))
        _remember(connection, keeper, number, "due_on", takeout.due_on, due_on.isoformat(), reason)


def _add_places(connection: Connection, number: int, places: Sequence[str]) -> None:
    rows = [{"takeout_id": number, "path": place} for place in dict.fromkeys(places)]
    if rows:
        connection.execute(insert(TakeoutPlace), rows)


def _known(connection: Connection, number: int) -> StoredTakeout:
    columns = [getattr(Takeout, field.name) for field in fields(StoredTakeout)]
    row = connection.execute(select(*columns).where(Takeout.id == number)).first()
    if row is None:
        raise NotPossible(f"持ち出し番号 {number} はありません。「daicho takeout list」で確かめてください。")
    return StoredTakeout(**row._mapping)


def _in_state(connection: Connection, number: int, state: State) -> StoredTakeout:
    known = _known(connection, number)
    if known.state != state:
        raise NotPossible(f"持ち出し {number} は「{known.state_name}」です。この操作はできません。")
    return known


def _decide(connection: Connection, keeper: Keeper, number: int, state: State, reason: str) -> None:
    values = {"state": state, "decided_by": keeper.by, "decided_at": editing.now(), "decision_reason": reason.strip()}
    connection.execute(update(Takeout).where(Takeout.id == number).values(values))
    _remember(connection, keeper, number, "state", "requested", state, reason)


def _remember(
    connection: Connection, keeper: Keeper, number: int, field: str, before: str, after: str, reason: str
) -> None:
    editing.remember(connection, _SUBJECT, number, field, before, after, keeper.by, reason)

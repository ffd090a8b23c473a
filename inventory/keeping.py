"""What people do with the 台帳: confirm, rename, merge, split, reassign, exclude, decide. Each change is remembered.

Everything here is one transaction with its line in the history: who, when, from what to what, why.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection, select

from inventory import editing, note_keeping, refuting, risk_keeping
from inventory.editing import Answer, Subject, Verdict
from inventory.importing.merging import CellChange, Conflict, Merge
from inventory.ledger import COLUMNS
from inventory.models_decided import Entry
from inventory.proposals import LineByHand, Proposal
from inventory.queries import COLUMNS_OF
from inventory.queries_decided import StoredRisk
from inventory.register import Register
from inventory.routing import Kept, StoredRoute

BY_HAND = "other"  # the kind of document of a line that a person added without saying more
FIELDS = {column.key: column.heading for column in COLUMNS if column.key != "number"}


class NotPossible(Exception):
    """A change that cannot be made; the message is one Japanese sentence that says why and what to do."""


class Keeper:
    """Somebody at work on a register."""

    def __init__(self, register: Register, by: str) -> None:
        if not by.strip():
            raise NotPossible("だれの変更かが分かりません。--by に名前を書いてください。")
        self.register = register
        self.by = by.strip()

    def add(self, line: Kept, fields: Mapping[str, str] | None = None, reason: str = "") -> int:
        """A line for what no scan can find (paper, cameras); returns its 管理No."""
        with self.register.writing() as connection:
            return self._add(connection, line, fields or {}, reason)

    def set(self, number: int, field: str, value: str, source: str = "") -> None:
        """Confirm a cell; an empty value takes the confirmation back, so that what the scan suggests shows again."""
        self.set_all(number, {field: value}, source)

    def set_all(self, number: int, fields: Mapping[str, str], source: str = "") -> None:
        """Confirm several cells of a line."""
        with self.register.writing() as connection:
            self._known(connection, number)
            for field, value in fields.items():
                self._set(connection, number, field, value, source)

    def suggest(self, number: int, field: str, value: str, source: str) -> None:
        """Propose a value for a cell beside what a person may have confirmed."""
        with self.register.writing() as connection:
            self._known(connection, number)
            self._suggest(connection, number, field, value, source)

    def merge(self, number: int, others: list[int], reason: str = "") -> None:
        """Let a line take over others with their files, also those that are yet to come."""
        with self.register.writing() as connection:
            self.active(connection, number)
            for other in others:
                if other == number:
                    raise NotPossible(f"台帳の行 {number} を自分自身に統合することはできません。")
                self.active(connection, other)
                editing.redirect(connection, other, number)
                editing.set_entry(connection, other, state="merged", merged_into=number)
                self._remember(connection, other, "state", "active", f"merged {number}", reason)
                self._remember(connection, number, "merged", "", str(other), reason)

    def split(self, number: int, root: str, folder: str, name: str, reason: str = "") -> int:
        """Give the files below a folder a line of their own; returns its number."""
        with self.register.writing() as connection:
            old = self.active(connection, number)
            line = Kept(old.department, old.document_type, old.subject)
            new = editing.add_entry(connection, line, "scan")
            editing.add_route(connection, StoredRoute(new, "", root, folder, *_conditions(line)))
            self._remember(connection, number, "split", "", f"{new}: {folder}", reason)
            self._remember(connection, new, "state", "", f"split {number}: {folder}", reason)
            self._set(connection, new, "name", name, reason)
            return new

    def assign(self, number: int, *, sha256: str = "", root: str = "", folder: str = "", reason: str = "") -> None:
        """Send a content, wherever it lies, or everything below a folder to a line."""
        with self.register.writing() as connection:
            self.active(connection, number)
            editing.add_route(connection, StoredRoute(number, sha256, root, folder))
            self._remember(connection, number, "files", "", folder or sha256, reason)

    def take(self, merge: Merge, source: str) -> Merge:
        """Merge a returned workbook: what was changed here meanwhile becomes a conflict, and both values are kept.

        Returns what was really done. Conflicts stand beside the confirmed value as a suggestion of whom it came from.
        """
        with self.register.writing() as connection:
            changes, conflicts = [], list(merge.conflicts)
            for change in merge.changes:
                confirmed = editing.field_value(connection, change.number, change.field)
                if confirmed in ("", change.before):
                    self._set(connection, change.number, change.field, change.after, f"{source} {change.address}")
                    changes.append(change)
                else:
                    conflicts.append(_conflict(change, confirmed))
            for one in conflicts:
                if one.theirs:
                    self._suggest(connection, one.number, one.field, one.theirs, f"{source} {one.address}")
            for line in merge.new:
                kept = Kept(line.cells["department"], BY_HAND)
                self._add(connection, kept, line.cells, f"{source} {line.place}行目")
            taken = risk_keeping.take(connection, merge.risks, self.by, source)
            notes = note_keeping.take(connection, merge.notes, self.by, source)
            return replace(merge, changes=tuple(changes), conflicts=tuple(conflicts), risks=taken, notes=notes)

    def adopt(self, cells: Mapping[int, Mapping[str, Proposal]], lines: Iterable[LineByHand]) -> list[int]:
        """Put proposals before people: for cells of lines, and as lines by hand, whose numbers are returned."""
        with self.register.writing() as connection:
            for number, proposals in cells.items():
                self.active(connection, number)
                for column, proposal in proposals.items():
                    self._suggest(connection, number, column, proposal.value, proposal.source)
            return [self._by_hand(connection, line) for line in lines]

    def answer(self, department: str, item: str, answer: Answer, note: str, line: LineByHand | None) -> int | None:
        """Append what a department said to a question of the checklist, with the line by hand that comes of it."""
        with self.register.writing() as connection:
            number = self._by_hand(connection, line) if line else None
            editing.record_answer(connection, department, item, answer, number, note, self.by)
            return number

    def remember_columns(self, layout: str, columns: Mapping[str, str]) -> None:
        """Keep which columns of ours the headings of somebody's 台帳 are; `layout` is the digest of the headings."""
        with self.register.writing() as connection:
            after = json.dumps(columns, ensure_ascii=False)
            before = editing.set_property(connection, COLUMNS_OF + layout, after)
            self._remember(connection, layout, "columns", _told(before), _told(after), "", "layout")

    def exclude(self, number: int, reason: str) -> None:
        """Take a line out of the 台帳; its files stay listed, and so does the reason."""
        if not reason.strip():
            raise NotPossible("除外する理由を書いてください。")
        with self.register.writing() as connection:
            self.active(connection, number)
            editing.set_entry(connection, number, state="excluded")
            self._remember(connection, number, "state", "active", "excluded", reason)

    def restore(self, number: int, reason: str = "") -> None:
        """Take an excluded line back into the 台帳."""
        with self.register.writing() as connection:
            if self._known(connection, number).state != "excluded":
                raise NotPossible(f"台帳の行 {number} は除外されていません。")
            editing.set_entry(connection, number, state="active")
            self._remember(connection, number, "state", "excluded", "active", reason)

    def confirm(self, numbers: Iterable[int], on: date, reason: str = "") -> None:
        """The yearly confirmation of lines: 最終確認日 and 確認者."""
        with self.register.writing() as connection:
            for number in numbers:
                self.active(connection, number)
                self._set(connection, number, "confirmed_on", on.isoformat(), reason)
                self._set(connection, number, "confirmed_by", self.by, reason)

    def set_risk(self, risk: StoredRisk, before: str, reason: str = "") -> None:
        """Confirm a risk of a line with its measures; `before` is what stood there, for the history."""
        with self.register.writing() as connection:
            self._known(connection, risk.entry)
            risk_keeping.confirm(connection, risk, before, self.by, reason)

    def dispose(self, number: int, what: str, method: str, on: date, files: int = 0) -> None:
        """Record that data of a line was deleted or destroyed."""
        with self.register.writing() as connection:
            self._known(connection, number)
            editing.record_disposal(connection, number, what, method, on.isoformat(), self.by, files)
            self._remember(connection, number, "disposal", "", f"{what}（{method}、{on.isoformat()}）", "")

    def decide(
        self, subject_type: Subject, subject: str, verdict: Verdict, reason: str = "", path: str = "", basis: str = ""
    ) -> int:
        """Add a decision about a finding (fingerprint), a file (sha256) or an entry (number).

        `basis` is what was known of it. Says how many files the next scan reads anew because of it.
        """
        with self.register.writing() as connection:
            before, moment = editing.latest_decision(connection, subject_type, subject)
            editing.decide(connection, subject_type, subject, verdict, self.by, reason, path, basis)
            self._remember(connection, subject, "verdict", before, verdict, reason, subject_type)
            if subject_type != "finding" or (before == refuting.WRONG) == (verdict == refuting.WRONG):
                return 0
            if verdict == refuting.WRONG:
                return refuting.read_anew(connection, [subject])
            return refuting.read_anew_since(connection, moment)

    def reveal(self, fingerprint: str, where: str, reason: str = "") -> None:
        """Note in the history that the value of a finding was shown; `where` says file, kind and place."""
        with self.register.writing() as connection:
            self._remember(connection, fingerprint, "reveal", "", where, reason, "finding")

    # --- within a transaction ------------------------------------------------------------------------------------

    def _add(self, connection: Connection, line: Kept, fields: Mapping[str, str], reason: str) -> int:
        number = editing.add_entry(connection, line, "person")
        self._remember(connection, number, "state", "", "active", reason)
        for field, value in fields.items():
            self._set(connection, number, field, value, reason)
        return number

    def _by_hand(self, connection: Connection, line: LineByHand) -> int:
        number = self._add(connection, line.kept, {"name": line.name}, line.reason)
        for column, proposal in line.cells.items():
            self._suggest(connection, number, column, proposal.value, proposal.source)
        return number

    def _suggest(self, connection: Connection, number: int, field: str, value: str, source: str) -> None:
        editing.set_field(connection, number, field, value, state="suggested", by=self.by, source=source)

    def _set(self, connection: Connection, number: int, field: str, value: str, source: str) -> None:
        if field not in FIELDS:
            raise NotPossible(f"「{field}」という項目はありません。使える項目は {'、'.join(FIELDS)} です。")
        before = editing.field_value(connection, number, field)
        value = value.strip()
        if before == value:
            return
        if value:
            editing.set_field(connection, number, field, value, state="confirmed", by=self.by, source=source)
        else:
            editing.clear_field(connection, number, field, "confirmed")
        self._remember(connection, number, field, before, value, source)

    def _remember(
        self,
        connection: Connection,
        subject: str | int,
        field: str,
        before: str,
        after: str,
        reason: str,
        subject_type: str = "entry",
    ) -> None:
        editing.remember(connection, subject_type, subject, field, before, after, self.by, reason)

    @staticmethod
    def _known(connection: Connection, number: int) -> Entry:
        table = Entry.__table__
        row = connection.execute(select(table).where(table.c.id == number)).first()
        if row is None:
            raise NotPossible(f"台帳に {number} という管理No はありません。「daicho entries」で確かめてください。")
        return row  # type: ignore[return-value]  # a row with the columns of Entry

    @classmethod
    def active(cls, connection: Connection, number: int) -> Entry:
        """A line that can be worked on; NotPossible for one that is not there, merged or excluded."""
        entry = cls._known(connection, number)
        if entry.state == "merged":
            raise NotPossible(f"台帳の行 {number} は {entry.merged_into} に統合されています。")
        if entry.state == "excluded":
            raise NotPossible(
                f"台帳の行 {number} は除外されています。先に「daicho entry restore {number}」で戻してください。"
            )
        return entry


def _conflict(change: CellChange, ours: str) -> Conflict:
    """A change of a cell that somebody else changed while it was looked at."""
    return Conflict(change.number, change.field, change.before, ours, change.after, change.address)


def _conditions(line: Kept) -> tuple[str, str, str]:
    return line.department, line.document_type, line.subject


def _told(columns: str) -> str:
    """Which headings are which columns of ours, in words."""
    known = json.loads(columns) if columns else {}
    return "、".join(
        f"{heading}={(FIELDS | {'number': '管理No'}).get(field, '使わない')}" for heading, field in known.items()
    )

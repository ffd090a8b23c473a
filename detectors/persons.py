"""How many people a file speaks of: records of rows and text, brought together where they are the same person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import regex

from detectors.normalize import fold

_READING = regex.compile(r"[ぁ-ゖァ-ヺーa-z]+")


@dataclass(slots=True)
class _Same:
    """People of one name in this file: for each, what else is known of them (hashes of contacts, IDs, birthdays)."""

    people: list[set[int]] = field(default_factory=list)


class PersonCounter:
    """Counts distinct people from rows of tables and from text, with constant work per record.

    Two records are one person when the folded names agree and they share a contact, ID or birthday, or when at
    least one of them has nothing but the name. Records without a name are told apart by what they have.
    """

    def __init__(self) -> None:
        self._names: dict[str, _Same] = {}
        self._surnames: set[str] = set()
        self._staff: set[str] = set()
        self._nameless: set[int] = set()
        self._known: set[int] = set()
        self._keys: dict[int, str] = {}
        self.records = 0

    def add(self, name: str, details: Iterable[str]) -> None:
        """One record: a name ("" when the row has none) and its identifying details such as `EMAIL_ADDRESS:…`."""
        folded = fold(name)
        marks = {hash(detail) for detail in details}
        if not folded and not marks:
            return
        self.records += 1
        if folded:
            self._add_named(folded, marks)
        elif not marks & self._known:
            self._nameless.add(min(marks))
            self._keys.setdefault(min(marks), min(details))
        self._known |= marks

    def _add_named(self, name: str, marks: set[int]) -> None:
        same = self._names.setdefault(name, _Same())
        for person in same.people:
            if not person or not marks or person & marks:
                person |= marks
                return
        same.people.append(set(marks))

    def add_surname(self, name: str) -> None:
        """A surname alone in running text: a person of their own only when no full name of the file begins with it."""
        self.records += 1
        self._surnames.add(fold(name))

    def add_listed_surname(self, name: str) -> None:
        """A surname alone in a column: somebody else than the people whose full names stand in the list."""
        self.records += 1
        self._staff.add(fold(name))

    def counts(self) -> tuple[int, int, tuple[str, ...]]:
        """Distinct people as best estimate and as maximum, and one key per person of the estimate."""
        full = [name for name in self._names if name not in self._surnames]
        alone = [
            surname
            for surname in self._surnames
            if surname not in self._names and not any(name.startswith(surname) for name in full)
        ]
        keys = [
            f"PERSON:{name}" + (f"#{number}" if number else "")
            for name, same in self._names.items()
            for number in range(len(same.people))
        ]
        keys += [f"PERSON:{surname}" for surname in alone if surname not in self._staff]
        keys += [f"PERSON:{surname}" for surname in self._staff if surname not in self._names]
        keys += [self._keys[mark] for mark in self._nameless if mark in self._keys]
        return len(keys), max(len(keys), self.records), tuple(keys)

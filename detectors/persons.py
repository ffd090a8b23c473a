"""How many people a file speaks of: records of rows and text, brought together where they are the same person."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.normalize import fold

KNOWN_AT_MOST = 200_000  # details by which a record without a name is recognised as somebody met before
LONGEST_SURNAME = 5
TELLING = 2  # details of a record by which people of one name are told apart


class PersonCounter:
    """Counts distinct people from rows of tables and from text, with constant work per record.

    Two records are one person when the folded names agree and they share a contact, ID or birthday, or when at
    least one of them has nothing but the name. Records without a name are told apart by what they have.
    """

    def __init__(self) -> None:
        self._names: dict[str, int] = {}
        self._bare: set[str] = set()
        self._known_with_name: set[int] = set()
        self._surnames: set[str] = set()
        self._staff: set[str] = set()
        self._loose: dict[str, dict[int, str]] = {}
        self._known: set[int] = set()
        self._keys: dict[int, str] = {}
        self.records = 0

    def add(self, name: str, details: Sequence[str]) -> None:
        """One record: a name ("" when the row has none) and its identifying details such as `EMAIL_ADDRESS:…`."""
        self.add_folded(fold(name), details)

    def add_folded(self, name: str, details: Sequence[str]) -> None:
        """As `add`, for a name that is folded already."""
        marks = [hash(detail) for detail in details]
        if name:
            self._add_named(name, marks)
            for mark in marks:
                self._keys.pop(mark, None)  # met before without a name
        elif not marks:
            return
        elif self._known.isdisjoint(marks):
            self._keys[marks[0]] = details[0]
        if len(self._known) < KNOWN_AT_MOST:
            self._known.update(marks)
        self.records += 1

    def _add_named(self, name: str, marks: list[int]) -> None:
        """People of one name are as many as there are sets of details without a common one.

        Somebody of whom nothing but the name is known is the first of that name.
        """
        people = self._names.get(name, 0)
        if not marks:
            if not people:
                self._names[name] = 1
                self._bare.add(name)
            return
        own = [hash((name, mark)) for mark in marks[:TELLING]]
        if self._known_with_name.isdisjoint(own):
            if name in self._bare:
                self._bare.discard(name)
            else:
                self._names[name] = people + 1
        self._known_with_name.update(own)

    def add_surname(self, name: str) -> None:
        """A surname alone in running text: a person of their own only when no full name of the file begins with it."""
        self.records += 1
        self._surnames.add(fold(name))

    def add_listed_surname(self, name: str) -> None:
        """A surname alone in a column: somebody else than the people whose full names stand in the list."""
        self.records += 1
        self._staff.add(fold(name))

    def add_loose(self, detail: str) -> None:
        """A contact in running text that stands beside no name: probably of somebody named elsewhere in the text."""
        self.records += 1
        self._loose.setdefault(detail.split(":", 1)[0], {}).setdefault(hash(detail), detail)

    def _unnamed(self, named: int) -> list[str]:
        """Contacts of one kind that are more than there are people with names, and so must be of others."""
        most: list[str] = []
        for details in self._loose.values():
            unknown = [detail for mark, detail in details.items() if mark not in self._known]
            most = max(most, unknown, key=len)
        return most[named:]

    def counts(self) -> tuple[int, int, tuple[str, ...]]:
        """Distinct people as best estimate and as maximum, and one key per person of the estimate."""
        beginnings = {name[:length] for name in self._names for length in range(1, LONGEST_SURNAME + 1)}
        alone = [surname for surname in self._surnames if surname not in beginnings]
        keys = [
            f"PERSON:{name}" + (f"#{number}" if number else "")
            for name, people in self._names.items()
            for number in range(people)
        ]
        keys += [f"PERSON:{surname}" for surname in alone if surname not in self._staff]
        keys += [f"PERSON:{surname}" for surname in self._staff if surname not in self._names]
        keys += self._keys.values()
        keys += self._unnamed(len(keys))
        return len(keys), max(len(keys), self.records), tuple(keys)

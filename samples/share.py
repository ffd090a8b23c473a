"""A file of the share together with the truth about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from samples.people import Person

HEADER = ("path", "status", "personal", "persons", "document_type", "flags", "kinds", "note")


@dataclass(frozen=True, slots=True)
class Facts:
    """Who stands in a text, and which kinds of data."""

    people: frozenset[Person] = frozenset()
    kinds: frozenset[str] = frozenset()

    def __or__(self, other: Facts) -> Facts:
        return Facts(self.people | other.people, self.kinds | other.kinds)


NOTHING = Facts()


def facts(people: Iterable[Person], kinds: str) -> Facts:
    """Facts from people and space-separated kinds."""
    return Facts(frozenset(people), frozenset(kinds.split()))


@dataclass(frozen=True, slots=True)
class Sample:
    """One file: where it stands, its bytes, and what a correct register says about it.

    `path` of a member is its name in the container. `personal` follows from the people found unless it is given.
    """

    path: str
    content: bytes
    facts: Facts = NOTHING
    document_type: str = ""
    flags: str = ""
    status: str = "read"
    personal: bool | None = None
    note: str = ""
    members: tuple[Sample, ...] = field(default=())

    def lines(self, container: str = "") -> Iterator[tuple[str, ...]]:
        """The rows of expected.tsv: the file's own, then one for each member."""
        path = f"{container}{self.path}"
        personal = bool(self.facts.people) if self.personal is None else self.personal
        yield (
            path,
            self.status,
            "true" if personal else "false",
            str(len(self.facts.people)),
            self.document_type,
            ",".join(sorted(self.flags.split())),
            ",".join(sorted(self.facts.kinds)),
            self.note,
        )
        for member in self.members:
            yield from member.lines(f"{path}!")

"""What a person has to look at, the most doubtful first, and which decision holds for a file as it stands now.

A decision is about a content (sha256): it holds for every copy, wherever it lies or moves to. Of a file whose content
changed, the decision at the same address goes on, and is shown as the former one, unless what was found changed: a flag
came or went, the persons became more or fewer by over SHARE, or over SHARE of the kinds came or went. Then it is open
again. What is compared is what was known when somebody decided, however often the file changed since.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import func, select

from inventory.models import Sample
from inventory.queries import StoredFile
from inventory.queries_decided import StoredDecision
from inventory.register import Register
from inventory.spelling import composed

SHARE = 0.2  # of persons, of kinds: what a content may change by before a former decision is open again
DOUBTFUL = 0.7  # score below which the surest finding of a file is no more than likely
MOST_PLACES = 100  # of one content that a decision remembers
OPEN = "unclear"  # the verdict of a person who needs to ask
_READ = ("read", "partly_read")


@dataclass(frozen=True, slots=True)
class Basis:
    """What was known of a content when somebody decided about it; `places` are the roots and paths where it lay."""

    places: tuple[tuple[str, str], ...]
    persons: int
    persons_max: int
    kinds: frozenset[str]
    flags: frozenset[str]
    is_read: bool

    @classmethod
    def of(cls, file: StoredFile, *copies: StoredFile) -> Basis:
        """What is known of a file, and of its copies, now."""
        kinds = frozenset(kind.kind for kind in file.kinds)
        places = tuple((one.root, one.path) for one in (file, *copies[: MOST_PLACES - 1]))
        return cls(places, file.persons, file.persons_max, kinds, frozenset(file.flags), file.status in _READ)

    def written(self) -> str:
        """As it is kept with the decision."""
        return json.dumps(
            {
                "places": self.places,
                "persons": self.persons,
                "persons_max": self.persons_max,
                "kinds": sorted(self.kinds),
                "flags": sorted(self.flags),
                "read": self.is_read,
            },
            ensure_ascii=False,
        )

    @classmethod
    def read(cls, decision: StoredDecision) -> Basis | None:
        """What a decision was made on; None where that was not kept."""
        if not decision.basis:
            return None
        kept = json.loads(decision.basis)
        places = tuple((root, path) for root, path in kept["places"])
        kinds, flags = frozenset(kept["kinds"]), frozenset(kept["flags"])
        return cls(places, kept["persons"], kept["persons_max"], kinds, flags, kept["read"])


@dataclass(frozen=True, slots=True)
class Difference:
    """How a file differs from what somebody decided on."""

    before: Basis
    now: Basis

    @property
    def persons(self) -> bool:
        """Whether there are more or fewer persons by over SHARE."""
        pairs = (
            (self.before.persons, self.now.persons),
            (self.before.persons_max, self.now.persons_max),
        )
        return any(abs(now - before) > SHARE * before for before, now in pairs)

    @property
    def kinds(self) -> bool:
        """Whether over SHARE of the kinds came or went."""
        changed, everything = self.before.kinds ^ self.now.kinds, self.before.kinds | self.now.kinds
        return len(changed) > SHARE * len(everything)

    @property
    def flags(self) -> bool:
        """Whether a flag came or went."""
        return self.before.flags != self.now.flags

    @property
    def reading(self) -> bool:
        """Whether a file that could not be read now can, or the other way."""
        return self.before.is_read != self.now.is_read

    @property
    def matters(self) -> bool:
        """Whether a person has to look again."""
        return self.persons or self.kinds or self.flags or self.reading


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a file stands: the decision that holds, if any, and the former one of a content that changed.

    `carried`: the decision was about an earlier content at this address. `difference` says what made a former
    decision open again.
    """

    decision: StoredDecision | None = None
    former: StoredDecision | None = None
    difference: Difference | None = None

    @property
    def carried(self) -> bool:
        """Whether the decision was about an earlier content."""
        return self.decision is not None and self.decision is self.former

    @property
    def verdict(self) -> str:
        """The verdict that holds; empty where nobody decided."""
        return self.decision.verdict if self.decision else ""


def subject_of(file: StoredFile) -> str:
    """What a decision about a file is about: its content, or its address where nobody knows the content."""
    return file.sha256 or f"{file.root}/{file.path}"


class Decided:
    """The decisions about files, by content and by address."""

    def __init__(self, decisions: Iterable[StoredDecision]) -> None:
        self._by_content: dict[str, StoredDecision] = {}
        self._by_address: dict[tuple[str, str], tuple[StoredDecision, Basis]] = {}
        for decision in decisions:  # the latest comes last
            self._by_content[composed(decision.subject)] = decision
            if basis := Basis.read(decision):
                places = ((root, composed(path)) for root, path in basis.places)
                self._by_address.update(dict.fromkeys(places, (decision, basis)))

    def knows(self, root: str, path: str) -> bool:
        """Whether somebody decided about a file at this address, whatever it held then."""
        return (root, composed(path)) in self._by_address

    def __bool__(self) -> bool:
        return bool(self._by_content)

    def about(self, root: str, path: str, sha256: str) -> bool:
        """Whether somebody decided about this content, or at this address."""
        return composed(sha256 or f"{root}/{path}") in self._by_content or self.knows(root, path)

    def of(self, file: StoredFile) -> Standing:
        """Where a file stands."""
        if decision := self._by_content.get(composed(subject_of(file))):
            return Standing(decision)
        known = self._by_address.get((file.root, composed(file.path)))
        if known is None:
            return Standing()
        former, basis = known
        difference = Difference(basis, Basis.of(file))
        return Standing(None if difference.matters else former, former, difference)


@dataclass(frozen=True, slots=True)
class Case:
    """One content to look at: a file that holds it, the others that do, and where it stands.

    `certainty` is the score of its surest finding; None where there is none.
    """

    file: StoredFile
    copies: tuple[StoredFile, ...]
    standing: Standing
    certainty: float | None

    @property
    def places(self) -> tuple[StoredFile, ...]:
        """All files of this content."""
        return (self.file, *self.copies)

    @property
    def waits(self) -> bool:
        """Whether a person has to decide: it holds personal data, or may, and nobody has said so or was not sure."""
        if self.standing.verdict:
            return self.standing.verdict == OPEN
        return self.file.personal or self.standing.former is not None

    @property
    def is_doubtful(self) -> bool:
        """Whether what was found is not sure, or not all there is."""
        unsure = self.certainty is not None and self.certainty < DOUBTFUL
        return unsure or self.file.status not in ("read", "media")

    @property
    def is_exposed(self) -> bool:
        """Whether everybody may read one of the copies."""
        return any(file.readable_by_all for file in self.places)

    def order(self, gravest: Mapping[str, int]) -> tuple[object, ...]:
        """What a person should see first: open questions, changes, doubts, then what would hurt most."""
        grave = min((gravest.get(flag, len(gravest)) for flag in self.file.flags), default=len(gravest) + 1)
        is_open, has_changed = self.standing.verdict == OPEN, self.standing.former is not None
        return (
            *(not reason for reason in (is_open, has_changed, self.is_doubtful)),
            grave,
            not self.is_exposed,
            -self.file.persons_max,
            self.file.root,
            self.file.path,
        )


def cases(
    register: Register,
    flags: Iterable[str],
    chosen: Callable[[StoredFile], bool] = lambda file: True,
) -> list[Case]:
    """The contents of the chosen files with where they stand, what needs a person most first.

    `flags` are all flags, the gravest first.
    """
    decided, scores = Decided(register.decisions("file")), _certainties(register)
    by_content: dict[str, list[StoredFile]] = defaultdict(list)
    wanted: dict[str, StoredFile] = {}
    for file in register.files():
        by_content[subject_of(file)].append(file)
        if chosen(file):
            wanted.setdefault(subject_of(file), file)
    found = [_case(file, by_content[subject], decided, scores) for subject, file in wanted.items()]
    gravest = {flag: place for place, flag in enumerate(flags)}
    return sorted(found, key=lambda case: case.order(gravest))


def _case(file: StoredFile, places: Iterable[StoredFile], decided: Decided, scores: Mapping[int, float]) -> Case:
    copies = tuple(other for other in places if other.id != file.id)
    return Case(file, copies, decided.of(file), scores.get(file.id))


def decided_now(case: Case, decision: StoredDecision) -> Case:
    """The case after a decision."""
    return replace(case, standing=Standing(decision))


def _certainties(register: Register) -> dict[int, float]:
    """The score of the surest finding of every file."""
    with register.reading() as connection:
        statement = select(Sample.file_id, func.max(Sample.score)).group_by(Sample.file_id)
        return {row[0]: row[1] for row in connection.execute(statement)}

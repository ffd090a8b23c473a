"""An assessment as the register keeps it: what was judged on a day stays readable when files and rules have changed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any, TypeVar

from inventory import suggestions
from inventory.incident.assessment import Addressee, Assessment, Due, Judgement, Known, Verdict, gravest
from inventory.incident.matter import Matter
from inventory.queries import StoredFile

MOST_FILES = 1000  # listed by name; all of them are counted
Record = TypeVar("Record")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """A file of the scope with what was known of it; `path` is its address as the lists show it."""

    root: str
    path: str
    department: str
    document_type: str
    status: str
    personal: bool
    persons: int
    persons_max: int
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAssessment:
    """What was judged, from what. Words as in `assessment.Scope` and `assessment.Assessment`.

    `files`: the gravest of those that hold personal data or could not be read; `total`, `personal` and `unread` count
    all.
    """

    noticed: date
    known: Known
    asked: tuple[str, ...]
    paths_missing: tuple[str, ...]
    files: tuple[KeptFile, ...]
    total: int
    personal: int
    unread: int
    copies: tuple[str, ...]
    entries: tuple[int, ...]
    persons: int
    persons_max: int
    persons_known: bool
    my_number_persons: int
    flags: tuple[str, ...]
    kinds: tuple[str, ...]
    items: tuple[str, ...]
    document_types: tuple[str, ...]
    departments: tuple[str, ...]
    owners: tuple[str, ...]
    managers: tuple[str, ...]
    contractors: tuple[str, ...]
    run: int | None
    judgements: tuple[Judgement, ...]
    assumptions: tuple[str, ...]

    @classmethod
    def of(cls, assessed: Assessment, kind_names: Mapping[str, str]) -> KeptAssessment:
        """What of an assessment is kept: persons, kinds and flags with what somebody told."""
        scope, matter = assessed.scope, Matter(assessed.scope, assessed.known, kind_names)
        same = {field.name: getattr(scope, field.name) for field in fields(cls) if hasattr(scope, field.name)}
        return cls(
            **same
            | {
                "noticed": assessed.noticed,
                "known": assessed.known,
                "files": tuple(map(_file, _gravest(scope.files))),
                "total": scope.total,
                "personal": sum(file.personal for file in scope.files),
                "unread": len(scope.unread),
                "persons": matter.persons,
                "persons_max": matter.persons_max,
                "persons_known": not matter.uncounted,
                "my_number_persons": matter.my_number_persons,
                "flags": suggestions.load().gravest_first(matter.flags),
                "kinds": matter.kinds,
                "items": tuple(kind_names.get(kind, kind) for kind in matter.kinds),
                "copies": tuple(file.path for file in scope.copies[:MOST_FILES]),
                "judgements": assessed.judgements,
                "assumptions": assessed.assumptions,
            }
        )

    @classmethod
    def read(cls, written: str) -> KeptAssessment:
        """An assessment as it was written, also by an older version of the program."""
        raw: dict[str, Any] = json.loads(written)
        known = raw.pop("known")
        raw["known"] = _record(Known, known | {"noticed": _day(known.get("noticed"))})
        raw["files"] = tuple(_record(KeptFile, file) for file in raw["files"])
        raw["judgements"] = tuple(
            _record(Judgement, one | {"due": Due(*(_day(one["due"].get(field.name)) for field in fields(Due)))})
            for one in raw["judgements"]
        )
        return _record(cls, raw | {"noticed": date.fromisoformat(raw["noticed"])})

    def write(self) -> str:
        """The assessment as JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, default=str)

    def of_addressee(self, addressee: Addressee) -> tuple[Judgement, ...]:
        """The judgements that concern one addressee."""
        return tuple(one for one in self.judgements if one.addressee == addressee)

    def verdict(self, addressee: Addressee) -> Verdict:
        """The gravest verdict about an addressee: report before unknown before not_required."""
        return gravest(self.of_addressee(addressee))

    @property
    def number_act(self) -> tuple[Judgement, ...]:
        """The judgements by the rules about 個人番号 (番号法29条の4)."""
        return tuple(one for one in self.of_addressee("commission") if any("番号法" in by for by in one.articles))

    @property
    def protection_act(self) -> tuple[Judgement, ...]:
        """The judgements by 個人情報保護法26条 about the report to the commission."""
        return tuple(one for one in self.of_addressee("commission") if one not in self.number_act)


def _gravest(files: Iterable[StoredFile]) -> list[StoredFile]:
    told = [file for file in files if file.personal or file.status != "read"]
    return sorted(told, key=lambda file: (not file.flags, -file.persons_max, file.root, file.path))[:MOST_FILES]


def _file(file: StoredFile) -> KeptFile:
    values = {field.name: getattr(file, field.name) for field in fields(KeptFile)}
    return KeptFile(**values | {"document_type": file.document_type or ""})


def _record(kind: type[Record], raw: Mapping[str, Any]) -> Record:
    """A record from what was written: lists become tuples, what this version does not know is left out."""
    known = {field.name for field in fields(kind)}  # type: ignore[arg-type]  # the records are dataclasses
    return kind(
        **{key: tuple(value) if isinstance(value, list) else value for key, value in raw.items() if key in known}
    )


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None

"""What a kind of document implies for its line of the 台帳, from `rules/ledger.yaml`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import yaml

TO_CHECK = "（要確認）"
SENSITIVE = ("my_number", "special_care", "jis_special", "financial_sensitive")  # flags, the gravest first
GRAVE = (*SENSITIVE, "financial_damage")  # those of data whose loss hurts people at once


@dataclass(frozen=True, slots=True)
class Group:
    """A group of documents of no known type, told apart by what is in them."""

    code: str
    name: str
    any_flags: frozenset[str] = frozenset()
    any_kinds: frozenset[str] = frozenset()
    all_kinds: frozenset[str] = frozenset()

    def fits(self, flags: Collection[str], kinds: Collection[str]) -> bool:
        """Whether a file with these flags and kinds belongs here."""
        return (
            (not self.any_flags or not self.any_flags.isdisjoint(flags))
            and (not self.any_kinds or not self.any_kinds.isdisjoint(kinds))
            and self.all_kinds.issubset(kinds)
        )


@dataclass(frozen=True, slots=True)
class Suggestions:
    """All that the data file says; `documents` holds the suggested cells by document type and column.

    `subjects`: the groups of persons with the words by which the name of a folder or file tells of them.
    """

    flags: Mapping[str, str]
    statuses: Mapping[str, str]
    groups: tuple[Group, ...]
    kind_order: tuple[str, ...]
    not_personal: frozenset[str]
    subjects: Mapping[str, tuple[str, ...]]
    default: Mapping[str, str]
    documents: Mapping[str, Mapping[str, str]]

    @property
    def group_names(self) -> Mapping[str, str]:
        """The names of the groups by their codes."""
        return {group.code: group.name for group in self.groups}

    def cells(self, document_type: str) -> Mapping[str, str]:
        """The suggested cells of a line, by column."""
        return {**self.default, **self.documents.get(document_type, {})}

    def group(self, flags: Collection[str], kinds: Collection[str]) -> Group:
        """The group of a document of no known type; the last one takes everything."""
        return next(group for group in self.groups if group.fits(flags, kinds))

    def in_order(self, kinds: Iterable[str]) -> tuple[str, ...]:
        """Kinds that are items of the 台帳, in the order in which they are listed."""
        return self.all_in_order(set(kinds) - self.not_personal)

    def all_in_order(self, kinds: Iterable[str]) -> tuple[str, ...]:
        """The same order for all kinds, also those that are no items of the 台帳."""
        known = _places(self.kind_order)
        return tuple(sorted(set(kinds), key=lambda kind: (known.get(kind, len(known)), kind)))

    def gravest_first(self, flags: Iterable[str]) -> tuple[str, ...]:
        """Flags by consequence."""
        order = list(self.flags)
        return tuple(sorted(set(flags), key=lambda flag: (order.index(flag) if flag in order else len(order), flag)))


@cache
def _places(kinds: tuple[str, ...]) -> Mapping[str, int]:
    return {kind: place for place, kind in enumerate(kinds)}


@cache
def load() -> Suggestions:
    """Read the data file that comes with the program."""
    return parse(files("rules").joinpath("ledger.yaml").read_text(encoding="utf-8"))


def parse(text: str) -> Suggestions:
    """Read the data; a misspelt key is an error, so that nothing is silently left out."""
    raw: dict[str, Any] = yaml.safe_load(text)
    groups = tuple(_group(**group) for group in raw.pop("groups"))
    if not groups[-1].fits((), ()):
        raise ValueError("the last group must take every document")
    return Suggestions(
        flags=MappingProxyType(raw.pop("flags")),
        statuses=MappingProxyType(raw.pop("statuses")),
        groups=groups,
        kind_order=tuple(raw.pop("kind_order")),
        not_personal=frozenset(raw.pop("not_personal")),
        subjects=MappingProxyType({name: tuple(words) for name, words in raw.pop("subjects").items()}),
        default=MappingProxyType(_cells(**raw.pop("default"))),
        documents=MappingProxyType({code: _cells(**cells) for code, cells in raw.pop("documents").items()}),
        **raw,
    )


def _group(
    code: str,
    name: str,
    any_flags: Iterable[str] = (),
    any_kinds: Iterable[str] = (),
    all_kinds: Iterable[str] = (),
) -> Group:
    return Group(code, name, frozenset(any_flags), frozenset(any_kinds), frozenset(all_kinds))


def _cells(check: Iterable[str] = (), **cells: str) -> dict[str, str]:
    """The cells by column, the doubtful ones marked for the reader."""
    renamed = {"keep": "keep_until", "basis": "keep_reason"}
    doubtful = set(check)
    return {renamed.get(key, key): text + TO_CHECK * (key in doubtful) for key, text in cells.items()}

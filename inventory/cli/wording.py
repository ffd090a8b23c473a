"""The Japanese words for what the register holds under its codes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache

from detectors.rule_set import RuleSet
from inventory import suggestions

_used: list[RuleSet] = []  # at most one: a process runs one command


def use(rules: RuleSet | None) -> None:
    """Take the names of kinds and what is said of them from these rules from now on; None: the shipped ones."""
    _used[:] = [rules] if rules else []


def rules() -> RuleSet:
    """The rules whose words are used: without `use`, the shipped ones."""
    if not _used:
        use(RuleSet())
    return _used[0]


def kind_names() -> Mapping[str, str]:
    """Japanese names of the kinds of personal data."""
    return {kind: rule.name for kind, rule in rules().kinds.items()}


@cache
def document_names() -> Mapping[str, str]:
    """Japanese names of the document types."""
    from detectors.documents import load_classifier

    return {type_.id: type_.name for type_ in load_classifier().types}


class _DocumentNames(Mapping[str, str]):
    def __getitem__(self, code: str) -> str:
        return document_names()[code]

    def __iter__(self) -> Iterator[str]:
        return iter(document_names())

    def __len__(self) -> int:
        return len(document_names())


DOCUMENT_NAMES: Mapping[str, str] = _DocumentNames()
"""The same for those who may need none: the types are read when the first is asked for."""


@cache
def status_names() -> Mapping[str, str]:
    """Japanese names of the statuses of a file."""
    return suggestions.load().statuses


@cache
def flag_names() -> Mapping[str, str]:
    """Japanese names of the flags."""
    return suggestions.load().flags


def short(name: str) -> str:
    """A name without what stands in brackets behind it: 「個人番号（マイナンバー）」 is 「個人番号」."""
    return name.split("（")[0]


def persons(estimate: int, most: int) -> str:
    """A number of people as it is shown: the estimate, and the maximum where it differs."""
    return f"{estimate:,}～{most:,}人" if most > estimate else f"{estimate:,}人"


def local(moment: str) -> str:
    """A time of the register (UTC) as the clock on the wall shows it: 2026-11-22 09:15."""
    return datetime.fromisoformat(moment).astimezone().strftime("%Y-%m-%d %H:%M")

"""Kinds of personal data as data: one YAML file each in `rules/kinds/`, with its examples.

The file name is the kind (`jp_my_number.yaml` is `JP_MY_NUMBER`). An unknown, missing or badly formed field is
refused with file, line and reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from importlib import import_module
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Literal, Protocol, cast

import regex

from detectors.linear import LinearPattern, compile_linear
from detectors.rule_files import Flaw, RuleFault, Where, read_mapping
from detectors.rule_folders import rule_paths

Identifies = Literal["alone", "person", "contact", "attribute", "organisation"]
IDENTIFIES: tuple[str, ...] = ("alone", "person", "contact", "attribute", "organisation")


class Validator(Protocol):
    """A module in `detectors.validators`; `complete`, `is_placeholder` and `AS_WRITTEN` are told there."""

    def is_valid(self, digits: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class Scores:
    """How sure a match is: on its own, near a supporting word, and under (or after) its own heading.

    `placeholder` is the most that a value which is public or made up can reach (test card numbers, example domains).
    """

    alone: float = 0.0
    near: float = 0.0
    heading: float = 0.95
    placeholder: float = 0.0


@dataclass(frozen=True, slots=True)
class Examples:
    """⟦ ⟧ encloses what must be reported; `heading ¦ cell` gives the heading of a cell."""

    finds: tuple[str, ...]
    ignores: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of personal data.

    `identifies`: `alone` = 個人識別符号, one value makes a person; `person` = a name; `contact` = a person's own
    address on the net or phone; `attribute` = says something about a person found beside it; `organisation` =
    speaks for a company. `patterns` and `words` may report alone, `weak` patterns only beside a word of `near` or a
    label, `cells` only as a whole cell under the kind's own heading or directly after its label (with \\A never after
    a label). `against` refutes a match that it leads up to on the same line, `against_after` one that it follows
    directly (「うつ病とは」). `validator` names a module in `detectors.validators`; with `check: reject` a wrong check
    digit refutes, with `check: hint` it only leaves the score where it was. `needs_person`: counted only where a
    person stands in the same row, block or document.

    `before_word` and `after_word` are patterns of what belongs to a value that a word of the lists begins or ends with
    (「左」大腿骨骨折, ロキソニン「錠60mg」); they find nothing themselves.

    `own` is empty for what the product ships; else it says whose rule this is, for the evidence, and the patterns are
    a user's, matched in linear time.
    """

    id: str
    name: str
    category: str
    identifies: Identifies
    why: str
    source: str
    examples: Examples
    flags: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    before_word: str = ""
    after_word: str = ""
    validator: str = ""
    check: Literal["reject", "hint"] = "reject"
    headings: tuple[str, ...] = ()
    not_headings: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    against_after: tuple[str, ...] = ()
    needs_person: bool = False
    score: Scores = field(default_factory=Scores)
    own: str = ""

    def compiled(self, patterns: Iterable[str]) -> tuple[regex.Pattern[str] | LinearPattern, ...]:
        """Patterns of this rule as they are matched."""
        return tuple(map(compile_linear if self.own else compile_pattern, patterns))


def compile_pattern(pattern: str) -> regex.Pattern[str]:
    """A shipped pattern as it is matched: free spacing, on normalized text."""
    return regex.compile(pattern, regex.VERBOSE | regex.VERSION1)


@cache
def load_validator(name: str) -> Validator:
    """The check digit module of that name."""
    return cast(Validator, import_module(f"detectors.validators.{name}"))


@cache
def load_words(name: str) -> tuple[str, ...]:
    """A word list in `rules/words/`; lines that start with # are its source and date."""
    text = (files("rules") / "words" / f"{name}.txt").read_text(encoding="utf-8")
    return tuple(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


@dataclass(frozen=True, slots=True)
class HeadingWords:
    """Words of headings that are no kind themselves, from `rules/headings.yaml`."""

    parts: Mapping[str, tuple[str, ...]]
    named: frozenset[str]
    office: frozenset[str]
    authors: frozenset[str]


@cache
def load_heading_words() -> HeadingWords:
    """Parts and readings of names, and labels of people who answer for a document or wrote what it lists."""
    raw = read_mapping(files("rules") / "headings.yaml")
    parts = {part: tuple(map(str, words)) for part, words in raw["parts"].items()}
    return HeadingWords(parts, *(frozenset(raw[name]) for name in ("named", "office", "authors")))


@cache
def load_kinds() -> Mapping[str, Rule]:
    """All kinds of personal data that the product ships, by id; `daicho rules check` looks for flaws in them."""
    return {rule.id: rule for rule in map(read_rule, rule_paths(files("rules") / "kinds"))}


def read_rule(path: Traversable) -> Rule:
    """One YAML file as a rule; `RuleFault` names the file and what is wrong with its form."""
    raw = read_mapping(path)
    try:
        if "own" in raw:
            raise TypeError("own")
        examples = Examples(**{key: tuple(value) for key, value in raw.pop("examples", {}).items()})
        score = Scores(**{key: float(value) for key, value in raw.pop("score", {}).items()})
        values: dict[str, Any] = {key: tuple(value) if key in LISTS else value for key, value in raw.items()}
        return Rule(id=path.name.removesuffix(".yaml").upper(), examples=examples, score=score, **values)
    except (TypeError, ValueError, AttributeError) as error:
        raise RuleFault(f"{path.name}: 項目が足りないか、知らない項目があります（{error}）") from error


LISTS = frozenset(f.name for f in fields(Rule) if str(f.type).startswith("tuple"))


def rule_flaws(rule: Rule) -> Iterator[Flaw]:
    """Everything that is wrong with the form of one shipped rule, each as a Japanese sentence."""
    if rule.identifies not in IDENTIFIES:
        yield Flaw(f"identifies は {'・'.join(IDENTIFIES)} のどれかにしてください", ("identifies",))
    for name in ("name", "category", "why", "source"):
        if not getattr(rule, name):
            yield Flaw(f"{name} が空です", (name,))
    not_text = list(_not_text(rule))
    yield from not_text
    if not_text:
        return
    yield from example_flaws(rule.examples)
    for name in ("patterns", "weak", "cells"):
        for number, pattern in enumerate(getattr(rule, name)):
            yield from (Flaw(text, (name, number)) for text in _pattern_flaws(pattern))
    for name in ("before_word", "after_word"):
        if pattern := getattr(rule, name):
            yield from (Flaw(text, (name,)) for text in _pattern_flaws(pattern))
    if rule.weak and not (rule.near or rule.headings):
        yield Flaw("weak の正規表現には near か headings が要ります", ("weak",))
    yield from _reference_flaws(rule)


def example_flaws(examples: Examples) -> Iterator[Flaw]:
    """What is missing in the examples of a rule that finds something."""
    for side in ("finds", "ignores"):
        if not getattr(examples, side):
            yield Flaw(f"examples の {side} に例がありません", ("examples", side))
    for number, text in enumerate(examples.finds):
        if not regex.search("⟦[^⟦⟧]+⟧", text):
            yield Flaw("finds の例には、見つけるところを囲む ⟦ ⟧ が要ります", ("examples", "finds", number))
    for number, text in enumerate(examples.ignores):
        if "⟦" in text:
            yield Flaw("ignores の例に ⟦ ⟧ は使えません", ("examples", "ignores", number))


def _not_text(rule: Rule) -> Iterator[Flaw]:
    """The members of lists that YAML took for numbers, dates or mappings."""
    lists: list[tuple[Where, tuple[str, ...]]] = [((name,), getattr(rule, name)) for name in sorted(LISTS)]
    lists += [(("examples", side), getattr(rule.examples, side)) for side in ("finds", "ignores")]
    for where, members in lists:
        for number, member in enumerate(members):
            if not isinstance(member, str):
                yield Flaw(f"文字列でないものは引用符で囲んでください（{member}）", (*where, number))


def _pattern_flaws(pattern: str) -> Iterator[str]:
    if regex.search(r"\\[bBwWdD]", regex.sub(r"#.*", "", pattern)):
        yield r"\b \w \d は使えません（漢字も \w なので境界になりません）"
    try:
        compiled = compile_pattern(pattern)
    except regex.error as error:
        yield f"正規表現として読めません（{error}）"
        return
    if compiled.fullmatch(""):
        yield "空の文字列に一致する正規表現です"


def _reference_flaws(rule: Rule) -> Iterator[Flaw]:
    if rule.validator:
        try:
            load_validator(rule.validator)
        except ImportError:
            yield Flaw(f"検査用数字のモジュール {rule.validator} がありません", ("validator",))
    for number, name in enumerate(rule.words):
        if not (files("rules") / "words" / f"{name}.txt").is_file():
            yield Flaw(f"語のリスト {name}.txt がありません", ("words", number))

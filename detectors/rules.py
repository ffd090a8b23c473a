"""Kinds of personal data as data: one YAML file each in `rules/kinds/`, with its examples.

The file name is the kind (`jp_my_number.yaml` is `JP_MY_NUMBER`). An unknown, missing or badly formed field is
refused with file and reason; `faults` lists everything that is wrong with a folder at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from importlib import import_module
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Literal, Protocol, cast

import regex
import yaml

Identifies = Literal["alone", "person", "contact", "attribute", "organisation"]
IDENTIFIES: tuple[str, ...] = ("alone", "person", "contact", "attribute", "organisation")


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml, ten times as fast, where the wheel has it


class RuleFault(Exception):
    """A rule that cannot be used: which file, and why (one Japanese sentence)."""


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
    validator: str = ""
    check: Literal["reject", "hint"] = "reject"
    headings: tuple[str, ...] = ()
    not_headings: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    against_after: tuple[str, ...] = ()
    needs_person: bool = False
    score: Scores = field(default_factory=Scores)


def compile_pattern(pattern: str) -> regex.Pattern[str]:
    """A rule's pattern as it is matched: free spacing, on normalized text."""
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


@cache
def load_heading_words() -> HeadingWords:
    """Parts and readings of names, and labels of people who answer for a document."""
    raw = read_mapping(files("rules") / "headings.yaml")
    parts = {part: tuple(map(str, words)) for part, words in raw["parts"].items()}
    return HeadingWords(parts, frozenset(raw["named"]), frozenset(raw["office"]))


@cache
def load_kinds() -> Mapping[str, Rule]:
    """All kinds of personal data that the product ships, by id."""
    return {rule.id: rule for rule in read_kinds(files("rules") / "kinds")}


def read_kinds(folder: Traversable) -> Iterator[Rule]:
    """The rules of a folder in order of their names; `RuleFault` at the first that cannot be used."""
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        if path.name.endswith(".yaml"):
            rule = read_rule(path)
            for fault in rule_faults(rule):
                raise RuleFault(f"{path.name}: {fault}")
            yield rule


def read_rule(path: Traversable) -> Rule:
    """One YAML file as a rule; `RuleFault` names the file and what is wrong with its form."""
    raw = read_mapping(path)
    try:
        examples = Examples(**{key: tuple(value) for key, value in raw.pop("examples", {}).items()})
        score = Scores(**{key: float(value) for key, value in raw.pop("score", {}).items()})
        lists = {f.name for f in fields(Rule) if str(f.type).startswith("tuple")}
        values: dict[str, Any] = {key: tuple(value) if key in lists else value for key, value in raw.items()}
        return Rule(id=path.name.removesuffix(".yaml").upper(), examples=examples, score=score, **values)
    except (TypeError, ValueError) as error:
        raise RuleFault(f"{path.name}: 項目が足りないか、知らない項目があります（{error}）") from error


def read_mapping(path: Traversable) -> dict[str, Any]:
    """A YAML file of fields; `RuleFault` names the file and line that cannot be read."""
    try:
        raw = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f"{mark.line + 1}行目: " if mark else ""
        raise RuleFault(f"{path.name}: {line}YAML として読めません") from error
    if not isinstance(raw, dict):
        raise RuleFault(f"{path.name}: 「項目: 値」の形になっていません")
    return raw


def rule_faults(rule: Rule) -> Iterator[str]:
    """Everything that is wrong with one rule, each as a Japanese sentence."""
    if rule.identifies not in IDENTIFIES:
        yield f"identifies は {'・'.join(IDENTIFIES)} のどれかにしてください"
    for name in ("name", "category", "why", "source"):
        if not getattr(rule, name):
            yield f"{name} が空です"
    for side in ("finds", "ignores"):
        if not getattr(rule.examples, side):
            yield f"examples の {side} に例がありません"
    if unquoted := _not_text(rule):
        yield f"文字列でないものは引用符で囲んでください（{unquoted}）"
        return
    if any("⟦" not in text for text in rule.examples.finds):
        yield "finds の例には ⟦ ⟧ が要ります"
    if any("⟦" in text for text in rule.examples.ignores):
        yield "ignores の例に ⟦ ⟧ は使えません"
    for pattern in rule.patterns + rule.weak + rule.cells:
        yield from _pattern_faults(pattern)
    if rule.weak and not (rule.near or rule.headings):
        yield "weak の正規表現には near か headings が要ります"
    yield from _reference_faults(rule)


def _not_text(rule: Rule) -> str:
    """The members of lists that YAML took for numbers, dates or mappings."""
    lists = [getattr(rule, f.name) for f in fields(Rule) if str(f.type).startswith("tuple")]
    members = [member for values in (*lists, rule.examples.finds, rule.examples.ignores) for member in values]
    return "、".join(str(member) for member in members if not isinstance(member, str))


def _pattern_faults(pattern: str) -> Iterator[str]:
    if regex.search(r"\\[bBwWdD]", regex.sub(r"#.*", "", pattern)):
        yield r"\b \w \d は使えません（漢字も \w なので境界になりません）"
    try:
        compiled = compile_pattern(pattern)
    except regex.error as error:
        yield f"正規表現として読めません（{error}）"
        return
    if compiled.fullmatch(""):
        yield "空の文字列に一致する正規表現です"


def _reference_faults(rule: Rule) -> Iterator[str]:
    if rule.validator:
        try:
            load_validator(rule.validator)
        except ImportError:
            yield f"検査用数字のモジュール {rule.validator} がありません"
    for name in rule.words:
        if not (files("rules") / "words" / f"{name}.txt").is_file():
            yield f"語のリスト {name}.txt がありません"


def kind_faults(path: Traversable) -> Iterator[str]:
    """Everything that is wrong with the file of one kind."""
    yield from rule_faults(read_rule(path))


def faults(folder: Traversable, faults_of: Callable[[Traversable], Iterator[str]] = kind_faults) -> list[str]:
    """Every fault of every rule in a folder, with its file name; empty when all can be used."""
    found = []
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        if not path.name.endswith(".yaml"):
            continue
        try:
            found += [f"{path.name}: {fault}" for fault in faults_of(path)]
        except RuleFault as fault:
            found.append(str(fault))
    return found

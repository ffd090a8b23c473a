"""Rule files as they are written: their fields, and the line on which each stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.resources.abc import Traversable
from typing import Any, NamedTuple

import yaml

from detectors.rule_folders import rule_paths

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml, ten times as fast, where the wheel has it
_TEXT_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # every value is the text as written: 001234, No

Where = tuple[str | int, ...]


class RuleFault(Exception):
    """A rule that cannot be used: which file, and why (one Japanese sentence)."""


class Flaw(NamedTuple):
    """What is wrong with a rule, and the field (and the place in its list) where that stands."""

    text: str
    where: Where = ()


def read_mapping(path: Traversable, *, as_texts: bool = False) -> dict[str, Any]:
    """A YAML file of fields; `RuleFault` names the file and line that cannot be read.

    `as_texts`: numbers, dates, yes and no are taken as the text they are written in.
    """
    try:
        raw = yaml.load(path.read_text(encoding="utf-8-sig"), Loader=_TEXT_LOADER if as_texts else _LOADER)
    except UnicodeDecodeError as error:
        raise RuleFault(f"{path.name}: 文字コードが UTF-8 ではありません。UTF-8 で保存し直してください") from error
    except OSError as error:
        raise RuleFault(f"{path.name}: 開けません。アクセス権を確かめてください") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f"{mark.line + 1}行目: " if mark else ""
        remedy = "[ や { や # や : を含む値は ' ' で囲み、行の字下げをそろえてください"
        raise RuleFault(f"{path.name}: {line}YAML として読めません。{remedy}") from error
    if not isinstance(raw, dict) or not all(isinstance(key, str) for key in raw):
        raise RuleFault(f"{path.name}: 「項目: 値」の形になっていません")
    return raw


def faults(folder: Traversable, flaws_of: Callable[[Traversable], Iterator[Flaw]]) -> list[str]:
    """Every flaw of every rule file in a folder, with file and line; empty when all can be used."""
    found: list[str] = []
    for path in rule_paths(folder):
        try:
            found += said(path, flaws_of(path))
        except RuleFault as fault:
            found.append(str(fault))
    return found


def said(path: Traversable, flaws: Iterator[Flaw]) -> Iterator[str]:
    """Flaws with file and line, in the order of their lines."""
    told = list(flaws)
    lines = _lines(path) if told else {}
    placed = [(_line_of(lines, flaw.where), flaw.text) for flaw in told]
    for line, text in sorted(placed, key=lambda pair: pair[0]):
        yield f"{path.name}: {line}行目: {text}" if line else f"{path.name}: {text}"


def twice(path: Traversable) -> Iterator[Flaw]:
    """Fields that are written twice: YAML would silently take the last."""
    node = yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=yaml.SafeLoader)
    yield from _twice(node, ())


def _twice(node: yaml.Node | None, where: Where) -> Iterator[Flaw]:
    if isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            yield from _twice(item, (*where, number))
    elif isinstance(node, yaml.MappingNode):
        names = [key.value for key, _ in node.value]
        for name in sorted({str(name) for name in names if names.count(name) > 1}):
            yield Flaw(f"{name} が二度書かれています。1 つにまとめてください", (*where, name))
        for key, value in node.value:
            yield from _twice(value, (*where, str(key.value)))


def _lines(path: Traversable) -> dict[Where, int]:
    """The line of every field and of every item of a list."""
    lines: dict[Where, int] = {}
    try:
        node = yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=yaml.SafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError):
        return lines
    waiting: list[tuple[Where, yaml.Node | None]] = [((), node)]
    while waiting:
        where, node = waiting.pop()
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                place = (*where, str(key.value))
                lines[place] = key.start_mark.line + 1
                waiting.append((place, value))
        elif isinstance(node, yaml.SequenceNode):
            for number, item in enumerate(node.value):
                lines[(*where, number)] = item.start_mark.line + 1
                waiting.append(((*where, number), item))
    return lines


def _line_of(lines: dict[Where, int], where: Where) -> int:
    """The line of a place, else of what it is a part of; the first for what is missing, 0 for the whole file."""
    known = (lines[where[:length]] for length in range(len(where), 0, -1) if where[:length] in lines)
    return next(known, 1 if where and lines else 0)

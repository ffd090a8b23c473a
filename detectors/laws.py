"""Law as dated data: which rule gives a file its flag, by which article, and from which day on it counts.

The rules stand in `rules/laws.yaml`. A rule without a day is not in force: it is shown apart and never counted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from detectors.rule_files import RuleFault, read_mapping
from detectors.rules import Rule, load_words

FILE = "laws.yaml"


@dataclass(frozen=True, slots=True)
class LawRule:
    """One thing that the law says of data.

    `flag`: what a file is called for it, or "" for rules that give none. `kinds`: the kinds of personal data it speaks
    of. `beside`: a word list of which the file must name one. `younger_than`: it speaks only of people below this age
    in years. `threshold`: for rules of leak reporting, the least number of people. `in_force_from` and
    `in_force_until`: its first and last day, None for a day that is not set. `verified`, `date_verified`: whether
    article and gist, and the day, were read in a source.
    """

    id: str
    law: str
    article: str
    what: str
    source: str
    verified: bool
    date_verified: bool
    flag: str = ""
    kinds: tuple[str, ...] = ()
    beside: str = ""
    younger_than: int | None = None
    threshold: int | None = None
    in_force_from: date | None = None
    in_force_until: date | None = None

    def in_force(self, on: date) -> bool:
        """Whether the rule counts on a day."""
        return bool(
            self.in_force_from
            and self.in_force_from <= on
            and (self.in_force_until is None or on <= self.in_force_until)
        )


@dataclass(frozen=True, slots=True)
class Flagged:
    """A flag of a file, with the kinds that gave it and the rules by which they did."""

    flag: str
    kinds: tuple[str, ...]
    rules: tuple[LawRule, ...]


@dataclass(frozen=True, slots=True)
class Laws:
    """All rules; `names` of the flags in the law's words, `titles` of the laws."""

    rules: tuple[LawRule, ...]
    names: Mapping[str, str]
    titles: Mapping[str, str]

    def in_force(self, on: date) -> tuple[LawRule, ...]:
        """The rules that count on a day."""
        return tuple(rule for rule in self.rules if rule.in_force(on))

    def to_come(self, kinds: Collection[str], on: date) -> tuple[LawRule, ...]:
        """What is enacted about these kinds and does not count yet: to be shown, never to be counted."""
        return tuple(
            rule
            for rule in self.rules
            if (rule.in_force_from is None or rule.in_force_from > on) and not set(kinds).isdisjoint(rule.kinds)
        )

    def flagged(self, kinds: Iterable[Rule], on: date, services: Collection[str] = ()) -> Iterator[Flagged]:
        """The flags that kinds found in a personal file give it on a day, in the order of `names`.

        `services`: word lists of which the file names a word. A user's own kind brings its flag without an article.
        """
        found = tuple(kinds)
        for flag in self.names:
            of_flag = [rule for rule in self.rules if rule.flag == flag]
            holding = [rule for rule in of_flag if rule.in_force(on) and (not rule.beside or rule.beside in services)]
            bearing = [kind for kind in found if flag in kind.flags]
            ruled = [kind for kind in bearing if any(kind.id in rule.kinds for rule in holding)]
            unruled = [kind for kind in bearing if not any(kind.id in rule.kinds for rule in of_flag)]
            if ruled or unruled:
                ids = {kind.id for kind in ruled}
                rules = tuple(rule for rule in holding if not ids.isdisjoint(rule.kinds))
                yield Flagged(flag, tuple(kind.name for kind in (*ruled, *unruled)), rules)

    def reason(self, flagged: Flagged) -> str:
        """「要配慮個人情報（令2条2号: 健康診断その他の検査の結果）: 健診・検査の結果」."""
        articles = "、".join(f"{rule.article}: {rule.what}" for rule in flagged.rules)
        basis = f"（{articles}）" if articles else ""
        return f"{self.names[flagged.flag]}{basis}: {'、'.join(flagged.kinds)}"


def services_named(text: str, rules: Iterable[LawRule]) -> frozenset[str]:
    """The word lists that rules ask for of which a normalized text names a word."""
    lists = {rule.beside for rule in rules if rule.beside}
    plain = text.lower()
    return frozenset(name for name in lists if any(word.lower() in plain for word in load_words(name)))


@cache
def load_laws() -> Laws:
    """The law as the product ships it; `RuleFault` where the file cannot be used."""
    path = files("rules") / FILE
    for fault in law_faults(path, ()):
        raise RuleFault(fault)
    return read_laws(path)


def read_laws(path: Traversable) -> Laws:
    """A file of laws; `RuleFault` names the rule with a field that is missing or unknown."""
    raw = read_mapping(path)
    found = []
    try:
        for entry in raw["rules"]:
            values: dict[str, Any] = {key: tuple(value) if key == "kinds" else value for key, value in entry.items()}
            found.append(LawRule(**values))
        return Laws(tuple(found), dict(raw["flags"]), dict(raw["laws"]))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise RuleFault(
            f"{path.name}: {len(found) + 1}番目の規則の項目が足りないか、知らない項目があります（{error}）"
        ) from error


def law_faults(path: Traversable, kinds: Sequence[Rule]) -> list[str]:
    """Everything that is wrong with a file of laws; with `kinds`, also where it and their flags disagree."""
    try:
        laws = read_laws(path)
    except RuleFault as fault:
        return [str(fault)]
    told = [f"{rule.id}: {fault}" for rule in laws.rules for fault in rule_faults(rule, laws)]
    ids = [rule.id for rule in laws.rules]
    told += [f"{id_}: id が二度あります" for id_ in sorted({id_ for id_ in ids if ids.count(id_) > 1})]
    return [f"{path.name}: {fault}" for fault in (*told, *_disagreements(laws, kinds))]


def rule_faults(rule: LawRule, laws: Laws) -> Iterator[str]:
    """What is wrong with one rule by itself."""
    for name in ("id", "article", "what", "source"):
        if not _is_text(getattr(rule, name)):
            yield f"{name} が空か、文字列ではありません"
    if rule.law not in laws.titles:
        yield f"law の {rule.law} が laws にありません"
    if rule.flag and rule.flag not in laws.names:
        yield f"flag の {rule.flag} が flags にありません"
    if rule.flag and not rule.kinds:
        yield "flag には kinds が要ります"
    if rule.beside and not (files("rules") / "words" / f"{rule.beside}.txt").is_file():
        yield f"語のリスト {rule.beside}.txt がありません"
    if not all(isinstance(value, bool) for value in (rule.verified, rule.date_verified)):
        yield "verified と date_verified は true か false にしてください"
    if rule.threshold is not None and (isinstance(rule.threshold, bool) or not isinstance(rule.threshold, int)):
        yield "threshold は人数にしてください"
    if rule.younger_than is not None and type(rule.younger_than) is not int:
        yield "younger_than は年齢（年）にしてください"
    days = [day for day in (rule.in_force_from, rule.in_force_until) if day is not None]
    if any(type(day) is not date for day in days):
        yield "施行日は 2022-04-01 の形にしてください"
    elif len(days) == 2 and days[0] > days[1]:
        yield "in_force_until が in_force_from より前です"


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _disagreements(laws: Laws, kinds: Sequence[Rule]) -> Iterator[str]:
    """Flags of kinds without an article, and articles about kinds that do not exist or lack the flag."""
    known = {kind.id: kind for kind in kinds}
    for kind in kinds:
        for flag in kind.flags:
            if not any(rule.flag == flag and kind.id in rule.kinds for rule in laws.rules):
                yield f"{kind.id} の区分 {flag} に条文がありません"
    for rule in laws.rules if kinds else ():
        for kind_id in rule.kinds:
            if kind_id not in known:
                yield f"{rule.id}: 種別 {kind_id} はありません"

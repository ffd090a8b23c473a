"""Lines of business that look for more than others: one YAML file each in `rules/profiles/`.

Their rules have the form of a user's own; besides, a profile gives flags to kinds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources.abc import Traversable

from detectors.own_rules import Fields, read_own
from detectors.rule_files import Flaw, RuleFault, read_mapping, said
from detectors.rule_folders import PROFILES
from detectors.rules import Rule, load_kinds


@dataclass(frozen=True, slots=True)
class Profile:
    """What a line of business adds: rules, and flags for kinds."""

    id: str
    name: str
    why: str
    source: str
    flags: Mapping[str, tuple[str, ...]]
    rules: tuple[Rule, ...]


@cache
def load_profile(name: str) -> Profile:
    """A profile that the product ships; `RuleFault` where its file cannot be used."""
    path = PROFILES / f"{name}.yaml"
    profile, flaws = read_profile(path)
    for fault in said(path, iter(flaws)):
        raise RuleFault(fault)
    return profile


def read_profile(path: Traversable) -> tuple[Profile, list[Flaw]]:
    """One file of `rules/profiles/`, with everything that is wrong with its form."""
    raw = read_mapping(path, as_texts=True)
    fields = Fields(raw, ("name", "why", "source", "flags", "rules"))
    name, why = fields.text("name", needed="name がありません"), fields.text("why", needed="why がありません")
    source, rules = fields.text("source", needed="source がありません"), []
    kinds = dict(load_kinds())
    for number, item in enumerate(raw.get("rules", [])):
        rule, flaws = read_own(item, kinds, f"業種の規則（{name}）", ("rules", number))
        fields.flaws += flaws
        if isinstance(rule, Rule):
            rules.append(rule)
            kinds.setdefault(rule.id, rule)
    inner = fields.inner("flags", tuple(raw.get("flags", {})))
    flags = {flag: inner.texts(flag) for flag in raw.get("flags", {})}
    for flag, wanted in flags.items():
        for number, kind in enumerate(wanted):
            if kind not in kinds:
                inner.fault(f"{kind} という種別はありません", flag, number)
    profile = Profile(path.name.removesuffix(".yaml"), name, why, source, flags, tuple(rules))
    return profile, [*fields.flaws, *inner.flaws]

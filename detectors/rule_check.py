"""Everything that is wrong with rules, told at once: their form, their examples, patterns that may take too long."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources.abc import Traversable

from detectors.profiles import read_profile
from detectors.rule_examples import ExampleRunner
from detectors.rule_files import Flaw, faults
from detectors.rule_set import RuleSet, with_profiles
from detectors.rules import Rule, read_rule, rule_flaws
from detectors.slow_patterns import slow_flaws


def kind_faults(folder: Traversable) -> list[str]:
    """Every fault of every kind in a folder, with file and line; empty when all can be used."""
    return faults(folder, lambda path: _kind_flaws(read_rule(path)))


def profile_faults(folder: Traversable) -> list[str]:
    """Every fault of every profile in a folder, with file and line."""
    return faults(folder, _profile_flaws)


def _kind_flaws(rule: Rule) -> Iterator[Flaw]:
    flaws = list(rule_flaws(rule))
    yield from flaws
    if not flaws and (rule.patterns or rule.weak or rule.words or rule.cells):
        yield from ExampleRunner(RuleSet({rule.id: rule})).flaws_of(rule)
        yield from slow_flaws(rule)


def _profile_flaws(path: Traversable) -> Iterator[Flaw]:
    profile, flaws = read_profile(path)
    yield from flaws
    if flaws:
        return
    runner = ExampleRunner(with_profiles([profile]))
    for number, rule in enumerate(profile.rules):
        yield from (Flaw(flaw.text, ("rules", number, *flaw.where)) for flaw in runner.flaws_of(rule))

"""The rules in force: what the product ships, with what the user's folder and the profiles of `daicho.toml` add."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.resources.abc import Traversable

from detectors.normalize import fold_heading
from detectors.own_rules import Ignore, read_own
from detectors.profiles import Profile, load_profile
from detectors.rule_files import RuleFault, read_mapping, said, twice
from detectors.rules import Examples, Rule, Scores, load_kinds


@dataclass(frozen=True, slots=True)
class RuleSet:
    """All kinds by id, with the words and flags that were added; the rules that were added; what is never reported.

    It can be sent to another process.
    """

    kinds: Mapping[str, Rule] = field(default_factory=lambda: dict(load_kinds()))
    added: tuple[Rule, ...] = ()
    ignores: tuple[Ignore, ...] = ()
    profiles: tuple[Profile, ...] = ()

    def own(self, kind: str) -> tuple[Rule, ...]:
        """The added rules of a kind that have patterns, which know the headings of their kind."""
        base = self.kinds[kind]
        return tuple(
            replace(rule, headings=base.headings, not_headings=base.not_headings, near=(*base.near, *rule.near))
            for rule in self.added
            if rule.id == kind and (rule.patterns or rule.weak or rule.cells)
        )

    @property
    def digest(self) -> str:
        """Changes with everything added that a judgement depends on; empty where nothing is added."""
        if not (self.added or self.ignores or self.profiles):
            return ""
        none = Examples((), ())
        parts: list[object] = [replace(rule, examples=none) for rule in self.added]
        parts += [(replace(rule, examples=none, kinds=frozenset()), sorted(rule.kinds)) for rule in self.ignores]
        parts += [sorted(profile.flags.items()) for profile in self.profiles]
        return hashlib.sha256(repr(parts).encode("utf-8", "backslashreplace")).hexdigest()[:32]


def load_rules(folder: Traversable | None = None, profiles: Sequence[str] = ()) -> RuleSet:
    """The rules in force; `RuleFault` at the first of the user's that cannot be used."""
    rules, faults = gather(folder, profiles)
    for fault in faults:
        raise RuleFault(fault)
    return rules


def gather(folder: Traversable | None = None, profiles: Sequence[str] = ()) -> tuple[RuleSet, list[str]]:
    """The rules in force as far as they can be read, and everything that is wrong with the user's folder."""
    from detectors.rule_examples import ExampleRunner

    chosen = tuple(load_profile(name) for name in dict.fromkeys(profiles))
    read, told = _read_folder(folder, with_profiles(chosen).kinds) if folder else ([], {})
    rules = with_profiles(chosen, [rule for _, rule in read])
    if not any(told.values()):
        runner = ExampleRunner(rules)
        for path, rule in read:
            told[path.name] += said(path, runner.flaws_of(rule))
    return rules, [fault for name in sorted(told) for fault in told[name]]


def _read_folder(
    folder: Traversable, known: Mapping[str, Rule]
) -> tuple[list[tuple[Traversable, Rule | Ignore]], dict[str, list[str]]]:
    """The rules of a user's folder, files that make new kinds before those that use them, and their faults by file."""
    told: dict[str, list[str]] = {}
    raws: list[tuple[Traversable, dict[str, object]]] = []
    for path in user_paths(folder):
        told[path.name] = []
        try:
            raws.append((path, read_mapping(path, as_texts=True)))
        except RuleFault as fault:
            told[path.name].append(str(fault))
    raws.sort(key=lambda pair: ("ignore" in pair[1], "identifies" not in pair[1], pair[0].name))
    kinds = dict(known)
    read: list[tuple[Traversable, Rule | Ignore]] = []
    for path, raw in raws:
        rule, flaws = read_own(raw, kinds, "自社の規則")
        told[path.name] += said(path, iter([*flaws, *twice(path)]))
        read.append((path, rule))
        if isinstance(rule, Rule) and rule.id:
            kinds.setdefault(rule.id, rule)
    return read, told


def user_paths(folder: Traversable) -> list[Traversable]:
    """The rule files of a user's folder: .yaml and .yml, not what an editor or Excel left there."""
    found = (path for path in folder.iterdir() if path.is_file() and not path.name.startswith((".", "~")))
    return sorted((path for path in found if path.name.lower().endswith((".yaml", ".yml"))), key=lambda path: path.name)


def with_profiles(profiles: Sequence[Profile], own: Iterable[Rule | Ignore] = ()) -> RuleSet:
    """The shipped rules with what profiles and a user's own rules add."""
    own = list(own)
    added = [rule for profile in profiles for rule in profile.rules] + [rule for rule in own if isinstance(rule, Rule)]
    kinds = dict(load_kinds())
    for rule in added:
        if rule.id:
            kinds[rule.id] = _with(kinds.get(rule.id) or _frame(rule), rule)
    for profile in profiles:
        for flag, names in profile.flags.items():
            for name in names:
                kinds[name] = replace(kinds[name], flags=tuple(dict.fromkeys((*kinds[name].flags, flag))))
    ignores = tuple(rule for rule in own if isinstance(rule, Ignore))
    return RuleSet(kinds, tuple(added), ignores, tuple(profiles))


def _with(kind: Rule, rule: Rule) -> Rule:
    """A kind with the words that a rule adds; the words of a rule with patterns speak for those alone."""
    has_patterns = bool(rule.patterns or rule.weak or rule.cells)
    announced = {fold_heading(heading) for heading in rule.headings}
    refused = [heading for heading in kind.not_headings if fold_heading(heading) not in announced]
    return replace(
        kind,
        headings=tuple(_once((*kind.headings, *rule.headings))),
        not_headings=tuple(_once((*refused, *rule.not_headings))),
        near=kind.near if has_patterns else (*kind.near, *rule.near),
        against=kind.against if has_patterns else (*kind.against, *rule.against),
    )


def _once(words: Iterable[str]) -> Iterator[str]:
    return iter(dict.fromkeys(words))


def _frame(rule: Rule) -> Rule:
    """The kind that a rule makes, without what is the rule's own."""
    return replace(rule, patterns=(), weak=(), cells=(), headings=(), not_headings=(), score=Scores(), own="")

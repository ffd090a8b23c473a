"""The engine of a worker: its own, or the one that was built before it came into being."""

from __future__ import annotations

import gc

from detectors.engine import Engine
from detectors.finding import Refuted, nothing_refuted
from detectors.rule_set import RuleSet

_prepared: list[tuple[str, Engine]] = []  # with the digest of its rules


def prepare() -> None:
    """Build an engine of the shipped rules, of which copies of this process can make use; it holds no session yet.

    What is loaded by then stays for good: it is taken out of the rounds of the garbage collector.
    """
    rules = RuleSet()
    _prepared[:] = [(rules.digest, Engine(rules))]
    gc.collect()
    gc.freeze()


def engine_for(rules: RuleSet | None, refuted: Refuted | None) -> Engine:
    """An engine of these rules (none: the shipped ones), which does not find what was refuted."""
    digest, prepared = _prepared[0] if _prepared else ("", None)
    if prepared and refuted is None and (rules is None or rules.digest == digest):
        return prepared
    return Engine(rules, refuted or nothing_refuted)

"""Where the patterns, labels and words of a rule may stand in long text, for hyperscan to look."""

from __future__ import annotations

import re

from detectors.located import Located
from detectors.prefilter import prefilter
from detectors.reach import reach
from detectors.rules import Rule, compile_pattern
from detectors.telling import telling_part
from detectors.wording import label_forms, separator_starts, word_forms


def of_pattern(source: str) -> Located:
    """A pattern in free spacing with the part of it that hyperscan looks for."""
    return Located(compile_pattern(source), (prefilter(telling_part(source)),), reach(source))


def of_labels(rule: Rule, labels: re.Pattern[str]) -> Located:
    """The labels of a rule, which `labels` matches with what separates them from their value."""
    forms = sorted(label_forms(rule))
    expressions = tuple(re.escape(form) + separator_starts(form) for form in forms)
    return Located(labels, expressions, None, caseless=True, leads=tuple(len(form) + 1 for form in forms))


def of_words(rule: Rule, words: re.Pattern[str]) -> Located:
    """The words of a rule's lists, which `words` matches."""
    forms = sorted(word_forms(rule))
    return Located(words, tuple(map(re.escape, forms)), None, leads=tuple(map(len, forms)), are_words=True)

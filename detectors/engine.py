"""All detectors over running text: patterns behind the gate, addresses, names; one finding where several overlap."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from detectors import addresses
from detectors.columns import ColumnJudge
from detectors.finding import REPORT, Finding
from detectors.ginza import Ginza
from detectors.headings import Headings
from detectors.lexicon import Lexicon
from detectors.names import NameFinder
from detectors.normalize import normalize
from detectors.patterns import PIECE, Gate, Matcher
from detectors.rules import Rule, load_kinds

# Where two findings overlap, these win over any other of the same score: their span explains more of the text.
_WIDE = frozenset({"EMAIL_ADDRESS", "JP_ADDRESS"})


class Engine:
    """Everything that is built once per process: rules, gate, dictionaries, and (at first use) GiNZA."""

    def __init__(self, kinds: Mapping[str, Rule] | None = None, *, ginza: bool = True) -> None:
        self.rules = dict(load_kinds() if kinds is None else kinds)
        self.matchers = {kind: Matcher(rule) for kind, rule in self.rules.items()}
        self._gate = Gate(self.matchers)
        self.lexicon = Lexicon()
        self.headings = Headings(self.rules)
        self.columns = ColumnJudge(self.matchers, self.headings, self.lexicon)
        self.names = NameFinder(self.rules["PERSON"], self.lexicon, Ginza().persons if ginza else None)

    def find(self, text: str, place: str = "") -> list[Finding]:
        """Findings in running text in order of their place, spans and values those of the text as given."""
        plain = normalize(text)
        found: list[Finding] = []
        for start, end in pieces(plain):
            for finding in _without_overlaps(list(self._candidates(plain[start:end], place))):
                begin, stop = start + finding.start, start + finding.end
                found.append(replace(finding, start=begin, end=stop, value=text[begin:stop]))
        return found

    def _candidates(self, piece: str, place: str) -> Iterator[Finding]:
        for kind in self._gate.kinds(piece):
            yield from self.matchers[kind].find(piece, place)
        if addresses.may_hold(piece):
            yield from addresses.find(piece, place)
        yield from self.names.find(piece, place)


def pieces(text: str) -> Iterator[tuple[int, int]]:
    """Half-open spans of at most PIECE characters, cut at a line end, else a sentence end, else anywhere."""
    start = 0
    while start < len(text):
        end = min(len(text), start + PIECE)
        if end < len(text):
            cut = max(text.rfind("\n", start, end), text.rfind("。", start, end), text.rfind("\t", start, end)) + 1
            end = cut if cut > start else end
        yield start, end
        start = end


def _without_overlaps(findings: list[Finding]) -> list[Finding]:
    """The best of findings that overlap: the surer, then the one that explains more, then the longer."""
    kept: list[Finding] = []
    order = sorted(
        (finding for finding in findings if finding.score >= REPORT),
        key=lambda finding: (
            finding.kind not in _WIDE,
            -finding.score,
            finding.start - finding.end,
            finding.start,
            finding.kind,
        ),
    )
    for finding in order:
        if all(finding.end <= other.start or other.end <= finding.start for other in _near(kept, finding)):
            kept.append(finding)
    return sorted(kept, key=lambda finding: finding.start)


def _near(kept: list[Finding], finding: Finding) -> list[Finding]:
    return [other for other in kept if other.start < finding.end and finding.start < other.end]

"""All detectors over running text: patterns behind the gate, addresses, names; one finding where several overlap."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from detectors import addresses, collisions
from detectors.beside import Beside
from detectors.columns import ColumnJudge
from detectors.finding import REPORT, Finding, Refuted, nothing_refuted
from detectors.gate import PIECE, Gate
from detectors.headings import Headings
from detectors.ignoring import Ignored
from detectors.lexicon import Lexicon
from detectors.name_model import NameModel
from detectors.names import NameFinder
from detectors.overlaps import without_overlaps
from detectors.patterns import Matcher
from detectors.rule_set import RuleSet
from detectors.text_findings import Seen, TableFindings, outside
from detectors.tied import said_of_somebody

# Where two findings overlap, these win over any other of the same score: their span explains more of the text.
_WIDE = frozenset({"EMAIL_ADDRESS", "JP_ADDRESS", "DOMICILE_OF_ORIGIN"})
REMEMBERED = 4_096  # short texts
_CUTS = ("\n。\t", ",;、|", " ")  # where a piece of text ends, the best first


class Engine:
    """Everything that is built once per process: rules, gate, dictionaries, name model; and what people refuted."""

    def __init__(self, rules: RuleSet | None = None, refuted: Refuted = nothing_refuted) -> None:
        in_force = RuleSet() if rules is None else rules
        self.rules = dict(in_force.kinds)
        self.matchers = {kind: Matcher(rule, in_force.own(kind)) for kind, rule in self.rules.items()}
        self._own = [form for m in self.matchers.values() for own in m.own for form in (*own.patterns, *own.weak)]
        self.refuted = refuted
        self.ignored = Ignored(in_force.ignores, refuted)
        self.gate = Gate(self.matchers)
        self.beside = Beside(self.matchers)
        self.lexicon = Lexicon()
        self.headings = Headings(self.rules)
        self.columns = ColumnJudge(self.matchers, self.headings, self.lexicon, self.ignored, in_force.added)
        self.tables = TableFindings(self.columns, self.headings, self.lexicon, self.matchers, self._read_cells)
        self.remembered = lru_cache(maxsize=REMEMBERED)(self._of_no_place)
        self.names = NameFinder(self.rules["PERSON"], self.lexicon, NameModel(self.lexicon))

    def find(self, text: str, place: str = "") -> list[Finding]:
        """Findings in running text in order of their place, spans and values those of the text as given.

        What needs a person is found where a label announces it or somebody is spoken of.
        """
        return said_of_somebody(self._everything(text, place), text, self.rules, self.lexicon)

    def _everything(self, text: str, place: str, seen: Seen | None = None) -> list[Finding]:
        seen = seen or self.tables.look(text)
        plain, tables = seen.plain, self.tables.find(seen, place)
        found: list[Finding] = []
        for first, last in outside(tables.spans, len(plain)) if tables else ((0, len(plain)),):
            prose = plain[first:last]
            for start, end in pieces(prose):
                found += [_as_given(one, text, first + start) for one in self._in_piece(prose[start:end], place)]
        if tables:
            in_rows, beside = ([_as_given(one, text, 0) for one in part] for part in (tables.findings, tables.beside))
            found = without_overlaps([*in_rows, *_best_first([*found, *beside])])
        found.sort(key=lambda finding: finding.start)
        return found

    def _in_piece(self, piece: str, place: str) -> list[Finding]:
        """What a piece holds, with what only its place beside a person tells."""
        found = without_overlaps(_best_first(self._candidates(piece, place)))
        more = self.beside.find(piece, found, place)
        return [*found, *(self.ignored.left(more, piece) if self.ignored else more)]

    def counted(self, text: str, place: str, seen: Seen | None = None) -> list[Finding]:
        """The findings that may count in a file, where its document tells of whom; none made up for examples.

        `seen`: the text as `tables.look` sees it, where that is known.
        """
        return [finding for finding in self._everything(text, place, seen) if finding.counts]

    def _of_no_place(self, text: str) -> tuple[Finding, ...]:
        """As `counted`, without a place: for short texts that come again and again."""
        return tuple(self.counted(text, ""))

    @property
    def has_own(self) -> bool:
        """Whether a user has patterns of their own."""
        return bool(self._own)

    def may_hold_own(self, cell: str) -> bool:
        """Whether a user's own rule finds something in a normalized cell, whatever stands around it."""
        return any(next(form.finditer(cell), None) for form in self._own)

    def _candidates(self, piece: str, place: str) -> Iterable[Finding]:
        """What a piece holds, less what the user never wants to see."""
        met = self._met(piece, place)
        return self.ignored.left(list(met), piece) if self.ignored else met

    def _read_cells(self, lines: str, place: str) -> Iterable[Finding]:
        """What cells hold that belong to no column of one kind, best first."""
        return _best_first(self._candidates(lines, place))

    def _met(self, piece: str, place: str) -> Iterator[Finding]:
        for kind in self.gate.kinds(piece):
            yield from self.matchers[kind].find(piece, place)
        if addresses.may_hold(piece):
            yield from addresses.find(piece, place)
        yield from self.names.find(piece, place)


def pieces(text: str) -> Iterator[tuple[int, int]]:
    """Half-open spans of at most PIECE characters, cut at a line or sentence end, else between items, else anywhere."""
    start = 0
    while start < len(text):
        end = min(len(text), start + PIECE)
        if end < len(text):
            cuts = (max(text.rfind(mark, start, end) for mark in marks) + 1 for marks in _CUTS)
            end = next((cut for cut in cuts if cut > start), end)
        yield start, end
        start = end


def _as_given(finding: Finding, text: str, first: int) -> Finding:
    """A finding in the part of a text that begins at `first`, told of the whole text as it was given."""
    start, end = first + finding.start, first + finding.end
    value = text[start:end]
    evidence = finding.evidence + collisions.explained(finding.kind, value, finding.evidence)
    return Finding(finding.kind, finding.place, start, end, finding.score, evidence, value)


def _best_first(findings: Iterable[Finding]) -> list[Finding]:
    """Where findings overlap, the surer wins, then the one that explains more, then the longer."""
    return sorted(
        (finding for finding in findings if finding.score >= REPORT),
        key=lambda finding: (
            finding.kind not in _WIDE,
            -finding.score,
            finding.start - finding.end,
            finding.start,
            finding.kind,
        ),
    )

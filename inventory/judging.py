"""A person who judges files and single findings: each decision with what it was made on."""

from __future__ import annotations

from inventory import suggestions
from inventory.editing import Verdict, now
from inventory.keeping import Keeper, NotPossible
from inventory.queries import StoredFile, StoredFinding
from inventory.queries_decided import StoredDecision
from inventory.refuting import WRONG, About
from inventory.reviewing import Basis, Case, decided_now, subject_of

SHORTEST = 8  # digits of a fingerprint by which it may be named


class Judge:
    """Decides for a keeper of the register; `of_findings` are the latest decisions about findings, by fingerprint."""

    def __init__(self, keeper: Keeper) -> None:
        self._keeper = keeper
        decisions = keeper.register.decisions("finding")
        self.of_findings = {decision.subject: decision for decision in decisions}

    def findings(self, file: StoredFile, kind: str = "") -> list[StoredFinding]:
        """The masked samples of one file in the order of the 台帳, without its members; also what was called wrong."""
        found = [
            one
            for one in self._keeper.register.findings(file.path, refuted=True)
            if (one.root, one.path) == (file.root, file.path) and kind in ("", one.kind)
        ]
        order = suggestions.load().all_in_order(one.kind for one in found)
        return sorted(found, key=lambda one: order.index(one.kind))

    def decide(self, case: Case, verdict: Verdict, reason: str = "") -> Case:
        """Decide about a content, for all its copies; 非該当 needs a reason. The case as it stands then."""
        if verdict == "not_applicable" and not reason.strip():
            raise NotPossible("非該当とする理由を書いてください（--reason 理由）。")
        basis = Basis.of(case.file, *case.copies).written()
        subject = subject_of(case.file)
        self._keeper.decide("file", subject, verdict, reason, case.file.path, basis)
        return decided_now(case, self._as_decided("file", subject, case.file.path, verdict, reason, basis))

    def decide_finding(self, finding: StoredFinding, verdict: Verdict, reason: str = "") -> int:
        """Decide about one finding, wherever it stands. How many files the next scan reads anew."""
        about = About(finding.kind, finding.masked, finding.place)
        return self._decide_finding(finding.fingerprint, verdict, reason, finding.path, about)

    def decide_named(self, written: str, verdict: Verdict, reason: str = "") -> int:
        """Decide about the finding whose fingerprint begins so; it may be one that no file shows any more."""
        known = {decision.subject: (decision.path, About.of(decision)) for decision in self.of_findings.values()}
        for found in self._keeper.register.findings(refuted=True):
            known.setdefault(found.fingerprint, (found.path, About(found.kind, found.masked, found.place)))
        meant = [fingerprint for fingerprint in known if fingerprint.startswith(written.lower())]
        if len(written) < SHORTEST or len(meant) != 1:
            raise NotPossible(
                f"{written} という検出は台帳にないか、一つに決まりません。"
                "指紋は「daicho findings --format json」か「daicho review --allowed」で確かめてください。"
            )
        return self._decide_finding(meant[0], verdict, reason, *known[meant[0]])

    def _decide_finding(self, fingerprint: str, verdict: Verdict, reason: str, path: str, about: About) -> int:
        if verdict == WRONG and not reason.strip():
            raise NotPossible("誤りとする理由を書いてください（--reason 理由）。")
        basis = about.written()
        due = self._keeper.decide("finding", fingerprint, verdict, reason, path, basis)
        self.of_findings[fingerprint] = self._as_decided("finding", fingerprint, path, verdict, reason, basis)
        return due

    def _as_decided(
        self, subject_type: str, subject: str, path: str, verdict: Verdict, reason: str, basis: str
    ) -> StoredDecision:
        return StoredDecision(subject_type, subject, path, verdict, self._keeper.by, now(), reason, basis)

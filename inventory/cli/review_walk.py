"""Walking through files with one key for each decision; every decision is kept at once."""

from __future__ import annotations

import shutil
import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

import click

from inventory.cli import review_screen
from inventory.cli.screen import harmless, say
from inventory.editing import Verdict
from inventory.judging import Judge
from inventory.queries import StoredFinding
from inventory.reviewing import Case

_VERDICTS: dict[str, Verdict] = {"y": "applicable", "n": "not_applicable", "f": "form_only", "u": "unclear"}
_OF_FINDINGS: dict[str, Verdict] = {"y": "applicable", "n": "not_applicable", "u": "unclear"}
_NEXT = frozenset({" ", "\r", "\n", "\x1b[C", "\x1b[B", "\xe0M", "\xe0P"})  # the arrow keys of Unix and Windows too
_BACK = frozenset({"b", "\x7f", "\x08", "\x1b[D", "\x1b[A", "\xe0K", "\xe0H"})
_LEAVE = frozenset({"q", "\x1b"})


@dataclass(slots=True)
class Walk:
    """A person on the way through files."""

    judge: Judge
    cases: list[Case]
    kind: str = ""
    decided: set[int] = field(default_factory=set)
    wrong: set[str] = field(default_factory=set)
    due: int = 0  # files that the next scan reads anew
    reasons: dict[str, str] = field(default_factory=dict)  # the latest of each question, offered again

    def go(self) -> None:
        """From the first file to the last, or until the person leaves."""
        place = 0
        while place < len(self.cases):
            case = self.cases[place]
            findings = self.judge.findings(case.file, self.kind)
            self._show(place, findings)
            key = pressed()
            if key in _LEAVE:
                break
            if key in _NEXT:
                place += 1
            elif key in _BACK:
                place = max(0, place - 1)
            elif key == "d" and findings:
                self._findings(case, findings)
            elif key in _VERDICTS and self._decide(place, _VERDICTS[key]):
                place += 1
        self._tell()

    def _show(self, place: int, findings: Sequence[StoredFinding]) -> None:
        size = shutil.get_terminal_size()
        decided = self.judge.of_findings
        at = f"{place + 1:,}／{len(self.cases):,}件目"
        draw(review_screen.page(self.cases[place], findings, decided, at=at, width=size.columns, height=size.lines))

    def _decide(self, place: int, verdict: Verdict) -> bool:
        """Keep a decision about a file; False where the person thought better of it."""
        reason = ""
        if verdict in ("not_applicable", "unclear"):
            what = "非該当とする理由" if verdict == "not_applicable" else "確かめること"
            reason = self._ask(what)
            if not reason and verdict == "not_applicable":
                return False
        self.cases[place] = self.judge.decide(self.cases[place], verdict, reason)
        self.decided.add(place)
        return True

    def _ask(self, what: str) -> str:
        """A reason; the latest one by Enter alone, none by a dash or Ctrl-C."""
        latest = self.reasons.get(what, "")
        shown = f"［Enter: {latest}］" if latest else ""
        try:
            written: str = click.prompt(f"{what}{harmless(shown)}", default=latest, show_default=False)
        except (click.Abort, KeyboardInterrupt):  # Ctrl-C takes back the key, not the whole review
            return ""
        written = "" if written.strip() in ("-", "－") else written.strip()
        self.reasons[what] = written or latest
        return written

    def _findings(self, case: Case, findings: Sequence[StoredFinding]) -> None:
        """The findings of one file, one by one."""
        place = 0
        while place < len(findings):
            finding = findings[place]
            decision = self.judge.of_findings.get(finding.fingerprint)
            at = f"検出 {place + 1:,}／{len(findings):,}"
            width = shutil.get_terminal_size().columns
            draw(review_screen.finding_page(case, finding, decision.verdict if decision else "", at=at, width=width))
            key = pressed()
            if key in _LEAVE:
                return
            if key in _NEXT:
                place += 1
            elif key in _BACK:
                place = max(0, place - 1)
            elif key in _OF_FINDINGS and self._decide_finding(finding, _OF_FINDINGS[key]):
                place += 1

    def _decide_finding(self, finding: StoredFinding, verdict: Verdict) -> bool:
        reason = self._ask("誤りとする理由") if verdict == "not_applicable" else ""
        if verdict == "not_applicable" and not reason:
            return False
        self.due += self.judge.decide_finding(finding, verdict, reason)
        if verdict == "not_applicable":
            self.wrong.add(finding.fingerprint)
        else:
            self.wrong.discard(finding.fingerprint)
        return True

    def _tell(self) -> None:
        click.clear()
        left = sum(case.waits for case in self.cases)
        rest = f"人の判断を待つものは、あと {left:,}件です。" if left else ""
        say(f"{len(self.cases):,}件のうち {len(self.decided):,}件を判断しました。{rest}")
        if self.wrong or self.due:
            say(
                f"誤りとした検出は {len(self.wrong):,}件です。"
                f"次の daicho scan で、{self.due:,}件のファイルを読み直して数え直します。"
            )


def pressed() -> str:
    """One key, in any width and case; the end of the input is the key to leave."""
    sys.stdout.flush()
    try:
        key = click.getchar()
    except EOFError:
        return "q"
    return key if key.startswith(("\x1b", "\xe0")) else unicodedata.normalize("NFKC", key).lower()


def draw(lines: Sequence[str]) -> None:
    """A screen of its own."""
    click.clear()
    for line in lines:
        say(line)

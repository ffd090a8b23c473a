"""Two cases about the same files or the same line of the 台帳: said in both, so that both are reported once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from inventory.incident.cases import Case


@dataclass(frozen=True, slots=True)
class Overlap:
    """Another case with what both concern."""

    incident: int
    title: str
    files: int
    entries: tuple[int, ...]

    def told(self) -> str:
        """「事故2「…」と、同じファイル 3件・管理No 4」."""
        shared = [f"同じファイル {self.files:,}件"] if self.files else []
        shared += [f"同じ台帳の行（管理No {'、'.join(map(str, self.entries))}）"] if self.entries else []
        return f"事故{self.incident}「{self.title}」と、{'・'.join(shared)}を対象にしています。"


def overlaps(case: Case, others: Iterable[Case]) -> list[Overlap]:
    """The other cases, open or closed, that concern what this one does."""
    ours = case.latest
    files = {(file.root, file.path) for file in ours.files}
    named = {subject.entry_id for subject in case.subjects if subject.entry_id}
    found = []
    for other in others:
        if other.id == case.id:
            continue
        shared = files & {(file.root, file.path) for file in other.latest.files}
        entries = sorted(named & {subject.entry_id for subject in other.subjects if subject.entry_id})
        if shared or entries:
            found.append(Overlap(other.id, other.title, len(shared), tuple(filter(None, entries))))
    return found

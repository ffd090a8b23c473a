"""Counts of findings by kind: how many, how many different, and the best few as samples."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from detectors.bulk import fold_all
from detectors.distinct import Distinct
from detectors.finding import KindTotal, Refuted, Sample, nothing_refuted
from detectors.normalize import fold

SAMPLES = 5


@dataclass(slots=True)
class _Kind:
    count: int = 0
    distinct: Distinct = field(default_factory=Distinct)
    samples: list[tuple[float, int, Sample]] = field(default_factory=list)


class Tally:
    """Findings of one file, kept as numbers and SAMPLES samples per kind, whatever their number.

    What a person `refuted` is none.
    """

    def __init__(self, refuted: Refuted = nothing_refuted) -> None:
        self._kinds: dict[str, _Kind] = {}
        self._refuted = refuted

    def add(self, kind: str, sample: Sample, times: int = 1) -> None:
        """One finding (met `times` times in the same place)."""
        if self._refuted(kind, sample.value):
            return
        total = self._kinds.setdefault(kind, _Kind())
        total.count += times
        if total.distinct.add(fold(sample.value)):
            self._keep(total, sample)

    def add_column(self, kind: str, values: Sequence[str], sample: Sample) -> None:
        """The values of a column, of which `sample` stands for all."""
        if self._refuted is not nothing_refuted:
            wrong = {value for value in set(values) if self._refuted(kind, value)}
            values = [value for value in values if value not in wrong]
            if not values:
                return
            sample = replace(sample, value=values[0]) if sample.value in wrong else sample
        total = self._kinds.setdefault(kind, _Kind())
        total.count += len(values)
        total.distinct.add_all(fold_all(list(set(values))))
        if sum(1 for entry in total.samples if entry[2].place == sample.place) == 0:
            self._keep(total, sample)

    def _keep(self, total: _Kind, sample: Sample) -> None:
        entry = (sample.score, -total.count, sample)
        if len(total.samples) < SAMPLES:
            heapq.heappush(total.samples, entry)
        elif entry[:2] > total.samples[0][:2]:
            heapq.heapreplace(total.samples, entry)

    def counts(self) -> dict[str, int]:
        """Findings per kind."""
        return {kind: total.count for kind, total in self._kinds.items()}

    def totals(self) -> tuple[KindTotal, ...]:
        """All kinds, in order of their names, best samples first."""
        return tuple(
            KindTotal(
                kind,
                total.count,
                len(total.distinct),
                tuple(sample for _, _, sample in sorted(total.samples, key=lambda entry: (-entry[0], -entry[1]))),
            )
            for kind, total in sorted(self._kinds.items())
        )

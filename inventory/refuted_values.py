"""The values that people called wrong, as workers recognise them: they do without the register and what it loads."""

from __future__ import annotations

from dataclasses import dataclass, field

from inventory.masking import fingerprint

_REMEMBERED = 50_000  # values; a column is asked when it is judged, read and counted


@dataclass(frozen=True, slots=True)
class RefutedValues:
    """Recognises, while a file is examined, the values that people called wrong. It can be sent to another process.

    `kinds` are those of the findings, so that values of any other kind need no hash; empty where one is not known.
    """

    key: bytes = field(repr=False)
    fingerprints: frozenset[str]
    kinds: frozenset[str]
    _asked: dict[tuple[str, str], bool] = field(default_factory=dict, repr=False, compare=False)

    def __call__(self, kind: str, value: str) -> bool:
        if self.kinds and kind not in self.kinds:
            return False
        known = self._asked.get((kind, value))
        if known is None:
            if len(self._asked) >= _REMEMBERED:
                self._asked.clear()
            from detectors.normalize import fold  # the main process does without

            known = fingerprint(self.key, kind, fold(value)) in self.fingerprints
            self._asked[kind, value] = known
        return known

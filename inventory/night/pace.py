"""The most that a scan reads in a second, in MB and in files, whatever the number of its workers."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from scanner.document import FoundFile

_NAP = 0.05  # seconds at the most between two looks at the workers
_BURST = 1.0  # seconds' worth that may be saved up


@dataclass(slots=True)
class _Bucket:
    """Filled by so much a second; who takes more than there is makes the next one wait."""

    rate: float
    clock: Callable[[], float]
    level: float = 0.0
    filled: float = field(default=0.0)

    def wait(self) -> float:
        """Seconds until something may be taken."""
        if not self.rate:
            return 0.0
        now = self.clock()
        self.level = min(self.rate * _BURST, self.level + (now - self.filled) * self.rate)
        self.filled = now
        return max(0.0, -self.level / self.rate)

    def take(self, amount: float) -> None:
        if self.rate:
            self.level -= amount


class Pace:
    """A limit of speed; 0 is none. A file counts by its size when it is handed out, and is then read at full speed."""

    def __init__(
        self, mb_per_second: float, files_per_second: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._bytes = _Bucket(mb_per_second * 1e6, clock, filled=clock())
        self._files = _Bucket(files_per_second, clock, filled=clock())

    def kept(self, files: Iterator[FoundFile | None]) -> Iterator[FoundFile | None]:
        """The same files, not sooner than they may be read. None: look at the workers, then ask again."""
        for found in files:
            if found is not None:
                while (seconds := self.wait()) > 0:
                    time.sleep(min(seconds, _NAP))
                    yield None
                self.take(found.size)
            yield found

    def wait(self) -> float:
        """Seconds until the next file may be begun."""
        return max(self._bytes.wait(), self._files.wait())

    def take(self, size: int) -> None:
        """A file of so many bytes is begun."""
        self._bytes.take(size)
        self._files.take(1)

"""How long a scan still takes, from how long files of each sort took so far."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from scanner.document import FoundFile

# What files take beside each other: seconds for one and for each MB of it, as one core took on a few hundred files of
# every sort (real ones from other projects and generated ones). What is measured in a scan corrects it, sort by sort.
_COSTS = {
    "csv htm html json log md mhtml sql tsv txt xml": (0.006, 3.0),
    "ods xlsb xlsm xlsx": (0.010, 4.0),
    "doc docx jtd odp odt one pages ppt pptx rtf vsd vsdx xls": (0.006, 0.8),
    "pdf xdw": (0.010, 3.0),
    "eml mbox msg pst": (0.010, 2.0),
    "7z cab lzh rar tar tgz zip": (0.010, 3.0),
    "accdb db dbf mdb parquet sqlite": (0.020, 0.7),
    "bmp gif heic jpeg jpg png tif tiff webp": (4.0, 0.5),
}
_COST = {f".{ending}": cost for endings, cost in _COSTS.items() for ending in endings.split()}
_OTHER = (0.005, 0.01)
_MOST_SORTS = 500  # a share may hold any number of endings
_DOUBT = 3.0  # files' worth of the average that stands beside what was measured of one sort
_REST = ""


def expected_seconds(found: FoundFile) -> float:
    """What a file takes by its ending and size, before anything is measured."""
    each, mb = _COST.get(found.path.suffix.lower(), _OTHER)
    return each + mb * found.size / 1e6


@dataclass(slots=True)
class _Sort:
    """Files of one ending: what is left of them, and how long those took that are done (seconds of a worker).

    A weight is what a file was expected to take.
    """

    left: int = 0
    weight_left: float = 0.0
    done: int = 0
    weight_done: float = 0.0
    seconds: float = 0.0


@dataclass(slots=True)
class Estimate:
    """Told of every file that must be examined (`expect`), that is handed out (`begin`) and that came back (`end`).

    Seconds of workers become seconds on the clock by how much of the one passed in the other until now, so that
    waiting, recording and limits of speed are in it.
    """

    is_whole: bool = False  # whether all files are told
    clock: Callable[[], float] = field(default=time.monotonic, repr=False)
    _sorts: dict[str, _Sort] = field(default_factory=dict)
    _under_way: dict[Hashable, tuple[float, str, float]] = field(default_factory=dict)
    _since: float | None = None
    _worked: float = 0.0

    def expect(self, found: FoundFile) -> None:
        """A file waits."""
        sort = self._sort(found.path.suffix)
        sort.left += 1
        sort.weight_left += expected_seconds(found)

    def begin(self, found: FoundFile) -> None:
        """A file is handed out."""
        weight = expected_seconds(found)
        self._under_way[str(found.root), found.relative] = (self.clock(), self._name(found.path.suffix), weight)

    def end(self, root: str, path: str) -> float:
        """A file is examined; how many seconds that took. The first one, with which the models load, does not count."""
        begun, name, weight = self._under_way.pop((root, path), (self.clock(), _REST, 0.0))
        if not weight:
            return 0.0
        now = self.clock()
        sort = self._sorts.setdefault(name, _Sort())
        sort.left, sort.weight_left = max(0, sort.left - 1), max(0.0, sort.weight_left - weight)
        if self._since is None:
            self._since = now
            return now - begun
        seconds = now - max(begun, self._since)
        sort.done, sort.weight_done, sort.seconds = sort.done + 1, sort.weight_done + weight, sort.seconds + seconds
        self._worked += seconds
        return now - begun

    @property
    def share_done(self) -> float:
        """How much of what must be examined is examined, 0 to 1, by weight."""
        done = sum(sort.weight_done for sort in self._all())
        left = sum(sort.weight_left for sort in self._all())
        return done / (done + left) if done + left else 0.0

    @property
    def seconds_left(self) -> float | None:
        """None while too little is known."""
        if not self.is_whole:
            return None
        if not any(sort.left for sort in self._all()):
            return 0.0
        if self._since is None or not self._worked:
            return None
        now = self.clock()
        under_way = sum(now - max(begun, self._since) for begun, _, _ in tuple(self._under_way.values()))
        work = sum(self._seconds_of(sort) for sort in self._all())
        at_once = (self._worked + under_way) / max(now - self._since, 1e-6)
        return max(0.0, work - under_way) / max(at_once, 1e-6)

    def _seconds_of(self, sort: _Sort) -> float:
        """What is left of a sort, in seconds of a worker; what was measured counts the more the more files it was."""
        done = sum(one.done for one in self._all())
        weight = sum(one.weight_done for one in self._all())
        average = self._worked / max(weight, 1e-9)
        doubt = _DOUBT * weight / max(done, 1)
        return sort.weight_left * (sort.seconds + average * doubt) / (sort.weight_done + doubt)

    def _all(self) -> tuple[_Sort, ...]:
        """As they are at this moment: the screen asks from a thread of its own."""
        return tuple(self._sorts.values())

    def _name(self, suffix: str) -> str:
        name = suffix.lower()
        return name if name in self._sorts or len(self._sorts) < _MOST_SORTS else _REST

    def _sort(self, suffix: str) -> _Sort:
        return self._sorts.setdefault(self._name(suffix), _Sort())

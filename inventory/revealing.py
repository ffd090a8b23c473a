"""The value behind one finding: the source file is read and examined again in a worker, and nothing of it is kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from detectors.normalize import fold
from detectors.rule_set import RuleSet
from inventory.endings import allowed_seconds
from inventory.keeping import NotPossible
from inventory.masking import fingerprint
from inventory.pool import Pool
from inventory.queries import StoredFile, StoredFinding
from inventory.serving import Ask, Work
from scanner.document import FoundFile
from scanner.extract import Limits, extract

_ANEW = "「daicho scan」で検査し直してから、もう一度実行してください。"


@dataclass(frozen=True, slots=True)
class _Found:
    """What a worker found of the file that is meant: its content, and the value; None where it is not there."""

    sha256: str
    value: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Revealing:
    """The task of the worker: examine the one document again, and hand over the value of one finding."""

    key: bytes = field(repr=False)
    limits: Limits
    rules: RuleSet | None
    passwords: Sequence[str] = field(repr=False)
    path: str
    kind: str
    fingerprint: str

    def prepare(self) -> Work:
        from detectors.engine import Engine
        from detectors.examine import Examination

        engine = Engine(self.rules)

        def work(file: FoundFile, ask: Ask) -> Iterator[_Found]:
            for document in extract(file, self.limits, self.passwords):
                if document.path != self.path:
                    continue
                examination = Examination(engine, document.path, document.media_type)
                for item in document.items():
                    examination.add(item)
                totals = examination.finish().kinds
                values = [sample.value for total in totals if total.kind == self.kind for sample in total.samples]
                yield _Found(document.sha256, next(filter(self._is_meant, values), None))
                return

        return work

    def _is_meant(self, value: str) -> bool:
        return fingerprint(self.key, self.kind, fold(value)) == self.fingerprint


@dataclass(frozen=True, slots=True)
class Source:
    """How files are read: the key of the register, and the same rules, limits and passwords as in a scan."""

    key: bytes = field(repr=False)
    limits: Limits
    rules: RuleSet | None = None
    passwords: Sequence[str] = field(repr=False, default=())
    memory_mb: int = 0


def value_of(file: StoredFile, finding: StoredFinding, source: Source) -> str:
    """The value of a finding; NotPossible where the file is gone, has changed or cannot be read any more."""
    met = _met(file)
    path, kind = file.path, finding.kind
    task = _Revealing(source.key, source.limits, source.rules, source.passwords, path, kind, finding.fingerprint)
    seconds = allowed_seconds(source.limits.seconds, met.size)
    with Pool(task, 1, lambda _: seconds, source.memory_mb) as pool:
        (outcome,) = pool.run([met])
    if not outcome.parts:
        raise NotPossible(f"{file.path} を読めませんでした。ファイルが壊れていないか、開けるかを確かめてください。")
    found: _Found = outcome.parts[0]
    if found.sha256 != file.sha256:
        raise NotPossible(f"{file.path} は検査のあとで変わっています。{_ANEW}")
    if not found.value:
        raise NotPossible(f"{file.path} から同じ検出は得られませんでした。{_ANEW}")
    return found.value


def _met(file: StoredFile) -> FoundFile:
    """The file on the share as it stands now."""
    root = Path(file.root)
    try:
        now = (root / file.outer).stat()
    except PermissionError:
        raise NotPossible(f"{file.outer} を開く権限がありません。アクセス権を確かめてください。") from None
    except (OSError, ValueError):
        raise NotPossible(f"{file.outer} が元の場所にありません。{_ANEW}") from None
    return FoundFile(root, file.outer, now.st_size, now.st_mtime_ns, file.owner, file.readable_by_all)

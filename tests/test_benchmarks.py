"""The benchmarks run, so that they cannot rot; their figures are not judged here."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks import corpus, readers, run
from benchmarks.endtoend import DAICHO, workplace
from benchmarks.measure import Cost, Failed, cost, python
from tests.commands import within


def _without_starts(command: Sequence[str], folder: Path) -> Cost:
    """daicho's own commands in this process, where what they load is there already; all others as they are."""
    if list(command[:3]) != python("-c", DAICHO):
        return cost(command, folder)
    started = time.perf_counter()
    with within(folder) as run:
        done = run(*command[3:])
    assert done.code == 0, done.err
    return Cost(time.perf_counter() - started, 0, done.out)


@pytest.mark.slow
def test_a_quick_run_prints_every_table(capsys: pytest.CaptureFixture[str]) -> None:
    run.main(["--quick", "--no-peer", "--markdown"], _without_starts)
    printed = capsys.readouterr().out
    for expected in (
        "| daicho scan, mixed share |",
        "people |",
        "the name model alone |",
        "| xlsx |",
        "| PDF |",
        "pages/s",
        "| LDIF |",
        "| export 台帳.xlsx |",
        "| daicho scan, 2 workers |",
        "| status |",
        "| GB/hour |",
    ):
        assert expected in printed


def test_a_command_is_measured_with_its_start(tmp_path: Path) -> None:
    (tmp_path / "share").mkdir()
    scan = cost(python("-c", DAICHO, "scan", "../share"), workplace(tmp_path / "work"))
    assert scan.seconds > cost(python("-c", ""), tmp_path).seconds > 0
    assert scan.output and (scan.peak or sys.platform != "linux")
    with pytest.raises(Failed, match="ended with 3: no"):
        cost(python("-c", "import sys; sys.stderr.write('no'); sys.exit(3)"), tmp_path)


def test_the_corpus_is_the_same_every_time() -> None:
    first, second = ([(file.path, file.content) for file in corpus.generated(600_000)] for _ in range(2))
    assert first == second
    assert len({Path(path).suffix for path, _ in first}) >= 8


def test_a_slice_is_even_and_keeps_to_its_size(tmp_path: Path) -> None:
    for number in range(100):
        (tmp_path / f"{number:03}.txt").write_bytes(b"x" * (100 if number else 5_000))
    chosen = corpus.evenly(corpus.files(tmp_path), 2_000)
    numbers = [int(path.stem) for path in chosen]
    assert 15 <= len(numbers) <= 20 and 0 not in numbers
    assert min(numbers) < 10 and max(numbers) > 90


@pytest.mark.parametrize("sample", readers.SAMPLES, ids=lambda sample: sample.label)
def test_every_generated_file_is_read_and_counted(sample: readers.Sample) -> None:
    made = sample.make(4_000)
    assert made.amount > 0 and made.content == sample.make(4_000).content
    readers.drain(readers.reader_of(made.content, sample.name), made.content)

"""The benchmarks run, so that they cannot rot; their figures are not judged here."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import corpus, readers
from benchmarks.measure import cost, python


@pytest.mark.slow
def test_a_quick_run_prints_every_table() -> None:
    command = python("-m", "benchmarks.run", "--quick", "--no-peer", "--markdown")
    printed = cost(command, Path(__file__).parents[1]).output
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

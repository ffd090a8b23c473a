"""Damage of all golden samples, a little of it in every run; `python -m tools.fuzz` does 500 times of each."""

from __future__ import annotations

import hashlib
from pathlib import Path
from random import Random

import pytest

from tools.damage import damaged
from tools.fuzz import GOLDEN, run, samples


@pytest.mark.slow
def test_damaged_samples_end_as_a_status() -> None:
    chosen = samples(GOLDEN)
    tallies = run(chosen, range(3), workers=2)
    assert [failure for tally in tallies.values() for failure in tally.failures] == []
    assert tallies.keys() == {path.name for path in chosen}
    assert all(tally.statuses.total() >= 3 for tally in tallies.values())


@pytest.mark.parametrize("sample", samples(GOLDEN)[::7], ids=lambda path: path.name)
def test_the_same_seed_damages_alike(sample: Path) -> None:
    content = sample.read_bytes()

    def results() -> list[str]:
        return [hashlib.sha256(damaged(content, Random(seed))).hexdigest() for seed in range(30)]

    assert results() == results()
    assert len(set(results())) > 20
    assert results().count(hashlib.sha256(content).hexdigest()) < 5


@pytest.mark.parametrize(("sample", "seed"), [("edited.ppt", 108)])
def test_what_once_took_the_worker_s_life(sample: str, seed: int) -> None:
    """A stream of 2 GB in a file of 30 KB, its sectors in a loop."""
    assert run([GOLDEN / sample], [seed])[sample].failures == []

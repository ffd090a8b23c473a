"""The whole product on the samples: built, scanned by the real program, compared with what a correct register holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from samples.score import Share, as_lines, compare, read_expected, scan_samples

RESULT = Path(__file__).parent / "quality" / "samples.tsv"


@pytest.fixture(scope="module")
def shares(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Share]:
    """The comparison of one scan of the samples."""
    return compare(read_expected(), scan_samples(tmp_path_factory.mktemp("samples")))


@pytest.mark.slow
def test_the_committed_result_is_current(shares: dict[str, Share], pytestconfig: pytest.Config) -> None:
    """Every change of a judgement shows as a change of this file (`pytest --golden` renews it: read the diff)."""
    result = "\n".join(as_lines(shares)) + "\n"
    if pytestconfig.getoption("golden"):
        RESULT.write_text(result, encoding="utf-8", newline="\n")
    assert result == RESULT.read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("judgement", "precision", "recall"),
    [("status", 1.0, 1.0), ("personal", 0.97, 0.97), ("persons", 1.0, 0.9), ("document_type", 1.0, 0.9)],
)
def test_is_good_enough(shares: dict[str, Share], judgement: str, precision: float, recall: float) -> None:
    """Below these the product must not be given to anybody."""
    assert shares[judgement].precision >= precision
    assert shares[judgement].recall >= recall


@pytest.mark.slow
@pytest.mark.parametrize("flag", ["my_number", "special_care", "personal_identifier_code", "financial_damage"])
def test_misses_hardly_any_grave_flag(shares: dict[str, Share], flag: str) -> None:
    """What the law treats as grave is found."""
    assert shares[f"flag {flag}"].recall >= 0.85

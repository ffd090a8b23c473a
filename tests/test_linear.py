"""A user's own patterns: what they mean, and that their time grows with the text whatever they are."""

from __future__ import annotations

import time

import pytest

from detectors.linear import LinearPattern, stored, written_flaws


@pytest.mark.parametrize("pattern", ["(?:a?){30}a{30}", "(?:[0-9]{1,9}-?){1,9}x", "(?:a|a|ab){1,90}c"])
def test_a_users_pattern_takes_time_that_grows_with_the_text(pattern: str) -> None:
    """Patterns that keep a backtracking engine busy for years."""
    assert list(written_flaws(pattern)) in (
        [],
        ["空の文字列に一致する正規表現です。必ずある文字を 1 つ以上入れてください"],
    )
    compiled = LinearPattern(stored(pattern))

    def seconds(length: int) -> float:
        text = "a1-" * (length // 6) + "1" * (length // 4) + "a" * (length // 4)
        started = time.process_time()
        list(compiled.finditer(text))
        return time.process_time() - started

    seconds(4_000)
    assert min(seconds(160_000) for _ in range(3)) < 40 * min(seconds(16_000) for _ in range(3)) + 0.05


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        (r"A B#\d{2}", "x A B#12 y", ["A B#12"]),
        (r"社-\d{4}", "社員社-1234は", ["社-1234"]),
        (r"\bMH\w{3}\b", "番号MHA01です", ["MHA01"]),
        ("mh[0-9]{3}", "MH123 mh1234", ["MH123"]),
        ("[a#b]{2} c", "#a c", ["#a c"]),
        ("番号 (?P<value>[0-9]{4})", "\ud800番号 1234", ["番号 1234"]),
    ],
)
def test_what_a_users_pattern_means(pattern: str, text: str, expected: list[str]) -> None:
    assert list(written_flaws(pattern)) == []
    matches = LinearPattern(stored(pattern)).finditer(text)
    assert [text[match.start() : match.end()] for match in matches] == expected

"""Counts by kind: all findings, the different ones, and a few of the best as samples."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from detectors.finding import Sample
from detectors.tally import SAMPLES, Tally


def sample(value: str, score: float = 0.9, place: str = "本文") -> Sample:
    return Sample(place, score, ("根拠",), value)


def test_nothing_counted() -> None:
    assert (Tally().counts(), Tally().totals()) == ({}, ())


def test_counts_every_finding_and_every_value_once() -> None:
    tally = Tally()
    tally.add("PERSON", sample("佐藤太郎"))
    tally.add("PERSON", sample("佐藤　太郎"), times=3)
    tally.add("PERSON", sample("髙橋はな"))
    tally.add("PERSON", sample("高橋はな"))
    (total,) = tally.totals()
    assert (total.kind, total.count, total.distinct) == ("PERSON", 6, 2)
    assert [kept.value for kept in total.samples] == ["佐藤太郎", "髙橋はな"]


def test_kinds_are_in_order_of_their_names() -> None:
    tally = Tally()
    for kind in ("PHONE_NUMBER", "AGE", "PERSON"):
        tally.add(kind, sample("1"))
    assert [total.kind for total in tally.totals()] == ["AGE", "PERSON", "PHONE_NUMBER"]


def test_keeps_the_best_samples_best_first() -> None:
    tally = Tally()
    scores = [0.5, 0.9, 0.6, 0.95, 0.7, 0.8, 0.55, 0.85]
    for number, score in enumerate(scores):
        tally.add("PERSON", sample(f"人{number}", score))
    (total,) = tally.totals()
    assert [kept.score for kept in total.samples] == sorted(scores, reverse=True)[:SAMPLES]


def test_a_column_is_one_sample() -> None:
    tally = Tally()
    for chunk in (["a@sample.jp", "b@sample.jp"], ["b@sample.jp", "c@sample.jp", "Ｃ@sample.jp"]):
        tally.add_column("EMAIL_ADDRESS", chunk, sample(chunk[0], place="『メール』の列"))
    (total,) = tally.totals()
    assert (total.count, total.distinct, len(total.samples)) == (5, 3, 1)


def test_values_of_columns_and_text_are_the_same_values() -> None:
    tally = Tally()
    tally.add_column("PERSON", ["佐藤太郎", "鈴木花子"], sample("佐藤太郎", place="『氏名』の列"))
    tally.add("PERSON", sample("佐藤 太郎"))
    assert (tally.counts(), tally.totals()[0].distinct) == ({"PERSON": 3}, 2)


@given(st.lists(st.tuples(st.sampled_from("あいうえおかき"), st.floats(0.5, 1), st.integers(1, 5)), min_size=1))
def test_sums_hold_for_any_findings(found: list[tuple[str, float, int]]) -> None:
    tally = Tally()
    for value, score, times in found:
        tally.add("PERSON", sample(value, score), times)
    (total,) = tally.totals()
    assert total.count == sum(times for _, _, times in found)
    assert total.distinct == len({value for value, _, _ in found})
    assert 1 <= len(total.samples) <= SAMPLES
    assert list(total.samples) == sorted(total.samples, key=lambda kept: -kept.score)

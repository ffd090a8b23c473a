"""Numbers that no word speaks for: their check digits speak for each other."""

from __future__ import annotations

import random

import pytest

from detectors.validators import my_number
from tests.engines import engine

CHANCE = random.Random(12)
FITTING = [my_number.complete("".join(CHANCE.choices("123456789", k=11))) for _ in range(5)]
WRONG = [number[:-1] + str((int(number[-1]) + 1) % 10) for number in FITTING]
KIND = "JP_MY_NUMBER"


def found(text: str) -> list[str]:
    return [finding.value for finding in engine().find(text) if finding.kind == KIND]


@pytest.mark.parametrize("between", ["\n", "、", " / ", "\n　鈴木さんの分は"])
def test_three_that_fit_are_evidence(between: str) -> None:
    assert found(between.join(FITTING[:3])) == FITTING[:3]


def test_the_evidence_says_how_many() -> None:
    evidence = [finding.evidence for finding in engine().find("\n".join(FITTING)) if finding.kind == KIND]
    assert all(why[0] == "検査用数字の合う番号が5個並ぶ" for why in evidence)


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(FITTING[:2]),
        "\n".join([FITTING[0]] * 3),  # one number, three times
        "\n".join([*FITTING[:3], *WRONG[:2]]),  # some fit by chance
        "追跡番号\n" + "\n".join(FITTING),
        f"製品コード {FITTING[0]}、{FITTING[1]}、{FITTING[2]}",
        "\n".join(f"{number}{'　あ' * 100}" for number in FITTING),  # far apart
    ],
)
def test_fewer_others_and_numbers_of_something_else_are_not(text: str) -> None:
    assert found(text) == []


def test_of_people_two_are_enough() -> None:
    assert found(f"本人：{FITTING[0]}\n妻：{FITTING[1]}") == FITTING[:2]
    assert found(f"本体：{FITTING[0]}\n部品：{FITTING[1]}") == []

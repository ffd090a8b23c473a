"""Work that is left out as it cannot find anything: names of files in series, cells in which no name would count."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.file_names import PLACE, found_in_stem, stem_of
from detectors.judged import enough
from detectors.literals import Literals
from detectors.only_names import holds_only_names
from tests.engines import NAMES, engine, listed

WORDS = (
    "議事録",
    "履歴書",
    "シフト表",
    "面談",
    "年度",
    "月分",
    "番通報",
    "様",
    "さん",
    "千葉",
    "林",
    "三浦",
    "佐藤",
    *NAMES,
)
NUMBERS = ("0412", "2026", "20260401", "119", "1", "03-1234-5678", "35歳", "4月1日", "000123")


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from([*WORDS, *NUMBERS, "_", " ", "・"]), min_size=1, max_size=6).map("".join))
def test_a_name_of_a_file_says_what_the_engine_finds_in_it(name: str) -> None:
    stem = stem_of(f"部署/{name}.txt")

    assert found_in_stem(stem, engine()) == engine().counted(stem, PLACE)


def test_the_next_of_a_series_still_names_its_person() -> None:
    for name, who in (
        ("面談0412", ""),
        ("面談0413", ""),
        ("面談0414_佐藤太郎様", "佐藤太郎"),
        ("面談119_高橋", "高橋"),
    ):
        people = [one.value for one in found_in_stem(stem_of(f"{name}.txt"), engine()) if one.kind == "PERSON"]
        assert people == ([who] if who else []), name


@pytest.mark.parametrize(
    ("text", "only_names"),
    [
        ("品名: 六角ボルト12\n品名: 作業手袋3", True),
        ("品名: 佐藤太郎\n品名: 作業手袋3", True),
        ("品名: 佐藤太郎 男", False),
        ("品名: 佐藤太郎（34）", False),
        ("品名: 連絡は 090-1234-5678", False),
        ("品名: 東京都港区芝1-2-3", False),
        ("品名: taro@sample.jp", False),
        ("氏名\t電話番号\n佐藤太郎\t090-1234-5678", False),
    ],
)
def test_texts_in_which_nothing_but_a_name_can_stand(text: str, only_names: bool) -> None:
    assert holds_only_names(engine(), text) is only_names


@pytest.mark.parametrize(
    ("cell", "kinds"),
    [
        ("佐藤太郎様 取置き", {"PERSON"}),
        ("連絡先 TEL: 090-8317-5642", {"PHONE_NUMBER"}),
        ("取置き taro@sample.jp", {"EMAIL_ADDRESS"}),
        ("六角ボルト", set()),
    ],
)
def test_a_column_of_things_is_read_where_something_may_count(cell: str, kinds: set[str]) -> None:
    rows = [
        ["品名", "単価", "在庫数"],
        *([f"軸受{number}", f"{number}00", "12"] for number in range(1, 9)),
        [cell, "5", "1"],
    ]

    assert {total.kind for total in listed(*rows).kinds if total.count} == kinds


def test_enough_counts_those_that_pass_or_gives_up() -> None:
    asked: list[str] = []

    def passes(value: str) -> bool:
        asked.append(value)
        return value.isdigit()

    assert enough(["1", "2", "a", "4"], passes, 3) == 3
    asked.clear()
    assert enough(["a", "b", "3", "4"], passes, 3) == 0
    assert asked == ["a", "b"]


def test_literals_are_found_all_at_once_word_for_word() -> None:
    assert Literals(["履歴書", "書", ".pst", "a+b"]).within("履歴書.pst と a+b") == {"履歴書", "書", ".pst", "a+b"}
    assert Literals(["a+b"]).within("aab") == set()
    assert Literals([]).within("何か") == set()

"""Rules that are enacted but not in force yet are shown with a file only where they matter."""

from __future__ import annotations

from datetime import date

import pytest

from inventory.cli.tocome import rules_to_come
from inventory.masking import mask
from inventory.queries import StoredFile, StoredFinding, StoredKind

TODAY = date(2026, 11, 22)


def told_of(born: str, personal: bool = True) -> list[str]:
    kinds = (StoredKind("DATE_OF_BIRTH", 1, 1),)
    told = ("", "text/csv", "read", "", personal, None, (), 1, 1, (), "", False, "", kinds)
    file = StoredFile(1, "/s", "名簿.csv", None, 1, 1, "", False, *told)
    found = StoredFinding("/s", "名簿.csv", "DATE_OF_BIRTH", "表", mask(born, "DATE_OF_BIRTH"), 0.9, (), "")
    return [rule.id for rule in rules_to_come(file, [found], TODAY)]


@pytest.mark.parametrize("born", ["2018/4/2", "平成30年5月1日", "令和元年6月3日", "2010-12-01"])
def test_the_rule_about_children_is_shown_beside_a_child(born: str) -> None:
    assert told_of(born) == ["amendment_under_16"]


@pytest.mark.parametrize("born", ["1961/4/2", "昭和36年5月1日", "平成5年6月3日", "2009-12-01"])
def test_it_is_not_shown_beside_adults(born: str) -> None:
    assert told_of(born) == []


def test_it_is_not_shown_where_nothing_is_personal() -> None:
    assert told_of("2018/4/2", personal=False) == []

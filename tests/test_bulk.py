"""Columns go through one call, with the same result as one value after another."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from detectors.bulk import fold_all, in_bulk
from detectors.hashing import lasting_hashes
from detectors.marks import detail, is_personal_contact, telling_marks
from detectors.normalize import fold, normalize
from tests.engines import engine

RULES = engine().rules

VALUES = st.lists(
    st.one_of(st.text(max_size=8), st.text("髙﨑ｶﾞ・ー -090１２@.\n\0々", max_size=12)), min_size=1, max_size=60
)


@given(VALUES)
def test_folding_in_bulk_is_folding_one_by_one(values: list[str]) -> None:
    assert fold_all(values) == [fold(value) for value in values]
    assert fold_all(values * 40) == [fold(value) for value in values * 40]


def test_every_character_is_folded_alike_in_bulk() -> None:
    characters = [chr(code) for code in range(1, 0x30000) if not 0xD800 <= code < 0xE000]
    assert fold_all([f"a{char}b" for char in characters]) == [fold(f"a{char}b") for char in characters]


@given(VALUES)
@example(["\r", "\x80"])
def test_normalizing_in_bulk_keeps_cells_apart(values: list[str]) -> None:
    assert in_bulk(normalize, values) == [normalize(value) for value in values]


PHONES = ["090-1234-5678", "+81-90-1234-5678", "9012345678.0", "(0)90-1234-5678", "03-1234-5678", "", "内線12"]
MAILS = ["taro@sample.jp", "Info@sample.jp", "sales-tokyo@sample.jp", "info.yamada@sample.jp", "INFOMAN@sample.jp", ""]


@given(st.lists(st.sampled_from([*PHONES, *MAILS]), min_size=1, max_size=20))
def test_marks_of_a_column_are_those_of_its_values(values: list[str]) -> None:
    for kind in ("PHONE_NUMBER", "EMAIL_ADDRESS"):
        marks = telling_marks(RULES[kind], values)
        assert marks.kind == kind
        for value, mark in zip(values, marks.values, strict=True):
            is_own = value and is_personal_contact(kind, value)
            assert (f"{kind}:{mark}" if mark else "") == (detail(kind, value) if is_own else "")


def test_a_text_has_the_same_number_for_ever() -> None:
    assert lasting_hashes(["", "佐藤太郎"]).tolist() == [0, lasting_hashes(["佐藤太郎"])[0]]
    assert f"{lasting_hashes(['佐藤太郎'])[0]:016x}" == "3aa424dd7421353a"


@given(st.lists(st.text(max_size=6), unique=True, max_size=50))
def test_different_texts_have_different_numbers(texts: list[str]) -> None:
    assert len(set(lasting_hashes(texts).tolist())) == len(texts)

"""Normalizing keeps every character in its place, for any text; folding makes values that mean the same equal."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.normalize import DASHES, SPACES, fold, fold_heading, normalize

LONE_SURROGATES = st.sampled_from(
    ["\ud800", "\udbff", "\udc00", "\udfff", "\ud83d", "\ude00", "𠮷", "ー", "1", "ｶ", "ﾞ"]
)


@given(st.text(st.characters() | LONE_SURROGATES))
def test_every_character_stays_in_its_place(text: str) -> None:
    plain = normalize(text)
    assert len(plain) == len(text)
    for old, new in zip(text, plain, strict=True):
        assert new == old or unicodedata.normalize("NFKC", old) == new or new in "- ~"


@given(st.text(st.characters(min_codepoint=0xFF01, max_codepoint=0xFF5E)))
def test_full_width_is_what_nfkc_makes_of_it(text: str) -> None:
    if any(dash in text for dash in DASHES) or "～" in text:
        return
    assert normalize(text) == unicodedata.normalize("NFKC", text)


@given(st.text(st.characters()))
def test_twice_is_once(text: str) -> None:
    assert normalize(normalize(text)) == normalize(text)


@pytest.mark.parametrize("dash", [*DASHES, "ー", "ｰ"])
def test_every_dash_between_digits(dash: str) -> None:
    assert normalize(f"０９０{dash}1234{dash}5678") == "090-1234-5678"


def test_a_long_vowel_in_a_word_stays() -> None:
    assert normalize("サーバー1号") == "サーバー1号"
    assert normalize("ｻｰﾊﾞｰ") == "サーハ\u3099ー"


@pytest.mark.parametrize("space", SPACES)
def test_every_space(space: str) -> None:
    assert normalize(f"氏{space}名") == "氏 名"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("髙橋　太郎", "高橋太郎"),
        ("ﾔﾏﾀﾞ ﾀﾛｳ", "ヤマダタロウ"),
        ("０９０－１２３４－５６７８", "090-1234-5678"),
        ("渡邉", "渡邊"),
    ],
)
def test_fold(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("heading", "folded"),
    [
        ("氏　名（必須）※", "氏名"),
        ("customer_ID", "customerid"),
        ("ﾃﾞﾝﾜ番号", "デンワ番号"),
        ("【必須】電話", "電話"),
        ("(備考)", "備考"),
    ],
)
def test_fold_heading(heading: str, folded: str) -> None:
    assert fold_heading(heading) == folded


@given(st.text(st.characters() | LONE_SURROGATES))
def test_folding_takes_any_text(text: str) -> None:
    assert isinstance(fold(text), str)
    assert isinstance(fold_heading(text), str)

"""What the rest of a text says of a token: the evidence that the network is given beside the token's neighbours."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors import name_around
from detectors.lexicon import Lexicon

LEXICON = Lexicon()
Array = np.ndarray[Any, np.dtype[Any]]


def read(text: str) -> tuple[list[str], Array, Array]:
    """The tokens of a text, their roles, and a number for each that is the same where they are written alike."""
    tokens = [text[start:end] for start, end, _ in LEXICON.morphemes(text) if end > start]
    words = sorted(set(tokens))
    roles = [name_around.roles(token, LEXICON) for token in tokens]
    return tokens, np.array(roles, dtype=np.int32), np.array([words.index(token) for token in tokens])


def told(text: str) -> dict[str, list[float]]:
    """What is told of the first token of each writing."""
    tokens, roles, words = read(text)
    found = name_around.told(roles, words)
    return {token: row.tolist() for token, row in reversed(list(zip(tokens, found, strict=True)))}


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("岸が担当。明日は岸さんも来る", "岸"),
        ("岸が担当。\n岸:はい", "岸"),
        ("榊が担当。記録者:榊", "榊"),
        ("梅を片付けた。\n完了(梅)", "梅"),
    ],
)
def test_how_a_word_stands_elsewhere_is_told(text: str, word: str) -> None:
    alone = told(text.partition("。")[0])
    assert not any(alone[word])
    assert sum(told(text)[word]) > 1  # there, and in which way


def test_a_word_does_not_speak_for_itself() -> None:
    assert not any(told("明日は岸さんも来る")["岸"])


def test_names_in_a_column_are_told_of_the_other_cells() -> None:
    table = "氏名\t区分\n佐藤\t正\n鈴木\t副\n榎\t正\n"
    of_names, of_others = told(table)["榎"], told(table.replace("佐藤", "梱包").replace("鈴木", "出荷"))["榎"]
    assert sum(of_names) > sum(of_others)


@given(st.text(alphabet="岸佐藤さん様:、\n\t ()「」はが山田部長1A", max_size=80))
def test_any_text_is_told_of_in_noughts_and_ones(text: str) -> None:
    tokens, roles, words = read(text)
    found = name_around.told(roles, words)
    assert found.shape == (len(tokens), name_around.COUNT)
    assert set(np.unique(found).tolist()) <= {0.0, 1.0}
    renamed = words.max(initial=0) - words
    assert np.array_equal(name_around.told(roles, renamed), found)  # the numbers themselves mean nothing

"""Names where a long text is cut: into pieces, into sentences, into what Sudachi takes; and tokens read only once."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.engine import Engine
from detectors.gate import PIECE
from detectors.lexicon import SUDACHI_BYTES, Lexicon
from detectors.located import SHORT, LocatedPatterns, LocatedTogether
from detectors.name_features import sentences
from detectors.name_reading import Reader
from detectors.names import _IN_ONE_PASS

ENGINE, LEXICON = Engine(), Lexicon()
NAMED = {
    "翌年、小林正樹は新しい会社の社長に就任した。": (3, 7),
    "担当の佐々木健様より連絡がありました。": (3, 7),
    "氏名：山田　太郎\n": (3, 8),
}
FILLERS = st.sampled_from(["次の会議は来週の火曜日に開く。", "在庫を見直し、倉庫へ移す\n", "資料、"])
PARTS = st.sampled_from(
    [
        "山田太郎",
        "佐藤",
        "さん",
        "は",
        "が",
        "、",
        "。",
        " ",
        "\n",
        "髙橋",
        "(営業)",
        "美玲",
        "ひとみ",
        "会議",
        "😀",
        "Ann",
        "アンナ",
    ]
)


def people(text: str) -> list[tuple[int, int]]:
    return [(one.start, one.end) for one in ENGINE.find(text) if one.kind == "PERSON"]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(list(NAMED)), FILLERS, st.sampled_from([PIECE, 2 * PIECE]), st.integers(-3, 30))
def test_no_name_is_lost_between_two_pieces(named: str, filler: str, seam: int, before: int) -> None:
    """The seam falls on every place of a sentence with a name, and before and behind it."""
    first = seam - before
    text = (filler * (first // len(filler) + 1))[: first - 1] + "\n" + named + filler * 40
    start, end = NAMED[named]
    assert (first + start, first + end) in people(text)


@pytest.mark.parametrize("named", list(NAMED))
def test_no_name_is_lost_at_the_end_of_what_sudachi_takes(named: str) -> None:
    start, end = NAMED[named]
    most = SUDACHI_BYTES // 4
    for before in range(0, len(named) + 2, 2):
        first = most - before
        text = ("資料と会議と、" * most)[: first - 1] + "\n" + named
        assert people(text) == [(first + start, first + end)]


@settings(max_examples=150, deadline=None)
@given(st.lists(PARTS, max_size=30))
def test_what_was_read_for_the_model_are_the_tokens_of_the_dictionary(parts: list[str]) -> None:
    text = "".join(parts)
    for start, end in sentences(text):
        tokens = Reader(LEXICON).read(text, [(start, end)])
        part = tokens.within(start, end)
        assert part is not None
        assert list(part) == LEXICON.tokens(text, start, end)
        assert tokens.within(start, end + 1) is None


def test_what_was_not_read_has_no_tokens() -> None:
    text = "佐藤は休み。鈴木は出社。"
    tokens = Reader(LEXICON).read(text, [(6, 12)])
    assert tokens.within(0, 2) is None
    assert tokens.within(4, 8) is None
    assert [token.surface for token in tokens.within(6, 9) or ()] == ["鈴木", "は"]


@settings(max_examples=60, deadline=None)
@given(st.lists(PARTS | st.sampled_from(["担当:", "様", "・", "- ", "→", "12:30 ", "より"]), min_size=1, max_size=30))
def test_rules_in_one_pass_see_what_each_sees_alone(parts: list[str]) -> None:
    short = "".join(parts)
    long = short * (SHORT // len(short) + 2)  # where also each alone looks at windows only
    alone = [LocatedPatterns(rules.PLACES.located) for rules in _IN_ONE_PASS]
    together = [LocatedPatterns(rules.PLACES.located) for rules in _IN_ONE_PASS]
    LocatedTogether(together)
    for (one, other), text in product(zip(alone, together, strict=True), (short, long)):
        assert [(number, match.span()) for number, match in one.matches(text)] == [
            (number, match.span()) for number, match in other.matches(text)
        ]

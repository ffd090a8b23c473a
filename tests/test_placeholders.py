"""Values that are public or made up: recognised as such, and never counted in a file."""

from __future__ import annotations

import pytest

from detectors.finding import PLACEHOLDER
from tests.engines import NAMES, PHONES, counts, engine, listed, told

FREE = ("0120-456-789", "0800-123-9876", "0570-064-321", "０１２０ー４５６ー７８９")
REPEATED = ("090-0000-0000", "03-1111-1111", "080 9999 9999", "0466-00-0000")
NOWHERE = ("b@shop.test", "c@host.invalid", "e@x.example", "f@service.notatld", "git@github.com")
RESERVED = ("taro@example.com", "a@mail.example.org", "d@example.net")
TEST_CARDS = ("4111 1111 1111 1111", "5555-5555-5555-4444", "3530111333300000", "378282246310005", "4242424242424242")


@pytest.mark.parametrize("value", FREE + REPEATED + NOWHERE + TEST_CARDS)
def test_is_not_reported(value: str) -> None:
    kinds = {"EMAIL_ADDRESS", "PHONE_NUMBER", "CREDIT_CARD", "JP_MY_NUMBER", "JP_BANK_ACCOUNT"}
    assert [f for f in engine().find(f"連絡先・カード番号：{value}、以上") if f.kind in kinds] == []


@pytest.mark.parametrize("value", ["03-1234-5678", "090-1234-5678", "(06)1234-5678", "08012345678", "090-9876-5432"])
def test_digits_that_count_up_are_shown_and_not_counted(value: str) -> None:
    (finding,) = engine().find(f"電話：{value}")
    assert (finding.kind, finding.score, finding.counts) == ("PHONE_NUMBER", 0.5, False)
    assert PLACEHOLDER in finding.evidence
    judged = told(f"お電話は{value}へお願いします。")
    assert counts(judged) == {}
    assert not judged.personal


@pytest.mark.parametrize("value", RESERVED)
def test_a_mail_of_a_domain_kept_for_examples_is_shown_and_not_counted(value: str) -> None:
    (finding,) = engine().find(f"連絡先：{value}、以上")
    assert (finding.kind, finding.score, finding.counts) == ("EMAIL_ADDRESS", 0.5, False)
    judged = told(f"ご連絡は{value}までお願いします。")
    assert counts(judged) == {}
    assert not judged.personal


def test_a_column_counts_without_its_placeholders() -> None:
    rows = [[name, phone] for name, phone in zip(NAMES, (*PHONES[:4], "0120-456-789", "090-1234-5678"), strict=True)]
    assert counts(listed(["氏名", "電話番号"], *rows)) == {"PERSON": 6, "PHONE_NUMBER": 4}


@pytest.mark.parametrize("mark", ["（例）", "例：", "記入例 ", "(例:", "【例】", "入力例："])
def test_what_is_shown_as_an_example_is_nobodys(mark: str) -> None:
    text = f"電話番号 {mark}0466-22-1357"
    assert [f.kind for f in engine().find(text)] == []


@pytest.mark.parametrize("text", ["前例のない規模でした。電話 0466-22-1357", "例年どおり 0466-22-1357 へ"])
def test_other_words_with_that_character_refute_nothing(text: str) -> None:
    assert [f.kind for f in engine().find(text)] == ["PHONE_NUMBER"]

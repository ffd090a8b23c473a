"""Names that a template has for the sake of an example."""

from __future__ import annotations

import pytest

from detectors.madeup import are_made_up
from tests.engines import listed

HEADINGS = ["氏名", "電話番号", "生年月日"]
EXAMPLES = [["山田太郎", "090-0000-0000", "1990/01/01"], ["サンプル一郎", "000-1111-2222", "2000/12/31"]]


def test_a_template_for_an_import_is_not_personal() -> None:
    assert not listed(HEADINGS, *EXAMPLES, path="取込サンプル.csv").personal
    assert not listed(HEADINGS, *EXAMPLES, path="会員取込_テンプレート.csv").personal


def test_a_real_person_among_the_examples_is_personal() -> None:
    judged = listed(HEADINGS, *EXAMPLES, ["中村美奈", "090-1234-5678", "1985/4/1"], path="取込サンプル.csv")
    assert judged.personal


@pytest.mark.parametrize(
    ("names", "title", "expected"),
    [
        (["山田太郎"], "", False),
        (["山田太郎"], "申込書_記入例.xlsx", True),
        (["山田太郎", "テスト花子"], "", True),
        (["テスト花子", "テスト次郎"], "", True),
        (["鈴木太郎", "佐藤花子"], "", False),
        (["鈴木太郎", "佐藤花子"], "名簿_記入例.xlsx", True),
        (["○○太郎", "××花子"], "ひな形", True),
        (["鈴木美咲"], "見本.xlsx", False),
        ([""], "見本.xlsx", False),
        ([f"テスト{number}" for number in range(99)], "", False),
    ],
)
def test_made_up_names(names: list[str], title: str, expected: bool) -> None:
    assert are_made_up(names, title) is expected

"""Which mail brings the password of another, and what in it is the password."""

from __future__ import annotations

import pytest

from scanner.letters import Letter, belongs, candidates, passwords_in

LOCKED = Letter("<1@a.jp>", frozenset(), "taro@a.jp", "4月分 勤怠一覧の送付", 1000.0, ("勤怠一覧.zip",), "添付します。")


@pytest.mark.parametrize(
    ("text", "password"),
    [
        ("パスワード：Kq7#mihon", "Kq7#mihon"),
        ("パスワードは「Kq7#mihon」です。", "Kq7#mihon"),
        ("パスワードは Kq7#mihon です。", "Kq7#mihon"),
        ("解凍ＰＷ：Ｋｑ７＃ｍｉｈｏｎ", "Kq7#mihon"),
        ("ﾊﾟｽﾜｰﾄﾞ: Kq7#mihon", "Kq7#mihon"),
        ("解凍パスワード＝Kq7#mihon。", "Kq7#mihon"),
        ("【パスワード】Kq7#mihon", "Kq7#mihon"),
        ("Password: Kq7#mihon\r\n", "Kq7#mihon"),
        ("Password is [Kq7#mihon].", "Kq7#mihon"),
        ("パスワードをお送りします。\n\n　　Kq7#mihon\n\n以上", "Kq7#mihon"),
        ("パスワードは下記の通りです。\n----------\n■ Kq7#mihon\n----------", "Kq7#mihon"),
        ("先ほどのメールの添付ファイルのパスワードを連絡いたします。\n\nPW： Kq7#mihon", "Kq7#mihon"),
        ("展開用キー: Kq7#mihon", "Kq7#mihon"),
        ("パスワードは 会社の電話番号下4桁 です", None),
        ("パスワードの変更は https://example.jp/reset へ", None),
        ("お問い合わせ: taro@example.jp", None),
        ("名簿をお送りします。", None),
    ],
)
def test_what_a_mail_calls_a_password(text: str, password: str | None) -> None:
    found = list(passwords_in(text))
    assert password in found if password else not found


def test_hardly_anything_of_a_long_mail_is_taken_for_a_password() -> None:
    text = "\n".join(f"パスワード：candidate{number}" for number in range(500)) + "あ" * 1_000_000
    assert len(list(passwords_in(text))) <= 12


@pytest.mark.parametrize(
    ("other", "is_one"),
    [
        (Letter("<2@a.jp>", frozenset(["<1@a.jp>"]), "hanako@a.jp"), True),
        (Letter("<2@a.jp>", sender="taro@a.jp", subject="【パスワード】4月分 勤怠一覧の送付", sent=9e9), True),
        (
            Letter("<2@a.jp>", sender="taro@a.jp", subject="Re: 4月分　勤怠一覧の送付（パスワードのご連絡）", sent=9e9),
            True,
        ),
        (Letter("<2@a.jp>", sender="taro@a.jp", subject="パスワード", sent=1060.0), True),
        (Letter("<2@a.jp>", sender="taro@a.jp", subject="パスワード", sent=9e9), False),
        (Letter("<2@a.jp>", sender="gateway@a.jp", subject="お知らせ", text="件名：4月分 勤怠一覧の送付"), True),
        (Letter("<2@a.jp>", sender="gateway@a.jp", subject="お知らせ", text="ファイル名　勤怠一覧.zip"), True),
        (Letter("<2@a.jp>", sender="jiro@a.jp", subject="別件", sent=1010.0), False),
    ],
)
def test_which_mail_belongs_to_a_locked_attachment(other: Letter, is_one: bool) -> None:
    assert belongs(other, LOCKED) is is_one


def test_the_nearest_mail_comes_first_and_strangers_do_not_come_at_all() -> None:
    near = Letter("<2@a.jp>", sender="taro@a.jp", sent=1100.0, text="PW: near-1234")
    later = Letter("<3@a.jp>", sender="taro@a.jp", sent=50_000.0, text="PW: later-1234")
    stranger = Letter("<4@a.jp>", sender="jiro@a.jp", sent=1001.0, text="PW: stranger-1234")
    assert candidates(LOCKED, [stranger, later, near]) == ("near-1234", "later-1234")


def test_a_mail_says_its_text_in_no_representation() -> None:
    assert "secret" not in repr(Letter(text="PW: secret-1"))

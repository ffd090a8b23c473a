"""What the operating system and the TOML reader say reaches people in Japanese."""

from __future__ import annotations

import errno
import tomllib

import pytest

from inventory.os_faults import reason
from inventory.toml_faults import toml_fault


def test_reasons_are_japanese() -> None:
    assert reason(FileNotFoundError(errno.ENOENT, "No such file or directory")) == "場所がありません"
    assert reason(OSError(errno.EROFS, "Read-only file system")) == "書き込みのできない場所です"
    assert reason(OSError(9999, "strange")) == "OSの番号 9999"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ('register = "D:\\data\\a.db"', "1行目が正しくありません。「\\」のある場所は ' ' で"),
        ('register = "D:\\users"', "「\\」のある場所は"),
        ("company = みほん", '文字は " " で囲んで'),
        ('a = 1\ncompany = "みほん\n', '2行目が正しくありません。「"」が閉じていません'),
        ('company = "みほん', '「"」が閉じていません'),
        ('exclude = ["a"', "「[」が閉じていません"),
        ("exclude = [", "値が途中で終わっています"),
        ("[limits", "「]」で閉じて"),
        ("a = 1\na = 2\n", "同じ項目が2回"),
        ("[a]\n[a]\n", "同じ見出し"),
        ("a = 1 b = 2", "1行に書ける項目は1つ"),
        ("company", "「項目 = 値」の形で"),
        ("会社 = 3", "「項目 = 値」の形で"),
        ("a = '\x01'", "TOML の形式に"),
    ],
)
def test_settings_that_are_no_toml(text: str, part: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError) as caught:
        tomllib.loads(text)
    told = toml_fault(caught.value)
    assert part in told
    assert "line" not in told

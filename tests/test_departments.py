"""Which department a file belongs to."""

from __future__ import annotations

import pytest

from inventory.departments import DIRECTLY, clean, department


@pytest.mark.parametrize(
    ("root", "path", "expected"),
    [
        ("/共有", "営業部/顧客名簿.xlsx", "営業部"),
        ("/共有", "01_営業部/2024/a.csv", "営業部"),
        ("/共有", "【2】総務 共有/a.csv", "総務"),
        ("/共有", "１．人事課/a.csv", "人事課"),
        ("/共有", "2024年度/営業部/a.csv", "営業部"),
        ("/共有", "大阪支店/営業部/a.csv", "大阪支店"),
        ("/共有", "2課/a.csv", "2課"),
        ("/共有", "情シス/a.csv", "情シス"),
        ("/共有", "会議室/a.csv", "会議室"),
        ("/共有", "プロジェクトA/a.csv", "プロジェクトA"),
        ("/共有", "a.csv", DIRECTLY),
        ("//server/営業部", "名簿/a.csv", "営業部"),
        (r"\\server\人事", "a.csv", "人事"),
        ("C:\\", "a.csv", DIRECTLY),
        ("/共有", "!重要/経理部/a.csv", "経理部"),
    ],
)
def test_guess(root: str, path: str, expected: str) -> None:
    assert department(root, path) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("Data/顧客/a.csv", "営業部"),
        ("data/a.csv", "情報システム部"),
        ("database/a.csv", "database"),
        ("一覧.xlsx", "総務部"),
    ],
)
def test_the_longest_fitting_mapping_wins_over_the_guess(path: str, expected: str) -> None:
    mapping = {"data/": "情報システム部", "data/顧客": "営業部", "一覧.xlsx": "総務部"}
    assert department("/共有", path, mapping) == expected


@pytest.mark.parametrize("name", ["", "---", "01", "①", "営業部"])
def test_a_cleaned_name_is_never_lost(name: str) -> None:
    assert clean(name) or not name.strip("-")

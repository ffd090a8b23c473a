"""A small share for tests of the command line and of scans: a few files of every fate."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

CUSTOMERS = "氏名,電話番号,メールアドレス\n" + "".join(
    f"{name},090-1234-56{number},user{number}@example.co.jp\n"
    for number, name in enumerate(("山田太郎", "佐藤花子", "鈴木一郎", "高橋美咲"), 10)
)
MY_NUMBERS = "氏名,個人番号\n田中健太,123456789018\n伊藤さくら,111111111118\n"
NOTICE = "来週の月曜日は社内の清掃を行います。机の上を片付けてください。\n"
NOT_UNICODE = os.fsdecode(b"\xff\x83memo.txt")


def build(folder: Path) -> Path:
    """Write the share; 9 files and a member of an archive."""
    texts = {
        "営業部/顧客名簿.csv": CUSTOMERS,
        "営業部/控え/顧客名簿の写し.csv": CUSTOMERS,
        "営業部/重要顧客.csv": "".join(CUSTOMERS.splitlines(keepends=True)[:3]),
        "人事部/個人番号.csv": MY_NUMBERS,
        "総務部/お知らせ.txt": NOTICE,
        "総務部/空.txt": "",
        f"総務部/{NOT_UNICODE}": NOTICE,
    }
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "総務部/壊れた.pdf").write_bytes(b"%PDF-1.4\n" + bytes(range(256)) * 4)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("応募者.csv", CUSTOMERS.replace("太郎", "次郎"))
    (folder / "人事部/書庫.zip").write_bytes(archive.getvalue())
    return folder


def slow_text(size: int) -> str:
    """Running text full of names, which takes a second for a few hundred kilobytes."""
    line = "本日の会議で、山本さんと佐々木部長が来期の計画について話し、渡辺からも意見が出た。処理を開始した。\n"
    return line * (size // len(line.encode()))


def slow_table(size: int) -> str:
    """A table without people, which takes a second for a few megabytes."""
    rows = "".join(f"{number},A-{number % 97},{number * 3},{number % 7}\n" for number in range(size // 20))
    return "slip,goods,amount,shelf\n" + rows

"""A small company and the files of its year: built by the test of the year, and by nobody else."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook

from samples.people import Person, people

CUSTOMERS, VISITORS, STAFF, APPLICANTS = people(300, 40), people(400, 25), people(20, 12), people(500, 6)
Columns = Mapping[str, Callable[[Person], str]]

_CONTACT: Columns = {
    "氏名": lambda one: one.name, "住所": lambda one: one.address, "電話番号": lambda one: one.mobile,
    "メールアドレス": lambda one: one.email,
}  # fmt: skip
_STAFF: Columns = {
    "社員番号": lambda one: f"S{one.number:05}", "氏名": lambda one: one.name,
    "生年月日": lambda one: one.birthday.isoformat(), "住所": lambda one: one.address,
}  # fmt: skip
_HEALTH: Columns = {
    "社員番号": lambda one: f"S{one.number:05}", "氏名": lambda one: one.name,
    "受診日": lambda one: "2026-05-12", "血圧": lambda one: f"{110 + one.number % 40}/{70 + one.number % 20}",
    "判定": lambda one: "要精密検査" if one.number % 3 == 0 else "異常なし",
}  # fmt: skip


def table(columns: Columns, persons: Sequence[Person]) -> str:
    """A CSV file."""
    rows = [",".join(columns), *(",".join(cell(one) for cell in columns.values()) for one in persons)]
    return "\n".join(rows) + "\n"


def build(share: Path) -> None:
    """The share as the first scan meets it."""
    write(share, "営業部/顧客管理/顧客名簿.csv", table(_CONTACT, CUSTOMERS))
    write(share, "営業部/展示会/2026春/来場者.csv", table(_CONTACT, VISITORS))
    write(share, "営業部/控え/顧客名簿のコピー.csv", table(_CONTACT, CUSTOMERS))
    write(share, "営業部/操作手順/画面の見本.csv", table(_CONTACT, people(700, 3)))
    write(share, "人事部/社員名簿.csv", table(_STAFF, STAFF))
    write(share, "人事部/健診/健康診断結果_2026.csv", table(_HEALTH, STAFF))
    write(share, "人事部/採用/応募者一覧.csv", table(_CONTACT, APPLICANTS))
    write(share, "総務部/お知らせ.txt", "来週の月曜日は社内の清掃を行います。机の上を片付けてください。\n")
    (share / "総務部/議事録.pdf").write_bytes(b"%PDF-1.4\n" + bytes(range(256)) * 4)


def a_night_later(share: Path) -> None:
    """What changes until the next nightly scan: one file moved, one new, one gone."""
    (share / "営業部/展示会/2026春/来場者.csv").rename(share / "営業部/展示会/来場者.csv")
    write(share, "営業部/顧客管理/新規のお客様.csv", table(_CONTACT, people(600, 9)))
    (share / "人事部/採用/応募者一覧.csv").unlink()


def own_ledger(path: Path) -> None:
    """The 台帳 that the company has kept by hand: short of persons, of a department's data, and with paper in it."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "台帳"
    for row in (
        ("個人情報管理台帳",),
        (),
        ("番号", "部署名", "個人情報の名称", "利用の目的", "件数", "保管場所", "保存期間"),
        (1, "営業部", "顧客名簿", "商品の案内・発送", "20件", "営業部/顧客管理", "取引終了後3年"),
        (2, "人事部", "社員名簿", "雇用管理", "約15名", "人事部", "退職後5年"),
        (3, "総務部", "来訪者受付票（紙）", "来訪者の記録", "100枚", "受付のキャビネット", "1年"),
    ):
        sheet.append(row)
    book.save(path)


def write(share: Path, name: str, text: str) -> None:
    """One text file."""
    (share / name).parent.mkdir(parents=True, exist_ok=True)
    (share / name).write_text(text, encoding="utf-8")

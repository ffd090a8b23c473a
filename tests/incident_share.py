"""A share to have incidents on: the small share of other tests, and the data of the worked cases of leak reporting.

One folder a case, all people invented. It is scanned once for all tests (the fixture `incident_folder`).
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from samples.numbers import card, my_number
from samples.people import Person, people
from tests import shares
from tests.commands import Run

PATIENTS = "氏名,生年月日,判定,所見\n" + "".join(
    f"{name},198{number}-0{number + 1}-12,要再検査,HbA1c 7.{number} 高値\n"
    for number, name in enumerate(("中村誠", "小林由美", "加藤大輔"))
)
VALUES = sorted({
    cell
    for text in (shares.CUSTOMERS, shares.MY_NUMBERS, PATIENTS)
    for line in text.splitlines()[1:]
    for cell in line.split(",")
    if cell != "要再検査"
})  # fmt: skip
SETTINGS = 'company = "株式会社みほん商事"\nreviewer = "総務部 事務局"\nkey_file = "key"\n'
NOTICED = ("--noticed", "2025-06-02")  # a Monday
LOST = ("--cause", "loss", "--not-encrypted")


def build(folder: Path) -> Path:
    """Write the share."""
    shares.build(folder)
    (folder / "人事部/健診結果.csv").write_text(PATIENTS, encoding="utf-8")
    thousand = people(200, 1_001)
    tables: dict[str, list[Sequence[str]]] = {
        "営業部/ノートPC/顧客千人.csv": _contacts(thousand[:1_000]),
        "営業部/ノートPC2/顧客千一人.csv": _contacts(thousand),
        "営業部/メルマガ/宛先.csv": [("メールアドレス",), *((one.email,) for one in thousand[:50])],
        "営業部/名簿/顧客300.csv": _contacts(thousand[:300]),
        "営業部/名簿/控え/顧客300.csv": _contacts(thousand[:300]),
        "営業部/経費/法人カード.csv": [
            ("氏名", "カード番号"),
            *((one.name, card(one.chance("card"))) for one in thousand[:15]),
        ],
        "営業部/振込先/口座.csv": [
            ("氏名", "銀行名", "支店名", "預金種目", "口座番号"),
            *((one.name, "みほん銀行", "本店", "普通", f"{1_234_000 + one.number}") for one in thousand[:20]),
        ],
        "人事部/健診/健康診断結果.csv": [
            ("氏名", "生年月日", "血圧", "HbA1c", "γ-GTP", "既往歴", "判定"),
            (thousand[0].name, "1980-04-02", "142/91", "6.3", "84", "高血圧症", "要再検査"),
        ],
        "人事部/年末調整/扶養控除等申告書.csv": _year_end(thousand[:101]),
        "人事部/年末調整百人/個人番号.csv": [
            ("氏名", "個人番号"),
            *((one.name, _number(one)) for one in thousand[:100]),
        ],
    }
    for name, rows in tables.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(_written(rows), encoding="utf-8")
    return folder


def _contacts(group: Iterable[Person]) -> list[Sequence[str]]:
    return [("顧客コード", "氏名", "電話番号"), *((f"C{one.number:06}", one.name, one.mobile) for one in group)]


def _year_end(group: Iterable[Person]) -> list[Sequence[str]]:
    rows = (
        (one.name, _number(one), one.address, "障害者（3級）" if place == 7 else "") for place, one in enumerate(group)
    )
    return [("氏名", "あなたの個人番号", "住所", "障害者の区分"), *rows]


def _number(one: Person) -> str:
    return my_number(one.chance("my number"))


def _written(rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def asked(run: Run, *arguments: str) -> dict[str, Any]:
    """What `daicho incident assess` says as JSON; noticed on NOTICED."""
    done = run("incident", "assess", *arguments, *NOTICED, "--format", "json")
    assert done.code == 0, done.err
    told: dict[str, Any] = json.loads(done.out)
    return told


def rule(told: dict[str, Any], name: str) -> dict[str, Any]:
    """The judgement of one rule."""
    (found,) = (one for one in told["judgements"] if one["rule"] == name)
    assert isinstance(found, dict)
    return found


def reported(told: dict[str, Any]) -> set[str]:
    """The rules by which something is due."""
    return {one["rule"] for one in told["judgements"] if one["verdict"] == "report"}


def unknown(told: dict[str, Any]) -> set[str]:
    """The rules that hang on a fact nobody knows."""
    return {one["rule"] for one in told["judgements"] if one["verdict"] == "unknown"}

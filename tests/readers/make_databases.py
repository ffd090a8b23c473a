"""Makes the samples of databases: python -m tests.readers.make_databases (same bytes each time).

All people, addresses and numbers are invented.
"""

from __future__ import annotations

import io
import sqlite3
import struct
from datetime import datetime
from pathlib import Path

from samples.formats import jet
from samples.formats.archive import pack
from samples.formats.jet import JetFile, JetSheet, Value, as_object

HERE = Path(__file__).parent
PEOPLE = (
    ("M10001", "架空　花子", "090-0000-0001", datetime(1985, 4, 1), 250_000.5, True, "短い備考"),
    ("M10002", "見本　太郎", "080-0000-0002", datetime(1972, 12, 31, 9, 30), 310_000.0, False, "中くらいの備考。" * 40),
    ("M10003", "例示　次郎", "070-0000-0003", None, None, True, "長い備考です。" * 400),
    ("M10004", "雛形　葉", "090-0000-0004", datetime(1890, 1, 1), -1.25, False, None),
)
COLUMNS = (
    ("社員番号", jet.TEXT),
    ("氏名", jet.TEXT),
    ("TEL", jet.TEXT),
    ("生年月日", jet.DATE),
    ("給与", jet.MONEY),
    ("在籍", jet.BOOL),
    ("備考", jet.MEMO),
    ("資料", jet.OLE),
)
FIELDS = (
    ("会員番号", "C", 8),
    ("氏名", "C", 14),
    ("生年月日", "D", 8),
    ("金額", "N", 9),
    ("有効", "L", 1),
    ("メモ", "M", 10),
)


def staff(name: str, file: JetFile) -> None:
    """A table of people with a caption, memos of every length, a deleted row and a document in a field."""
    note = as_object("経歴.zip", pack({"経歴.txt": "架空花子の経歴".encode()}))
    rows: list[tuple[Value, ...]] = [(*person, None if number else note) for number, person in enumerate(PEOPLE)]
    rows.append(("M19999", "消した　人", None, None, None, False, None, None))
    table = JetSheet("社員", COLUMNS, rows, {"TEL": "電話番号", "氏名": "お名前"}, frozenset({len(PEOPLE)}))
    empty = JetSheet("退職者", (("氏名", jet.TEXT), ("退職日", jet.DATE)), ())
    (HERE / name).write_bytes(file.built([table, empty], ["取引先（別ファイル）"]))


def customers_sqlite() -> None:
    """Tables of people, texts in cp932, files and other bytes in fields, and what a hostile schema may hold."""
    connection = sqlite3.connect(":memory:")
    for statement in (
        "CREATE TABLE 顧客 (番号 INTEGER PRIMARY KEY, 氏名 TEXT, 電話 TEXT, 残高 REAL, 資料 BLOB, 大 AS (upper(電話)))",
        'CREATE TABLE "引用""符" (メール TEXT)',
        "CREATE TABLE 空の表 (氏名, 住所)",
        "CREATE VIEW 一覧 AS SELECT 氏名 FROM 顧客",
        "CREATE TRIGGER 罠 AFTER INSERT ON 顧客 BEGIN DELETE FROM 空の表; END",
        "CREATE VIRTUAL TABLE 全文 USING fts4(本文)",
        "INSERT INTO 全文 VALUES ('見本商店の電話は03-0000-0009')",
    ):
        connection.execute(statement)
    rows = [
        (1, "架空 花子", "090-0000-0001", 1200.5, pack({"申込.txt": "見本太郎の申込み".encode()})),
        (2, "見本 太郎", None, -3, "備考は文字です".encode()),
        (3, "例示 次郎", "070-0000-0003", None, bytes(range(256))),
        (4, "仮名 三郎", "090-0000-0004", 0, b"\x01\x02"),
    ]
    connection.executemany("INSERT INTO 顧客 (番号, 氏名, 電話, 残高, 資料) VALUES (?, ?, ?, ?, ?)", rows)
    connection.execute('INSERT INTO "引用""符" VALUES (CAST(? AS TEXT))', ("架空さんの住所は東京都".encode("cp932"),))
    connection.commit()
    content = bytearray(connection.serialize())
    content[18:20] = b"\2\2"  # as left by a program that keeps a log beside it
    content[24:28] = content[92:96] = struct.pack(">I", 7)
    content[96:100] = struct.pack(">I", 3_040_001)
    (HERE / "customers.sqlite").write_bytes(content)


def members_dbf() -> None:
    """A list of FoxPro in cp932 that does not tell so, with a memo field and a record marked as deleted."""
    records = [
        f" {number:8}".encode()
        + name.encode("cp932").ljust(14)
        + f"{born:%Y%m%d}{pay:9.1f}{'T' if valid else 'F'}{1:10}".encode()
        for number, name, _, born, pay, valid, _ in PEOPLE
        if born and pay is not None
    ]
    records[1] = b"*" + records[1][1:]
    head = struct.pack("<4BIHH20x", 0xF5, 126, 4, 1, len(records), 32 * (len(FIELDS) + 1) + 1, len(records[0]))
    for name, kind, size in FIELDS:
        head += (
            name.encode("cp932").ljust(11, b"\0") + kind.encode() + bytes(4) + bytes([size, kind == "N"]) + bytes(14)
        )
    (HERE / "members.dbf").write_bytes(head + b"\r" + b"".join(records) + b"\x1a")


def memos() -> None:
    """The memos beside a table: of FoxPro in blocks with a length, of dBase III up to a mark of their end."""
    texts = [f"{name}様の備考。電話は{phone}です。".encode("cp932") for _, name, phone, *_ in PEOPLE]
    blocks = b"".join((struct.pack(">II", 1, len(text)) + text).ljust(128, b"\0") for text in texts)
    (HERE / "members.fpt").write_bytes(struct.pack(">IHH", 20, 0, 64).ljust(512, b"\0") + blocks)
    head = struct.pack("<I12xB", 5, 3).ljust(512, b"\0")
    (HERE / "members3.dbt").write_bytes(head + b"".join((text + b"\x1a\x1a").ljust(512, b"\0") for text in texts))


def address_book_mab() -> None:
    """Two cards of Thunderbird: names escaped, a value that stands in its cell, a change appended later."""

    def escaped(text: str) -> str:
        return "".join(chr(byte) if 32 < byte < 127 else f"${byte:02X}" for byte in text.encode())

    (HERE / "abook.mab").write_text(
        '// <!-- <mdb:mork:z v="1.4"/> -->\n'
        "< <(a=c)> // (f=iso-8859-1)\n  (80=ns:addrbk:db:row:scope:card:all)(83=FirstName)(84=LastName)\n"
        "  (87=DisplayName)(89=PrimaryEmail)(8F=CellularNumber)(C0=Notes)>\n"
        f"<(90={escaped('花子')})(91={escaped('架空')})(92={escaped('架空 花子')})(93=hanako@sample.example)\n"
        f"  (94=090-0000-0001)(95={escaped('見本 太郎')})>\n"
        "{1:^80 {(k^BE:c)(s=9)}\n"
        f"  [1(^83^90)(^84^91)(^87^92)(^89^93)(^8F^94)(^C0={escaped('見積もり')}\\)済)]\n"
        "  [2(^87^95)(^89=old@sample.example)]}\n"
        "@$${1{@\n<(96=taro@sample.example)>\n{1:^80 [2(^89^96)]}\n@$$}1}@\n",
        encoding="utf-8",
    )


def people_parquet() -> None:
    """Columns of text, dates, numbers and nested values, as Parquet and as Arrow."""
    import pyarrow as pa
    from pyarrow import feather, parquet

    table = pa.table(
        {
            "氏名": [name for _, name, *_ in PEOPLE],
            "生年月日": pa.array([born.date() if born else None for _, _, _, born, *_ in PEOPLE]),
            "給与": [pay for *_, pay, _, _ in PEOPLE],
            "連絡先": [{"電話": phone, "種別": ["自宅", "携帯"]} for _, _, phone, *_ in PEOPLE],
        }
    )
    parquet.write_table(table, HERE / "people.parquet", store_schema=False)
    target = io.BytesIO()
    feather.write_feather(table, target, compression="uncompressed")
    (HERE / "people.feather").write_bytes(target.getvalue())


def main() -> None:
    """Write the samples."""
    staff("staff97.mdb", JetFile(old=True))
    staff("staff2000.mdb", JetFile(key=0x12345678))
    staff("staff_encrypted.accdb", JetFile(version=3, key=0x12345678))
    customers_sqlite()
    members_dbf()
    memos()
    address_book_mab()
    people_parquet()


if __name__ == "__main__":
    main()

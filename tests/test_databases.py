"""Databases: every table and value, whatever the schema holds, and damage that is named with its table."""

from __future__ import annotations

import io
import random
import sqlite3
import struct
import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from samples.formats import jet
from samples.formats.jet import JetFile, JetSheet, as_object
from scanner import blobs
from scanner.dbase import head_of
from scanner.document import Item, Remark, Table, Unreadable
from scanner.identify import identify
from scanner.readers import access, dbase_, parquet, sqlite_

SAMPLES = Path(__file__).parent / "readers"
PAGE = 4096


def rows(items: Sequence[Item], place: str) -> list[tuple[str, ...]]:
    """All rows of a table, from its chunks."""
    chunks = [item for item in items if isinstance(item, Table) and item.place == place]
    return [row for chunk in chunks for row in zip(*chunk.columns, strict=True)]


def remarks(items: Sequence[Item]) -> list[str]:
    return [item.text for item in items if isinstance(item, Remark) and item.incomplete]


def database(*statements: str, count: int = 0) -> bytes:
    """A SQLite database; with `count`, a table 名簿 of so many rows on many pages."""
    with closing(sqlite3.connect(":memory:")) as connection:
        if count:
            connection.execute("CREATE TABLE 名簿 (番号 INTEGER PRIMARY KEY, 氏名, 備考)")
            people = ((f"見本 {number}", "備考" * 50) for number in range(count))
            connection.executemany("INSERT INTO 名簿 (氏名, 備考) VALUES (?, ?)", people)
        for statement in statements:
            connection.execute(statement)
        connection.commit()
        return connection.serialize()


def test_sqlite_chunks_go_on_where_the_last_ended() -> None:
    items = list(sqlite_.read(io.BytesIO(database(count=25_000))))
    tables = [item for item in items if isinstance(item, Table)]
    assert len(tables) > 1
    assert [table.first_row for table in tables][1] == len(tables[0].columns[0]) + 1
    assert len(rows(items, "表『名簿』")) == 25_001


def test_sqlite_names_the_table_with_a_broken_page() -> None:
    content = bytearray(database("CREATE TABLE 後 (氏名)", "INSERT INTO 後 VALUES ('架空 花子')", count=2000))
    middle = len(content) // PAGE // 2 * PAGE
    content[middle : middle + PAGE] = random.Random(1).randbytes(PAGE)
    items = list(sqlite_.read(io.BytesIO(content)))
    read = rows(items, "表『名簿』")
    assert 10 < len(read) < 2000 and read[1][1] == "見本 0"
    assert remarks(items) == [f"表『名簿』の{len(read) - 1:,}行目より後が壊れているため、読めませんでした"]
    assert rows(items, "表『後』") == [("氏名",), ("架空 花子",)]


def test_sqlite_with_a_broken_schema_is_corrupt() -> None:
    content = bytearray(database(count=3))
    content[100:PAGE] = bytes(PAGE - 100)
    with pytest.raises(Unreadable) as told:
        list(sqlite_.read(io.BytesIO(content)))
    assert told.value.status == "corrupt"


def test_sqlite_runs_nothing_of_the_schema() -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
    content = database(
        f"CREATE VIEW 際限なし AS {endless}",
        "CREATE TABLE 名簿 (氏名, 際限 AS (length(氏名)))",
        "INSERT INTO 名簿 VALUES ('架空')",
    )
    items = list(sqlite_.read(io.BytesIO(content)))
    assert [item.place for item in items if isinstance(item, Table)] == ["表『名簿』"]
    assert rows(items, "表『名簿』")[1] == ("架空", "2")


def test_sqlite_stops_a_row_that_does_not_come(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_, "_SECONDS", -1.0)
    with pytest.raises(Unreadable) as told:
        list(sqlite_.read(io.BytesIO(database(count=60_000))))
    assert (told.value.status, told.value.note) == (
        "timed_out",
        "表『名簿』を読むのに時間がかかりすぎるため、やめました",
    )


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("山田".encode(), "山田"),
        ("山田商店の電話番号です".encode("cp932"), "山田商店の電話番号です"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), None),
        (bytes(range(200)), None),
        (b"\x01\x02\x03", None),
    ],
)
def test_bytes_that_are_text_after_all(data: bytes, text: str | None) -> None:
    assert blobs.text_in(data) == text


def test_wrapped_files_are_unwrapped() -> None:
    bitmap = b"BM" + struct.pack("<I", 80) + bytes(74)
    assert blobs.embedded(as_object("顔.bmp", bitmap)) == bitmap
    assert blobs.embedded(as_object("表.bin", b"BM of nothing")) is None


COLUMNS = (("氏名", jet.TEXT), ("住所", jet.TEXT), ("会社", jet.TEXT), ("入社", jet.DATE), ("メモ", jet.MEMO))
LONG = tuple((f"見本{number}", "東京都" * 30, "架空商事" * 25, datetime(2026, 4, 1), "備考") for number in range(60))


def jet_items(content: bytes) -> list[Item]:
    return list(access.read(io.BytesIO(content)))


@pytest.mark.parametrize("file", [JetFile(old=True), JetFile(), JetFile(version=2), JetFile(key=7)])
def test_access_rows_of_any_length(file: JetFile) -> None:
    items = jet_items(file.built([JetSheet("名簿", COLUMNS, LONG)]))
    expected = [(*row[:3], "2026-04-01", "備考") for row in LONG]
    assert rows(items, "表『名簿』") == [tuple(name for name, _ in COLUMNS), *expected]
    assert remarks(items) == []


def test_access_text_in_its_compressed_form() -> None:
    text = b"\xff\xfe" + b"Tel \0" + "山田".encode("utf-16-le") + b"\0 090"
    assert "Tel 山田 090" in str(jet_items(JetFile().built([JetSheet("表", (("値", jet.MEMO),), [(text,)])])))


def test_access_pages_that_are_lost_are_told() -> None:
    content = bytearray(JetFile().built([JetSheet("名簿", COLUMNS, LONG), JetSheet("後", COLUMNS, LONG[:2])]))
    pages = [
        at
        for at in range(PAGE, len(content), PAGE)
        if content[at] == 1 and "見本30".encode("utf-16-le") in content[at : at + PAGE]
    ]
    content[pages[0] : pages[0] + PAGE] = random.Random(2).randbytes(PAGE)
    items = jet_items(bytes(content))
    assert 10 < len(rows(items, "表『名簿』")) < 61
    assert remarks(items) == ["表『名簿』の1か所が壊れているため、残りを読みました"]
    assert len(rows(items, "表『後』")) == 3


def test_access_without_its_usage_map_finds_the_pages_itself() -> None:
    file = JetFile()
    content = bytearray(file.built([JetSheet("名簿", COLUMNS, LONG)]))
    definition = next(at for at in range(4 * PAGE, len(content), PAGE) if content[at] == 2)
    content[definition + 55 : definition + 59] = b"\0\xff\xff\xff"
    items = jet_items(bytes(content))
    assert len(rows(items, "表『名簿』")) == 61
    assert remarks(items) == ["表『名簿』の1か所が壊れているため、残りを読みました"]


def test_a_memo_that_goes_round_in_circles_costs_its_field_only() -> None:
    content = bytearray(
        JetFile().built([JetSheet("名簿", (("氏名", jet.TEXT), ("メモ", jet.MEMO)), [("架空", "長" * 9000)])])
    )
    for at in range(PAGE, len(content), PAGE):
        if content[at + 4 : at + 8] == b"LVAL":
            start = int.from_bytes(content[at + 14 : at + 16], "little")
            content[at + start : at + start + 4] = struct.pack("<I", at // PAGE << 8)
    items = jet_items(bytes(content))
    assert rows(items, "表『名簿』")[1] == ("架空", "")
    assert remarks(items) == ["表『名簿』の『メモ』1件は、壊れているため読めません"]


def test_access_without_a_catalogue_is_corrupt() -> None:
    content = bytearray(JetFile().built([JetSheet("名簿", COLUMNS, LONG)]))
    content[2 * PAGE] = 9
    for broken in (bytes(content), bytes(content[:100])):
        with pytest.raises(Unreadable) as told:
            jet_items(broken)
        assert told.value.status == "corrupt"


def dbf(fields: Sequence[tuple[str, str, int]], *records: bytes, driver: int = 0) -> bytes:
    """A table of FoxPro; `driver` names its code page."""
    length = 1 + sum(size for *_, size in fields)
    head = struct.pack("<4BIHH17xB2x", 0x30, 126, 4, 1, len(records), 32 * len(fields) + 33, length, driver)
    for name, kind, size in fields:
        head += name.encode("cp932").ljust(11, b"\0") + kind.encode() + bytes(4) + bytes([size, 0]) + bytes(14)
    return head + b"\r" + b"".join(b" " + record for record in records)


def test_dbase_values_of_foxpro() -> None:
    fields = (("番号", "I", 4), ("金額", "Y", 8), ("日時", "T", 8), ("率", "B", 8), ("名", "V", 10))
    record = struct.pack("<iqii", 7, -12_500, 2_460_768, 34_200_000) + struct.pack("<d", 2.5) + b"Kakuu\0\0\0\0\5"
    content = dbf(fields, record, driver=0x7B)
    items = list(dbase_.read(io.BytesIO(content)))
    assert rows(items, "レコード")[1] == ("7", "-1.25", "2025-04-02 09:30:00", "2", "Kakuu")
    assert identify(io.BytesIO(content), "見本.dat") == "application/x-dbf"


def test_dbase_that_is_cut_off_says_how_far_it_was_read() -> None:
    content = dbf((("氏名", "C", 12),), *("架空　花子".encode("cp932").ljust(12) for _ in range(5)))
    items = list(dbase_.read(io.BytesIO(content[:-20])))
    assert len(rows(items, "レコード")) == 4
    assert remarks(items) == ["途中で切れているため、5件のうち3件までを読みました"]


def test_what_only_begins_like_dbase_is_none() -> None:
    content = dbf((("氏名", "C", 12),), b"abcdefghijkl")
    assert head_of(content) is not None
    for at, byte in ((2, 13), (8, 0), (10, 99), (32 + 11, ord("x")), (64, 65)):
        changed = bytearray(content)
        changed[at] = byte
        assert head_of(bytes(changed)) is None


def test_parquet_in_chunks() -> None:
    import pyarrow as pa
    from pyarrow import parquet as written

    target = io.BytesIO()
    written.write_table(
        pa.table({"氏名": [f"見本{number}" for number in range(25_000)], "印": [True, None] * 12_500}), target
    )
    target.seek(0)
    items = list(parquet.read(target))
    read = rows(items, "レコード")
    assert (len(read), read[0], read[1], read[-1]) == (25_001, ("氏名", "印"), ("見本0", "true"), ("見本24999", ""))
    assert [item.first_row for item in items if isinstance(item, Table)] == [1, 10_002, 20_002]


def test_parquet_without_its_library_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(Unreadable) as told:
        list(parquet.read(io.BytesIO((SAMPLES / "people.parquet").read_bytes())))
    assert told.value.status == "unsupported" and "pip install daicho[parquet]" in told.value.note

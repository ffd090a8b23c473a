"""Columns as analysts keep them: Parquet, and Arrow files (Feather). Needs the extra `parquet`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from scanner.document import Format, Item, Table, Unreadable
from scanner.passages import passages
from scanner.records import as_text, flatten
from scanner.tables import CELLS, LONGEST_CELL, ROWS

FORMAT = Format(
    "Parquet・Arrow",
    ("application/vnd.apache.parquet", "application/vnd.apache.arrow.file"),
    (".parquet", ".feather", ".arrow"),
    streams=True,
)

PLACE = "レコード"


def read(file: BinaryIO) -> Iterator[Item]:
    """The rows as one table under the names of the columns."""
    try:
        import pyarrow
    except ImportError as error:
        remedy = "「pip install daicho[parquet]」で読めるようになります"
        raise Unreadable("unsupported", f"Parquet・Arrow を読む部品がないため、読めません。{remedy}") from error
    row = 1
    try:
        for batch in _batches(file):
            yield from _table(batch, row)
            row += batch.num_rows + (row == 1)
    except (pyarrow.ArrowInvalid, pyarrow.ArrowNotImplementedError) as error:
        if "encrypt" in str(error).lower() or "decrypt" in str(error).lower():
            raise Unreadable("encrypted", "暗号化された Parquet のため、読めません") from error
        raise


def _batches(file: BinaryIO) -> Iterator[Any]:
    """Rows as they come, few at a time."""
    import pyarrow
    from pyarrow import ipc, parquet

    is_parquet = file.read(4) in (b"PAR1", b"PARE")
    file.seek(0)
    if is_parquet:
        source = parquet.ParquetFile(file, memory_map=False, pre_buffer=False)
        width = max(1, len(source.schema_arrow.names))
        yield from source.iter_batches(batch_size=max(1, min(ROWS, CELLS // width)), use_threads=False)
        return
    pyarrow.set_cpu_count(1)
    reader = ipc.open_file(file)
    for number in range(reader.num_record_batches):
        whole = reader.get_batch(number)
        whole.validate(full=True)  # lengths and offsets come from the file as they are
        for start in range(0, whole.num_rows, ROWS):
            yield whole.slice(start, ROWS)


def _table(batch: Any, first_row: int) -> Iterator[Item]:
    columns: list[tuple[str, ...]] = []
    texts: list[str] = []
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        cells = tuple(map(_cell, column.to_pylist()))
        texts += (cell for cell in cells if len(cell) > LONGEST_CELL)
        cells = tuple("" if len(cell) > LONGEST_CELL else cell for cell in cells)
        columns.append((name, *cells) if first_row == 1 else cells)
    if columns:
        yield Table(PLACE, tuple(columns), first_row)
    yield from passages(texts)


def _cell(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace") if value.isascii() else ""
    if isinstance(value, dict | list):
        return "\n".join(f"{path}: {text}".removeprefix(": ") for path, text in flatten(value).items() if text)
    return as_text(value)

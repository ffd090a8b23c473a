"""Real files that cost a reader more than a file may: each ends with one status, and its neighbours are read."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from inventory.reading import texts
from scanner.crawl import walk
from scanner.document import FoundFile
from scanner.extract import Limits
from tests import shares


def read(folder: Path, limits: Limits, memory_mb: int = 1_500) -> dict[str, tuple[str, str]]:
    """Status and note of everything in a folder, read as a scan reads it."""
    found = (met for met in walk([folder]) if isinstance(met, FoundFile))
    return {one.path: (one.status, one.note) for _, all_ in texts(found, limits, memory_mb=memory_mb) for one in all_}


def forms_in_forms(levels: int, times: int) -> bytes:
    """A PDF of a kilobyte whose page draws a form that draws the next one again and again (billion laughs)."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << /XObject << /F 5 0 R >> >> >>",
        "<< /Length 4 >>\nstream\n/F Do\nendstream",
    ]
    for level in range(levels):
        drawn = "/F Do " * times if level < levels - 1 else "0 0 m 9 9 l S "
        inside = f"/Resources << /XObject << /F {level + 6} 0 R >> >>" if level < levels - 1 else ""
        head = f"<< /Type /XObject /Subtype /Form /BBox [0 0 200 200] {inside} /Length {len(drawn)} >>"
        objects.append(f"{head}\nstream\n{drawn}\nendstream")
    out, places = "%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{text}\nendobj\n"
    rows = "".join(f"{place:010} 00000 n \n" for place in places)
    table = f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{rows}"
    return f"{out}{table}trailer\n<< /Size {len(places) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n".encode()


def repeated_strings(cells: int) -> bytes:
    """A workbook of a few kilobytes in which every cell refers to the same long text."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    rows = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, cells + 1))
    parts = {
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        '<sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{main}"><si><t>{"長い文章。" * 6_000}</t></si></sst>',
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, f'<?xml version="1.0"?>{text}')
    return target.getvalue()


@pytest.mark.slow
def test_a_page_that_takes_for_ever_to_draw_costs_its_time_and_its_file(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(forms_in_forms(12, 12))
    (tmp_path / "b.csv").write_text(shares.CUSTOMERS, encoding="utf-8")
    statuses = read(tmp_path, Limits(seconds=2))
    assert statuses["a.pdf"][0] in ("timed_out", "too_large")  # whichever runs out first in pdfium
    assert statuses["b.csv"] == ("read", "")


def test_text_that_multiplies_ends_where_a_file_of_that_size_must(tmp_path: Path) -> None:
    """Of 3 KB, 6 million characters."""
    (tmp_path / "a.xlsx").write_bytes(repeated_strings(200))
    status, note = read(tmp_path, Limits(text=1 << 20, ratio=100))["a.xlsx"]
    assert status == "too_large" and "1,048,576字を超えるため" in note
    assert read(tmp_path, Limits())["a.xlsx"] == ("read", "")


@pytest.mark.slow
def test_a_member_that_eats_the_memory_leaves_the_others(tmp_path: Path) -> None:
    """All text of a document is held together here, so that memory runs out in the middle of an archive."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", shares.CUSTOMERS)
        archive.writestr("b.txt", shares.NOTICE * 3_000_000)
        archive.writestr("c.csv", shares.CUSTOMERS)
    (tmp_path / "a.zip").write_bytes(packed.getvalue())
    statuses = {path: status for path, (status, _) in read(tmp_path, Limits(), memory_mb=300).items()}
    assert statuses["a.zip!a.csv"] == "read"
    assert statuses["a.zip!b.txt"] == "too_large"

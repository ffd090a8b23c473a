"""HTML and XML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from samples.tables import Row


def table(rows: Iterable[Row]) -> str:
    """An HTML table whose first row is its headings."""
    lines = []
    for number, row in enumerate(rows):
        tag = "td" if number else "th"
        lines.append("<tr>" + "".join(f"<{tag}>{escape(str(cell))}</{tag}>" for cell in row) + "</tr>")
    return '<table border="1">\n' + "\n".join(lines) + "\n</table>"


def html(title: str, body: str, encoding: str = "utf-8") -> bytes:
    """An HTML page that says its encoding."""
    charset = {"cp932": "Shift_JIS", "euc_jp": "EUC-JP"}.get(encoding, encoding)
    page = (
        f'<!DOCTYPE html>\n<html lang="ja">\n<head>\n<meta charset="{charset}">\n<title>{escape(title)}</title>\n'
        "<style>table { border-collapse: collapse } th { background: #eee }</style>\n"
        "<script>window.dataLayer = window.dataLayer || [];</script>\n</head>\n"
        f"<body>\n<h1>{escape(title)}</h1>\n{body}\n</body>\n</html>\n"
    )
    return page.encode(encoding)


def xml(root: str, element: str, records: Iterable[Mapping[str, object]], encoding: str = "UTF-8") -> bytes:
    """Records as XML elements."""
    lines = [f'<?xml version="1.0" encoding="{encoding}"?>', f"<{root}>"]
    for record in records:
        lines.append(f"  <{element}>")
        lines += [f"    <{name}>{escape(str(value))}</{name}>" for name, value in record.items()]
        lines.append(f"  </{element}>")
    return "\n".join([*lines, f"</{root}>", ""]).encode(encoding)

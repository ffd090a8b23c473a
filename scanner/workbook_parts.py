"""What an Excel package holds outside its sheets: names, pivot caches, copies of linked workbooks, connections.

A pivot table keeps the rows it was made from: a list of customers that was deleted from its sheet lives on there.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from lxml import etree

from scanner.document import Item, Passage, Remark
from scanner.grid import cell_text, number_text
from scanner.ooxml import Package, attribute, descendants, local
from scanner.tables import tables
from scanner.worksheet import column_number

_MOST_NAMES = 10_000
_MOST_COLUMNS = 16_384


def parts(package: Package, main: str) -> Iterator[Item]:
    """Everything a workbook holds outside its sheets."""
    yield from _names(package, main)
    for relation in package.relations(main):
        match relation.kind:
            case "pivotCacheDefinition" if relation.target.endswith(".xml"):
                yield from _pivot_cache(package, relation.target)
            case "externalLink" if relation.target.endswith(".xml"):
                yield from _external_link(package, relation.target)
            case "pivotCacheDefinition" | "externalLink":
                yield Remark("ピボットテーブルや外部リンクが持つ値の控え（xlsb）は読んでいません。", incomplete=True)
            case "connections" if relation.target.endswith(".xml"):
                yield from _connections(package, relation.target)


def _names(package: Package, main: str) -> Iterator[Item]:
    """Names that a user gave; those that Excel keeps for printing and filtering are left out."""
    if not main.endswith(".xml"):
        return
    lines = (
        "：".join(filter(None, (node.get("name"), node.text, node.get("comment"))))
        for node in descendants(package.xml(main))
        if local(node) == "definedName" and not node.get("name", "").startswith(("_xlnm.", "_xlfn."))
    )
    if text := "\n".join(line for line, _ in zip(lines, range(_MOST_NAMES), strict=False)):
        yield Passage(text, "名前の定義")


def _pivot_cache(package: Package, part: str) -> Iterator[Item]:
    """The rows that a pivot table was made from, put together again; without them what its fields know."""
    root = package.xml(part)
    fields = [node for node in descendants(root) if local(node) == "cacheField"][:_MOST_COLUMNS]
    items = [_shared_items(field) for field in fields]
    headings = [field.get("name", "") for field in fields]
    place = f"ピボットテーブルの元データ『{_source(root)}』"
    records = next((link.target for link in package.relations(part) if link.kind == "pivotCacheRecords"), "")
    if records:
        rows = (_record(record, items) for record in package.stream(records, "r"))
        yield from tables(place, _with_headings(headings, rows))
    elif any(items):
        longest = max(map(len, items))
        yield from tables(place, [headings, *([_at(known, row) for known in items] for row in range(longest))])
    if records or any(items):
        yield Remark(f"{place}（表から消されていても残ります）も読みました。")


def _with_headings(headings: list[str], rows: Iterator[list[str]]) -> Iterator[list[str]]:
    yield headings
    yield from rows


def _source(root: etree._Element) -> str:
    node = next((node for node in descendants(root) if local(node) == "worksheetSource"), None)
    return "" if node is None else node.get("sheet") or node.get("name") or node.get("ref") or ""


def _shared_items(field: etree._Element) -> list[str]:
    return [_value(node) for group in field if local(group) == "sharedItems" for node in group]


def _record(record: etree._Element, items: list[list[str]]) -> list[str]:
    row = []
    for known, node in zip(items, record, strict=False):
        if local(node) == "x":
            row.append(_at(known, int(node.get("v", "0"))))
        else:
            row.append(_value(node))
    return row


def _at(known: list[str], number: int) -> str:
    return known[number] if 0 <= number < len(known) else ""


def _value(node: etree._Element) -> str:
    value = node.get("v", "")
    match local(node):
        case "n" if value:
            return number_text(float(value))
        case "d":
            return value.removesuffix("T00:00:00").replace("T", " ")
        case "b" if value:
            return cell_text(value in ("1", "true"))
        case "s":
            return value
        case _:
            return ""


def _external_link(package: Package, part: str) -> Iterator[Item]:
    """The cells of another workbook as they were when this one last looked at them."""
    root = package.xml(part)
    path = next((link for _, link in package.outside(part)), "")
    names = [node.get("val", "") for node in descendants(root) if local(node) == "sheetName"]
    for data in (node for node in descendants(root) if local(node) == "sheetData"):
        number = int(data.get("sheetId", "0"))
        cells: dict[int, dict[int, str]] = {}
        for cell in (node for node in descendants(data) if local(node) == "cell"):
            letters = attribute(cell, "r").rstrip("0123456789")
            text = "".join(node.text or "" for node in cell if local(node) == "v")
            if letters and text:
                row = int(attribute(cell, "r")[len(letters) :] or 0)
                cells.setdefault(row, {})[column_number(letters)] = text
        book = posixpath.basename(path.replace("\\", "/"))
        place = f"リンク先のブック『{book}』のシート『{_at(names, number)}』の控え"
        columns = sorted({column for row in cells.values() for column in row})
        yield from tables(place, ([row.get(column, "") for column in columns] for _, row in sorted(cells.items())))


def _connections(package: Package, part: str) -> Iterator[Item]:
    """How the workbook reaches a database: the server, often the name and the password of a user."""
    lines: list[str] = []
    for node in descendants(package.xml(part)):
        lines += [f"{name}：{text}" for name in ("name", "connection", "command") if (text := node.get(name, ""))]
    if lines:
        yield Passage("\n".join(lines), "データ接続")


def persons(package: Package, main: str) -> Iterator[str]:
    """Who takes part in the threads of comments."""
    for relation in package.relations(main):
        if relation.kind == "person":
            yield from (node.get("displayName", "") for node in descendants(package.xml(relation.target)))


def drop_downs(texts: list[str]) -> str:
    """The choices of drop-down lists that stand in the cells' own rules, not on a sheet.

    >>> drop_downs(['"架空,見本"', "$A$1:$A$9"])
    '架空、見本'
    """
    lists = (text.strip('"').replace(",", "、") for text in texts if text.startswith('"'))
    return "\n".join(dict.fromkeys(lists))

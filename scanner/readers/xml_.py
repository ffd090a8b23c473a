"""XML: elements that repeat with the same parts become tables, the rest lines 「tag: text」."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO

from lxml import etree

from scanner import encoding
from scanner.document import Format, Item, Passage, Remark
from scanner.passages import passages
from scanner.records import record_table
from scanner.tables import tables

FORMAT = Format("XML", ("application/xml", "text/xml", "image/svg+xml"), (".xml", ".svg", ".rss"), streams=True)

_LARGEST_TREE = 48 << 20
_DECLARATION = re.compile(r"^\ufeff?\s*<\?xml[^>]*\?>")
_ENCODING = re.compile(rb"encoding\s*=\s*[\"']([A-Za-z0-9_.:-]+)")


def read(file: BinaryIO) -> Iterator[Item]:
    """The elements in order. What is too large for a tree, or not well-formed, is read as plain text."""
    declared = _ENCODING.search(file.read(300))
    decoded = encoding.decode(file, declared[1].decode("ascii") if declared else None)
    if decoded.remark:
        yield decoded.remark
    held, size = [], 0
    for block in decoded.blocks:
        held.append(block)
        size += len(block)
        if size > _LARGEST_TREE:
            yield Remark("大きなXMLのため、タグを含む文字として読みました")
            yield from passages(chain(held, decoded.blocks))
            return
    root = _root("".join(held))
    if root is None:
        yield Remark("XMLとして正しくないため、タグを含む文字として読みました")
        yield from passages(held)
        return
    yield from _Elements().walk(root)


def _root(text: str) -> etree._Element | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        return etree.fromstring(_DECLARATION.sub("", text).encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None


class _Elements:
    """Walks a tree: lines are collected until a table comes, so that both stay in order."""

    def __init__(self) -> None:
        self._lines: list[str] = []

    def walk(self, root: etree._Element) -> Iterator[Item]:
        yield from self._element(root)
        yield from self._flush()

    def _element(self, element: etree._Element) -> Iterator[Item]:
        """One element and what is in it, with an explicit stack."""
        pending: list[etree._Element | list[etree._Element]] = [element]
        while pending:
            part = pending.pop()
            if isinstance(part, list):
                yield from self._flush()
                yield from _table(part)
                continue
            self._tell(part)
            children = [child for child in part if not isinstance(child, etree._Entity)]
            pending.extend(reversed(_grouped(children)))

    def _tell(self, element: etree._Element) -> None:
        if isinstance(element, etree._Comment):
            self._lines.append(f"コメント: {(element.text or '').strip()}")
        elif isinstance(element.tag, str):
            name = _local(element)
            if text := _own_text(element):
                self._lines.append(f"{name}: {text}")
            self._lines.extend(f"{name}.{key}: {value}" for key, value in _attributes(element) if value)

    def _flush(self) -> Iterator[Item]:
        text, self._lines = "\n".join(self._lines), []
        yield from (Passage(each.text, "本文") for each in passages([text]))


def _grouped(children: list[etree._Element]) -> list[etree._Element | list[etree._Element]]:
    """The children in order, those that repeat as records taken together where the first of them stands."""
    counts = Counter(child.tag for child in children if isinstance(child.tag, str))
    records: dict[str, list[etree._Element]] = {}
    grouped: list[etree._Element | list[etree._Element]] = []
    for child in children:
        tag = child.tag
        if not isinstance(tag, str) or counts[tag] < 2:
            grouped.append(child)
        elif tag in records:
            records[tag].append(child)
        else:
            records[tag] = [child]
            grouped.append(records[tag])
    return list(
        chain.from_iterable([part] if not isinstance(part, list) or _are_records(part) else part for part in grouped)
    )


def _are_records(elements: list[etree._Element]) -> bool:
    """Whether most have parts or attributes of their own, and are not deep documents."""
    with_parts = sum(bool(len(element) or element.attrib) for element in elements)
    sample = elements[:50]
    deep = sum(1 for element in sample for part in element for inner in part if len(inner))
    return with_parts * 2 > len(elements) and deep == 0


def _table(records: list[etree._Element]) -> Iterator[Item]:
    place = _local(records[0])
    if all(len({part.tag for part in record}) == 1 and not record.attrib for record in records) and any(
        len(record) > 1 for record in records
    ):
        yield from tables(place, ([" ".join(_all_text(part)) for part in record] for record in records))
    else:
        yield from record_table(place, map(_leaves, records))


def _leaves(record: etree._Element) -> dict[str, str]:
    """The parts of a record by their paths; a path that repeats is numbered."""
    leaves: dict[str, str] = {}
    pending = [("", record)]
    while pending:
        path, element = pending.pop()
        if element.attrib:
            for key, value in _attributes(element):
                leaves[_numbered(f"{path}.{key}" if path else key, leaves)] = value
        if text := _own_text(element):
            key = path or _local(record)
            leaves[_numbered(key, leaves) if key in leaves else key] = text
        if len(element):
            prefix = f"{path}." if path else ""
            parts = [(prefix + _plain(part.tag), part) for part in element if isinstance(part.tag, str)]
            pending.extend(reversed(parts))
    return leaves


def _numbered(key: str, leaves: dict[str, str]) -> str:
    number, unique = 1, key
    while unique in leaves:
        number += 1
        unique = f"{key}.{number}"
    return unique


def _own_text(element: etree._Element) -> str:
    """The text of an element without that of its parts, but with what stands between them."""
    text = (element.text or "").strip()
    if not len(element):
        return text
    tails = (stripped for child in element if (stripped := (child.tail or "").strip()))
    return " ".join([text, *tails] if text else tails)


def _all_text(element: etree._Element) -> Iterator[str]:
    return (stripped for piece in element.itertext() if (stripped := str(piece).strip()))


def _local(element: etree._Element) -> str:
    return _plain(str(element.tag))


def _attributes(element: etree._Element) -> Iterator[tuple[str, str]]:
    return ((_plain(str(key)), str(value)) for key, value in element.attrib.items())


def _plain(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition("}")[2]

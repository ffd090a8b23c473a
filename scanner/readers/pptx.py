"""PowerPoint presentations: slides in their order, tables, groups, charts, diagrams, speaker notes, comments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from scanner import properties
from scanner.document import Format, Item, Passage, Remark
from scanner.ooxml import Package, descendants, local, reference, shape_text
from scanner.pixels import placed
from scanner.tables import tables

FORMAT = Format(
    name="PowerPoint プレゼンテーション",
    media_types=(
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "application/vnd.openxmlformats-officedocument.presentationml.slideshow",
        "application/vnd.openxmlformats-officedocument.presentationml.template",
        "application/vnd.ms-powerpoint.presentation.macroEnabled.12",
        "application/vnd.ms-powerpoint.slideshow.macroEnabled.12",
        "application/vnd.ms-powerpoint.template.macroEnabled.12",
    ),
    extensions=(".pptx", ".pptm", ".ppsx", ".ppsm", ".potx", ".potm"),
)

_TABLES = frozenset({"tbl"})
_REPEATED = frozenset({"sldNum", "dt", "hdr"})  # placeholders that say the same on every page of notes
_COMMENTS = frozenset({"comments", "comment"})


def read(file: BinaryIO) -> Iterator[Item]:
    """Slide by slide, as they are shown."""
    package = Package(file)
    yield from package.remarks()
    main = package.main_part()
    targets = {relation.id: relation.target for relation in package.relations(main)}
    identifiers = [reference(node) for node in _named(package.xml(main), "sldId")]
    for number, part in enumerate((targets[name] for name in identifiers if name in targets), 1):
        yield from _slide(package, part, f"スライド{number}")
    yield from properties.of_package(package, _authors(package, main))
    yield from package.metafiles()
    yield from placed(package.media())


def members(file: BinaryIO) -> Iterator[tuple[str, BinaryIO]]:
    """Workbooks behind charts and embedded objects."""
    yield from Package(file).embedded()


def _authors(package: Package, main: str) -> Iterator[str]:
    """Who commented on slides."""
    for relation in package.relations(main):
        if relation.kind in ("commentAuthors", "authors"):
            yield from (node.get("name", "") for node in descendants(package.xml(relation.target)))


def _slide(package: Package, part: str, place: str) -> Iterator[Item]:
    slide = package.xml(part)
    relations = package.relations(part)
    texts = [shape_text(slide, skip=_TABLES)]
    texts += [shape_text(package.xml(link.target)) for link in relations if link.kind in ("chart", "diagramData")]
    if text := "\n".join(filter(None, texts)):
        yield Passage(text, place)
    for number, table in enumerate(_named(slide, "tbl"), 1):
        rows = [[_cell(cell) for cell in _named(row, "tc")] for row in _named(table, "tr")]
        yield from tables(f"{place} 表{number}", rows)
    for link in relations:
        if link.kind == "notesSlide" and (text := _notes(package.xml(link.target))):
            yield Passage(text, f"{place} ノート")
        elif link.kind in _COMMENTS and (text := _comments(package.xml(link.target))):
            yield Passage(text, f"{place} コメント")
    if addresses := package.mail_addresses(part):
        yield Passage("\n".join(addresses), f"{place} リンク先")
    if slide.get("show") in ("0", "false"):
        yield Remark(f"非表示の{place}も読みました。")


def _cell(cell: etree._Element) -> str:
    """The text of a cell; of merged cells only the first has text."""
    return "" if cell.get("hMerge") == "1" or cell.get("vMerge") == "1" else shape_text(cell)


def _notes(notes: etree._Element) -> str:
    shapes = (
        shape_text(shape)
        for shape in _named(notes, "sp")
        if not any(node.get("type") in _REPEATED for node in _named(shape, "ph"))
    )
    return "\n".join(filter(None, shapes))


def _comments(comments: etree._Element) -> str:
    """Comments of the older kind say p:text, threads of the newer one hold paragraphs."""
    return "\n".join(filter(None, (*(node.text for node in _named(comments, "text")), shape_text(comments))))


def _named(element: etree._Element, name: str) -> Iterator[etree._Element]:
    return (node for node in descendants(element) if local(node) == name)

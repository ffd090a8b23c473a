"""What a document says about itself: who wrote it, who saved it last, its title, its company, and own properties."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from scanner.compound import Compound
from scanner.document import Passage
from scanner.ooxml import Package, descendants, local

PLACE = "文書のプロパティ"
_SUMMARY = {2: "タイトル", 3: "件名", 4: "作成者", 5: "キーワード", 6: "コメント", 8: "最終更新者"}
_DOCUMENT_SUMMARY = {2: "分類", 14: "管理者", 15: "会社名"}
_XML = {
    "title": "タイトル",
    "subject": "件名",
    "creator": "作成者",
    "initial-creator": "最初の作成者",
    "keywords": "キーワード",
    "keyword": "キーワード",
    "description": "コメント",
    "lastModifiedBy": "最終更新者",
    "category": "分類",
    "Manager": "管理者",
    "Company": "会社名",
}
_STREAMS = (("\x05SummaryInformation", _SUMMARY), ("\x05DocumentSummaryInformation", _DOCUMENT_SUMMARY))
_KINDS = ("core-properties", "extended-properties", "custom-properties")
_MOST = 1_000  # properties of one document, characters of one value
_STRINGS = (0x1E, 0x1F)  # in the codepage of the set, in UTF-16


def passage(lines: Iterable[tuple[str, str]]) -> Iterator[Passage]:
    """The properties that say something, a line each: 「作成者：総務部」."""
    said = dict.fromkeys(f"{label}：{text.strip()}" for label, text in lines if text.strip())
    if said:
        yield Passage("\n".join(said), PLACE)


def of_package(package: Package, authors: Iterable[str] = ()) -> Iterator[Passage]:
    """The properties of an Office package, and who wrote its comments and revisions."""
    lines: list[tuple[str, str]] = []
    for relation in package.relations(""):
        if relation.kind in _KINDS:
            lines += _elements(package.xml(relation.target))
    yield from passage([*lines, _writers(authors)])


def of_meta(root: etree._Element, authors: Iterable[str] = ()) -> Iterator[Passage]:
    """The properties of an OpenDocument file; its `creator` is who saved it last."""
    lines = [(("最終更新者" if label == "作成者" else label), text) for label, text in _elements(root)]
    lines = [("作成者" if label == "最初の作成者" else label, text) for label, text in lines]
    yield from passage([*lines, _writers(authors)])


def of_book(root: etree._Element) -> Iterator[Passage]:
    """The properties of an electronic book."""
    yield from passage(_elements(root))


def of_compound(file: Compound, authors: Iterable[str] = ()) -> Iterator[Passage]:
    """The properties of a document of Office 97-2003 or Ichitaro. A damaged set says as much as it can."""
    lines: list[tuple[str, str]] = []
    for stream, labels in _STREAMS:
        data = file.read(stream)
        try:
            lines += _sections(data, labels)
        except (struct.error, IndexError, LookupError, ValueError):
            continue
    yield from passage([*lines, _writers(authors)])


def _writers(names: Iterable[str]) -> tuple[str, str]:
    return "コメント・変更の記入者", "、".join(dict.fromkeys(filter(None, names)))


def _elements(root: etree._Element) -> Iterator[tuple[str, str]]:
    """Properties as elements; one of one's own making has its name in an attribute."""
    for node in list(descendants(root))[:_MOST]:
        name = local(node)
        own = next((str(value) for key, value in node.attrib.items() if str(key).rpartition("}")[2] == "name"), "")
        text = "".join(str(part) for part in node.itertext())[:_MOST]
        if name in _XML:
            yield _XML[name], text
        elif name in ("property", "user-defined") and own and own != "AppVersion":
            yield own, text


def _sections(data: bytes, labels: Mapping[int, str]) -> Iterator[tuple[str, str]]:
    """The sets of a property stream: the known ones first, then those of the author's own making."""
    if len(data) < 48:
        return
    count = min(struct.unpack_from("<I", data, 24)[0], 4)
    for number in range(count):
        start = struct.unpack_from("<I", data, 28 + number * 20 + 16)[0]
        yield from _section(data[start:], labels if number == 0 else {})


def _section(data: bytes, labels: Mapping[int, str]) -> Iterator[tuple[str, str]]:
    count = min(struct.unpack_from("<I", data, 4)[0], _MOST)
    places = dict(struct.unpack_from("<II", data, 8 + number * 8) for number in range(count))
    codepage = struct.unpack_from("<H", data, places[1] + 4)[0] if 1 in places else 1252
    names = _names(data, places[0], codepage) if 0 in places else {}
    for number, place in places.items():
        if label := labels.get(number) or names.get(number, ""):
            yield label, _value(data, place, codepage)


def _names(data: bytes, place: int, codepage: int) -> dict[int, str]:
    """The dictionary of a set: the names of the properties of the author's own making."""
    names: dict[int, str] = {}
    count = min(struct.unpack_from("<I", data, place)[0], _MOST)
    place += 4
    for _ in range(count):
        number, length = struct.unpack_from("<II", data, place)
        size = length * 2 if codepage == 1200 else length
        names[number] = _decoded(data[place + 8 : place + 8 + size], codepage)
        place += 8 + (size + 3 & ~3 if codepage == 1200 else size)
    return names


def _value(data: bytes, place: int, codepage: int) -> str:
    kind, length = struct.unpack_from("<II", data, place)
    if kind in (0x02, 0x03, 0x12, 0x13):
        return str(length)
    if kind == 0x0B:
        return "はい" if length & 0xFFFF else "いいえ"
    if kind not in _STRINGS:
        return ""
    size = min(length, _MOST) * (2 if kind == 0x1F else 1)
    return _decoded(data[place + 8 : place + 8 + size], 1200 if kind == 0x1F else codepage)


def _decoded(data: bytes, codepage: int) -> str:
    name = {1200: "utf-16-le", 65001: "utf-8", 10001: "cp932", 10000: "mac-roman"}.get(codepage, f"cp{codepage}")
    try:
        text = data.decode(name, "replace")
    except LookupError:
        text = data.decode("cp1252", "replace")
    return text.partition("\0")[0]

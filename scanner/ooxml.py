"""The ZIP package under docx, xlsx and pptx: its parts, their relations, text of shapes, embedded files."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import BinaryIO, cast
from urllib.parse import unquote

import olefile
from lxml import etree

from scanner.archives import zip_contents, zip_entries
from scanner.compound import SIGNATURE as OLE_SIGNATURE
from scanner.compound import Compound, unwrapped
from scanner.document import Passage, Remark, Unreadable
from scanner.metafile import text_of

MAX_PART = 512 * 1024 * 1024  # a part larger than this, unpacked, is not read into memory
_MAX_METAFILE = 32 * 1024 * 1024
READ_SIZE = 1024 * 1024
_MEDIA = ("media", "pictures")  # of Office and of OpenDocument
_STRICT = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
_PICTURES = (".jpg", ".jpeg", ".jfif", ".png", ".gif", ".bmp", ".tif", ".tiff", ".webp")


@dataclass(frozen=True, slots=True)
class Relation:
    """A link from one part to another; `kind` is the last word of its type ("comments", "drawing")."""

    id: str
    kind: str
    target: str


class Package:
    """An opened Office file. Names of parts are matched without regard to case or kind of slash, as Office does."""

    def __init__(self, file: BinaryIO) -> None:
        refuse_encrypted(file)
        self.source, self.is_salvaged = file, False
        try:
            self._archive = zipfile.ZipFile(file)
        except zipfile.BadZipFile:
            self.source, self.is_salvaged = _salvaged(file), True
            self._archive = zipfile.ZipFile(self.source)
        infos = (info for info in self._archive.infolist() if not info.is_dir())
        self._infos = {info.filename.replace("\\", "/").strip("/").lower(): info for info in infos}
        self._relations: dict[str, list[Relation]] = {}

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._infos

    def remarks(self) -> Iterator[Remark]:
        """That the file is cut off or damaged, and only what was left of it was read."""
        if self.is_salvaged:
            yield Remark("ファイルが壊れているか途中で切れているため、読み取れた部分だけを読みました", incomplete=True)

    def parts(self, prefix: str) -> list[str]:
        """The parts below a folder, in the order of their names."""
        return sorted(name for name in self._infos if name.startswith(prefix.lower()))

    def size(self, part: str) -> int:
        """The unpacked size of a part; `open` gives no byte more."""
        return self._infos[part.lower()].file_size

    def open(self, part: str) -> BinaryIO:
        """A stream of the unpacked part."""
        return cast(BinaryIO, self._archive.open(self._infos[part.lower()]))

    def read(self, part: str) -> bytes:
        """The unpacked part, if it is of a size that a document can have."""
        if self.size(part) > MAX_PART:
            raise Unreadable("too_large", f"ファイルの一部（{part}）が大きすぎて読めません。")
        with self.open(part) as stream:
            return stream.read()

    def blocks(self, part: str) -> Iterator[bytes]:
        """The unpacked part, block by block; its true size and checksum are proven on the way."""
        with self.open(part) as stream:
            while block := stream.read(READ_SIZE):
                yield block

    def measure(self, part: str) -> None:
        """Unpack a part to nowhere, before a library that trusts the file is let near it."""
        if self.size(part) > MAX_PART:
            raise Unreadable("too_large", f"ファイルの一部（{part}）が大きすぎて読めません。")
        for _ in self.blocks(part):
            pass

    def xml(self, part: str) -> etree._Element:
        """The root element of a part. Entities stay unresolved, nothing is fetched."""
        return etree.fromstring(self.read(part), _STRICT)

    def loose_xml(self, part: str) -> etree._Element:
        """The same for drawings of the older kind (VML), which Office writes with unclosed tags."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, recover=True)
        return etree.fromstring(self.read(part), parser)

    def stream(self, part: str, *tags: str) -> Iterator[etree._Element]:
        """The outermost elements of the given local names, one after the other, forgotten once they were used."""
        with self.open(part) as source:
            yield from outermost(source, *tags)

    def relations(self, part: str) -> list[Relation]:
        """The parts that a part links to and that exist; links to the outside are left out."""
        if part not in self._relations:
            self._relations[part] = self._related(part)
        return self._relations[part]

    def _related(self, part: str) -> list[Relation]:
        folder = posixpath.dirname(part)
        found = []
        for link in self._links(part):
            target = posixpath.normpath(posixpath.join("/", folder, link.get("Target", "").replace("\\", "/")))[1:]
            if link.get("TargetMode") != "External" and target in self:
                found.append(Relation(link.get("Id", ""), posixpath.basename(link.get("Type", "")), target))
        return found

    def outside(self, part: str) -> Iterator[tuple[str, str]]:
        """Links of a part to the outside: their kind and the address."""
        for link in self._links(part):
            if link.get("TargetMode") == "External":
                yield posixpath.basename(link.get("Type", "")), unquote(link.get("Target", ""))

    def mail_addresses(self, part: str) -> list[str]:
        """Mail addresses behind the links of a part."""
        links = (link for kind, link in self.outside(part) if kind == "hyperlink" and link.startswith("mailto:"))
        return list(dict.fromkeys(link.removeprefix("mailto:").partition("?")[0] for link in links))

    def _links(self, part: str) -> Iterable[etree._Element]:
        folder, name = posixpath.split(part)
        listing = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
        return self.xml(listing) if listing in self else ()

    def main_part(self) -> str:
        """The part that holds the document itself."""
        for relation in self.relations(""):
            if relation.kind == "officeDocument":
                return relation.target
        raise Unreadable("corrupt", "Office 文書の本体が見つかりません。")

    def media(self) -> Iterator[tuple[str, BinaryIO]]:
        """The pictures in the document: 「画像1」 and its bytes, in the order of their names."""
        parts = [part for part in self._infos if posixpath.basename(posixpath.dirname(part)) in _MEDIA]
        pictures = sorted((part for part in parts if part.endswith(_PICTURES)), key=lambda part: (len(part), part))
        for number, part in enumerate(pictures, 1):
            yield f"画像{number}", self.open(part)

    def metafiles(self) -> Iterator[Passage]:
        """The text of drawings and tables that were pasted as a picture that is not made of dots (EMF, WMF)."""
        parts = (part for part in self._infos if part.endswith((".emf", ".wmf")) and self.size(part) <= _MAX_METAFILE)
        for text in dict.fromkeys(text_of(self.read(part)) for part in parts):
            if text:
                yield Passage(text, "貼り付けた図")

    def embedded(self) -> Iterator[tuple[str, BinaryIO]]:
        """Files that were inserted into the document: workbooks behind charts, packed objects, imported text."""
        for part in self._infos:
            folder, name = posixpath.split(part)
            if posixpath.basename(folder) == "embeddings" or name.startswith("afchunk"):
                whole = self.open(part) if self.size(part) > MAX_PART else io.BytesIO(self.read(part))
                yield unpacked(posixpath.basename(self._infos[part].filename), whole)


def _salvaged(file: BinaryIO) -> BinaryIO:
    """A package whose directory is lost, put together again from what stands in front of each part."""
    rebuilt = io.BytesIO()
    left = MAX_PART
    with zipfile.ZipFile(rebuilt, "w") as archive:
        for entry in zip_entries.entries(file)[0]:
            content = b""
            stream = zip_contents.opened(file, entry, None)
            with suppress(Exception):  # what was unpacked up to the damage is kept
                while left > 0 and (block := stream.read(READ_SIZE)):
                    content += block
                    left -= len(block)
            name = entry.raw_name.decode("utf-8", "replace")
            if content and name not in archive.NameToInfo:
                archive.writestr(name, content)
        if not archive.NameToInfo:
            raise zipfile.BadZipFile
    rebuilt.seek(0)
    return rebuilt


def refuse_encrypted(file: BinaryIO) -> None:
    """Raise Unreadable for the OLE wrapper that Office puts around a document with a password."""
    signature = file.read(len(OLE_SIGNATURE))
    file.seek(0)
    if signature == OLE_SIGNATURE:
        with olefile.OleFileIO(file) as ole:
            encrypted = ole.exists("EncryptedPackage")
        file.seek(0)
        if encrypted:
            raise Unreadable("encrypted", "パスワードで保護されています。")


def unpacked(name: str, file: BinaryIO) -> tuple[str, BinaryIO]:
    """An embedded object without its OLE wrapper, under the name that it had, where it can be told."""
    if not name.lower().endswith(".bin") or not olefile.isOleFile(file):
        file.seek(0)
        return name, file
    inner, content = unwrapped(name, Compound(file).storage(""))
    return (name if inner == name else inner), content


def outermost(source: BinaryIO, *tags: str) -> Iterator[etree._Element]:
    """The outermost elements of the given local names in an XML stream, forgotten once they were used."""
    depth = 0
    events = etree.iterparse(
        source,
        events=("start", "end"),
        tag=[f"{{*}}{tag}" for tag in tags],
        resolve_entities=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
    )
    for event, element in events:
        depth += 1 if event == "start" else -1
        if event == "end" and depth == 0:
            yield element
            _forget(element)


def local(element: etree._Element) -> str:
    """The name of an element without its namespace: the strict and the usual variant have the same local names."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: etree._Element, name: str) -> str:
    """An attribute by its local name, "" if absent."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""


def reference(element: etree._Element) -> str:
    """The r:id by which an element refers to another part; its own id has no namespace."""
    return next((str(value) for key, value in element.attrib.items() if str(key).endswith("}id")), "")


def descendants(element: etree._Element, *, skip: frozenset[str] = frozenset()) -> Iterator[etree._Element]:
    """All elements below one, in order, without those of a skipped name and their contents.

    The alternative that Office writes for older programs (mc:Fallback) says the same twice and is skipped.
    """
    for child in element:
        name = local(child)
        if name != "Fallback" and name not in skip:
            yield child
            yield from descendants(child, skip=skip)


def shape_text(element: etree._Element, *, skip: frozenset[str] = frozenset()) -> str:
    """The text of shapes, charts and diagrams: a line for each paragraph and each label that a chart remembers."""
    lines: list[str] = []
    for node in descendants(element, skip=skip | {"numCache"}):
        match local(node):
            case "p":
                lines.append("")
            case "t":
                lines[-1:] = [(lines[-1] if lines else "") + (node.text or "")]
            case "br":
                lines.append("")
            case "v" if node.getparent() is not None and local(cast(etree._Element, node.getparent())) == "pt":
                lines.append(node.text or "")
    return "\n".join(line for line in lines if line.strip())


def drawing_text(package: Package, part: str) -> str:
    """The text of a drawing or slide layer together with that of the charts and diagrams placed in it."""
    placed = [relation.target for relation in package.relations(part) if relation.kind in ("chart", "diagramData")]
    return "\n".join(filter(None, (shape_text(package.xml(name)) for name in (part, *placed))))


def _forget(element: etree._Element) -> None:
    """Free an element that was used and everything before it, so that memory does not grow with the file."""
    element.clear()
    parent = element.getparent()
    if parent is not None:
        while element.getprevious() is not None:
            del parent[0]

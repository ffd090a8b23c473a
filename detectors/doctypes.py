"""Document types as data: one YAML file each in `rules/documents/`, with the examples that it finds and ignores.

A list of cues gives each the points of its field; a mapping states them (`{3: [履歴書], -2: [書き方]}`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable
from typing import Any

from detectors.rule_files import Flaw, RuleFault, faults, read_mapping

Weights = Mapping[str, float]
Example = str | Mapping[str, Any]
EXAMPLE = frozenset({"file", "media", "text", "headings", "rows", "kinds"})
POINTS = {"names": 4.0, "headings": 1.0, "words": 1.0, "media": 3.0}


@dataclass(frozen=True, slots=True)
class DocumentExamples:
    """Each a text, or what is known of a file: `{file: …, headings: […], rows: 9, kinds: {PERSON: 9}}`."""

    finds: tuple[Example, ...]
    ignores: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class DocumentType:
    """One sort of document. `personal`: such a document, filled in, holds 個人情報.

    Cues with their points: `names` of file, title and folder, `headings`, `words` of the text, `media` types. A
    recording (video, audio) can only be a type that lists `media`. `needs`: kinds that must have been found.
    """

    id: str
    name: str
    why: str
    personal: bool
    examples: DocumentExamples
    names: Weights = field(default_factory=dict)
    headings: Weights = field(default_factory=dict)
    words: Weights = field(default_factory=dict)
    media: Weights = field(default_factory=dict)
    at_least: float = 3.0
    needs: Mapping[str, int] = field(default_factory=dict)


def read_types(folder: Traversable) -> Iterator[DocumentType]:
    """The types of a folder in order of their names; `RuleFault` at the first that cannot be used."""
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        if path.name.endswith(".yaml"):
            type_ = read_type(path)
            for fault in type_faults(type_):
                raise RuleFault(f"{path.name}: {fault}")
            yield type_


def read_type(path: Traversable) -> DocumentType:
    """One YAML file as a type; `RuleFault` names the file and what is wrong with its form."""
    raw = read_mapping(path)
    try:
        examples = DocumentExamples(**{key: tuple(value) for key, value in raw.pop("examples", {}).items()})
        cues = {key: _weights(raw[key], points) for key, points in POINTS.items() if key in raw}
        return DocumentType(id=path.name.removesuffix(".yaml"), examples=examples, **{**raw, **cues})
    except (TypeError, ValueError, AttributeError) as error:
        raise RuleFault(f"{path.name}: 項目が足りないか、知らない項目があります（{error}）") from error


def _weights(raw: Any, points: float) -> dict[str, float]:
    by_points = raw if isinstance(raw, dict) else {points: raw}
    weights: dict[str, float] = {}
    for number, cues in by_points.items():
        for cue in map(str, cues):
            if cue in weights:
                raise ValueError(f"『{cue}』が二度あります")
            weights[cue] = float(number)
    return weights


def type_faults(type_: DocumentType) -> Iterator[str]:
    """Everything that is wrong with one type, each as a Japanese sentence."""
    for name in ("name", "why"):
        if not getattr(type_, name):
            yield f"{name} が空です"
    if not isinstance(type_.personal, bool):
        yield "personal は true か false にしてください"
    for name in POINTS:
        if any(not cue.strip() for cue in getattr(type_, name)):
            yield f"{name} に空の語があります"
    if not any(getattr(type_, name) for name in POINTS):
        yield "手がかり（names・headings・words・media）が一つもありません"
    if not isinstance(type_.at_least, int | float) or type_.at_least <= 0:
        yield "at_least は 0 より大きい数にしてください"
    for kind, count in type_.needs.items():
        if not kind.isupper() or not isinstance(count, int):
            yield f"needs の {kind} は「種別: 件数」の形にしてください"
    for side in ("finds", "ignores"):
        if not getattr(type_.examples, side):
            yield f"examples の {side} に例がありません"
        for example in getattr(type_.examples, side):
            if isinstance(example, Mapping) and (unknown := set(example) - EXAMPLE):
                yield f"examples の {side} に知らない項目 {'・'.join(map(str, sorted(unknown)))} があります"


def document_faults(folder: Traversable) -> list[str]:
    """Every fault of every type in a folder, with its file name; empty when all can be used."""
    return faults(folder, lambda path: map(Flaw, type_faults(read_type(path))))

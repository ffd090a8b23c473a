"""`--filter 項目=値` of `daicho files`: which files are shown, in the words of the lists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import click
from sqlalchemy import ColumnElement, Text, or_, select, type_coerce

from inventory.cli import wording
from inventory.models import File, KindTotal, storable
from inventory.queries import StoredFile

_FIELDS = {
    "department": "部門",
    "type": "文書の種類",
    "flag": "区分",
    "kind": "種別",
    "status": "状態",
    "path": "ファイル",
}
_KEYS = {name: key for key, name in _FIELDS.items()} | {key: key for key in _FIELDS}
filter_option = click.option(
    "--filter", "filters", multiple=True, metavar="項目=値",
    help=f"当てはまるファイルだけを表示します（項目は {'、'.join(_FIELDS.values())}。例：部門=営業部）。"
    "何度でも書けます。",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filter:
    """What is asked for: values by field, any of them for each field, all fields together."""

    wanted: Mapping[str, Sequence[str]]

    @classmethod
    def parse(cls, written: Sequence[str]) -> Filter:
        """What 「区分=特定個人情報」 and the like mean; a UsageError for what means nothing."""
        wanted: dict[str, list[str]] = defaultdict(list)
        for one in written:
            name, equals, value = (part.strip() for part in one.partition("="))
            key = _KEYS.get(name)
            if key is None or not equals or not value:
                known = "、".join(_FIELDS.values())
                raise click.UsageError(f"--filter の「{one}」は「項目=値」の形で書いてください。項目は {known} です。")
            wanted[key].append(_meant(key, value))
        return cls(wanted)

    def conditions(self) -> list[ColumnElement[bool]]:
        """The same for the database."""
        return [or_(*(_condition(key, value) for value in values)) for key, values in self.wanted.items()]

    def fits(self, file: StoredFile) -> bool:
        """Whether it holds also without the findings that a person called wrong."""
        held = {"flag": set(file.flags), "kind": {kind.kind for kind in file.kinds}}
        return all(not held[key].isdisjoint(values) for key, values in self.wanted.items() if key in held)


def _condition(key: str, value: str) -> ColumnElement[bool]:
    match key:
        case "department":
            return File.department == value
        case "type":
            return File.document_type == value
        case "status":
            return File.status == value
        case "flag":
            return type_coerce(File.flags, Text).contains(f'"{value}"', autoescape=True)
        case "kind":
            return File.id.in_(select(KindTotal.file_id).where(KindTotal.kind == value))
        case _:
            return File.path.ilike(_pattern(value), escape="\\")


def _pattern(written: str) -> str:
    """A part of a path or, with * and ?, the whole of it."""
    escaped = "".join(f"\\{char}" if char in "\\%_" else char for char in storable(written))
    if "*" not in written and "?" not in written:
        return f"%{escaped}%"
    return escaped.replace("*", "%").replace("?", "_")


def _meant(key: str, value: str) -> str:
    """The code of a value that stands in the lists by its name; a name that nothing has is a mistake."""
    names = _names(key)
    if names is None or value in names:
        return value
    codes = [code for code, name in names.items() if value in (name, wording.short(name))]
    if not codes:
        shown = "、".join(dict.fromkeys(wording.short(name) for name in names.values()))
        raise click.UsageError(f"--filter の「{_FIELDS[key]}」に「{value}」はありません。使えるのは {shown} です。")
    return codes[0]


def _names(key: str) -> Mapping[str, str] | None:
    match key:
        case "type":
            return wording.document_names()
        case "flag":
            return wording.flag_names()
        case "kind":
            return wording.kind_names()
        case "status":
            return wording.status_names()
    return None

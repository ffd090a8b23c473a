"""What was in the files of an incident, as the register knows it: items, flags, persons, copies, who is concerned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from inventory import queries, refuting, suggestions
from inventory.compiling import kept
from inventory.entrusted.contractors import contractors
from inventory.importing.persons_stated import stated
from inventory.incident.addresses import Meant, locate
from inventory.incident.assessment import Scope
from inventory.keeping import NotPossible
from inventory.models import File
from inventory.queries import CHUNK, StoredFile, files_of
from inventory.queries_decided import StoredEntry
from inventory.register import Register
from inventory.reviewing import Decided
from inventory.routing import Kept

MY_NUMBER = "JP_MY_NUMBER"
_MANY = 50_000  # files that are read one chunk after the other


@dataclass(frozen=True, slots=True)
class Names:
    """The words for what the register holds under its codes, and the user's mappings of folders and departments."""

    kinds: Mapping[str, str]
    documents: Mapping[str, str]
    subjects: Mapping[str, str] = field(default_factory=dict)
    managers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Found:
    """The files meant that hold personal data, were not read to the end or were decided about; `total` counts all.

    `roots`: the shares on which they lie. `personal`: those with personal data, each with its line of the
    台帳 (or None).
    """

    meant: Meant
    files: tuple[StoredFile, ...]
    total: int
    roots: frozenset[str]
    personal: Mapping[int, tuple[StoredFile, Kept, int | None]]
    by_hand: tuple[StoredEntry, ...]
    lines: tuple[StoredEntry, ...]

    @property
    def contents(self) -> list[StoredFile]:
        """The files with personal data, one per content."""
        return list({file.sha256 or f"#{file.id}": file for file, _, _ in self.personal.values()}.values())


def gather(register: Register, paths: Sequence[str], entries: Sequence[int], names: Names) -> Scope:
    """What the register knows of some places and lines of the 台帳; NotPossible for a line that there is not."""
    found = _find(register, paths, entries, names)
    rules = suggestions.load()
    personal = [file for file, _, _ in found.personal.values()]
    persons, persons_max = register.people_in(personal)
    counted = [_stated(entry) for entry in found.by_hand]
    kinds = {kind.kind for file in personal for kind in file.kinds} | set(_told(found.by_hand, "items", names.kinds))
    flags = {flag for file in personal for flag in file.flags} | set(_told(found.by_hand, "flags", rules.flags))
    listed = rules.in_order(kinds)
    runs = register.runs()
    last = next((run for run in runs if found.roots & set(run.roots)), None)
    return Scope(
        asked=(*paths, *(f"管理No {number}" for number in entries)),
        paths_missing=found.meant.missing,
        files=found.files,
        total=found.total,
        unread=tuple(file for file in found.files if file.status != "read"),
        copies=_copies(register, personal),
        entries=tuple(entry.id for entry in found.lines),
        persons=persons + sum(low for low, _ in counted),
        persons_max=persons_max + sum(high or low for low, high in counted),
        persons_known=all(high is not None for _, high in counted) and not any(map(is_uncounted, personal)),
        my_number_persons=_my_numbers(register, found.contents),
        flags=rules.gravest_first(flags),
        kinds=listed,
        items=tuple(names.kinds.get(kind, kind) for kind in listed),
        document_types=_often((what.document_type for _, what, _ in found.personal.values()), found.by_hand),
        departments=_ranked([*(file.department for file in personal), *(line.department for line in found.by_hand)]),
        owners=_ranked(file.owner for file in personal),
        managers=_managers(found, names),
        contractors=_contractors(register, found.lines),
        run=last.id if last else None,
        as_of=(last.ended or last.started) if last else "",
        gone_left_out=found.meant.gone_left_out,
    )


def is_uncounted(file: StoredFile) -> bool:
    """Whether a file holds data of people whom the register could not count: pictures and sound, locked parts."""
    return file.persons_max == 0 and (not file.kinds or file.status != "read")


def _find(register: Register, paths: Sequence[str], entries: Sequence[int], names: Names) -> _Found:
    lines = _lines(register, entries)
    routes, decided = register.routes(), Decided(register.decisions("file"))
    files: dict[int, StoredFile] = {}
    roots = set()
    with register.reading() as connection:
        meant = locate(connection, paths)
        for file in refuting.adjusted(connection, _stored(connection, meant.outer)):
            roots.add(file.root)
            if file.personal or file.status != "read" or decided.of(file).verdict:
                files[file.id] = file
    if lines:
        known = kept(register.files(), decided, suggestions.load(), names.subjects)
        files |= {file.id: file for file, what in known if routes.entry_of(file, what) in lines}
    ordered = tuple(sorted(files.values(), key=lambda file: (file.root, file.path)))
    personal = {
        file.id: (file, what, routes.entry_of(file, what))
        for file, what in kept(ordered, decided, suggestions.load(), names.subjects)
    }
    concerned = {number for _, _, number in personal.values()} | set(lines)
    with_files = {number for _, _, number in personal.values()}
    return _Found(
        meant,
        ordered,
        len(meant.outer.keys() | files.keys()),
        frozenset(roots | {file.root for file in ordered}),
        personal,
        by_hand=tuple(line for number, line in lines.items() if number not in with_files),
        lines=tuple(line for line in register.entries() if line.id in concerned),
    )


def _stored(connection: Connection, outer: Mapping[int, str]) -> Iterator[StoredFile]:
    """Some files; of a whole share all are read at once, and those that were not meant are left out."""
    if len(outer) < _MANY:
        return files_of(connection, outer)
    return (file for file in queries.files(connection, gone=True) if file.id in outer)


def _lines(register: Register, numbers: Collection[int]) -> dict[int, StoredEntry]:
    known = {entry.id: entry for entry in register.entries()} if numbers else {}
    for number in numbers:
        if number not in known:
            raise NotPossible(f"台帳の行 {number} はありません。「daicho entries」で管理No を確かめてください。")
        if other := known[number].merged_into:
            raise NotPossible(f"台帳の行 {number} は {other} に統合されています。{other} を指定してください。")
    return {number: known[number] for number in numbers}


def _copies(register: Register, personal: Iterable[StoredFile]) -> tuple[StoredFile, ...]:
    """The files outside that hold what one of these holds."""
    within = {file.id for file in personal}
    contents = sorted({file.sha256 for file in personal if file.sha256 and file.size})
    with register.reading() as connection:
        outer = {number: path for number, path in _holders(connection, contents) if number not in within}
        return tuple(sorted(files_of(connection, outer), key=lambda file: (file.root, file.path)))


def _holders(connection: Connection, contents: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The files that are there and hold such contents: number and path of the container, or their own."""
    for start in range(0, len(contents), CHUNK):
        chosen = File.sha256.in_(contents[start : start + CHUNK])
        for number, path in connection.execute(select(File.id, File.path).where(chosen, File.gone_run_id.is_(None))):
            yield number, path.partition("!")[0]


def _my_numbers(register: Register, contents: Iterable[StoredFile]) -> int:
    """The most people whose 個人番号 is in some contents: somebody may stand in several of them."""
    holding = {file: kind.distinct for file in contents for kind in file.kinds if kind.kind == MY_NUMBER}
    _, people = register.people_in(holding)
    return min(sum(holding.values()), max(people, *holding.values())) if holding else 0


def _stated(entry: StoredEntry) -> tuple[int, int | None]:
    """How many people somebody wrote for a line without files: least and most, None where that is not said."""
    cell = entry.confirmed.get("count")
    number = stated(cell.value) if cell else None
    return (number.low, number.high) if number else (0, None)


def _told(lines: Iterable[StoredEntry], column: str, names: Mapping[str, str]) -> Iterator[str]:
    """The codes whose names a person wrote into a column of lines without files."""
    for line in lines:
        written = line.confirmed[column].value if column in line.confirmed else ""
        yield from (code for code, name in names.items() if name.split("（")[0] in written)


def _contractors(register: Register, lines: Iterable[StoredEntry]) -> tuple[str, ...]:
    """Who handles the data for us, by the ledger of contractors and by what people wrote into the lines."""
    told = {line.id: line.confirmed["entrusted"].value if "entrusted" in line.confirmed else "" for line in lines}
    linked = [one.name for one in contractors(register) if one.is_active and not told.keys().isdisjoint(one.entries)]
    return _ranked([*linked, *told.values()])


def _managers(found: _Found, names: Names) -> tuple[str, ...]:
    told = [line.confirmed["manager"].value for line in found.lines if "manager" in line.confirmed]
    departments = [file.department for file, _, _ in found.personal.values()]
    return _ranked([*told, *(names.managers[place] for place in departments if place in names.managers)])


def _often(codes: Iterable[str], by_hand: Iterable[StoredEntry]) -> tuple[str, ...]:
    return _ranked([*codes, *(line.document_type for line in by_hand)])


def _ranked(values: Iterable[str]) -> tuple[str, ...]:
    """Different texts, the most frequent first."""
    return tuple(value for value, _ in Counter(value for value in values if value).most_common())

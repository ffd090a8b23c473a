"""All files with their findings, one after the other: however many there are, few are in memory at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select
from sqlalchemy.orm import aliased

from inventory import queries, refuting
from inventory.models import File, Sample
from inventory.queries import CHUNK, StoredFile, StoredFinding
from inventory.register import Register
from inventory.reviewing import Decided


@dataclass(frozen=True, slots=True)
class Examined:
    """A file, the findings that were kept of it (masked), and what a person decided about it; empty if nobody did."""

    file: StoredFile
    findings: tuple[StoredFinding, ...]
    verdict: str


def examined(register: Register, chosen: Container[int] | None = None) -> Iterator[Examined]:
    """The files that are there by root and path, or the `chosen` ones; without what people called wrong."""
    decided = Decided(register.decisions("file"))
    with register.reading() as connection:
        wrong = refuting.refuted(connection)
        held = refuting.holders(connection, wrong)
        for outer in _numbers(connection, chosen):
            findings = _findings(connection, outer)
            for file in queries.files_of(connection, outer):
                own = tuple(found for found in findings.get(file.id, ()) if found.fingerprint not in wrong)
                adjusted = refuting.without(file, held[file.id]) if file.id in held else file
                yield Examined(adjusted, own, decided.of(adjusted).verdict)


def roots(register: Register) -> list[str]:
    """The roots below which files were met, in order."""
    with register.reading() as connection:
        return list(connection.scalars(select(File.root).distinct().order_by(File.root)))


def _numbers(connection: Connection, chosen: Container[int] | None) -> Iterator[Mapping[int, str]]:
    """The numbers of the files, some at a time, each with the path of its container or its own."""
    container = aliased(File)
    statement = (
        select(File.id, File.path, container.path.label("outer"))
        .outerjoin(container, File.container_id == container.id)
        .where(File.gone_run_id.is_(None))
        .order_by(File.root, File.path)
        .execution_options(yield_per=CHUNK)
    )
    for rows in connection.execute(statement).partitions(CHUNK):
        some = {row.id: row.outer or row.path for row in rows if chosen is None or row.id in chosen}
        if some:
            yield some


def _findings(connection: Connection, outer: Mapping[int, str]) -> Mapping[int, list[StoredFinding]]:
    found: dict[int, list[StoredFinding]] = defaultdict(list)
    about = (File.root, File.path, Sample.kind, Sample.place, Sample.masked, Sample.score, Sample.evidence)
    statement = select(Sample.file_id, *about, Sample.fingerprint).join(File, File.id == Sample.file_id)
    for row in connection.execute(statement.where(File.id.in_(list(outer))).order_by(Sample.id)):
        found[row[0]].append(StoredFinding(*row[1:]))
    return found

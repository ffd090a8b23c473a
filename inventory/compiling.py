"""Builds the 台帳 from the register: groups files into lines, counts persons once, adds suggestions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from inventory import cells, file_notes, risks, suggestions
from inventory.departments import DIRECTLY
from inventory.editing import now
from inventory.ledger import FileLine, Ledger, LedgerLine
from inventory.queries import StoredFile
from inventory.queries_decided import StoredEntry
from inventory.register import Register
from inventory.relevant import coverage, relevant
from inventory.reviewing import Decided
from inventory.routing import Kept
from inventory.subjects import subject
from inventory.suggestions import Suggestions
from inventory.verdicts import NO_PERSONAL_DATA


def compile_ledger(
    register: Register,
    *,
    kind_names: Mapping[str, str],
    document_names: Mapping[str, str],
    company: str = "",
    subjects: Mapping[str, str] | None = None,
    managers: Mapping[str, str] | None = None,
    whole: bool = True,
) -> Ledger:
    """The 台帳 as of now; kinds of document that are new get their 管理No on the way.

    `subjects` maps the beginning of a path to the 本人の区分, `managers` a department to its 管理責任者. If it need not
    be `whole`, files that were read and hold nothing are counted, and left out of the list of files.
    """
    rules = suggestions.load()
    register.assign_departments()
    decisions = register.decisions("file")
    with register.reading() as connection:
        chosen = () if whole else (relevant(connection, decisions),)
        counted = coverage(connection)
    stored = list(register.files(chosen=chosen))
    decided = Decided(decisions)
    groups = _grouped(register, kept(stored, decided, rules, subjects or {}), rules)
    names = {group.code: group.name for group in rules.groups} | dict(document_names)
    known = _Known(rules, kind_names, names, managers or {})
    entries = {entry.id: entry for entry in register.entries()}
    lines = [group.line(entries.pop(group.number), known) for group in groups]
    lines += [line for entry in entries.values() if (line := cells.line_without_files(entry, names)) is not None]
    kept_risks = register.risks()
    risks_of = risks.by_line(kept_risks)
    lines = [risks.with_number(line, risks_of[line.number]) for line in lines]
    by_file = {number: line.number for line in lines for number in line.files}
    runs = register.runs()
    return Ledger(
        company=company,
        compiled=now(),
        roots=tuple(dict.fromkeys(root for run in runs for root in run.roots)),
        lines=tuple(line for line in lines if not line.excluded),
        excluded=tuple(line for line in lines if line.excluded),
        files=tuple(
            replace(_file_line(file, rules, kind_names, names, by_file.get(file.id)), verdict=decided.of(file).verdict)
            for file in stored
        ),
        coverage=counted,
        flag_names=rules.flags,
        status_names=rules.statuses,
        risks=tuple(kept_risks),
        risk_notes=risks.notes(register.history("risk")),
        file_notes=file_notes.notes(register.history(file_notes.SUBJECT)),
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """What the cells of a line need beside its files."""

    rules: Suggestions
    kind_names: Mapping[str, str]
    names: Mapping[str, str]
    managers: Mapping[str, str]


@dataclass(slots=True)
class _Group:
    """The files behind one line; `number` is 0 as long as it has none."""

    kept: Kept
    number: int = 0
    files: list[StoredFile] = field(default_factory=list)
    persons: int = 0
    persons_max: int = 0

    def contents(self) -> list[StoredFile]:
        """The files without copies: one per content."""
        return list({file.sha256 or f"#{file.id}": file for file in self.files}.values())

    def flags(self, rules: Suggestions) -> tuple[str, ...]:
        """All flags of the files, the gravest first."""
        return rules.gravest_first(flag for file in self.files for flag in file.flags)

    def sort_key(self, rules: Suggestions) -> tuple[object, ...]:
        """By department, then consequence, then persons."""
        order = list(rules.flags)
        gravest = min((order.index(flag) for flag in self.flags(rules) if flag in order), default=len(order))
        kept = self.kept
        place = (kept.department == DIRECTLY, kept.department)
        return *place, gravest, -self.persons_max, kept.document_type, kept.subject, self.number

    def line(self, entry: StoredEntry, known: _Known) -> LedgerLine:
        """The line of the 台帳 with all its cells."""
        rules = known.rules
        totals: Counter[str] = Counter()
        for file in self.contents():
            for kind in file.kinds:
                totals[kind.kind] += kind.count
        kinds = rules.in_order(totals)
        flags = self.flags(rules)
        name = known.names.get(entry.document_type, entry.document_type)
        seen = cells.Seen(
            department=entry.department,
            name=name,
            subject=entry.subject,
            manager=known.managers.get(entry.department, ""),
            items={known.kind_names.get(kind, kind): totals[kind] for kind in kinds},
            flags=tuple(rules.flags.get(flag, flag) for flag in flags),
            persons=self.persons,
            persons_max=self.persons_max,
            files=self.files,
            copies=len(self.files) - len(self.contents()),
        )
        return LedgerLine(
            number=entry.id,
            department=entry.department,
            document_type=entry.document_type,
            subject=entry.subject,
            name=name,
            persons=self.persons,
            persons_max=self.persons_max,
            flags=flags,
            kinds=kinds,
            files=tuple(file.id for file in self.files),
            cells=cells.fill(entry, cells.of_files(seen), rules.cells(entry.document_type)),
            exposed=any(file.readable_by_all for file in self.files),
            copies=seen.copies,
            excluded=entry.state == "excluded",
        )


def kept(
    files: Iterable[StoredFile],
    decided: Decided,
    rules: Suggestions,
    subjects: Mapping[str, str],
) -> Iterator[tuple[StoredFile, Kept]]:
    """The files that hold personal data with what they are; what a person ruled out is left out."""
    for file in files:
        verdict = decided.of(file).verdict
        if verdict in NO_PERSONAL_DATA or not (file.personal or verdict == "applicable"):
            continue
        yield file, what_it_is(file, rules, subjects)


def what_it_is(file: StoredFile, rules: Suggestions, subjects: Mapping[str, str]) -> Kept:
    """What a file with personal data is, by which it finds its line."""
    code = file.document_type or rules.group(file.flags, {kind.kind for kind in file.kinds}).code
    return Kept(file.department, code, subject(file.path, code, subjects))


def _grouped(register: Register, files: Iterable[tuple[StoredFile, Kept]], rules: Suggestions) -> list[_Group]:
    """The files by line of the 台帳, in the order in which it shows them; what is new gets its number here."""
    routes = register.routes()
    groups: dict[int | Kept, _Group] = {}
    for file, what in files:
        number = routes.entry_of(file, what)
        groups.setdefault(number or what, _Group(what, number or 0)).files.append(file)
    for group in groups.values():
        group.persons, group.persons_max = register.people_in(group.files)
    ordered = sorted(groups.values(), key=lambda group: group.sort_key(rules))
    if fresh := [group for group in ordered if not group.number]:
        register.ensure_entries([group.kept for group in fresh])
        routes = register.routes()
        for group in fresh:
            group.number = routes.entry_of(group.files[0], group.kept) or 0
    return ordered


def _file_line(
    file: StoredFile, rules: Suggestions, kind_names: Mapping[str, str], names: Mapping[str, str], line: int | None
) -> FileLine:
    return FileLine(
        file=file,
        document_name=names.get(file.document_type, file.document_type) if file.document_type else "",
        flag_names=tuple(rules.flags.get(flag, flag) for flag in rules.gravest_first(file.flags)),
        kind_names=tuple(kind_names.get(kind, kind) for kind in rules.in_order(kind.kind for kind in file.kinds)),
        status_name=rules.statuses[file.status],
        line=line,
    )

"""Builds the 台帳 from the register: groups files into lines, counts persons once, adds suggestions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from inventory import cells, suggestions
from inventory.departments import DIRECTLY
from inventory.editing import now
from inventory.ledger import Coverage, FileLine, Ledger, LedgerLine
from inventory.queries import StoredDecision, StoredEntry, StoredFile
from inventory.register import Register
from inventory.suggestions import Suggestions

_NO_PERSONAL_DATA = ("not_applicable", "form_only")


def compile_ledger(
    register: Register, *, kind_names: Mapping[str, str], document_names: Mapping[str, str], company: str = ""
) -> Ledger:
    """The 台帳 as of now; kinds of document that are new get their 管理No on the way."""
    rules = suggestions.load()
    register.assign_departments()
    stored = list(register.files())
    groups = _groups(stored, register.decisions("file"), rules)
    for group in groups:
        group.persons, group.persons_max = register.people_in(group.files)
    groups.sort(key=lambda group: group.sort_key(rules))
    register.ensure_entries([(group.department, group.code) for group in groups])
    names = {group.code: group.name for group in rules.groups} | dict(document_names)
    entries = {(entry.department, entry.document_type): entry for entry in register.entries()}
    lines = [group.line(entries.pop((group.department, group.code)), rules, kind_names, names) for group in groups]
    lines += [line for entry in entries.values() if (line := cells.line_without_files(entry, names)) is not None]
    by_file = {number: line.number for line in lines for number in line.files}
    runs = register.runs()
    return Ledger(
        company=company,
        compiled=now(),
        roots=tuple(dict.fromkeys(root for run in runs for root in run.roots)),
        lines=tuple(lines),
        files=tuple(_file_line(file, rules, kind_names, names, by_file.get(file.id)) for file in stored),
        coverage=_coverage(stored),
        flag_names=rules.flags,
        status_names=rules.statuses,
    )


@dataclass(slots=True)
class _Group:
    """The files behind one line."""

    department: str
    code: str
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
        return self.department == DIRECTLY, self.department, gravest, -self.persons_max, self.code

    def line(
        self, entry: StoredEntry, rules: Suggestions, kind_names: Mapping[str, str], names: Mapping[str, str]
    ) -> LedgerLine:
        """The line of the 台帳 with all its cells."""
        totals: Counter[str] = Counter()
        for file in self.contents():
            for kind in file.kinds:
                totals[kind.kind] += kind.count
        kinds = rules.in_order(totals)
        flags = self.flags(rules)
        name = names.get(self.code, self.code)
        seen = cells.Seen(
            department=self.department,
            name=name,
            items={kind_names.get(kind, kind): totals[kind] for kind in kinds},
            flags=tuple(rules.flags.get(flag, flag) for flag in flags),
            persons=self.persons,
            persons_max=self.persons_max,
            files=self.files,
            copies=len(self.files) - len(self.contents()),
        )
        return LedgerLine(
            number=entry.id,
            department=self.department,
            document_type=self.code,
            name=name,
            persons=self.persons,
            persons_max=self.persons_max,
            flags=flags,
            kinds=kinds,
            files=tuple(file.id for file in self.files),
            cells=cells.fill(entry, cells.of_files(seen), rules.cells(self.code)),
        )


def _groups(files: Iterable[StoredFile], decisions: Sequence[StoredDecision], rules: Suggestions) -> list[_Group]:
    """Files that hold personal data by department and kind of document; what a person ruled out is left out."""
    latest = {decision.subject: decision.verdict for decision in decisions}
    groups: dict[tuple[str, str], _Group] = {}
    for file in files:
        verdict = latest.get(file.sha256) if file.sha256 else None
        if verdict in _NO_PERSONAL_DATA or not (file.personal or verdict == "applicable"):
            continue
        code = file.document_type or rules.group(file.flags, {kind.kind for kind in file.kinds}).code
        groups.setdefault((file.department, code), _Group(file.department, code)).files.append(file)
    return list(groups.values())


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


def _coverage(files: Sequence[StoredFile]) -> Coverage:
    outer = [file for file in files if file.container is None]
    return Coverage(
        total=len(files),
        by_status=dict(Counter(file.status for file in files)),
        files=len(outer),
        members=len(files) - len(outer),
        bytes=sum(file.size for file in outer),
    )

"""Files that differ between two scans: new, changed, moved, gone, judged otherwise, no longer readable."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from sqlalchemy import Connection, select

from inventory import past_states, queries, queries_decided, refuting
from inventory.models import File
from inventory.past_states import READABLE, FileState, Touched
from inventory.queries import CHUNK, StoredFile
from inventory.reviewing import Decided
from inventory.verdicts import NO_PERSONAL_DATA

Change = Literal["new", "changed", "moved", "gone", "rejudged", "state"]
CHANGES: Mapping[Change, str] = {
    "new": "新しいファイル",
    "changed": "内容が変わったファイル",
    "moved": "移動したファイル",
    "gone": "なくなったファイル",
    "rejudged": "判定の変化",
    "state": "状態の変化",
}
SENSITIVE = ("my_number", "special_care")


@dataclass(frozen=True, slots=True)
class ChangedFile:
    """One file that is not as it was. A state is None where it was not there.

    `change` is what happened to it as a whole; `state`: only how it can be read, or by whom. Of a moved file `before`
    is its state at the old place, `old_root` and `old_path`. `copy_of` is where the same content lay and still lies.
    `returned`: it had been there at some time before. `line` is its 管理No, and `unregistered` says that nobody
    confirmed that line yet.
    """

    id: int
    root: str
    path: str
    department: str
    change: Change
    before: FileState | None
    now: FileState | None
    note: str = ""
    old_root: str = ""
    old_path: str = ""
    copy_of: str = ""
    returned: bool = False
    line: int | None = None
    unregistered: bool = False

    @property
    def last(self) -> FileState:
        """The latest state known."""
        state = self.now or self.before
        assert state is not None
        return state

    @property
    def personal(self) -> bool:
        """Whether it holds personal data, or did."""
        return any(state.personal for state in (self.before, self.now) if state)

    @property
    def new_flags(self) -> tuple[str, ...]:
        """What makes it a new place of 特定個人情報 or 要配慮個人情報; another folder is a new place too."""
        if self.now is None or not self.now.personal:
            return ()
        known = self.before.flags if self.before and self.before.personal and not self._is_elsewhere else ()
        return tuple(flag for flag in SENSITIVE if flag in self.now.flags and flag not in known)

    @property
    def _is_elsewhere(self) -> bool:
        return self.change == "moved" and (self.old_root, folder(self.old_path)) != (self.root, folder(self.path))

    @property
    def became_unreadable(self) -> bool:
        """Whether it cannot be read, and could before, or was not there."""
        return bool(self.now and self.now.status not in READABLE) and not (
            self.before and self.before.status not in READABLE
        )

    @property
    def became_readable(self) -> bool:
        """Whether it can be read, and could not before."""
        return bool(self.now and self.before and self.now.status in READABLE and self.before.status not in READABLE)

    @property
    def became_open(self) -> bool:
        """Whether everybody may read it, and could not before, though it lay there."""
        return bool(self.now and self.before and self.now.readable_by_all and not self.before.readable_by_all)

    @property
    def became_closed(self) -> bool:
        """Whether everybody could read it, and no longer may."""
        return bool(self.now and self.before and self.before.readable_by_all and not self.now.readable_by_all)


def folder(path: str) -> str:
    """The folder of a file, or that of the container it is in."""
    return path.partition("!")[0].rpartition("/")[0]


def name(path: str) -> str:
    """The name of a file, or of a member."""
    return path.replace("!", "/").rpartition("/")[2]


def find(
    connection: Connection, before: int, now: int, line_of: Callable[[StoredFile], int | None]
) -> list[ChangedFile]:
    """What differs after two scans: files with personal data before or now, and those that cannot be read any more.

    Where changes in between were not kept, only what is new and gone is found.
    """
    touched = [_as_decided(one) for one in _with_files(connection, before, now)]
    changed = [one for seen in touched if (one := _changed(seen.file)) is not None]
    if (kept_after := past_states.kept_after(connection)) > before:
        changed += _gone_unrecorded(connection, before, min(now, kept_after))
    changed = _moved(changed)
    copies = _copies(connection, before, [seen.file for seen in touched], changed)
    stored = {seen.file.id: seen.stored for seen in touched}
    found = []
    for one in changed:
        if one.personal or one.became_unreadable or one.became_readable:
            file = stored.get(one.id)
            line = line_of(file) if file and one.now and one.now.personal else None
            found.append(replace(one, copy_of=copies.get(one.id, ""), line=line))
    return found


@dataclass(frozen=True, slots=True)
class _Seen:
    """A touched file, as the register has it now where it still is so, and what people decided about its contents."""

    file: Touched
    stored: StoredFile | None
    verdict: str
    verdicts: Mapping[str, str]


def _with_files(connection: Connection, before: int, now: int) -> list[_Seen]:
    decisions = queries_decided.decisions(connection, "file")
    verdicts = {decision.subject: decision.verdict for decision in decisions}
    known = [subject for subject, verdict in verdicts.items() if verdict == "applicable"]
    touched = list(past_states.touched(connection, before, now, known))
    wanted = {
        one.id: one.path.partition("!")[0]
        for one in touched
        if one.is_latest and one.now and not one.now.gone and (one.now.personal or decisions)
    }
    files = {file.id: file for file in refuting.adjusted(connection, queries.files_of(connection, wanted))}
    decided = Decided(decisions)
    return [
        _Seen(one, file, decided.of(file).verdict if file else "", verdicts)
        for one in touched
        for file in (files.get(one.id),)
    ]


def _as_decided(seen: _Seen) -> _Seen:
    """The states as people see them: less what they called wrong or no personal data, with what they know it to be."""
    file = seen.file
    then, now = (_by_content(state, seen.verdicts) for state in (file.before, file.now))
    if now and seen.stored:
        personal = (seen.stored.personal or seen.verdict == "applicable") and seen.verdict not in NO_PERSONAL_DATA
        now = replace(now, personal=personal)
    return replace(seen, file=replace(file, before=then, now=now))


def _by_content(state: FileState | None, verdicts: Mapping[str, str]) -> FileState | None:
    verdict = verdicts.get(state.sha256, "") if state and state.sha256 else ""
    if state is None or not verdict or verdict == "unclear":
        return state
    return replace(state, personal=verdict not in NO_PERSONAL_DATA)


def _changed(file: Touched) -> ChangedFile | None:
    """A file with what happened to it; None where it is as it was, or was not there at either time."""
    then, now = (state if state and not state.gone else None for state in (file.before, file.now))
    if then is None and now is None:
        return None
    one = ChangedFile(file.id, file.root, file.path, file.department, "state", then, now, file.note)
    if then is None:
        return replace(one, change="new", returned=file.before is not None)
    if now is None:
        return replace(one, change="gone")
    if not now.is_content_of(then):
        return replace(one, change="changed")
    if _judged(then) != _judged(now):
        return replace(one, change="rejudged")
    return one if then.differs(now) else None


def _judged(state: FileState) -> tuple[object, ...]:
    return state.personal, state.document_type, state.flags, state.persons, state.persons_max


def _moved(changed: Sequence[ChangedFile]) -> list[ChangedFile]:
    """The same content gone at one place and new at another is one file that moved; of equals, those of one name."""
    left: dict[str, list[ChangedFile]] = defaultdict(list)
    for one in changed:
        if one.change == "gone" and one.last.sha256:
            left[one.last.sha256].append(one)
    came = [one for one in changed if one.change == "new" and left.get(one.last.sha256)]
    pairs: dict[int, ChangedFile] = {}
    for is_it in (_same_name, _any):
        for one in came:
            waiting = left[one.last.sha256]
            old = next((old for old in waiting if is_it(old, one)), None) if one.id not in pairs else None
            if old is not None:
                waiting.remove(old)
                pairs[one.id] = old
    followed = {old.id for old in pairs.values()}
    return [_followed(one, pairs.get(one.id)) for one in changed if one.id not in followed]


def _same_name(old: ChangedFile, new: ChangedFile) -> bool:
    return name(old.path) == name(new.path)


def _any(old: ChangedFile, new: ChangedFile) -> bool:
    return True


def _followed(new: ChangedFile, old: ChangedFile | None) -> ChangedFile:
    if old is None:
        return new
    return replace(new, change="moved", before=old.before, old_root=old.root, old_path=old.path, returned=False)


def _copies(
    connection: Connection, before: int, touched: Iterable[Touched], changed: Iterable[ChangedFile]
) -> dict[int, str]:
    """Of new files whose content lay elsewhere before and still lies there: that place."""
    new = {one.id: one.last.sha256 for one in changed if one.change == "new" and one.personal and one.last.sha256}
    places: dict[str, str] = {}
    for sha256, path in _stayed(connection, before, touched, set(new.values())):
        places.setdefault(sha256, path)
    return {number: places[sha256] for number, sha256 in new.items() if sha256 in places}


def _stayed(
    connection: Connection, before: int, touched: Iterable[Touched], wanted: set[str]
) -> Iterator[tuple[str, str]]:
    """Contents with the places where they lay at both times, after the scan `before` and later."""
    known = {}
    for one in touched:
        known[one.id] = one
        then, now = one.before, one.now
        if then and now and then.sha256 in wanted and then.sha256 == now.sha256 and not then.gone and not now.gone:
            yield now.sha256, one.path
    ordered = sorted(wanted)
    for start in range(0, len(ordered), CHUNK):
        chosen = File.sha256.in_(ordered[start : start + CHUNK])
        columns = (File.id, File.sha256, File.path)
        stayed = (chosen, File.first_run_id <= before, File.gone_run_id.is_(None))
        rows = connection.execute(select(*columns).where(*stayed).order_by(File.id))
        yield from ((row.sha256, row.path) for row in rows if row.id not in known)


def _gone_unrecorded(connection: Connection, before: int, until: int) -> list[ChangedFile]:
    """Files that scans found gone whose changes were not kept: all that is known is that they had been there."""
    about = (File.id, File.root, File.path, File.department, File.note, File.gone_run_id, *past_states.STATE)
    went = (File.first_run_id <= before, File.gone_run_id > before, File.gone_run_id <= until)
    rows = connection.execute(select(*about).where(*went, File.personal.is_(True)).order_by(File.root, File.path))
    return [
        ChangedFile(row.id, row.root, row.path, row.department, "gone", past_states.state_of(row), None, row.note)
        for row in rows
    ]

"""What two scans tell apart, against a plain comparison of everything the register held after each of them."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, func, insert, select, update

from inventory import migrations, past_states
from inventory.changes import Changes, between
from inventory.models import Run
from inventory.models_watched import FileChange
from inventory.past_states import READABLE
from inventory.queries import StoredFile
from inventory.register import Register
from inventory.report import FileReport
from tests.registers import scan
from tests.reports import ROOT, keys, report

PLACES = ("a.csv", "b.csv", "c/a.csv", "z.zip")
MEMBERS = ("m.csv", "n.csv", "o.csv")
CONTENTS = range(5)


@dataclass(frozen=True)
class Round:
    """What happens to the share before a scan, and how the scan goes."""

    moves: list[tuple[str, str, str]]
    zipped: dict[str, int]
    rules: int
    met_before_it_stops: int | None


rounds = st.builds(
    Round,
    moves=st.lists(
        st.tuples(
            st.sampled_from(("write", "remove", "move", "copy")),
            st.sampled_from(PLACES[:3]),
            st.sampled_from((*PLACES[:3], *map(str, CONTENTS))),
        ),
        max_size=4,
    ),
    zipped=st.dictionaries(st.sampled_from(MEMBERS), st.sampled_from(CONTENTS), max_size=3),
    rules=st.integers(0, 1),
    met_before_it_stops=st.one_of(st.none(), st.none(), st.integers(0, 3)),
)


@dataclass
class Share:
    """Files by path, each with its content and when it was written; the archive holds members."""

    files: dict[str, tuple[int, int]] = field(default_factory=dict)
    zipped: dict[str, int] = field(default_factory=dict)
    clock: int = 0

    def play(self, played: Round) -> None:
        for what, place, other in played.moves:
            self.clock += 1
            if what == "write" and other.isdigit():
                self.files[place] = (int(other), self.clock)
            elif what == "remove":
                self.files.pop(place, None)
            elif place in self.files and other in PLACES and other != place:
                self.files[other] = self.files[place]
                if what == "move":
                    del self.files[place]
        if played.zipped != self.zipped:
            self.clock += 1
            self.zipped = played.zipped
            self.files["z.zip"] = (100 + self.clock, self.clock)
        if not self.zipped:
            self.files.pop("z.zip", None)

    def reports(self, rules: int) -> Iterator[list[FileReport]]:
        for path, (content, written) in sorted(self.files.items()):
            inside = self.zipped if path == "z.zip" else {}
            members = [_report(f"{path}!{name}", of, written, rules) for name, of in sorted(inside.items())]
            yield [_report(path, content, written, rules), *members]


def _report(path: str, content: int, written: int, rules: int) -> FileReport:
    """Contents 0 and 1 are about people, 2 by the newer rules only, 3 cannot be read, the rest are about nobody."""
    personal = content in (0, 1) or (content == 2 and rules == 1)
    persons = content + 1 + (content == 1 and rules) if personal else 0
    return report(
        path,
        sha256=f"content {content}",
        modified_ns=written,
        personal=personal,
        persons=persons,
        persons_max=persons,
        people=keys(*range(persons)),
        flags=("my_number",) if content == 0 else (),
        status="encrypted" if content == 3 else "read",
        document_type="customer_list" if personal else None,
    )


def scanned(folder: Path, share: Share, played: Round) -> tuple[int, dict[str, StoredFile]]:
    """One scan as the program makes it, perhaps cut short; its number, and the whole register behind it."""
    with Register.open(folder / "daicho.db", key_file=folder / "daicho.key") as register:
        digest = f"rules {played.rules}"
        number = register.begin_run([ROOT], "0.1", digest)
        for met, reports in enumerate(share.reports(played.rules)):
            if played.met_before_it_stops is not None and met >= played.met_before_it_stops:
                break
            outer = reports[0]
            if not register.unchanged(ROOT, outer.path, outer.size, outer.modified_ns, digest):
                register.record(reports)
        if played.met_before_it_stops is None:
            register.mark_gone()
            register.finish_run()
        return number, {file.path: file for file in register.files()}


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register without anything in it, to be copied: making one takes longer than a scan."""
    folder = tmp_path_factory.mktemp("empty")
    Register.open(folder / "daicho.db", key_file=folder / "daicho.key").close()
    return folder


@pytest.mark.slow
@given(played=st.lists(rounds, min_size=2, max_size=6))
@settings(
    max_examples=15,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # a case is short as it is, and costs seconds to shorten
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_two_scans_tell_what_a_plain_comparison_tells(
    empty: Path, tmp_path_factory: pytest.TempPathFactory, played: list[Round]
) -> None:
    folder = tmp_path_factory.mktemp("played")
    shutil.copy(empty / "daicho.db", folder)
    share, dumps = Share(), {}
    for one in played:
        share.play(one)
        number, dump = scanned(folder, share, one)
        dumps[number] = dump
    with Register.open(folder / "daicho.db", key_file=folder / "daicho.key") as register:
        runs = {run.id: run for run in register.runs()}
        for earlier in dumps:
            for later in (number for number in dumps if number > earlier):
                told = between(register, runs[earlier], runs[later], {}, {})
                _agree(told, dumps[earlier], dumps[later])
    shutil.rmtree(folder)


def _agree(told: Changes, before: Mapping[str, StoredFile], now: Mapping[str, StoredFile]) -> None:
    both, came, went = before.keys() & now.keys(), now.keys() - before.keys(), before.keys() - now.keys()
    personal = {path for dump in (before, now) for path, file in dump.items() if file.personal}
    followed = {one.old_path: one.path for one in told.moved}
    assert {one.path for one in told.changed} == {
        path for path in both & personal if before[path].sha256 != now[path].sha256
    }
    assert {one.path for one in told.rejudged} == {
        path
        for path in both & personal
        if before[path].sha256 == now[path].sha256 and _judged(before[path]) != _judged(now[path])
    }
    assert {one.path for one in told.new} == {path for path in came if now[path].personal} - set(followed.values())
    assert {one.path for one in told.gone} == {path for path in went if before[path].personal} - followed.keys()
    _agree_on_moves(followed, before, now, came, went)
    for one in told.new:
        known = {path for path in both if before[path].sha256 == now[path].sha256 == now[one.path].sha256}
        assert one.copy_of in known if known else one.copy_of == ""
    locked = {path for path, file in now.items() if file.status not in READABLE}
    kept_locked = {path for path in locked & both if before[path].status not in READABLE}
    arrived = min(len(locked & came), sum(before[path].status not in READABLE for path in went))
    assert len(told.unreadable) == len(locked - kept_locked) - arrived


def _agree_on_moves(
    followed: Mapping[str, str],
    before: Mapping[str, StoredFile],
    now: Mapping[str, StoredFile],
    came: set[str],
    went: set[str],
) -> None:
    assert len(set(followed.values())) == len(followed)
    assert followed.keys() <= went
    assert set(followed.values()) <= came
    assert all(before[old].sha256 == now[new].sha256 for old, new in followed.items())
    left = Counter(before[path].sha256 for path in went if before[path].personal)
    arrived = Counter(now[path].sha256 for path in came if now[path].personal)
    for content, count in (left & arrived).items():
        assert sum(before[old].sha256 == content for old in followed) >= count


def _judged(file: StoredFile) -> tuple[object, ...]:
    return file.personal, file.document_type, file.flags, file.persons, file.persons_max


# --- what is kept -------------------------------------------------------------------------------------------------


@pytest.fixture
def register(empty: Path, tmp_path: Path) -> Iterator[Register]:
    shutil.copy(empty / "daicho.db", tmp_path)
    with Register.open(tmp_path / "daicho.db", key_file=tmp_path / "daicho.key") as register:
        yield register


def kept(register: Register) -> dict[int, int]:
    with register.reading() as connection:
        counted = select(FileChange.run_id, func.count()).group_by(FileChange.run_id)
        return {row[0]: row[1] for row in connection.execute(counted)}


def test_a_scan_that_changes_nothing_keeps_nothing(register: Register) -> None:
    scan(register, "a.csv", ["b.zip", "b.zip!c.csv"])
    scan(register, "a.csv", ["b.zip", "b.zip!c.csv"])
    scan(register, "a.csv", ["b.zip", "b.zip!c.csv"], digest="d2", modified_ns=5)
    assert kept(register) == {}


def test_what_is_too_long_ago_is_forgotten(register: Register) -> None:
    for sha256 in ("x", "y", "z"):
        scan(register, "a.csv", sha256=sha256, digest=sha256)
    assert kept(register) == {2: 1, 3: 1}
    long_ago = datetime.now(UTC) - timedelta(days=past_states.KEPT_DAYS + 1)
    with register.writing() as connection:
        begun = long_ago.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        connection.execute(update(Run).where(Run.id <= 2).values(started=begun, ended=begun))
    scan(register, "a.csv", sha256="z")
    assert kept(register) == {3: 1}
    runs = {run.id: run for run in register.runs()}
    assert not between(register, runs[1], runs[4], {}, {}).knows_all
    told = between(register, runs[2], runs[4], {}, {})
    assert told.knows_all
    assert [one.path for one in told.changed] == ["a.csv"]


def test_too_many_changes_are_forgotten_scan_by_scan(register: Register) -> None:
    for sha256 in ("x", "y", "z", "u"):
        scan(register, "a.csv", "b.csv", sha256=sha256, digest=sha256)
    with register.writing() as connection:
        past_states.forget(connection, 4, rows=3)
    assert kept(register) == {3: 2, 4: 2}


def test_a_register_of_before_knows_what_is_new_and_gone(register: Register) -> None:
    scan(register, "a.csv", "b.csv", "c.csv")
    scan(register, "a.csv", "b.csv", "d.csv", sha256="x")
    with register.writing() as connection:  # as migration 0004 leaves it
        past_states.forget(connection, 3, rows=0)
    runs = {run.id: run for run in register.runs()}
    told = between(register, runs[1], runs[2], {}, {})
    assert not told.knows_all
    assert [one.path for one in told.new] == ["d.csv"]
    assert [one.path for one in told.gone] == ["c.csv"]
    scan(register, "a.csv")
    runs = {run.id: run for run in register.runs()}
    told = between(register, runs[2], runs[3], {}, {})
    assert told.knows_all
    assert sorted(one.path for one in told.gone) == ["b.csv", "d.csv"]


def test_what_scans_of_an_older_version_changed_is_not_known(tmp_path: Path) -> None:
    file = tmp_path / "old.db"
    engine = create_engine(f"sqlite:///{file}")
    with engine.connect() as connection, connection.begin():
        command.upgrade(migrations.config(connection), "0003")
        run = {"roots": (ROOT,), "started": "2026-01-01", "ended": "2026-01-02", "version": "0", "digest": "d"}
        for _ in range(2):
            connection.execute(insert(Run).values(run))
    engine.dispose()
    with Register.open(file, key_file=tmp_path / "daicho.key") as register:
        scan(register, "a.csv")
        runs = {run.id: run for run in register.runs()}
        assert not between(register, runs[1], runs[3], {}, {}).knows_all
        assert between(register, runs[2], runs[3], {}, {}).knows_all


def test_the_members_of_an_archive_that_comes_back_are_back_but_for_those_it_had_lost(register: Register) -> None:
    scan(register, ["a.zip", "a.zip!x.csv", "a.zip!y.csv"])
    scan(register, ["a.zip", "a.zip!x.csv"], digest="d2", modified_ns=7)
    scan(register, digest="d2")
    register.begin_run([ROOT], "0.1", "d2")
    assert register.unchanged(ROOT, "a.zip", 1000, 7, "d2")
    register.mark_gone()
    register.finish_run()
    assert [file.path for file in register.files()] == ["a.zip", "a.zip!x.csv"]

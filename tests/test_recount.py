"""What is counted again after a change comes to what counting everything comes to, whatever changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from datasketches import update_theta_sketch
from sqlalchemy import delete

from inventory import blocks, figures, kept_blocks, recount, retention
from inventory import tally as tallying
from inventory.blocks import FILES, Builder
from inventory.cli import summary
from inventory.editing import Verdict
from inventory.figures import LineFigures
from inventory.keeping import Keeper, NotPossible
from inventory.models_counted import CountedState
from inventory.overview import Overview
from inventory.people import PeopleKeys, Sketch, theta_hashes
from inventory.queries import StoredFile
from inventory.register import Register
from inventory.report import FileReport
from inventory.reviewing import Basis
from inventory.settings import Settings
from inventory.tally import tally
from scanner.document import Access
from tests.reports import ROOT, kind, report

TODAY = date(2026, 11, 22)
FOLDERS = ("営業部", "人事部/2015年度", "お客様相談室/採用応募者", "", "ガイド部")
KINDS = ("PERSON", "JP_ADDRESS", "DATE_OF_BIRTH", "MEDICAL_CONDITION")
VERDICTS: tuple[Verdict, ...] = ("applicable", "not_applicable", "form_only", "unclear")
FILLED = 600
ALL = FILLED // FILES + 1
Counted = tuple[Overview, LineFigures]


class Looked:
    """How many blocks were looked through."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.blocks = 0
        plain = Builder._block

        def counted(*given: Any) -> blocks.Block:
            self.blocks += 1
            return plain(*given)

        monkeypatch.setattr(Builder, "_block", counted)

    def since(self) -> int:
        """Since it was asked last."""
        number, self.blocks = self.blocks, 0
        return number


def _people(chance: Random, sketched: float) -> PeopleKeys:
    """Some of a few hundred persons; now and then so many that they are sketched."""
    names, marks = (np.array([chance.getrandbits(62) // 9**17 for _ in range(12)], dtype="<i8") for _ in range(2))
    if chance.random() < sketched:
        sketches = [Sketch(), Sketch()]
        for sketch, hashes in zip(sketches, (names, marks), strict=True):
            sketch.add(hashes)
        return PeopleKeys(sketches[0].packed(), sketches[1].packed(), sketched=True)
    packed = [np.unique(hashes[: chance.randrange(13)]).tobytes() for hashes in (names, marks)]
    return PeopleKeys(packed[0], packed[chance.randrange(2)] if chance.random() < 0.7 else b"")


def _report(path: str, chance: Random, sketched: float = 0) -> FileReport:
    kinds = tuple(kind(name, 3) for name in KINDS if chance.random() < 0.5)
    persons = chance.randrange(15)
    return report(
        path, people=_people(chance, sketched), persons=persons, kinds=kinds, persons_max=persons + chance.randrange(3),
        sha256="" if chance.random() < 0.02 else f"content {chance.randrange(3_000)}",
        document_type=chance.choice((None, "customer_list", "payroll", "resume")),
        flags=tuple(flag for flag in ("my_number", "special_care") if chance.random() < 0.2),
        personal=bool(kinds) and chance.random() < 0.5, size=chance.randrange(9_000),
        access=Access(everyone=chance.random() < 0.3, unknown=chance.random() < 0.2),
        readable_by_all=chance.random() < 0.3, status=chance.choice(("read", "read", "partly_read", "encrypted")),
        modified_ns=(1_500_000_000 + chance.randrange(300_000_000)) * 10**9,
    )  # fmt: skip


class Walk:
    """A register to which things happen by chance."""

    def __init__(self, register: Register, chance: Random, sketched: float = 0) -> None:
        self.register, self.chance, self.sketched = register, chance, sketched
        self.keeper = Keeper(register, "佐藤")
        self.subjects: dict[str, str] = {}

    def fill(self, files: int) -> None:
        """A first scan."""
        self.register.begin_run([ROOT], "0.1", "d1")
        for number in range(files):
            self._record(f"{self.chance.choice(FOLDERS)}/{number}.csv".lstrip("/"))
        self.register.mark_gone()
        self.register.finish_run()

    def _record(self, path: str) -> None:
        members = [f"{path}!{name}.csv" for name in "abc"[: self.chance.randrange(4)]] if "zip" in path else []
        self.register.record_soon([_report(one, self.chance, self.sketched) for one in (path, *members)])

    def files(self, number: int) -> Sequence[StoredFile]:
        return self.chance.sample(list(self.register.files()), number)

    def scan(self) -> None:
        """A scan that finds a few files changed, new, moved, opened or gone; now and then it is not finished."""
        outer = [file for file in self.register.files(gone=True) if file.container is None]
        touched = {file.path for file in self.chance.sample(outer, 3)}
        lost = {file.path for file in self.chance.sample(outer, 2)}
        is_finished = self.chance.random() < 0.8
        self.register.begin_run([ROOT], "0.1", "d1")
        for file in outer:
            access = Access(everyone=file.readable_by_all != (self.chance.random() < 0.003))
            if file.path in touched:
                self._record(file.path)
            elif file.path not in lost:
                stat = (ROOT, file.path, file.size, file.modified_ns)
                if not self.register.unchanged(*stat, "d1", permitted=(file.owner, access)):
                    self._record(file.path)
        for _ in range(2):
            name = f"新{self.chance.randrange(10_000)}.{self.chance.choice(('csv', 'zip'))}"
            self._record(f"{self.chance.choice(FOLDERS)}/{name}")
        self.register.mark_gone()
        self.register.finish_run(complete=is_finished)

    def decide(self) -> None:
        (file,) = self.files(1)
        basis = Basis.of(file).written() if self.chance.random() < 0.8 else ""
        subject = file.sha256 or f"{file.root}/{file.path}"
        self.keeper.decide("file", subject, self.chance.choice(VERDICTS), "見本", path=file.path, basis=basis)

    def refute(self) -> None:
        name = f"{self.chance.choice(KINDS)}-0"
        verdict: Verdict = "applicable" if name in self.register.refuted() else "not_applicable"
        self.keeper.decide("finding", name, verdict, "見本")

    def work(self) -> None:
        """What people do with a line."""
        lines = [entry.id for entry in self.register.entries() if entry.state == "active"]
        first, second = self.chance.sample(lines, 2)
        what: Sequence[Callable[[], object]] = (
            lambda: self.keeper.merge(first, [second]),
            lambda: self.keeper.split(first, ROOT, self.chance.choice(FOLDERS[:3]), "昔の書類"),
            lambda: self.keeper.split(first, ROOT, "カ\u3099イト\u3099部", "案内"),
            lambda: self.keeper.exclude(first, "対象外"),
            lambda: self.keeper.set(first, "keep_until", "退職から3年"),
            self._restore,
        )
        self.chance.choice(what)()

    def _restore(self) -> None:
        for entry in self.register.entries():
            if entry.state == "excluded":
                self.keeper.restore(entry.id)

    def say_whose(self) -> None:
        """The settings say of a folder whose data lie there."""
        self.subjects = {"営業部": self.chance.choice(("顧客", "会員"))}

    def assign(self) -> None:
        """The settings say that a folder is of another department."""
        self.register._departments = {"営業部": self.chance.choice(("営業部", "販売部"))}


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with Register.open(tmp_path / "daicho.db", key_file=tmp_path / "daicho.key") as register:
        yield register


def _counted(walk: Walk) -> Counted:
    found = tally(walk.register, walk.subjects, TODAY, 30)
    return Overview.counted(found), LineFigures.of(found, TODAY)


def _forget(register: Register) -> None:
    with register.writing() as connection:
        connection.execute(delete(CountedState))


def _walked(register: Register, seed: int, steps: int) -> list[int]:
    """A walk on which everything is compared; how many blocks were looked through again after each step."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tallying, "KEPT_FROM", 0)
        looked = Looked(patch)
        walk = Walk(register, Random(seed), (0, 0.02, 0.001)[seed % 3])
        walk.fill(FILLED)
        _counted(walk)
        assert looked.since() == ALL
        often = (walk.scan, walk.scan, walk.decide, walk.decide, walk.refute, walk.work, walk.work)
        seen = []
        for step in range(steps):
            todo = walk.chance.choice((*often, walk.say_whose, walk.assign) if step % 5 == 4 else often)
            with suppress(NotPossible):
                todo()
            again = _counted(walk)
            seen.append(looked.since())
            _forget(register)
            assert again == _counted(walk), (step, todo)
            looked.since()
            ledger = summary.kept_ledger(register, Settings(subjects=walk.subjects))
            assert again[0] == Overview.of(ledger, register), (step, todo)
            late = [one.line.number for one in retention.overdue(ledger, TODAY)]
            assert again[1].late == Counter(late)
    return seen


def test_what_is_counted_again_is_what_counting_all_comes_to(register: Register) -> None:
    assert min(_walked(register, 0, 8)) < ALL


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, 4))
def test_so_it_is_whatever_happens(tmp_path: Path, seed: int) -> None:
    with Register.open(tmp_path / "daicho.db", key_file=tmp_path / "daicho.key") as register:
        seen = _walked(register, seed, 25)
    assert sum(one < ALL for one in seen) > len(seen) / 4


@pytest.fixture
def filled(register: Register, monkeypatch: pytest.MonkeyPatch) -> Walk:
    """A register of which everything is counted."""
    monkeypatch.setattr(tallying, "KEPT_FROM", 0)
    walk = Walk(register, Random(7))
    walk.fill(FILLED)
    _counted(walk)
    return walk


def test_only_what_changed_is_looked_through(filled: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    register, looked = filled.register, Looked(monkeypatch)
    _counted(filled)
    assert looked.since() == 0
    file = next(file for file in register.files() if file.personal and file.sha256)
    filled.keeper.decide("file", file.sha256, "form_only", "見本", path=file.path)
    _counted(filled)
    assert 0 < looked.since() < ALL
    (line, *_) = (entry.id for entry in register.entries())
    filled.keeper.set(line, "purpose", "送付")
    filled.keeper.exclude(line, "対象外")
    _counted(filled)
    assert looked.since() == 0
    register.begin_run([ROOT], "0.1", "d1")
    register.record([_report(file.path, filled.chance)])
    _counted(filled)  # while the scan goes on, nothing of it is kept
    assert looked.since() == 1
    register.finish_run()
    _counted(filled)
    assert looked.since() == 1
    _counted(filled)
    assert looked.since() == 0


def test_too_much_to_be_held_is_counted_as_a_whole(filled: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    for limited, most in ((tallying, "HELD"), (recount, "MOST")):
        filled.scan()
        with monkeypatch.context() as patch:
            patch.setattr(limited, most, 0)
            found = _counted(filled)
        _forget(filled.register)
        assert found == _counted(filled)


def test_what_happens_meanwhile_is_not_lost(filled: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A scan and a second count come between a count and its writing: its figures stand, but are not kept."""
    filled.scan()
    plain = tallying._Counting.keep

    def late(counting: Any, heads: Any) -> None:
        monkeypatch.setattr(tallying._Counting, "keep", plain)
        filled.scan()
        _counted(filled)
        plain(counting, heads)

    monkeypatch.setattr(tallying._Counting, "keep", late)
    _counted(filled)
    found = _counted(filled)
    _forget(filled.register)
    assert found == _counted(filled)


def test_a_second_count_from_the_beginning_takes_over(filled: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two count everything side by side, by other settings: what the register keeps in the end is of one of them."""
    _forget(filled.register)
    other, heads = {"営業部": "会員"}, tallying._Counting.heads

    def between(counting: Any) -> Any:
        monkeypatch.setattr(tallying._Counting, "heads", heads)
        tally(filled.register, other, TODAY, 30)
        return heads(counting)

    monkeypatch.setattr(tallying._Counting, "heads", between)
    first = _counted(filled)
    assert first == _counted(filled)
    filled.subjects = other
    found = _counted(filled)
    _forget(filled.register)
    assert found == _counted(filled)


def test_a_small_register_keeps_nothing_but_figures(register: Register) -> None:
    walk = Walk(register, Random(1))
    walk.fill(30)
    figures.overview(register, Settings())
    with register.reading() as connection:
        assert not list(kept_blocks.facts(connection))


def test_a_sketch_is_the_same_however_it_is_filled() -> None:
    hashes = np.random.default_rng(1).integers(-(2**62), 2**62, 150_000)
    whole, one_by_one = Sketch(), update_theta_sketch(14)
    for start in range(0, len(hashes), 40_000):
        whole.add(hashes[start : start + 40_000])
    for number in hashes.tolist():
        one_by_one.update(number)
    one_by_one.trim()
    assert whole.packed() == bytes(one_by_one.compact().serialize())
    assert one_by_one.is_estimation_mode()
    assert set(one_by_one.compact()) < set(theta_hashes(hashes).tolist())

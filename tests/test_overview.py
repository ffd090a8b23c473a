"""The figures of a register: the same whether they were kept or compiled, new after a scan and a decision."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest

from inventory import figures, headcount, retention
from inventory import tally as tallying
from inventory.adding_up import Tally
from inventory.cli import summary
from inventory.editing import Verdict
from inventory.keeping import Keeper
from inventory.overview import Overview
from inventory.people import PeopleKeys, Sketch
from inventory.register import Register
from inventory.reviewing import Basis
from inventory.routing import Kept
from inventory.settings import Settings
from inventory.tally import tally
from tests.commands import Run, here
from tests.registers import made, scan, unchanged
from tests.reports import ROOT, kind, report
from tests.test_ledger import compiled


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    (tmp_path / "daicho.toml").write_text('key_file = "daicho.key"\n', encoding="utf-8")
    with Register.open(made(tmp_path / "daicho.db"), key_file=tmp_path / "daicho.key") as register:
        scan(
            register, "営業部/名簿.csv", ["人事部/a.zip", "人事部/a.zip!給与.csv"], flags=("my_number",),
            kinds=(kind("PERSON", 3),),
        )  # fmt: skip
        register.begin_run(["/共有"], "0.1", "d1")
        register.finish_run()
        yield register


def _asked(register: Register, monkeypatch: pytest.MonkeyPatch) -> tuple[Overview, int]:
    """The figures, and how often the files were counted for them."""
    times: list[int] = []

    def counted(*given: Any, **more: Any) -> Tally:
        times.append(1)
        return tally(*given, **more)

    with monkeypatch.context() as patch:
        patch.setattr(tallying, "tally", counted)
        return figures.overview(register, Settings()), len(times)


def test_figures_are_kept_until_something_happens(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    first, counted = _asked(register, monkeypatch)
    assert counted == 1 and first.personal
    assert _asked(register, monkeypatch) == (first, 0)
    (file, *_) = register.files()
    Keeper(register, "佐藤").decide("file", file.sha256, "not_applicable", "見本のため")
    second, counted = _asked(register, monkeypatch)
    assert counted == 1 and second.personal < first.personal


def test_figures_stand_through_a_scan_that_changes_nothing(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    first, _ = _asked(register, monkeypatch)
    register.begin_run([ROOT], "0.1", "d1")
    assert _asked(register, monkeypatch) == (first, 0)
    for path in ("営業部/名簿.csv", "人事部/a.zip"):
        assert unchanged(register, path)
    register.mark_gone()
    register.finish_run()
    assert _asked(register, monkeypatch) == (first, 0)
    register.begin_run([ROOT], "0.1", "d1")
    assert unchanged(register, "営業部/名簿.csv")
    register.record([report("人事部/b.csv")])
    assert _asked(register, monkeypatch)[1] == 1
    assert _asked(register, monkeypatch)[1] == 1  # nothing is kept as long as the scan goes on
    register.mark_gone()  # the archive and its member
    register.finish_run()
    second, counted = _asked(register, monkeypatch)
    assert counted == 1 and second != first
    assert _asked(register, monkeypatch) == (second, 0)


def test_what_is_kept_too_long_is_known_for_days_without_counting(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    line, *_ = (entry for entry in compiled(register).lines if entry.files)
    Keeper(register, "佐藤").set(line.number, "keep_until", "更新から10日")
    changed = retention.changed_on(report("a").modified_ns)
    _, of_lines = figures.lines(register, Settings(), changed + timedelta(days=5))
    monkeypatch.setattr(tallying, "tally", None)
    for days, late in ((5, None), (10, None), (11, len(line.files))):
        _, known = figures.lines(register, Settings(), changed + timedelta(days=days))
        assert known == of_lines
        assert known.late_on(changed + timedelta(days=days)).get(line.number) == late


def _people(chance: Random) -> PeopleKeys:
    """Some of a few hundred persons; now and then so many that they are sketched."""
    names, marks = (np.array([chance.getrandbits(62) // 9**17 for _ in range(12)], dtype="<i8") for _ in range(2))
    if chance.random() < 0.1:
        sketches = [Sketch(), Sketch()]
        for sketch, hashes in zip(sketches, (names, marks), strict=True):
            sketch.add(hashes)
        return PeopleKeys(sketches[0].packed(), sketches[1].packed(), sketched=True)
    packed = [np.unique(hashes[: chance.randrange(13)]).tobytes() for hashes in (names, marks)]
    return PeopleKeys(packed[0], packed[1] if chance.random() < 0.5 else b"")


def _much(register: Register) -> None:
    """A register with something of everything: copies, archives, all statuses, decisions of every sort."""
    chance = Random(5)
    files = []
    for number in range(150):
        folder = chance.choice(("営業部", "人事部/2015年度", "お客様相談室/採用応募者", "", "共有"))
        kinds = tuple(kind(name, 3) for name in ("PERSON", "JP_ADDRESS", "DATE_OF_BIRTH") if chance.random() < 0.5)
        people = _people(chance)
        persons = chance.randrange(15)
        files.append(
            report(
                f"{folder}/{number}.csv".lstrip("/"), people=people, persons=persons, kinds=kinds,
                persons_max=persons + chance.randrange(3), sha256=f"content {chance.randrange(110)}",
                document_type=chance.choice((None, "customer_list", "payroll", "resume")),
                flags=tuple(flag for flag in ("my_number", "special_care") if chance.random() < 0.2),
                personal=bool(kinds) and chance.random() < 0.8, readable_by_all=chance.random() < 0.3,
                status=chance.choice(("read", "read", "partly_read", "encrypted", "media")),
                modified_ns=(1_500_000_000 + 2_000_000 * number) * 10**9,
            )
        )  # fmt: skip
    register.begin_run([ROOT], "0.1", "d1")
    for file in files:
        register.record([file])
    register.finish_run()
    keeper = Keeper(register, "佐藤")
    verdicts: tuple[Verdict, ...] = ("applicable", "not_applicable", "form_only", "unclear")
    for number, stored in enumerate(list(register.files())[::4]):
        basis = Basis.of(stored).written()
        keeper.decide("file", stored.sha256, verdicts[number % 4], "見本のため", path=stored.path, basis=basis)
    keeper.decide("finding", "JP_ADDRESS-0", "not_applicable", "住所ではない")


def _worked_on(register: Register) -> None:
    """Lines merged, split, left out, and one with a period of its own."""
    keeper = Keeper(register, "佐藤")
    first, second, third, fourth, *_ = [line.number for line in compiled(register).lines if line.files]
    keeper.merge(first, [second])
    keeper.split(third, ROOT, "人事部/2015年度", "昔の書類")
    keeper.exclude(fourth, "対象外")
    keeper.set(first, "keep_until", "退職から3年")
    keeper.add(Kept("総務部", "contract"), {"name": "紙の契約書"})


def test_counting_comes_to_what_the_ledger_says(register: Register) -> None:
    _much(register)
    _worked_on(register)
    ledger = summary.kept_ledger(register, Settings())
    today = date(2026, 11, 22)
    for keys_at_once in (headcount.AT_ONCE, 8):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(headcount, "AT_ONCE", keys_at_once)
            found = tally(register, {}, today, 30)
        assert Overview.counted(found) == Overview.of(ledger, register)
        of_lines = figures.LineFigures.of(found, today)
        held = [line for line in ledger.lines if line.files]
        assert {one.entry: (one.files, one.persons, one.persons_max) for one in of_lines.counts} == {
            line.number: (len(line.files), line.persons, line.persons_max) for line in held
        }
        assert of_lines.late == Counter(one.line.number for one in retention.overdue(ledger, today))


def test_new_lines_are_numbered_as_the_ledger_numbers_them(tmp_path: Path) -> None:
    numbered = []
    for name, count in (("a", lambda held: tally(held, {}, date.today())), ("b", compiled)):
        with Register.open(tmp_path / f"{name}.db", key_file=tmp_path / f"{name}.key") as held:
            _much(held)
            count(held)
            numbered.append([(entry.id, entry.department, entry.document_type) for entry in held.entries()])
    assert numbered[0] == numbered[1] and len(numbered[0]) > 5


def test_leaving_out_what_holds_nothing_changes_no_figure(register: Register) -> None:
    scan(register, "総務部/お知らせ.txt", personal=False, kinds=(), document_type=None)
    whole = summary.kept_ledger(register, Settings())
    lean = summary.kept_ledger(register, Settings(), whole=False)
    assert len(lean.files) < len(whole.files)
    assert Overview.of(lean, register) == Overview.of(whole, register)
    assert lean.lines == whole.lines


# --- which files are shown -----------------------------------------------------------------------------------------


@pytest.fixture
def run(register: Register, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Run:
    return here(monkeypatch, capsysbinary, Path(register.name).parent)


@pytest.mark.parametrize(
    ("asked", "paths"),
    [
        (["部門=営業部"], ["営業部/名簿.csv"]),
        (["department=営業部", "部門=人事部"], ["人事部/a.zip", "人事部/a.zip!給与.csv", "営業部/名簿.csv"]),
        (["ファイル=給与"], ["人事部/a.zip!給与.csv"]),
        (["ファイル=*.csv", "部門=営業部"], ["営業部/名簿.csv"]),
        (["ファイル=%"], []),
        (["区分=特定個人情報", "種別=氏名", "path=名簿"], ["営業部/名簿.csv"]),
        (["種別=住所"], []),
        (["状態=検査済"], ["人事部/a.zip", "人事部/a.zip!給与.csv", "営業部/名簿.csv"]),
        (["状態=corrupt"], []),
    ],
)
def test_files_are_filtered(run: Run, register: Register, asked: list[str], paths: list[str]) -> None:
    told = run("files", "--format", "json", *(part for one in asked for part in ("--filter", one)))
    shown: list[dict[str, Any]] = json.loads(told.out)
    assert sorted(file["path"] for file in shown) == paths


@pytest.mark.parametrize("asked", ["部署=営業部", "部門", "区分=何か"])
def test_a_filter_that_means_nothing_is_explained(run: Run, asked: str) -> None:
    told = run("files", "--filter", asked)
    assert told.code == 2
    assert told.err.startswith("--filter の")

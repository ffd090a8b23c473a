"""The figures of a register: the same whether they were kept or compiled, new after a scan and a decision."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from inventory.cli import summary
from inventory.keeping import Keeper
from inventory.ledger import Ledger
from inventory.overview import Overview, overview
from inventory.register import Register
from inventory.settings import Settings
from tests.commands import Run, here
from tests.registers import scan
from tests.reports import kind


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    (tmp_path / "daicho.toml").write_text('key_file = "daicho.key"\n', encoding="utf-8")
    with Register.open(tmp_path / "daicho.db", key_file=tmp_path / "daicho.key") as register:
        scan(
            register, "営業部/名簿.csv", ["人事部/a.zip", "人事部/a.zip!給与.csv"], flags=("my_number",),
            kinds=(kind("PERSON", 3),),
        )  # fmt: skip
        register.begin_run(["/共有"], "0.1", "d1")
        register.finish_run()
        yield register


class _Compiling:
    """Compiles the 台帳, and counts how often."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self.times = 0

    def __call__(self) -> Ledger:
        self.times += 1
        return summary.kept_ledger(self.register, Settings(), whole=False)


def _asked(register: Register) -> tuple[Overview, int]:
    compiling = _Compiling(register)
    return overview(register, Settings(), compiling), compiling.times


def test_figures_are_kept_until_something_happens(register: Register) -> None:
    first, compiled = _asked(register)
    assert compiled == 1 and first.personal
    assert _asked(register) == (first, 0)
    (file, *_) = register.files()
    Keeper(register, "佐藤").decide("file", file.sha256, "not_applicable", "見本のため")
    second, compiled = _asked(register)
    assert compiled == 1 and second.personal < first.personal
    register.begin_run(["/共有"], "0.1", "d1")
    assert _asked(register)[1] == 1  # while a scan is under way
    register.finish_run()
    assert _asked(register)[1] == 1


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

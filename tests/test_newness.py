"""What is new since an earlier scan, and scans that speak and fail only about that."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from inventory.newly import new_in_last_run, new_since
from inventory.register import Register
from scanner.document import Access
from tests.commands import Run, here, within
from tests.newness import CUSTOMERS, PATIENTS, fill, scan
from tests.registers import by_path, made
from tests.reports import ROOT, report

STRICT = ("scan", "共有", "--workers", "1", "--fail-on", "special_care", "--fail-on-incomplete")


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with Register.open(made(tmp_path / "daicho.db"), key_file=tmp_path / "daicho.key") as register:
        yield register


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a share that was scanned once; tests may add files to it and scan again."""
    folder = tmp_path_factory.mktemp("scanned")
    fill(folder / "共有")
    with within(folder) as run:
        assert run(*STRICT).code == 4
    return folder


@pytest.fixture
def run(scanned: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    return here(monkeypatch, capfdbinary, scanned)


def names(register: Register, numbers: frozenset[int]) -> set[str]:
    return {path for path, file in by_path(register).items() if file.id in numbers}


def test_new_are_files_that_came_and_contents_that_changed(register: Register) -> None:
    scan(register, ("a", "1"), ("b", "1"), ("c", "1"))
    assert names(register, new_in_last_run(register, [ROOT])) == {"a", "b", "c"}
    scan(register, ("a", "1"), ("b", "2"), ("d", "1"))
    assert names(register, new_in_last_run(register, [ROOT])) == {"b", "d"}
    scan(register, ("a", "1"), ("b", "2"), ("c", "1"), ("d", "1"))
    assert names(register, new_in_last_run(register, [ROOT])) == {"c"}  # it is back
    assert names(register, new_since(register, 1)) == {"b", "d"}
    assert names(register, new_since(register, 2)) == {"c"}


def test_what_an_interrupted_scan_found_is_new_to_the_next(register: Register) -> None:
    scan(register, ("a", "1"))
    scan(register, ("b", "1"), ends=False)
    scan(register, ("a", "1"), ("b", "1"), ("c", "1"))
    assert names(register, new_in_last_run(register, [ROOT])) == {"b", "c"}


def test_scans_of_other_roots_do_not_count(register: Register) -> None:
    scan(register, ("a", "1"))
    scan(register, ("b", "1"), ends=False)
    scan(register, ("x", "1"), roots=("/他",))
    scan(register, ("a", "1"), ("b", "1"))
    assert names(register, new_in_last_run(register, [ROOT])) == {"b"}


def test_a_file_opened_to_everybody_is_news(register: Register) -> None:
    register.begin_run([ROOT], "0.1", "d1")
    register.record([report("a", access=Access())])
    register.finish_run()
    register.begin_run([ROOT], "0.1", "d1")
    assert register.unchanged(ROOT, "a", 1000, report("").modified_ns, "d1", "", ("suzuki", Access(everyone=True)))
    register.mark_gone()
    register.finish_run()
    assert names(register, new_in_last_run(register, [ROOT])) == {"a"}


def latest(run: Run) -> int:
    """The number of the last scan."""
    return int(json.loads(run("diff", "--list", "--format", "json").out)[0]["number"])


@pytest.mark.slow
def test_exit_codes_are_about_new_files_only(run: Run, scanned: Path) -> None:
    share = scanned / "共有"
    assert run(*STRICT).code == 4
    again = run(*STRICT, "--only-new")
    assert again.code == 0
    assert "0件について表示します" in again.out
    (share / "社員.csv").write_text(CUSTOMERS.replace("山田", "田中"), encoding="utf-8")
    plain = run(*STRICT, "--only-new")
    assert plain.code == 0
    assert "社員.csv（" in plain.out
    assert "検査範囲: 1件のうち、読めたもの 1件" in plain.out
    before = latest(run)
    (share / "患者2.csv").write_text(PATIENTS.replace("佐藤", "高橋"), encoding="utf-8")
    (share / "壊れた2.pdf").write_bytes(b"%PDF-1.7\nyy")
    assert run(*STRICT, "--only-new").code == 4
    assert run(*STRICT, "--since-run", str(before + 1)).code == 0
    assert run(*STRICT, "--since-run", str(before)).code == 4
    assert run(*STRICT, "--fail-on", "my_number", "--since-run", str(before)).code == 3


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_root_by_another_name_is_the_same_root(run: Run, scanned: Path) -> None:
    (scanned / "別名").symlink_to(scanned / "共有")
    again = run("scan", "別名", "--workers", "1")
    assert "検査したもの 0件" in again.out
    assert {file["root"] for file in json.loads(run("files", "--format", "json").out)} == {str(scanned / "共有")}


def test_wrong_numbers_of_scans_are_told_before_anything_is_scanned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    fill(tmp_path / "共有")
    run = here(monkeypatch, capfdbinary, tmp_path)
    told = "番号 7 のスキャンはありません。番号は「daicho diff --list」で分かります。\n"
    for arguments in (("scan", "共有"), ("export", "a.sarif")):
        unknown = run(*arguments, "--since-run", "7")
        assert (unknown.code, unknown.err) == (2, told)
    assert run("scan", "共有", "--since-run", "7", "--only-new").code == 2
    assert run("export", "a.xlsx", "--since-run", "1").code == 2
    assert run("export", "a.sarif", "--for", "営業部").code == 2

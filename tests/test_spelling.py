"""Names as macOS writes them: the same file under the other spelling stays the same file."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory.departments import department
from inventory.keeping import Keeper
from inventory.known_roots import as_known
from inventory.newly import new_since
from inventory.queries import StoredRun
from inventory.register import Register
from inventory.reviewing import Decided
from inventory.spelling import composed, decomposed, other_spelling
from scanner.crawl import walk
from scanner.document import FoundFile
from tests.commands import Run, here
from tests.registers import by_path, made
from tests.reports import report

MAC = unicodedata.normalize("NFD", "ガイド部/データ.zip")
PLAIN = "ガイド部/データ.zip"
CUSTOMERS = "氏名,電話番号\n" + "".join(f"山田花{chr(0x4E00 + n)},090-1234-56{n:02}\n" for n in range(12))


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with Register.open(made(tmp_path / "daicho.db"), key_file=tmp_path / "daicho.key") as register:
        yield register


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> Run:
    return here(monkeypatch, capfdbinary, tmp_path)


# --- the two spellings -----------------------------------------------------------------------------------------


def test_kana_latin_and_hangul_are_brought_together() -> None:
    for name in ("がぎぱ", "ブルーベリー.xlsx", "café résumé", "한글", "ヴァイオリン"):
        apart = unicodedata.normalize("NFD", name)
        assert apart != name
        assert (composed(apart), decomposed(name)) == (name, apart)
        assert (other_spelling(apart), other_spelling(name)) == (name, apart)


def test_kanji_stay_what_they_are() -> None:
    for name in ("神\ufa19", "塚\ufa10", "羽\ufa1e", "Å\u212b"):
        assert composed(name) == name
    assert decomposed("福\ufa1b") == "福\ufa1b"
    assert unicodedata.normalize("NFC", "福\ufa1b") == "福福"  # what a mere normal form would do


@given(st.text(max_size=20))
def test_spelling_twice_changes_nothing(name: str) -> None:
    assert composed(composed(name)) == composed(name)


# --- the register ----------------------------------------------------------------------------------------------


def scan(register: Register, root: Path, digest: str = "d1") -> list[str]:
    """A scan of a folder as `inventory.scan` makes it; the addresses of what had to be examined."""
    register.begin_run([str(root)], "0.1", digest)
    examined = []
    for met in walk([root]):
        assert isinstance(met, FoundFile)
        if register.unchanged(str(root), met.relative, met.size, met.modified_ns, digest) or register.respelled(
            met, digest
        ):
            continue
        examined.append(met.relative)
        readers = {"owner": met.owner, "readable_by_all": met.access.everyone, "access": met.access}
        outer = {"root": str(root), "size": met.size, "modified_ns": met.modified_ns, **readers}
        paths = (met.relative, f"{met.relative}!名簿.csv")
        register.record([report(path, **outer, sha256=f"{met.size} {path[-4:]}") for path in paths])
    register.mark_gone()
    register.finish_run()
    return examined


def put(root: Path, name: str, text: str = "見本") -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def share(tmp_path: Path) -> Path:
    share = tmp_path / "share"
    put(share, PLAIN)
    if (share / MAC).exists():
        pytest.skip("the file system takes both spellings for one name")
    return share


def remount(share: Path, name: str = PLAIN, new: str = MAC) -> None:
    """The same share as another system shows it."""
    (share / new).parent.mkdir(exist_ok=True)
    (share / name).rename(share / new)


def test_the_same_file_in_the_other_spelling_is_not_read_again(register: Register, share: Path) -> None:
    assert scan(register, share) == [PLAIN]
    numbers = {file.id for file in register.files()}
    remount(share)
    assert scan(register, share) == []
    found = by_path(register)
    assert found.keys() == {MAC, f"{MAC}!名簿.csv"}
    assert {file.id for file in found.values()} == numbers
    assert not any(file.gone for file in found.values())
    assert new_since(register, 1) == frozenset()
    assert scan(register, share) == []


def test_a_file_that_changed_as_well_keeps_its_row(register: Register, share: Path) -> None:
    scan(register, share)
    remount(share)
    put(share, MAC, "ほかの見本")
    assert scan(register, share) == [MAC]
    found = by_path(register)
    assert not any(file.gone for file in found.values())
    assert new_since(register, 1) == {file.id for file in found.values()}  # their contents are others


def test_two_files_side_by_side_are_two_files(register: Register, share: Path) -> None:
    scan(register, share)
    put(share, MAC)
    assert scan(register, share) == [MAC]
    assert {path for path in by_path(register) if "!" not in path} == {PLAIN, MAC}
    assert scan(register, share) == []


def test_a_decision_about_an_address_holds_in_the_other_spelling(register: Register, share: Path) -> None:
    scan(register, share)
    remount(share)
    Keeper(register, "鈴木").decide("file", f"{share}/{PLAIN}", "unclear")
    decided = Decided(register.decisions("file"))
    scan(register, share)
    from dataclasses import replace

    file = replace(by_path(register)[MAC], sha256="")
    assert decided.of(file).verdict == "unclear"


def test_the_mapping_of_departments_fits_both_spellings() -> None:
    mapping = {"ガイド部/": "案内部"}
    assert department("/共有", PLAIN, mapping) == department("/共有", MAC, mapping) == "案内部"
    assert department("/共有", PLAIN) == department("/共有", MAC) == "ガイド部"
    assert department("/共有", PLAIN, {unicodedata.normalize("NFD", "ガイド部"): "案内部"}) == "案内部"


# --- what people see -------------------------------------------------------------------------------------------


def test_names_are_shown_in_one_piece_and_kept_as_they_are(run: Run, tmp_path: Path) -> None:
    name = unicodedata.normalize("NFD", "ガイド/ゴルフ部員データ.csv")
    put(tmp_path / "共有", name, CUSTOMERS)
    assert run("scan", "共有", "--workers", "1").code == 0
    shown = run("files").out
    assert composed(name).rpartition("/")[2] in shown.replace("\n", "")
    assert "\u3099" not in shown
    assert json.loads(run("files", "--format", "json").out)[0]["path"] == name
    assert "PERSON" in run("findings", composed(name), "--format", "json").out


# --- roots -----------------------------------------------------------------------------------------------------


def known(*roots: str) -> list[StoredRun]:
    return [StoredRun(1, roots, "", "", "", "", 0, 0, 0, 0)]


def test_a_known_root_keeps_its_name(tmp_path: Path) -> None:
    (tmp_path / "Data").mkdir()
    (tmp_path / "alias").symlink_to(tmp_path / "Data")
    other = tmp_path / "other"
    other.mkdir()
    runs = known(str(tmp_path / "Data"), str(tmp_path / "nowhere"))
    assert as_known([tmp_path / "alias", other], runs) == (tmp_path / "Data", other)
    assert as_known([tmp_path / "Data"], runs) == (tmp_path / "Data",)

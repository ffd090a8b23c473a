"""`daicho doctor`: what is missing is said with its price and its remedy, and a scan says the same of each file."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tests import shares
from tests.commands import Outcome, Run, apart, here, is_one_sentence

OCR = "画像の文字の読み取り"
READERS = Path(__file__).parent / "readers"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> Run:
    return here(monkeypatch, capfdbinary, tmp_path)


def checks(outcome: Outcome) -> dict[str, dict[str, Any]]:
    return {check["name"]: check for check in json.loads(outcome.out)}


def broken(folder: Path, *modules: str) -> str:
    """A place for modules that cannot be imported, as after an incomplete installation."""
    place = folder / "broken"
    place.mkdir()
    for module in modules:
        (place / f"{module}.py").write_text(f"raise ImportError('broken', name='{module}')", encoding="utf-8")
    return str(place)


@pytest.mark.slow
def test_everything_needed_is_there(run: Run) -> None:
    done = run("doctor", "--format", "json")
    told = checks(done)
    assert done.code == 0
    assert {check["state"] for check in told.values()} <= {"ok", "missing", "warning"}
    for name in (
        "規則",
        "台帳",
        "一時ファイルの置き場所",
        "検査用のプロセス",
        "画像の文字の読み取り",
        "読み取りの部品",
    ):
        assert told[name]["state"] == "ok", told[name]
    for check in told.values():
        assert (check["state"] == "ok") == (not check["effect"]) == (not check["remedy"])


@pytest.mark.slow
def test_on_the_screen_it_ends_with_what_can_be_done(run: Run) -> None:
    told = run("doctor").out
    assert "検査用のプロセス" in told and "良好" in told
    assert "すべてそろっています。" in told or "スキャンはできます。" in told


@pytest.mark.slow
def test_missing_parts_cost_their_files_only_and_the_reason_is_in_the_register(run: Run, tmp_path: Path) -> None:
    share = tmp_path / "share"
    share.mkdir()
    for name in ("card.png", "scan.pdf", "customers.xlsx"):
        (share / name).write_bytes((READERS / name).read_bytes())
    (share / "名簿.csv").write_text(shares.CUSTOMERS, encoding="utf-8")
    lacking = broken(tmp_path, "rapidocr", "python_calamine")

    told = apart(tmp_path, "doctor", "--format", "json", PYTHONPATH=lacking)
    assert told.code == 0
    found = checks(told)
    assert (
        found["Excel"]["state"]
        == found["読み取りの部品"]["state"]
        == found["画像の文字の読み取り"]["state"]
        == "missing"
    )
    assert "未対応" in found["Excel"]["effect"] and "pip install" in found["Excel"]["remedy"]

    assert apart(tmp_path, "scan", "share", "--workers", "1", PYTHONPATH=lacking).code == 0
    files = {file["path"]: file for file in json.loads(run("files", "--format", "json").out)}
    assert {path: file["status"] for path, file in files.items()} == {
        "card.png": "unsupported", "scan.pdf": "partly_read", "customers.xlsx": "unsupported", "名簿.csv": "read"
    }  # fmt: skip
    assert "python_calamine" in files["customers.xlsx"]["note"] and "daicho doctor" in files["customers.xlsx"]["note"]
    assert "rapidocr" in files["card.png"]["note"] and "rapidocr" in files["scan.pdf"]["note"]

    run("scan", "share", "--workers", "1")  # the parts are there now
    files = {file["path"]: file for file in json.loads(run("files", "--format", "json").out)}
    assert files["customers.xlsx"]["status"] == "read"


@pytest.mark.parametrize(
    ("settings", "name", "told"),
    [
        ('rules = "ない"', "規則", "見つかりません"),
        ('passwords = "ない.txt"', "パスワードの一覧", "ありません"),
        ('register = "ない/a.db"', "台帳", "書き込めません"),
        ('register = "壊れた.db"', "台帳", "台帳"),
        ('key_file = "ファイル/a.key"', "鍵の置き場所", "書き込めません"),
    ],
)
@pytest.mark.slow
def test_what_keeps_a_scan_from_working_is_a_failure(
    settings: str, name: str, told: str, run: Run, tmp_path: Path
) -> None:
    (tmp_path / "daicho.toml").write_text(settings, encoding="utf-8")
    (tmp_path / "壊れた.db").write_bytes(b"no database" * 100)
    (tmp_path / "ファイル").write_text("", encoding="utf-8")
    done = run("doctor", "--format", "json")
    assert done.code == 1
    check = checks(done)[name]
    assert check["state"] == "failed" and told in check["found"] and check["remedy"]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="rights of Unix")
def test_what_others_could_read_is_a_warning(run: Run, tmp_path: Path) -> None:
    (tmp_path / "パスワード.txt").write_text("himitsu\n", encoding="utf-8")
    (tmp_path / "パスワード.txt").chmod(0o644)
    keys = tmp_path / "config/daicho/keys"
    keys.mkdir(parents=True)
    keys.chmod(0o755)
    (tmp_path / "daicho.toml").write_text('passwords = "パスワード.txt"', encoding="utf-8")
    done = run("doctor", "--format", "json")
    assert done.code == 0
    told = checks(done)
    assert told["パスワードの一覧"]["state"] == told["鍵の置き場所"]["state"] == "warning"
    assert "himitsu" not in done.out


def test_wrong_settings_are_one_sentence(run: Run, tmp_path: Path) -> None:
    (tmp_path / "daicho.toml").write_text("[limits]\nmax_ratio = 0\n", encoding="utf-8")
    done = run("doctor")
    assert done.code == 2
    assert is_one_sentence(done.err) and "limits.max_ratio" in done.err

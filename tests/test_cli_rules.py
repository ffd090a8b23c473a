"""Rules of ones own on the command line: `daicho.toml` names a folder and profiles, every command works with them."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from detectors.rules import load_kinds
from inventory import sound_rules
from inventory.register import Register
from tests.commands import Outcome, Run, here, is_one_sentence
from tests.test_own_rules import CARD, GOODS, STAFF

SETTINGS = 'rules = "規則"\n'
NAMES = ("山田太郎", "佐藤花子", "鈴木一郎", "高橋美咲")
TEXT = "担当は MH012345 です。品番は P-0901-2345、代表電話は 03-5550-0123 です。"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A share and rules of its own; the register is not there yet."""
    rows = "".join(f"{name},MH01234{n},P-0901-234{n},MC-1234567{n}\n" for n, name in enumerate(NAMES))
    write(
        tmp_path,
        {
            "share/人事部/配属.csv": "氏名,参照,会員番号,備考\n" + rows,
            "share/人事部/連絡.txt": f"{TEXT}佐藤花子様\n",
            "規則/社員番号.yaml": STAFF,
            "規則/除外.yaml": GOODS,
            "規則/カード.yaml": CARD,
            "daicho.toml": SETTINGS,
        },
    )
    return tmp_path


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Run:
    return here(monkeypatch, capsysbinary, folder)


def write(folder: Path, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def counted(run: Run) -> dict[str, dict[str, int]]:
    """How often each kind was found, by file."""
    files: list[dict[str, Any]] = json.loads(run("files", "--format", "json").out)
    return {file["path"]: {kind: total["count"] for kind, total in file["entities"].items()} for file in files}


@pytest.mark.slow
def test_a_scan_finds_and_leaves_out_what_the_rules_say(run: Run, folder: Path) -> None:
    assert run("scan", "share", "--workers", "1").code == 0
    found = counted(run)
    assert found["人事部/配属.csv"] == {"PERSON": 4, "ORGANISATION_ID": 4, "MIHON_CARD": 4}
    assert found["人事部/連絡.txt"] == {"PERSON": 1, "ORGANISATION_ID": 1}

    told = run("explain", "人事部/連絡.txt").out
    assert "自社の規則『みほん社員番号』: 社員台帳と照らし合わせると本人が分かります。" in told
    assert "MH012345" not in told
    assert "みほんカード番号" in run("findings").out
    assert run("export", "台帳.xlsx").code == 0

    assert "検査したもの 0件" in run("scan", "share", "--workers", "1").out
    write(folder, {"daicho.toml": ""})
    assert "検査したもの 2件" in run("scan", "share", "--workers", "1").out
    found = counted(run)
    assert "MIHON_CARD" not in found["人事部/配属.csv"]
    assert found["人事部/連絡.txt"] == {"PERSON": 1, "PHONE_NUMBER": 1}


@pytest.mark.slow
def test_the_flag_of_finance_needs_its_profile(run: Run, folder: Path) -> None:
    write(folder, {"share/申込.csv": "氏名,本籍\n" + "".join(f"{name},長野県\n" for name in NAMES)})
    for settings, flags in (("", []), ('profiles = ["finance"]', ["financial_sensitive"])):
        write(folder, {"daicho.toml": settings})
        assert run("scan", "share", "--workers", "1").code == 0
        files = {file["path"]: file for file in json.loads(run("files", "--format", "json").out)}
        assert files["申込.csv"]["entities"]["DOMICILE_OF_ORIGIN"]["count"] == 4
        assert files["申込.csv"]["flags"] == flags


def test_detect_uses_them(run: Run, folder: Path) -> None:
    write(folder, {"text.txt": TEXT})
    told = run("detect", "text.txt", "--format", "jsonl")
    findings = [json.loads(line) for line in told.out.splitlines()]
    assert [(found["type"], found["start"], found["end"]) for found in findings] == [("ORGANISATION_ID", 4, 12)]
    assert findings[0]["evidence"] == ["形が一致", "自社の規則『みほん社員番号』"]


def test_the_list_says_whose_rules_they_are(run: Run, folder: Path) -> None:
    write(folder, {"daicho.toml": SETTINGS + 'profiles = ["school"]\n'})
    listed = json.loads(run("rules", "list", "--format", "json").out)
    origins = {(rule["name"], rule["kind"]): (rule["origin"], rule["effect"]) for rule in listed}
    assert origins["みほん社員番号", "ORGANISATION_ID"] == ("own", "finds")
    assert origins["商品コードと自社", "ORGANISATION_ID、PERSON、PHONE_NUMBER"] == ("own", "ignores")
    assert origins["成績・評定・出欠", "SCHOOL_GRADE"] == ("profile", "finds")
    assert origins["氏名", "PERSON"] == ("standard", "finds")
    table = run("rules", "list").out
    assert all(word in table for word in ("自社", "業種", "標準", "みほん社員番号"))


def test_check_tells_everything_at_once(run: Run, folder: Path) -> None:
    write(
        folder,
        {
            "規則/社員番号.yaml": STAFF.replace("MH[0-9]{6}", "MH[0-9]+").replace("社員台帳", "台帳").replace("⟦", ""),
            "規則/除外.yaml": GOODS.replace("PERSON", "PARSON"),
            "規則/壊れ.yaml": "a: [\n",
        },
    )
    checked = run("rules", "check", "規則")
    assert checked.code == 2
    lines = checked.out.splitlines()
    assert [line.split(": ")[:2] for line in lines] == [
        ["壊れ.yaml", "2行目"],
        ["社員番号.yaml", "5行目"],
        ["社員番号.yaml", "9行目"],
        ["社員番号.yaml", "10行目"],
        ["除外.yaml", "4行目"],
    ]
    assert checked.err.strip() == "誤りが 5 件あります。直してから、もう一度確かめてください。"


@pytest.mark.slow
def test_the_shipped_rules_are_sound_which_is_found_out_once(run: Run, folder: Path) -> None:
    """Forms, examples and patterns of all kinds, document types, laws and profiles; then only the user's own."""
    sound_rules.memory().unlink(missing_ok=True)
    assert not sound_rules.are_known()
    first, checked = _seconds(lambda: run("rules", "check"))
    assert checked.out == f"規則に誤りはありません（種別 {len(load_kinds())}、自社の規則 3）。\n"
    assert sound_rules.are_known()
    again, checked_again = _seconds(lambda: run("rules", "check"))
    assert checked_again == checked
    assert again < first / 2
    write(folder, {"規則/社員番号.yaml": STAFF.replace("⟦", "")})
    assert run("rules", "check").code == 2
    sound_rules.memory().write_text("of other rules", encoding="utf-8")
    assert not sound_rules.are_known()
    sound_rules.memory().unlink()


def _seconds(work: Callable[[], Outcome]) -> tuple[float, Outcome]:
    start = time.process_time()
    outcome = work()
    return time.process_time() - start, outcome


def test_check_of_a_folder_that_is_not_in_use(run: Run, folder: Path) -> None:
    write(folder, {"案/社員番号.yaml": STAFF.replace("⟦MH012345⟧", "⟦MH01234⟧")})
    checked = run("rules", "check", "案")
    assert checked.code == 2
    assert "社員番号.yaml: 9行目: 例『担当は ⟦MH01234⟧ です』" in checked.out


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ('rules = "無い"', "無い が見つかりません"),
        ('rules = "daicho.toml"', "daicho.toml はフォルダーではありません"),
        ('profiles = ["bank"]', "使えるのは finance、medical、school"),
        (SETTINGS, "社員番号.yaml: 5行目: 上限のない繰り返し"),
    ],
)
@pytest.mark.parametrize("command", [("scan", "share"), ("detect", "daicho.toml"), ("rules", "list")])
def test_rules_that_cannot_be_used_end_a_command_before_it_begins(
    run: Run, folder: Path, settings: str, said: str, command: tuple[str, ...]
) -> None:
    write(folder, {"daicho.toml": settings, "規則/社員番号.yaml": STAFF.replace("{6}", "{6,}")})
    done = run(*command)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert is_one_sentence(done.err)
    assert not (folder / "daicho.db").exists()


@pytest.mark.slow
def test_the_register_can_be_read_when_the_rules_cannot(run: Run, folder: Path) -> None:
    assert run("scan", "share", "--workers", "1").code == 0
    write(folder, {"規則/社員番号.yaml": "a: ["})
    assert "人事部/配属.csv" in run("files").out
    with Register.open(str(folder / "daicho.db")) as register:
        assert len(register.runs()) == 1

"""`daicho drill` and the offer to scan what is not in the register, as somebody sees them."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests import shares
from tests.commands import Run, here, is_one_sentence


@pytest.fixture
def run(
    incident_folder: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> Iterator[Run]:
    yield here(monkeypatch, capsysbinary, incident_folder)


def test_a_drill_supposes_an_unencrypted_loss_today(run: Run) -> None:
    told = json.loads(run("drill", "人事部/年末調整百人/個人番号.csv", "--format", "json").out)
    assert told["training"] is True and told["noticed"] == date.today().isoformat()
    assert told["known"]["cause"] == "loss" and told["known"]["encrypted"] is False
    real = json.loads(run("incident", "assess", "人事部/年末調整百人/個人番号.csv", "--format", "json").out)
    assert real["training"] is False and real["persons"] == told["persons"] == 100
    shown = run("drill", "人事部/年末調整百人/個人番号.csv").out
    assert shown.startswith("【訓練】100人の氏名、個人番号")


def test_the_scenario_can_be_changed(run: Run) -> None:
    told = json.loads(run("drill", "営業部/名簿", "--cause", "内部不正", "--format", "json").out)
    assert told["known"]["cause"] == "insider"
    assert told["verdicts"]["commission"]["verdict"] == "report"
    encrypted = json.loads(run("drill", "営業部", "--encrypted", "--format", "json").out)
    assert encrypted["known"]["encrypted"] is True


def test_a_number_is_a_line_of_the_ledger(run: Run) -> None:
    (entry, *_) = json.loads(run("entries", "--format", "json").out)
    told = json.loads(run("drill", str(entry["number"]), "--format", "json").out)
    assert told["entries"] == [entry["number"]] and told["persons_max"] == entry["persons_max"]
    missing = run("drill", "999")
    assert missing.code == 2 and "台帳の行 999 はありません" in missing.err


def test_the_worst_places_are_ranked_and_the_ranking_is_explained(run: Run) -> None:
    places = json.loads(run("drill", "--worst", "--format", "json").out)
    assert places[0]["folder"] == "人事部/年末調整" and places[0]["reasons"] == ["my_number", "special_care"]
    assert [place["rank"] for place in places] == list(range(1, len(places) + 1))
    assert len(json.loads(run("drill", "--worst", "1", "--format", "json").out)) == 1
    shown = run("drill", "--worst", "2").out
    assert "人事部" in shown and "並べ方: 特定個人情報・要配慮・財産的被害・1,000人超" in shown


@pytest.mark.parametrize("arguments", [(), ("営業部", "--worst")])
def test_a_drill_is_about_one_thing(run: Run, arguments: tuple[str, ...]) -> None:
    done = run("drill", *arguments)
    assert done.code == 2 and is_one_sentence(done.err) and "--worst" in done.err


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal")
def test_at_a_terminal_what_is_not_in_the_register_can_be_scanned(incident_folder: Path, tmp_path: Path) -> None:
    from tests.terminal import Terminal

    folder = tmp_path / "desk"
    shutil.copytree(incident_folder, folder)
    (folder / "usb").mkdir(exist_ok=True)
    (folder / "usb/顧客.csv").write_text(shares.CUSTOMERS, encoding="utf-8")
    with Terminal(folder, "incident", "assess", "usb", "--cause", "loss", columns=120) as terminal:
        terminal.expect("usb は台帳にありません。今、検査しますか")
        terminal.answer("y")
        terminal.expect("4人の氏名")
        terminal.expect("法律上の助言ではありません")

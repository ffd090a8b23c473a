"""`daicho incident assess` as somebody asks it: places, days, lines, what is missing, what cannot be."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands import Run, here, is_one_sentence
from tests.incident_share import LOST, NOTICED, asked, reported, rule, unknown


@pytest.fixture
def run(
    incident_folder: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> Iterator[Run]:
    yield here(monkeypatch, capsysbinary, incident_folder)


def test_what_nobody_said_is_what_decides(run: Run) -> None:
    told = asked(run, "営業部/名簿")
    assert unknown(told) == {"appi_ill_intent", "persons"}
    assert rule(told, "appi_ill_intent")["deciding_fact"] == "原因（不正アクセスや持ち出しかどうか）"
    assert told["persons"] == 300  # the copy counts once
    assert any("暗号化はされていなかったとみなした" in text for text in told["assumptions"])


def test_a_file_that_nobody_could_read_leaves_it_open(run: Run) -> None:
    told = asked(run, "総務部", "--cause", "loss")
    assert told["unread"] == ["総務部/壊れた.pdf"]
    assert {"appi_special_care", "appi_over_1000_persons", "my_number_over_100_persons", "pmark"} < unknown(told)
    assert "読めなかったファイル 1件の中身" in rule(told, "appi_special_care")["deciding_fact"]
    assert rule(told, "appi_ill_intent")["verdict"] == "not_required"


def test_nothing_personal_is_nothing_to_report(run: Run) -> None:
    told = asked(run, "総務部/お知らせ.txt", "--cause", "insider")
    assert not reported(told) and not unknown(told)
    assert told["persons_max"] == 0


def test_several_files_count_everybody_once(run: Run) -> None:
    told = asked(run, "営業部/ノートPC", "営業部/ノートPC2", "営業部/名簿", *LOST)
    assert told["persons_max"] == 1_001


def test_the_number_that_somebody_knows_stands_above_the_register(run: Run) -> None:
    told = asked(run, "営業部/ノートPC", *LOST, "--persons", "1200")
    assert "appi_over_1000_persons" in reported(told)
    assert any("指定された 1,200人" in text for text in told["assumptions"])


@pytest.mark.parametrize(
    "written",
    [
        "share/営業部/名簿/顧客300.csv",
        "./share/営業部/名簿/顧客300.csv",
        "営業部\\名簿\\顧客300.csv",
        unicodedata.normalize("NFD", "営業部/ノートPC/../名簿/顧客300.csv").replace("ノートPC/../", ""),
        "営業部/名簿/控え",
    ],
)
def test_places_as_people_write_them(run: Run, written: str) -> None:
    assert asked(run, written)["persons"] == 300


def test_a_whole_share_in_full(run: Run, incident_folder: Path) -> None:
    told = asked(run, str(incident_folder / "share"))
    assert told["files"] == 21 and set(told["departments"]) == {"営業部", "人事部"}
    assert asked(run, ".")["files"] == 21


def test_a_line_of_the_ledger(run: Run) -> None:
    entries = json.loads(run("entries", "--format", "json").out)
    number = next(one["number"] for one in entries if one["document_type"] == "health_check")
    told = asked(run, "--entry", str(number), "--cause", "loss")
    assert told["entries"] == [number] and told["personal"] == ["人事部/健診/健康診断結果.csv", "人事部/健診結果.csv"]


def test_what_is_not_in_the_register_is_listed_and_decides(run: Run, incident_folder: Path) -> None:
    (incident_folder / "usb").mkdir(exist_ok=True)
    told = asked(run, "営業部/名簿", "usb", "--cause", "loss")
    assert told["not_in_register"] == ["usb"]
    assert "台帳にない 1か所の中身" in rule(told, "appi_special_care")["deciding_fact"]
    shown = run("incident", "assess", "営業部/名簿", "usb")
    assert "「daicho scan usb」" in shown.err and "台帳にない場所: usb" in shown.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("usb2",), "usb2 は台帳にありません。「daicho scan usb2」"),
        ((), "何が漏れたか分かりません"),
        (("",), "何が漏れたか分かりません"),
        (("営業部", "--noticed", "2999-01-01"), "まだ来ていない日です"),
        (("営業部", "--noticed", "来週"), "日付として読めません"),
        (("営業部", "--recovered", "--public"), "両立しません"),
        (("営業部", "--not-encrypted", "--key-leaked"), "両立しません"),
        (("営業部", "--cause", "insider", "--no-ill-intent"), "内部不正"),
        (("営業部", "--cause", "loss", "--not-stored"), "入力の途中で取られた"),
        (("営業部", "--own-data", "--client-told"), "委託元がありません"),
        (("営業部", "--cause", "fire"), "--cause の値が正しくありません"),
        (("営業部", "--persons", "0"), "--persons の値が正しくありません"),
        (("営業部", "--kind", "しっぽ"), "「しっぽ」という種別はありません"),
        (("--entry", "999"), "台帳の行 999 はありません"),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(run: Run, arguments: tuple[str, ...], said: str) -> None:
    done = run("incident", "assess", *arguments)
    assert done.code == 2 and done.out == ""
    assert said in done.err and is_one_sentence(done.err)


def test_days_are_understood_as_people_write_them(run: Run) -> None:
    for written in ("2025/6/2", "令和7年6月2日", "令和７年６月２日", "R7.6.2", "2025年6月2日"):
        done = run("incident", "assess", "営業部/名簿", "--noticed", written, "--format", "json")
        assert json.loads(done.out)["noticed"] == "2025-06-02", written


def test_the_answer_stands_in_the_first_line(run: Run) -> None:
    done = run("incident", "assess", "営業部/ノートPC2", *LOST, *NOTICED)
    first = done.out.splitlines()[0]
    assert first.startswith("1,001人の氏名、電話番号")
    assert "個人情報保護委員会への報告が必要です" in first and "2025-07-01（火）まで" in first
    assert "（過ぎています）" in done.out.splitlines()[4]
    assert done.out.count("法律上の助言ではありません") == 1
    order = [done.out.index(heading) for heading in ("■ 漏れたもの", "■ 判断の理由", "■ 前提", "■ 次にすること")]
    assert order == sorted(order)


def test_no_value_is_shown(run: Run, incident_folder: Path) -> None:
    listed = (incident_folder / "share/営業部/経費/法人カード.csv").read_text(encoding="utf-8").splitlines()[1:]
    done = run("incident", "assess", "営業部", "人事部")
    assert not any(value in done.out for line in listed for value in line.split(","))

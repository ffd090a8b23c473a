"""`daicho review` and `reveal`: at a terminal as a person uses them, and for scripts."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from inventory.cli.japanese import width
from inventory.register import Register
from inventory.report import MaskedSample
from tests.commands import Run, here, is_one_sentence
from tests.registers import made
from tests.reports import ROOT, kind, report

if sys.platform != "win32":
    from tests.terminal import Terminal

at_a_terminal = pytest.mark.skipif(sys.platform == "win32", reason="Windows には疑似端末がない")
PHONE = "b" * 32
LONG = f"営業部/{'とても長い名前のフォルダー' * 6}/{'展示会で名刺を交換したお客様の一覧' * 4}\x1b[31m.csv"


def sample(place: str, fingerprint: str) -> MaskedSample:
    """A finding of that fingerprint."""
    return MaskedSample(place, "山●●●", 0.9, ("見出し",), fingerprint)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A register of four contents, one of them at two places."""
    with Register.open(made(tmp_path / "daicho.db"), key_file=tmp_path / "key") as register:
        register.begin_run([ROOT], "0.1", "d1")
        names = replace(kind("PERSON", 3), samples=tuple(sample(f"A{n}", f"{n:032x}") for n in range(3)))
        phones = replace(kind("PHONE_NUMBER", 3), samples=(sample("B1", PHONE),))
        register.record([report("人事部/番号.csv", flags=("my_number",), kinds=(names, phones))])
        register.record([report("営業部/顧客.csv")])
        register.record([report("控え/顧客.csv", sha256="sha256 of 営業部/顧客.csv")])
        register.record([report("総務部/様式.docx", persons=1, persons_max=1)])
        register.record([report(LONG, persons=2, persons_max=2)])
        register.finish_run()
    (tmp_path / "daicho.toml").write_text('reviewer = "総務 佐藤"\nkey_file = "key"\n', encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Iterator[Run]:
    yield here(monkeypatch, capsysbinary, folder)


def listed(run: Run, *options: str) -> list[dict[str, Any]]:
    """What `daicho review --list` says."""
    rows: list[dict[str, Any]] = json.loads(run("review", "--list", "--format", "json", *options).out)
    return rows


@at_a_terminal
def test_a_person_decides_by_single_keys(folder: Path, run: Run) -> None:
    with Terminal(folder, "review") as terminal:
        assert "1／4件目  人事部/番号.csv" in terminal.expect("q 終了")
        terminal.press("y")
        page = terminal.expect("q 終了")
        assert "2／4件目  営業部/顧客.csv" in page and "同じ内容    控え/顧客.csv" in page
        terminal.press("n")
        terminal.expect("非該当とする理由: ")
        terminal.answer("取引先の法人名簿")
        assert "3／4件目" in terminal.expect("q 終了")
        terminal.press("ｂ")  # as it comes with the Japanese input method on
        page = terminal.expect("q 終了")
        assert "2／4件目" in page and "今の判断    非該当（総務 佐藤" in page
        terminal.press("\x1b[C")  # the arrow to the right
        assert "3／4件目" in terminal.expect("q 終了")
        terminal.press("u")
        terminal.expect("確かめること: ")
        terminal.answer("")
        assert "4／4件目" in terminal.expect("q 終了")
        terminal.press("n")
        terminal.expect("非該当とする理由［Enter: 取引先の法人名簿］: ")
        terminal.interrupt()  # thought better of it
        assert "4／4件目" in terminal.expect("q 終了")
        terminal.press("f")
        terminal.expect("4件のうち 4件を判断しました。人の判断を待つものは、あと 1件です。")
        assert terminal.end() == 0
    verdicts = {row["path"]: row["decision"]["verdict"] for row in listed(run, "--all")}
    assert [verdicts[path] for path in ("人事部/番号.csv", "営業部/顧客.csv")] == ["applicable", "not_applicable"]
    assert [row["path"] for row in listed(run)] == [row["path"] for row in listed(run, "--all")][:1]  # 要確認 stays
    assert sorted(verdicts.values()) == ["applicable", "form_only", "not_applicable", "unclear"]


@at_a_terminal
@pytest.mark.parametrize("columns", [80, 120])
def test_every_line_fits_the_terminal(folder: Path, columns: int) -> None:
    with Terminal(folder, "review", "--path", "とても長い", columns=columns) as terminal:
        page = terminal.expect("q 終了")
        terminal.press("d")
        page += terminal.expect("q ファイルに戻る")
        terminal.press("q")
        terminal.expect("q 終了")
        terminal.press("q")
        assert terminal.end() == 0
    assert max(map(width, page.splitlines())) <= columns
    assert "\x1b[31m" not in page and "\ufffd[31m.csv" in page.replace("\r\n", "")


@at_a_terminal
def test_a_finding_is_called_wrong_and_taken_back(folder: Path, run: Run) -> None:
    with Terminal(folder, "review", "人事部/番号.csv") as terminal:
        terminal.expect("q 終了")
        terminal.press("d")
        assert "検出 1／4" in terminal.expect("q ファイルに戻る")
        terminal.press("n")
        terminal.expect("誤りとする理由: ")
        terminal.answer("部署の名前")
        assert "検出 2／4" in terminal.expect("q ファイルに戻る")
        terminal.press("u")
        assert "検出 3／4" in terminal.expect("q ファイルに戻る")
        terminal.press("q")
        page = terminal.expect("q 終了")
        assert "【誤り】山●●●  A0" in page and "【要確認】山●●●  A1" in page
        terminal.press("q")
        terminal.expect("誤りとした検出は 1件です。次の daicho scan で、1件のファイルを読み直して数え直します。")
    found = {row["fingerprint"]: row["verdict"] for row in json.loads(run("findings", "--format", "json").out)}
    assert f"{0:032x}" not in found
    assert (found[f"{1:032x}"], found[f"{2:032x}"]) == ("unclear", "")
    told = run("review", "--allowed", "--format", "json").out
    assert [(row["reason"], row["by"]) for row in json.loads(told)] == [("部署の名前", "総務 佐藤")]


def test_wrong_findings_are_listed_exported_and_taken_back(run: Run) -> None:
    told = run("review", "--finding", PHONE, "--decide", "非該当", "--reason", "代表番号", "--by", "鈴木")
    assert told.out == ("1件の検出を誤りと判断しました。次の daicho scan で、1件のファイルを読み直して数え直します。\n")
    assert PHONE not in run("findings", "--format", "json").out
    assert "【誤り】B1  山●●●" in run("explain", "人事部/番号.csv").out
    assert "代表番号" in run("review", "--allowed").out
    written = yaml.safe_load(run("review", "--allowed", "--format", "yaml").out)
    (row,) = written["allowed"]
    assert (row["fingerprint"], row["kind"]) == (PHONE, "PHONE_NUMBER")
    assert (row["reason"], row["by"]) == ("代表番号", "鈴木")
    assert "●" not in str(written)
    assert run("review", "--finding", PHONE[:8], "--decide", "該当").code == 0
    assert run("review", "--allowed", "--format", "json").out == "[]\n"
    assert PHONE in run("findings", "--format", "json").out
    assert "検出 電話番号 山●●●" in run("history").out


def test_scripts_decide_and_list(run: Run) -> None:
    assert len(listed(run)) == 4
    told = run("review", "--decide", "非該当", "--reason", "法人名簿", "控え/顧客.csv")
    assert told.out == "2件のファイル（1種類の内容）を非該当と判断しました。\n"
    assert "営業部/顧客.csv" not in run("review", "--list").out
    assert "非該当（総務 佐藤" in run("review", "--list", "--all", "--format", "csv").out
    shown = {row["path"]: row["verdict"] for row in json.loads(run("files", "--format", "json").out)}
    assert shown["営業部/顧客.csv"] == shown["控え/顧客.csv"] == "not_applicable"
    lines = json.loads(run("entries", "--format", "json").out)
    assert sum(line["files"] for line in lines) == 3
    assert run("review", "--decide", "様式のみ", "--entry", str(lines[0]["number"])).code == 0
    assert [row["path"] for row in listed(run, "--kind", "PHONE_NUMBER", "--path", "総務部")] == ["総務部/様式.docx"]


def test_a_reopened_file_says_why(run: Run, folder: Path) -> None:
    run("review", "--decide", "様式のみ", "総務部/様式.docx")
    with Register.open(folder / "daicho.db", key_file=folder / "key") as register:
        register.begin_run([ROOT], "0.1", "d1")
        filled = report("総務部/様式.docx", sha256="filled in", persons=40, persons_max=41)
        register.record([replace(filled, flags=("special_care",))])
        register.finish_run()
    (row,) = listed(run, "--path", "総務部")
    assert (row["decision"], row["former"]["verdict"]) == (None, "form_only")
    assert "前回の判断: 様式のみ（総務 佐藤" in run("explain", "総務部/様式.docx").out
    assert row["changed"] == "本人の数が 1人 から 40～41人 に変わりました、要配慮個人情報が加わりました"
    assert "前回は様式のみ（総務 佐藤" in run("review", "--list", "--format", "csv").out


@pytest.mark.parametrize(
    "arguments",
    [
        ("review",),
        ("review", "ない.csv"),
        ("review", "--entry", "99"),
        ("review", "--kind", "XX"),
        ("review", "--decide", "該当"),
        ("review", "--decide", "非該当", "営業部/顧客.csv"),
        ("review", "--decide", "たぶん", "営業部/顧客.csv"),
        ("review", "--finding", PHONE),
        ("review", "--finding", "0000000000", "--decide", "該当"),
        ("review", "--finding", PHONE, "--decide", "非該当"),
        ("review", "--format", "yaml"),
        ("reveal", "ない.csv"),
        ("reveal", "営業部/顧客.csv", "--kind", "AGE"),
        ("reveal", "営業部/顧客.csv", "--number", "9"),
        ("reveal", "営業部/顧客.csv", "--number", "1"),
    ],
    ids=" ".join,
)
def test_what_cannot_be_done_is_one_sentence(run: Run, arguments: tuple[str, ...]) -> None:
    told = run(*arguments)
    assert (told.code, told.out) == (2, "")
    assert is_one_sentence(told.err)


# --- with real files ---------------------------------------------------------------------------------------------


@pytest.fixture
def share(folder: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Run:
    """A scanned share: minutes that name somebody, the same in an archive, and a list."""
    (folder / "daicho.db").unlink()
    files = folder / "共有"
    files.mkdir()
    (files / "議事録.txt").write_text("本日の会議で、高島さんが来期の計画を話した。\n", encoding="utf-8")
    (files / "名簿.csv").write_text("氏名,電話番号\n山田太郎,090-1234-5610\n佐藤花子,090-1234-5611\n", encoding="utf-8")
    run = here(monkeypatch, capsysbinary, folder)
    assert run("scan", files, "--workers", "1").code == 0
    return run


def personal(run: Run) -> dict[str, int]:
    """The files with personal data, and how many people are in each."""
    return {row["path"]: row["persons"] for row in json.loads(run("files", "--personal", "--format", "json").out)}


def test_the_scan_learns_what_is_wrong_and_unlearns_it(share: Run, folder: Path) -> None:
    assert personal(share) == {"名簿.csv": 2, "議事録.txt": 1}
    (found,) = (row for row in json.loads(share("findings", "--format", "json").out) if row["path"] == "議事録.txt")
    share("review", "--finding", found["fingerprint"], "--decide", "非該当", "--reason", "会議室の名前")
    assert personal(share) == {"名簿.csv": 2}
    (folder / "共有" / "新しい.txt").write_text("高島さんで打ち合わせ。\n", encoding="utf-8")
    again = share("scan", "共有", "--workers", "1")
    assert "検査したもの 2件、前回から変わりのないもの 1件" in again.out
    assert personal(share) == {"名簿.csv": 2}
    taken_back = share("review", "--finding", found["fingerprint"][:10], "--decide", "該当")
    assert "次の daicho scan で、2件のファイルを読み直して" in taken_back.out  # those that were read meanwhile
    share("scan", "共有", "--workers", "1")
    assert personal(share) == {"名簿.csv": 2, "新しい.txt": 1, "議事録.txt": 1}


@at_a_terminal
def test_a_value_is_shown_at_a_terminal_and_noted(share: Run, folder: Path) -> None:
    listed = share("reveal", "名簿.csv")
    assert "山田" not in listed.out and "見るものを --number 番号 で選んでください。" in listed.out
    assert share("history", "--format", "json").out == "[]\n"
    with Terminal(folder, "reveal", "名簿.csv", "--kind", "PHONE_NUMBER", "--reason", "本人からの照会") as terminal:
        assert terminal.end() == 0
        assert "電話番号: 090-1234-5610" in terminal.screen
    (noted,) = json.loads(share("history", "--format", "json").out)
    assert (noted["field"], noted["changed_by"], noted["reason"]) == ("reveal", "総務 佐藤", "本人からの照会")
    assert "名簿.csv" in noted["after"] and "電話番号" in noted["after"]
    assert b"090-1234-5610" not in b"".join(path.read_bytes() for path in folder.glob("daicho.db*"))


@at_a_terminal
def test_a_value_of_a_file_that_changed_or_is_gone_is_not_shown(share: Run, folder: Path) -> None:
    path = folder / "共有" / "議事録.txt"
    for change, said in (
        (lambda: path.write_text("高島さんは欠席。\n", encoding="utf-8"), "検査のあとで変わっています"),
        (path.unlink, "元の場所にありません"),
    ):
        change()
        with Terminal(folder, "reveal", "議事録.txt") as terminal:
            assert terminal.end() == 2
            assert said in terminal.screen and is_one_sentence(terminal.screen)
    assert share("history", "--format", "json").out == "[]\n"

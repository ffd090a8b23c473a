"""One file to its reports: values go in, masks and hashes come out, and no fault of ours loses a file."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from detectors.engine import Engine
from detectors.finding import Finding
from detectors.text_findings import Seen
from inventory.endings import allowed_seconds, lost, unopened
from inventory.examining import Examiner
from inventory.report import FileReport
from scanner.crawl import NotOpened, walk
from scanner.document import FoundFile
from scanner.extract import Limits
from tests import engines, shares

KEY = b"k" * 32


@pytest.fixture
def engine() -> Engine:
    return engines.engine()


def _reports(engine: Engine, path: Path, **limits: float) -> list[FileReport]:
    (found,) = walk([path])
    assert isinstance(found, FoundFile)
    return Examiner(engine, KEY, Limits(**limits)).reports(found)  # type: ignore[arg-type]


def test_a_report_holds_masks_and_hashes(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "顧客.csv").write_text(shares.CUSTOMERS, encoding="cp932")
    (report,) = _reports(engine, tmp_path / "顧客.csv")
    assert (report.status, report.personal, report.persons, report.people.sketched) == ("read", True, 4, False)
    assert "山田太郎" not in repr(report) and "090-1234" not in repr(report)
    names = next(kind for kind in report.kinds if kind.kind == "PERSON")
    assert names.samples[0].masked == "山●●●"
    assert len(report.people.by_name) == len(report.people.by_mark) == 4 * 8


def test_another_key_gives_other_hashes(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(shares.CUSTOMERS, encoding="utf-8")
    (found,) = walk([tmp_path / "a.csv"])
    assert isinstance(found, FoundFile)
    (one,), (other,) = (Examiner(engine, key, Limits()).reports(found) for key in (KEY, b"x" * 32))
    assert _hashes(one).isdisjoint(_hashes(other))


def _hashes(report: FileReport) -> set[bytes]:
    packed = report.people.by_name + report.people.by_mark
    return {packed[start : start + 8] for start in range(0, len(packed), 8)}


def test_members_have_their_own_reports(engine: Engine, tmp_path: Path) -> None:
    share = shares.build(tmp_path)
    outer, member = _reports(engine, share / "人事部/書庫.zip")
    assert (outer.path, outer.personal) == ("書庫.zip", False)
    assert (member.path, member.personal, member.persons) == ("書庫.zip!応募者.csv", True, 4)


def test_half_surrogates_do_not_hide_what_is_found(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(
        '[{"メモ": "\\ud800", "氏名": "山田太郎", "電話": "090-3817-2946"}]', encoding="utf-8"
    )
    (report,) = _reports(engine, tmp_path / "a.json")
    assert report.personal
    assert {"PERSON", "PHONE_NUMBER"} <= {kind.kind for kind in report.kinds}


class Faulty(Engine):
    """An engine that has a fault in one place."""

    def counted(self, text: str, place: str, seen: Seen | None = None) -> list[Finding]:
        if "爆発" in text:
            raise ZeroDivisionError(text)
        return super().counted(text, place, seen)


def test_a_fault_of_ours_is_told_and_costs_one_passage(tmp_path: Path) -> None:
    text = "爆発\n" + "あいうえお\n" * 20_000 + "担当：山田太郎 電話：090-3817-2946\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (report,) = _reports(Faulty(), tmp_path / "a.txt")
    assert report.status == "partly_read"
    assert report.note == "判定中に問題が起きました（ZeroDivisionError）"
    assert report.personal


def test_what_was_found_before_the_time_was_up_stays(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "担当：山田太郎 電話：090-3817-2946\n" + "あいうえお\n" * 3_000_000, encoding="utf-8"
    )
    (report,) = _reports(engine, tmp_path / "a.txt", seconds=-45.7)  # a blink, less what its size allows
    assert report.status == "timed_out"
    assert "打ち切りました" in report.note or "途中でやめました" in report.note
    assert report.personal


def test_members_that_nobody_had_time_for_are_reported(engine: Engine, tmp_path: Path) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        for number in range(3):
            file.writestr(f"{number}.csv", shares.CUSTOMERS)
    (tmp_path / "a.zip").write_bytes(archive.getvalue())
    reports = _reports(engine, tmp_path / "a.zip", seconds=-1)
    assert [report.path for report in reports] == ["a.zip", "a.zip!（残りのファイル）"]
    assert reports[1].status == "timed_out"


def test_large_files_may_take_longer() -> None:
    assert allowed_seconds(120, 0) == 120
    assert allowed_seconds(120, 4 << 30) > 3600


def test_what_was_not_examined_is_reported_too(tmp_path: Path) -> None:
    denied = unopened(NotOpened(tmp_path, "秘", "denied", "権限がありません"))
    assert (denied.path, denied.status, denied.note, denied.personal) == ("秘", "denied", "権限がありません", False)
    (tmp_path / "a.txt").write_bytes(b"x")
    (found,) = walk([tmp_path])
    assert isinstance(found, FoundFile)
    report = lost(found, "timed_out", "時間切れ")
    assert (report.path, report.status, report.size, report.sha256) == ("a.txt", "timed_out", 1, "")

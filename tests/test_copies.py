"""The same content at many places: read once, reported everywhere, and judged by the path where that says more."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from detectors.engine import Engine
from detectors.said_by_path import said_by
from inventory.contents import Content, Place
from inventory.examining import Examiner
from inventory.queries import StoredFile
from inventory.register import Register
from inventory.report import FileReport
from inventory.scan import Progress, scan
from inventory.settings import Settings
from scanner.crawl import walk
from scanner.document import FoundFile
from scanner.extract import Limits
from tests import engines, shares

KEY = b"k" * 32


@pytest.fixture
def engine() -> Engine:
    return engines.engine()


class Remembering:
    """What was examined, and how often anything was found again."""

    def __init__(self) -> None:
        self.reports: list[FileReport] = []
        self.recalled = 0

    def places(self, content: Content) -> Sequence[Place]:
        known = [(number, one) for number, one in enumerate(self.reports) if one.sha256 == content.sha256]
        return [Place(number, one.path, one.media_type, one.status, one.note) for number, one in known]

    def report(self, number: int) -> FileReport:
        self.recalled += 1
        return self.reports[number]


def examine(engine: Engine, folder: Path) -> tuple[dict[str, FileReport], int]:
    """The reports of everything in a folder, and how many of them were not worked out anew."""
    memory, examiner = Remembering(), Examiner(engine, KEY, Limits())
    for file in _files(folder):
        memory.reports += examiner.stream(file, memory)
    return {report.path: report for report in memory.reports}, memory.recalled


def _files(folder: Path) -> Iterator[FoundFile]:
    return (met for met in walk([folder]) if isinstance(met, FoundFile))


def test_a_copy_is_reported_as_the_first_was(engine: Engine, tmp_path: Path) -> None:
    names = ("営業/顧客名簿.csv", "営業/控え/顧客名簿 - コピー (2).csv", "営業/20240401_顧客名簿.csv")
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(shares.CUSTOMERS, encoding="utf-8")
    reports, recalled = examine(engine, tmp_path)
    alone = {name: Examiner(engine, KEY, Limits()).reports(found)[0] for name, found in _by_name(tmp_path).items()}
    assert reports == alone  # as if each had been read for itself
    assert recalled == 2


def _by_name(folder: Path) -> dict[str, FoundFile]:
    return {file.relative: file for file in _files(folder)}


@pytest.mark.parametrize(
    "names",
    [
        ("一覧.csv", "伝票番号一覧.csv"),
        ("顧客.csv", "顧客_山田太郎.csv"),
        ("応募/名簿.csv", "配送/送り状.csv"),
        ("申込.csv", "申込（記入例）.csv"),
        ("a.csv", "シフト表.csv"),
    ],
)
def test_a_path_that_says_something_else_is_judged_for_itself(
    names: tuple[str, str], engine: Engine, tmp_path: Path
) -> None:
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(shares.CUSTOMERS, encoding="utf-8")
    reports, recalled = examine(engine, tmp_path)
    assert reports == {
        name: Examiner(engine, KEY, Limits()).reports(found)[0] for name, found in _by_name(tmp_path).items()
    }
    assert recalled == 0


def test_members_are_copies_too(engine: Engine, tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(20):
            archive.writestr(f"{number}/名簿.csv", shares.CUSTOMERS)
    (tmp_path / "a.zip").write_bytes(packed.getvalue())
    (tmp_path / "b.zip").write_bytes(packed.getvalue())
    reports, recalled = examine(engine, tmp_path)
    assert len(reports) == 42
    lists = [report for path, report in reports.items() if path.endswith("名簿.csv")]
    assert {(report.personal, report.persons, report.status) for report in lists} == {(True, 4, "read")}
    assert recalled == 21  # all of b.zip with itself; within a.zip nothing had to be asked for


def test_a_damaged_member_is_no_copy(engine: Engine, tmp_path: Path) -> None:
    """What could be unpacked of it may be the same as a whole file; it is read for itself, and called incomplete."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("名簿.csv", shares.CUSTOMERS)
    wrong_sum = packed.getvalue().replace(archive.getinfo("名簿.csv").CRC.to_bytes(4, "little"), b"abcd")
    (tmp_path / "b.zip").write_bytes(wrong_sum)
    (tmp_path / "名簿.csv").write_text(shares.CUSTOMERS, encoding="utf-8")
    reports, recalled = examine(engine, tmp_path)
    assert (reports["b.zip!名簿.csv"].status, reports["名簿.csv"].status) == ("partly_read", "read")
    assert reports["b.zip!名簿.csv"].sha256 == reports["名簿.csv"].sha256
    assert recalled == 0


def test_what_paths_say(engine: Engine) -> None:
    def same(one: str, other: str) -> bool:
        return said_by(one, "text/csv", engine) == said_by(other, "text/csv", engine)

    assert same("共有/顧客名簿.csv", "共有/2024/顧客名簿 - コピー.csv")
    assert same("a.zip!名簿.csv", "古い/b.zip!2024/名簿.csv")
    assert not same("名簿.csv", "名簿_佐藤花子.csv")
    assert not same("顧客名簿.csv", "履歴書.csv")


@pytest.mark.slow
def test_many_copies_are_read_once_in_a_scan_and_once_between_scans(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    share = tmp_path / "share"
    text = shares.CUSTOMERS + "".join(f"佐藤{kana}子,03-5555-{n:04},\n" for n, kana in enumerate("あいうえお" * 20))
    for number in range(200):
        place = share / f"{number % 7}" / f"顧客名簿 ({number}).csv"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    first = Recalls.open(tmp_path / "a.db")
    assert len(first.scan(share)) == 200
    assert 0 < first.recalled <= 2  # each worker asks for the report once, and keeps it
    (share / "8").mkdir()
    (share / "8/顧客名簿 (2000).csv").write_text(text, encoding="utf-8")
    again = Recalls.open(tmp_path / "a.db")
    files = again.scan(share)
    assert again.recalled == 1
    assert len(files) == 201
    assert len({(file.personal, file.persons, file.document_type, file.kinds) for file in files}) == 1


class Recalls(Register):
    """A register that counts what is taken over from it."""

    recalled = 0

    def report(self, number: int) -> FileReport | None:
        self.recalled += 1
        return super().report(number)

    def scan(self, share: Path) -> list[StoredFile]:
        with self:
            scan([share], self, Settings(workers=2), Progress())
            return list(self.files())

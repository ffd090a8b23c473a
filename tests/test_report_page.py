"""`daicho report`: one page that says everything and needs nothing, and shows no value that was found."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from inventory.export.html import charts
from inventory.register import Register
from inventory.report import FileReport
from tests.commands import Run, here
from tests.registers import made
from tests.reports import ROOT, report

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
ODD = "<img src=x onerror=alert(1)>\x1b[31m\u202egpj.csv"


def with_flags(path: str, *flags: str, open_to_all: bool = False) -> FileReport:
    made = report(path, document_type="customer_list", persons=20, persons_max=20)
    return replace(made, flags=flags, readable_by_all=open_to_all)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Iterator[Run]:
    with Register.open(made(tmp_path / "daicho.db"), key_file=tmp_path / "key") as register:
        for files in (
            [with_flags("人事部/健診.csv", "special_care", open_to_all=True)],
            [
                with_flags("人事部/健診.csv", "special_care", open_to_all=True),
                with_flags("営業部/顧客.csv"),
                with_flags(f"営業部/{ODD}", "my_number"),
                report("営業部/鍵付き.zip", status="encrypted", note="パスワードで保護されています", personal=False),
            ],
        ):
            register.begin_run([ROOT], "0.1", "d1", full=True)
            for one in files:
                register.record([one])
            register.mark_gone()
            register.finish_run()
    (tmp_path / "daicho.toml").write_text('company = "見本 & 商事"\nkey_file = "key"\n', encoding="utf-8")
    yield here(monkeypatch, capsysbinary, tmp_path)


def page(run: Run, tmp_path: Path) -> html.HtmlElement:
    """The report as a browser reads it."""
    assert run("report", "報告.html").code == 0
    return html.document_fromstring((tmp_path / "報告.html").read_text(encoding="utf-8"))


def text(element: html.HtmlElement) -> str:
    return re.sub(r"\s+", " ", str(element.text_content()))


def test_the_page_says_first_what_is_open_to_all_then_what_was_examined(run: Run, tmp_path: Path) -> None:
    body = page(run, tmp_path).body
    told = text(body)
    assert "全員が読める場所に、要配慮個人情報のファイルが 1件あります。" in told
    assert told.index("全員が読める場所に") < told.index("検査範囲：何を調べ") < told.index("部門と種別：")
    coverage = text(body.get_element_by_id("coverage"))
    assert "対象とした 4件" in coverage and "最後まで読めたもの 3件" in coverage and "読めなかったもの 1件" in coverage
    assert "合計（対象とした件数と一致）4" in coverage.replace(" ", "")
    assert "パスワードで保護されています" in text(body.get_element_by_id("unread"))


def test_the_map_of_departments_and_kinds_counts_files(run: Run, tmp_path: Path) -> None:
    rows = page(run, tmp_path).get_element_by_id("map").xpath(".//tr")
    cells = {text(row[0]): [text(cell) for cell in row[1:]] for row in rows}
    persons = cells["管理部門"].index("氏名")
    assert (cells["営業部"][persons], cells["人事部"][persons]) == ("2", "1")


def test_the_gravest_place_comes_first(run: Run, tmp_path: Path) -> None:
    rows = page(run, tmp_path).get_element_by_id("worst").xpath(".//tbody/tr")
    assert [text(row[1]) for row in rows] == ["営業部", "人事部"]  # 特定個人情報 before 要配慮個人情報


def test_growth_is_told_from_scan_to_scan(run: Run, tmp_path: Path) -> None:
    growth = page(run, tmp_path).get_element_by_id("growth")
    assert "くらべる前のスキャンがありません" in text(growth)  # nothing was counted: no command scanned


def test_the_page_needs_no_network_and_runs_nothing(run: Run, tmp_path: Path) -> None:
    tree = page(run, tmp_path)
    assert not tree.xpath("//script | //link | //img | //iframe | //object | //form")
    assert {link.get("href")[0] for link in tree.xpath("//a")} == {"#"}
    assert not [name for name in tree.xpath("//@*") if re.match(r"(?i)\s*(https?:|data:|javascript:|//)", str(name))]
    written = (tmp_path / "報告.html").read_text(encoding="utf-8")
    assert "url(" not in written and "@import" not in written and "default-src 'none'" in written
    assert all(svg.get("aria-label") for svg in tree.xpath("//*[local-name()='svg']"))


def test_names_of_files_cannot_steer_the_page(run: Run, tmp_path: Path) -> None:
    written = (tmp_path / "報告.html", page(run, tmp_path))[0].read_text(encoding="utf-8")
    assert "<img" not in written and "\x1b" not in written and "\u202e" not in written
    assert "&lt;img" in written and "見本 &amp; 商事" in written


def test_what_a_person_ruled_out_is_not_counted(run: Run, tmp_path: Path) -> None:
    decide = ("review", "--decide", "非該当", "営業部/顧客.csv", "--reason", "店舗の一覧", "--by", "佐藤")
    assert run(*decide).code == 0
    body = page(run, tmp_path).body
    assert "個人情報のあるファイル2件" in text(body.get_element_by_id("tiles")).replace(" ", "")
    assert [text(row[4]) for row in body.get_element_by_id("worst").xpath(".//tbody/tr")] == ["1", "1"]


@pytest.mark.parametrize("out", ["報告.pdf", "報告"])
def test_another_ending_is_refused(run: Run, tmp_path: Path, out: str) -> None:
    told = run("report", out)
    assert told.code == 2 and ".html" in told.err and not (tmp_path / out).exists()


def test_an_empty_register_is_a_page_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    Register.open(tmp_path / "daicho.db").close()
    run = here(monkeypatch, capsysbinary, tmp_path)
    assert "個人情報のあるファイルは見つかりませんでした" in text(page(run, tmp_path))


@pytest.mark.slow
@pytest.mark.skipif(BROWSER is None, reason="no Chromium here to open the page with")
def test_a_browser_shows_and_prints_it(run: Run, tmp_path: Path) -> None:
    import pypdfium2

    page(run, tmp_path)
    quiet = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
    place = (f"--user-data-dir={tmp_path / 'profile'}", f"--print-to-pdf={tmp_path / 'page.pdf'}")
    done = subprocess.run(
        [str(BROWSER), *quiet, *place, (tmp_path / "報告.html").as_uri()], capture_output=True, timeout=120, check=True
    )
    assert b"Content Security Policy" not in done.stderr
    printed = pypdfium2.PdfDocument(tmp_path / "page.pdf")
    told = "".join(sheet.get_textpage().get_text_range() for sheet in printed)
    assert "個人情報の検査報告" in told and "鍵付き.zip" in told
    printed.close()


@given(st.lists(st.tuples(st.integers(0, 10**7), st.integers(0, 10**7)).map(sorted), max_size=20))
def test_bars_stay_within_the_longest(values: list[list[int]]) -> None:
    drawn = charts.bars([(low, high) for low, high in values])
    assert all(0 <= bar.length <= bar.most <= 100 for bar in drawn)


@given(st.dictionaries(st.sampled_from("abcdefghi"), st.integers(0, 10**7)))
def test_slices_fill_the_whole(parts: dict[str, int]) -> None:
    drawn = charts.slices(parts)
    assert {part.name for part in drawn} == {name for name, count in parts.items() if count}
    assert not drawn or abs(sum(part.length for part in drawn) - 100) < 0.2


@given(st.integers(0, 10**7), st.integers(0, 10**7))
def test_more_is_never_lighter(count: int, most: int) -> None:
    assert charts.heat(count, max(count, most)) <= charts.STEPS
    assert charts.heat(count, most) >= charts.heat(count // 2, most)
    assert (charts.heat(count, max(count, most)) == 0) == (count == 0)


@given(st.lists(st.integers(0, 10**7), max_size=12))
def test_the_trend_stays_on_its_ground(values: list[int]) -> None:
    dots = charts.trend(values)
    assert len(dots) == len(values)
    assert all(0 <= dot.x <= charts.WIDTH and 0 <= dot.y <= charts.HEIGHT for dot in dots)

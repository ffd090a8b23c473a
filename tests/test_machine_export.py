"""SARIF and JSON Lines for other programs."""

from __future__ import annotations

import io
import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as Schema

from inventory.export.file_json import write_lines
from inventory.export.sarif import Words, base_uri, write_sarif
from inventory.file_stream import examined
from inventory.keeping import Keeper
from inventory.register import Register
from tests.commands import within
from tests.newness import fill, scan
from tests.registers import made
from tests.reports import ROOT, report


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with Register.open(made(tmp_path / "daicho.db"), key_file=tmp_path / "daicho.key") as register:
        yield register


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a share, its register and what was exported from it."""
    folder = tmp_path_factory.mktemp("scanned")
    fill(folder / "共有")
    with within(folder) as run:
        assert run("scan", "共有", "--workers", "1").code == 0
        assert run("export", "結果.sarif").code == 0
        assert run("export", "結果", "--format", "jsonl").code == 0
        (folder / "files.json").write_text(run("files", "--format", "json").out, encoding="utf-8")
    return folder


# --- SARIF -----------------------------------------------------------------------------------------------------


@pytest.fixture
def exported(scanned: Path) -> dict[str, Any]:
    written: dict[str, Any] = json.loads((scanned / "結果.sarif").read_text(encoding="utf-8"))
    return written


def test_the_report_keeps_to_the_schema_and_holds_no_values(exported: dict[str, Any]) -> None:
    Schema.model_validate(exported)
    text = json.dumps(exported, ensure_ascii=False)
    assert not any(value in text for value in ("山田花", "佐藤美", "090-1234", "喘息", "山●"))
    exported["runs"][0]["results"][0]["levl"] = "error"
    with pytest.raises(ValueError, match="levl"):
        Schema.model_validate(exported)


def test_results_tell_file_kind_and_gravity(exported: dict[str, Any]) -> None:
    (told,) = exported["runs"]
    rules = {rule["id"]: rule["shortDescription"]["text"] for rule in told["tool"]["driver"]["rules"]}
    assert (rules["PERSON"], rules["document/customer_list"]) == ("氏名", "顧客名簿")
    uris = {(uri_of(result), result["ruleId"]): result["level"] for result in told["results"]}
    assert uris["%E6%82%A3%E8%80%85.csv", "MEDICAL_CONDITION"] == "error"
    assert uris["%E5%96%B6%E6%A5%AD%20%E9%83%A8%231/%E9%A1%A7%E5%AE%A2%3F.csv", "PERSON"] == "warning"
    assert {result["ruleId"] for result in told["results"]} <= rules.keys()
    prints = [tuple(result["partialFingerprints"].items()) for result in told["results"]]
    assert len(set(prints)) == len(prints)
    assert any("findings/v1" in dict(one) for one in prints)


def test_what_was_not_read_is_a_notification(exported: dict[str, Any]) -> None:
    invocation = exported["runs"][0]["invocations"][0]
    (note,) = invocation["toolExecutionNotifications"]
    assert note["descriptor"] == {"id": "corrupt"}
    assert note["message"]["text"].startswith("未検査（破損）：")
    assert uri_of(note) == "%E5%A3%8A%E3%82%8C%E3%81%9F.pdf"
    assert invocation["executionSuccessful"] is False


def of_register(register: Register) -> dict[str, Any]:
    """The report of a register, in a few words."""
    words = Words({"PERSON": "氏名", "PHONE_NUMBER": "電話番号"}, {"customer_list": "顧客名簿"}, {}, "0.1")
    out = io.BytesIO()
    write_sarif(lambda: examined(register), register.runs()[0], [ROOT], words, out)
    written: dict[str, Any] = json.loads(out.getvalue())
    Schema.model_validate(written)
    return written


def test_a_scan_was_successful_that_ended_and_read_everything(register: Register) -> None:
    scan(register, ("a", "1"))
    assert of_register(register)["runs"][0]["invocations"][0]["executionSuccessful"] is True
    scan(register, ("a", "1"), ends=False)
    assert of_register(register)["runs"][0]["invocations"][0]["executionSuccessful"] is False


def test_fingerprints_stay_from_scan_to_scan(register: Register) -> None:
    seen = []
    for _ in range(2):
        scan(register, ("a", "1"), ("b.zip!c", "1"))
        results = of_register(register)["runs"][0]["results"]
        seen.append([result["partialFingerprints"] for result in results])
    assert seen[0] == seen[1] != []


def test_what_a_person_ruled_out_is_suppressed(register: Register) -> None:
    scan(register, ("a", "1"), ("b", "2"))
    Keeper(register, "鈴木").decide("file", "1", "not_applicable", "架空の見本")
    results = of_register(register)["runs"][0]["results"]
    assert {uri_of(result) for result in results if "suppressions" in result} == {"a"}
    assert {uri_of(result) for result in results} == {"a", "b"}


@pytest.mark.parametrize(
    ("root", "uri"),
    [
        ("/srv/共有 1", "file:///srv/%E5%85%B1%E6%9C%89%201/"),
        ("/", "file:///"),
        ("C:\\共有\\a b", "file:///C:/%E5%85%B1%E6%9C%89/a%20b/"),
        ("\\\\server\\共有", "file://server/%E5%85%B1%E6%9C%89/"),
    ],
)
def test_roots_as_uris(root: str, uri: str) -> None:
    assert base_uri(root) == uri


def uri_of(told: dict[str, Any]) -> str:
    artifact = told["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact["uriBaseId"] == "ROOT1"
    return str(artifact["uri"])


# --- JSON Lines ------------------------------------------------------------------------------------------------


def test_a_line_for_each_file_with_the_keys_of_files(scanned: Path) -> None:
    text = (scanned / "結果").read_text(encoding="utf-8")
    lines = [json.loads(line) for line in text.splitlines()]
    files = json.loads((scanned / "files.json").read_text(encoding="utf-8"))
    assert [{key: line[key] for key in line if key != "findings"} for line in lines] == files
    kinds = {line["path"]: {found["type"] for found in line["findings"]} for line in lines}
    assert kinds["患者.csv"] == {"PERSON", "PHONE_NUMBER", "MEDICAL_CONDITION"}
    assert all(line["entities"].keys() == kinds[line["path"]] for line in lines)
    assert "佐藤美" not in text


def test_memory_does_not_grow_with_the_files(register: Register, tmp_path: Path) -> None:
    def peak(count: int) -> int:
        register.begin_run([ROOT], "0.1", "d1")
        for number in range(count // 100):
            register.record([report(f"{number}.zip"), *(report(f"{number}.zip!{member}") for member in range(99))])
        register.mark_gone()
        register.finish_run()
        tracemalloc.start()
        with (tmp_path / "out").open("wb") as out:
            assert write_lines(examined(register), out) == count
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return used

    few = peak(1_200)
    assert peak(2_400) < 1.2 * few

"""What waits for a person and in which order, which decision holds for a file, and what a wrong finding changes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from detectors.engine import Engine
from detectors.examine import Examination
from detectors.normalize import fold
from inventory.judging import Judge
from inventory.keeping import Keeper, NotPossible
from inventory.masking import fingerprint
from inventory.refuted_values import RefutedValues
from inventory.register import Register
from inventory.report import FileReport, MaskedSample
from inventory.reviewing import Case, cases
from scanner.document import Passage, Table
from tests import engines
from tests.registers import made
from tests.reports import ROOT, kind, report
from tests.test_ledger import scanned

FLAGS = ("my_number", "special_care")
KEY = b"k" * 32


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with Register.open(made(tmp_path / "daicho.db"), key_file=tmp_path / "daicho.key") as register:
        yield register


@pytest.fixture
def judge(register: Register) -> Judge:
    return Judge(Keeper(register, "佐藤"))


def of(register: Register, path: str) -> Case:
    """The case of a file."""
    return next(case for case in cases(register, FLAGS) if path in [file.path for file in case.places])


def sure(score: float) -> tuple[Any, ...]:
    """A kind whose only sample is as sure as that."""
    one = kind("PERSON", 1)
    return (replace(one, samples=(MaskedSample("A1", "山●●●", score, (), f"f{score}"),)),)


def test_what_is_doubtful_sensitive_or_exposed_comes_first(register: Register, judge: Judge) -> None:
    scanned(
        register,
        report("1_普通.csv"),
        report("2_公開.csv", readable_by_all=True),
        report("3_健康.csv", flags=("special_care",)),
        report("4_番号.csv", flags=("my_number", "special_care")),
        report("5_低い.csv", kinds=sure(0.55)),
        report("6_確認中.csv"),
        report("7_無関係.csv", personal=False, kinds=()),
    )
    judge.decide(of(register, "6_確認中.csv"), "unclear")
    order = [case.file.path[0] for case in cases(register, FLAGS) if case.waits]
    assert order == ["6", "5", "4", "3", "2", "1"]


def test_a_decision_holds_for_copies_moves_and_rescans(register: Register, judge: Judge) -> None:
    same = {"sha256": "one content"}
    scanned(register, report("営業部/a.csv", **same), report("控え/a.csv", **same))
    (case,) = cases(register, FLAGS)
    assert [file.path for file in case.places] == ["営業部/a.csv", "控え/a.csv"]
    judge.decide(case, "not_applicable", "公開されたもの")
    ledger = scanned(register, report("倉庫/古い.csv", **same), report("控え/a.csv", **same))
    assert (ledger.lines, of(register, "倉庫/古い.csv").waits) == ((), False)
    assert {line.verdict for line in ledger.files} == {"not_applicable"}


@pytest.mark.parametrize(
    ("changes", "reopens"),
    [
        ({}, False),
        ({"persons": 12, "persons_max": 12}, False),
        ({"persons": 13, "persons_max": 13}, True),
        ({"persons": 7, "persons_max": 10}, True),
        ({"flags": ("special_care",)}, True),
        ({"kinds": (kind("PERSON", 10), kind("PHONE_NUMBER", 10), kind("AGE", 1))}, True),
        ({"kinds": (kind("PERSON", 400), kind("PHONE_NUMBER", 10))}, False),
        ({"status": "encrypted", "personal": False}, True),
    ],
    ids=["wording", "a fifth more", "more", "fewer", "flag", "kind", "more findings", "locked"],
)
def test_a_changed_content_reopens_only_by_the_rule(
    register: Register, judge: Judge, changes: dict[str, Any], reopens: bool
) -> None:
    first = report(
        "a.csv", persons=10, persons_max=10, kinds=(kind("PERSON", 10), kind("PHONE_NUMBER", 10)), sha256="first"
    )
    scanned(register, first, replace(first, path="写し.csv"))
    judge.decide(of(register, "a.csv"), "form_only")
    ledger = scanned(
        register, first, replace(first, path="写し.csv", sha256="second", **changes)
    )  # a copy goes its way
    case = of(register, "写し.csv")
    assert case.standing.former and case.standing.former.reviewer == "佐藤"
    assert (case.waits, case.standing.carried) == (reopens, not reopens)
    is_kept = any(line.file.path == "写し.csv" and line.line for line in ledger.files)
    assert is_kept == (reopens and first.personal and changes.get("personal", True))


def test_slow_growth_is_measured_from_the_decision(register: Register, judge: Judge) -> None:
    first = report("a.csv", persons=10, persons_max=10, sha256="0")
    scanned(register, first)
    judge.decide(of(register, "a.csv"), "form_only")
    waits = []
    for persons in (11, 12, 13):
        scanned(register, replace(first, sha256=str(persons), persons=persons, persons_max=persons))
        waits.append(of(register, "a.csv").waits)
    assert waits == [False, False, True]


def test_what_could_not_be_read_to_its_content_is_decided_by_its_place(register: Register, judge: Judge) -> None:
    locked = report("a.zip", sha256="", status="denied", personal=False, kinds=(), persons=0, persons_max=0)
    scanned(register, locked, replace(locked, path="b.zip"))
    judge.decide(of(register, "a.zip"), "applicable")
    ledger = scanned(register, locked, replace(locked, path="b.zip"))
    assert [line.file.path for line in ledger.personal] == ["a.zip"]


def test_not_applicable_needs_a_reason(register: Register, judge: Judge) -> None:
    scanned(register, report("a.csv"))
    with pytest.raises(NotPossible, match="理由"):
        judge.decide(of(register, "a.csv"), "not_applicable", " ")
    assert register.decisions() == []


# --- findings that are wrong -------------------------------------------------------------------------------------


def holding(path: str, *fingerprints: str) -> FileReport:
    """A file that holds nothing but these names, and one with a container's digest of its own."""
    samples = tuple(MaskedSample("本文", "高●●●", 0.8, ("敬称",), one) for one in fingerprints)
    names = replace(kind("PERSON", 1), count=len(samples), distinct=len(samples), samples=samples)
    return report(path, kinds=(names,), persons=len(samples), persons_max=len(samples), document_type=None)


def test_a_wrong_finding_counts_no_more_at_once_and_can_be_taken_back(register: Register, judge: Judge) -> None:
    scanned(register, holding("a.txt", "f" * 32), holding("b.txt", "f" * 32, "0" * 32), report("c.csv"))
    finding = next(found for found in register.findings("a.txt"))
    assert judge.decide_finding(finding, "not_applicable", "商品名") == 2
    files = {file.path: file for file in register.files()}
    assert (files["a.txt"].personal, files["a.txt"].kinds) == (False, ())
    assert [(one.count, one.distinct) for one in files["b.txt"].kinds] == [(1, 1)]
    assert files["b.txt"].personal and files["c.csv"].personal
    assert "f" * 32 not in {found.fingerprint for found in register.findings()}
    assert judge.decide_named("f" * 12, "applicable", "人名でした") == 0  # no scan has left it out meanwhile
    assert {file.path for file in register.files() if file.personal} == {"a.txt", "b.txt", "c.csv"}
    assert [decision.verdict for decision in register.decisions("finding")] == ["not_applicable", "applicable"]


def test_a_flag_goes_with_the_kind_that_gave_it(register: Register, judge: Judge) -> None:
    number = replace(kind("JP_MY_NUMBER", 1), samples=(MaskedSample("本文", "●●018", 0.9, (), "e" * 32),))
    scanned(register, report("a.csv", kinds=(kind("PERSON", 3), number), flags=("my_number", "special_care")))
    judge.decide_finding(next(one for one in register.findings() if one.kind == "JP_MY_NUMBER"), "not_applicable", "x")
    (file,) = register.files()
    assert (file.flags, [one.kind for one in file.kinds]) == (("special_care",), ["PERSON"])


def test_only_files_that_hold_a_wrong_finding_are_read_anew(register: Register, judge: Judge) -> None:
    inner = holding("書庫.zip!a.txt", "f" * 32)
    outer = report("書庫.zip", kinds=(), personal=False)
    register.begin_run([ROOT], "0.1", "d1")
    register.record([outer, inner])
    register.record([report("c.csv")])
    register.finish_run()
    judge.decide_finding(next(register.findings("書庫.zip!a.txt")), "not_applicable", "商品名")
    register.begin_run([ROOT], "0.1", "d1")
    stat = (outer.size, outer.modified_ns, "d1")
    assert not register.unchanged(ROOT, "書庫.zip", *stat)
    assert register.unchanged(ROOT, "c.csv", *stat)


def test_a_fingerprint_must_be_told_clearly(register: Register, judge: Judge) -> None:
    scanned(register, holding("a.txt", "ab" * 16, "abababab" + "cd" * 12))
    for written in ("abababab", "ab" * 3, "ef" * 8):
        with pytest.raises(NotPossible, match="一つに決まりません"):
            judge.decide_named(written, "not_applicable", "商品名")


def refuting(*values: tuple[str, str]) -> Engine:
    """An engine that knows these values to be none of their kind."""
    marks = frozenset(fingerprint(KEY, kind, fold(value)) for kind, value in values)
    return Engine(refuted=RefutedValues(KEY, marks, frozenset(kind for kind, _ in values)))


def test_a_refuted_value_counts_nowhere_and_the_others_do() -> None:
    rows = ("山田太郎", "佐藤花子", "鈴木一郎", "高橋美咲")
    table = Table("表", (("氏名", *rows), ("電話番号", *(f"090-1234-56{n}" for n in range(10, 14)))))
    judgements = []
    for engine in (engines.engine(), refuting(("PERSON", "佐藤 花子"), ("PERSON", "山本"))):
        examination = Examination(engine, "営業部/送付先（山本さん確認済み）.csv")
        examination.add(table)
        examination.add(Passage("担当は佐藤花子さんです。", "備考"))
        judgements.append(examination.finish())
    names = [next(total for total in one.kinds if total.kind == "PERSON") for one in judgements]
    assert [(total.count, total.distinct) for total in names] == [(6, 5), (3, 3)]
    assert [one.persons for one in judgements] == [5, 4]  # a number without its name is still somebody's
    assert "佐藤花子" not in {sample.value for sample in names[1].samples}


def test_a_decision_about_a_finding_keeps_no_value(register: Register, judge: Judge) -> None:
    scanned(register, holding("a.txt", "f" * 32))
    judge.decide_finding(next(register.findings()), "not_applicable", "商品名")
    (decision,) = register.decisions("finding")
    assert json.loads(decision.basis) == {"kind": "PERSON", "masked": "高●●●", "place": "本文"}

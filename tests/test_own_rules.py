"""A user's own rules: what they find and leave out, in text and in columns, and what else they change."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from detectors.engine import Engine
from detectors.examine import Examination
from detectors.finding import Judgement
from detectors.rule_examples import ExampleRunner
from detectors.rule_set import RuleSet, gather, load_rules
from tests import engines
from tests.engines import ADDRESSES, NAMES, PHONES, Rows, counts, people, table

STAFF = """\
kind: ORGANISATION_ID
name: みほん社員番号
why: 社員台帳と照らし合わせると本人が分かります。
patterns:
  - MH[0-9]{6}
headings: [要員CD]
examples:
  finds:
    - 担当は ⟦MH012345⟧ です
    - 要員CD ¦ ⟦00012⟧
  ignores:
    - 型番 MH0123456
"""
GOODS = """\
name: 商品コードと自社
why: 商品の番号と自社の連絡先で、人を表しません。
ignore:
  kinds: [ORGANISATION_ID, PHONE_NUMBER, PERSON]
  values: [03-5550-0123, 見本太郎]
  patterns: ['P-[0-9]{4}-[0-9]{4}']
  headings: [商品番号]
examples:
  finds:
    - 社員番号 ⟦MH012345⟧
  ignores:
    - 品番 ⟦P-0901-2345⟧
"""
CARD = """\
kind: MIHON_CARD
name: みほんカード番号
why: カードの持ち主を特定します。
category: 組織内の識別番号
identifies: attribute
flags: [financial_damage]
patterns:
  - MC-[0-9]{8}
examples:
  finds: [カード ⟦MC-12345678⟧]
  ignores: [MC-1234567]
"""


def rules_of(folder: Path, **files: str) -> RuleSet:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return load_rules(folder)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folder = tmp_path_factory.mktemp("規則")
    return Engine(rules_of(folder, staff=STAFF, goods=GOODS, card=CARD))


def found(engine: Engine, text: str) -> list[tuple[str, str]]:
    return [(finding.kind, finding.value) for finding in engine.find(text)]


def listed(engine: Engine, rows: Rows) -> Judgement:
    examination = Examination(engine, "一覧.xlsx")
    examination.add(table(rows))
    return examination.finish()


@pytest.mark.parametrize("written", ["MH012345", "ＭＨ０１２３４５", "mh012345", "社員MH012345の件"])
def test_a_number_of_ones_own_is_found_however_it_is_typed(engine: Engine, written: str) -> None:
    assert [kind for kind, _ in found(engine, f"担当は{written}です")] == ["ORGANISATION_ID"]


@pytest.mark.parametrize("written", ["MH0123456", "XMH012345", "MH01234", "MH012345A"])
def test_a_part_of_a_longer_number_is_not(engine: Engine, written: str) -> None:
    assert found(engine, f"型番は{written}です") == []


def test_the_evidence_names_the_rule(engine: Engine) -> None:
    (finding,) = engine.find("担当は MH012345 です")
    assert finding.evidence == ("形が一致", "自社の規則『みほん社員番号』")


def test_a_column_is_known_by_its_values_or_by_its_heading(engine: Engine) -> None:
    numbers = tuple(f"MH01234{last}" for last in range(6))
    plain = [str(number) for number in range(300, 306)]
    rows = [["氏名", "参照", "要員CD"], *people(NAMES, numbers, plain)]
    columns = engine.columns.judge(rows[0], tuple(zip(*rows[1:], strict=True)))
    assert [(column.heading, column.kind) for column in columns] == [
        ("氏名", "PERSON"), ("参照", "ORGANISATION_ID"), ("要員CD", "ORGANISATION_ID"),
    ]  # fmt: skip
    assert all("自社の規則『みほん社員番号』" in column.evidence for column in columns[1:])
    assert counts(listed(engine, rows))["ORGANISATION_ID"] == 12


def test_a_number_among_other_things_in_a_column_is_found(engine: Engine) -> None:
    rows = [["氏名", "状況"], *people(NAMES, ("済", "MH012345", "未", "済", "MH012346", "済"))]
    assert counts(listed(engine, rows))["ORGANISATION_ID"] == 2


def test_what_is_to_be_ignored_is_ignored_in_text(engine: Engine) -> None:
    text = "代表 見本太郎 様 03(5550)0123 品番 P-0901-2345、商品番号：12345678、佐藤花子様 090-5550-0123"
    assert found(engine, text) == [("PERSON", "佐藤花子"), ("PHONE_NUMBER", "090-5550-0123")]


def test_other_kinds_than_those_named_are_not_ignored(tmp_path: Path) -> None:
    ignoring = GOODS.replace("ORGANISATION_ID, PHONE_NUMBER, PERSON", "EMAIL_ADDRESS")
    engine = Engine(rules_of(tmp_path, goods=ignoring))
    assert ("PHONE_NUMBER", "03(5550)0123") in found(engine, "電話 03(5550)0123")


def test_what_is_to_be_ignored_is_ignored_in_columns(engine: Engine) -> None:
    phones = ("03-5550-0123", *PHONES[1:])
    rows = [
        ["氏名", "電話番号", "会員番号"],
        *people(("見本太郎", *NAMES[1:]), phones, [f"P-0901-{n}" for n in range(2345, 2351)]),
    ]
    judgement = listed(engine, rows)
    kinds = counts(judgement)
    assert (kinds["PERSON"], kinds["PHONE_NUMBER"], kinds.get("ORGANISATION_ID", 0)) == (5, 5, 0)


def test_without_rules_of_ones_own_all_of_that_is_reported() -> None:
    shipped = engines.engine()
    assert [kind for kind, _ in found(shipped, "電話 03(5550)0123")] == ["PHONE_NUMBER"]
    assert found(shipped, "担当は MH012345 です") == []
    assert RuleSet().digest == ""


def test_a_kind_of_ones_own_is_judged_and_flagged(engine: Engine) -> None:
    rows = [["氏名", "住所", "備考"], *people(NAMES, ADDRESSES, [f"MC-1234567{n}" for n in range(6)])]
    judgement = listed(engine, rows)
    assert counts(judgement)["MIHON_CARD"] == 6
    assert "financial_damage" in judgement.flags


def test_the_rules_can_be_sent_to_a_worker(tmp_path: Path) -> None:
    rules = rules_of(tmp_path, staff=STAFF, goods=GOODS)
    assert pickle.loads(pickle.dumps(rules)).digest == rules.digest


def test_the_digest_tells_rules_that_judge_differently(tmp_path: Path) -> None:
    digests = [
        rules_of(tmp_path, staff=text).digest
        for text in (STAFF, STAFF.replace("{6}", "{5,6}"), STAFF.replace("要員CD]", "要員CD, 要員]"))
    ]
    assert len(set(digests)) == 3
    assert rules_of(tmp_path, staff="# 注記\n" + STAFF + "    - 型番 MH01\n").digest == digests[0]


def test_a_number_that_yaml_would_change_stays_as_it_is_written(tmp_path: Path) -> None:
    text = GOODS.replace("values: [03-5550-0123, 見本太郎]", "values: [00123456, 2024-01-02, No]")
    assert rules_of(tmp_path, a=text).ignores[0].values == ("00123456", "2024-01-02", "No")


def test_the_group_value_is_what_is_reported(tmp_path: Path) -> None:
    text = STAFF.replace("MH[0-9]{6}", "番(?P<value>[0-9]{6})号").replace("⟦MH012345⟧", "番⟦012345⟧号")
    runner = ExampleRunner(rules_of(tmp_path, a=text))
    assert runner.spans("ORGANISATION_ID", "担当は番654321号") == [(4, 10)]


def test_a_rule_can_add_to_a_kind_that_a_profile_makes(tmp_path: Path) -> None:
    text = "kind: SCHOOL_GRADE\nname: 検定\nwhy: 成績です。\nheadings: [漢検]\n"
    text += "examples:\n  finds: [漢検 ¦ ⟦3⟧]\n  ignores: [漢検 ¦ 未受験]\n"
    (tmp_path / "検定.yaml").write_text(text, encoding="utf-8")
    assert "漢検" in load_rules(tmp_path, ["school"]).kinds["SCHOOL_GRADE"].headings
    assert "SCHOOL_GRADE という種別はありません" in gather(tmp_path)[1][0]

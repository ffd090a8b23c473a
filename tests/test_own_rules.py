"""A user's own rules: what they find and leave out, and every mistake told with file, line and remedy."""

from __future__ import annotations

import pickle
import time
from pathlib import Path

import pytest

from detectors.engine import Engine
from detectors.examine import Examination
from detectors.finding import Judgement
from detectors.laws import load_laws
from detectors.linear import LinearPattern, stored, written_flaws
from detectors.normalize import fold_heading
from detectors.profiles import PROFILES, known_profiles, load_profile
from detectors.rule_check import profile_faults
from detectors.rule_files import RuleFault
from detectors.rule_set import RuleSet, gather, load_rules
from detectors.rules import load_kinds
from scanner.document import Passage
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
    shipped = Engine()
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


FAULTS = {
    "kind: ORGANISATION_ID": [
        ("kind: ORGANIZATION_ID", "1行目: ORGANIZATION_ID という種別はありません。ORGANISATION_ID のことでしょうか"),
        ("kind: []", "1行目: kind には文字を 1 つだけ"),
        ("# なし", "1行目: kind（種別のコード）がありません"),
        ("kind: ORGANISATION_ID\ncategory: 番号", "2行目: category は、新しい種別を作るときだけ"),
    ],
    "name: みほん社員番号": [("nama: あ", "2行目: nama という項目はありません。name のことでしょうか")],
    "  - MH[0-9]{6}": [
        ("  - (?<=MH)[0-9]{6}", "5行目: 先読み・後読み"),
        ("  - MH[0-9]+", "5行目: 上限のない繰り返し（+）は使えません"),
        ("  - MH[0-9]{2,}", "5行目: 上限のない繰り返し（{2,}）は使えません"),
        ("  - (M)\\1[0-9]{6}", "5行目: 後方参照"),
        ("  - '[0-9'", "5行目: 正規表現として読めません（[ に対する ] がありません）"),
        ("  - '[0-9]{0,6}'", "5行目: 空の文字列に一致する"),
        ("  - ＭＨ[0-9]{6}", "5行目: 全角の英数字・記号は半角で"),
        ("  - [0-9]{6}", "5行目: YAML として読めません。[ や { や # や : を含む値は ' ' で囲み"),
        ("  - MH[0-9]{2000}", "5行目: 正規表現として読めません（繰り返しの上限は 1000 まで"),
        ("  - MH[0-9]{6}\nheadings: [社員証]", "7行目: headings が二度書かれています"),
    ],
    "headings: [要員CD]": [("headings: {a: b}", "6行目: headings には「- 」で始まる行を")],
    "    - 担当は ⟦MH012345⟧ です": [
        ("    - 担当は MH012345 です", "9行目: finds の例には、見つけるところを囲む ⟦ ⟧ が要ります"),
        ("    - 担当は ⟦MH01234⟧ です", "9行目: 例『担当は ⟦MH01234⟧ です』で、⟦ ⟧ の中が見つかりません（何も"),
        ("    - 担当は ⟦MH⟧012345 です", "（見つかるのは 『MH012345』 です）"),
    ],
    "    - 型番 MH0123456": [
        ("    - 型番 MH012345", "12行目: ignores の例『型番 MH012345』で、『MH012345』が見つかります"),
        ("    []", "examples の ignores に例がありません"),
    ],
}


@pytest.mark.parametrize(
    ("line", "wrong", "said"), [(line, wrong, said) for line, pairs in FAULTS.items() for wrong, said in pairs]
)
def test_a_mistake_is_told_with_file_and_line(tmp_path: Path, line: str, wrong: str, said: str) -> None:
    (tmp_path / "社員番号.yaml").write_text(STAFF.replace(line, wrong), encoding="utf-8")
    _, faults = gather(tmp_path)
    assert any(fault.startswith("社員番号.yaml: ") and said in fault for fault in faults), faults
    with pytest.raises(RuleFault, match="社員番号"):
        load_rules(tmp_path)


@pytest.mark.parametrize(
    ("line", "wrong", "said"),
    [
        ("EMAIL", "", "examples の finds に"),
        ("  kinds: [ORGANISATION_ID, PHONE_NUMBER, PERSON]", "  kinds: [PHONE]", "4行目: PHONE という種別はありません"),
        ("    - 品番 ⟦P-0901-2345⟧", "    - 品番 ⟦P-0901⟧", "12行目: 例『品番 ⟦P-0901⟧』の ⟦P-0901⟧ が除外されません"),
        ("    - 社員番号 ⟦MH012345⟧", "    - ⟦P-0901-2345⟧", "10行目: 例『⟦P-0901-2345⟧』の ⟦P-0901-2345⟧ が除外され"),
        ("  patterns: ['P-[0-9]{4}-[0-9]{4}']", "  patterns: ['.*']", "6行目: 上限のない繰り返し"),
        ("why: 商品の番号と自社の連絡先で、人を表しません。", "", "1行目: why（報告しない理由）がありません"),
    ],
)  # fmt: skip
def test_a_mistake_in_what_is_ignored_is_told(tmp_path: Path, line: str, wrong: str, said: str) -> None:
    text = GOODS[: GOODS.index("examples:")] if line == "EMAIL" else GOODS.replace(line, wrong)
    (tmp_path / "除外.yaml").write_text(text, encoding="utf-8")
    _, faults = gather(tmp_path)
    assert any(said in fault for fault in faults), faults


def test_all_mistakes_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(STAFF.replace("MH[0-9]{6}", "MH[0-9]*").replace("why", "wy"), encoding="utf-8")
    (tmp_path / "b.yml").write_bytes("name: 番号\n".encode("cp932"))
    (tmp_path / "c.yaml").write_text("a: [\n", encoding="utf-8")
    (tmp_path / "d.yaml").write_text(CARD, encoding="utf-8")
    (tmp_path / "読んで.txt").write_text("規則ではない", encoding="utf-8")
    _, faults = gather(tmp_path)
    assert [fault.split(": ")[0] for fault in faults] == ["a.yaml", "a.yaml", "a.yaml", "b.yml", "c.yaml"]
    assert "UTF-8 で保存し直して" in faults[3]
    assert "YAML として読めません" in faults[4]


def test_a_number_that_yaml_would_change_stays_as_it_is_written(tmp_path: Path) -> None:
    text = GOODS.replace("values: [03-5550-0123, 見本太郎]", "values: [00123456, 2024-01-02, No]")
    assert rules_of(tmp_path, a=text).ignores[0].values == ("00123456", "2024-01-02", "No")


@pytest.mark.parametrize("pattern", ["(?:a?){30}a{30}", "(?:[0-9]{1,9}-?){1,9}x", "(?:a|a|ab){1,90}c"])
def test_a_users_pattern_takes_time_that_grows_with_the_text(pattern: str) -> None:
    """Patterns that keep a backtracking engine busy for years."""
    assert list(written_flaws(pattern)) in (
        [],
        ["空の文字列に一致する正規表現です。必ずある文字を 1 つ以上入れてください"],
    )
    compiled = LinearPattern(stored(pattern))

    def seconds(length: int) -> float:
        text = "a1-" * (length // 6) + "1" * (length // 4) + "a" * (length // 4)
        started = time.process_time()
        list(compiled.finditer(text))
        return time.process_time() - started

    seconds(4_000)
    assert min(seconds(160_000) for _ in range(3)) < 40 * min(seconds(16_000) for _ in range(3)) + 0.05


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        (r"A B#\d{2}", "x A B#12 y", ["A B#12"]),
        (r"社-\d{4}", "社員社-1234は", ["社-1234"]),
        (r"\bMH\w{3}\b", "番号MHA01です", ["MHA01"]),
        ("mh[0-9]{3}", "MH123 mh1234", ["MH123"]),
        ("[a#b]{2} c", "#a c", ["#a c"]),
        ("番号 (?P<value>[0-9]{4})", "\ud800番号 1234", ["番号 1234"]),
    ],
)
def test_what_a_users_pattern_means(pattern: str, text: str, expected: list[str]) -> None:
    assert list(written_flaws(pattern)) == []
    matches = LinearPattern(stored(pattern)).finditer(text)
    assert [text[match.start() : match.end()] for match in matches] == expected


def test_the_group_value_is_what_is_reported(tmp_path: Path) -> None:
    text = STAFF.replace("MH[0-9]{6}", "番(?P<value>[0-9]{6})号").replace("⟦MH012345⟧", "番⟦012345⟧号")
    engine = Engine(rules_of(tmp_path, a=text))
    assert ("ORGANISATION_ID", "654321") in found(engine, "担当は番654321号")


def test_a_rule_can_add_to_a_kind_that_a_profile_makes(tmp_path: Path) -> None:
    text = "kind: SCHOOL_GRADE\nname: 検定\nwhy: 成績です。\nheadings: [漢検]\n"
    text += "examples:\n  finds: [漢検 ¦ ⟦3⟧]\n  ignores: [漢検 ¦ 未受験]\n"
    (tmp_path / "検定.yaml").write_text(text, encoding="utf-8")
    assert "漢検" in load_rules(tmp_path, ["school"]).kinds["SCHOOL_GRADE"].headings
    assert "SCHOOL_GRADE という種別はありません" in gather(tmp_path)[1][0]


def test_profiles_have_no_faults() -> None:
    assert set(known_profiles()) == {"finance", "medical", "school"}
    assert profile_faults(PROFILES) == []


@pytest.mark.parametrize("name", ["finance", "medical", "school"])
def test_everything_in_a_profile_adds_something(name: str) -> None:
    profile = load_profile(name)
    for rule in profile.rules:
        kind = load_kinds().get(rule.id)
        known = {fold_heading(heading) for heading in kind.headings} if kind else set()
        added = [fold_heading(heading) for heading in rule.headings]
        assert len(added) == len(set(added))
        assert not known & set(added), rule.name
    for flag, kinds in profile.flags.items():
        assert not [kind for kind in kinds if flag in load_kinds()[kind].flags]


def judged_with(profile: str, item: Rows | str) -> tuple[Judgement, Judgement]:
    """The judgement without and with a profile."""
    judgements = []
    for rules in (RuleSet(), load_rules(profiles=[profile])):
        examination = Examination(Engine(rules), "一覧.xlsx")
        examination.add(Passage(item, "本文") if isinstance(item, str) else table(item))
        judgements.append(examination.finish())
    return judgements[0], judgements[1]


def test_finance_flags_the_kinds_that_the_guideline_names() -> None:
    (rule,) = (rule for rule in load_laws().rules if rule.flag == "financial_sensitive")
    assert set(load_profile("finance").flags["financial_sensitive"]) == set(rule.kinds)


def test_finance_flags_what_is_sensitive_there() -> None:
    rows = [["氏名", "本籍", "CIF"], *people(NAMES, ADDRESSES, [f"00123{n}" for n in range(6)])]
    without, judgement = judged_with("finance", rows)
    assert "financial_sensitive" not in without.flags
    assert "financial_sensitive" in judgement.flags
    assert "ORGANISATION_ID" not in counts(without)
    assert counts(judgement)["ORGANISATION_ID"] == 6


def test_medical_reads_the_headings_of_a_ward() -> None:
    rows = [
        ["ID", "入院患者", "プロブレム"],
        *people([f"00123{n}" for n in range(6)], NAMES, ("DM", "HT", "CKD", "DM", "RA", "HT")),
    ]
    without, judgement = judged_with("medical", rows)
    assert {"ORGANISATION_ID", "MEDICAL_CONDITION"}.isdisjoint(counts(without))
    assert counts(judgement)["ORGANISATION_ID"] == counts(judgement)["MEDICAL_CONDITION"] == 6
    assert "special_care" in judgement.flags


def test_school_knows_a_child_by_class_and_number() -> None:
    rows = [
        ["出席番号", "児童", "評定", "除去食"],
        *people("123456", NAMES, "345432", ("卵", "なし", "小麦", "なし", "なし", "乳")),
    ]
    without, judgement = judged_with("school", rows)
    assert {"ORGANISATION_ID", "MEDICAL_CONDITION"}.isdisjoint(counts(without))
    kinds = counts(judgement)
    assert (kinds["ORGANISATION_ID"], kinds["SCHOOL_GRADE"], kinds["MEDICAL_CONDITION"]) == (6, 6, 3)

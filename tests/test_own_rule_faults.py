"""Every mistake in a user's own rules is told with file, line and remedy, all of them at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from detectors.rule_files import RuleFault
from detectors.rule_set import gather, load_rules
from tests.test_own_rules import CARD, GOODS, STAFF

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

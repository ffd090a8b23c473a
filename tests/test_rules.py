"""Every example of every rule holds exactly; what is wrong with a folder of rules is told all at once."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest

from detectors.normalize import fold_heading
from detectors.rule_check import kind_faults
from detectors.rule_examples import ExampleRunner
from detectors.rule_files import RuleFault
from detectors.rule_set import RuleSet
from detectors.rules import Examples, load_kinds, load_words, read_rule
from detectors.slow_patterns import slow_flaws

# names, addresses and faces are found by code; the tests of that code run the examples of their rules
RULES = {kind: rule for kind, rule in load_kinds().items() if rule.patterns or rule.weak or rule.words or rule.cells}
RUNNER = ExampleRunner(RuleSet())


@pytest.mark.parametrize("kind", RULES)
def test_every_example_holds(kind: str) -> None:
    assert list(RUNNER.flaws_of(RULES[kind])) == []


@pytest.mark.parametrize(
    ("finds", "ignores", "said"),
    [
        ("社員番号：⟦A-0123⟧", "社員番号：", []),
        ("社員番号：⟦A-01⟧23", "社員番号：", ["見つかるのは 『A-0123』"]),
        ("社員番号です ⟦A⟧", "社員番号：", ["何も見つかりません"]),
        ("社員番号 ¦ ⟦あ⟧", "社員番号：", ["値が見つかりません"]),
        ("社員番号 ¦ ⟦A-0123⟧", "社員番号：A-0123", ["『A-0123』が見つかります"]),
        ("社員番号 ¦ ⟦A-0123⟧", "社員番号 ¦ A-0123", ["『A-0123』が見つかります"]),
    ],
)
def test_an_example_that_does_not_hold_is_told(finds: str, ignores: str, said: list[str]) -> None:
    rule = load_kinds()["ORGANISATION_ID"]
    changed = replace(rule, examples=Examples((finds,), (ignores,)))
    told = [flaw.text for flaw in RUNNER.flaws_of(changed)]
    assert len(told) == len(said)
    assert all(part in text for part, text in zip(said, told, strict=True)), told


@pytest.mark.parametrize("kind", load_kinds())
def test_shows_both_sides(kind: str) -> None:
    examples = load_kinds()[kind].examples
    assert len(examples.finds) >= 6
    assert len(examples.ignores) >= 6


@pytest.mark.parametrize("pattern", ["(?:[0-9]+-?)+x", "(?:[0-9]|[0-9-])*x", "[0-9]*[0-9]*[0-9]*[0-9]*x"])
def test_a_pattern_that_backtracks_is_refused(pattern: str) -> None:
    examples = Examples(("⟦12-34x⟧",), ("12-34",))
    rule = replace(RULES["ORGANISATION_ID"], patterns=(pattern,), cells=(), examples=examples)
    assert [(flaw.where, "時間がかかりすぎる" in flaw.text) for flaw in slow_flaws(rule)] == [(("patterns", 0), True)]


BAD = {
    "no_sides.yaml": (
        "examples:\n  finds: []\n  ignores: []\n",
        ["finds に例がありません", "ignores に例がありません"],
    ),
    "word_boundary.yaml": ("patterns: ['\\b[0-9]+\\b']\n", [r"\b \w \d は使えません"]),
    "not_a_pattern.yaml": ("patterns: ['(']\n", ["正規表現として読めません"]),
    "matches_nothing.yaml": ("patterns: ['[0-9]*']\n", ["空の文字列に一致"]),
    "no_validator.yaml": ("validator: none_such\n", ["none_such がありません"]),
    "no_words.yaml": ("words: [none_such]\n", ["none_such.txt がありません"]),
    "no_support.yaml": ("weak: ['[0-9]{7}']\n", ["near か headings が要ります"]),
    "yaml_false.yaml": ("headings: [番号, No]\n", ["引用符で囲んでください"]),
    "unknown.yaml": ("headinsg: [番号]\n", ["知らない項目"]),
    "identifies.yaml": ("identifies: nobody\n", ["identifies は"]),
    "broken.yaml": ("a: [\n", ["行目: YAML として読めません"]),
    "list.yaml": ("- a\n", ["の形になっていません"]),
}
UNPLACED = {"知らない項目", "の形になっていません", "行目: YAML として読めません"}
COMPLETE = {
    "name": "name: 試験\n",
    "category": "category: 試験\n",
    "identifies": "identifies: attribute\n",
    "why": "why: 試験\n",
    "source": "source: 試験\n",
    "examples": "examples: {finds: [⟦1⟧], ignores: ['2']}\n",
}


def test_all_faults_of_a_folder_are_told_at_once(tmp_path: Path) -> None:
    for name, (text, _) in BAD.items():
        rest = (
            ""
            if name in ("broken.yaml", "list.yaml")
            else "".join(line for key, line in COMPLETE.items() if not text.startswith(f"{key}:"))
        )
        (tmp_path / name).write_text(text + rest, encoding="utf-8")
    (tmp_path / "good.yaml").write_text("".join(COMPLETE.values()), encoding="utf-8")
    told = kind_faults(tmp_path)
    for name, (_, reasons) in BAD.items():
        for reason in reasons:
            assert [fault for fault in told if fault.startswith(f"{name}: ") and reason in fault], (name, reason, told)
            placed = [
                fault for fault in told if re.match(rf"{re.escape(name)}: [0-9]+行目: .*{re.escape(reason)}", fault)
            ]
            assert placed or reason in UNPLACED
    assert not [fault for fault in told if fault.startswith("good.yaml")]
    with pytest.raises(RuleFault, match=r"broken\.yaml"):
        read_rule(tmp_path / "broken.yaml")


@pytest.mark.parametrize("kind", load_kinds())
def test_no_heading_is_also_a_false_friend(kind: str) -> None:
    rule = load_kinds()[kind]
    assert {fold_heading(heading) for heading in rule.headings} & {fold_heading(h) for h in rule.not_headings} == set()


def test_every_word_list_names_its_source() -> None:
    for rule in RULES.values():
        for name in rule.words:
            text = (files("rules") / "words" / f"{name}.txt").read_text(encoding="utf-8")
            assert "compilation" in text and "# licence:" in text, name
            assert len(set(load_words(name))) == len(load_words(name)), name


def test_every_validator_is_used_by_a_rule() -> None:
    names = {
        path.name.removesuffix(".py")
        for path in (files("detectors") / "validators").iterdir()
        if path.name.endswith(".py")
    }
    assert names - {"__init__"} == {rule.validator for rule in load_kinds().values() if rule.validator}

"""Every example of every rule holds exactly; what is wrong with a folder of rules is told all at once."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from detectors.finding import REPORT
from detectors.normalize import fold_heading, normalize
from detectors.patterns import Gate, Matcher
from detectors.rules import RuleFault, faults, load_kinds, load_words, read_kinds
from tests.marked import marked

# names, addresses and faces are found by code; the tests of that code run the examples of their rules
RULES = {kind: rule for kind, rule in load_kinds().items() if rule.patterns or rule.weak or rule.words or rule.cells}
MATCHERS = {kind: Matcher(rule) for kind, rule in RULES.items()}
GATE = Gate(MATCHERS)
FINDS = [(kind, example) for kind, rule in RULES.items() for example in rule.examples.finds]
IGNORES = [(kind, example) for kind, rule in RULES.items() for example in rule.examples.ignores]


def found(kind: str, text: str) -> list[tuple[int, int]]:
    """The spans that the rule reports in running text, through the gate as in a scan."""
    plain = normalize(text)
    if kind not in GATE.kinds(plain):
        assert not [f for f in MATCHERS[kind].find(plain, "") if f.score >= REPORT], "the gate dropped a match"
        return []
    return [(f.start, f.end) for f in MATCHERS[kind].find(plain, "") if f.score >= REPORT]


def is_cell_found(kind: str, heading: str, cell: str) -> bool:
    """Whether the rule takes the cell under that heading."""
    matcher = MATCHERS[kind]
    return matcher.is_label(fold_heading(heading)) and matcher.cell(normalize(cell))


@pytest.mark.parametrize(("kind", "example"), FINDS)
def test_finds(kind: str, example: str) -> None:
    if " ¦ " in example:
        heading, cell = example.split(" ¦ ")
        assert is_cell_found(kind, heading, marked(cell)[0])
        return
    text, spans = marked(example)
    assert [text[start:end] for start, end in found(kind, text)] == [text[start:end] for start, end in spans]
    assert found(kind, text) == spans


@pytest.mark.parametrize(("kind", "example"), IGNORES)
def test_ignores(kind: str, example: str) -> None:
    if " ¦ " in example:
        assert not is_cell_found(kind, *example.split(" ¦ "))
    else:
        assert [example[start:end] for start, end in found(kind, example)] == []


@pytest.mark.parametrize("kind", load_kinds())
def test_shows_both_sides(kind: str) -> None:
    examples = load_kinds()[kind].examples
    assert len(examples.finds) >= 6
    assert len(examples.ignores) >= 6


def test_shipped_rules_have_no_faults() -> None:
    assert faults(files("rules") / "kinds") == []


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
    told = faults(tmp_path)
    for name, (_, reasons) in BAD.items():
        for reason in reasons:
            assert [fault for fault in told if fault.startswith(f"{name}: ") and reason in fault], (name, reason, told)
    assert not [fault for fault in told if fault.startswith("good.yaml")]
    with pytest.raises(RuleFault, match=r"broken\.yaml"):
        list(read_kinds(tmp_path))


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

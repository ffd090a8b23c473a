"""Lines of business: what their profiles find and flag that would be too noisy elsewhere."""

from __future__ import annotations

import pytest

from detectors.engine import Engine
from detectors.examine import Examination
from detectors.finding import Judgement
from detectors.laws import load_laws
from detectors.normalize import fold_heading
from detectors.profiles import load_profile
from detectors.rule_folders import known_profiles
from detectors.rule_set import RuleSet, load_rules
from detectors.rules import load_kinds
from scanner.document import Passage
from tests.engines import ADDRESSES, NAMES, Rows, counts, people, table


def test_the_profiles_that_there_are() -> None:
    assert set(known_profiles()) == {"finance", "medical", "school"}


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

"""What docs/own-rules.md tells users to write works as it stands."""

from __future__ import annotations

import re
from pathlib import Path

from detectors.linear import written_flaws
from detectors.own_rules import RULE_FIELDS
from detectors.rule_folders import known_profiles
from detectors.rule_set import gather

PAGE = (Path(__file__).parent.parent / "docs/own-rules.md").read_text(encoding="utf-8")


def test_the_rules_on_the_page_have_no_faults(tmp_path: Path) -> None:
    files = re.findall(r"```yaml\n# 規則/(\S+\.yaml)\n(.*?)```", PAGE, re.DOTALL)
    assert len(files) == PAGE.count("```yaml") == 3
    for name, text in files:
        (tmp_path / name).write_text(text, encoding="utf-8")
    rules, faults = gather(tmp_path)
    assert faults == []
    assert (len(rules.added), len(rules.ignores)) == (2, 1)


def test_the_patterns_on_the_page_can_be_used() -> None:
    section = PAGE[PAGE.index("## 形") :]
    patterns = re.findall(r"^\| `([^`]+)`", section, re.MULTILINE)[:6]
    assert [list(written_flaws(pattern)) for pattern in patterns if pattern != "-?"] == [[]] * 5


def test_every_field_and_every_profile_is_on_the_page() -> None:
    assert [field for field in RULE_FIELDS if f"{field}:" not in PAGE and f"`{field}`" not in PAGE] == []
    assert all(f"`{profile}`" in PAGE for profile in known_profiles())

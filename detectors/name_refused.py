"""What is called like a person and is nobody: a temple (「円覚寺様（寺院）」), 「株式会社 石田」, 「前校長」."""

from __future__ import annotations

import regex

from detectors.finding import Finding
from detectors.name_words import TITLE, any_of
from detectors.rules import load_words

_BRACKET = regex.compile(rf"[ ]?(?:様|さん|殿)[ ]?\({any_of(load_words('name_bracketed_organisations'))}の?\)")
_OFFICE = regex.compile(TITLE)
_OFFICE_LETTERS = frozenset("前元現新旧同当各両副正准")
_FIRM = regex.compile(r"(?<![\p{Han}ぁ-ゖァ-ヺーA-Za-z])(?:(?:株式|有限|合同|合資)会社|㈱|㈲|\([株有]\)|医療法人)[ ]?$")
_FIRM_REACH = 7  # characters before a name that tell a firm
_PARTIES = frozenset("甲乙丙丁")  # of a contract
_APART = regex.compile(r"(?<=(?:^|[ \n])\p{Han} )\p{Han}(?= \p{Han}(?:[ \n]|$))")  # 「請 求 書」
_ADDRESSED = regex.compile(" ?(?:さん|様|氏|殿)")


def is_called_otherwise(text: str, finding: Finding) -> bool:
    """Whether a bracket behind the honorific or a legal form before a name tells of an organisation, or one kanji is
    part of the title behind it, a party of a contract, or a letter of a heading whose letters stand apart.
    """
    start, end = finding.start, finding.end
    if text[end : end + 1] in "様さ殿 " and _BRACKET.match(text, end):
        return True
    if " " not in finding.value and _FIRM.search(text, max(0, start - _FIRM_REACH), start):
        return True
    if len(finding.value) > 1:
        return False
    if finding.value in _PARTIES and not _ADDRESSED.match(text, end):
        return True
    return bool(_APART.match(text, start)) or (finding.value in _OFFICE_LETTERS and bool(_OFFICE.match(text, end)))

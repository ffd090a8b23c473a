"""Which contacts and numbers in running text belong to which person: the name they stand beside."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import regex

from detectors.finding import Finding
from detectors.lexicon import Lexicon
from detectors.normalize import fold, fold_all, normalize
from detectors.persons import PersonCounter
from detectors.rules import Rule, load_words
from detectors.validators import birth_date

BEFORE, AFTER = 240, 80  # characters in which a detail belongs to the name before it, else to the one after it
_ROLE = regex.compile(
    rf"(?:{'|'.join(load_words('role_mailboxes'))})[0-9]*(?:[._+-][a-z0-9._+-]*)?@.*", regex.IGNORECASE
)
BESIDE = 40  # characters within which a reading belongs to the name beside it
_READING = regex.compile(r"[ぁ-ゖァ-ヺー\u3099\u309a ]{2,}")
_READING_LABEL = regex.compile(r"(?:フリガナ|フリカ\u3099ナ|ふりがな|カナ|かな|読み|ヨミ|よみ|仮名)[^\n]{0,6}$")
_PERSONAL_PHONE = regex.compile(r"0?[6789]0[0-9]{8}")


def is_personal_contact(kind: str, value: str) -> bool:
    """Whether a mail address or phone number is one person's own (not info@…, not a company's line)."""
    plain = normalize(value)
    if kind == "EMAIL_ADDRESS":
        return not _ROLE.fullmatch(plain)
    digits = regex.sub(r"[^0-9]", "", plain.replace("+81", "0", 1).replace("0(0)", "0", 1))
    return bool(_PERSONAL_PHONE.fullmatch(digits))


def telling_marks(rule: Rule, values: Sequence[str]) -> list[str]:
    """The marks of a column's values by which people are told apart; "" where a value is nobody's own."""
    if rule.identifies == "contact":
        values = [value if value and is_personal_contact(rule.id, value) else "" for value in values]
    if rule.id in _CANONICAL:
        return [detail(rule.id, value) if value else "" for value in values]
    return [f"{rule.id}:{value}" if value else "" for value in fold_all(values)]


def detail(kind: str, value: str) -> str:
    """A value as a mark by which two records are recognised as one person's, however it is written."""
    canonical = _CANONICAL.get(kind)
    return f"{kind}:{canonical(normalize(value)) if canonical else fold(value)}"


def _phone(value: str) -> str:
    digits = regex.sub(r"[^0-9]", "", value.removesuffix(".0").replace("+81", "0", 1).replace("(0)", "", 1))
    return digits if digits.startswith("0") else "0" + digits


def _number(value: str) -> str:
    return fold(value.removesuffix(".0"))


_CANONICAL: Mapping[str, Callable[[str], str]] = {
    "PHONE_NUMBER": _phone,
    "DATE_OF_BIRTH": lambda value: birth_date.iso(value) or fold(value),
    "ORGANISATION_ID": _number,
    "JP_MY_NUMBER": _number,
}


def link(
    text: str, findings: Sequence[Finding], rules: Mapping[str, Rule], lexicon: Lexicon, counter: PersonCounter
) -> None:
    """Hand the people of a passage to the counter, each with the details that stand beside the name."""
    names = [finding for finding in findings if finding.kind == "PERSON"]
    details: dict[int, list[str]] = {}
    for finding in findings:
        mark = mark_of(finding, rules)
        if not mark:
            continue
        owner = _owner(finding, names)
        if owner is not None:
            details.setdefault(id(owner), []).append(mark)
        elif identifies_alone(rules[finding.kind]):
            counter.add_loose(mark)
    for name in names:
        count_mention(name.value, details.get(id(name), []), lexicon, counter)


def count_mention(value: str, details: Sequence[str], lexicon: Lexicon, counter: PersonCounter) -> None:
    """A name in running text, with what stands beside it; a surname alone may be somebody named in full elsewhere."""
    if not details and lexicon.is_surname_alone(normalize(value)):
        counter.add_surname(value)
    else:
        counter.add(value, details)


def identifies_alone(rule: Rule) -> bool:
    """Whether a value of the kind makes a person where no name stands beside it."""
    return rule.identifies in ("contact", "alone")


def tells_apart(rule: Rule) -> bool:
    """Whether people of one name are told apart by a value of the kind."""
    return identifies_alone(rule) or rule.id in ("ORGANISATION_ID", "DATE_OF_BIRTH")


def mark_of(finding: Finding, rules: Mapping[str, Rule]) -> str:
    """The mark of a finding by which its person is told apart; "" where it is nobody's own."""
    rule = rules[finding.kind]
    is_own = rule.identifies != "contact" or is_personal_contact(rule.id, finding.value)
    return detail(rule.id, finding.value) if is_own and tells_apart(rule) else ""


def without_readings(text: str, findings: Sequence[Finding]) -> list[Finding]:
    """Findings without the reading of a name that stands beside it: 「山田太郎（ヤマダ タロウ）」 is one."""
    written = [
        finding for finding in findings if finding.kind == "PERSON" and not _READING.fullmatch(normalize(finding.value))
    ]
    return [finding for finding in findings if finding.kind != "PERSON" or not _is_reading(text, finding, written)]


def _is_reading(text: str, name: Finding, written: Sequence[Finding]) -> bool:
    if not _READING.fullmatch(normalize(name.value)):
        return False
    labelled = _READING_LABEL.search(normalize(text[max(0, name.start - 20) : name.start]))
    for other in written:
        if labelled and (-BESIDE <= other.start - name.end <= BESIDE or 0 <= name.start - other.end <= BESIDE):
            return True
        gap = text[other.end : name.start]
        if (0 < len(gap) <= 3 and regex.search(r"[(（/／<＜【 　]", gap)) or (
            0 < len(gap) <= 30 and not normalize(gap).strip(" \t")
        ):
            return True
    return False


def _owner(finding: Finding, names: Sequence[Finding]) -> Finding | None:
    before = [name for name in names if 0 <= finding.start - name.end <= BEFORE]
    if before:
        return before[-1]
    after = [name for name in names if 0 <= name.start - finding.end <= AFTER]
    return after[0] if after else None

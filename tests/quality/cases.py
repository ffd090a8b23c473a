"""Labelled cases of other projects (`../shared/corpora/cases`, not committed), each by our own policy.

A number is set under its label in a line of text; it counts as found when a finding of its kind covers it. What is
invalid, reserved for examples, a published test card or a free-call number must not be reported. Cases on which one may
differ are left out: counting postal codes (123-4567), pagers and premium numbers, ten bare digits without any word, an
e-mail address at an IP address, remarks and broken characters among the addresses.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import phonenumbers

from tests.quality.engine import found_in

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "corpora" / "cases"
PERSONAL_LINES = frozenset({"FIXED_LINE", "MOBILE", "VOIP"})
FREE_LINES = frozenset({"TOLL_FREE", "UAN"})
PUBLISHED_CARDS = frozenset({"5555555555554444", "378282246310005", "3530111333300000"})
RESERVED_DOMAINS = ("@example.com", "@example.ne.jp")
NUMBERS = {
    "MY_NUMBER": ("JP_MY_NUMBER", "個人番号"),
    "CORPORATE_NUMBER": ("JP_CORPORATE_NUMBER", "法人番号"),
    "HEALTH_INSURER_6": ("JP_HEALTH_INSURANCE_INSURER", "保険者番号"),
    "CREDIT_CARD": ("CREDIT_CARD", "カード番号"),
}
# What we expect where another project's expectation says too little or something else: kind, and whether to report it.
BOUNDARIES = {
    **{f"noren-{number}": ("JP_POSTAL_CODE", False) for number in (3, 4, 5, 6)},
    **{f"noren-{number}": ("PHONE_NUMBER", True) for number in (7, 8, 9, 10, 13, 14)},
    **{f"noren-{number}": ("JP_MY_NUMBER", False) for number in (15, 16, 17, 18)},  # invalid check digits
}
LEFT_OUT = frozenset({"cc-005", "email-006", "hoji-4", "hoji-5", "hoji-6", "hoji-7", "hoji-35"})
_REMARK = re.compile(r"\s+(?:#|//).*")


@dataclass(slots=True)
class Share:
    """How often a file's cases of one kind were found or rightly passed over, and which were wrong or missed."""

    right: int = 0
    quiet: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Case:
    """A text, the kind it is about, and the stretches to be covered; none: the kind must not be reported."""

    text: str
    kind: str
    spans: tuple[tuple[int, int], ...]


def is_there() -> bool:
    """Whether the cases are on this machine."""
    return FOLDER.is_dir()


def score_cases(folder: Path = FOLDER) -> dict[str, Share]:
    """Per file and kind, how the cases went."""
    shares: dict[str, Share] = {}
    for name, read in READERS.items():
        for case in read(folder / name):
            _judge(case, shares.setdefault(f"{name} {case.kind}", Share()))
    return shares


def _judge(case: Case, share: Share) -> None:
    found = [finding for finding in found_in(case.text) if finding.kind == case.kind]
    if not case.spans:
        share.quiet += not found
        share.wrong += [case.text] * bool(found)
    for start, end in case.spans:
        if any(finding.start <= start and end <= finding.end for finding in found):
            share.right += 1
        else:
            share.missed.append(case.text)


def _under(label: str, value: str, kind: str, report: bool) -> Case:
    """A value under its label, between two lines that hold nothing."""
    text = f"記入欄\n{label}：{value}\n以上"
    start = text.index(value)
    return Case(text, kind, ((start, start + len(value)),) if report else ())


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)


def _records(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        record: dict[str, Any] = json.loads(line)
        if record["id"] not in LEFT_OUT:
            yield record


def _numbers(path: Path) -> Iterator[Case]:
    for row in _rows(path):
        kind, label = NUMBERS[row["type"]]
        yield _under(label, row["value"], kind, row["valid_check"] == "true" and "sandbox" not in row["note"])


def _phones(path: Path) -> Iterator[Case]:
    for row in _rows(path):
        line = row["type"].split(" ")[0]
        if line in PERSONAL_LINES | FREE_LINES:
            yield _under("電話番号", row["number"].removeprefix("tel:"), "PHONE_NUMBER", line in PERSONAL_LINES)


def _addresses(path: Path) -> Iterator[Case]:
    for row in _rows(path):
        address = _REMARK.sub("", row["address"].strip('" \u3000'))
        if row.get("case_set") == "issue131":  # the name of the dash follows
            address = address.partition(" ")[0]
        if address and address[0] not in "/*h" and "\ufffd" not in address:
            yield _under("住所", address, "JP_ADDRESS", True)


def _boundaries(path: Path) -> Iterator[Case]:
    for record in _records(path):
        if record["id"] in BOUNDARIES:
            kind, report = BOUNDARIES[record["id"]]
            digits = [at for at, sign in enumerate(record["text"]) if sign.isdigit() or sign == "+"]
            yield Case(record["text"], kind, ((digits[0], digits[-1] + 1),) if report else ())


def _spans(path: Path, kind: str, counts: Callable[[str], bool | None]) -> Iterator[Case]:
    for record in _records(path):
        judged = [(start, end, counts(surface)) for start, end, label, surface in record["spans"] if label in kind]
        if any(count is None for *_, count in judged) or (record["spans"] and not judged):
            continue
        yield Case(record["text"], kind, tuple((start, end) for start, end, count in judged if count))


def _cards(path: Path) -> Iterator[Case]:
    return _spans(path, "CREDIT_CARD", lambda card: "".join(filter(str.isdigit, card)) not in PUBLISHED_CARDS)


def _mails(path: Path) -> Iterator[Case]:
    return _spans(path, "EMAIL_ADDRESS", lambda address: not address.endswith(RESERVED_DOMAINS))


def _contacts(path: Path) -> Iterator[Case]:
    yield from _mails(path)
    yield from _spans(path, "PHONE_NUMBER", _is_phone)


def _is_phone(number: str) -> bool | None:
    """Whether it can be dialled: not a case at all where it cannot (a digit too many after +81)."""
    return phonenumbers.is_valid_number(phonenumbers.parse(number, "JP")) or None


READERS: dict[str, Callable[[Path], Iterator[Case]]] = {
    "id_numbers.tsv": _numbers,
    "phones.tsv": _phones,
    "addresses.tsv": _addresses,
    "addresses_hard.tsv": _addresses,
    "jp_boundary.jsonl": _boundaries,
    "credit-card.jsonl": _cards,
    "email.jsonl": _mails,
    "phone_email_masking.jsonl": _contacts,
}

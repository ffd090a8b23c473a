"""Claims of doctors to the health insurers (レセプト電算処理, .UKE): records told by their first two letters.

IR or YK names the office that claims, RE a patient, and the records behind it are of that patient: HO the insurance,
KO public funds, SY a diagnosis.
Source: 社会保険診療報酬支払基金 「オンライン又は光ディスク等による請求に係る記録条件仕様」.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

HEADINGS = ("氏名", "性別", "生年月日", "カルテ番号", "保険者番号", "被保険者証記号", "被保険者証番号", "傷病名")
_OF_PATIENT = {4: 0, 5: 1, 6: 2, 13: 3}  # field of RE: column
_OF_INSURANCE = {1: 4, 2: 5, 3: 6}  # field of HO: column
_DISEASES = 7
_FIRST = re.compile(r"\ufeff?(?:UK|IR|YK|RE),")
_PATIENT = re.compile(r"^RE,[0-9]+,[0-9]{4},[0-9]+,[^,\n]+,[0-9]?,[0-9]*,", re.MULTILINE)
_OTHER = re.compile(r"^(?:HO|KO|SY|SI|IY),", re.MULTILINE)
_WORDS = re.compile(r"[一-龠ァ-ヺ]{2}")


def is_claims(text: str) -> bool:
    """Whether a text begins as a file of claims does, and has a patient with something behind."""
    return bool(_FIRST.match(text) and _PATIENT.search(text) and _OTHER.search(text))


def rows(lines: Iterable[str]) -> Iterator[list[str]]:
    """A row for each patient, under `HEADINGS`; diagnoses are put together."""
    patient: list[str] = []
    for line in lines:
        fields = line.rstrip("\r\x1a").split(",")
        if fields[0] == "RE":
            if patient:
                yield patient
            patient = _chosen(fields, _OF_PATIENT, [""] * len(HEADINGS))
        elif patient and fields[0] == "HO":
            patient = _chosen(fields, _OF_INSURANCE, patient)
        elif patient and fields[0] == "SY":
            disease = next(filter(_WORDS.search, fields[1:]), "")
            patient[_DISEASES] = "、".join(filter(None, (patient[_DISEASES], disease)))
    if patient:
        yield patient


def _chosen(fields: list[str], places: dict[int, int], row: list[str]) -> list[str]:
    for place, column in places.items():
        if place < len(fields):
            row[column] = fields[place].strip()
    return row

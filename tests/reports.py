"""Reports as a scan would make them, for tests of what comes after the scan."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from inventory.people import PeopleKeys
from inventory.report import FileReport, KindReport, MaskedSample

ROOT = "/共有"


def report(path: str, **changes: Any) -> FileReport:
    """A customer list of three persons, except for what the test changes."""
    plain = FileReport(
        root=ROOT,
        path=path,
        size=1000,
        modified_ns=1_700_000_000_000_000_000,
        owner="suzuki",
        readable_by_all=False,
        sha256=f"sha256 of {path}",
        media_type="text/csv",
        status="read",
        note="",
        personal=True,
        document_type="customer_list",
        flags=(),
        persons=3,
        persons_max=3,
        kinds=(kind("PERSON", 3), kind("PHONE_NUMBER", 3)),
        reasons=("見出し『氏名』",),
        people=keys(1, 2, 3),
    )
    return replace(plain, **changes)


def kind(name: str, count: int, samples: int = 1) -> KindReport:
    """So many findings of a kind, some of them kept."""
    kept = tuple(MaskedSample(f"A{n}", "山●●●", 0.9, ("見出し",), f"{name}-{n}") for n in range(samples))
    return KindReport(name, count, count, kept)


def keys(*persons: int) -> PeopleKeys:
    """Hashes of so many persons; the same number is the same person."""
    packed = b"".join(person.to_bytes(8, "big") for person in sorted(persons))
    return PeopleKeys(packed, packed)

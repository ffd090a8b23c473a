"""A register of a million files, put together in bulk: what years of scans leave behind. Nobody's data is in it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import Connection, insert

from benchmarks.small import DEPARTMENTS
from detectors.documents import load_classifier
from inventory.departments import department
from inventory.models import File, KindTotal, PersonMarks, Sample
from inventory.register import Register

ROOT = "/srv/共有"
_AT_ONCE = 5_000
_PERSONAL = 4  # every fourth file
_PERSONS = (1, 1, 1, 2, 3, 5, 10, 30, 100, 300)
_KINDS = (
    "PERSON", "PERSON", "PERSON", "PHONE_NUMBER", "JP_ADDRESS", "EMAIL_ADDRESS", "JP_POSTAL_CODE", "DATE_OF_BIRTH",
    "MEDICAL_CONDITION", "JP_BANK_ACCOUNT", "JP_MY_NUMBER",
)  # fmt: skip
_FLAG_OF = {"MEDICAL_CONDITION": "special_care", "JP_MY_NUMBER": "my_number"}
_ENDS = (("read", ""),) * 36 + (
    ("media", "映像または音声です"), ("encrypted", "パスワードで保護されています"), ("partly_read", "画像があります"),
    ("unsupported", "対象外の形式です"),
)  # fmt: skip
_SUFFIXES = (("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), ("csv", "text/csv"))
_EVIDENCE = ("見出し『氏名』", "値の100%が形に合う")


@dataclass(slots=True)
class _Rows:
    """Rows of the tables for some files."""

    files: list[dict[str, Any]]
    kinds: list[dict[str, Any]]
    samples: list[dict[str, Any]]
    marks: list[dict[str, Any]]


def fill(path: Path, files: int) -> None:
    """A register as if `files` files had been scanned, every hundredth of them by a second scan only."""
    with Register.open(path, key_file=path.with_name("key"), create=True) as register:
        _ = register.key
        register.begin_run([ROOT], "benchmark", "benchmark")
        first = register.finish_run().id
        second = register.begin_run([ROOT], "benchmark", "benchmark")
        made = _made(files, first, second)
        while part := list(islice(made, _AT_ONCE)):
            with register.writing() as connection:
                _put(connection, part)
        register.finish_run()


def _put(connection: Connection, rows: Sequence[_Rows]) -> None:
    for table, name in ((File, "files"), (KindTotal, "kinds"), (Sample, "samples"), (PersonMarks, "marks")):
        if values := [value for one in rows for value in getattr(one, name)]:
            connection.execute(insert(table), values)


def _made(files: int, first: int, second: int) -> Iterator[_Rows]:
    """The files one by one, some of them archives with members; the same each time."""
    chance = Random(7)
    types = [type_.id for type_ in load_classifier().types if type_.personal]
    number = 0
    container = 0
    while number < files:
        number += 1
        if number % 25 == 2:
            container = number  # an archive; the four files behind it lie in it
        inside = container if container and 0 < number - container < 5 else None
        run = first if number % 100 else second
        yield _file(number, inside, container, run, types, chance)


def _file(number: int, inside: int | None, container: int, run: int, types: Sequence[str], chance: Random) -> _Rows:
    personal = chance.randrange(_PERSONAL) == 0
    outer = container if inside else number
    folder = f"{DEPARTMENTS[outer // 1_000 % 10]}/{2015 + outer // 100 % 10}年度/案件{outer // 50:05}"
    suffix, media_type = _SUFFIXES[number % 2]
    path = f"{folder}/書類_{outer:07}.zip" if outer == container else f"{folder}/名簿_{number:07}.{suffix}"
    if inside:
        path = f"{folder}/書類_{outer:07}.zip!名簿_{number:07}.{suffix}"
    status, note = chance.choice(_ENDS) if not personal else ("read", "")
    kinds = sorted(set(chance.sample(_KINDS, chance.choice((1, 2, 3, 5))))) if personal else []
    persons = chance.choice(_PERSONS) if personal else 0
    keys = b"".join(sorted(chance.randrange(1 << 22).to_bytes(8, "little") for _ in range(persons)))
    content = number if number % 11 else number // 2
    file = {
        "id": number,
        "root": ROOT,
        "path": path,
        "container_id": inside,
        "size": 20_000 + number % 9_000,
        "modified_ns": 1_500_000_000_000_000_000 + number * 10**9,
        "owner": "suzuki",
        "readable_by_all": number % 9 == 0,
        "sha256": hashlib.sha256(str(content).encode()).hexdigest(),
        "media_type": media_type,
        "status": status,
        "note": note,
        "personal": personal,
        "document_type": chance.choice(types) if personal and number % 3 else None,
        "flags": tuple(_FLAG_OF[kind] for kind in kinds if kind in _FLAG_OF),
        "persons": persons,
        "persons_max": persons,
        "person_keys": keys,
        "reasons": ("氏名と電話番号がそろっています",) if personal else (),
        "department": department(ROOT, path),
        "digest": hashlib.sha256(b"benchmark").hexdigest()[:32],
        "first_run_id": run,
        "examined_run_id": run,
        "seen_run_id": run,
        "gone_run_id": None,
        "access_id": None,
    }
    totals = [{"file_id": number, "kind": kind, "count": 2 * persons, "distinct_count": persons} for kind in kinds]
    samples = [_sample(number, kind, chance) for kind in kinds for _ in range(chance.choice((1, 1, 1, 2, 4)))]
    marks = [{"file_id": number, "sketched": False, "keys": keys}] if keys else []
    return _Rows([file], totals, samples, marks)


def _sample(number: int, kind: str, chance: Random) -> dict[str, Any]:
    return {
        "file_id": number,
        "kind": kind,
        "place": "表 『氏名』の列",
        "masked": "山●●●",
        "score": 0.9,
        "evidence": _EVIDENCE,
        "fingerprint": f"{chance.getrandbits(128):032x}",
    }

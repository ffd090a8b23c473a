"""No value of the people on the share leaves the scan: not into the register, the workbook, a list or a message.

File names are excepted: they are the address of the data.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from samples import company
from samples.build import build
from samples.company import EVERYONE
from samples.numbers import my_number
from samples.people import FIRST_CUSTOMER, FIRST_FOREIGNER, Person, people
from tests.commands import apart

pytestmark = pytest.mark.slow
PUBLIC = {company.PHONE, company.FAX}  # the company's own, not of a person


@pytest.fixture
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples, scanned and exported by the program, with everything that it printed on the way."""
    folder = tmp_path_factory.mktemp("privacy")
    build(folder / "share")
    commands = {
        "scan": ("scan", "share", "--full"),
        "export": ("export", "out.xlsx"),
        **{name: (name, "--format", "json") for name in ("status", "files", "findings", "entries")},
        **{f"{name} table": (name,) for name in ("status", "files", "findings", "entries")},
    }
    for name, command in commands.items():
        done = apart(folder, *command)
        assert done.code == 0, done.err
        (folder / f"{name}.out").write_text(done.out, encoding="utf-8")
        (folder / f"{name}.err").write_text(done.err, encoding="utf-8")
    return folder


@pytest.fixture
def values(place: Path) -> frozenset[str]:
    """Whatever tells somebody on the share apart, as far as it stands in no file name."""
    names = {path.relative_to(place).as_posix() for path in (place / "share").rglob("*")}
    names |= {file["path"] for file in json.loads((place / "files.out").read_text(encoding="utf-8"))}
    everyone = [*EVERYONE, *people(0, FIRST_CUSTOMER + 4000), *people(FIRST_FOREIGNER, 7)]
    found = {value for person in everyone for value in _values(person)} - PUBLIC
    return frozenset(value for value in found if not any(value in name for name in names))


def _values(person: Person) -> Iterator[str]:
    if len(person.name) >= 3:
        yield person.name
        yield person.spaced
        yield person.spaced.replace("\u3000", " ")
    yield from (person.kana, person.email, person.town + person.street)
    for number in (person.mobile, person.landline, my_number(person.chance("my number"))):
        yield number
        yield number.replace("-", "")


def _words(text: str) -> set[str]:
    """Every run of characters of the kind that a value is made of, and all cuts of them that a value could be."""
    return set(re.findall(r"[0-9-]{9,}|[0-9A-Za-z._+-]+@[0-9A-Za-z.-]+|[一-龥々ぁ-んァ-ヶー\u3000 ]{3,}", text))


def leaks(text: str, values: frozenset[str]) -> list[str]:
    """The values that stand in a text."""
    joined = "\n".join(_words(text))
    return [value for value in values if value in joined]


def test_no_value_leaves_the_scan(place: Path, values: frozenset[str]) -> None:
    """One test, so that workers of pytest do not scan the samples twice."""
    share = [path.read_bytes() for path in (place / "share").rglob("*.csv")]
    texts = (content.decode(encoding, "replace") for content in share for encoding in ("cp932", "utf-8"))
    assert len(leaks("\n".join(texts), values)) > 1000  # the test can see leaks: the share is full of them
    for file in place.glob("daicho.db*"):
        assert leaks(file.read_bytes().decode("utf-8", "replace"), values) == []
    with zipfile.ZipFile(place / "out.xlsx") as workbook:
        for name in workbook.namelist():
            assert leaks(workbook.read(name).decode("utf-8", "replace"), values) == []
    for file in [*place.glob("*.out"), *place.glob("*.err")]:
        assert leaks(file.read_text(encoding="utf-8"), values) == []
    _notes_hold_no_numbers(json.loads((place / "files.out").read_text(encoding="utf-8")))
    _the_key_lies_elsewhere(place)


def _notes_hold_no_numbers(files: list[Mapping[str, Any]]) -> None:
    texts = [text for file in files for text in (file["note"], *file["reasons"])]
    assert texts
    assert not [text for text in texts if re.search(r"[0-9]{4,}|@", text)]


def _the_key_lies_elsewhere(place: Path) -> None:
    (key,) = (place / "config").rglob("*.key")
    assert key.stat().st_mode & 0o077 == 0
    assert key.read_bytes() not in (place / "daicho.db").read_bytes()

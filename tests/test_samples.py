"""The whole product on the samples, scanned once by the real program: what the register holds, and what it never does.

No value of the people on the share leaves the scan: not into the register, the workbook, a list or a message. File
names are excepted: they are the address of the data.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from inventory.register import Register
from samples import company
from samples.build import build
from samples.company import EVERYONE
from samples.numbers import my_number
from samples.people import FIRST_CUSTOMER, FIRST_FOREIGNER, Person, people
from samples.score import Share, as_lines, compare, read_expected
from tests.commands import Run, apart, here

pytestmark = pytest.mark.slow
RESULT = Path(__file__).parent / "quality" / "samples.tsv"
PUBLIC = {company.PHONE, company.FAX}  # the company's own, not of a person
BEGINNING = 3  # characters that each value has at least


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples, scanned by the program, with everything that it printed on the way."""
    folder = tmp_path_factory.mktemp("samples")
    build(folder / "share")
    done = apart(folder, "scan", "share", "--full")
    assert done.code == 0, done.err
    (folder / "scan.out").write_text(done.out + done.err, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def shares(place: Path) -> dict[str, Share]:
    """The comparison of the scan with the truth."""
    with Register.open(place / "daicho.db") as register:
        return compare(read_expected(), register.files())


def test_the_committed_result_is_current(shares: dict[str, Share], pytestconfig: pytest.Config) -> None:
    """Every change of a judgement shows as a change of this file (`pytest --golden` renews it: read the diff)."""
    result = "\n".join(as_lines(shares)) + "\n"
    if pytestconfig.getoption("golden"):
        RESULT.write_text(result, encoding="utf-8", newline="\n")
    assert result == RESULT.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("judgement", "precision", "recall"),
    [("status", 1.0, 1.0), ("personal", 0.97, 0.97), ("persons", 1.0, 0.9), ("document_type", 1.0, 0.9)],
)
def test_is_good_enough(shares: dict[str, Share], judgement: str, precision: float, recall: float) -> None:
    """Below these the product must not be given to anybody."""
    assert shares[judgement].precision >= precision
    assert shares[judgement].recall >= recall


@pytest.mark.parametrize("flag", ["my_number", "special_care", "personal_identifier_code", "financial_damage"])
def test_misses_hardly_any_grave_flag(shares: dict[str, Share], flag: str) -> None:
    """What the law treats as grave is found."""
    assert shares[f"flag {flag}"].recall >= 0.85


@pytest.fixture
def printed(place: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> dict[str, str]:
    """What the program prints of the register, by its command; the workbook lies in `out.xlsx` then."""
    run: Run = here(monkeypatch, capsysbinary, place)
    commands = [
        f"{name}{form}" for name in ("status", "files", "findings", "entries") for form in ("", " --format json")
    ]
    told = {command: run(*command.split()) for command in ("export out.xlsx", *commands)}
    assert [command for command, done in told.items() if done.code != 0] == []
    return {command: done.out + done.err for command, done in told.items()}


def test_no_value_leaves_the_scan(place: Path, printed: dict[str, str]) -> None:
    listed = json.loads(printed["files --format json"])
    on_share = Values({path.relative_to(place).as_posix() for path in (place / "share").rglob("*")} | _paths(listed))
    share = [path.read_bytes() for path in (place / "share").rglob("*.csv")]
    texts = (content.decode(encoding, "replace") for content in share for encoding in ("cp932", "utf-8"))
    assert len(on_share.within("\n".join(texts))) > 1000  # the test can see leaks: the share is full of them
    for file in [*place.glob("daicho.db*"), place / "scan.out"]:
        assert on_share.within(file.read_bytes().decode("utf-8", "replace")) == set()
    with zipfile.ZipFile(place / "out.xlsx") as workbook:
        for name in workbook.namelist():
            assert on_share.within(workbook.read(name).decode("utf-8", "replace")) == set()
    for text in printed.values():
        assert on_share.within(text) == set()
    _notes_hold_no_numbers(listed)
    _the_key_lies_elsewhere(place)


class Values:
    """Whatever tells somebody on the share apart, as far as it stands in none of the file names given."""

    def __init__(self, names: Iterable[str]) -> None:
        everyone = [*EVERYONE, *people(0, FIRST_CUSTOMER + 4000), *people(FIRST_FOREIGNER, 7)]
        self._known: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
        for value in {value for person in everyone for value in _values(person)} - PUBLIC:
            self._known[value[:BEGINNING]][len(value)].add(value)
        for value in self._standing_in("\n".join(names)):
            self._known[value[:BEGINNING]][len(value)].remove(value)

    def within(self, text: str) -> set[str]:
        """Those that stand in a text: in runs of the characters that values are made of."""
        return self._standing_in("\n".join(_words(text)))

    def _standing_in(self, text: str) -> set[str]:
        return {
            part
            for at in range(len(text))
            if (known := self._known.get(text[at : at + BEGINNING]))
            for length, values in known.items()
            if (part := text[at : at + length]) in values
        }


def _values(person: Person) -> Iterator[str]:
    if len(person.name) >= BEGINNING:
        yield person.name
        yield person.spaced
        yield person.spaced.replace("\u3000", " ")
    yield from (person.kana, person.email, person.town + person.street)
    for number in (person.mobile, person.landline, my_number(person.chance("my number"))):
        yield number
        yield number.replace("-", "")


def _words(text: str) -> set[str]:
    """Every run of characters of the kind that a value is made of."""
    return set(re.findall(r"[0-9-]{9,}|[0-9A-Za-z._+-]+@[0-9A-Za-z.-]+|[一-龥々ぁ-んァ-ヶー\u3000 ]{3,}", text))


def _paths(files: list[Mapping[str, Any]]) -> set[str]:
    return {file["path"] for file in files}


def _notes_hold_no_numbers(files: list[Mapping[str, Any]]) -> None:
    texts = [text for file in files for text in (file["note"], *file["reasons"])]
    assert texts
    assert not [text for text in texts if re.search(r"[0-9]{4,}|@", text)]


def _the_key_lies_elsewhere(place: Path) -> None:
    (key,) = (place / "config").rglob("*.key")
    assert key.stat().st_mode & 0o077 == 0
    assert key.read_bytes() not in (place / "daicho.db").read_bytes()

"""The fictional share: the same bytes each time, everything a real share holds, and a truth that follows from it."""

from __future__ import annotations

import csv
import io
import unicodedata
import zipfile
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest

from samples import build, fields, numbers
from samples.people import people
from samples.share import HEADER, Sample

STATUSES = {"read", "partly_read", "encrypted", "corrupt", "unsupported", "too_large", "timed_out", "denied", "media"}
FLAGS = {"special_care", "jis_special", "my_number", "personal_identifier_code", "financial_damage"}
EXTENSIONS = set(
    """
    txt csv tsv xlsx xlsm xls ods docx pptx pdf html json jsonl xml eml zip mp4 avi mp3 jpg log sql dwg
    """.split()  # noqa: SIM905
)


@pytest.fixture(scope="module")
def share(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The share, built once."""
    directory = tmp_path_factory.mktemp("share")
    build.build(directory)
    return directory


@pytest.fixture(scope="module")
def all_samples() -> list[Sample]:
    """All files as their builders declare them."""
    return list(build.samples())


def digests(directory: Path) -> dict[str, str]:
    """Every file and its hash."""
    files = (path for path in directory.rglob("*") if path.is_file())
    return {path.relative_to(directory).as_posix(): sha256(path.read_bytes()).hexdigest() for path in files}


def test_building_twice_gives_the_same_bytes(share: Path, all_samples: list[Sample]) -> None:
    assert digests(share) == {sample.path: sha256(sample.content).hexdigest() for sample in all_samples}


def test_expected_tsv_is_what_the_builders_declare(all_samples: list[Sample]) -> None:
    assert build.EXPECTED.read_bytes().decode() == build.expected(all_samples), "run: python -m samples.build DIR"


def test_every_file_has_its_line(share: Path, all_samples: list[Sample]) -> None:
    rows = list(csv.DictReader(io.StringIO(build.expected(all_samples)), delimiter="\t"))
    assert tuple(rows[0]) == HEADER
    paths = [row["path"] for row in rows]
    assert len(set(paths)) == len(paths)
    assert {path for path in paths if "!" not in path} == set(digests(share))
    assert {row["status"] for row in rows} <= STATUSES
    assert {flag for row in rows for flag in row["flags"].split(",") if flag} == FLAGS


def test_it_is_a_share_of_a_company(share: Path) -> None:
    files = digests(share)
    assert len(files) >= 60
    assert len({path.split("/")[0] for path in files}) >= 8
    assert {path.rsplit(".", 1)[-1] for path in files} == EXTENSIONS


def test_paths_can_be_written_on_windows(all_samples: list[Sample]) -> None:
    for sample in all_samples:
        assert not set(sample.path) & set('<>:"|?*\\!'), sample.path
        assert unicodedata.is_normalized("NFC", sample.path)
        sample.path.encode("cp932")


def test_members_are_in_their_containers(all_samples: list[Sample]) -> None:
    archives = [sample for sample in all_samples if sample.path.endswith(".zip") and sample.status == "read"]
    assert archives
    for sample in archives:
        with zipfile.ZipFile(io.BytesIO(sample.content), metadata_encoding="cp932") as archive:
            assert {name: archive.read(name) for name in archive.namelist()} == {
                member.path: member.content for member in sample.members
            }


def test_people_are_many_and_of_different_names() -> None:
    everyone = people(0, 5000)
    assert len({one.name for one in everyone}) == len(everyone)
    assert len({one.mobile for one in everyone}) > 4990
    assert len({one.surname for one in everyone}) > 180


def test_check_digits_agree_with_published_numbers() -> None:
    assert numbers.my_number_digit("12345678901") == "8"
    assert numbers.my_number_digit("12345670013") == "0"
    assert numbers.my_number_digit("12345670005") == "0"
    assert numbers.license_digit("3090123456") == "2"
    assert numbers.license_digit("3005000004") == "1"
    assert numbers.corporate_digit("700110005901") == "8"
    assert numbers.luhn_digit("3312001") == "5"
    assert numbers.luhn_digit("411111111111111") == "1"
    assert numbers.jan_digit("490123456789") == "4"


def test_numbers_in_the_share_are_valid() -> None:
    for one in people(0, 200):
        number, license, card = (str(field.cell(one)) for field in (fields.MY_NUMBER, fields.LICENSE, fields.CARD))
        assert len(number) == len(license) == 12 and len(card) == 16
        assert numbers.my_number_digit(number[:-1]) == number[-1]
        assert numbers.license_digit(license[:10]) == license[10]
        assert numbers.luhn_digit(card[:-1]) == card[-1]
    for seed in range(200):
        chance = Random(seed)
        slip, jan, corporate = numbers.slip(chance), numbers.jan(chance), numbers.corporate_number(chance)
        assert numbers.my_number_digit(slip[:-1]) == slip[-1]
        assert numbers.jan_digit(jan[:-1]) == jan[-1]
        assert numbers.corporate_digit(corporate[1:]) == corporate[0]

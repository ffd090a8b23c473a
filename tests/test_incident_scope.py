"""What an incident is about, from the register alone: files gone and copied, lines by hand, people nobody counted."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Literal

import pytest

from inventory.cli import wording
from inventory.cli.incident_view import document_names
from inventory.compiling import compile_ledger
from inventory.entrusted import contractors
from inventory.incident.assessing import assess
from inventory.incident.assessment import Assessment, Judgement, Known
from inventory.incident.scope import Names, gather
from inventory.incident.worst import worst
from inventory.keeping import Keeper, NotPossible
from inventory.register import Register
from inventory.routing import Kept
from tests.registers import made, scan
from tests.reports import ROOT, keys, kind, report

TODAY = date(2026, 11, 20)
Form = Literal["NFC", "NFD"]
LOST = Known(cause="loss", encrypted=False)


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with Register.open(made(tmp_path / "daicho.db"), key_file=tmp_path / "key") as held:
        yield held


@pytest.fixture
def names() -> Names:
    return Names(wording.kind_names(), document_names())


def filled(register: Register, *files: tuple[str, dict[str, object]]) -> None:
    """One scan that meets these files."""
    register.begin_run([ROOT], "0.1", "d1")
    for path, changes in files:
        register.record([report(path, **changes)])
    register.mark_gone()
    register.finish_run()


def rule(assessed: Assessment, name: str) -> Judgement:
    (found,) = (one for one in assessed.judgements if one.rule == name)
    return found


def test_the_maximum_decides_where_the_number_is_not_sure(register: Register, names: Names) -> None:
    filled(register, ("客.csv", {"persons": 900, "persons_max": 1_100}))
    over = rule(assess(register, ["客.csv"], [], LOST, TODAY, names=names), "appi_over_1000_persons")
    assert over.verdict == "report"
    assert "推定 900人ですが、最大では 1,100人" in over.reasons[0]
    assert "通則ガイドライン3-5-3-1" in over.articles
    assert "1,000人以下と確かめられれば" in over.assumptions[0]


def test_a_recording_of_people_nobody_counted_leaves_the_number_open(register: Register, names: Names) -> None:
    film = {"status": "media", "persons": 0, "persons_max": 0, "kinds": (), "people": keys(), "media_type": "video/mp4"}
    filled(register, ("cam.mp4", film | {"document_type": "security_camera"}), ("客.csv", {}))
    scope = gather(register, ["cam.mp4", "客.csv"], [], names)
    assert not scope.persons_known
    over = rule(assess(register, ["cam.mp4", "客.csv"], [], LOST, TODAY, names=names), "appi_over_1000_persons")
    assert over.verdict == "unknown"
    assert "人数を数えられないファイル 1件の本人の数" in over.deciding_fact


def test_one_mail_may_be_no_personal_data_in_the_sense_of_the_law(register: Register, names: Names) -> None:
    filled(register, ("連絡.eml", {"document_type": "email", "flags": ("special_care",)}))
    care = rule(assess(register, ["連絡.eml"], [], LOST, TODAY, names=names), "appi_special_care")
    assert care.verdict == "unknown" and "個人データから取り出したものか" in care.deciding_fact


def test_a_password_counts_where_it_can_pay(register: Register, names: Names) -> None:
    filled(register, ("ID.csv", {"kinds": (kind("PERSON", 3), kind("CREDENTIAL", 3))}))
    damage = rule(assess(register, ["ID.csv"], [], LOST, TODAY, names=names), "appi_financial_damage")
    assert damage.deciding_fact == "そのIDとパスワードで送金・決済ができるか"


def test_an_identifier_code_alone_is_no_reason(register: Register, names: Names) -> None:
    filled(register, ("免許.csv", {"flags": ("personal_identifier_code",)}))
    assessed = assess(register, ["免許.csv"], [], LOST, TODAY, names=names)
    assert assessed.verdict("commission") == "not_required"


def test_what_the_mark_and_finance_add_is_noted(register: Register, names: Names) -> None:
    union = (kind("PERSON", 3), kind("UNION_MEMBERSHIP", 3))
    filled(register, ("組合.csv", {"flags": ("jis_special", "financial_sensitive"), "kinds": union}))
    assessed = assess(register, ["組合.csv"], [], LOST, TODAY, names=names)
    assert any("Pマークで要配慮と同じに扱う情報（労働組合への加入）" in one for one in rule(assessed, "pmark").reasons)
    assert rule(assessed, "finance").verdict == "unknown" and "監督当局" in rule(assessed, "finance").deciding_fact
    assert assessed.verdict("commission") == "not_required"


def test_data_of_a_client_is_asked_about_where_the_register_says_so(register: Register, names: Names) -> None:
    filled(register, ("本番.csv", {"document_type": "entrusted_data"}))
    client = rule(assess(register, ["本番.csv"], [], LOST, TODAY, names=names), "client")
    assert client.verdict == "unknown" and "委託元から預かったデータか" in client.deciding_fact


def test_a_file_that_is_gone_counts_where_it_is_named(register: Register, names: Names) -> None:
    scan(register, "営業/客.csv", "営業/旧.csv")
    scan(register, "営業/客.csv")
    whole = gather(register, ["営業"], [], names)
    assert [file.path for file in whole.files] == ["営業/客.csv"] and whole.gone_left_out == 1
    assert [file.path for file in gather(register, ["営業/旧.csv"], [], names).files] == ["営業/旧.csv"]
    scan(register, "総務/客.csv")
    assert len(gather(register, ["営業"], [], names).files) == 2  # nothing else is left of the folder


def test_members_of_containers_and_whole_containers(register: Register, names: Names) -> None:
    scan(register, ["名簿.zip", "名簿.zip!2025/客.csv", "名簿.zip!社員.csv"], "名簿.zip.txt")
    assert len(gather(register, ["名簿.zip"], [], names).files) == 3
    (member,) = gather(register, ["名簿.zip!2025/客.csv"], [], names).files
    assert member.outer == "名簿.zip"
    assert len(gather(register, [f"{ROOT}/名簿.zip!社員.csv"], [], names).files) == 1


def test_a_share_by_its_own_name_unless_a_folder_in_it_has_that_name(register: Register, names: Names) -> None:
    scan(register, "営業/客.csv", "総務/客.csv")
    assert len(gather(register, ["共有"], [], names).files) == 2
    scan(register, "共有/客.csv", "総務/客.csv")
    assert [file.path for file in gather(register, ["共有"], [], names).files] == ["共有/客.csv"]
    assert gather(register, ["共"], [], names).paths_missing == ("共",)


@pytest.mark.parametrize("asked", ["ガ/", "./ガ", "ガ\\", f"{ROOT}/ガ", "共有/ガ", "/共有//ガ"])
@pytest.mark.parametrize("way", ["NFC", "NFD"])
@pytest.mark.parametrize("kept_as", ["NFC", "NFD"])
def test_composed_or_not_the_folder_is_found(
    register: Register, names: Names, asked: str, way: Form, kept_as: Form
) -> None:
    scan(register, unicodedata.normalize(kept_as, "ガ/客.csv"), "ガス/客.csv")
    found = gather(register, [unicodedata.normalize(way, asked)], [], names)
    assert [unicodedata.normalize("NFC", file.path) for file in found.files] == ["ガ/客.csv"]


def test_signs_that_a_search_takes_for_more_are_only_signs(register: Register, names: Names) -> None:
    scan(register, "100%_控/客.csv", "100A控/客.csv", "100%X控/客.csv")
    assert [file.path for file in gather(register, ["100%_控"], [], names).files] == ["100%_控/客.csv"]


def test_who_is_concerned_and_where_copies_lie(register: Register, names: Names) -> None:
    filled(register, ("営業部/客.csv", {"sha256": "same"}), ("総務部/写し.csv", {"sha256": "same", "owner": "sato"}))
    compile_ledger(register, kind_names={}, document_names={})
    number = gather(register, ["営業部"], [], names).entries[0]
    keeper = Keeper(register, "総務")
    keeper.set_all(number, {"entrusted": "みほん印刷", "manager": "営業部長"})
    contractors.link(keeper, contractors.add(keeper, "みほん発送", "発送代行"), [number])
    scope = gather(register, ["営業部"], [], names)
    assert scope.contractors == ("みほん発送", "みほん印刷") and scope.managers == ("営業部長",)
    assert scope.owners == ("suzuki",) and scope.departments == ("営業部",)
    assert [file.path for file in scope.copies] == ["総務部/写し.csv"]
    assert scope.persons == 3 and scope.as_of and scope.run == 1


def test_paper_is_judged_by_what_people_wrote_about_it(register: Register, names: Names) -> None:
    scan(register, "客.csv")
    line = Kept("総務部", "visitor_log")
    written = {
        "name": "来訪者名簿（紙）",
        "items": "氏名、電話番号、健診・検査の結果",
        "flags": "要配慮個人情報",
        "count": "1,200名",
    }
    number = Keeper(register, "総務").add(line, written | {"count": "1,200名"})
    assessed = assess(register, [], [number], LOST, TODAY, names=names)
    assert assessed.scope.persons_max == 1_200 and assessed.scope.entries == (number,)
    assert rule(assessed, "appi_special_care").verdict == "report"
    assert rule(assessed, "appi_over_1000_persons").verdict == "report"
    bare = Keeper(register, "総務").add(line, {"name": "来訪者名簿（別館）"})
    assessed = assess(register, [], [bare], LOST, TODAY, names=names)
    assert rule(assessed, "appi_over_1000_persons").deciding_fact
    assert rule(assessed, "appi_special_care").verdict == "unknown"


def test_a_line_that_another_took_over_is_refused(register: Register, names: Names) -> None:
    keeper = Keeper(register, "総務")
    first, second = (keeper.add(Kept("総務部", "survey"), {"name": name}) for name in ("一", "二"))
    keeper.merge(first, [second])
    merged = next(entry for entry in register.entries() if entry.merged_into)
    with pytest.raises(NotPossible, match="に統合されています"):
        gather(register, [], [merged.id], names)


def test_what_a_person_ruled_out_does_not_count(register: Register, names: Names) -> None:
    filled(register, ("様式.csv", {"flags": ("special_care",)}))
    (file,) = register.files()
    Keeper(register, "総務").decide("file", file.sha256, "form_only", path=file.path)
    assessed = assess(register, ["様式.csv"], [], LOST, TODAY, names=names)
    assert assessed.scope.flags == () and assessed.scope.persons_max == 0


def test_the_worst_places_of_a_share(register: Register) -> None:
    many = {"persons": 2_000, "persons_max": 2_000, "people": keys(*range(2_000)), "readable_by_all": True}
    grave = {"flags": ("my_number", "special_care"), "people": keys(1, 2, 3)}
    filled(
        register,
        ("客/名簿.csv", many | {"sha256": "same"}),
        ("客/写し.csv", many | {"sha256": "same"}),
        ("人事/年調.csv", grave),
        ("人事/年調.zip!写し.csv", grave),
        ("総務/少し.csv", {}),
        ("公開/少し.csv", {"readable_by_all": True}),
        ("社内報/空.csv", {"personal": False}),
    )
    places = worst(register, 10)
    assert [place.folder for place in places] == ["人事", "客", "公開", "総務"]
    assert places[0].reasons == ("my_number", "special_care") and places[0].persons_max == 3
    assert places[1].reasons == ("many",) and places[1].persons_max == 2_000 and places[1].exposed == 2
    assert [place.folder for place in worst(register, 1)] == ["人事"]


def test_an_empty_register_has_no_worst_place(register: Register) -> None:
    scan(register)
    assert worst(register, 10) == []

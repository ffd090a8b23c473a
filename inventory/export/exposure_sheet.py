"""閲覧可能な範囲: which folders with personal data may be read by whom, the most dangerous first."""

from __future__ import annotations

from inventory import exposure
from inventory.departments import DIRECTLY
from inventory.export import celltext
from inventory.export.lists import ListColumn, Listing
from inventory.export.styles import CENTRED, NUMBER
from inventory.exposure import Place
from inventory.ledger import Ledger
from inventory.suggestions import SENSITIVE

EXPOSURE = "閲覧可能な範囲"


def exposed(ledger: Ledger) -> Listing[Place]:
    """A row for each folder and group of readers: how many files, and how many of them are sensitive."""
    several = len(ledger.roots) > 1

    def folder(place: Place) -> str:
        root = place.root.rstrip("/\\") if several else ""
        return celltext.visible("/".join(part for part in (root, place.folder) if part)) or DIRECTLY

    columns: tuple[ListColumn[Place], ...] = (
        ListColumn("No", 6, lambda place: None, CENTRED),
        ListColumn("フォルダー", 52, folder, strong=lambda place: place.is_exposed),
        ListColumn("閲覧可能な範囲", 40, lambda place: celltext.visible(place.readers), strong=lambda p: p.everyone),
        ListColumn("個人情報の\nあるファイル", 13, lambda place: place.files, NUMBER),
        *(_counted(ledger.flag_names.get(flag, flag).partition("（")[0], flag) for flag in SENSITIVE[:3]),
        ListColumn("本人の数\n（延べ）", 12, lambda place: place.persons, NUMBER),
    )
    lead = f"{exposure.headline(ledger)}フォルダーの権限と、ファイルの権限から調べました。"
    return Listing(EXPOSURE, lead, columns, exposure.places(ledger), "個人情報を含むファイルは見つかりませんでした。")


def _counted(heading: str, flag: str) -> ListColumn[Place]:
    """How many of the files have a flag; it stands out where everybody may read them."""

    def count(place: Place) -> int | None:
        return place.flags[flag] or None

    return ListColumn(heading, 13, count, NUMBER, strong=lambda place: place.everyone and bool(place.flags[flag]))

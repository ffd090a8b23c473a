"""Which names of a list are those of the dead: the law protects living people only (個人情報保護法2条1項)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import regex

from detectors.marks import Marks
from detectors.name_words import any_of
from detectors.normalize import fold_heading, normalize
from detectors.records import NameGroup
from detectors.rules import load_words
from detectors.validators.birth_date import eras

LONG_AGO = 80  # years since a death after which those who were grown up then are a hundred years old
_DEAD = regex.compile(any_of(load_words("deceased")))
_BEREAVED = regex.compile(rf"(?<!被){any_of(load_words('bereaved'))}")
_SIGN = regex.compile(
    r"(?:没年(?:月日?)?|没(?:月)?日|死亡(?:年月日|日時?|年)|逝去(?:年月)?日|命日|享年|行年|戒名|法号|(?:^|\))法名)$"
)
_THEIRS = ("DATE_OF_BIRTH", "ORGANISATION_ID", "JP_MY_NUMBER")  # marks that are not those of the family
_WHO = regex.compile(r"(?:氏名|名前|名|者|人)?$")
_YEAR = regex.compile(
    r"(?P<year>1[6-9][0-9]{2}|20[0-9]{2})|(?P<era>[明大昭平令MTSHR])[^0-9元]{0,3}(?P<of_era>[0-9]{1,2}|元)"
)


class Deceased:
    """What the headings of a list tell of the dead in it: columns that name them, or are filled where one died."""

    def __init__(self, headings: Sequence[str]) -> None:
        folded = [fold_heading(heading) for heading in headings]
        self._signs = [at for at, heading in enumerate(folded) if _SIGN.search(heading)]
        self.columns = frozenset(
            at for at, heading in enumerate(folded) if at not in self._signs and self._names_them(heading)
        )

        self.unread = self.columns | frozenset(self._signs)  # what stands there is said of the dead (戒名)

    @staticmethod
    def _names_them(heading: str) -> bool:
        dead = list(_DEAD.finditer(heading))
        return bool(dead) and bool(_WHO.fullmatch(heading[dead[-1].end() :].strip(") ")))

    def leave_out(
        self,
        groups: Sequence[NameGroup],
        marks: Sequence[Marks],
        columns: Sequence[Sequence[str]],
        *,
        lead: str,
        is_current: bool,
    ) -> tuple[list[NameGroup], list[Marks]]:
        """Names and marks without those of the dead.

        `lead`: the heading of the first group; `is_current`: the rows say where somebody can be reached today.
        """
        kept, told = list(groups), list(marks)
        if not self._signs or not kept:
            return kept, told
        if not is_current and (gone := self._long_ago(columns)):
            kept = [group._replace(names=_without(group.names, gone)) for group in kept]
            told = [Marks(kind, _without(values, gone)) for kind, values in told]
        if not self.columns and not _BEREAVED.search(fold_heading(lead)):
            died = self._died(columns)
            kept[0] = kept[0]._replace(names=_without(kept[0].names, died))
            told = [Marks(kind, _without(values, died) if kind in _THEIRS else values) for kind, values in told]
        return kept, told

    def _died(self, columns: Sequence[Sequence[str]]) -> list[bool]:
        """For each row, whether something stands there that only the dead have."""
        signs = [columns[at] for at in self._signs if at < len(columns)]
        return [any(map(str.strip, row)) for row in zip(*signs, strict=True)]

    def _long_ago(self, columns: Sequence[Sequence[str]]) -> list[bool]:
        """For each row, whether somebody died so long ago that all it names are dead; empty where none did."""
        last = date.today().year - LONG_AGO
        rows = [
            any((year := _year(cell)) is not None and year <= last for cell in row)
            for row in zip(*(columns[at] for at in self._signs if at < len(columns)), strict=True)
        ]
        return rows if any(rows) else []


def _without(values: Sequence[str], rows: Sequence[bool]) -> list[str]:
    return ["" if gone else value for value, gone in zip(values, rows, strict=False)]


def _year(cell: str) -> int | None:
    """The year of a date, of the era or the common one; None where a cell has none."""
    met = _YEAR.search(normalize(cell))
    if not met:
        return None
    if met["year"]:
        return int(met["year"])
    return eras(met["era"])[0].western(1 if met["of_era"] == "元" else int(met["of_era"]))

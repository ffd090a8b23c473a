"""Columns whose headings say nothing and which the other columns of their list explain.

A number whose form is that of an identity document, the day of birth beside a name, the sex beside that, a postal code
beside an address, a name in Latin letters beside a passport number, a number that goes with each name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

import regex

from detectors import name_shapes
from detectors.judged import Column, sample
from detectors.normalize import normalize
from detectors.packed import are_birthdays
from detectors.validators import birth_date, postal_code

if TYPE_CHECKING:
    from detectors.columns import ColumnJudge

MOST = 0.9  # share of cells that must have the form; as a share of its column it has every cell asked
FEWEST = 3  # different cells that must
_SAYS_NOTHING = regex.compile(
    r"(?i:項目|列|カラム|フィールド|データ|値|field|column|col|item|value|var|f|c|x|unnamed:?)?[ _-]?[0-9]{0,3}"
)
_OF_DOCUMENTS = {  # form, score: only letters and digits in an order that nothing else has
    "JP_RESIDENCE_CARD": (regex.compile(r"[A-Z]{2}[0-9]{8}[A-Z]{2}"), 0.75),
    "JP_PASSPORT": (regex.compile(r"[A-Z]{2}[0-9]{7}"), 0.7),
}
_BESIDE_NAMES = {"JP_EMPLOYMENT_INSURANCE_NUMBER": (regex.compile(r"[0-9]{4}-[0-9]{6}-[0-9]"), 0.75)}
_POSTAL = regex.compile(r"〒?[ ]?[0-9]{3}-[0-9]{4}")
_DAY = regex.compile(
    r"(?=.{6,14}$)(?:[MTSHR明昭平大令]\D{0,3})?[0-9元]{1,4}[-./年][0-9]{1,2}[-./月][0-9]{1,4}日?|(?:19|20)[0-9]{6}|[0-9]{1,2}-?[A-Za-z]{3}-?[0-9]{4}"
)
_TELLS_OF_PEOPLE = frozenset(
    {
        "CREDIT_CARD",
        "JP_RESIDENCE_CARD",
        "JP_PASSPORT",
        "DATE_OF_BIRTH",
        "EMAIL_ADDRESS",
        "JP_BANK_ACCOUNT",
        "JP_MY_NUMBER",
    }
)
_BARE_POSTAL = regex.compile(r"[0-9]{7}")
_SEXES = (frozenset(["男", "女"]), frozenset(["男性", "女性"]), frozenset("MF"), frozenset("12"))
_OWN_NUMBER = regex.compile(r"(?P<letters>[A-Z]{0,3})-?[0-9]{4,12}")
_OWN_ROWS = 1_000  # by which it is told whether a number goes with each name
_ONE_FORM = 0.98  # share of them that have as many figures and the same letters
_FEWEST_OWN = 8  # people of whom each has another number
_LATIN = regex.compile(r"[A-Za-z][A-Za-z'.-]+(?:[ ,]+[A-Za-z][A-Za-z'.-]*){1,4}")


def beside_others(
    headings: Sequence[str], columns: Sequence[Sequence[str]], found: Sequence[Column], judge: ColumnJudge
) -> list[Column]:
    """Columns that the others explain, those that need no name first."""
    taken = {column.index for column in found}
    kinds = {column.kind for column in found}
    open_columns = {
        at: values
        for at, heading in enumerate(headings)
        if at not in taken and _says_nothing(heading) and len(values := _values(columns[at])) >= FEWEST
    }
    more: list[Column] = []
    for find in (_documents, _latin_names, _beside_names, _days_of_birth, _postal_codes):
        for column in find(open_columns, kinds, headings, judge):
            if column.index in open_columns:
                more.append(column)
                kinds.add(column.kind)
                del open_columns[column.index]
    if "PERSON" in kinds:
        left = [at for at in open_columns if _says_nothing(headings[at])]
        more += _own_numbers(left, headings, columns, (*found, *more))
        more += _sexes(headings, columns, {column.index: column.kind for column in (*found, *more)})
    return more


def _sexes(headings: Sequence[str], columns: Sequence[Sequence[str]], known: dict[int, str]) -> Iterator[Column]:
    """男 and 女 in a list of people; 1 and 2 only beside the day of birth."""
    for at, cells in enumerate(columns):
        values = frozenset(sample(cells)) if at not in known and _says_nothing(headings[at]) else frozenset()
        beside = "DATE_OF_BIRTH" in (known.get(at - 1), known.get(at + 1))
        if values in _SEXES and (beside or values != _SEXES[-1]):
            why = "生年月日の隣で、値は二つ" if beside else "氏名のある表で、値は二つ"
            yield Column(at, headings[at], "GENDER", 0.7, (why,), share=1.0)


def _own_numbers(
    open_columns: Sequence[int], headings: Sequence[str], columns: Sequence[Sequence[str]], found: Sequence[Column]
) -> list[Column]:
    """The first column of numbers of one form, of which each goes with one name and each name with one number."""
    people = [column for column in found if column.kind == "PERSON" and column.index < len(columns)]
    if not people:
        return []
    names = columns[max(people, key=lambda column: column.score).index][:_OWN_ROWS]
    for at in open_columns:
        pairs = {
            (cell.strip(), name) for cell, name in zip(columns[at][:_OWN_ROWS], names, strict=True) if cell and name
        }
        pairs = _of_one_form(pairs)
        numbers, named = {number for number, _ in pairs}, {name for _, name in pairs}
        if len(named) >= _FEWEST_OWN and len(pairs) == len(numbers) <= len(named) / MOST and not _days(numbers):
            return [Column(at, headings[at], "ORGANISATION_ID", 0.6, ("氏名ごとに一つの番号",), share=1.0)]
    return []


def _of_one_form(pairs: Collection[tuple[str, str]]) -> set[tuple[str, str]]:
    """Numbers and names without those of titles; nothing where the numbers are not all of one form."""
    forms = {pair: (met["letters"], len(met[0])) for pair in pairs if (met := _OWN_NUMBER.fullmatch(pair[0]))}
    if not forms:
        return set()
    form, times = Counter(forms.values()).most_common(1)[0]
    return {pair for pair, own in forms.items() if own == form} if times >= _ONE_FORM * len(pairs) else set()


def _days(values: Collection[str]) -> bool:
    return all(map(_DAY.fullmatch, values))


def _says_nothing(text: str) -> bool:
    return bool(_SAYS_NOTHING.fullmatch(normalize(text).strip()))


def _values(cells: Sequence[str]) -> list[str]:
    """The sampled values, without a heading that was taken for one (項目2)."""
    values = sample(cells)
    is_heading = bool(values) and not values[0].isdigit() and _says_nothing(values[0])
    return values[1:] if is_heading else values


Open = dict[int, list[str]]


def _share(form: regex.Pattern[str], kind: str, values: Sequence[str], judge: ColumnJudge) -> float:
    if not form.fullmatch(values[0]) and not form.fullmatch(values[-1]):
        return 0.0
    return sum(bool(form.fullmatch(value)) and judge.fits(kind, value) for value in values) / len(values)


def _documents(columns: Open, kinds: Collection[str], headings: Sequence[str], judge: ColumnJudge) -> list[Column]:
    return list(_of_form(columns, _OF_DOCUMENTS, headings, judge))


def _beside_names(columns: Open, kinds: Collection[str], headings: Sequence[str], judge: ColumnJudge) -> list[Column]:
    return list(_of_form(columns, _BESIDE_NAMES, headings, judge)) if "PERSON" in kinds else []


def _of_form(
    columns: Open, forms: dict[str, tuple[regex.Pattern[str], float]], headings: Sequence[str], judge: ColumnJudge
) -> Iterator[Column]:
    for at, values in columns.items():
        for kind, (form, score) in forms.items():
            if (share := _share(form, kind, values, judge)) >= MOST:
                yield Column(at, headings[at], kind, score, (f"値の{share:.0%}が形に合う",), share=MOST)


def _latin_names(columns: Open, kinds: Collection[str], headings: Sequence[str], judge: ColumnJudge) -> list[Column]:
    """NGUYEN VAN AN beside a card's number: names that no dictionary knows, the first such column."""
    if "PERSON" in kinds or _TELLS_OF_PEOPLE.isdisjoint(kinds):
        return []
    for at, values in columns.items():
        named = sum(bool(_LATIN.fullmatch(value)) or name_shapes.is_foreign_or_kana(value) for value in values)
        if named >= len(values) * MOST:
            why = (f"値の{named / len(values):.0%}が人名の形", "本人の番号・連絡先の列がある")
            return [Column(at, headings[at], "PERSON", 0.75, why, share=MOST)]
    return []


def _days_of_birth(columns: Open, kinds: Collection[str], headings: Sequence[str], judge: ColumnJudge) -> list[Column]:
    """The column of days beside names that lie as days of birth do; of two the earlier."""
    if "PERSON" not in kinds or "DATE_OF_BIRTH" in kinds:
        return []
    years = {at: found for at, values in columns.items() if (found := _years_of_birth(values))}
    if not years:
        return []
    at = min(years, key=lambda at: sum(years[at]) / len(years[at]))
    return [Column(at, headings[at], "DATE_OF_BIRTH", 0.7, ("氏名の隣で、生年月日らしい日付",), share=MOST)]


def _years_of_birth(values: Sequence[str]) -> list[int]:
    """The years of days that can be birthdays; nothing where they are days of something else."""
    if not _DAY.fullmatch(values[0]) and not _DAY.fullmatch(values[-1]):
        return []
    days = [day for value in values if _DAY.fullmatch(value) and (day := birth_date.day_of(value))]
    if len(days) < max(FEWEST, len(values) * MOST) or not are_birthdays(days):
        return []
    return [day.year for day in days]


def _postal_codes(columns: Open, kinds: Collection[str], headings: Sequence[str], judge: ColumnJudge) -> list[Column]:
    if "JP_ADDRESS" not in kinds:
        return []
    found = list(_of_form(columns, {"JP_POSTAL_CODE": (_POSTAL, 0.8)}, headings, judge))
    if found:
        return found
    for at, values in columns.items():
        used = sum(bool(_BARE_POSTAL.fullmatch(value)) and postal_code.is_valid(value) for value in values)
        if used >= len(values) * MOST:
            why = (f"値の{used / len(values):.0%}が実在する郵便番号", "住所の列がある")
            return [Column(at, headings[at], "JP_POSTAL_CODE", 0.7, why, share=MOST)]
    return []

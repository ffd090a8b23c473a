"""Values that a list splits over columns (姓 and 名; 都道府県, 住所1, 住所2), put together before they are counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from detectors import addresses
from detectors.gazetteer import fold_place, load_gazetteer
from detectors.judged import Column

_LOOKED_AT = 50  # values of a column by which it is told whether it goes on with the address before it


def together(columns: Sequence[Column], values: Mapping[int, list[str]]) -> dict[int, list[str]]:
    """The values by column: the first of the columns that hold parts of a value has it whole, the others nothing."""
    whole = dict(values)
    present = [column for column in columns if column.index in values]
    families = [column for column in present if column.kind == "PERSON" and column.part == "family"]
    givens = [column for column in present if column.kind == "PERSON" and column.part == "given"]
    for family, given in zip(families, givens, strict=False):
        _join(whole, family.index, given.index, " ")
    places = [column for column in present if column.kind == "JP_ADDRESS"]
    first = places[0].index if places else 0
    for column in places[1:]:
        if _goes_on(values[column.index]):
            _join(whole, first, column.index, "")
        else:
            first = column.index
    return whole


def _join(whole: dict[int, list[str]], first: int, other: int, between: str) -> None:
    pairs = zip(whole[first], whole[other], strict=True)
    whole[first] = [between.join(filter(None, pair)) for pair in pairs]
    whole[other] = []


def _goes_on(values: Sequence[str]) -> bool:
    """Whether addresses are the rest of those before them: they do not begin with a prefecture or a municipality."""
    filled = [value for value in values if value][:_LOOKED_AT]
    prefectures = load_gazetteer().prefectures
    begun = sum(fold_place(value) in prefectures or addresses.is_address(value) for value in filled)
    return begun * 2 < len(filled)

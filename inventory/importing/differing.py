"""The difference between somebody's 台帳 and what is really there: the answer that a 棚卸し is made for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from inventory.importing.columns import document_types
from inventory.importing.difference import EXAMPLES, NAMES, THRESHOLD, Code, Difference, Scanned, difference
from inventory.importing.disagreeing import of_pair
from inventory.importing.existing import Existing
from inventory.importing.matching import Matched, Pair, match
from inventory.importing.rows import TheirLine
from inventory.importing.stating import reach_of
from inventory.ledger import Ledger, LedgerLine
from inventory.queries import StoredFile


@dataclass(frozen=True, slots=True)
class Comparison:
    """Their 台帳 beside ours: what was read, what goes together, what differs (the gravest first)."""

    existing: Existing
    matched: Matched
    differences: tuple[Difference, ...]
    counts: Mapping[Code, int] = field(default_factory=dict)


def compare(
    existing: Existing, ledger: Ledger, people: Callable[[Iterable[StoredFile]], tuple[int, int]]
) -> Comparison:
    """All differences. `people` counts the persons of any files, everybody once."""
    matched = match(existing.lines, ledger)
    scanned = Scanned({file.file.id: file.file for file in ledger.files}, ledger.flag_names, people)
    found = [_missing(line, scanned, existing.lines) for line in matched.only_ours if line.files]
    for pair in matched.pairs:
        found += _of_pair(pair, scanned)
    found += [_taken_out(pair) for pair in matched.taken_out]
    found += [_not_found(line) for line in matched.only_theirs]
    order = list(NAMES)
    found.sort(key=lambda one: (not one.grave, order.index(one.code)))
    counts = {code: sum(one.code == code for one in found) for code in NAMES}
    return Comparison(existing, matched, tuple(found), counts)


def _missing(line: LedgerLine, scanned: Scanned, theirs: Iterable[TheirLine]) -> Difference:
    files = scanned.of([line])
    flags = "、".join(scanned.flag_names.get(flag, flag) for flag in line.flags)
    told = [f"ファイル {len(files):,}件", f"本人 {line.cells['count'].value}", *([flags] if flags else [])]
    elsewhere = [one for one in theirs if line.document_type in document_types(one.name)]
    if elsewhere:
        places = "、".join(f"{one.department or one.name}（{one.address('name')}）" for one in elsewhere[:EXAMPLES])
        told.append(f"同じ種類の記載は {places} だけ")
    grave = not {"my_number", "special_care"}.isdisjoint(line.flags) or line.persons_max > THRESHOLD
    return difference("not_in_theirs", line, None, "", "", "、".join(told), files, grave)


def _of_pair(pair: Pair, scanned: Scanned) -> Iterator[Difference]:
    files = scanned.of(pair.ours)
    if files:
        yield from of_pair(pair, files, scanned)
    elif gone := [line for line in pair.ours if line.gone]:
        yield _gone(pair.theirs[0], gone[0])


def _gone(theirs: TheirLine, ours: LedgerLine) -> Difference:
    said = "前のスキャンでは見つかっていたファイルが、見つからなくなりました。移動か廃棄を確かめてください"
    return difference("not_found", ours, theirs, "name", theirs.text("location"), said, ())


def _taken_out(pair: Pair) -> Difference:
    said = f"管理No {pair.ours[0].number} は台帳から除外されています。除外でよいかを確かめてください"
    return difference("not_found", pair.ours[0], pair.theirs[0], "name", pair.theirs[0].text("location"), said, ())


def _not_found(theirs: TheirLine) -> Difference:
    reach = reach_of(theirs)
    said = {
        "outside": "スキャンでは見つからないもの（紙・映像・クラウドなど）です。現物を確かめ、台帳の行にしてください",
        "inside": "電子ファイルとありますが、スキャンした場所にありません。場所・名称・廃棄の有無を確かめてください",
        "unknown": "スキャンした場所では見つかりません。紙などか、もう無いかを確かめてください",
    }[reach]
    place = theirs.text("location") or theirs.text("medium")
    return Difference("not_found", theirs.department, theirs.name, theirs.address("name"), place, said)

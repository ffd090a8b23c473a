"""Where a line of somebody's 台帳 and its lines of ours disagree: special data, persons, place, retention."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from inventory.importing.columns import folded
from inventory.importing.difference import THRESHOLD, Code, Difference, Scanned, difference
from inventory.importing.matching import Pair, lies_in
from inventory.importing.persons_stated import Stated, stated
from inventory.importing.stating import is_path, kinds_of_place, states
from inventory.ledger import LedgerLine
from inventory.queries import StoredFile
from inventory.retention import period

_NEVER_ENDS = re.compile(r"永久|永年|無期限|期限なし|定めなし|なし$")
_LAW = re.compile(r"法(?:律|[0-9]|施行|$|[・（。])|規則|基準法")


def of_pair(pair: Pair, files: Sequence[StoredFile], scanned: Scanned) -> Iterator[Difference]:
    """All that does not agree; `files` are those behind our lines."""
    yield from _flags(pair, scanned)
    yield from _persons(pair, files, scanned)
    yield from _place(pair, files)
    yield from _retention(pair, files)


def _flags(pair: Pair, scanned: Scanned) -> Iterator[Difference]:
    for flag in ("my_number", "special_care"):
        carrying = [line for line in pair.ours if flag in line.flags]
        if not carrying or any(states(line, flag) for line in pair.theirs):
            continue
        theirs = pair.theirs[0]
        said = theirs.text("flags") or "（記載なし）"
        files = [file for file in scanned.of(carrying) if flag in file.flags]
        name = scanned.flag_names.get(flag, flag)
        yield difference(
            flag, carrying[0], theirs, "flags", said, f"{name}のあるファイル {len(files):,}件", files, grave=True,
        )  # fmt: skip


def _persons(pair: Pair, files: Sequence[StoredFile], scanned: Scanned) -> Iterator[Difference]:
    cells = {line.address("count"): line.text("count") for line in pair.theirs if line.text("count")}
    told = [one for text in cells.values() if (one := stated(text)) is not None]
    if not told or len(told) < len(cells):
        return  # a line of theirs counts boxes or a year's worth: the sum is unknown
    total = _sum(told)
    persons, most = scanned.people(files)
    if total.high is None or most <= total.high:
        return
    code: Code = "more_persons" if persons > total.high else "maybe_more_persons"
    theirs = next(line for line in pair.theirs if line.text("count"))
    crosses = most > THRESHOLD >= total.high
    found = f"{persons:,}人（最大 {most:,}人）" if most > persons else f"{persons:,}人"
    if crosses:
        found += "。漏えい報告の目安の1,000人を超えます" if persons > THRESHOLD else "。1,000人を超えるおそれがあります"
    said = "、".join(cells.values())
    yield difference(code, pair.ours[0], theirs, "count", said, found, files, grave=crosses)


def _sum(told: Sequence[Stated]) -> Stated:
    total = told[0]
    for one in told[1:]:
        total = total + one
    return total


def _place(pair: Pair, files: Sequence[StoredFile]) -> Iterator[Difference]:
    """Files outside the folders that are stated, or on a share where only paper or a service is stated."""
    stating = [line for line in pair.theirs if line.text("location")]
    if not stating or len(stating) < len(pair.theirs):
        return
    said = "\n".join(dict.fromkeys(line.text("location") for line in stating))
    media = "\n".join(line.text("medium") for line in stating)
    theirs, ours = stating[0], pair.ours[0]
    if any(lies_in(said, _folders(file)) for file in files):
        outside = [file for file in files if not lies_in(said, _folders(file))]
        if outside and is_path(said):
            found = f"記載の場所の外にもファイルが {len(outside):,}件あります"
            yield difference("place", ours, theirs, "location", said, found, outside)
        return
    reached = kinds_of_place(f"{said}\n{media}")
    if "electronic" in reached and not is_path(said):
        return
    if is_path(said) or (reached and "electronic" not in reached):
        found = f"{ours.cells['location'].value.replace(chr(10), '、')} に電子ファイルが {len(files):,}件あります"
        yield difference("place", ours, theirs, "location", said, found, files)


def _folders(file: StoredFile) -> frozenset[str]:
    root = re.split(r"[/\\]", file.root.rstrip("/\\"))[-1]
    return frozenset(folded(part) for part in (root, *file.outer.split("/")[:-1]))


def _retention(pair: Pair, files: Sequence[StoredFile]) -> Iterator[Difference]:
    """A period shorter than the law asks for, without an end, or other than the one a person confirmed."""
    for theirs in pair.theirs:
        said = theirs.text("keep_until")
        if not said:
            continue
        for ours in pair.ours:
            if found := _wrong_period(said, ours):
                yield difference("retention", ours, theirs, "keep_until", said, found, (ours.files and files) or ())
                break


def _wrong_period(said: str, ours: LedgerLine) -> str:
    kept, basis = ours.cells["keep_until"], ours.cells["keep_reason"]
    theirs, own = period(said), period(kept.value)
    if theirs is None:
        endless = _NEVER_ENDS.search(unicodedata.normalize("NFKC", said))
        return "期限の定めがありません。利用の必要がなくなれば消去します（個人情報保護法22条）" if endless else ""
    if own is None:
        return ""
    if kept.state == "confirmed":
        return "" if theirs == own else f"確認済の保管期限は「{kept.value}」です"
    least = _shortest(kept.value)
    if _LAW.search(basis.value) and "法定の期間なし" not in basis.value and theirs.days < least:
        return f"「{kept.value}」（{basis.value}）より短くなっています"
    return ""


def _shortest(text: str) -> float:
    """The shortest period that a text names: 「5年（当分の間3年）」 asks for three years."""
    plain = unicodedata.normalize("NFKC", text)
    parts = (period(part) for part in re.split(r"[、。（(]", plain))
    return min((part.days for part in parts if part), default=0.0)

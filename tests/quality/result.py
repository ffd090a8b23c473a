"""Precision, recall and F1 per kind: `python -m tests.quality.result` prints them and writes `result.txt`.

With `--errors` each error follows: 「-」 missed, 「+」 falsely reported, 「~」 found with other ends.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from tests.quality import cases, names, tables
from tests.quality.clean import examine_clean
from tests.quality.corpus import read_texts
from tests.quality.engine import found_in
from tests.quality.spans import Tally, errors, tallies

RESULT = Path(__file__).with_name("result.txt")
TOTAL = "total"
ABSENT = "../shared がないため、この部分は前回の結果のままです。"


def text_lines() -> Iterator[str]:
    """The texts: per kind exact and overlapping spans, and how many look-alikes were reported."""
    totals: dict[str, Tally] = {}
    for text in read_texts():
        for kind, tally in tallies(text, found_in(text.text)).items():
            for name in (kind, TOTAL):
                totals.setdefault(name, Tally()).add(tally)
    yield f"{'':48}{'exact span':>21}{'overlapping span':>21}"
    yield f"{'kind':31}{'labels':>8}{'reported':>9}{_heads()}{_heads()}   look-alikes reported"
    for kind in sorted(totals, key=lambda name: (name == TOTAL, name)):
        tally = totals[kind]
        exact = _shares(tally.exact, tally.reported, tally.exact, tally.labels)
        overlapping = _shares(tally.touching, tally.reported, tally.touched, tally.labels)
        yield f"{kind:31}{tally.labels:8}{tally.reported:9}{exact}{overlapping}{tally.trapped:8} of {tally.traps}"


def table_lines() -> Iterator[str]:
    """The tables: values per kind, as the register counts them."""
    yield from _scores("kind", tables.score_tables(), total=True)


def judgement_lines() -> Iterator[str]:
    """The judgement of each table as a file."""
    yield from _scores("judgement", tables.score_judgements())


def case_lines() -> Iterator[str]:
    """The labelled cases of other projects, and files in which no person is."""
    yield f"{'file and kind':54}{'right':>7}{'quiet':>7}{'wrong':>7}{'missed':>7}{_heads()}"
    for name, share in cases.score_cases().items():
        wrong, missed = len(share.wrong), len(share.missed)
        shares = _shares(share.right, share.right + wrong, share.right, share.right + missed)
        yield f"{name:54}{share.right:7}{share.quiet:7}{wrong:7}{missed:7}{shares}"
    files = list(examine_clean())
    yield f"clean: {sum(file.personal for file in files)} of {len(files)} files judged personal"
    for file in files:
        yield from (f"clean: {file.name}: {count} {kind}" for kind, count in sorted(file.values.items()))


def name_lines() -> Iterator[str]:
    """Names in running text that others annotated, per source of the dev split."""
    yield f"{'':46}{'exact span':>21}{'overlapping span':>21}"
    yield f"{'source':22}{'by':17}{'names':>7}{_heads()}{_heads()}"
    for source, finder, tally in names.scores():
        exact = _shares(tally.exact, tally.reported, tally.exact, tally.labels)
        overlapping = _shares(tally.touching, tally.reported, tally.touched, tally.labels)
        yield f"{source:22}{finder:17}{tally.labels:7}{exact}{overlapping}"


def _heads() -> str:
    return "".join(f"{head:>7}" for head in ("P", "R", "F1"))


def _shares(right: int, reported: int, found: int, labels: int) -> str:
    precision = right / reported if reported else 1.0
    recall = found / labels if labels else 1.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return f"{precision:7.3f}{recall:7.3f}{f1:7.3f}"


def _scores(head: str, scores: Iterable[tables.Score], *, total: bool = False) -> Iterator[str]:
    rows = list(scores)
    if total:
        rows.append((TOTAL, *(sum(column) for column in zip(*(numbers for _, *numbers in rows), strict=True))))
    yield f"{head:31}{'right':>8}{'wrong':>8}{'missed':>8}{_heads()}"
    for name, right, wrong, missed in rows:
        shares = _shares(right, right + wrong, right, right + missed)
        yield f"{name:31}{right:8}{wrong:8}{missed:8}{shares}"


OWN: Mapping[str, Callable[[], Iterator[str]]] = {
    "texts": text_lines,
    "tables, values": table_lines,
    "tables, judgements": judgement_lines,
}
SHARED: Mapping[str, tuple[Callable[[], bool], Callable[[], Iterator[str]]]] = {
    "cases of other projects": (cases.is_there, case_lines),
    "names in running text": (names.is_there, name_lines),
}


def as_sections(content: str) -> dict[str, str]:
    """A result file by its sections."""
    parts = content.split("# ")[1:]
    return {head: body.strip("\n") for head, _, body in (part.partition("\n") for part in parts)}


def as_content(sections: Mapping[str, str]) -> str:
    """Sections as a result file."""
    return "\n".join(f"# {head}\n{body}\n" for head, body in sections.items())


def own_sections() -> dict[str, str]:
    """What is scored on the committed corpus."""
    return {head: "\n".join(lines()) for head, lines in OWN.items()}


def shared_sections(before: Mapping[str, str]) -> dict[str, str]:
    """What is scored on `../shared`; as it was before where that is absent."""
    now = {head: "\n".join(lines()) for head, (is_there, lines) in SHARED.items() if is_there()}
    return {head: now.get(head, before.get(head, "")) for head in SHARED if head in now or head in before}


def error_lines() -> Iterator[str]:
    """Text, sign, kind, value and its surroundings of everything that is not right in the texts; then the tables'."""
    for text in read_texts():
        for sign, span in errors(text, found_in(text.text)):
            around = text.text[max(0, span.start - 15) : span.end + 10]
            yield "\t".join((text.name, sign, span.kind, repr(text.text[span.start : span.end]), repr(around)))
    yield from tables.errors()


def main() -> None:
    """Score everything, print it, keep it."""
    before = as_sections(RESULT.read_text(encoding="utf-8")) if RESULT.exists() else {}
    sections = {**own_sections(), **shared_sections(before)}
    RESULT.write_text(as_content(sections), encoding="utf-8", newline="\n")
    sys.stdout.write(as_content(sections))
    for head, (is_there, _) in SHARED.items():
        if not is_there():
            sys.stdout.write(f"# {head}\n{ABSENT}\n")
    if names.is_there():  # differs from machine to machine, so it is not kept
        sys.stdout.writelines(f"{source:22}{speed:8.2f} MB/s of one core\n" for source, speed in names.throughput())
    if "--errors" in sys.argv[1:]:
        sys.stdout.writelines(f"{line}\n" for line in error_lines())


if __name__ == "__main__":
    main()

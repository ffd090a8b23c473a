"""What `daicho review` shows of a file: where it lies, what was judged and why, masked samples with their places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich.cells import cell_len

from inventory import suggestions, verdicts
from inventory.cli import wording
from inventory.cli.screen import harmless
from inventory.cli.table import COMMA, RULE, folded, wrapped
from inventory.queries import StoredFinding
from inventory.queries_decided import StoredDecision
from inventory.reviewing import Case, Difference

KEYS = "y 該当  n 非該当  f 様式のみ  u 要確認  スペース 次  b 戻る  d 検出ごと  q 終了"
FINDING_KEYS = "n この検出は誤り  y 正しい  u 要確認  スペース 次  b 前  q ファイルに戻る"
_OF_A_COLUMN = "誤りとすると、この値だけを数えません。列全体が誤りのときは、自社の規則の ignore に見出しを書きます。"
_LABEL = 12  # columns of a terminal that a label takes
_MOST_COPIES = 3
_LEAST_SAMPLES = 4  # lines, however low the terminal is


def page(
    case: Case,
    findings: Sequence[StoredFinding],
    decided: Mapping[str, StoredDecision],
    *,
    at: str,
    width: int,
    height: int,
) -> list[str]:
    """The lines about a file, no more than fit; `at` says which of how many it is."""
    top = [*_head(case, at, width), *_about(case, width)]
    samples = list(_samples(case, findings, decided, width))
    room = max(_LEAST_SAMPLES, height - len(top) - 5)  # rules, keys, and the line on which a reason is written
    if len(samples) > room:
        shown = samples[: room - 1]
        samples = [*shown, *folded(f"  ほか{len(samples) - len(shown):,}行（d で検出を1件ずつ表示します）", width)]
    return [*top, RULE * width, *samples, RULE * width, *folded(KEYS, width)]


def finding_page(case: Case, finding: StoredFinding, verdict: str, *, at: str, width: int) -> list[str]:
    """The lines about one finding of a file."""
    rule = wording.rules().kinds.get(finding.kind)
    said = [
        ("種別", wording.kind_names().get(finding.kind, finding.kind)),
        ("伏字", finding.masked),
        ("場所", finding.place),
        ("確度", f"{finding.score:.2f}"),
        ("根拠", COMMA.join(finding.evidence)),
        ("意味", rule.why if rule else ""),
        ("注意", _OF_A_COLUMN if finding.place.endswith(("の列", "列目")) else ""),
        ("判断", verdicts.OF_FINDINGS.get(verdict, "")),
    ]
    lines = [line for label, text in said if text for line in labelled(label, text, width)]
    return [*_head(case, at, width), *lines, RULE * width, *folded(FINDING_KEYS, width)]


def labelled(label: str, text: str | Sequence[str], width: int) -> list[str]:
    """A label, and behind it a text on as many lines as it needs."""
    text = harmless(text) if isinstance(text, str) else [harmless(word) for word in text]
    first, *rest = wrapped(text, max(20, width - _LABEL))
    blank = " " * _LABEL
    return [label + " " * (_LABEL - cell_len(label)) + first, *(blank + line for line in rest)]


def said_by(decision: StoredDecision) -> str:
    """Who decided what, when and why."""
    verdict = verdicts.OF_FILES.get(decision.verdict, decision.verdict)
    reason = f"「{decision.reason}」" if decision.reason else ""
    return f"{verdict}（{decision.reviewer} {wording.local(decision.decided_at)}）{reason}"


def why_open(difference: Difference) -> str:
    """Why a former decision does not hold any more, in one sentence."""
    before, now, parts = difference.before, difference.now, []
    if difference.reading:
        parts.append("読めるようになりました" if now.is_read else "読めなくなりました")
    if difference.persons:
        old, new = (wording.persons(one.persons, one.persons_max) for one in (before, now))
        parts.append(f"本人の数が {old} から {new} に変わりました")
    for changed, names, ours, theirs in (
        (difference.flags, wording.flag_names(), now.flags, before.flags),
        (difference.kinds, wording.kind_names(), now.kinds, before.kinds),
    ):
        if changed:
            parts += [f"{_named(names, codes)}が{how}" for codes, how in _came_and_went(ours, theirs)]
    return "、".join(parts)


def _came_and_went(now: frozenset[str], before: frozenset[str]) -> Iterator[tuple[frozenset[str], str]]:
    for codes, how in ((now - before, "加わりました"), (before - now, "なくなりました")):
        if codes:
            yield codes, how


def _named(names: Mapping[str, str], codes: Iterable[str]) -> str:
    return "・".join(wording.short(names.get(code, code)) for code in sorted(codes))


def _head(case: Case, at: str, width: int) -> list[str]:
    return [*folded(f"{at}  {harmless(case.file.path)}", width), RULE * width]


def _about(case: Case, width: int) -> Iterator[str]:
    file = case.file
    if case.copies:
        paths = [copy.path for copy in case.copies[:_MOST_COPIES]]
        rest = [f"ほか{len(case.copies) - len(paths):,}か所"] if len(case.copies) > len(paths) else []
        yield from labelled("同じ内容", [*paths, *rest], width)
    type_ = wording.document_names().get(file.document_type or "", "その他")
    persons = wording.persons(file.persons, file.persons_max) if file.persons_max else "数えられません"
    state = "" if file.status == "read" else f"　{wording.status_names().get(file.status, file.status)}"
    yield from labelled("文書の種類", f"{type_}　本人の数 {persons if file.personal else 'なし'}{state}", width)
    if file.flags:
        yield from labelled("区分", [wording.flag_names().get(flag, flag) for flag in file.flags], width)
    if case.is_exposed:
        yield from labelled("閲覧", "だれでも読める設定です", width)
    if file.reasons:
        yield from labelled("理由", list(file.reasons), width)
    if file.note:
        yield from labelled("備考", file.note, width)
    yield from _standing(case, width)


def _standing(case: Case, width: int) -> Iterator[str]:
    standing = case.standing
    if standing.former and standing.difference and standing.difference.matters:
        text = f"{said_by(standing.former)}　→ {why_open(standing.difference)}"
        yield from labelled("前回の判断", text, width)
    elif standing.decision:
        carried = "　（内容は変わりましたが、引き継いでいます）" if standing.carried else ""
        yield from labelled("今の判断", said_by(standing.decision) + carried, width)


def _samples(
    case: Case, findings: Sequence[StoredFinding], decided: Mapping[str, StoredDecision], width: int
) -> Iterator[str]:
    """Kind by kind, the gravest first: how many, and the samples that were kept."""
    counts = {kind.kind: kind for kind in case.file.kinds}
    kinds = suggestions.load().all_in_order({*counts, *(found.kind for found in findings)})
    for kind in kinds:
        name = wording.kind_names().get(kind, kind)
        total = counts.get(kind)
        number = f"{total.count:,}件（異なるもの {total.distinct:,}件）" if total else "0件"
        yield from folded(f"{name} {number}", width)
        for found in (found for found in findings if found.kind == kind):
            decision = decided.get(found.fingerprint)
            mark = f"【{verdicts.OF_FINDINGS[decision.verdict]}】" if decision else ""
            text = f"{mark}{found.masked}  {found.place}  確度{found.score:.2f}  {COMMA.join(found.evidence)}"
            yield from ("  " + line for line in folded(harmless(text), width - 2))

"""Where the values of a label stand in running text: behind it, in brackets, in a list below it, or before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from detectors import neighbours
from detectors.linear import LinearPattern, Match
from detectors.wording import ALPHANUMERIC, AnyOf

Span = tuple[int, int]
Forms = Sequence[regex.Pattern[str] | LinearPattern]
BEFORE, AFTER = 40, 16  # characters around a match in which supporting words count
LISTED = 6  # characters at least of a value whose label need not stand directly before it
_LINE_ENDS = regex.compile(r"[ \t]*(?:\n|$)")
_TOKEN_BEFORE = regex.compile(r"(?<![0-9A-Za-z_.,/-])(?P<token>[0-9A-Za-z][0-9A-Za-z .-]*)[ ]?$")


def value_span(match: Match) -> Span:
    """The group `value` where a pattern names one, else the whole match, without spaces at its ends."""
    group = match.re.groupindex.get("value", 0)
    value = match[group]
    start = match.start(group) + len(value) - len(value.lstrip())
    return start, start + len(value.strip())


def spans_of_label(text: str, label: Match, forms: Forms, refuting: AnyOf | None) -> Iterator[Span]:
    """What has the form of a label's value and stands where its value may stand, the likeliest first.

    `label` is a match of `wording.label_expression`, `forms` are those of a whole cell, `refuting` must not follow.
    """
    if label["remark"] is not None:
        yield from _spans_at(text, label, label.start("remark") + 1, forms, refuting)
    yield from _spans_at(text, label, label.end(), forms, refuting)
    yield from _spans_before(text, label, forms)


def next_of_a_list(text: str, end: int, value: str, forms: Forms, own: Forms = ()) -> Span | None:
    """The value of the same shape that follows one which ends here, if nothing else is spoken of between them.

    In one of the `own` forms of its kind it may have letters where the first has digits (0012345678 and H012345678).
    """
    shape = neighbours.shape(value)
    if len(shape) < LISTED or (start := neighbours.gap_behind(text, end, len(shape))) is None:
        return None
    for form in forms:
        if not (match := form.match(text, start)):
            continue
        begin, stop = value_span(match)
        following = neighbours.shape(text[begin:stop])
        if following == shape or (form in own and len(following) == len(shape) >= neighbours.SHORT):
            is_part = neighbours.goes_on(text, stop) or neighbours.is_more_than_a_number(text, begin, stop)
            return None if is_part else (begin, stop)
    return None


def _spans_at(text: str, label: Match, begin: int, forms: Forms, refuting: AnyOf | None) -> Iterator[Span]:
    is_bracketed = label["opens"] is not None or begin < label.end()
    is_below = "\n" in text[label.end("label") : begin]
    for form in forms:
        match = form.match(text, begin)
        if not match:
            continue
        start, end = value_span(match)
        if neighbours.is_shown_as_example(text[max(0, start - AFTER) : start]):
            return
        if is_bracketed and ")" not in (text[match.end() - 1], text[match.end() : match.end() + 1]):
            continue  # 「性別（1 男 2 女）」: what stands in the brackets is more than a value
        if ALPHANUMERIC.match(match[0][-1:]) and neighbours.goes_on(text, match.end()):
            continue
        if neighbours.is_more_than_a_number(text, start, end) or (refuting and refuting.match(text, match.end())):
            continue
        if is_below and end - start < LISTED and not _LINE_ENDS.match(text, end):
            continue  # 「年齢：」, and on the next line the first item of a list
        yield start, end


def _spans_before(text: str, label: Match, forms: Forms) -> Iterator[Span]:
    """The value that a label in brackets follows (「1234567（口座番号）」)."""
    opened = label.start("label") - 1
    if text[opened : opened + 1] != "(" or text[label.end("label") : label.end("label") + 1] != ")":
        return
    token = _TOKEN_BEFORE.search(text, max(0, opened - BEFORE), opened)
    if not token:
        return
    for form in forms:
        match = form.fullmatch(token["token"])
        if match and len(match[0]) >= LISTED:
            begin, stop = value_span(match)
            yield token.start("token") + begin, token.start("token") + stop

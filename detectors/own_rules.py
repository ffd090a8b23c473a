"""Rules that are not for everyone: a user's own files, and the profiles of a line of business in `rules/profiles/`.

A rule adds patterns, headings and words to a known kind, or describes a kind of its own; or it lists what is never to
be reported (`ignore`). All values are taken as the text they are written in, so that 001234 and No need no quotes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, cast

import regex

from detectors.laws import load_laws
from detectors.linear import stored, written_flaws
from detectors.rule_files import Flaw, Where
from detectors.rules import IDENTIFIES, Examples, Identifies, Rule, Scores, example_flaws

_PATTERNS = ("patterns", "weak", "cells")
_WORDS = ("headings", "not_headings", "near", "against")
_OF_A_NEW_KIND = ("category", "identifies", "flags", "needs_person")
RULE_FIELDS = ("kind", "name", "why", "source", *_PATTERNS, *_WORDS, *_OF_A_NEW_KIND, "examples")
IGNORE_FIELDS = ("name", "why", "ignore", "examples")
IGNORED = ("kinds", "values", "patterns", "headings")
_KIND = regex.compile(r"[A-Z][A-Z0-9_]{2,39}")
_SURE = Scores(alone=0.8, near=0.85, heading=0.95)


@dataclass(frozen=True, slots=True)
class Ignore:
    """What is never reported, and why: values, patterns, what stands under headings; of all kinds without `kinds`."""

    name: str
    why: str
    own: str
    kinds: frozenset[str]
    values: tuple[str, ...]
    patterns: tuple[str, ...]
    headings: tuple[str, ...]
    examples: Examples


class Fields:
    """The fields of one rule as they were written; what is wrong with them gathers in `flaws`."""

    def __init__(self, raw: object, known: tuple[str, ...], where: Where = ()) -> None:
        self.flaws: list[Flaw] = []
        self._where = where
        self._raw: Mapping[str, Any] = raw if isinstance(raw, Mapping) else {}
        if not isinstance(raw, Mapping):
            self.fault("「項目: 値」の形になっていません")
        for name in self._raw:
            if name not in known:
                near = get_close_matches(name, known, 1)
                guess = f"{near[0]} のことでしょうか" if near else f"使える項目は {'・'.join(known)} です"
                self.fault(f"{name} という項目はありません。{guess}", name)

    def __contains__(self, name: str) -> bool:
        return name in self._raw

    def fault(self, text: str, *where: str | int) -> None:
        """Note what is wrong, and where."""
        self.flaws.append(Flaw(text, (*self._where, *where)))

    def text(self, name: str, *, needed: str = "") -> str:
        """One text; `needed` is what to say where it is missing."""
        value = self._raw.get(name, "")
        if not isinstance(value, str):
            self.fault(f"{name} には文字を 1 つだけ書いてください", name)
            return ""
        if needed and not value.strip():
            self.fault(needed, name)
        return value.strip()

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts; one alone may stand without a dash."""
        value = self._raw.get(name, [])
        items = [value] if isinstance(value, str) else value
        if not isinstance(items, list):
            self.fault(f"{name} には「- 」で始まる行を並べてください", name)
            return ()
        for number, item in enumerate(items):
            if not isinstance(item, str) or not item.strip():
                self.fault(f"{name} の項目は文字にしてください（[ や {{ で始まるものは ' ' で囲みます）", name, number)
        return tuple(item for item in items if isinstance(item, str) and item.strip())

    def inner(self, name: str, known: tuple[str, ...]) -> Fields:
        """The fields below a field."""
        return Fields(self._raw.get(name, {}), known, (*self._where, name))

    def patterns(self, name: str) -> tuple[str, ...]:
        """A list of patterns, each checked, in the form in which they are kept."""
        written = self.texts(name)
        for number, pattern in enumerate(written):
            for flaw in written_flaws(pattern):
                self.fault(flaw, name, number)
        return tuple(map(stored, written))

    def examples(self) -> Examples:
        """The examples, not yet checked."""
        inner = self.inner("examples", ("finds", "ignores"))
        examples = Examples(inner.texts("finds"), inner.texts("ignores"))
        self.flaws += inner.flaws
        return examples

    def of_examples(self, flaws: Iterator[Flaw]) -> None:
        """Note what is wrong with the examples."""
        self.flaws += [Flaw(flaw.text, (*self._where, *flaw.where)) for flaw in flaws]


def read_own(
    raw: object, kinds: Mapping[str, Rule], said_by: str, where: Where = ()
) -> tuple[Rule | Ignore, list[Flaw]]:
    """One rule as a user wrote it, with everything that is wrong with it; `said_by` is put before its name.

    `kinds`: those that it can add to.
    """
    if isinstance(raw, Mapping) and "ignore" in raw:
        fields = Fields(raw, IGNORE_FIELDS, where)
        return _ignore(fields, kinds, said_by), fields.flaws
    fields = Fields(raw, RULE_FIELDS, where)
    return _rule(fields, kinds, said_by), fields.flaws


def _rule(fields: Fields, kinds: Mapping[str, Rule], said_by: str) -> Rule:
    kind = fields.text("kind", needed="kind（種別のコード）がありません。「daicho rules list」のコードを書いてください")
    name = fields.text("name", needed="name（呼び名）がありません")
    why = fields.text("why", needed="why（個人情報と考える理由）がありません")
    base = kinds.get(kind) or _new_kind(fields, kind, kinds, why)
    if kind in kinds:
        for field in _OF_A_NEW_KIND:
            if field in fields:
                fields.fault(f"{field} は、新しい種別を作るときだけ書けます（{kind} は既にあります）", field)
    parts: dict[str, Any] = {part: fields.patterns(part) for part in _PATTERNS}
    parts |= {part: fields.texts(part) for part in _WORDS}
    if not any(parts[part] for part in (*_PATTERNS, "headings", "near")):
        fields.fault("探すもの（patterns・weak・cells・headings・near）が一つもありません")
    if (parts["weak"] or parts["cells"]) and not (parts["near"] or parts["headings"] or base.headings):
        fields.fault("weak・cells の正規表現には near か headings が要ります", "weak" if parts["weak"] else "cells")
    examples = fields.examples()
    fields.of_examples(example_flaws(examples))
    own = f"{said_by}『{name}』"
    source = fields.text("source") or base.source
    return Rule(
        id=kind, name=name, category=base.category, identifies=base.identifies, why=why, source=source,
        examples=examples, flags=base.flags, needs_person=base.needs_person, score=_SURE, own=own, **parts,
    )  # fmt: skip


def _new_kind(fields: Fields, kind: str, kinds: Mapping[str, Rule], why: str) -> Rule:
    """The frame of a kind that the product does not know."""
    is_meant = "category" in fields or "identifies" in fields
    if kind and not is_meant:
        fields.fault(f"{_unknown(kind, kinds)}新しい種別なら、category と identifies も書いてください", "kind")
    elif kind and not _KIND.fullmatch(kind):
        fields.fault("新しい種別のコードは、半角の英大文字・数字・_ で 3～40 文字にしてください", "kind")
    category, identifies, needs_person = "", "attribute", fields.text("needs_person") or "false"
    if is_meant:
        category = fields.text("category", needed="category（分類）がありません")
        identifies = fields.text("identifies", needed="identifies がありません")
    if identifies not in IDENTIFIES:
        fields.fault(f"identifies は {'・'.join(IDENTIFIES)} のどれかにしてください", "identifies")
    if needs_person not in ("true", "false"):
        fields.fault("needs_person は true か false にしてください", "needs_person")
    flags = fields.texts("flags")
    known = load_laws().names if flags else {}
    for number, flag in enumerate(flags):
        if flag not in known:
            fields.fault(f"flags は {'・'.join(known)} のどれかにしてください", "flags", number)
    return Rule(
        id=kind, name="", category=category, identifies=cast(Identifies, identifies), why=why, source="自社の規則",
        examples=Examples((), ()), flags=flags, needs_person=needs_person == "true",
    )  # fmt: skip


def _unknown(kind: str, kinds: Iterable[str]) -> str:
    near = get_close_matches(kind.upper(), kinds, 1)
    return f"{kind} という種別はありません。{f'{near[0]} のことでしょうか。' if near else ''}"


def _ignore(fields: Fields, kinds: Mapping[str, Rule], said_by: str) -> Ignore:
    name = fields.text("name", needed="name（呼び名）がありません")
    why = fields.text("why", needed="why（報告しない理由）がありません")
    inner = fields.inner("ignore", IGNORED)
    wanted = inner.texts("kinds")
    for number, kind in enumerate(wanted):
        if kind not in kinds:
            inner.fault(_unknown(kind, kinds).removesuffix("。"), "kinds", number)
    values, headings, patterns = inner.texts("values"), inner.texts("headings"), inner.patterns("patterns")
    if not (values or headings or patterns or inner.flaws):
        inner.fault("報告しないもの（values・patterns・headings）が一つもありません")
    fields.flaws += inner.flaws
    examples = fields.examples()
    if patterns or "examples" in fields:
        fields.of_examples(_ignore_example_flaws(examples))
    return Ignore(name, why, f"{said_by}『{name}』", frozenset(wanted), values, patterns, headings, examples)


def _ignore_example_flaws(examples: Examples) -> Iterator[Flaw]:
    """Both sides mark a value: in `ignores` one that is left out, in `finds` one that is still reported."""
    for side, meaning in (("ignores", "報告しない値"), ("finds", "それでも報告する値")):
        texts: tuple[str, ...] = getattr(examples, side)
        if not texts:
            yield Flaw(f"examples の {side} に、{meaning}の例がありません", ("examples", side))
        for number, text in enumerate(texts):
            if not regex.search("⟦[^⟦⟧]+⟧", text):
                yield Flaw(f"{side} の例には、{meaning}を囲む ⟦ ⟧ が要ります", ("examples", side, number))

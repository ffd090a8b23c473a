"""Whether a file holds 個人情報 in the sense of 法2条1項, decided with reasons, not by the presence of a hit."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

import regex

from detectors.documents import Classification, Classified
from detectors.finding import Judgement, KindTotal, PersonKey, Sample
from detectors.laws import load_laws
from detectors.madeup import is_example_name
from detectors.marks import is_personal_contact
from detectors.rules import Rule, load_heading_words

FEW = 3  # people whom a notice, a manual or a policy may name without becoming a list of people
_SURE = 0.6
_CLEAR = 0.7
SEVERAL = 3  # different names that nothing but the dictionary and the name model support, before they count
_NAMED_THOUGH_CLEAN = frozenset({"access_log"})
_PUBLISHED = frozenset({"privacy_policy", "press_release", "publication", "terms_of_service", "notice", "blank_form"})
_THINGS = frozenset(
    {"product_master", "price_list", "statistics", "facility_list", "shop_list", "company_list", "source_code"}
)
_TECHNICAL = frozenset({"manual", "source_code"})
_MADE_TO_BE_SEEN = frozenset({"recording"})  # films for customers and staff
_ILLUSTRATED = (_PUBLISHED | _THINGS | _TECHNICAL | _MADE_TO_BE_SEEN) - {"notice", "blank_form"}  # faces and all
_AUTHORS = load_heading_words().authors
_FULL = 0.85
_IN_TABLE = regex.compile(r"列目?$|^表|^シート")
_SPOKEN_OF = regex.compile(r"見出し|敬称|表示名|所属")
_LABEL = regex.compile(r"見出し『(.+?)』")
_OFFICE = load_heading_words().office


@dataclass(frozen=True, slots=True)
class Facts:
    """All that was found in one file, before judgement.

    `person_rows`: rows of lists that identify someone; `columns`: kinds that fill whole columns; `named`: a heading
    announces one of names; `media`: a recording, of which only name and place are known; `faces`: how many can be told
    in each picture that shows any; `sample`: the file's name says 記入例 or 見本; `services`: word lists of
    `rules/laws.yaml` of which the file names a word.
    """

    totals: tuple[KindTotal, ...]
    classification: Classification
    persons: int
    persons_max: int
    person_rows: int
    columns: frozenset[str]
    named: bool
    media: bool
    faces: tuple[int, ...] = ()
    sample: bool = False
    services: frozenset[str] = frozenset()


def judge(facts: Facts, keys: Collection[PersonKey], rules: Mapping[str, Rule], on: date | None = None) -> Judgement:
    """The judgement of a file by the law of a day (today, unless another is given).

    Kinds that need a person beside them count only where the file is personal.
    """
    best, clean = facts.classification.best, facts.classification.clean
    personal, reasons = _is_personal(facts, rules)
    totals = tuple(total for total in facts.totals if personal or not rules[total.kind].needs_person)
    laws = load_laws()
    given = [rules[total.kind] for total in totals if total.count] if personal else []
    flagged = tuple(laws.flagged(given, on or date.today(), facts.services))
    type_reasons: tuple[str, ...] = ()
    if best and personal:
        type_reasons = tuple(best.reasons)
    elif clean and not personal:
        type_reasons = tuple(clean.reasons)
    return Judgement(
        personal=personal,
        document_type=_type_id(best, clean, personal),
        flags=tuple(one.flag for one in flagged),
        persons=max(facts.persons, *facts.faces, 0) if personal else 0,  # faces in one picture are different people
        persons_max=max(facts.persons_max, sum(facts.faces)) if personal else 0,
        kinds=totals,
        reasons=(*reasons, *map(laws.reason, flagged), *type_reasons),
        person_keys=keys if personal else (),
    )


def _type_id(best: Classified | None, clean: Classified | None, personal: bool) -> str | None:
    """The type as the outside knows it; of documents without personal data only logs have one."""
    if personal:
        return best.type.id if best else None
    return clean.type.id if clean and clean.type.id in _NAMED_THOUGH_CLEAN else None


def _is_personal(facts: Facts, rules: Mapping[str, Rule]) -> tuple[bool, tuple[str, ...]]:
    told = _told_by_text(facts, rules)
    best, clean = facts.classification.best, facts.classification.clean
    shows_on_purpose = clean is not None and _clean_weight(best, clean) > 0 and clean.type.id in _ILLUSTRATED
    if told[0] or not facts.faces or facts.sample or shows_on_purpose:
        return told
    return True, (f"顔がはっきり写った画像が{len(facts.faces):,}点あります（容貌で本人を見分けられます）",)


def _told_by_text(facts: Facts, rules: Mapping[str, Rule]) -> tuple[bool, tuple[str, ...]]:
    best, clean = facts.classification.best, facts.classification.clean
    if facts.media:
        return _recorded(facts)
    by_kind = {total.kind: total for total in facts.totals}
    if codes := _identifier_codes(by_kind, rules):
        return True, (f"{'、'.join(codes)}があります（それだけで個人情報）",)
    if facts.persons == 0:
        return False, ("特定の個人を識別できるものが見つかりません",)
    weight = _clean_weight(best, clean)
    if clean and weight > 0 and clean.type.id == "publication" and _are_authors(by_kind):
        return False, (f"{clean.type.name}と考えられ、名前は公表された著者などです",)
    is_things = clean is not None and weight > 0 and clean.type.id in _THINGS
    if "PERSON" in facts.columns and facts.person_rows and (facts.named or not is_things):
        return True, (f"氏名の列があり、{facts.person_rows:,}行に本人がいます",)
    if clean and weight > 0 and facts.persons <= FEW and not _counts(clean.type.id, by_kind):
        return False, (f"{clean.type.name}と考えられ、名前は担当者などの記載にとどまります",)
    if facts.sample and facts.persons <= FEW:
        return False, ("ファイル名から記入例・見本と考えられます",)
    return _by_people(facts, by_kind)


def _recorded(facts: Facts) -> tuple[bool, tuple[str, ...]]:
    """Whether a recording is of people: by what it is called, or somebody in its name; music and films are not."""
    best, clean = facts.classification.best, facts.classification.clean
    if clean and _clean_weight(best, clean) > 0:
        return False, ()
    if best:
        return True, ("映像・音声: 場所と名前から、人の記録と考えられます",)
    in_name = (sample for total in facts.totals if total.kind == "PERSON" for sample in total.samples)
    if any(sample.place == "ファイル名" for sample in in_name):
        return True, ("映像・音声: ファイル名に氏名があります",)
    return False, ()


def _counts(clean_type: str, by_kind: Mapping[str, KindTotal]) -> bool:
    """Whether the few names in a document of a clean type make it personal.

    Published papers name who answers for them. In lists of things a word may only look like a name. Specifications and
    programs have names made up for examples. Anywhere else (rules, minutes) a name is somebody's.
    """
    if clean_type in _PUBLISHED:
        return _about_people(by_kind)
    if clean_type in _TECHNICAL and _are_made_up(by_kind):
        return False
    if clean_type == "source_code":  # a comment names who asked for a change
        return _about_people(by_kind) or bool(_personal_contact(by_kind))
    if clean_type in _THINGS:
        names = _names(by_kind)
        return _about_people(by_kind) or any(_is_spoken_of(sample) for sample in names)
    return True


def _names(by_kind: Mapping[str, KindTotal]) -> tuple[Sample, ...]:
    """The names of people that were kept as samples."""
    return by_kind["PERSON"].samples if "PERSON" in by_kind else ()


def _are_made_up(by_kind: Mapping[str, KindTotal]) -> bool:
    """Whether there are no names but those that examples are written with (山田太郎, without a さん)."""
    names = _names(by_kind)
    addressed = any("敬称" in reason for sample in names for reason in sample.evidence)
    return not addressed and all(is_example_name(sample.value) for sample in names)


def _are_authors(by_kind: Mapping[str, KindTotal]) -> bool:
    """Whether all names stand under a heading of authors, as in a list of books."""
    names = _names(by_kind)
    labels = [set(_LABEL.findall(" ".join(sample.evidence))) for sample in names]
    return bool(labels) and all(found and found <= _AUTHORS for found in labels)


def _is_spoken_of(sample: Sample) -> bool:
    """Whether a name is used as one: labelled, addressed, or a full name in running text (not a word in a cell)."""
    said = any(_SPOKEN_OF.search(reason) for reason in sample.evidence)
    return said or (sample.score >= _FULL and not _IN_TABLE.search(sample.place))


def _identifier_codes(by_kind: Mapping[str, KindTotal], rules: Mapping[str, Rule]) -> list[str]:
    """Names of the 個人識別符号 that were found with enough certainty."""
    return [
        rules[kind].name
        for kind, total in by_kind.items()
        if rules[kind].identifies == "alone" and max(sample.score for sample in total.samples) >= _SURE
    ]


def _clean_weight(best: Classified | None, clean: Classified | None) -> float:
    """Above 0 where a type that holds no personal data explains the file better than one that does."""
    return clean.score - (best.score if best else 0.0) if clean else -1.0


def _about_people(by_kind: Mapping[str, KindTotal]) -> bool:
    """Whether the file says something of its people that a notice or manual would not."""
    telling = {"DATE_OF_BIRTH", "JP_BANK_ACCOUNT", "CREDIT_CARD", "GENDER", "FAMILY_RELATION", "HEALTH_CHECK"}
    names = _names(by_kind)
    labels = {label for sample in names for label in _LABEL.findall(" ".join(sample.evidence))}
    return any(kind in telling for kind in by_kind) or bool(labels - _OFFICE)


def _personal_contact(by_kind: Mapping[str, KindTotal]) -> str | None:
    """What somebody can be reached by that is theirs alone, in words."""
    for kind, words in (("EMAIL_ADDRESS", "個人のメールアドレス"), ("PHONE_NUMBER", "携帯電話番号")):
        total = by_kind.get(kind)
        if total and any(is_personal_contact(kind, sample.value) for sample in total.samples):
            return words
    return None


def _by_people(facts: Facts, by_kind: Mapping[str, KindTotal]) -> tuple[bool, tuple[str, ...]]:
    names = by_kind.get("PERSON")
    if names and (max(sample.score for sample in names.samples) >= _CLEAR or names.distinct >= SEVERAL):
        return True, (f"氏名が{names.distinct:,}人分あります",)
    if contact := _personal_contact(by_kind):
        return True, (f"{contact}があります",)
    if "ORGANISATION_ID" in facts.columns and (len(facts.columns) >= 2 or facts.classification.best):
        return True, (f"個人に付けた番号の列があり、{facts.person_rows:,}行に本人がいます",)
    return False, ("特定の個人を識別できるものが見つかりません",)

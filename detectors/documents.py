"""What sort of document a file is: its name, headings and words against the types in `rules/documents/`.

Cues carry points. They are added up, each cue once, and the best type that reaches its `at_least` wins, separately
among documents that hold personal data and those that never do (manuals, price lists, lists of companies). The judge
weighs the two against what was found in the file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import regex

from detectors.docnames import FOLDER, NameCue, Names, squeeze
from detectors.doctypes import DocumentType, Example, read_types
from detectors.likeheadings import plain_heading
from detectors.literals import Literals
from detectors.normalize import fold_heading, normalize
from detectors.recorders import POINTS as RECORDER
from detectors.recorders import named_by_recorder

IN_TEXT = 0.5  # share of a heading that stands in running text
NAME_ALONE = 0.8  # share of a name's points where no heading of a list and no word of its text agrees
A_LIST = 3  # headings from which a list says enough of itself
WORDS_AT_MOST, HEADINGS_AT_MOST = 6.0, 9.0  # a long manual must not win by mentioning everything once
LABELLED = 20_000  # characters in which labels of a form are looked for
RECORDINGS = ("video/", "audio/")
_LABEL = regex.compile(r"(?m)^[ \t■□●○◆・*※【\[]*([^\s:|](?:[^:\n|]{0,14}[^\s:|])?)[ \t】\]]*[:|]")
BLANK = 0.8  # share of labels without a value that makes a form an empty one
IDENTIFYING = ("PERSON", "DATE_OF_BIRTH", "JP_MY_NUMBER", "PHONE_NUMBER", "EMAIL_ADDRESS", "JP_BANK_ACCOUNT")
_ASKED = regex.compile(
    r"(?:お|ご)?(?:氏名|名前|フリガナ|ふりがな|姓|住所|現住所|連絡先|電話|tel|携帯|メール|e-?mail|生年月日|性別|年齢|署名|申込者"
    r"|届出人|本人|所属|社員番号|会社名|口座|個人番号|郵便番号|記入日|申込日|来訪者|応募者|学歴|職歴|志望動機)"
)
_PERSONAL_LABEL = regex.compile(
    rf"(?m)^[■□●○◆・*※【\[]*({_ASKED.pattern}[^:\n|。、]{{0,8}}?)(?:[:|】\]]|$|(?=[_(]))([^\n]*)"
)
_PLACEHOLDER = regex.compile(
    r"[\s_()\[\]:|./・,、年月日歳才印様円〒西暦平成昭和令男女□☐○有無-]+|自宅|携帯|ふりがな|フリガナ|明治|大正|記入欄"
)


@dataclass(frozen=True, slots=True)
class DocumentEvidence:
    """What is known of a file. `text` is normalized, `headings` are folded (column headings and labels of forms).

    `titles`: sheet names, mail subject, document title. `rows`: records in all tables. `kinds`: findings by kind.
    """

    path: str
    media_type: str = ""
    text: str = field(default="", repr=False)
    headings: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    rows: int = 0
    kinds: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Classified:
    """A type with its points and the cues that gave them (「ファイル名に『履歴書』」)."""

    type: DocumentType
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Classification:
    """The best type that holds personal data, and the best that does not."""

    best: Classified | None
    clean: Classified | None

    @property
    def winner(self) -> Classified | None:
        """The better of the two: what the file looks like before its findings are weighed."""
        if self.best and self.clean:
            return self.best if self.best.score >= self.clean.score else self.clean
        return self.best or self.clean


class Classifier:
    """All types, ready to be compared with a file; built once."""

    def __init__(self, types: Iterable[DocumentType]) -> None:
        self.types = tuple(types)
        self._names = {type_.id: [NameCue.of(*cue) for cue in type_.names.items()] for type_ in self.types}
        self._named: dict[str, list[str]] = defaultdict(list)  # cue of a name → the types of which it is one
        for id_, cues in self._names.items():
            for cue in filter(None, {cue.folded for cue in cues}):
                self._named[cue].append(id_)
        self._in_names = Literals(self._named)
        self._recorded = {type_.id: any(media.startswith(RECORDINGS) for media in type_.media) for type_ in self.types}
        self._media = lru_cache(maxsize=1024)(self._told_by_media)
        self._headings: dict[str, list[tuple[str, float]]] = defaultdict(list)
        self._alike: dict[str, dict[str, float]] = defaultdict(dict)
        self._written: dict[str, str] = {}  # folded heading → as the rules write it (HbA1c)
        self._words: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for type_ in self.types:
            for heading, points in type_.headings.items():
                self._headings[fold_heading(heading)].append((type_.id, points))
                self._written.setdefault(fold_heading(heading), heading)
                alike = self._alike[plain_heading(fold_heading(heading))]
                alike[type_.id] = max(points, alike.get(type_.id, 0.0))
                if points >= 1 and len(heading) > 2 and not heading.isascii() and heading not in type_.words:
                    self._words[squeeze(heading)].append((type_.id, points * IN_TEXT))
            for word, points in type_.words.items():
                self._words[squeeze(word)].append((type_.id, points))
        self._in_text = Literals(self._words)

    def classify(self, evidence: DocumentEvidence) -> Classification:
        """The best type on either side, or None where no type reaches its points."""
        headings, words = self._cues(evidence)
        names = Names.of(evidence.path, evidence.titles, evidence.text)
        folder = 1.0 if evidence.media_type.startswith(RECORDINGS) else FOLDER  # recordings are named by date and time
        media = self._media(evidence.media_type)
        named = self._types_named(names)
        spoken_for = named | headings.keys() | words.keys() | media.keys()
        found: dict[bool, Classified] = {}
        for type_ in (type_ for type_ in self.types if type_.id in spoken_for and self._may_be(type_, evidence)):
            by_name = names.weigh(self._names[type_.id], folder) if type_.id in named else (0.0, [])
            told = {self._written.get(heading, heading): points for heading, points in headings[type_.id].items()}
            judged = _weigh(type_, evidence, by_name, media.get(type_.id, 0.0), told, words.get(type_.id, {}))
            if judged and (type_.personal not in found or judged.score > found[type_.personal].score):
                found[type_.personal] = judged
        return Classification(found.get(True), found.get(False))

    def named(self, path: str, media_type: str) -> Iterator[tuple[str, float, tuple[str, ...]]]:
        """The types for which a path alone speaks: id, points and the cues that gave them."""
        names = Names.of(path, (), "")
        folder = 1.0 if media_type.startswith(RECORDINGS) else FOLDER
        named = self._types_named(names)
        for id_ in (type_.id for type_ in self.types if type_.id in named):
            points, reasons = names.weigh(self._names[id_], folder)
            if points:
                yield id_, points, tuple(reasons)

    def _types_named(self, names: Names) -> set[str]:
        """The types of which a cue stands in what a file is called."""
        return {id_ for cue in self._in_names.within(names.words) for id_ in self._named[cue]}

    def _told_by_media(self, media_type: str) -> dict[str, float]:
        """The points of the types for which the format of a file speaks."""
        told = {
            type_.id: [points for pattern, points in type_.media.items() if fnmatchcase(media_type, pattern)]
            for type_ in self.types
        }
        return {id_: max(points) for id_, points in told.items() if points}

    def _may_be(self, type_: DocumentType, evidence: DocumentEvidence) -> bool:
        """Whether a file can be of a type at all: a recording or none, with what the type needs."""
        if evidence.media_type.startswith(RECORDINGS) != self._recorded[type_.id]:
            return False
        return all(evidence.kinds.get(kind, 0) >= count for kind, count in type_.needs.items())

    def _cues(self, evidence: DocumentEvidence) -> tuple[dict[str, dict[str, float]], dict[str, dict[str, float]]]:
        """Points by type and cue: from headings and labels, and from words of the text that are none of these."""
        headings: dict[str, dict[str, float]] = defaultdict(dict)
        words: dict[str, dict[str, float]] = defaultdict(dict)
        labels = (match[1] for match in _LABEL.finditer(evidence.text, 0, LABELLED))
        for label in {*evidence.headings, *map(fold_heading, labels)}:
            for heading, type_id, points in self._told_by(label):
                headings[type_id][heading] = points
        for word in self._in_text.within(squeeze(evidence.text)):
            for type_id, points in self._words[word]:
                if word not in headings[type_id]:
                    words[type_id][word] = points
        return headings, {type_id: _longest(cues, headings[type_id]) for type_id, cues in words.items()}

    def _told_by(self, label: str) -> Iterator[tuple[str, str, float]]:
        """What a heading tells, as it stands or in other words: the heading that counts once, type, points."""
        heading = label if label in self._headings else label.rstrip("0123456789")  # 住所1, 住所2 count once
        for type_id, points in (
            self._alike.get(plain_heading(heading), {}) | dict(self._headings.get(heading, ()))
        ).items():
            yield heading, type_id, points


@cache
def load_classifier() -> Classifier:
    """The classifier of the types that the product ships."""
    return Classifier(read_types(files("rules") / "documents"))


def _longest(words: Mapping[str, float], headings: Iterable[str]) -> dict[str, float]:
    """The words that are no part of another cue found: 差引支給額 counts once, not as 支給額 and 支給 too."""
    found = (*words, *headings)
    return {word: points for word, points in words.items() if not any(word in cue and word != cue for cue in found)}


def _weigh(
    type_: DocumentType,
    evidence: DocumentEvidence,
    named: tuple[float, list[str]],
    media: float,
    headings: Mapping[str, float],
    words: Mapping[str, float],
) -> Classified | None:
    """The type with its points, or None where they do not reach what it asks for."""
    score, reasons = named
    if len(evidence.headings) >= A_LIST and not any(points > 0 for points in (*headings.values(), *words.values())):
        score *= NAME_ALONE
    score += media + min(sum(headings.values()), HEADINGS_AT_MOST) + min(sum(words.values()), WORDS_AT_MOST)
    if media and type_.personal and _is_of_a_recorder(evidence):
        score += RECORDER
        reasons.append("ファイル名に録音・録画の日時か電話番号")
    if score < type_.at_least:
        return None
    if media:
        reasons.append(f"ファイルの形式（{evidence.media_type}）")
    reasons += _quoted("見出し", headings)
    reasons += _quoted("本文に", words)
    return Classified(type_, score, tuple(reasons))


def _is_of_a_recorder(evidence: DocumentEvidence) -> bool:
    is_recording = evidence.media_type.startswith(RECORDINGS)
    return is_recording and named_by_recorder(evidence.path, evidence.media_type)


def _quoted(place: str, cues: Mapping[str, float]) -> Iterator[str]:
    best = sorted((cue for cue, points in cues.items() if points > 0), key=lambda cue: (-cues[cue], cue))[:4]
    if best:
        yield place + "".join(f"『{cue}』" for cue in best)


def is_blank_form(evidence: DocumentEvidence) -> bool:
    """Whether labels of personal data stand there, but (almost) nobody has filled them in.

    Running text: at least three labels, and four in five without a value. Tables: such headings over no record, or
    one at most that holds nothing which identifies a person.
    """
    labels = _PERSONAL_LABEL.findall(squeeze(evidence.text[:LABELLED]))
    empty = sum(not _PLACEHOLDER.sub("", value) for _, value in labels)
    if len({label for label, _ in labels}) >= 3:
        return empty >= BLANK * len(labels)
    identifying = any(evidence.kinds.get(kind) for kind in IDENTIFYING)
    asked = sum(bool(_ASKED.match(heading)) for heading in evidence.headings)
    return asked >= 2 and evidence.rows <= 1 and not identifying


def evidence_of(example: Example) -> DocumentEvidence:
    """An example of a rule as the evidence of a file."""
    known: Mapping[str, Any] = {"text": example} if isinstance(example, str) else example
    return DocumentEvidence(
        path=known.get("file", "文書"),
        media_type=known.get("media", "text/plain"),
        text=normalize(known.get("text", "")),
        headings=tuple(fold_heading(heading) for heading in known.get("headings", ())),
        rows=known.get("rows", 0),
        kinds=known.get("kinds", {}),
    )


def misjudged(classifier: Classifier) -> Iterator[str]:
    """Every example of every type that is not judged as its type says."""
    for type_ in classifier.types:
        for side, wanted in (("finds", True), ("ignores", False)):
            for example in getattr(type_.examples, side):
                best = classifier.classify(evidence_of(example)).winner
                if (best is not None and best.type.id == type_.id) != wanted:
                    other = f"{best.type.id} {best.score:.1f} {best.reasons}" if best else "なし"
                    yield f"{type_.id} {side}: {example} → {other}"

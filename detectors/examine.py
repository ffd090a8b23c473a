"""One file under examination: takes its passages and tables as they are read, ends as a judgement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from detectors.columns import BARE
from detectors.documents import DocumentEvidence, load_classifier
from detectors.engine import Engine
from detectors.finding import Finding, Judgement, Sample
from detectors.judge import Facts, judge
from detectors.linking import link, without_readings
from detectors.lists import ListReader
from detectors.normalize import fold_heading, normalize
from detectors.persons import PersonCounter
from detectors.tables import Layout, as_lines, find_list, transpose
from detectors.tally import Tally
from scanner.document import Passage, Table

TEXT_KEPT = 200_000  # characters from which the document type is told
NEAR = 200  # characters between a person and what is said of them
_TITLE = regex.compile(r"『(.+?)』")
_PEOPLE = regex.compile(
    r"座席|席次|シフト|勤務表|当番|名簿|連絡網|出席|出欠|参加者|メンバー|班編成|担当表|組織図|体制図|在席|休暇|有給|受講|配車|出番|乗務|割当|夜勤|日直|宿直"
)
_SAMPLE = regex.compile(r"記入例|記載例|書き方|サンプル|見本(?!市)|ダミー|sample|example", regex.IGNORECASE)
_FILE_NAME_SEPARATORS = regex.compile(r"[_\-\[\]()（）【】　 ]+")


class Examination:
    """Feeds one file's content to the detectors; `finish` is called once, at the end."""

    def __init__(self, engine: Engine, path: str, media_type: str = "") -> None:
        self._engine = engine
        self._path = path
        self._media_type = media_type
        self._tally = Tally()
        self._counter = PersonCounter()
        self._text: list[str] = []
        self._text_length = 0
        self._headings: dict[str, None] = {}
        self._titles: dict[str, None] = {}
        self._lists: dict[str, ListReader] = {}
        self._forms: set[str] = set()
        self._ownerless: list[tuple[str, Sample]] = []
        self._read_file_name()

    def add(self, item: Passage | Table) -> None:
        """The next passage or chunk of a table."""
        for title in _TITLE.findall(item.place):
            self._titles.setdefault(title)
        if isinstance(item, Passage):
            self._add_text(item.text, item.place)
        elif item.place in self._lists:
            self._lists[item.place].more(item.columns)
        elif item.place in self._forms:
            self._add_form(item)
        elif item.columns:
            self._add_table(item)

    def _add_text(self, text: str, place: str) -> None:
        findings = without_readings(text, self._engine.find(text, place))
        for finding in findings:
            sample = Sample(place, finding.score, finding.evidence, finding.value)
            if self._engine.rules[finding.kind].needs_person and not self._has_owner(finding, findings):
                self._ownerless.append((finding.kind, sample))
            else:
                self._tally.add(finding.kind, sample)
        link(text, findings, self._engine.rules, self._engine.lexicon, self._counter)
        self._keep(text)

    def _has_owner(self, finding: Finding, findings: Sequence[Finding]) -> bool:
        """Whether somebody stands near enough to what is said (a diagnosis, a creed) to be the one it is said of."""
        return any(
            self._engine.rules[other.kind].identifies in ("person", "alone") or other.kind == "ORGANISATION_ID"
            for other in findings
            if -NEAR <= other.start - finding.start <= NEAR
        )

    def _keep(self, text: str) -> None:
        if self._text_length < TEXT_KEPT:
            self._text.append(normalize(text[: TEXT_KEPT - self._text_length]))
            self._text_length += len(text)

    def _add_table(self, table: Table) -> None:
        columns: tuple[tuple[str, ...], ...] = table.columns
        upright = transpose(columns, self._engine.headings)
        if upright:
            columns = tuple(upright)
            self._add_list(table.place, Layout(1, tuple(column[0] for column in columns)), columns)
        elif layout := find_list(columns, self._engine.headings):
            self._add_list(table.place, layout, columns)
        else:
            self._add_form(table)

    def _add_list(self, place: str, layout: Layout, columns: tuple[tuple[str, ...], ...]) -> None:
        above = [cell for column in columns for cell in column[: layout.first] if cell and cell not in layout.headings]
        if above:
            self._add_text("\n".join(above), place)
        for heading in layout.headings:
            if heading:
                self._headings.setdefault(fold_heading(heading))
        reader = self._lists[place] = ListReader(
            self._engine, layout, place, self._tally, self._counter, people_expected=self._expects_people()
        )
        reader.first(columns)

    def _expects_people(self) -> bool:
        return bool(_PEOPLE.search(self._path) or any(map(_PEOPLE.search, self._titles)))

    def _add_form(self, table: Table) -> None:
        self._forms.add(table.place)
        lines = list(as_lines(table.columns, self._engine.headings))
        for line in lines:
            for part in line.split("\t"):
                label = part.split(": ", 1)[0]
                if self._engine.headings.is_heading(normalize(label)):
                    self._headings.setdefault(fold_heading(label))
        self._add_text("\n".join(lines), table.place)

    def _read_file_name(self) -> None:
        """The file's own name is text too (「履歴書_山田花子.pdf」)."""
        name = regex.split(r"[/!]", self._path)[-1]
        stem = _FILE_NAME_SEPARATORS.sub("  ", name.rsplit(".", 1)[0])
        findings = self._engine.find(stem, "ファイル名") or list(self._surnames_in(stem))
        for finding in findings:
            self._tally.add(finding.kind, Sample("ファイル名", finding.score, finding.evidence, finding.value))
        link(stem, findings, self._engine.rules, self._engine.lexicon, self._counter)

    def _surnames_in(self, stem: str) -> Iterator[Finding]:
        """A surname as a part of its own (「履歴書(佐藤)」), unless it may be a place."""
        for word in regex.finditer(r"[^ ]+", normalize(stem)):
            if (
                self._engine.lexicon.classes(word.group()) & {"surname", "place"} == {"surname"}
                and len(word.group()) > 1
            ):
                yield Finding("PERSON", "ファイル名", *word.span(), 0.7, ("姓が辞書にある",), word.group())

    def finish(self) -> Judgement:
        """What the whole file comes to."""
        for reader in self._lists.values():
            reader.finish()
        rows = sum(reader.filled_rows for reader in self._lists.values())
        evidence = DocumentEvidence(
            path=self._path,
            media_type=self._media_type,
            text="\n".join(self._text)[:TEXT_KEPT],
            headings=tuple(self._headings),
            titles=tuple(self._titles),
            rows=sum(reader.rows for reader in self._lists.values()),
            kinds=self._tally.counts() | {kind: 1 for kind, _ in self._ownerless},
        )
        persons, most, keys = self._counter.counts()
        classification = load_classifier().classify(evidence)
        if classification.winner and classification.winner.type.personal:
            for kind, sample in self._ownerless:  # a certificate names its patient once, far above the diagnosis
                self._tally.add(kind, sample)
        facts = Facts(
            totals=self._tally.totals(),
            classification=classification,
            persons=persons,
            persons_max=most,
            person_rows=rows,
            columns=frozenset(column.kind for reader in self._lists.values() for column in reader.columns),
            named=any(
                column.kind == "PERSON" and column.score > BARE
                for reader in self._lists.values()
                for column in reader.columns
            ),
            media=self._media_type.startswith(("video/", "audio/")),
            sample=bool(_SAMPLE.search(self._path.rpartition("/")[2])),
        )
        return judge(facts, keys, self._engine.rules)

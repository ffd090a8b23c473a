"""One file under examination: takes its passages and tables as they are read, ends as a judgement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from detectors import across
from detectors.bare_names import BARE
from detectors.documents import DocumentEvidence, load_classifier
from detectors.engine import Engine
from detectors.faces import KIND as FACE
from detectors.faces import samples as faces_in
from detectors.file_names import PLACE, found_in_stem, stem_of
from detectors.finding import Finding, Judgement, Sample
from detectors.judge import Facts, judge
from detectors.laws import load_laws, services_named
from detectors.linking import link, without_readings
from detectors.lists import ListReader
from detectors.madeup import shows_how
from detectors.normalize import fold_heading, normalize
from detectors.persons import PersonCounter
from detectors.sheets import SheetReader
from detectors.tables import Layout
from detectors.tally import Tally
from detectors.text_findings import Seen, columns_of, outside
from detectors.tied import has_owner, subjects
from scanner.document import Image, Passage, Table
from scanner.passages import passages
from scanner.tables import LONGEST_CELL

TEXT_KEPT = 200_000  # characters from which the document type is told
SURNAME = 0.7  # score of a surname that stands alone in a file's name
TITLE_KEPT = 1_000  # characters of the path and of what stands above a list
_TITLE = regex.compile(r"『(.+?)』")
PEOPLE_IN_NAMES = regex.compile(
    r"座席|席次|シフト|勤務表|当番|名簿|連絡網|出席|出欠|参加者|メンバー|班編成|担当表|組織図|体制図|在席|休暇|有給|受講|配車|送迎|出番|乗務|割当|夜勤|日直|宿直"
)


class Examination:
    """Feeds one file's content to the detectors; `finish` is called once, at the end."""

    def __init__(self, engine: Engine, path: str, media_type: str = "") -> None:
        self._engine = engine
        self._path = path
        self._media_type = media_type
        self._tally = Tally(engine.refuted)
        self._counter = PersonCounter()
        self._text: list[str] = []
        self._text_length = 0
        self._headings: dict[str, None] = {}
        self._titles: dict[str, None] = {}
        self._lists: list[ListReader] = []
        self._sheets: dict[str, SheetReader] = {}
        self._ownerless: list[tuple[str, Sample]] = []
        self._faces: list[int] = []  # of each picture that shows any
        self._read_file_name()

    def add(self, item: Passage | Table | Image) -> None:
        """The next passage, chunk of a table or picture."""
        for title in _TITLE.findall(item.place):
            self._titles.setdefault(title)
        if isinstance(item, Passage):
            self._add_passage(item.text, item.place)
        elif isinstance(item, Image):
            self._add_faces(item)
        else:
            if item.place not in self._sheets:
                self._sheets[item.place] = SheetReader(item.place, self._engine.headings, self)
            self._sheets[item.place].more([self._without_texts(column, item.place) for column in item.columns])

    def _without_texts(self, cells: Sequence[str], place: str) -> Sequence[str]:
        """A column whose cells are short enough for one; the longer are read as the running text that they are."""
        if max(map(len, cells), default=0) <= LONGEST_CELL:
            return cells
        for part in passages(cell for cell in cells if len(cell) > LONGEST_CELL):
            self._add_passage(part.text, place)
        return tuple("" if len(cell) > LONGEST_CELL else cell for cell in cells)

    def _add_faces(self, image: Image) -> None:
        faces = list(faces_in(image))
        for sample in faces:
            self._tally.add(FACE, sample)
        if faces:
            self._faces.append(len(faces))

    def _add_passage(self, text: str, place: str) -> None:
        """Running text; a table in it is a list like any other, each row one person."""
        seen = self._engine.tables.look(text)
        tables = seen.tables()
        if not tables:
            self._add_text(text, place, seen)
            return
        for table in tables:
            self._keep(seen.plain[table.start : table.end])
            self.begin_list(place, Layout(1, table.headings), columns_of(text, table))
        prose = outside([(table.start, table.end) for table in tables], len(text))
        odd = (span for table in tables for span in table.odd)
        self._add_text("".join(text[start:end] for start, end in sorted((*prose, *odd))), place)

    def _add_text(self, text: str, place: str, seen: Seen | None = None) -> None:
        seen = seen or self._engine.tables.look(text)
        findings = without_readings(text, self._engine.counted(text, place, seen))
        people = subjects(findings, text, self._engine.rules)
        self._speaks_of_somebody |= bool(people)
        for finding in findings:
            sample = Sample(place, finding.score, finding.evidence, finding.value)
            if self._engine.rules[finding.kind].needs_person and not has_owner(finding, people, text):
                self._ownerless.append((finding.kind, sample))
            else:
                self._tally.add(finding.kind, sample)
        link(text, findings, self._engine.rules, self._engine.lexicon, self._counter)
        self._keep(seen.plain)

    def _keep(self, plain: str) -> None:
        if self._text_length < TEXT_KEPT:
            self._text.append(plain[: TEXT_KEPT - self._text_length])
            self._text_length += len(plain)

    def begin_list(self, place: str, layout: Layout, columns: Sequence[Sequence[str]]) -> ListReader:
        """A list on a sheet: its first rows, titles and headings included."""
        known = frozenset(layout.headings)
        above = [cell for column in columns for cell in column[: layout.first] if cell and cell not in known]
        if above:
            self._add_text("\n".join(above), place)
        for heading in layout.headings:
            if heading:
                self._headings.setdefault(fold_heading(heading))
        reader = ListReader(
            self._engine,
            layout,
            place,
            self._tally,
            self._counter,
            people_expected=self._expects_people(),
            title=" ".join((self._path, place, *above))[:TITLE_KEPT],
        )
        self._lists.append(reader)
        reader.first(columns)
        return reader

    def _expects_people(self) -> bool:
        return bool(PEOPLE_IN_NAMES.search(self._path) or any(map(PEOPLE_IN_NAMES.search, self._titles)))

    def add_form(self, place: str, lines: Sequence[str]) -> None:
        """A form on a sheet, as lines of text."""
        self._add_labels(lines)
        self._add_text("\n".join(lines), place)
        if self._expects_people():
            self._add_listed(across.in_grid(lines, self._engine.lexicon), place)

    def _read_tabs(self) -> None:
        """One sheet for each person, who is named by its tab alone (運転日報, タイムカード)."""
        tabs = {title: place for place in self._sheets for title in _TITLE.findall(place)}
        names = across.on_tabs(tuple(tabs), self._engine.lexicon)
        if names and self._counter.counts().estimate < len(names):
            self._add_listed(names, "シート名")

    def _add_listed(self, names: Sequence[str], place: str) -> None:
        """Names that nothing announces but those beside them."""
        for name in names:
            if self._engine.refuted("PERSON", name):
                continue
            self._tally.add("PERSON", Sample(place, across.SCORE, ("人名が並ぶ",), name))
            if self._engine.lexicon.is_surname_alone(name):
                self._counter.add_listed_surname(name)
            else:
                self._counter.add(name, ())

    def add_records(self, lines: Sequence[str]) -> None:
        """The lines of a form whose values were handed over as a list: what tells the type of the document."""
        self._add_labels(lines)
        self._keep(normalize("\n".join(lines)))

    def _add_labels(self, lines: Sequence[str]) -> None:
        for line in lines:
            for part in line.split("\t"):
                label = part.split(": ", 1)[0]
                if self._engine.headings.is_heading(normalize(label)):
                    self._headings.setdefault(fold_heading(label))

    def _read_file_name(self) -> None:
        """The file's own name is text too (「履歴書_山田花子.pdf」)."""
        stem = stem_of(self._path)
        findings = found_in_stem(stem, self._engine)
        if not any(finding.kind == "PERSON" and finding.score >= SURNAME for finding in findings):
            surnames = list(self._surnames_in(stem))
            findings = [finding for finding in findings if not surnames or finding.kind != "PERSON"] + surnames
        findings = [finding for finding in findings if not self._engine.refuted(finding.kind, finding.value)]
        for finding in findings:
            self._tally.add(finding.kind, Sample(PLACE, finding.score, finding.evidence, finding.value))
        self._speaks_of_somebody = bool(subjects(findings, stem, self._engine.rules))
        link(stem, findings, self._engine.rules, self._engine.lexicon, self._counter)

    def _surnames_in(self, stem: str) -> Iterator[Finding]:
        """A surname as a part of its own (「履歴書(佐藤)」), unless it may be a place."""
        for word in regex.finditer(r"[^ ]+", normalize(stem)):
            if (
                self._engine.lexicon.classes(word.group()) & {"surname", "place"} == {"surname"}
                and len(word.group()) > 1
            ):
                yield Finding("PERSON", PLACE, *word.span(), SURNAME, ("姓が辞書にある",), word.group())

    def finish(self) -> Judgement:
        """What the whole file comes to."""
        for sheet in self._sheets.values():
            sheet.finish()
        for reader in self._lists:
            reader.finish()
        self._read_tabs()
        rows = sum(reader.filled_rows for reader in self._lists)
        evidence = DocumentEvidence(
            path=self._path,
            media_type=self._media_type,
            text="\n".join(self._text)[:TEXT_KEPT],
            headings=tuple(self._headings),
            titles=tuple(self._titles),
            rows=sum(reader.rows for reader in self._lists),
            kinds=self._tally.counts() | {kind: 1 for kind, _ in self._ownerless},
        )
        persons, most, keys = self._counter.counts()
        classification = load_classifier().classify(evidence)
        is_about_people = self._speaks_of_somebody or any(reader.names_subjects() for reader in self._lists)
        if classification.winner and classification.winner.type.personal and is_about_people:
            for kind, sample in self._ownerless:  # a certificate names its patient once, far above the diagnosis
                self._tally.add(kind, sample)
        facts = Facts(
            totals=self._tally.totals(),
            classification=classification,
            persons=persons,
            persons_max=most,
            person_rows=rows,
            columns=frozenset(column.kind for reader in self._lists for column in reader.columns),
            named=any(
                column.kind == "PERSON" and column.score > BARE for reader in self._lists for column in reader.columns
            ),
            media=self._media_type.startswith(("video/", "audio/")),
            faces=tuple(self._faces),
            sample=shows_how(self._path.rpartition("/")[2]),
            services=services_named(
                "\n".join((self._path, *evidence.titles, *evidence.headings, evidence.text)), load_laws().rules
            ),
        )
        return judge(facts, keys, self._engine.rules)

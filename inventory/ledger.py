"""The 台帳 as people see it: lines, coverage and lists, ready for the workbook, the screen and the HTML report.

`COLUMNS` says which cells a line has, in which order and group; an exporter walks it and asks `line.cells[key]`.
`inventory.compiling.compile_ledger` builds a Ledger from a register.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, Self

from inventory import file_notes
from inventory.file_notes import Notes
from inventory.queries import StoredFile
from inventory.queries_decided import StoredRisk
from inventory.suggestions import SENSITIVE
from inventory.verdicts import NO_PERSONAL_DATA

CellState = Literal["found", "suggested", "blank", "confirmed"]
Group = Literal["特定", "取得", "保管", "提供", "終了", "管理"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the 台帳; `mandatory` marks the seven of JIS Q 15001."""

    key: str
    heading: str
    group: Group
    mandatory: bool = False


COLUMNS = (
    Column("number", "管理No", "特定"),
    Column("department", "管理部門", "特定"),
    Column("business", "業務名", "特定"),
    Column("name", "個人情報の名称", "特定"),
    Column("items", "個人情報の項目", "特定", mandatory=True),
    Column("subjects", "本人の区分", "特定"),
    Column("count", "件数（概数）", "特定"),
    Column("flags", "要配慮等の区分", "特定"),
    Column("purpose", "利用目的", "取得", mandatory=True),
    Column("acquisition", "取得方法", "取得"),
    Column("direct_written", "直接書面取得", "取得"),
    Column("consent", "明示・同意", "取得"),
    Column("medium", "媒体", "保管"),
    Column("location", "保管場所", "保管", mandatory=True),
    Column("storage", "保管方法", "保管", mandatory=True),
    Column("access", "アクセス権を有する者", "保管", mandatory=True),
    Column("use_until", "利用期限", "保管", mandatory=True),
    Column("keep_until", "保管期限", "保管", mandatory=True),
    Column("keep_reason", "保管期限の根拠", "保管"),
    Column("entrusted", "委託・再委託", "提供"),
    Column("third_party", "第三者提供", "提供"),
    Column("joint_use", "共同利用", "提供"),
    Column("foreign", "外国", "提供"),
    Column("disposal", "廃棄方法", "終了"),
    Column("manager", "管理責任者", "管理"),
    Column("disclosure", "保有個人データ（開示対象）", "管理"),
    Column("risk", "リスクNo・残留リスク", "管理"),
    Column("confirmed_on", "最終確認日", "管理"),
    Column("confirmed_by", "確認者", "管理"),
    Column("remarks", "備考", "管理"),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: found by the scan, suggested, to be filled in, or confirmed by a person.

    `note` says where a suggestion comes from, or what the scan would say where a person said otherwise.
    """

    value: str
    state: CellState
    note: str = ""


BLANK = Cell("", "blank")


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One line of the 台帳: a kind of document in a department.

    `number` is the lasting 管理No. `persons` and `persons_max` count every person once, however many files and
    copies hold them. `files` are the numbers of the files behind the line; none are left where `gone`.
    `exposed` says that everybody may read one of them, `copies` how many hold what another one holds.
    `subject` is the 本人の区分 where it tells lines of one type apart. An `excluded` line is none of the 台帳.
    """

    number: int
    department: str
    document_type: str
    name: str
    persons: int
    persons_max: int
    flags: tuple[str, ...]
    kinds: tuple[str, ...]
    files: tuple[int, ...]
    cells: Mapping[str, Cell]
    subject: str = ""
    exposed: bool = False
    copies: int = 0
    gone: bool = False
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file of the lists behind the 台帳, with the texts people read; `line` is the 管理No, if it has one.

    `verdict` is what a person decided about it; empty where nobody did.
    """

    file: StoredFile
    document_name: str
    flag_names: tuple[str, ...]
    kind_names: tuple[str, ...]
    status_name: str
    line: int | None
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was examined and what was not; `by_status` adds up to `total` (files and members of containers)."""

    total: int
    by_status: Mapping[str, int]
    files: int
    members: int
    bytes: int

    @classmethod
    def of(cls, files: Iterable[StoredFile]) -> Self:
        """What became of these files."""
        met = list(files)
        outer = [file for file in met if file.container is None]
        by_status = Counter(file.status for file in met)
        return cls(len(met), dict(by_status), len(outer), len(met) - len(outer), sum(file.size for file in outer))

    @property
    def examined(self) -> int:
        """Read to the end."""
        return self.by_status.get("read", 0)

    @property
    def partly(self) -> int:
        """Read in part."""
        return self.by_status.get("partly_read", 0)

    @property
    def unexamined(self) -> int:
        """Not read: locked, broken, unknown, too large, denied, or pictures and sound."""
        return self.total - self.examined - self.partly


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything an export shows. All lists are in reading order; `unread` holds every file not wholly read.

    `risks` are those that people confirmed; `risk_notes` says by リスクNo what their last review came to.
    `file_notes` are what people noted beside files.
    `department` is that which the export is for; empty where it is for all.
    """

    company: str
    compiled: str
    roots: tuple[str, ...]
    lines: tuple[LedgerLine, ...]
    files: tuple[FileLine, ...]
    coverage: Coverage
    flag_names: Mapping[str, str]
    status_names: Mapping[str, str]
    excluded: tuple[LedgerLine, ...] = ()
    risks: tuple[StoredRisk, ...] = ()
    risk_notes: Mapping[str, str] = field(default_factory=dict)
    file_notes: Notes = field(default_factory=dict)
    department: str = ""

    def note(self, field: str, file: StoredFile) -> str:
        """What a person noted beside a file; empty where nobody did."""
        noted = self.file_notes.get(field)
        return noted.get(file_notes.address(file), "") if noted else ""

    def of(self, department: str) -> Ledger:
        """What one department is asked about: its lines, and its files."""
        files = tuple(line for line in self.files if line.file.department == department)
        return replace(
            self,
            department=department,
            lines=tuple(line for line in self.lines if line.cells["department"].value == department),
            excluded=(),
            files=files,
            coverage=Coverage.of(line.file for line in files),
        )

    @property
    def holding(self) -> tuple[FileLine, ...]:
        """Files that hold personal data: found by the scan and not ruled out by a person, or told by one."""
        return tuple(line for line in self.personal if line.verdict not in NO_PERSONAL_DATA)

    @property
    def personal(self) -> tuple[FileLine, ...]:
        """検出ファイル一覧: files that hold personal data by the scan or by what a person says.

        Those in which the scan found some that a person ruled out stay listed, with that verdict.
        """
        return tuple(line for line in self.files if line.file.personal or line.verdict == "applicable")

    @property
    def sensitive(self) -> tuple[FileLine, ...]:
        """Files with 特定個人情報, 要配慮個人情報 or what JIS and profiles put beside them."""
        return tuple(line for line in self.files if not set(SENSITIVE).isdisjoint(line.file.flags))

    @property
    def unread(self) -> tuple[FileLine, ...]:
        """Files that were not read, or not to the end, each with its cause in `file.note`."""
        return tuple(line for line in self.files if line.file.status != "read")

"""Which papers a case needs, and how they get into a folder: all of them or none."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import IO

from inventory.export.placing import ExportError
from inventory.incident import partner_papers, people_papers, report_paper
from inventory.incident.assessment import Judgement, earliest, gravest
from inventory.incident.docx_writer import write_docx
from inventory.incident.paper import Paper
from inventory.incident.report_paper import COMMISSION, FINANCE, MARK_BODY, NUMBER_ACT, Recipient
from inventory.incident.telling import Telling
from inventory.incident.timetable import write_timetable

Writer = Callable[[IO[bytes]], None]


def papers(told: Telling, *, everything: bool = False) -> Mapping[str, Writer]:
    """The files by name, each with what writes it; reports that are not required only with `everything`."""
    drafts = [*_reports(told, everything), people_papers.notice(told), people_papers.answers(told), *_partners(told)]
    files: dict[str, Writer] = {f"{paper.name}.docx": partial(write_docx, paper) for paper in drafts}
    files[f"事故{told.case.id}_経過と対応.xlsx"] = partial(write_timetable, told)
    return files


def _reports(told: Telling, everything: bool) -> Iterator[Paper]:
    kept = told.kept
    groups: Sequence[tuple[Recipient, Sequence[Judgement]]] = (
        (COMMISSION, kept.protection_act),
        (NUMBER_ACT, kept.number_act),
        (MARK_BODY, kept.of_addressee("pmark")),
        (FINANCE, kept.of_addressee("finance")),
    )
    for to, judgements in groups:
        if not judgements or (gravest(judgements) == "not_required" and not everything):
            continue
        by = earliest(judgements)
        if to is not MARK_BODY or by.preliminary_latest or everything:
            yield report_paper.report(told, to, "速報", judgements)
        yield report_paper.report(told, to, "確報", judgements)


def _partners(told: Telling) -> Iterator[Paper]:
    facts, kept = told.case.facts, told.kept
    if facts.get("role") == "entrusted" or kept.verdict("client") == "report":
        yield partner_papers.to_client(told)
    if facts.get("cause") == "contractor" or "contractor" in facts:
        yield partner_papers.to_contractor(told)


def hand_over(files: Mapping[str, Writer], folder: Path, *, force: bool) -> None:
    """Write all files or none; ExportError in one sentence where that cannot be. What is there is kept without `force`.

    Everything is written whole beside its place first; only then the files are moved there, and back if one cannot be.
    """
    for name in files:
        _refuse(folder / name, force)
    made = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _stage(folder) as stage:
            for name, write in files.items():
                with (stage / name).open("xb") as file:
                    write(file)
                    file.flush()
                    os.fsync(file.fileno())
            _move(stage, folder, list(files))
    except OSError as error:
        if made:
            with suppress(OSError):
                folder.rmdir()
        place = f"「{folder}」に書類を書き込めません。"
        remedy = "フォルダーの場所と権限、空き容量を確かめ、開いている書類を閉じて、もう一度実行してください。"
        raise ExportError(place + remedy) from error


def _refuse(path: Path, force: bool) -> None:
    for mark in (path.with_name(f"~${path.name}"), path.with_name(f"~${path.name[2:]}"),
                 path.with_name(f".~lock.{path.name}#")):  # fmt: skip
        if mark.exists():
            raise ExportError(f"「{path.name}」は開かれています。閉じてから、もう一度実行してください。")
    if path.exists() and not force:
        raise ExportError(f"「{path}」はすでにあります。--force を付けて書き直すか、別のフォルダーを指定してください。")


@contextmanager
def _stage(folder: Path) -> Iterator[Path]:
    """A place on the same disk that is gone afterwards."""
    stage = Path(tempfile.mkdtemp(prefix=".daicho-", dir=folder))
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _move(stage: Path, folder: Path, names: Sequence[str]) -> None:
    """Put the new files in place; if one cannot be, the old ones come back."""
    before = stage / "before"
    before.mkdir()
    moved: list[str] = []
    try:
        for name in names:
            if (folder / name).exists():
                (folder / name).replace(before / name)
            moved.append(name)
            (stage / name).replace(folder / name)
    except BaseException:
        for name in moved:
            with suppress(OSError):
                (folder / name).unlink(missing_ok=True)
            if (before / name).exists():
                with suppress(OSError):
                    (before / name).replace(folder / name)
        raise

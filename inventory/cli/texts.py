"""`daicho detect` (text in, findings out) and `daicho text` (what the readers see). Nothing is stored."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import click

from detectors.engine import Engine
from detectors.finding import Finding
from detectors.rule_set import RuleSet
from inventory.cli import wording
from inventory.cli.japanese import Command
from inventory.cli.options import existing, format_option, settings_option, use_rules
from inventory.cli.screen import say, warn, write_json_line
from inventory.masking import mask
from inventory.settings import Settings
from scanner.crawl import NotOpened, walk
from scanner.document import FoundFile
from scanner.encoding import decode_bytes

_HEAD = 4_096  # characters, among which a document has a zero
_HALF_SURROGATE = re.compile("[\ud800-\udfff]")
text_format = format_option("text", "jsonl")


@click.command(cls=Command)
@click.argument("file", required=False, default="-", metavar="[ファイル]")
@settings_option
@text_format
@click.option("--jsonl", is_flag=True, help='入力を1行に1件の JSON（{"id", "text"}）とみなし、1行ずつ答えます。')
def detect(file: str, settings_file: Path | None, form: str, jsonl: bool) -> None:
    """ファイル（省略するか - と書くと標準入力）の文章から個人情報を探します。何も記録しません。"""
    use_rules(Settings.load(settings_file), strict=True)
    rules = wording.rules()
    with _input(file) as stream:
        if jsonl:
            _answer_lines(stream, rules)
        else:
            _detect(_decoded(stream.read(), file), form, rules)


@contextmanager
def _input(file: str) -> Iterator[BinaryIO]:
    if file == "-":
        yield sys.stdin.buffer
        return
    if Path(file).is_dir():
        raise click.UsageError(f"{file} はフォルダーです。フォルダーを調べるときは daicho scan を使ってください。")
    try:
        stream = Path(file).open("rb")  # noqa: SIM115 - only the opening is guarded
        stream.peek()
    except OSError:
        raise click.UsageError(f"{file} を読めません。場所と権限を確かめてください。") from None
    with stream:
        yield stream


def _decoded(content: bytes, file: str) -> str:
    """The text of the input; of a document it would be nonsense, in which names could be found."""
    decoded = decode_bytes(content)
    if file != "-" and (content.startswith(b"%PDF-") or "\0" in decoded[:_HEAD]):
        raise click.UsageError(
            f"{file} は文章だけのファイルではありません。daicho scan で検査するか、"
            "daicho text で文字を取り出してください。"
        )
    return decoded


def _answer_lines(stream: BinaryIO, rules: RuleSet) -> None:
    """An answer for every line as soon as it comes, so that a program can keep this one running."""
    engine: Engine | None = None
    for number, line in enumerate(stream, 1):
        if line.strip():
            record = _record(line, number)
            engine = engine or Engine(rules)
            findings = engine.find(_HALF_SURROGATE.sub("\ufffd", record["text"]))
            write_json_line({"id": record["id"], "findings": [_as_json(found) for found in findings]})


def _record(line: bytes, number: int) -> dict[str, Any]:
    try:
        record = json.loads(line.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError):
        record = None
    if not isinstance(record, dict) or "id" not in record or not isinstance(record.get("text"), str):
        raise click.UsageError(
            f'{number:,}行目が {{"id": …, "text": "…"}} の形の JSON ではないため、そこで止めました。'
        )
    return record


def _detect(text: str, form: str, rules: RuleSet) -> None:
    line = at = 0
    for found in Engine(rules).find(text):
        if form == "jsonl":
            write_json_line(_as_json(found))
            continue
        line, at = line + text.count("\n", at, found.start), found.start
        name = wording.short(wording.kind_names().get(found.kind, found.kind))
        reasons = "、".join(found.evidence)
        say(f"{line + 1:,}行目 {name} {mask(found.value, found.kind)} 確度{found.score:.2f}（{reasons}）")


def _as_json(found: Finding) -> dict[str, Any]:
    return {
        "type": found.kind,
        "start": found.start,
        "end": found.end,
        "score": round(found.score, 3),
        "evidence": list(found.evidence),
    }


@click.command(cls=Command)
@click.argument("paths", nargs=-1, required=True, metavar="ファイル…", type=click.Path(path_type=Path))
@settings_option
@text_format
def text(paths: tuple[Path, ...], settings_file: Path | None, form: str) -> None:
    """ファイルやフォルダー（いくつでも）から読み取れる文字を、そのまま表示します。何も記録しません。"""
    from inventory.known_passwords import known_passwords  # `detect` needs neither the readers nor the register
    from inventory.limits import limits_of
    from inventory.reading import texts

    paths = existing(paths)
    settings = Settings.load(settings_file)
    unopened: list[NotOpened] = []
    found = _opened(walk(paths, settings.exclude, access=False), unopened)
    limits, passwords = limits_of(settings), known_passwords(settings)
    for _, read in texts(found, limits, memory_mb=settings.memory_mb, passwords=passwords):
        for one in read:
            _write(one.path, one.status, one.note, one.text, form)
    for met in unopened:
        _write(met.relative, met.status, met.note, "", form)


def _opened(found: Iterable[FoundFile | NotOpened], unopened: list[NotOpened]) -> Iterator[FoundFile]:
    """The files to read; what is met and not opened is put aside."""
    for met in found:
        if isinstance(met, NotOpened):
            unopened.append(met)
        else:
            yield met


def _write(path: str, status: str, note: str, content: str, form: str) -> None:
    if form == "jsonl":
        write_json_line({"path": path, "status": status, "note": note, "text": content})
        return
    warn(f"── {path}（{wording.status_names().get(status, status)}{'：' + note if note else ''}）")
    for line in content.splitlines():
        say(line)

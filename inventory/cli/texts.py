"""`daicho detect` (text in, findings out) and `daicho text` (what the readers see). Nothing is stored."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from detectors.engine import Engine
from detectors.finding import Finding
from inventory.cli import wording
from inventory.cli.japanese import Command
from inventory.cli.screen import harmless, say, warn, write_json_line
from inventory.masking import mask
from inventory.scan import limits_of
from inventory.settings import Settings
from scanner.crawl import NotOpened, walk
from scanner.document import Item, Passage
from scanner.encoding import decode_bytes
from scanner.extract import extract


@click.command(cls=Command, short_help="文章の中の個人情報を調べます。")
@click.argument("file", required=False, default="-", metavar="[FILE|-]")
@click.option("--format", "form", type=click.Choice(("text", "jsonl")), default="text", help="出力の形（text・jsonl）。")
@click.option("--jsonl", is_flag=True, help='入力も JSON Lines（{"id", "text"} を1行に1件）とみなします。')
def detect(file: str, form: str, jsonl: bool) -> None:
    """FILE（省略すると標準入力）の文章から個人情報を探します。何も記録しません。"""
    engine = Engine()
    content = _content(file)
    if jsonl:
        for number, line in enumerate(content.split(b"\n"), 1):
            if line.strip():
                record = _record(line, number)
                write_json_line({"id": record["id"], "findings": [_as_json(found) for found in engine.find(record["text"])]})
        return
    text = decode_bytes(content)
    for found in engine.find(text):
        if form == "jsonl":
            write_json_line(_as_json(found))
        else:
            line = text.count("\n", 0, found.start) + 1
            name = wording.kind_names().get(found.kind, found.kind)
            say(f"{line}行目 {name} {mask(found.value, found.kind)} {found.score:.2f}（{'、'.join(found.evidence)}）")


def _content(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(file).read_bytes()
    except OSError:
        raise click.UsageError(f"{harmless(file)} を読めません。場所と権限を確かめてください。") from None


def _record(line: bytes, number: int) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except ValueError:
        record = None
    if not isinstance(record, dict) or "id" not in record or not isinstance(record.get("text"), str):
        raise click.UsageError(f'{number}行目が {{"id": …, "text": …}} の形の JSON ではありません。')
    return record


def _as_json(found: Finding) -> dict[str, Any]:
    return {
        "type": found.kind,
        "start": found.start,
        "end": found.end,
        "score": round(found.score, 3),
        "evidence": list(found.evidence),
    }


@click.command(cls=Command, short_help="ファイルから読み取れる文字を表示します。")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(("text", "jsonl")), default="text", help="出力の形（text・jsonl）。")
def text(paths: tuple[Path, ...], form: str) -> None:
    """PATH のファイルから何が読めるかを、そのまま表示します。何も記録しません。"""
    missing = next((path for path in paths if not path.exists()), None)
    if missing is not None:
        raise click.UsageError(f"{missing} が見つかりません。場所の書き方を確かめてください。")
    settings = Settings.load()
    for met in walk(paths, settings.exclude):
        if isinstance(met, NotOpened):
            _write_text(met.relative, met.status, met.note, "", form)
            continue
        for document in extract(met, limits_of(settings)):
            content = "\n".join(_as_text(item) for item in document.items())
            _write_text(document.path, document.status, document.note, content, form)


def _as_text(item: Item) -> str:
    if isinstance(item, Passage):
        return item.text
    rows = zip(*getattr(item, "columns", ()), strict=True)
    return "\n".join("\t".join(row) for row in rows)


def _write_text(path: str, status: str, note: str, content: str, form: str) -> None:
    if form == "jsonl":
        write_json_line({"path": path, "status": status, "note": note, "text": content})
        return
    warn(f"── {path}（{wording.status_names().get(status, status)}{'：' + note if note else ''}）")
    for line in content.splitlines():
        say(line)

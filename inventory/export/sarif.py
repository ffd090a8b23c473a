"""SARIF 2.1.0 (OASIS): what was found where, for programs that collect such reports. No values, no masks.

A file with personal data gives one result by its document type, and one for each kind in it; what could not be read
is a notification of the tool. Everything is written as it comes: memory does not depend on the number of files.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

from inventory.exposure import is_grave
from inventory.file_stream import Examined
from inventory.queries import StoredFile, StoredKind, StoredRun
from inventory.verdicts import NO_PERSONAL_DATA, OF_FILES

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
DOCUMENT, OTHER = "document/", "document/other"  # rules of document types begin with the one
_DRIVE = re.compile(r"[A-Za-z]:")
Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Words:
    """Japanese names by code, of what the rules and notifications are about, and the version of the program."""

    kinds: Mapping[str, str]
    documents: Mapping[str, str]
    statuses: Mapping[str, str]
    version: str


def write_sarif(
    files: Callable[[], Iterable[Examined]], run: StoredRun | None, roots: Sequence[str], words: Words, out: IO[bytes]
) -> int:
    """Write the report; `files` is asked twice, for what was not read and for what was found. How many results."""
    bases = {root: f"ROOT{number}" for number, root in enumerate(roots, 1)}
    unread = 0
    _put(out, f'{{"$schema": {_json(SCHEMA)}, "version": "2.1.0", "runs": [{{"tool": {_json(_tool(words))},\n')
    _put(out, '"language": "ja-JP", "columnKind": "unicodeCodePoints",\n')
    _put(out, f'"originalUriBaseIds": {_json(_bases(bases))},\n')
    _put(out, '"invocations": [{"toolExecutionNotifications": [')
    for unread, one in enumerate((one for one in files() if one.file.status != "read"), 1):
        _put(out, f"{',' if unread > 1 else ''}\n{_json(_notification(one.file, bases, words))}")
    _put(out, f"\n], {_json(_invocation(run, unread))[1:]}],\n")
    _put(out, '"results": [')
    count = 0
    for count, result in enumerate((result for one in files() for result in _results(one, bases, words)), 1):
        _put(out, f"{',' if count > 1 else ''}\n{_json(result)}")
    _put(out, "\n]}]}\n")
    return count


def _put(out: IO[bytes], text: str) -> None:
    out.write(text.encode("utf-8", "backslashreplace"))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _tool(words: Words) -> Json:
    documents = {DOCUMENT + code: name for code, name in words.documents.items()} | {OTHER: "その他の個人情報"}
    return {
        "driver": {
            "name": "daicho",
            "version": words.version,
            "language": "ja-JP",
            "rules": [_described(code, name) for code, name in {**words.kinds, **documents}.items()],
            "notifications": [_described(code, name) for code, name in words.statuses.items() if code != "read"],
        }
    }


def _described(code: str, name: str) -> Json:
    return {"id": code, "shortDescription": {"text": name}}


def _bases(bases: Mapping[str, str]) -> Json:
    return {name: {"uri": base_uri(root), "description": {"text": root}} for root, name in bases.items()}


def base_uri(root: str) -> str:
    r"""A scanned root as the URI of a folder: 「/srv/共有」, 「C:\共有」, 「\\server\共有」; of a file, its folder."""
    if Path(root).is_file():
        root = str(Path(root).parent)
    path = root.replace("\\", "/") if _DRIVE.match(root) or root.startswith("\\\\") else root
    quoted = quote(path.rstrip("/"), safe="/:" if _DRIVE.match(path) else "/", errors="backslashreplace")
    if quoted.startswith("//"):
        return f"file:{quoted}/"
    return f"file://{'' if quoted.startswith('/') or not quoted else '/'}{quoted}/"


def _invocation(run: StoredRun | None, unread: int) -> Json:
    """Successful: the last scan ended, and every file was read to its end."""
    told: dict[str, Any] = {"executionSuccessful": bool(run and run.ended) and not unread}
    if run:
        told["startTimeUtc"] = run.started
        told["properties"] = {"run": run.id, "unread": unread}
        if run.ended:
            told["endTimeUtc"] = run.ended
    return told


def _notification(file: StoredFile, bases: Mapping[str, str], words: Words) -> Json:
    status = words.statuses.get(file.status, file.status)
    return {
        "descriptor": {"id": file.status},
        "level": "warning",
        "message": {"text": f"{status}：{file.note}" if file.note else status},
        "locations": [_location(file, bases)],
    }


def _location(file: StoredFile, bases: Mapping[str, str]) -> Json:
    """The file on the share; what lies in it is told beside, because no URI leads there."""
    artifact = {"uri": quote(file.outer, safe="/", errors="backslashreplace"), "uriBaseId": bases[file.root]}
    place: dict[str, Any] = {"physicalLocation": {"artifactLocation": artifact}}
    if file.path != file.outer:
        place["logicalLocations"] = [{"fullyQualifiedName": file.path, "kind": "member"}]
    return place


def _results(one: Examined, bases: Mapping[str, str], words: Words) -> Iterator[Json]:
    file = one.file
    if file.personal or one.verdict == "applicable":
        code = DOCUMENT + file.document_type if file.document_type else OTHER
        name = words.documents.get(file.document_type or "", "個人情報を含むファイル")
        rule = code if file.document_type in words.documents or code == OTHER else OTHER
        most = f"～{file.persons_max:,}" if file.persons_max > file.persons else ""
        yield _result(one, bases, rule, f"{name}：本人 {file.persons:,}{most}人" if file.persons_max else name)
    for kind in file.kinds:
        name = words.kinds.get(kind.kind, kind.kind)
        yield _result(one, bases, kind.kind, f"{name} {kind.count:,}件（異なるもの {kind.distinct:,}件）", kind)


def _result(one: Examined, bases: Mapping[str, str], rule: str, text: str, kind: StoredKind | None = None) -> Json:
    file = one.file
    about = {"department": file.department, "flags": list(file.flags), "exposed": file.readable_by_all}
    amount = {"persons": file.persons, "persons_max": file.persons_max}
    if kind:
        amount = {"count": kind.count, "distinct": kind.distinct}
    result: dict[str, Any] = {
        "ruleId": rule,
        "level": _level(one),
        "message": {"text": text},
        "locations": [_location(file, bases)],
        "partialFingerprints": _fingerprints(one, rule, kind),
        "properties": {**about, **amount},
    }
    if one.verdict in NO_PERSONAL_DATA:
        why = f"人が「{OF_FILES.get(one.verdict, one.verdict)}」と判断しました"
        result["suppressions"] = [{"kind": "external", "justification": why}]
    return result


def _level(one: Examined) -> str:
    """error: 特定個人情報, 要配慮個人情報 and the like; warning: other personal data; note: no personal data."""
    if not (one.file.personal or one.verdict == "applicable"):
        return "note"
    return "error" if is_grave(one.file) else "warning"


def _fingerprints(one: Examined, rule: str, kind: StoredKind | None) -> Json:
    """The same result in a later report: by place and rule, and by the keyed hashes of what was found."""
    told = {"place/v1": _digest((one.file.root, one.file.path, rule))}
    hashes = sorted({found.fingerprint for found in one.findings if kind and found.kind == kind.kind})
    return told | ({"findings/v1": _digest(hashes)} if hashes else {})


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "backslashreplace")).hexdigest()[:32]

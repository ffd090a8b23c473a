"""A file and its findings in the words that scripts rely on, and JSON Lines of them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import IO, Any

from inventory.file_stream import Examined
from inventory.queries import StoredFile, StoredFinding


def file_as_json(file: StoredFile) -> dict[str, Any]:
    """A file in the words that scripts rely on."""
    return {
        "path": file.path,
        "status": file.status,
        "note": file.note,
        "media_type": file.media_type,
        "size": file.size,
        "personal": file.personal,
        "persons": file.persons,
        "persons_max": file.persons_max,
        "document_type": file.document_type,
        "flags": list(file.flags),
        "entities": {kind.kind: {"count": kind.count, "distinct": kind.distinct} for kind in file.kinds},
        "root": file.root,
        "department": file.department,
        "reasons": list(file.reasons),
        "owner": file.owner,
        "exposed": file.readable_by_all,
        "readable_by": list(file.readers) if file.access_known or file.readers else None,
    }


def finding_as_json(found: StoredFinding) -> dict[str, Any]:
    """A finding within its file: masked, as everywhere."""
    return {
        "type": found.kind,
        "place": found.place,
        "masked": found.masked,
        "score": found.score,
        "evidence": list(found.evidence),
        "fingerprint": found.fingerprint,
    }


def write_lines(files: Iterable[Examined], out: IO[bytes]) -> int:
    """A line for each file; how many there were."""
    count = 0
    for one in files:
        findings = [finding_as_json(found) for found in one.findings]
        line = file_as_json(one.file) | {"verdict": one.verdict, "findings": findings}
        out.write(json.dumps(line, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n")
        count += 1
    return count

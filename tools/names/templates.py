"""Templates of business documents, read from `templates.txt`.

Slots: F full name, S surname, G given name, K reading, R Latin letters, f foreign name, k katakana name (a thing where
nobody is named), W surname that is also a place or word; L label, h honorific, T title, x section, c company, p place,
q role, o what stands in a form, u what somebody says, t phone, m mail, d date, a age, n number, s surname as a thing's.
"""

from __future__ import annotations

from pathlib import Path


def _sections() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in Path(__file__).with_name("templates.txt").read_text("utf-8").splitlines():
        if line.startswith("[") and line.endswith("]") and line[1:-1].replace("_", "").isupper():
            lines = found[line[1:-1]] = []
        elif not line.startswith("#"):
            lines.append(line.replace("\\n", "\n").replace("\\t", "\t"))
    return found


def _words(name: str) -> list[str]:
    return " ".join(_READ[name]).split()


_READ = _sections()
NAMING, NAMELESS, COMPANIES = (_READ[name] for name in ("NAMING", "NAMELESS", "COMPANIES"))
LABELS, SAID, FILLED_IN = (_words(name) for name in ("LABELS", "SAID", "FILLED_IN"))
ROLES, AMBIGUOUS, THINGS = (_words(name) for name in ("ROLES", "AMBIGUOUS", "THINGS"))
CHINESE, CHINESE_GIVEN = _words("CHINESE"), _words("CHINESE_GIVEN")

"""What the codes of fields in Word documents hold for a reader: the name under its reading, the address of a mail."""

from __future__ import annotations

import re

_RUBY = re.compile(r"\\o(?:\\[a-z]+)*\s*\(\s*\\s\\up\s*[\d.]+\s*\(([^()]*)\)\s*[,;]\s*([^()]*)\)", re.IGNORECASE)
_OVERLAY = re.compile(r"\\o(?:\\[a-z]+)*\s*\(([^()\\]*)\)", re.IGNORECASE)
_MAIL = re.compile(r"mailto:([^\"?\s\\]+)", re.IGNORECASE)


def shown_text(code: str) -> str:
    """What a field without a result shows: the characters under a reading or in a circle.

    >>> shown_text(r'EQ \\* jc2 \\o\\ad(\\s\\up 9(みほん),見本)')
    '見本'
    """
    if not code.lstrip().upper().startswith("EQ"):
        return ""
    bare = _RUBY.sub(lambda found: f"\\o({found[2]})", code)
    return "".join(found[1].replace(",", "") for found in _OVERLAY.finditer(bare))


def reading(code: str) -> str:
    """The reading that a field sets above characters, "" if it is no such field."""
    return "".join(found[1] for found in _RUBY.finditer(code)) if "\\" in code else ""


def mail_address(code: str) -> str:
    """The address behind a link that opens a mail.

    >>> mail_address('HYPERLINK "mailto:a@example.jp?subject=x"')
    'a@example.jp'
    """
    found = _MAIL.search(code)
    return found[1] if found else ""

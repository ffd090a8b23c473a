"""E-mail addresses: lengths and dots of RFC 5321, a top domain that exists, and the domains kept for examples.

RFC 2606 keeps example.com and the like; .test and .invalid (RFC 6761) do not exist.

>>> [is_valid(a) for a in ("taro@sample-co.jp", "logo@2x.png", "a@b", "x@1.2.3", "taro..y@docomo.ne.jp", "a@b.notatld")]
[True, False, False, False, True, False]
>>> [is_valid(a) for a in ("taro..y@sample.com", "m.shirai@\\n  sample.jp", "taro[at]sample[dot]jp", "git@github.com")]
[False, True, True, False]
>>> [is_placeholder(a) for a in ("user@example.com", "a@mail.example.org", "a@sample.jp")]
[True, True, False]
"""

from __future__ import annotations

import re
from functools import cache

from detectors.rules import load_words

AS_WRITTEN = True
_FILE_NAMES = re.compile("zip|md|rs|sh|so|py|map|mov")  # top domains, but of files far more often
_EXAMPLE = re.compile(r"(?:.*\.)?example\.(?:com|net|org|edu)")
_AT = re.compile(r"\s*[(\[]\s*at\s*[)\]]\s*|★", re.IGNORECASE)
_DOT = re.compile(r"\s*[(\[]\s*dot\s*[)\]]\s*", re.IGNORECASE)
_ACCOUNTS = frozenset({"git", "svn", "hg"})  # users of servers that keep sources
_MAXIMUM, _MAXIMUM_LOCAL = 254, 64


@cache
def _top_domains() -> frozenset[str]:
    return frozenset(load_words("top_domains"))


def _parts(value: str) -> tuple[str, str]:
    """Local part and domain; spelled-out signs and line ends are undone."""
    is_spelt = "(" in value or "[" in value or "★" in value
    plain = "".join((_DOT.sub(".", _AT.sub("@", value)) if is_spelt else value).split())
    local, _, domain = plain.rpartition("@")
    return local, domain.lower()


def is_valid(value: str) -> bool:
    """Whether mail could be sent there: not a file name with an @, no number for a domain, no such top domain."""
    local, domain = _parts(value)
    if not 0 < len(local) <= _MAXIMUM_LOCAL or len(local) + len(domain) >= _MAXIMUM or local in _ACCOUNTS:
        return False
    if (".." in local or local[-1] == ".") and not domain.endswith(".jp"):  # Japanese carriers once sold such names
        return False
    labels = domain.split(".")
    top = labels[-1]
    return len(labels) > 1 and all(labels) and top in _top_domains() and not _FILE_NAMES.fullmatch(top)


def is_placeholder(value: str) -> bool:
    """Whether the domain is kept for examples and trials: nobody can have an address there."""
    local, domain = _parts(value)
    return bool(local) and bool(_EXAMPLE.fullmatch(domain))

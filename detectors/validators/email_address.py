"""E-mail addresses: lengths of RFC 5321, a domain that may exist, and the example domains of RFC 2606.

>>> [is_valid(a) for a in ("taro@sample-co.jp", "logo@2x.png", "a@b", "x@1.2.3", "taro..y@docomo.ne.jp")]
[True, False, False, False, True]
>>> [is_placeholder(address) for address in ("user@example.com", "a@mail.example.org", "a@example.co.jp")]
[True, True, False]
"""

from __future__ import annotations

import re

AS_WRITTEN = True
_NO_TOP_DOMAIN = re.compile(
    "png|jpe?g|gif|svg|webp|bmp|ico|css|m?js|tsx?|jsx|map|html?|json|xml|ya?ml|py|rb|rs|go|java|php|sh|md|txt|pdf|csv"
    "|zip|gz|exe|dll|so|invalid|test|example"
)
_EXAMPLE = re.compile(r"@(?:[^@]*\.)?example\.(?:com|net|org|edu)$", re.IGNORECASE)
_MAXIMUM, _MAXIMUM_LOCAL = 254, 64


def is_valid(value: str) -> bool:
    """Whether mail could be sent there: not a file name with an @, no number for a domain."""
    local, at, domain = value.rpartition("@")
    if not at or not 0 < len(local) <= _MAXIMUM_LOCAL or len(value) > _MAXIMUM:
        return False
    labels = domain.lower().split(".")
    top = labels[-1]
    return (
        len(labels) > 1 and all(labels) and len(top) > 1 and not top[0].isdigit() and not _NO_TOP_DOMAIN.fullmatch(top)
    )


def is_placeholder(value: str) -> bool:
    """Whether the domain is reserved for examples in documents."""
    return bool(_EXAMPLE.search(value))

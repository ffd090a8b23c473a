"""Passwords and keys: not a placeholder, a variable, a type, a rule of a form or a mask.

>>> [is_valid(word) for word in ("Hana#2025", "4649", "s3cret!pass", "m0rning-Glory_77", "pass")]
[True, True, True, True, True]
>>> [is_valid(word) for word in ("****", "changeme", "<password>", "${DB_PASSWORD}", "your_password", "%s", "xx-xx")]
[False, False, False, False, False, False, False]
>>> [is_valid(word) for word in ("required|min:8", "request.body.pw;", "VARCHAR(64)", "os.environ['PW']", "DB_PW")]
[False, False, False, False, False]
"""

from __future__ import annotations

import re

from detectors.rules import load_words

AS_WRITTEN = True
_PLACEHOLDERS = frozenset(load_words("password_placeholders"))
_VARIABLE = re.compile(r"[$%#@:&]?[{(<\[].*|\$.*|%[sdr(].*|.*[>})\]];?|:[a-z_]+|\?+")
_CODE = re.compile(
    r"[A-Za-z_]+(?:\.[A-Za-z_]+)+(?:\(.*)?;?|[A-Za-z_.]+[(\[].*|[A-Za-z_]+(?:->|::)[A-Za-z_]+.*|[A-Z]+(?:_[A-Z]+)+"
    r"|(?:get|fetch|read|load|set|generate|make)_[a-z_]+"
)
_VALIDATION = re.compile(r"(?:required|min|max|confirmed|string|nullable|regex)(?:[:|].*)")
_MASKED = re.compile(r"[*xX.\-_=?#●・]+|(.)\1+")
_MARKS_AT_ENDS = "\"'`,;"


def is_valid(value: str) -> bool:
    """Whether somebody may have chosen it as a password."""
    word = value.strip(_MARKS_AT_ENDS)
    if not word or word.lower() in _PLACEHOLDERS or _MASKED.fullmatch(word) or _VALIDATION.fullmatch(word):
        return False
    return not _VARIABLE.fullmatch(word) and not _CODE.fullmatch(word) and "://" not in word

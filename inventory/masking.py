"""What may leave the scan instead of a value: a mask that a reviewer recognises, and keyed hashes.

A mask shows no more than the first character of a word, the last digits of a number (a quarter at most, never
more than four), the domain of an e-mail address, the municipality of an address, the year of a birth date.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata

HIDDEN = "●"
REST = HIDDEN * 3  # the same for every word, so that the mask does not give away its length
PERSON_BYTES = 8
_LONGEST = 40  # of a masked number

_MUNICIPALITY = re.compile(
    r"(?:東京都|北海道|(?:京都|大阪)府|[一-龥々]{2,3}県)?"
    r"(?:[一-龥々ぁ-んァ-ヶー]{1,6}?郡)?"
    r"[一-龥々ぁ-んァ-ヶー]{1,6}?[市区町村]"
    r"(?:(?<=市)[一-龥々]{1,3}区)?"
)
_PREFECTURE = re.compile(r"東京都|北海道|(?:京都|大阪)府|[一-龥々]{2,3}県")
_WESTERN_YEAR = re.compile(r"(?:18|19|20)[0-9]{2}(?=[-/.年]|[0-9]{4}\b)")
_JAPANESE_YEAR = re.compile(r"(?:明治|大正|昭和|平成|令和|[MTSHR])\s*(?:元|[0-9]{1,2})(?=[-/.年])", re.IGNORECASE)
_SEPARATORS = frozenset(" -()./")
_NOTHING_SHOWN = frozenset({"CREDENTIAL", "GENDER", "AGE", "FACE_IMAGE"})


def mask(value: str, kind: str) -> str:
    """Cover a found value so that a reviewer can recognise but not read it."""
    text = " ".join(unicodedata.normalize("NFKC", value).split())
    if kind in _NOTHING_SHOWN:
        return REST
    if kind == "EMAIL_ADDRESS" and "@" in text:
        return _email(text)
    if kind == "JP_ADDRESS":
        return _address(text)
    if kind == "DATE_OF_BIRTH":
        return _date(text)
    if sum(map(_is_digit, text)) >= 4:
        return _number(text)
    return _word(text)


def fingerprint(key: bytes, kind: str, folded: str, path: str = "") -> str:
    """Recognise a finding again without knowing it: HMAC over kind, folded value and path, 32 hex digits."""
    message = "\x1f".join((kind, path, folded)).encode("utf-8", "surrogatepass")
    return hmac.digest(key, message, "sha256").hex()[:32]


class PersonHasher:
    """Turns the keys of persons into the 8 bytes that stand for each in the register: files can be counted together."""

    def __init__(self, key: bytes) -> None:
        self._keyed = hashlib.blake2b(key=key, digest_size=PERSON_BYTES, person=b"daicho-person")

    def __call__(self, person: bytes) -> bytes:
        """The keyed hash of one person."""
        keyed = self._keyed.copy()
        keyed.update(person)
        return keyed.digest()


def _is_digit(character: str) -> bool:
    return "0" <= character <= "9"


def _word(text: str) -> str:
    """The first letter; nothing at all of a single character or where a digit or sign comes first."""
    return text[0] + REST if len(text) > 1 and text[0].isalpha() else REST


def _number(text: str) -> str:
    """The last digits, at most four and at most a quarter; separators stay, letters do not."""
    text = text[-_LONGEST:]
    shown = min(4, sum(map(_is_digit, text)) // 4)
    masked = []
    for character in reversed(text):
        if _is_digit(character) and shown:
            masked.append(character)
            shown -= 1
        else:
            masked.append(character if character in _SEPARATORS else HIDDEN)
    return "".join(reversed(masked))


def _email(text: str) -> str:
    local, _, domain = text.rpartition("@")
    return f"{_word(local)}@{domain[-_LONGEST:]}"


def _address(text: str) -> str:
    start = re.match(r"〒?\s*[0-9]{3}-?[0-9]{4}\s*", text)
    rest = text[start.end() :] if start else text
    found = _MUNICIPALITY.match(rest) or _PREFECTURE.match(rest)
    return found.group() + REST if found else _word(rest)


def _date(text: str) -> str:
    found = _WESTERN_YEAR.match(text) or _JAPANESE_YEAR.match(text)
    return f"{found.group()}年{HIDDEN}月{HIDDEN}日" if found else REST

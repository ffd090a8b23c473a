"""Office files locked with a password: xlsx, docx and pptx (ECMA-376), xls, doc and ppt (RC4, XOR obfuscation)."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any, BinaryIO

import msoffcrypto
from msoffcrypto.exceptions import DecryptionError, InvalidKeyError
from msoffcrypto.method.ecma376_agile import ECMA376Agile

from scanner.document import Remark, Unreadable
from scanner.media import ENCRYPTED_OFFICE
from scanner.passwords import Passwords

_LOCKABLE = (
    ENCRYPTED_OFFICE,
    "application/msword",
    "application/vnd.ms-excel",
    "application/vnd.ms-powerpoint",
)
_NO_QUESTION_ASKED = "VelvetSweatshop"  # with this one, Office opens a workbook without asking (write protection)
_MOST_ROUNDS = 10_000_000  # [MS-OFFCRYPTO] 2.3.4.10
_LOCKED = "パスワードで保護されたOffice文書のため、読めません"


@dataclass(frozen=True, slots=True)
class Unlocked:
    """What was inside a locked file, and what is to be said of it."""

    file: BinaryIO
    remark: Remark | None


def unlocked(file: BinaryIO, media_type: str, passwords: Passwords) -> Unlocked | None:
    """The content of a locked Office file; None where the file is not locked.

    A file that no password opens is `encrypted`. The content lies in memory only. To be called with logging
    disabled: the library logs what it works with.
    """
    if media_type not in _LOCKABLE:
        return None
    office = _office_file(file)
    if office is None:
        if media_type == ENCRYPTED_OFFICE:
            raise Unreadable("encrypted", _LOCKED)
        return None
    if content := _decrypted(office, _NO_QUESTION_ASKED):
        return Unlocked(content, None)
    opened: list[BinaryIO] = []

    def opens(password: str) -> bool:
        if content := _decrypted(office, password):
            opened.append(content)
        return bool(opened)

    password = passwords.opening(opens)
    if password is None:
        raise Unreadable("encrypted", _LOCKED)
    return Unlocked(opened[0], passwords.remark(password))


def _office_file(file: BinaryIO) -> Any:
    """The file as the library sees it; None where it is not locked or too damaged to tell."""
    try:
        office = msoffcrypto.OfficeFile(file)
        return office if office.is_encrypted() else None
    except Exception:  # the library raises whatever a damaged file makes it stumble over; the reader will say more
        return None
    finally:
        file.seek(0)


def _decrypted(office: Any, password: str) -> BinaryIO | None:
    """The content, or None where the password does not open it."""
    target = io.BytesIO()
    try:
        if _fits(office, password):
            office.load_key(password=password)
            office.decrypt(target)
            target.seek(0)
            return target
    except (InvalidKeyError, DecryptionError):
        pass
    except Exception:  # unknown ways of locking end in AttributeError, AssertionError and the like
        raise Unreadable("encrypted", _LOCKED) from None
    return None


def _fits(office: Any, password: str) -> bool:
    """Whether the password is the right one, as far as that can be told before the file is decrypted."""
    if getattr(office, "type", None) != "agile":
        office.load_key(password=password, **({"verify_password": True} if office.format == "ooxml" else {}))
        return True
    info = office.info
    if info["spinValue"] > _MOST_ROUNDS:
        raise Unreadable("encrypted", _LOCKED)
    return bool(
        ECMA376Agile.verify_password(
            password,
            info["passwordSalt"],
            info["passwordHashAlgorithm"],
            info["encryptedVerifierHashInput"],
            info["encryptedVerifierHashValue"],
            info["spinValue"],
            info["passwordKeyBits"],
        )
    )

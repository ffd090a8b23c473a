"""The passwords that may open a locked file: those the client registered, and those in the mails around it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator

from scanner.document import Remark, Unreadable

_FROM_LIST = "登録されたパスワードで開きました"
_FROM_MAIL = "メールに書かれたパスワードで開きました"
_SLOW = "時間内に登録されたパスワードを試しきれなかったため、読めません"


class Passwords:
    """The passwords to try on a locked file, the likeliest first. They stay in memory: nothing here prints one.

    `mailed` is asked only when a locked file is met. What opened a file is tried first on the next one.
    """

    def __init__(
        self, listed: Iterable[str] = (), mailed: Callable[[], Iterable[str]] = tuple, seconds: float = 60.0
    ) -> None:
        self._listed = tuple(listed)
        self._mailed = mailed
        self._seconds = seconds
        self._opened: list[str] = []

    def __iter__(self) -> Iterator[str]:
        seen: set[str] = set()
        for source in (lambda: list(self._opened), self._mailed, lambda: self._listed):
            for password in source():
                if password not in seen:
                    seen.add(password)
                    yield password

    def __repr__(self) -> str:
        return "Passwords(…)"

    def opening(self, opens: Callable[[str], bool]) -> str | None:
        """The first password for which `opens` is true, None where there is none; ends after `seconds`."""
        started = time.monotonic()
        for password in self:
            if opens(password):
                if password in self._opened:
                    self._opened.remove(password)
                self._opened.insert(0, password)
                return password
            if time.monotonic() - started > self._seconds:
                raise Unreadable("encrypted", _SLOW)
        return None

    def remark(self, password: str) -> Remark:
        """What is said of a file that this password opened: where the password came from, never which."""
        return Remark(_FROM_LIST if password in self._listed else _FROM_MAIL)


def as_bytes(password: str) -> tuple[bytes, ...]:
    """A password as formats take it that know only bytes: in UTF-8 and as Japanese Windows writes it."""
    spelled = [password.encode("utf-8", "replace"), password.encode("cp932", "replace")]
    return tuple(dict.fromkeys(spelled))

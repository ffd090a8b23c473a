"""What may open a locked file at the place where it lies: the client's passwords and the mails around it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice

from scanner.letters import Letter, candidates, passwords_in
from scanner.passwords import Passwords

MAILS_KEPT = 10_000  # of one mailbox


class Keyring:
    """The passwords for the files at one place; inside a mail or a mailbox there are more. Mails are read on demand.

    Trying them on one file takes at most `seconds`.
    """

    def __init__(
        self,
        listed: Sequence[str] = (),
        mails_beside: Callable[[], Iterable[Letter]] = tuple,
        seconds: float = 60.0,
    ) -> None:
        self._listed = tuple(listed)
        self._seconds = seconds
        self._beside = mails_beside
        self._holding: tuple[Callable[[], Letter], ...] = ()
        self._outer: Keyring | None = None
        self.passwords = Passwords(self._listed, lambda: self._mailed, seconds)

    def in_mailbox(self, mails: Callable[[], Iterable[Letter]]) -> Keyring:
        """The keyring for the mails of a mailbox, which lie beside each other."""
        return self._inner(mails, self._holding)

    def in_mail(self, mail: Callable[[], Letter], attached: Callable[[], Iterable[Letter]]) -> Keyring:
        """The keyring for the attachments of a mail; those that are mails themselves lie beside each other."""
        return self._inner(attached, (*self._holding, mail))

    def _inner(self, mails: Callable[[], Iterable[Letter]], holding: tuple[Callable[[], Letter], ...]) -> Keyring:
        inner = Keyring(self._listed, mails, self._seconds)
        inner._holding, inner._outer = holding, self
        return inner

    @cached_property
    def _mailed(self) -> tuple[str, ...]:
        """The passwords from mails, for the innermost mail that holds the file first."""
        holding = [mail() for mail in reversed(self._holding)]
        if not holding:
            return ()
        around = [*holding, *self._letters()]
        return tuple(dict.fromkeys(password for mail in holding for password in candidates(mail, around)))

    def _letters(self) -> Iterator[Letter]:
        """The mails that lie beside, at every level; those without a password would be of no use."""
        yield from self._around
        if self._outer is not None:
            yield from self._outer._letters()

    @cached_property
    def _around(self) -> tuple[Letter, ...]:
        telling = (mail for mail in self._beside() if next(passwords_in(mail.text), None))
        return tuple(islice(telling, MAILS_KEPT))

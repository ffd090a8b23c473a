"""What can be wrong with a register, in words for the user."""

from __future__ import annotations


class RegisterError(Exception):
    """A register that cannot be used; the message is one Japanese sentence."""


class RegisterBusy(RegisterError):
    """Another scan holds the register."""

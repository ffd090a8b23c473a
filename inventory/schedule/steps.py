"""What is written and run to make or remove a schedule: first shown, then, when asked for, done."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from inventory.keeping import NotPossible
from inventory.os_faults import reason


class Step(Protocol):
    """One thing to do."""

    def said(self) -> Iterator[str]:
        """It in lines for the user, exactly."""
        ...

    def do(self) -> None:
        """Do it; NotPossible with a sentence where that fails."""
        ...


@dataclass(frozen=True, slots=True)
class Write:
    """A file with a content, in place of one of the same name; `coding` is that of the file."""

    path: Path
    text: str
    coding: str = "utf-8"

    def said(self) -> Iterator[str]:
        yield f"書き込むファイル: {self.path}"
        yield from (f"    {line}" for line in self.text.splitlines())

    def do(self) -> None:
        half = self.path.with_name(f".{self.path.name}.new")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            half.write_bytes(self.text.encode(self.coding))
            half.chmod(0o644)
            half.replace(self.path)
        except OSError as error:
            with suppress(OSError):
                half.unlink()
            raise NotPossible(
                f"{self.path} に書き込めません（{reason(error)}）。管理者として実行するか、権限を確かめてください。"
            ) from None


@dataclass(frozen=True, slots=True)
class Delete:
    """A file that is no longer needed."""

    path: Path

    def said(self) -> Iterator[str]:
        yield f"消すファイル: {self.path}"

    def do(self) -> None:
        try:
            self.path.unlink(missing_ok=True)
        except OSError as error:
            raise NotPossible(f"{self.path} を消せません（{reason(error)}）。権限を確かめてください。") from None


@dataclass(frozen=True, slots=True)
class Run:
    """A command of the system. What it says goes to the screen; `text` is given to it; an `optional` one may fail."""

    command: Sequence[str]
    text: str | None = None
    optional: bool = False

    def said(self) -> Iterator[str]:
        yield f"実行するコマンド: {shown(self.command)}"
        if self.text is not None:
            yield from (f"    {line}" for line in self.text.splitlines())

    def do(self) -> None:
        given = self.text.encode("utf-8", "surrogateescape") if self.text is not None else None
        try:
            quiet = subprocess.DEVNULL if self.optional else None
            done = subprocess.run(self.command, input=given, check=False, stdout=quiet, stderr=quiet)
        except OSError as error:
            if self.optional:
                return
            raise NotPossible(f"{self.command[0]} を実行できません（{reason(error)}）。") from None
        if done.returncode and not self.optional:
            raise NotPossible(
                f"「{shown(self.command)}」が終了コード {done.returncode} で失敗しました。"
                "権限を確かめて、もう一度実行してください。"
            )


def shown(command: Sequence[str]) -> str:
    """A command as one would type it here."""
    return subprocess.list2cmdline(command) if sys.platform == "win32" else shlex.join(command)


def is_administrator() -> bool:
    """Whether this process may change the whole system."""
    if sys.platform == "win32":
        import ctypes

        return bool(ctypes.windll.shell32.IsUserAnAdmin())
    return os.geteuid() == 0

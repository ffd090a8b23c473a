"""The command line as a user has it: in this process where that is enough, as a process of its own where not."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

from inventory.cli import main

PROGRAM = (sys.executable, "-c", "from inventory.cli.main import main; main()")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command came to."""

    code: int
    out: str
    err: str


Run = Callable[..., Outcome]


def here(monkeypatch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[bytes], folder: Path) -> Run:
    """A function that runs a command in this process, in a folder, with the keys of registers below it."""
    monkeypatch.chdir(folder)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / "config"))

    def run(*arguments: str | Path, stdin: bytes = b"") -> Outcome:
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), "utf-8"))
            code = main.run(list(map(str, arguments)))
        out, err = capture.readouterr()
        return Outcome(code, out.decode("utf-8"), err.decode("utf-8"))

    return run


@contextmanager
def within(folder: Path) -> Iterator[Run]:
    """The same for fixtures that several tests share: their commands run where nothing is captured."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("XDG_CONFIG_HOME", str(folder / "config"))

        def run(*arguments: str | Path) -> Outcome:
            out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
            with redirect_stdout(out), redirect_stderr(err):
                code = main.run(list(map(str, arguments)))
            return Outcome(code, *(told.buffer.getvalue().decode("utf-8") for told in (out, err)))

        yield run


def environment(folder: Path, **more: str) -> Mapping[str, str]:
    """The environment of a process of its own, with the keys of registers below the folder."""
    return {**os.environ, "XDG_CONFIG_HOME": str(folder / "config"), "PYTHONIOENCODING": "utf-8", **more}


def apart(folder: Path, *arguments: str | Path, stdin: bytes = b"", **more: str) -> Outcome:
    """Run a command as a process of its own, in a folder."""
    process = subprocess.run(
        [*PROGRAM, *map(str, arguments)], cwd=folder, env=environment(folder, **more), input=stdin,
        capture_output=True, check=False, timeout=120,
    )  # fmt: skip
    return Outcome(process.returncode, process.stdout.decode("utf-8", "replace"), process.stderr.decode("utf-8"))


def is_one_sentence(text: str) -> bool:
    """Whether a message is for people: Japanese, short, no traceback."""
    return not text.isascii() and "Traceback" not in text and 0 < len(text.strip().splitlines()) <= 1

"""A command at a terminal of its own, as a person sits before it: keys in, what the screen shows out."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time
from pathlib import Path

from tests.commands import PROGRAM, environment

_STEERING = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_SECONDS = 60.0


class Terminal:
    """Use as a context manager; `expect` waits for a text, `press` sends a key, `answer` a line."""

    def __init__(self, folder: Path, *arguments: str, columns: int = 80, lines: int = 30) -> None:
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self._process = subprocess.Popen(
            [*PROGRAM, *arguments], cwd=folder, env=environment(folder, TERM="xterm"),
            stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # so that Ctrl-C reaches it
        )  # fmt: skip
        os.close(theirs)
        self._raw = b""
        self.screen = ""

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._ours)

    def press(self, key: str) -> None:
        """A key, as soon as the command waits for one: what is typed before that is lost."""
        self._wait_for_line_mode(False)
        os.write(self._ours, key.encode())

    def answer(self, line: str) -> None:
        """A line to a question."""
        self._wait_for_line_mode(True)
        os.write(self._ours, line.encode() + b"\r")

    def interrupt(self) -> None:
        """Ctrl-C at a question."""
        self._wait_for_line_mode(True)
        time.sleep(0.5)  # Python hears of it only once it reads
        os.write(self._ours, b"\x03")

    def _wait_for_line_mode(self, wanted: bool) -> None:
        due = time.monotonic() + _SECONDS
        while bool(termios.tcgetattr(self._ours)[3] & termios.ICANON) != wanted:
            assert time.monotonic() < due, f"the command waits for nothing: {self._seen()}"
            time.sleep(0.01)

    def expect(self, text: str) -> str:
        """What came on the screen until a text stood there."""
        due = time.monotonic() + _SECONDS
        while text not in self._seen():
            assert time.monotonic() < due, f"{text} is not on the screen: {self._seen()}"
            if not self._more():
                assert text in self._seen(), f"the command has ended: {self._seen()}"
        seen, self._raw = self._seen(), b""
        self.screen = seen
        return seen

    def end(self) -> int:
        """The exit code, after whatever still comes."""
        while self._more():
            pass
        self.screen = self._seen()
        return self._process.wait(_SECONDS)

    def _seen(self) -> str:
        return _STEERING.sub("", self._raw.decode("utf-8", "ignore"))

    def _more(self) -> bool:
        ready, _, _ = select.select([self._ours], [], [], _SECONDS)
        try:
            data = os.read(self._ours, 65536) if ready else b""
        except OSError:  # Linux: nobody is at the other end any more
            return False
        self._raw += data
        return bool(data)

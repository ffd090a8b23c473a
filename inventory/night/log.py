"""What a scan leaves for the machine that watches it: JSON, one object a line, in a file that is renewed by size.

No value that was found gets in here, at no level: counts, seconds, states and the paths of files only. Of an error
there is its type and the places in our code, never its text, which may quote content.
"""

from __future__ import annotations

import json
import logging
import os
import time
import traceback
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from inventory.models import storable
from inventory.os_faults import reason
from inventory.report import FileReport
from inventory.settings import Settings, SettingsError

if TYPE_CHECKING:
    from inventory.scan import Progress

_LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING}
_EVERY = 600.0  # seconds between two lines about how far a scan is
_PLACES = 5  # of our code that an error passed through, the last ones


def log_files(file: Path, keep: int) -> list[Path]:
    """The log and its elder ones, as they lie in the file system."""
    real = file.resolve()
    return [real, *(real.with_name(f"{real.name}.{number}") for number in range(1, keep + 1))]


class Log:
    """The log of one run. Use as a context manager; without a file in the settings it keeps nothing."""

    def __init__(self, settings: Settings) -> None:
        self._logger = logging.Logger("daicho", _LEVELS[settings.log_level])
        self._progress: Progress | None = None
        self._told = time.monotonic()
        if settings.log_file is None:
            self._logger.disabled = True
            return
        try:
            handler = _Renewed(settings.log_file, settings.log_max_mb << 20, settings.log_keep)
        except OSError as error:
            raise SettingsError(
                f"ログ {settings.log_file} に書き込めません（{reason(error)}）。場所と権限を確かめてください。"
            ) from None
        handler.setFormatter(_Line())
        self._logger.addHandler(handler)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        for handler in self._logger.handlers:
            handler.close()

    @property
    def is_kept(self) -> bool:
        """Whether there is a file."""
        return not self._logger.disabled

    def say(self, event: str, level: int = logging.INFO, /, **facts: object) -> None:
        """One line: what happened, in which scan, and what there is to count."""
        run = self._progress.run or None if self._progress else None
        self._logger.log(level, event, extra={"facts": {"run": run, **facts}})

    def watch(self, progress: Progress) -> None:
        """Tell of this scan from now on."""
        self._progress = progress
        progress.on_file = self.file

    def file(self, reports: Sequence[FileReport], seconds: float) -> None:
        """A file that was examined (debug), and whatever in it could not be read (warning)."""
        outer = reports[0]
        if self._logger.isEnabledFor(logging.DEBUG):
            self.say(
                "file_examined", logging.DEBUG, path=_path(outer), status=outer.status, size=outer.size,
                personal=sum(report.personal for report in reports), members=len(reports) - 1,
                seconds=round(seconds, 3),
            )  # fmt: skip
        for report in reports:
            if report.status not in ("read", "partly_read"):
                self.say("file_unread", logging.WARNING, path=_path(report), status=report.status)
        self._tell_progress()

    def _tell_progress(self) -> None:
        if self._progress is None or time.monotonic() - self._told < _EVERY:
            return
        self._told = time.monotonic()
        left = self._progress.estimate.seconds_left
        self.say(
            "progress", files=self._progress.files, unchanged=self._progress.unchanged,
            examined=self._progress.examined, seconds_left=None if left is None else round(left),
        )  # fmt: skip

    def error(self, error: BaseException, exit_code: int) -> None:
        """What ended a scan before its time."""
        self.say("error", logging.ERROR, type=type(error).__name__, at=_places(error), exit_code=exit_code)


def _path(report: FileReport) -> str:
    root = report.root.rstrip("/")
    return storable(root if root.endswith(f"/{report.path}") else f"{root}/{report.path}")


def _places(error: BaseException) -> list[str]:
    """Where in the code it came from; the lines themselves and the text of the error are left out."""
    return [f"{Path(frame.filename).name}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)][
        -_PLACES:
    ]


class _Line(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.fromtimestamp(record.created).astimezone().isoformat(timespec="milliseconds")
        facts: dict[str, Any] = record.__dict__.get("facts", {})
        line = {"time": moment, "level": record.levelname.lower(), "event": record.getMessage(), **facts}
        return json.dumps({name: value for name, value in line.items() if value is not None}, ensure_ascii=False)


class _Renewed(RotatingFileHandler):
    """A log for its owner only. It is never a reason for a scan to end: what cannot be written is left out."""

    def __init__(self, file: Path, max_bytes: int, keep: int) -> None:
        super().__init__(file, maxBytes=max_bytes, backupCount=keep, encoding="utf-8", errors="backslashreplace")

    def _open(self) -> Any:
        with suppress(FileExistsError):
            os.close(os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        return super()._open()

    def doRollover(self) -> None:
        try:
            super().doRollover()
        except OSError:  # Windows: somebody reads it; it grows on until nobody does
            self.stream = self._open()

    def handleError(self, record: logging.LogRecord) -> None:
        """A full disk: nothing to be done, and nothing to be told on the screen for every line."""

"""What is to be scanned when, and the command that does it."""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from inventory.keeping import NotPossible
from inventory.night.missed import DAYS, Planned
from inventory.night.window import clock

EVERY_DAY = frozenset(range(7))
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,40}")
_KANJI = "月火水木金土日"
_WHOLE = {"毎日": EVERY_DAY, "平日": frozenset(range(5)), "": EVERY_DAY}
_PASSWORD = re.compile(r"://[^/@]*:[^/@]*@")
_CARRIED = ("XDG_CONFIG_HOME",)  # besides DAICHO_…: where the key of the register lies


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A scan of `paths` at a time of day, on some weekdays (Monday is 0), as `user` or as whoever asks for it.

    `program` is how daicho is called here, `folder` where; `environment` is what its settings depend on.
    """

    name: str
    at: str
    until: str | None = None
    days: frozenset[int] = EVERY_DAY
    paths: tuple[Path, ...]
    register: str | None = None
    settings_file: Path | None = None
    options: tuple[str, ...] = ()
    user: str | None = None
    folder: Path = field(default_factory=Path.cwd)
    program: tuple[str, ...] = field(default_factory=lambda: program())
    environment: Mapping[str, str] = field(default_factory=lambda: environment())
    since: datetime = field(default_factory=datetime.now)

    def __post_init__(self) -> None:
        checked_name(self.name)
        for text in (*self.command(), str(self.folder), *self.environment.values()):
            if any(unicodedata.category(char) in ("Cc", "Cs") for char in text):
                raise NotPossible(f"「{_shown(text)}」には、予定に書けない文字があります。名前を変えてください。")
            if _PASSWORD.search(text):
                raise NotPossible(
                    "予定の中にはパスワードを書けません。台帳の URL は、本人だけが読める設定ファイルに書いてください。"
                )

    @property
    def time(self) -> tuple[int, int]:
        """Hour and minute of its beginning."""
        return clock(self.at)

    @property
    def hours(self) -> float | None:
        """How long the window is; a scan that is caught up by day takes no longer either."""
        if self.until is None:
            return None
        (hour, minute), (end_hour, end_minute) = self.time, clock(self.until)
        minutes = (end_hour * 60 + end_minute - hour * 60 - minute) % (24 * 60)
        return (minutes or 24 * 60) / 60

    def command(self, *, missed: bool = False) -> list[str]:
        """The scan, word by word; `missed` is for systems that cannot tell whether the planned one took place."""
        words = [*self.program, "scan", *map(str, self.paths)]
        words += ["--register", self.register] if self.register else []
        words += ["--settings", str(self.settings_file)] if self.settings_file else []
        words += ["--until", self.until, "--max-hours", f"{self.hours:g}"] if self.until else []
        words += ["--missed", Planned(self.at, self.days, self.since).written] if missed else []
        return [*words, *self.options, "--gentle", "--quiet"]


def checked_name(name: str) -> str:
    """A name that every system can use for files and tasks."""
    if not _NAME.fullmatch(name):
        raise NotPossible(
            f"予定の名前「{_shown(name)}」は使えません。半角の英数字と - _ で書いてください（例：nightly）。"
        )
    return name


def weekdays(text: str) -> frozenset[int]:
    """「毎日」「平日」「月-金」「月,水」 or mon-fri; NotPossible for what is none of them."""
    plain = unicodedata.normalize("NFKC", text).strip().lower().replace("、", ",").replace("・", ",")
    plain = plain.replace("~", "-").replace("〜", "-")
    if plain in _WHOLE:
        return _WHOLE[plain]
    days: set[int] = set()
    for part in plain.split(","):
        first, dash, last = part.partition("-")
        begin = _weekday(first, text)
        end = _weekday(last, text) if dash else begin
        days |= {(begin + step) % 7 for step in range((end - begin) % 7 + 1)}
    return frozenset(days)


def _weekday(text: str, whole: str) -> int:
    day = text.strip().removesuffix("曜日").removesuffix("曜")
    if day in DAYS:
        return DAYS.index(day)
    if len(day) == 1 and day in _KANJI:
        return _KANJI.index(day)
    raise NotPossible(f"曜日「{_shown(whole)}」が分かりません。毎日、平日、月-金、月,水,金 のように書いてください。")


def program() -> tuple[str, ...]:
    """How daicho is called by somebody who knows no search path: the command beside this Python."""
    name = "daicho.exe" if sys.platform == "win32" else "daicho"
    beside = Path(sys.executable).with_name(name)
    if beside.is_file():
        return (str(beside),)
    return (sys.executable, "-c", "from inventory.cli.main import main; main()")


def environment() -> dict[str, str]:
    """The variables that the settings come from here and that a scheduled command would not have."""
    return {
        name: value
        for name, value in sorted(os.environ.items())
        if (name in _CARRIED or name.startswith("DAICHO_")) and value.strip()
    }


def _shown(text: str) -> str:
    return "".join(char if char.isprintable() else "\ufffd" for char in text)

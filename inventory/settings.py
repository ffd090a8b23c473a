"""What the user set: command-line flag over environment variable over `daicho.toml` over the built-in value."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from inventory.encryption import KEYRING
from inventory.notifying.wishes import Unfit, Wishes
from inventory.os_faults import reason
from inventory.settings_keys import BY_NAME, BY_TOML, FAIL_LEVELS, KEYS, TABLES, mapping
from inventory.toml_faults import toml_fault

__all__ = ["FAIL_LEVELS", "FILE_NAME", "Settings", "SettingsError"]

FILE_NAME = "daicho.toml"


class SettingsError(Exception):
    """Settings that cannot be used; the message is one Japanese sentence that says what to write instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings of one run. `workers` 0 means: as many as the machine has processors to spare.
    `engine` is the Dask cluster that reads the files, if it is not this machine.

    `register_key` says that the register file is encrypted, and where its key lies: `keyring` or a file.
    `passwords` is a text file of the client's known passwords, one a line (see `known_passwords`).
    `image_text` and `image_faces` say whether pictures are read and searched for faces, which takes seconds for each.
    `gentle` lets other programs go first; `rate_mb` and `rate_files` the most read in a second (0: no limit);
    `grace_minutes` is how long files under way may take when the time is up. `log_*` are about the log of JSON lines.
    `notify` says who is told by `--notify`.
    `rules` is the folder of the user's own rules; `profiles` name lines of business that add rules of their own.
    `departments` maps the beginning of a path (「営業部/」) to the 管理部門 shown in the register, `subjects` to the
    本人の区分; `managers` names the 管理責任者 of a department.
    """

    register: str = "daicho.db"
    key_file: Path | None = None
    register_key: str | None = None
    engine: str = ""
    workers: int = 0
    exclude: tuple[str, ...] = ()
    seconds_per_file: float = 120.0
    memory_mb: int = 1500
    max_file_mb: int = 16_384
    max_depth: int = 4
    max_members: int = 10_000
    max_ratio: int = 300
    max_text_mb: int = 1_024
    missing_percent: int = 30
    image_text: bool = True
    image_faces: bool = True
    passwords: Path | None = None
    departments: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    subjects: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    managers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    company: str = ""
    reviewer: str = ""
    profiles: tuple[str, ...] = ()
    rules: Path | None = None
    fail_on: str | None = None
    gentle: bool = False
    rate_mb: float = 0.0
    rate_files: float = 0.0
    grace_minutes: float = 5.0
    log_file: Path | None = None
    log_level: str = "info"
    log_max_mb: int = 10
    log_keep: int = 5
    notify: Wishes | None = None

    @classmethod
    def load(
        cls,
        file: Path | None = None,
        *,
        flags: Mapping[str, object] | None = None,
        environ: Mapping[str, str] | None = None,
    ) -> Settings:
        """Read the settings; `flags` are field names with values, None where the user gave no flag.

        Without `file`, `daicho.toml` in the working directory is read if there is one.
        """
        values = _from_file(file)
        values |= _from_environment(os.environ if environ is None else environ)
        for name, given in (flags or {}).items():
            if given is not None and given != ():
                values[name] = _check(name, given, "コマンドの指定", f"--{name.replace('_', '-')}")
        return cls(**values)


def _check(name: str, value: object, source: str, shown: str) -> Any:
    key = BY_NAME[name]
    try:
        return key.convert(value)
    except Unfit as fault:
        raise SettingsError(f"{source}の{fault}。") from None
    except (ValueError, TypeError):
        raise SettingsError(f"{source}の「{shown}」が正しくありません。{key.write} を書いてください。") from None


def _from_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    values = {}
    for key in KEYS:
        variable = f"DAICHO_{key.name.upper()}"
        if key.convert is not mapping and environ.get(variable, "").strip():
            values[key.name] = _check(key.name, environ[variable], "環境変数", variable)
    return values


def _from_file(file: Path | None) -> dict[str, Any]:
    path = Path(FILE_NAME) if file is None else file
    if file is None and not path.is_file():
        return {}
    values: dict[str, Any] = {}
    for written, value in _flat(_parse(path)):
        key = BY_TOML.get(written)
        shown = ".".join(written)
        if key is None:
            known = "、".join(".".join(known.toml) for known in KEYS)
            raise SettingsError(f"設定ファイル {path} の「{shown}」という項目はありません。使える項目は {known} です。")
        values[key.name] = _check(key.name, value, f"設定ファイル {path} ", shown)
    return _beside(path, values)


def _parse(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"設定ファイル {path} の{toml_fault(error)}") from None
    except UnicodeDecodeError:
        raise SettingsError(f"設定ファイル {path} の文字コードが違います。UTF-8 で保存し直してください。") from None
    except FileNotFoundError:
        raise SettingsError(f"設定ファイル {path} がありません。場所を確かめてください。") from None
    except OSError as error:
        raise SettingsError(f"設定ファイル {path} を読めません（{reason(error)}）。権限を確かめてください。") from None


def _flat(document: Mapping[str, Any]) -> list[tuple[tuple[str, ...], Any]]:
    """Every setting with its full name; the tables of several settings are opened."""
    flat: list[tuple[tuple[str, ...], Any]] = []
    for name, value in document.items():
        if name in TABLES and isinstance(value, dict):
            flat += [((name, inner), deep) for inner, deep in value.items()]
        else:
            flat.append(((name,), value))
    return flat


def _beside(path: Path, values: dict[str, Any]) -> dict[str, Any]:
    """Take relative places as seen from the settings file, so that a nightly run finds them from anywhere."""
    folder = path.parent
    if "register" in values and "://" not in values["register"]:
        values["register"] = str(folder / values["register"])
    if values.get("register_key", KEYRING) != KEYRING:
        values["register_key"] = str(folder / values["register_key"])
    for name in ("key_file", "passwords", "rules", "log_file"):
        if name in values:
            values[name] = folder / values[name]
    if "notify" in values:
        values["notify"] = values["notify"].beside(folder)
    return values

"""What the user set: command-line flag over environment variable over `daicho.toml` over the built-in value."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from detectors.profiles import known_profiles
from inventory.encryption import KEYRING
from inventory.os_faults import reason
from inventory.toml_faults import toml_fault

FILE_NAME = "daicho.toml"
FAIL_LEVELS = ("personal", "financial_damage", "special_care", "my_number")  # weakest first


class SettingsError(Exception):
    """Settings that cannot be used; the message is one Japanese sentence that says what to write instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings of one run. `workers` 0 means: as many as the machine has processors to spare.

    `register_key` says that the register file is encrypted, and where its key lies: `keyring` or a file.
    `passwords` is a text file of the client's known passwords, one a line (see `known_passwords`).
    `image_text` and `image_faces` say whether pictures are read and searched for faces, which takes seconds for each.
    `rules` is the folder of the user's own rules; `profiles` name lines of business that add rules of their own.
    `departments` maps the beginning of a path (「営業部/」) to the 管理部門 shown in the register, `subjects` to the
    本人の区分; `managers` names the 管理責任者 of a department.
    """

    register: str = "daicho.db"
    key_file: Path | None = None
    register_key: str | None = None
    workers: int = 0
    exclude: tuple[str, ...] = ()
    seconds_per_file: float = 120.0
    memory_mb: int = 1500
    max_file_mb: int = 16_384
    max_depth: int = 4
    max_members: int = 10_000
    max_ratio: int = 300
    max_text_mb: int = 1_024
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


@dataclass(frozen=True, slots=True)
class _Key:
    """How one setting is written in the file, and what may stand there."""

    name: str
    toml: tuple[str, ...]
    convert: Callable[[object], Any]
    write: str


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError
    return value.strip()


def _place(value: object) -> Path:
    return value if isinstance(value, Path) else Path(_text(value))


def _whole(minimum: int) -> Callable[[object], int]:
    def convert(value: object) -> int:
        if isinstance(value, str):
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or value < minimum:
            raise ValueError
        return value

    return convert


def _seconds(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError
    seconds = float(value)
    if not 0 < seconds <= 86_400:
        raise ValueError
    return seconds


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        value = [part for part in value.split(",") if part.strip()]
    if not isinstance(value, list | tuple):
        raise ValueError
    return tuple(_text(part) for part in value)


def _mapping(value: object) -> Mapping[str, str]:
    if not isinstance(value, Mapping):
        raise ValueError
    return MappingProxyType({_text(path): _text(department) for path, department in value.items()})


def _profiles(value: object) -> tuple[str, ...]:
    names = _texts(value)
    if not set(names) <= set(known_profiles()):
        raise ValueError
    return names


def _switch(value: object) -> bool:
    if isinstance(value, str) and value.strip().lower() in ("true", "false"):  # from the environment
        return value.strip().lower() == "true"
    if not isinstance(value, bool):
        raise ValueError
    return value


def _level(value: object) -> str:
    if value not in FAIL_LEVELS:
        raise ValueError
    return str(value)


_NAMES = '文字列の並び（例：["a", "b"]）'
_PROFILES = f'業種の並び（使えるのは {"、".join(known_profiles())}。例：["finance"]）'
_KEYS = (
    _Key("register", ("register",), _text, '台帳ファイルの場所（例："daicho.db"）'),
    _Key("key_file", ("key_file",), _place, '鍵ファイルの場所（例："D:/鍵/daicho.key"）'),
    _Key("register_key", ("register_key",), _text, '"keyring"（OS の鍵の保管庫）か、鍵ファイルの場所'),
    _Key("workers", ("workers",), _whole(0), "0以上の整数（0は自動）"),
    _Key("exclude", ("exclude",), _texts, _NAMES),
    _Key("seconds_per_file", ("limits", "seconds"), _seconds, "1ファイルあたりの秒数（例：120）"),
    _Key("memory_mb", ("limits", "memory_mb"), _whole(256), "256以上の整数（MB）"),
    _Key("max_file_mb", ("limits", "max_file_mb"), _whole(1), "1以上の整数（MB）"),
    _Key("max_depth", ("limits", "max_depth"), _whole(0), "0以上の整数（入れ子の段数）"),
    _Key("max_members", ("limits", "max_members"), _whole(1), "1以上の整数（書庫1つの中のファイル数）"),
    _Key("max_ratio", ("limits", "max_ratio"), _whole(1), "1以上の整数（展開後の大きさが元の何倍までか）"),
    _Key("max_text_mb", ("limits", "max_text_mb"), _whole(1), "1以上の整数（ファイル1つから読む文字の量、MB）"),
    _Key("image_text", ("images", "text"), _switch, "true か false（画像の文字を読むかどうか）"),
    _Key("image_faces", ("images", "faces"), _switch, "true か false（画像の顔を調べるかどうか）"),
    _Key("passwords", ("passwords",), _place, 'パスワードを1行に1つ書いたファイルの場所（例："パスワード.txt"）'),
    _Key("departments", ("departments",), _mapping, '「フォルダー」 = 「部門名」の形（例："営業部/" = "営業部"）'),
    _Key("subjects", ("subjects",), _mapping, '「フォルダー」 = 「本人の区分」の形（例："営業部/会員/" = "会員"）'),
    _Key("managers", ("managers",), _mapping, '「部門名」 = 「管理責任者」の形（例："営業部" = "営業部長"）'),
    _Key("company", ("company",), _text, '会社名（例："株式会社みほん"）'),
    _Key("reviewer", ("reviewer",), _text, '台帳を変更する人の名前（例："総務部 佐藤"）'),
    _Key("profiles", ("profiles",), _profiles, _PROFILES),
    _Key("rules", ("rules",), _place, '自社の規則を置くフォルダーの場所（例："規則"）'),
    _Key("fail_on", ("fail_on",), _level, "、".join(FAIL_LEVELS) + " のどれか"),
)
_BY_NAME = {key.name: key for key in _KEYS}
_BY_TOML = {key.toml: key for key in _KEYS}
_TABLES = {key.toml[0] for key in _KEYS if len(key.toml) > 1}


def _check(name: str, value: object, source: str, shown: str) -> Any:
    key = _BY_NAME[name]
    try:
        return key.convert(value)
    except (ValueError, TypeError):
        raise SettingsError(f"{source}の「{shown}」が正しくありません。{key.write} を書いてください。") from None


def _from_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    values = {}
    for key in _KEYS:
        variable = f"DAICHO_{key.name.upper()}"
        if key.convert is not _mapping and environ.get(variable, "").strip():
            values[key.name] = _check(key.name, environ[variable], "環境変数", variable)
    return values


def _from_file(file: Path | None) -> dict[str, Any]:
    path = Path(FILE_NAME) if file is None else file
    if file is None and not path.is_file():
        return {}
    values: dict[str, Any] = {}
    for written, value in _flat(_parse(path)):
        key = _BY_TOML.get(written)
        shown = ".".join(written)
        if key is None:
            known = "、".join(".".join(known.toml) for known in _KEYS)
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
        if name in _TABLES and isinstance(value, dict):
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
    for name in ("key_file", "passwords", "rules"):
        if name in values:
            values[name] = folder / values[name]
    return values

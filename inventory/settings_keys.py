"""The settings one by one: how each is written in the file, and what may stand there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from detectors.rule_folders import known_profiles
from inventory.notifying import wishes

FAIL_LEVELS = ("personal", "financial_damage", "special_care", "my_number")  # weakest first
LOG_LEVELS = ("debug", "info", "warning")  # the most talkative first


@dataclass(frozen=True, slots=True)
class Key:
    """How one setting is written in the file, and what may stand there."""

    name: str
    toml: tuple[str, ...]
    convert: Callable[[object], Any]
    write: str


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError
    return value.strip()


def _engine(value: object) -> str:
    if not _text(value).startswith(("dask://", "dask+tls://")):
        raise ValueError
    return _text(value)


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


def _percent(value: object) -> int:
    number: int = _whole(1)(value)
    if number > 100:
        raise ValueError
    return number


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


def mapping(value: object) -> Mapping[str, str]:
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


def _amount(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError
    amount = float(value)
    if not 0 <= amount < 1e6:
        raise ValueError
    return amount


def _log_level(value: object) -> str:
    if value not in LOG_LEVELS:
        raise ValueError
    return str(value)


_NAMES = '文字列の並び（例：["a", "b"]）'
_PROFILES = f'業種の並び（使えるのは {"、".join(known_profiles())}。例：["finance"]）'
KEYS = (
    Key("register", ("register",), _text, '台帳ファイルの場所（例："daicho.db"）'),
    Key("key_file", ("key_file",), _place, '鍵ファイルの場所（例："D:/鍵/daicho.key"）'),
    Key("register_key", ("register_key",), _text, '"keyring"（OS の鍵の保管庫）か、鍵ファイルの場所'),
    Key("engine", ("engine",), _engine, "dask://server:8786 か dask+tls://server:8786"),
    Key("workers", ("workers",), _whole(0), "0以上の整数（0は自動）"),
    Key("exclude", ("exclude",), _texts, _NAMES),
    Key("seconds_per_file", ("limits", "seconds"), _seconds, "1ファイルあたりの秒数（例：120）"),
    Key("memory_mb", ("limits", "memory_mb"), _whole(256), "256以上の整数（MB）"),
    Key("max_file_mb", ("limits", "max_file_mb"), _whole(1), "1以上の整数（MB）"),
    Key("max_depth", ("limits", "max_depth"), _whole(0), "0以上の整数（入れ子の段数）"),
    Key("max_members", ("limits", "max_members"), _whole(1), "1以上の整数（書庫1つの中のファイル数）"),
    Key("max_ratio", ("limits", "max_ratio"), _whole(1), "1以上の整数（展開後の大きさが元の何倍までか）"),
    Key("missing_percent", ("missing_percent",), _percent, "1～100の整数（一度に消えてよいファイルの割合、%）"),
    Key("max_text_mb", ("limits", "max_text_mb"), _whole(1), "1以上の整数（ファイル1つから読む文字の量、MB）"),
    Key("image_text", ("images", "text"), _switch, "true か false（画像の文字を読むかどうか）"),
    Key("image_faces", ("images", "faces"), _switch, "true か false（画像の顔を調べるかどうか）"),
    Key("passwords", ("passwords",), _place, 'パスワードを1行に1つ書いたファイルの場所（例："パスワード.txt"）'),
    Key("departments", ("departments",), mapping, '「フォルダー」 = 「部門名」の形（例："営業部/" = "営業部"）'),
    Key("subjects", ("subjects",), mapping, '「フォルダー」 = 「本人の区分」の形（例："営業部/会員/" = "会員"）'),
    Key("managers", ("managers",), mapping, '「部門名」 = 「管理責任者」の形（例："営業部" = "営業部長"）'),
    Key("company", ("company",), _text, '会社名（例："株式会社みほん"）'),
    Key("reviewer", ("reviewer",), _text, '台帳を変更する人の名前（例："総務部 佐藤"）'),
    Key("profiles", ("profiles",), _profiles, _PROFILES),
    Key("rules", ("rules",), _place, '自社の規則を置くフォルダーの場所（例："規則"）'),
    Key("fail_on", ("fail_on",), _level, "、".join(FAIL_LEVELS) + " のどれか"),
    Key("gentle", ("scan", "gentle"), _switch, "true か false（ほかの仕事を優先するかどうか）"),
    Key("rate_mb", ("scan", "rate_mb"), _amount, "1秒に読む MB（例：20、0は制限なし）"),
    Key("rate_files", ("scan", "rate_files"), _amount, "1秒に検査するファイル数（例：10、0は制限なし）"),
    Key("grace_minutes", ("scan", "grace_minutes"), _amount, "時間の後に検査中のファイルを待つ分（例：5）"),
    Key("log_file", ("log", "file"), _place, 'ログファイルの場所（例："daicho.log"）'),
    Key("log_level", ("log", "level"), _log_level, "、".join(LOG_LEVELS) + " のどれか"),
    Key("log_max_mb", ("log", "max_mb"), _whole(1), "1以上の整数（MB。これより大きくなると新しくします）"),
    Key("notify", ("notify",), wishes.parse, "[notify.mail] か [notify.webhook] の表"),
    Key("log_keep", ("log", "keep"), _whole(1), "1以上の整数（残す古いログの数）"),
)
BY_NAME = {key.name: key for key in KEYS}
BY_TOML = {key.toml: key for key in KEYS}
TABLES = {key.toml[0] for key in KEYS if len(key.toml) > 1}

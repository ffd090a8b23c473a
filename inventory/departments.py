"""Which department a file belongs to (管理部門): the user's mapping first, then a guess from the folders."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

DIRECTLY = "（直下）"

_UNIT = re.compile(
    r"(?:部|課|室|係|局|センター|支店|支社|本店|店|営業所|事業所|工場|研究所|グループ|チーム|本部|委員会)$"
)
_NOT_A_UNIT = re.compile(r"(?:全部|一部|外部|内部|本文|幹部|課題|日課|会議室|応接室|教室|商店|売店|書店|閉店|開店)$")
_WORDS = (
    "営業", "販売", "総務", "人事", "労務", "経理", "財務", "会計", "法務", "広報", "企画", "経営企画", "開発", "製造",
    "生産", "品質管理", "品質保証", "購買", "調達", "物流", "倉庫", "情シス", "情報システム", "システム", "サポート",
    "カスタマーサポート", "コールセンター", "お客様相談", "マーケティング", "マーケ", "採用", "研修", "監査",
    "内部監査", "秘書", "店舗", "医事", "看護", "診療", "健診", "教務", "学務", "庶務", "役員", "社長", "PMS",
    "Pマーク",
)  # fmt: skip
_NAMES = frozenset(unicodedata.normalize("NFKC", word).casefold() for word in _WORDS)
_NUMBER = re.compile(
    r"^(?:[0-9]{1,4}|[A-Z]|[①-⑳])[\s._\-)）．、:：・]+|^0[0-9](?=[^0-9年月日])|^[【\[(（].{0,3}[】\])）]"
)
_AFTER = re.compile(r"[\s_\-・]*(?:フォルダー?|共有|用|共用|share|shared)$", re.IGNORECASE)
_DECORATION = "■□◆◇●○★☆▲△▼※#@!_-. 　"


def department(root: str, path: str, mapping: Mapping[str, str] | None = None) -> str:
    """Name the department of a file from its address (the outer file's, for a member of a container).

    The nearest folder to the root that is a unit of an organisation decides; then the root itself where it is
    one (「//server/営業部」); then the top folder as it stands.
    """
    path = path.lstrip("/")
    chosen = mapped(path, mapping or {})
    if chosen is not None:
        return chosen
    folders = [clean(folder) for folder in path.split("/")[:-1]]
    for folder in folders:
        if is_unit(folder):
            return folder
    top = clean(re.split(r"[/\\]", root.rstrip("/\\"))[-1])
    if is_unit(top):
        return top
    return next((folder for folder in folders[:1] if folder), DIRECTLY)


def in_order(department: str) -> tuple[bool, str]:
    """By what departments are sorted: files of none come last."""
    return department == DIRECTLY, department


@lru_cache(maxsize=10_000)
def clean(folder: str) -> str:
    """Take numbers and ornaments off a name: 「01_営業部」 → 「営業部」, 「【2】総務 共有」 → 「総務」."""
    name = unicodedata.normalize("NFKC", folder).strip(_DECORATION)
    bare = _AFTER.sub("", _NUMBER.sub("", name)).strip(_DECORATION)
    return bare or _NUMBER.sub("", name).strip(_DECORATION) or name


@lru_cache(maxsize=10_000)
def is_unit(folder: str) -> bool:
    """Whether a folder without ornaments is a unit of an organisation (営業部, 総務)."""
    if folder.casefold() in _NAMES:
        return True
    return len(folder) <= 20 and bool(_UNIT.search(folder)) and not _NOT_A_UNIT.search(folder)


def mapped(path: str, mapping: Mapping[str, str]) -> str | None:
    """The longest beginning of the path that the user mapped; whole folder names only, width and case folded."""
    if not mapping:
        return None
    folded = _fold(path)
    fitting = [
        (len(start), name)
        for start, name in ((_fold(written).strip("/"), name) for written, name in mapping.items())
        if folded == start or folded.startswith(start + "/") or not start
    ]
    return max(fitting)[1] if fitting else None


def _fold(path: str) -> str:
    return unicodedata.normalize("NFKC", path).casefold().replace("\\", "/")

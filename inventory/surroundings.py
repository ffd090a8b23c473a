"""What a scan needs around it: rules, register and key, room on the disk, names of files, workers that start."""

from __future__ import annotations

import locale
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from detectors.cache_folder import cache_folder
from detectors.rule_files import RuleFault
from inventory import keys, scratch
from inventory.checks import Check
from inventory.confinement import tells_memory
from inventory.known_passwords import known_passwords
from inventory.limits import limits_of
from inventory.os_faults import reason
from inventory.pool import WorkersFailed
from inventory.reading import texts
from inventory.register import Register, RegisterError, RegisterKeyLost
from inventory.rules_in_force import rules_in_force
from inventory.settings import Settings, SettingsError
from inventory.storage import file_of, locate
from scanner.crawl import walk
from scanner.document import FoundFile

_LITTLE = 1 << 30  # bytes left on a disk
_PROBE = "検査の見本：山田花子\n"


def surroundings(settings: Settings) -> Iterator[Check]:
    """Everything around a scan, in the order in which a scan meets it."""
    yield _rules(settings)
    if settings.passwords is not None:
        yield _passwords(settings)
    yield _register(settings)
    yield _key_folder(settings)
    yield _cache()
    yield _temporary()
    yield from _room(settings)
    yield _names()
    yield _workers(settings)


def _rules(settings: Settings) -> Check:
    try:
        rules = rules_in_force(settings)
    except (RuleFault, SettingsError) as fault:
        remedy = "「daicho rules check」で、すべての誤りを確かめます。"
        return Check("規則", "failed", str(fault), "検査できません。", remedy)
    return Check("規則", "ok", f"{len(rules.kinds):,}種")


def _passwords(settings: Settings) -> Check:
    try:
        known = known_passwords(settings)
    except SettingsError as fault:
        return Check("パスワードの一覧", "failed", str(fault), "検査できません。", "設定の passwords を直します。")
    state = _others_may(settings.passwords) if settings.passwords else ""
    if state:
        return Check(
            "パスワードの一覧", "warning", state, "ほかの人がパスワードを読めます。", "自分だけが読めるようにします。"
        )
    return Check("パスワードの一覧", "ok", f"{len(known):,}件")


def _register(settings: Settings) -> Check:
    """Whether the register can be opened, or made where it is to lie."""
    try:
        file = file_of(locate(settings.register))
        if file is not None and not file.exists():
            return _new_register(file)
        with Register.open(
            settings.register, create=False, key_file=settings.key_file, register_key=settings.register_key
        ) as held:
            runs = len(held.runs())
            if runs:
                held.key  # noqa: B018 - opens it
    except RegisterKeyLost as lost:
        return Check("台帳", "failed", str(lost), "検査できません。", "元の鍵ファイルを戻します。")
    except RegisterError as fault:
        return Check("台帳", "failed", str(fault), "検査できません。", "台帳の場所と権限を確かめます。")
    return Check("台帳", "ok", f"{held.name}（スキャン {runs:,}回）")


def _new_register(file: Path) -> Check:
    folder = file.parent.absolute()
    if fault := _unwritable(folder):
        remedy = "台帳の場所（--register）か、フォルダーの権限を直します。"
        return Check("台帳", "failed", f"{folder} に書き込めません（{fault}）", "台帳を作れません。", remedy)
    return Check("台帳", "ok", f"{file} はまだありません。最初のスキャンで作ります")


def _key_folder(settings: Settings) -> Check:
    folder = (settings.key_file or keys.default_key_file("")).parent.absolute()
    there = _nearest(folder)
    if fault := _unwritable(there):
        remedy = "設定の key_file に、書き込める場所を書きます。"
        return Check("鍵の置き場所", "failed", f"{folder} に書き込めません（{fault}）", "台帳を作れません。", remedy)
    if folder.is_dir() and (state := _others_may(folder)) and settings.key_file is None:
        remedy = f"{folder} を、自分だけが開けるようにします（chmod 700）。"
        return Check("鍵の置き場所", "warning", state, "ほかの人が鍵を読めるおそれがあります。", remedy)
    return Check("鍵の置き場所", "ok", str(folder))


def _cache() -> Check:
    folder = cache_folder()
    if fault := _unwritable(_nearest(folder)):
        effect = "起動のたびに数秒余計にかかります。検査はできます。"
        return Check("控えの置き場所", "warning", f"{folder} に書き込めません（{fault}）", effect, "権限を直します。")
    return Check("控えの置き場所", "ok", str(folder))


def _temporary() -> Check:
    """Whether a private folder for temporary files can be made; what a killed run left goes with it."""
    try:
        folder = scratch.Scratch()
    except OSError as error:
        found = f"{tempfile.gettempdir()} に書き込めません（{reason(error)}）"
        remedy = "環境変数 TMPDIR（Windows では TEMP）に、書き込める場所を書きます。"
        return Check("一時ファイルの置き場所", "failed", found, "検査できません。", remedy)
    folder.close()
    return Check("一時ファイルの置き場所", "ok", tempfile.gettempdir())


def _room(settings: Settings) -> Iterator[Check]:
    """Room on the disks of the register and of temporary files."""
    file = file_of(locate(settings.register))
    places = {"空き容量（一時ファイル）": Path(tempfile.gettempdir())}
    if file is not None:
        places["空き容量（台帳）"] = _nearest(file.parent.absolute())
    for name, place in places.items():
        free = shutil.disk_usage(place).free
        found = f"{place} に {free / (1 << 30):,.1f} GB"
        if free < _LITTLE:
            yield Check(name, "warning", found, "大きな書庫を読めないおそれがあります。", "空き容量を増やします。")
        else:
            yield Check(name, "ok", found)


def _names() -> Check:
    """Whether the names of files with Japanese in them come as they are."""
    used = sys.getfilesystemencoding().lower()
    if used not in ("utf-8", "utf8"):
        effect = "日本語のファイル名が「\\x82…」のように見えます。検査はできます。"
        return Check("ファイル名の文字コード", "warning", used, effect, "環境変数 PYTHONUTF8 を 1 にします。")
    return Check("ファイル名の文字コード", "ok", f"{used}（画面は {locale.getpreferredencoding(False)}）")


def _workers(settings: Settings) -> Check:
    """Start a worker and let it read a small file, within the limits that the settings give."""
    name = "検査用のプロセス"
    try:
        with tempfile.TemporaryDirectory(prefix="daicho-doctor-") as folder:
            probe = Path(folder) / "見本.txt"
            probe.write_text(_PROBE, encoding="utf-8")
            found = (met for met in walk([probe]) if isinstance(met, FoundFile))
            limits = replace(limits_of(settings), seconds=60)
            ((_, read),) = texts(found, limits, memory_mb=settings.memory_mb)
    except (WorkersFailed, OSError) as error:
        found_state = str(error) if isinstance(error, WorkersFailed) else f"起動できません（{reason(error)}）"
        return Check(
            name, "failed", found_state, "検査できません。", "空きメモリーとウイルス対策ソフトの設定を確かめます。"
        )
    if [one.text for one in read] != [_PROBE]:
        return Check(
            name,
            "failed",
            f"見本を読めません（{read[-1].note}）",
            "検査できません。",
            "メモリーの上限（limits.memory_mb）を上げます。",
        )
    if not tells_memory():
        effect = "メモリーを使い尽くすファイルがあると、ほかのプログラムも遅くなります。"
        return Check(
            name, "warning", "動きますが、メモリーの上限が効きません", effect, "ps コマンドを使えるようにします。"
        )
    return Check(
        name, "ok", f"動きます（1つにつき {settings.memory_mb:,} MB、1ファイル {settings.seconds_per_file:,.0f}秒まで）"
    )


def _nearest(folder: Path) -> Path:
    """The folder, or the one above it that is there."""
    return next((place for place in (folder, *folder.parents) if place.exists()), folder)


def _unwritable(folder: Path) -> str:
    """Why nothing can be written into a folder; empty where it can."""
    attempt: Callable[..., tempfile.TemporaryDirectory[str]] = tempfile.TemporaryDirectory
    try:
        attempt(prefix=".daicho-", dir=folder).cleanup()
    except OSError as error:
        return reason(error)
    return ""


def _others_may(place: Path) -> str:
    """Who else may read a file or folder, in words; empty where nobody may, and on Windows, which inherits rights."""
    if sys.platform == "win32" or not hasattr(os, "getuid"):
        return ""
    mode = stat.S_IMODE(place.stat().st_mode)
    return f"{place} は、ほかの人も読める設定です（{mode:03o}）" if mode & 0o077 else ""

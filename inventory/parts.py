"""The parts that reading and judging rest on: libraries and models, those every installation has and the optional."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module, metadata
from importlib.resources import files

from inventory.checks import Check, State

REINSTALL = "「pip install --force-reinstall daicho」で入れ直します。"


@dataclass(frozen=True, slots=True)
class _Part:
    """A library as it is called here, imported and installed; what is lost without it; whether a scan needs it."""

    name: str
    module: str
    package: str
    effect: str
    needed: State
    remedy: str = REINSTALL


def _extra(name: str) -> str:
    return f'「pip install "daicho[{name}]"」で入れます。'


_UNREAD = "が「未対応」になります。"
_PARTS = (
    _Part("文字の検索", "hyperscan", "hyperscan", "検査できません。", "failed"),
    _Part("形の照合", "re2", "google-re2", "検査できません。", "failed"),
    _Part("日本語の辞書", "sudachidict_core", "SudachiDict-core", "氏名を見分けられません。", "failed"),
    _Part("モデルの実行", "onnxruntime", "onnxruntime", "氏名・画像の文字・顔を調べられません。", "failed"),
    _Part("Excel", "python_calamine", "python-calamine", f"Excel のファイル{_UNREAD}", "missing"),
    _Part("PDF", "pypdfium2", "pypdfium2", f"PDF {_UNREAD}", "missing"),
    _Part("Office 文書・XML", "lxml", "lxml", f"Word・PowerPoint・XML {_UNREAD}", "missing"),
    _Part("古い Office 文書", "olefile", "olefile", "検査できません。", "failed"),
    _Part("保護された Office 文書", "msoffcrypto", "msoffcrypto-tool", "検査できません。", "failed"),
    _Part("ZIP・7-Zip 書庫", "cryptography", "cryptography", f"ZIP・7-Zip 書庫{_UNREAD}", "missing"),
    _Part("RAR 書庫", "rars", "rars", f"RAR 書庫{_UNREAD}", "missing"),
    _Part("画像", "PIL", "pillow", f"画像{_UNREAD}", "missing"),
    _Part("iPhone の写真（HEIC）", "pi_heif", "pi-heif", f"HEIC {_UNREAD}", "missing", _extra("heic")),
    _Part("Parquet", "pyarrow", "pyarrow", f"Parquet・Feather {_UNREAD}", "missing", _extra("parquet")),
    _Part("PPMd の書庫", "pyppmd", "pyppmd", f"PPMd で圧縮された zip・7z {_UNREAD}", "missing", _extra("archives")),
)
_MODELS: tuple[tuple[str, str, str, State], ...] = (
    ("氏名のモデル", "name_context.onnx", "氏名を見分けられません。", "failed"),
    ("顔のモデル", "centerface.onnx", "写真の顔を調べられません。", "missing"),
)


def parts() -> Iterator[Check]:
    """Every library and model, in the order in which they matter."""
    yield from map(_library, _PARTS)
    for name, file, effect, state in _MODELS:
        there = (files("detectors") / "models" / file).is_file()
        yield Check(name, "ok", file) if there else Check(name, state, f"{file} がありません", effect, REINSTALL)
    yield _readers()
    yield _works("画像の文字の読み取り", _recognises, "画像の文字と、スキャンした PDF を読めません。")
    yield _works("ファイル形式の判別（libmagic）", _identifies, "珍しい形式の名前が分かりません。検査はできます。")


def _library(part: _Part) -> Check:
    try:
        import_module(part.module)
        return Check(part.name, "ok", f"{part.package} {metadata.version(part.package)}")
    except Exception as error:  # also a library that is there and cannot be loaded
        found = "ありません" if isinstance(error, ModuleNotFoundError) else f"読み込めません（{type(error).__name__}）"
        return Check(part.name, part.needed, f"{part.package} が{found}", part.effect, part.remedy)


def _readers() -> Check:
    """Readers that could not be loaded, whatever the reason."""
    from scanner.readers import READERS, UNLOADED

    if not UNLOADED:
        return Check("読み取りの部品", "ok", f"{len(READERS):,}種")
    missing = "、".join(f"{reader}（{library}）" for reader, library in sorted(UNLOADED.items()))
    return Check("読み取りの部品", "missing", f"{missing} を読み込めません", f"その形式のファイル{_UNREAD}", REINSTALL)


def _works(name: str, works: Callable[[], bool], effect: str) -> Check:
    return Check(name, "ok", "動きます") if works() else Check(name, "missing", "動きません", effect, REINSTALL)


def _recognises() -> bool:
    from scanner.ocr import is_installed

    return is_installed()


def _identifies() -> bool:
    from scanner.signatures import by_libmagic

    return by_libmagic(b"%!PS-Adobe-3.0\n") == "application/postscript"

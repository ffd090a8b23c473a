"""Pictures in a scan: judged in a worker within its memory, left out where the settings say so, and then caught up."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from inventory.queries import StoredFile
from inventory.register import Register
from inventory.scan import Progress, scan
from inventory.settings import Settings

FOLDER = Path(__file__).parent / "readers"


def scanned(folder: Path, settings: Settings) -> tuple[int, dict[str, StoredFile]]:
    """How many files were examined, and what the register holds of them."""
    progress = Progress()
    with Register.open(folder / "a.db", key_file=folder / "a.key") as register:
        scan([folder / "share"], register, settings, progress)
        return progress.examined, {file.path: file for file in register.files()}


@pytest.mark.slow
def test_pictures_left_out_are_said_and_caught_up(tmp_path: Path) -> None:
    for name in ("card.png", "portrait.jpg", "huge.png"):
        (tmp_path / "share").mkdir(exist_ok=True)
        shutil.copy(FOLDER / name, tmp_path / "share" / name)
    examined, without = scanned(tmp_path, Settings(workers=1, image_text=False, image_faces=False))
    assert examined == 3
    assert {name: file.status for name, file in without.items()} == {
        "card.png": "partly_read",
        "portrait.jpg": "partly_read",
        "huge.png": "too_large",
    }
    assert without["card.png"].note == (
        "設定により、画像1点の文字は読んでいません。設定により、画像1点の顔は調べていません"
    )
    examined, after = scanned(tmp_path, Settings(workers=1))
    assert examined == 3
    assert (after["card.png"].status, after["portrait.jpg"].status) == ("read", "read")
    assert after["card.png"].personal and after["card.png"].persons == 1
    kinds = {kind.kind: kind for kind in after["portrait.jpg"].kinds}
    assert kinds["FACE_IMAGE"].count == 1
    assert scanned(tmp_path, Settings(workers=1))[0] == 0

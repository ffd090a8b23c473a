"""Makes the samples of video and audio: python -m tests.readers.make_recordings. The face is drawn by a program.

All people and numbers are invented.
"""

from __future__ import annotations

from pathlib import Path

from samples.formats.recording import film, mp3, noted_mp4, wav

HERE = Path(__file__).parent


def main() -> None:
    """Write the samples."""
    notes = {b"\xa9nam": "入社面接 架空花子様", b"\xa9cmt": "人事部で撮影", b"\xa9xyz": "+35.6586+139.7454/"}
    (HERE / "interview.mp4").write_bytes(noted_mp4(film(), notes))
    (HERE / "entrance.avi").write_bytes(film(frames=6, codec="MJPG", suffix=".avi"))
    (HERE / "call.wav").write_bytes(wav({b"INAM": "通話録音", b"IART": "受付 見本太郎", b"ICMT": "苦情のお電話"}))
    (HERE / "memo.mp3").write_bytes(mp3({b"TIT2": "打合せメモ", b"TPE1": "例示次郎", b"COMM": "録音担当は総務"}))
    content = film(frames=8)
    (HERE / "cut_off.mp4").write_bytes(content[: len(content) // 2])


if __name__ == "__main__":
    main()

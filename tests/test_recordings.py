"""Video and audio: candidates by place, name and what is written in them; faces are seen in a few scenes."""

from __future__ import annotations

import io
import struct
import tempfile
from pathlib import Path

import pytest

from samples.formats.picture import parcel
from samples.formats.recording import box, film, mp3, noted_mp4
from scanner import tags, video
from scanner.document import Image, Remark
from scanner.extract import Limits, extract
from scanner.identify import identify
from scanner.readers import recording
from tests.engines import examined
from tests.test_readers import found


@pytest.mark.parametrize(
    "path",
    [
        "防犯カメラ_2026-10-01.mp4",
        "店舗/レジ前/20261001.avi",
        "面接録画/山田太郎.mp4",
        "CS/電話録音/内線201/20261001103000.wav",
        "総務/留守番電話/001.amr",
        "人事/退職面談_ヒアリング.m4a",
        "Zoom/GMT20261001-010203_Recording_1920x1080.mp4",
        "車両/ドライブレコーダー/EVT_0001.avi",
        "園だより/2026運動会.mp4",
        "病院/内視鏡/001234.avi",
    ],
)
def test_recordings_of_people_are_candidates(path: str) -> None:
    judged = examined(path=path, media_type="video/mp4" if path.endswith(("mp4", "avi")) else "audio/mp4")
    assert (judged.personal, judged.document_type) == (True, "security_camera")
    assert judged.reasons[0] == "映像・音声: 場所と名前から、人の記録と考えられます"
    assert any(reason.startswith(("ファイル名に", "フォルダー名に")) for reason in judged.reasons)


@pytest.mark.parametrize(
    "path",
    [
        "音楽/クラシック/01 春の歌.mp3",
        "店舗/BGM/閉店.mp3",
        "stock_footage/ocean_4k.mp4",
        "制作/素材集/効果音/拍手.wav",
        "広報/CM_30秒.mp4",
        "開発/高速度カメラ_試料A.avi",
        "総務/防犯カメラ設置マニュアル.mp4",
        "窓口/電話応対ガイダンス音声.wav",
        "工場/手順/部品の取り付け.mp4",
    ],
)
def test_music_films_and_manuals_are_none(path: str) -> None:
    judged = examined(path=path, media_type="video/mp4" if path.endswith(("mp4", "avi")) else "audio/mpeg")
    assert (judged.personal, judged.document_type) == (False, None)


@pytest.mark.parametrize(
    ("path", "media", "is_one"),
    [
        ("東/20261001_0700.mp4", "video/mp4", True),
        ("東/NVR-2026-10-01 07-00-30.mkv", "video/x-matroska", True),
        ("東/20261001.mp4", "video/mp4", False),
        ("東/VID_20261001_101500.mp4", "video/mp4", False),
        ("東/20261399_0700.mp4", "video/mp4", False),
        ("西/20261001.m4a", "audio/mp4", True),
        ("西/in_09000000001_3.wav", "audio/x-wav", True),
        ("西/123456789012.wav", "audio/x-wav", False),
        ("西/BGM/20261001.mp3", "audio/mpeg", False),
    ],
)
def test_names_that_recorders_give(path: str, media: str, is_one: bool) -> None:
    judged = examined(path=path, media_type=media)
    assert judged.personal == is_one
    assert ("ファイル名に録音・録画の日時か電話番号" in judged.reasons) == is_one


def test_somebody_in_the_name_makes_a_recording_personal() -> None:
    judged = examined(path="共有/佐藤花子様_20261001.mp4", media_type="video/mp4")
    assert (judged.personal, judged.persons) == (True, 1)
    assert judged.reasons[0] == "映像・音声: ファイル名に氏名があります"


def read(content: bytes) -> list[Image]:
    return [item for item in video.scenes(io.BytesIO(content)) if isinstance(item, Image)]


def test_faces_in_a_film_are_seen() -> None:
    scenes = read(film(frames=24))
    assert [scene.place for scene in scenes] == ["0秒の場面", "1秒の場面", "2秒の場面"]
    assert all(scene.worded and (scene.width, scene.height) == (240, 304) for scene in scenes)
    judged = examined(*scenes, path="共有/MOV_0012.mp4", media_type="video/mp4")
    assert judged.personal and judged.reasons == ("顔がはっきり写った画像が3点あります（容貌で本人を見分けられます）",)
    assert (judged.persons, judged.persons_max) == (1, 3)
    shown_on_purpose = examined(*scenes, path="広報/商品紹介.mp4", media_type="video/mp4")
    assert not shown_on_purpose.personal


@pytest.mark.parametrize(("codec", "suffix"), [("mp4v", ".mov"), ("MJPG", ".avi"), ("XVID", ".avi")])
def test_films_of_other_sorts_are_seen(codec: str, suffix: str) -> None:
    content = film(frames=8, codec=codec, suffix=suffix)
    assert identify(io.BytesIO(content), "x").startswith("video/")
    assert len(read(content)) == 1


def test_a_large_film_is_made_smaller() -> None:
    (scene,) = read(film(width=2400, frames=2))
    assert 1900 < max(scene.width, scene.height) <= 1920
    assert len(scene.pixels) == scene.width * scene.height * 3


def test_the_private_copy_does_not_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    scenes = video.scenes(io.BytesIO(film(frames=16)))
    next(scenes)
    assert list(tmp_path.iterdir())
    scenes.close()  # type: ignore[attr-defined]
    assert not list(tmp_path.iterdir())


def test_what_cannot_be_played_is_told() -> None:
    told = list(video.scenes(io.BytesIO(box(b"ftyp", b"isom") + box(b"mdat", bytes(2000)))))
    assert [type(item) for item in told] == [Remark]


def test_a_film_is_media_and_the_settings_leave_faces_out(tmp_path: Path) -> None:
    path = tmp_path / "窓口.mp4"
    path.write_bytes(film(frames=8))
    documents = extract(found(path), Limits(sees_faces=False))
    document = next(documents)
    assert list(document.items()) == []
    assert document.status == "media" and "設定により、画像1点の顔は調べていません" in document.note


def test_formats_of_recorders_are_known_by_name() -> None:
    noise = bytes(range(1, 256)) * 20
    assert identify(io.BytesIO(noise), "ch1.264") == "video/x-unknown"
    assert identify(io.BytesIO(noise), "口述.dvf") == "audio/x-unknown"
    assert identify(io.BytesIO(noise), "何か.bin") == "application/octet-stream"
    assert identify(io.BytesIO(b"DHAV\xfd" + noise), "20261001.dat") == "video/x-dav"


NOTES = [("タイトル", "面談録音"), ("出演者", "架空 花子")]


def vorbis(**notes: str) -> bytes:
    listed = [f"{name}={text}".encode() for name, text in notes.items()]
    return bytes(4) + struct.pack("<I", len(listed)) + b"".join(struct.pack("<I", len(note)) + note for note in listed)


def asf() -> bytes:
    texts = [f"{text}\0".encode("utf-16-le") for text in ("面談録音", "架空 花子", "", "秋", "")]
    part = struct.pack("<5H", *map(len, texts)) + b"".join(texts)
    name = bytes.fromhex("3326b2758e66cf11a6d900aa0062ce6c")
    described = name + struct.pack("<Q", 24 + len(part)) + part
    return (
        bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c") + struct.pack("<QIH", 30 + len(described), 1, 513) + described
    )


def element(name: int, content: bytes) -> bytes:
    return name.to_bytes((name.bit_length() + 7) // 8, "big") + struct.pack(">Q", len(content) | 1 << 56) + content


def matroska() -> bytes:
    artist = element(0x67C8, element(0x45A3, b"ARTIST") + element(0x4487, "架空 花子".encode()))
    title = element(0x1549A966, element(0x7BA9, "面談録音".encode()))
    return element(0x1A45DFA3, b"") + element(0x18538067, title + element(0x1254C367, element(0x7373, artist)))


def id3_old(version: int) -> bytes:
    """ID3v2.2, whose names have three letters, and 2.4 with its sizes of seven bits a byte."""
    frames = b""
    for name, text in (
        ("TT2" if version == 2 else "TIT2", "面談録音"),
        ("TP1" if version == 2 else "TPE1", "架空 花子 " * 20),
    ):
        raw = b"\3" + text.encode()
        size = bytes([len(raw) >> 7 & 127, len(raw) & 127])
        frames += name.encode() + (len(raw).to_bytes(3, "big") if version == 2 else bytes(2) + size + bytes(2)) + raw
    return b"ID3" + bytes([version, 0, 0, 0, 0, len(frames) >> 7, len(frames) & 127]) + frames


def id3_end() -> bytes:
    return (
        b"\xff\xfb" + bytes(900) + b"TAG" + "面談録音".encode("cp932").ljust(30) + "架空 花子".encode("cp932").ljust(95)
    )


@pytest.mark.parametrize(
    "content",
    [
        b"fLaC\x84"
        + len(vorbis(title="面談録音", artist="架空 花子")).to_bytes(3, "big")
        + vorbis(title="面談録音", artist="架空 花子"),
        b"OggS" + bytes(54) + b"\x03vorbis" + vorbis(TITLE="面談録音", ARTIST="架空 花子"),
        mp3({b"TIT2": "面談録音", b"TPE1": "架空 花子"}),
        mp3({b"TIT2": "面談録音", b"TPE1": "架空 花子"}, "utf-16"),
        id3_end(),
        noted_mp4(film(frames=1), {b"\xa9nam": "面談録音", b"\xa9ART": "架空 花子"}),
        matroska(),
    ],
    ids=["flac", "ogg", "mp3", "mp3 utf-16", "id3v1", "mp4", "mkv"],
)
def test_notes(content: bytes) -> None:
    assert [note for note in tags.notes(io.BytesIO(content)) if note[0] != "日時"] == NOTES


def test_notes_of_windows_media_and_old_id3() -> None:
    assert tags.notes(io.BytesIO(asf())) == [("タイトル", "面談録音"), ("作成者", "架空 花子"), ("説明", "秋")]
    for version in (2, 4):
        assert tags.notes(io.BytesIO(id3_old(version)))[1] == ("出演者", " ".join(["架空 花子"] * 20))


def test_notes_of_a_telephone_tell_the_place() -> None:
    keys = box(b"keys", struct.pack(">II", 0, 1) + box(b"mdta", b"com.apple.quicktime.location.ISO6709"))
    value = box(
        b"ilst", box(struct.pack(">I", 1), box(b"data", struct.pack(">II", 1, 0) + b"+35.6586+139.7454+040.000/"))
    )
    content = box(b"ftyp", b"qt  ") + box(b"moov", box(b"meta", box(b"hdlr", bytes(25)) + keys + value))
    items = recording.read(io.BytesIO(content))
    assert "撮影場所: 北緯35.65860度 東経139.74540度" in str(next(items))
    assert next(items) == Remark("撮影場所（GPSの位置）が記録されています")


def test_a_film_without_people_is_not_personal() -> None:
    picture = parcel().convert("RGB")
    image = Image("0秒の場面", picture.width, picture.height, picture.tobytes(), worded=True)
    assert not examined(image, path="共有/MOV_0012.mp4", media_type="video/mp4").personal

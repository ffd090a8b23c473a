"""Settings: who wins, and one clear sentence for every mistake."""

from __future__ import annotations

from pathlib import Path

import pytest

from inventory.settings import Settings, SettingsError

EVERYTHING = """
register = "台帳/daicho.db"
key_file = "daicho.key"
workers = 3
exclude = ["~$*", "node_modules/"]
company = "株式会社みほん"
profiles = ["finance"]
rules = "規則"
fail_on = "special_care"

[limits]
seconds = 30
memory_mb = 800
max_file_mb = 100
max_depth = 2
max_members = 50
max_ratio = 100
max_text_mb = 200

[images]
text = false
faces = true

[departments]
"営業部/" = "営業部"
"""


def test_everything_can_be_written_in_the_file(tmp_path: Path) -> None:
    file = tmp_path / "daicho.toml"
    file.write_text(EVERYTHING, encoding="utf-8-sig")  # as the Windows editor saves it
    settings = Settings.load(file, environ={})
    assert settings == Settings(
        register=str(tmp_path / "台帳/daicho.db"),
        key_file=tmp_path / "daicho.key",
        workers=3,
        exclude=("~$*", "node_modules/"),
        seconds_per_file=30,
        memory_mb=800,
        max_file_mb=100,
        max_depth=2,
        max_members=50,
        max_ratio=100,
        max_text_mb=200,
        image_text=False,
        image_faces=True,
        departments={"営業部/": "営業部"},
        company="株式会社みほん",
        profiles=("finance",),
        rules=tmp_path / "規則",
        fail_on="special_care",
    )


def test_flag_beats_environment_beats_file_beats_default(tmp_path: Path) -> None:
    file = tmp_path / "daicho.toml"
    file.write_text('workers = 1\nregister = "a.db"\nexclude = ["a"]\n')
    environ = {"DAICHO_WORKERS": "2", "DAICHO_REGISTER": "b.db", "DAICHO_COMPANY": " ", "DAICHO_EXCLUDE": "b, c"}
    settings = Settings.load(file, flags={"workers": 5, "register": None, "exclude": ()}, environ=environ)
    assert (settings.workers, settings.register, settings.exclude) == (5, "b.db", ("b", "c"))
    assert (settings.company, settings.memory_mb) == ("", Settings().memory_mb)


def test_the_file_in_the_working_directory_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert Settings.load(environ={}) == Settings()
    Path("daicho.toml").write_text("workers = 7")
    assert Settings.load(environ={}).workers == 7


def test_a_database_url_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "daicho.toml"
    file.write_text('register = "postgresql+psycopg://server/daicho"')
    assert Settings.load(file, environ={}).register == "postgresql+psycopg://server/daicho"


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("worker = 2", "worker"),
        ('workers = "many"', "workers"),
        ("workers = -1", "workers"),
        ("workers = true", "workers"),
        ('exclude = [1, "a"]', "exclude"),
        ("[limits]\nsecond = 1", "limits.second"),
        ("[limits]\nseconds = 0", "limits.seconds"),
        ('limits = "many"', "limits"),
        ('departments = "営業部"', "departments"),
        ('[departments]\n"営業部/" = 1', "departments"),
        ('fail_on = "everything"', "fail_on"),
        ('company = ""', "company"),
        ('profiles = ["finanse"]', "profiles"),
        ("rules = 1", "rules"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, written: str, named: str) -> None:
    file = tmp_path / "daicho.toml"
    file.write_text(written, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        Settings.load(file, environ={})
    _is_one_sentence_about(str(caught.value), str(file), f"「{named}」")


@pytest.mark.parametrize("content", [b"workers = = 2", "会社 = ".encode("cp932"), b"workers = 1\nworkers = 2"])
def test_a_broken_file_is_named(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "daicho.toml"
    file.write_bytes(content)
    with pytest.raises(SettingsError) as caught:
        Settings.load(file, environ={})
    _is_one_sentence_about(str(caught.value), str(file))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"missing\.toml"):
        Settings.load(tmp_path / "missing.toml", environ={})


def test_a_wrong_environment_variable_is_named() -> None:
    with pytest.raises(SettingsError, match="DAICHO_WORKERS"):
        Settings.load(environ={"DAICHO_WORKERS": "x"}, flags={})


def _is_one_sentence_about(message: str, *named: str) -> None:
    assert all(name in message for name in named), message
    assert message.endswith("。")
    assert "\n" not in message

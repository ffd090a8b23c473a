"""`pytest --golden` rewrites the expected outputs; read the difference before you commit it."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

# In the background of a shell Ctrl-C is ignored, and would be by all that a test starts.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
# Tests run side by side already: a second worker in a scan of a few files only costs the loading of its models.
os.environ.setdefault("DAICHO_WORKERS", "1")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="rewrite the expected outputs of the readers")


@pytest.fixture
def rewrite_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--golden"))


@pytest.fixture(scope="session")
def incident_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a share to have incidents on, its settings and its register."""
    from tests import incident_share
    from tests.commands import apart

    folder = tmp_path_factory.mktemp("incident")
    incident_share.build(folder / "share")
    (folder / "daicho.toml").write_text(incident_share.SETTINGS, encoding="utf-8")
    done = apart(folder, "scan", "share", "--workers", "1")
    assert done.code == 0, done.err
    return folder

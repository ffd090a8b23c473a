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
# The longest files: begun last, one of them would leave the other worker without work.
LONG = (
    "test_cli_rules.py", "test_postgresql.py", "test_benchmarks.py", "test_chaos.py", "test_bounded.py", "test_scan.py",
    "test_samples.py", "test_cli_review.py", "test_readers.py", "test_night_log.py", "test_worker.py",
    "test_incident_papers.py", "test_fuzz.py", "test_cluster.py", "test_pool.py", "test_names.py",
)  # fmt: skip


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="rewrite the expected outputs of the readers")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, all others in their order."""
    order = {name: place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: order.get(item.path.name, len(LONG)))


@pytest.fixture
def rewrite_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--golden"))


@pytest.fixture(scope="session")
def incident_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a share to have incidents on, its settings and its register."""
    from tests import incident_share
    from tests.commands import within

    folder = tmp_path_factory.mktemp("incident")
    incident_share.build(folder / "share")
    (folder / "daicho.toml").write_text(incident_share.SETTINGS, encoding="utf-8")
    with within(folder) as run:
        done = run("scan", "share", "--workers", "1")
    assert done.code == 0, done.err
    return folder

"""Where rules lie: folders of YAML files, told without reading any."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

PROFILES = files("rules") / "profiles"


def rule_paths(folder: Traversable) -> list[Traversable]:
    """The YAML files of a folder, in order of their names."""
    return sorted((path for path in folder.iterdir() if path.name.endswith(".yaml")), key=lambda path: path.name)


@cache
def known_profiles() -> tuple[str, ...]:
    """The profiles (`detectors.profiles`) that `daicho.toml` can name."""
    return tuple(path.name.removesuffix(".yaml") for path in rule_paths(PROFILES))

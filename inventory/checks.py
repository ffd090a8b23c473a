"""One thing that `daicho doctor` looks at, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "missing", "warning", "failed"]


@dataclass(frozen=True, slots=True)
class Check:
    """`missing`: an optional part, without which some files stay unread. `warning`: it works, but not as it should.

    `failed`: no scan can be relied on. `found` is what is there; `effect` is what it costs; `remedy` is what to do.
    """

    name: str
    state: State
    found: str
    effect: str = ""
    remedy: str = ""

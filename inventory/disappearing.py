"""Files that are no longer there: struck off, unless so many are missing at once that a share may have gone away."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from inventory.losses import Losses
from inventory.models import storable
from inventory.register import Register


def vanished(
    roots: Sequence[Path], register: Register, met: Collection[str], *, accepted: bool, full: bool
) -> tuple[Path, ...]:
    """Roots that held files before and hold none now: rather a share that is not connected than a share cleared.

    Their files are not marked as gone, except where that is `accepted`, or in a full scan of a root that can be listed.
    """
    if accepted:
        return ()
    real = {root: root.resolve() for root in roots}
    empty = [
        root
        for root in roots
        if str(root.absolute()) not in met
        and not any(other in real[root].parents for other in real.values())  # met under the outer root
        and not (full and root.exists())
    ]
    return tuple(root for root in empty if register.losses(storable(str(root.absolute()))).known)


def diminished(roots: Sequence[Path], register: Register, percent: int) -> Mapping[Path, Losses]:
    """Roots that lost more than `percent` of their files since the last scan: as if half a share were not connected.

    Nothing of them is marked as gone.
    """
    losses = {root: register.losses(storable(str(root.absolute()))) for root in roots}
    return {root: lost for root, lost in losses.items() if lost.are_many(percent)}

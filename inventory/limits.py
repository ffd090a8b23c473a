"""What a single file may cost, as the settings say."""

from __future__ import annotations

from inventory.settings import Settings
from scanner.limits import Limits


def limits_of(settings: Settings) -> Limits:
    """The limits of reading one file."""
    return Limits(
        depth=settings.max_depth,
        members=settings.max_members,
        seconds=settings.seconds_per_file,
        expanded=settings.max_file_mb << 20,
        ratio=settings.max_ratio,
        text=settings.max_text_mb << 20,
        reads_pictures=settings.image_text,
        sees_faces=settings.image_faces,
    )

"""Names as recorders of cameras and telephones give them: the moment, or the number that called."""

from __future__ import annotations

import regex

POINTS = 2.5  # with those of a recording's media type: enough where nothing tells of music or a film
_DAY = r"(?<![0-9])(?:19|20)[0-9]{2}[-_.]?(?:0[1-9]|1[0-2])[-_.]?(?:0[1-9]|[12][0-9]|3[01])"
_TIME = r"(?:[01][0-9]|2[0-3])[-_.:]?[0-5][0-9](?:[-_.:]?[0-5][0-9])?(?![0-9])"
_MOMENT = regex.compile(rf"{_DAY}[-_ T.]{{0,2}}{_TIME}")
_VOICE = regex.compile(rf"{_DAY}(?![0-9])|{_DAY}[-_ T.]{{0,2}}{_TIME}|(?<![0-9])0[0-9]{{9,10}}(?![0-9])")
_BY_HAND = regex.compile(r"(?:VID|MVI|IMG|DSC|PXL|DJI|GOPR|MAH|スクリーン|画面|Screen)", regex.IGNORECASE)


def named_by_recorder(path: str, media_type: str) -> bool:
    """Whether a recording is called as a device calls it: speech by day or number, film by day and time.

    Films that telephones and hand-held cameras name (`VID_20261001_101500`) may show anything.
    """
    name = regex.split(r"[/!\\]", path)[-1].rpartition(".")[0]
    if media_type.startswith("audio/"):
        return bool(_VOICE.search(name))
    return bool(_MOMENT.search(name)) and not _BY_HAND.match(name)

"""What the engine finds in what a file is called.

Most names of files differ from others by their number or date alone (議事録0412.txt), and to the rules for names one
digit is like another: where a name of that form held nobody and has no word of which the model must be asked, the next
is not searched for people again.
"""

from __future__ import annotations

import regex

from detectors.engine import Engine
from detectors.finding import Finding
from detectors.normalize import normalize
from detectors.only_names import holds_only_names

PLACE = "ファイル名"
_SEPARATORS = regex.compile(r"[_\-\[\]()（）【】　 ]+")
_OF_A_PATH = regex.compile(r"[/!]")
_FORM = str.maketrans("23456789", "11111111")  # 0 stays: it begins phone numbers
_LONGEST = 200  # characters of a name that is remembered


def stem_of(path: str) -> str:
    """The name of a file or member without its extension, its parts spaced, as it is searched for findings."""
    name = _OF_A_PATH.split(path)[-1]
    return _SEPARATORS.sub("  ", name.rpartition(".")[0] if "." in name else name)


def found_in_stem(stem: str, engine: Engine) -> list[Finding]:
    """The findings in the stem of a file's name that may count."""
    plain = normalize(stem)
    is_known = len(plain) <= _LONGEST and not engine.names.asks_model(plain)
    if is_known and not engine.remembered(plain.translate(_FORM)) and holds_only_names(engine, stem):
        return []
    return engine.counted(stem, PLACE)

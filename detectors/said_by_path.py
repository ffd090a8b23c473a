"""What the address of a file contributes to its judgement.

Two files of one content whose paths say the same are judged alike: the second need not be examined.
"""

from __future__ import annotations

from detectors.documents import load_classifier
from detectors.engine import Engine
from detectors.examine import PEOPLE_IN_NAMES, TITLE_KEPT
from detectors.file_names import found_in_stem, stem_of
from detectors.laws import load_laws, services_named
from detectors.madeup import are_made_up, shows_how
from detectors.normalize import fold
from detectors.wording import AnyOf

Said = tuple[object, ...]
_EXAMPLE = ("○",)  # nobody's name where the title says that a form is filled in as an example


def said_by(path: str, media_type: str, engine: Engine) -> Said:
    """Everything that the detectors read out of a path (`営業部/顧客.zip!名簿.csv`), in a form that can be compared.

    It holds values found in the name: compare it at once and keep it nowhere.
    """
    found = tuple((one.kind, fold(one.value)) for one in found_in_stem(stem_of(path), engine))
    return (
        found,
        tuple(load_classifier().named(path, media_type)),
        bool(PEOPLE_IN_NAMES.search(path)),
        shows_how(path.rpartition("/")[2]),
        are_made_up(_EXAMPLE, path),
        services_named(path, load_laws().rules),
        _words_of_kinds(path[:TITLE_KEPT], engine),
    )


def _words_of_kinds(title: str, engine: Engine) -> Said:
    """The kinds for or against which a word of the path speaks where a column has no heading that tells."""
    return tuple(
        (kind, _meets(matcher.near, title), _meets(matcher.against, title))
        for kind, matcher in sorted(engine.matchers.items())
        if _meets(matcher.near, title) or _meets(matcher.against, title)
    )


def _meets(words: AnyOf | None, text: str) -> bool:
    return bool(words and words.search(text))

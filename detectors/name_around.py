"""What the rest of a text says of each token: how the same word is written elsewhere, what else stands in its place.

The network sees a few tokens on either side. Who is 「岸」 in one line of a form is told by another, with 「岸さん」
or 「岸:」 at its head; or by a column whose other cells are names, or brackets that hold names elsewhere too.
"""

from __future__ import annotations

import re

import numpy as np

from detectors.lexicon import NAME_TAGS, Lexicon
from detectors.name_decoding import Array
from detectors.name_words import OFFICES, TITLE_WORDS
from detectors.rules import load_words

# what a kind of token is to its neighbours; several bits may be set
HONOUR, COLON, END, OPEN, CLOSE, SPACE, GIVEN, NAME, JOINT, OFFICE, NOUN, BLOCK, WORD = (1 << bit for bit in range(13))
_EDGE, _SIGN = END | SPACE | JOINT, COLON | END | OPEN | CLOSE | JOINT
_SIGNS = {":": COLON, ">": COLON, "\n": END} | dict.fromkeys("(「【[<", OPEN) | dict.fromkeys(")」】]", CLOSE)
_SIGNS |= dict.fromkeys(" \u3000\t", SPACE) | dict.fromkeys("、,/・;|→", JOINT)
_HONOURS = frozenset((*load_words("name_honorifics"), *TITLE_WORDS))
_OFFICE_ENDS = tuple("者員長師係士")
_OFFICES = OFFICES | {"氏名", "名前", "担当", "担当者"}
_NO_WORD = re.compile("[ぁ-ゖー]+|[^\\w]+|[0-9]+")
# How a word may stand somewhere: which neighbours it must have then, next to it (before, behind) or past a space
# (beside, follows); 0 where any will do. The first is: there at all.
_ANYWHERE, _HEADS_LINE = (0, 0, 0, 0), (END, 0, 0, COLON)
_WAYS = (
    _ANYWHERE,
    (0, 0, 0, HONOUR),
    _HEADS_LINE,
    (0, 0, 0, GIVEN),
    (0, 0, COLON, 0),
    (OPEN, CLOSE, 0, 0),
    (_EDGE, _EDGE, 0, 0),
    (0, 0, NAME, 0),
    (0, 0, OFFICE, 0),
    (0, NOUN, 0, 0),
    (NOUN, 0, 0, 0),
)
_EVERY = np.arange(2 * WORD)  # every set of bits
_ALLOWED = [  # by each of the four neighbours, of whatever roles: a bit for each way
    sum(((_EVERY & needed > 0) | (not needed)).astype(np.int16) << bit for bit, needed in enumerate(side))
    for side in zip(*_WAYS, strict=True)
]
_BITS = np.arange(len(_WAYS), dtype=np.int16)
_HEADS = 1 << _WAYS.index(_HEADS_LINE)
MOST_CELLS = 32  # of a line, beside the last of which all stand in one column
SHORT = 8, 15  # tokens of a line in the mean, in texts that are made of short ones
SHARES, LINE_SHARES, SLOT_SHARES = (0.25, 0.5, 0.75), (0.34, 0.67), (0.3, 0.6)  # of names, from where on it is told
SPEAKERS = 1, 3  # at the heads of lines; more of them are told
_ELSEWHERE, _CELLS, _SLOT = len(_WAYS) + 1, len(SHARES) + 2 + len(LINE_SHARES), 1 + len(SLOT_SHARES)
_AT_SLOT = _ELSEWHERE + _CELLS
_AT_WHOLE = _AT_SLOT + _SLOT
COUNT = _AT_WHOLE + len(SPEAKERS) + len(SHORT)


def roles(surface: str, lexicon: Lexicon) -> int:
    """What a token written so is to its neighbours."""
    if sign := _SIGNS.get(surface[:1], 0):
        return sign | BLOCK if surface.startswith("\n\n") else sign
    tags = lexicon.classes(surface)
    found = HONOUR if surface in _HONOURS else 0
    found |= GIVEN if "given" in tags else 0
    found |= NAME if tags & NAME_TAGS else 0
    found |= NOUN if tags and not tags & NAME_TAGS else 0
    found |= 0 if _NO_WORD.fullmatch(surface) and not tags & NAME_TAGS else WORD
    return found | (OFFICE if surface in _OFFICES or surface.endswith(_OFFICE_ENDS) else 0)


def told(parts: Array, words: Array) -> Array:
    """Of each token (token, `COUNT`), as 0 or 1.

    `parts` are the roles of the tokens of a text, `words` a number for each, the same where they are written alike.
    """
    found = np.zeros((len(parts), COUNT), dtype=np.float32)
    here = np.flatnonzero(parts & WORD)
    if len(here) < 2:
        return found
    edged = np.concatenate(((END, END), parts, (END, END)))
    before, behind = edged[here + 1], edged[here + 3]
    back, ahead = here + (before != SPACE), here + 3 + (behind == SPACE)
    beside, follows = edged[back], edged[ahead]
    sides = zip(_ALLOWED, (before, behind, beside, follows), strict=True)
    ways = np.bitwise_and.reduce([allowed[side] for allowed, side in sides])
    _tell_elsewhere(found, here, words[here], ways)
    lines = 1 + int(np.count_nonzero(parts & END))
    if lines > 2 and len(parts) < SHORT[-1] * lines:
        found[:, _ELSEWHERE:_AT_SLOT] = _cells(parts)
        found[:, -len(SHORT) :] = [len(parts) < tokens * lines for tokens in SHORT]
    slot = np.flatnonzero((beside | follows) & _SIGN)
    if len(slot):
        spoken = np.concatenate(((-1, -1), words, (-1, -1))).astype(np.int64)  # for the product of two
        pairs = spoken[back[slot]] * (int(words.max()) + 2) + spoken[ahead[slot]]
        share, others = _share(np.unique(pairs, return_inverse=True)[1], parts[here[slot]] & NAME > 0)
        found[here[slot], _AT_SLOT:_AT_WHOLE] = np.stack([others > 0, *(share >= least for least in SLOT_SHARES)], 1)
        speakers = int(np.count_nonzero(ways & _HEADS))
        found[:, _AT_WHOLE : -len(SHORT)] = [speakers > some for some in SPEAKERS]
    return found


def _tell_elsewhere(found: Array, here: Array, words: Array, ways: Array) -> None:
    """In which ways each word stands somewhere else, and whether it does so more than once."""
    order = np.argsort(words, kind="stable")
    ordered = words[order]
    changes = ordered[1:] != ordered[:-1]
    if changes.all():
        return
    firsts = np.flatnonzero(np.concatenate(((True,), changes)))
    times = np.diff(np.append(firsts, len(words)))
    each = ways[order][:, None] >> _BITS & 1
    others = np.repeat(np.add.reduceat(each, firsts, dtype=np.int32), times, axis=0) - each
    found[here[order], : _ELSEWHERE - 1] = others > 0
    found[here[order], _ELSEWHERE - 1] = others[:, 0] > 1


def _share(groups: Array, chosen: Array) -> tuple[Array, Array]:
    """The share of those chosen among the others of each one's group, and how many others there are."""
    others = np.bincount(groups)[groups] - 1
    return (np.bincount(groups, weights=chosen)[groups] - chosen) / np.maximum(others, 1), others


def _cells(parts: Array) -> Array:
    """What stands in the other cells of each token's column and line: shares of names among them, an office in it."""
    ends, joints = parts & END > 0, parts & (SPACE | JOINT) > 0
    edges = ends | joints
    starts = ~edges & _behind(edges, first=True)  # of cells
    places = np.flatnonzero(starts)
    lines = np.cumsum(ends)[places]
    blocks = np.cumsum((parts & BLOCK > 0) | (ends & _behind(ends)))[places]
    past = np.cumsum(joints & ~_behind(joints))
    at_line = np.concatenate(((0,), past[ends]))
    column = blocks * MOST_CELLS + np.minimum(past[places] - at_line[lines], MOST_CELLS - 1)
    named = parts[places] & NAME > 0
    share, others = _share(column, named)
    headed, _ = _share(column, parts[places] & OFFICE > 0)
    beside, more = _share(lines, named)
    of_column = [others > 1, *(share >= least for least in SHARES), headed > 0]
    of_line = [(more > 1) & (beside >= least) for least in LINE_SHARES]
    of_each = np.stack([*of_column, *of_line], 1)[np.maximum(np.cumsum(starts) - 1, 0)]
    return np.where((parts & WORD > 0)[:, None], of_each, False)


def _behind(flags: Array, *, first: bool = False) -> Array:
    """For each token, the flag of the one before it."""
    return np.concatenate(((first,), flags[:-1]))

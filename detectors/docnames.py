"""What a file is called (its name, folders and titles) against the name cues of document types.

Japanese words carry their head at the end: 給与規程 are rules (規程), 防犯カメラ設置マニュアル is a manual. A cue that
heads a word of the name counts in full, one that only qualifies another counts less.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import regex

from detectors.normalize import normalize

ELSEWHERE = 0.75  # share of a cue that only qualifies the word it stands in
TITLE, FOLDER = 0.75, 0.4  # share of a cue in a title, in a folder
ALSO_TITLED = 1.0  # more points when name and title agree
TITLE_LINES, TITLE_LENGTH = 6, 40
_SEPARATOR = regex.compile(r"[/!\\]")
_NEUTRAL = regex.compile(
    r"(?:一覧|リスト|データ|情報|表|台帳|管理|控え?|写し?|コピー|最新|旧|新|版|用|全件|抽出|原本|提出|分|済み?|年度?|月|日|第"
    r"|様|さん|氏|のコピー|バックアップ|[0-9]|csv|list|data|copy|final|old|new|ver|v|s)*"
)


@dataclass(frozen=True, slots=True)
class NameCue:
    """A word of a file name as it is looked up, its points, and as the rule writes it."""

    folded: str
    points: float
    written: str

    @classmethod
    def of(cls, written: str, points: float) -> NameCue:
        """A cue that starts with a dot is the end of a file name (`.pst`) and keeps it."""
        folded = squeeze(written)
        return cls(folded if folded.startswith(".") else "".join(filter(str.isalnum, folded)), points, written)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A name or title without separators, and where its words may end."""

    text: str
    ends: frozenset[int]

    @staticmethod
    @lru_cache(maxsize=4096)  # the folders of a share come again with each of their files
    def of(name: str) -> Phrase:
        """The phrase of a name as it stands: spaces, marks and digits end a word."""
        kept: list[str] = []
        ends: set[int] = set()
        for char in normalize(name).lower():
            if not char.isalpha():
                ends.add(len(kept))
            if char.isalnum():
                kept.append(char)
        return Phrase("".join(kept), frozenset({*ends, len(kept)}))

    def share(self, cue: str) -> float:
        """1 where the cue heads a word, less where it only qualifies one, 0 where it is missing."""
        best, start = 0.0, self.text.find(cue)
        while start >= 0:
            best = max(best, self._share_at(cue, start))
            start = self.text.find(cue, start + 1)
        return best

    def _share_at(self, cue: str, start: int) -> float:
        end = start + len(cue)
        rest = self.text[end : min(stop for stop in self.ends if stop >= end)]
        if _NEUTRAL.fullmatch(rest):
            whole = start in self.ends or not (cue[0].isascii() and _latin(self.text[start - 1 : start]))
            return 1.0 if whole else 0.0
        inside = cue.isascii() and (_latin(rest[:1]) or _latin(self.text[max(0, start - 1) : start]))
        return 0.0 if inside else ELSEWHERE


@dataclass(frozen=True, slots=True)
class Names:
    """Everything a file is called; `words`: all of it, in which a cue must stand that is to count."""

    file: Phrase
    suffix: str
    folders: tuple[Phrase, ...]
    titles: tuple[Phrase, ...]
    words: str

    @classmethod
    def of(cls, path: str, titles: Iterable[str], text: str) -> Names:
        """The names in a path (of a member too: `outer.zip!inner`), and the first short lines of the text."""
        *parents, name = _SEPARATOR.split(path)
        stem, dot, suffix = name.rpartition(".")
        known = bool(dot and suffix.isascii() and suffix.isalnum())
        lines = (line.strip() for line in text[:2000].splitlines())
        first = [line for line in lines if line][:TITLE_LINES]
        phrases = (title for title in (*titles, *first) if len(title) <= TITLE_LENGTH and "。" not in title)
        file, end = Phrase.of(stem if known and stem else name), f".{suffix.lower()}" if known else ""
        folders, named = tuple(map(Phrase.of, parents)), tuple(map(Phrase.of, phrases))
        words = "\n".join(phrase.text for phrase in (file, *named, *folders)) + end
        return cls(file, end, folders, named, words)

    def weigh(self, cues: Iterable[NameCue], folder: float = FOLDER) -> tuple[float, list[str]]:
        """The points of the best cue in each place, and where it stands (「ファイル名に『履歴書』」)."""
        best: dict[str, tuple[float, str]] = {}
        for cue in (cue for cue in cues if cue.folded in self.words):
            for place, share in self._shares(cue.folded, folder):
                if share:
                    best[place] = max(best.get(place, (0.0, "")), (share * cue.points, cue.written))
        points = {place: number for place, (number, _) in best.items()}
        file, title = points.get("ファイル名", 0.0), points.get("表題", 0.0)
        total = max(file, title) + (ALSO_TITLED if file and title else 0.0) + points.get("フォルダー名", 0.0)
        return total, [f"{place}に『{written}』" for place, (_, written) in best.items()]

    def _shares(self, cue: str, folder: float) -> Iterator[tuple[str, float]]:
        if cue.startswith("."):
            yield "ファイル名", float(cue == self.suffix)
            return
        yield "ファイル名", self.file.share(cue)
        yield "表題", TITLE * max((title.share(cue) for title in self.titles), default=0.0)
        yield "フォルダー名", folder * max((name.share(cue) for name in self.folders), default=0.0)


def squeeze(text: str) -> str:
    """Normalized text for look-up of words: lower case, without blanks (「履 歴 書」)."""
    return normalize(text).lower().replace(" ", "").replace("\t", "")


def _latin(char: str) -> bool:
    return char.isascii() and char.isalpha()

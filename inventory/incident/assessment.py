"""What an incident comes to: what is known of it, what was in it, what the rules ask for and by when.

`inventory.incident.assessing.assess` fills these from a register; nothing here holds a value that was found.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Literal

from inventory.queries import StoredFile

Cause = Literal["", "loss", "misdelivery", "unauthorised", "insider", "contractor"]
Role = Literal["", "own", "entrusted"]
Verdict = Literal["report", "not_required", "unknown"]
Addressee = Literal["commission", "pmark", "finance", "client", "persons"]

CAUSES: dict[str, str] = {
    "loss": "紛失・盗難",
    "misdelivery": "誤送信・誤送付",
    "unauthorised": "不正アクセス",
    "insider": "内部不正（持ち出し）",
    "contractor": "委託先での事故",
}
ADDRESSEES: dict[Addressee, str] = {
    "commission": "個人情報保護委員会",
    "pmark": "プライバシーマークの審査機関",
    "finance": "金融庁（監督当局）",
    "client": "委託元（お客様）",
    "persons": "本人",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of an incident; None and "" mean that nobody knows yet.

    `encrypted`: 高度な暗号化等; `key_safe`: neither key nor password went along. `recovered`: everything came back
    before a third party saw it. `public`: an unspecified number of people could see it. `stored`: False where it was
    taken while it was being entered (skimming). `ill_intent`: theft, sale, revenge …, beyond what the cause says.
    `persons_told`: the number of people as somebody knows it, which stands above that of the register. `kinds_told`:
    kinds of data that were in it beside what the register knows. `role`: our own data, or held for a client;
    `client_told`: the client was notified (規9条). `pmark`: whether the company has the mark or applies for it.
    `noticed`: the day on which any department knew.
    """

    cause: Cause = ""
    encrypted: bool | None = None
    key_safe: bool | None = None
    recovered: bool | None = None
    public: bool | None = None
    stored: bool | None = None
    ill_intent: bool | None = None
    persons_told: int | None = None
    kinds_told: tuple[str, ...] = ()
    role: Role = ""
    client_told: bool | None = None
    pmark: bool | None = None
    noticed: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What was in it, as the register knows it without reading a file again.

    `asked`: the places and lines as the user wrote them; `paths_missing`: those that the register does not know.
    `files`: the files meant that hold personal data, could not be read to the end or were decided about, those that
    are gone included; `total`: how many were meant at all; `unread`: those that could not be read to the end;
    `gone_left_out`: how many are no longer in a folder that was named. `entries`: the lines of the 台帳 concerned.
    `persons` and `persons_max`: everybody counted once; `persons_known`: False where data of people was found whom
    nobody could count. `my_number_persons`: the most people whose 個人番号 is in it. `items`: the names of `kinds`.
    `copies`: files outside the scope with the same content. `owners`: as the file system names them; `managers`:
    管理責任者. `as_of`: the latest scan that saw these files, UTC.
    """

    asked: tuple[str, ...]
    paths_missing: tuple[str, ...]
    files: tuple[StoredFile, ...]
    total: int
    unread: tuple[StoredFile, ...]
    copies: tuple[StoredFile, ...]
    entries: tuple[int, ...]
    persons: int
    persons_max: int
    persons_known: bool
    my_number_persons: int
    flags: tuple[str, ...]
    kinds: tuple[str, ...]
    items: tuple[str, ...]
    document_types: tuple[str, ...]
    departments: tuple[str, ...]
    owners: tuple[str, ...]
    managers: tuple[str, ...]
    contractors: tuple[str, ...]
    run: int | None
    as_of: str
    gone_left_out: int = 0


@dataclass(frozen=True, slots=True)
class Due:
    """By when: the third and the fifth day for the 速報, and the day of the 確報 moved to a day on which offices open.

    None where there is no such duty. The day on which somebody knew is day 1.
    """

    preliminary: date | None = None
    preliminary_latest: date | None = None
    final: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What one rule says: to whom, whether, by which articles, why, on which assumptions, and by when.

    `deciding_fact`: what has to be found out where the verdict is "unknown"; else empty. `name`: the rule in words.
    """

    rule: str
    name: str
    addressee: Addressee
    verdict: Verdict
    articles: tuple[str, ...]
    reasons: tuple[str, ...]
    assumptions: tuple[str, ...] = ()
    deciding_fact: str = ""
    due: Due = Due()


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The whole answer. `noticed`: the day from which is counted (the day of the assessment where nobody said one).

    `judgements` holds every rule, that about the persons (本人通知) and the client included; `to_persons` is the same
    judgement about the persons again. `assumptions`: those that hold for all rules. `steps`: what to do next, in order.
    `training`: a drill, nothing happened.
    """

    scope: Scope
    known: Known
    noticed: date
    judgements: tuple[Judgement, ...]
    to_persons: Judgement
    assumptions: tuple[str, ...]
    steps: tuple[str, ...]
    training: bool = False

    def verdict(self, addressee: Addressee) -> Verdict:
        """The gravest verdict of the rules about an addressee: report before unknown before not_required."""
        return gravest(one for one in self.judgements if one.addressee == addressee)

    def due(self, addressee: Addressee) -> Due:
        """The earliest days of the rules about an addressee that have to be, or may have to be, followed."""
        return earliest(one for one in self.judgements if one.addressee == addressee)


def gravest(judgements: Iterable[Judgement]) -> Verdict:
    """report before unknown before not_required."""
    found = {one.verdict for one in judgements}
    return "report" if "report" in found else "unknown" if "unknown" in found else "not_required"


def earliest(judgements: Iterable[Judgement]) -> Due:
    """The earliest days of the rules that have to be, or may have to be, followed."""
    chosen = list(judgements)
    verdict = gravest(chosen)
    days = [one.due for one in chosen if one.verdict == verdict]
    return Due(*(min(filter(None, (getattr(one, field.name) for one in days)), default=None) for field in fields(Due)))

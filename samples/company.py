"""The company whose share this is: shops, a pharmacy, an online shop, and health services for other companies."""

from __future__ import annotations

from samples.people import FIRST_FOREIGNER, Person, people

NAME = "株式会社ひなた健康堂"
POSTAL_CODE = "231-0023"
ADDRESS = "神奈川県横浜市中区山下町901番地の7 ひなたビル5階"
PHONE = "045-228-4100"
FAX = "045-228-4101"
DOMAIN = "hinata-kenkodo.example.co.jp"
REGISTRATION = "T8700110005901"

TEAMS = {
    "営業部": 14,
    "総務部": 8,
    "人事部": 7,
    "経理部": 7,
    "情報システム部": 8,
    "カスタマーサポート部": 12,
    "物流センター": 12,
    "店舗運営部": 26,
    "経営企画室": 6,
    "EC事業部": 8,
    "健康支援事業部": 12,
}
TITLES = ("部長", "課長", "主任", "主任")


def _organise() -> dict[str, list[Person]]:
    first, teams = 0, {}
    for team, size in TEAMS.items():
        teams[team] = people(first, size)
        first += size
    teams["店舗運営部"] += people(FIRST_FOREIGNER, 4)
    teams["物流センター"] += people(FIRST_FOREIGNER + 4, 3)
    return teams


STAFF = _organise()
EVERYONE = [member for team in STAFF.values() for member in team]
DIRECTORS = people(130, 5)


def team_of(member: Person) -> str:
    """The department someone works in."""
    return next(team for team, members in STAFF.items() if member in members)


def title(member: Person) -> str:
    """部長, 課長, 主任 or nothing."""
    place = STAFF[team_of(member)].index(member)
    return TITLES[place] if place < len(TITLES) else ""


def work_email(member: Person) -> str:
    """The address a member of staff writes from."""
    return f"{member.latin.lower().replace(' ', '.')}@{DOMAIN}"


def handler(team: str, other: Person) -> Person:
    """The member of a team who deals with someone."""
    members = STAFF[team][:8]
    return members[other.number % len(members)]

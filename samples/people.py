"""The people of the share: invented, numbered, each the same on every run and on every machine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random

from samples import names
from samples.kana import roman
from samples.names import BUILDINGS, COMPANIES

DOMAINS = ("example.co.jp", "example.or.jp", "example.jp", "example.ne.jp", "mail.example.jp", "hikari.example.ne.jp")
MOBILE_PREFIXES = ("090", "090", "080", "080", "070")
FIRST_CUSTOMER = 200
FIRST_FOREIGNER = 90_000


@dataclass(frozen=True, slots=True)
class Person:
    """One invented person. `number` tells people of the same name apart."""

    number: int
    surname: str
    given: str
    surname_kana: str
    given_kana: str
    latin: str
    woman: bool
    birthday: date
    postal_code: str
    prefecture: str
    town: str
    street: str
    building: str
    mobile: str
    landline: str
    email: str
    nationality: str = "日本"

    @property
    def name(self) -> str:
        """山田花子; グエン・ティ・ラン."""
        return self.surname + self.given

    @property
    def spaced(self) -> str:
        """山田　花子."""
        return f"{self.surname}\u3000{self.given}" if self.given else self.surname

    @property
    def kana(self) -> str:
        """ヤマダ　ハナコ."""
        return f"{self.surname_kana}\u3000{self.given_kana}" if self.given_kana else self.surname_kana

    @property
    def address(self) -> str:
        """The whole address in one line."""
        return f"{self.prefecture}{self.town}{self.street}" + (f" {self.building}" if self.building else "")

    @property
    def gender(self) -> str:
        """男 or 女."""
        return "女" if self.woman else "男"

    @property
    def company(self) -> str:
        """The company this person works for, when met as a business contact."""
        companies = COMPANIES.split()
        return companies[self.number % len(companies)]

    def chance(self, purpose: str) -> Random:
        """A source of chance of this person's own: the same whenever it is asked for the same purpose."""
        return Random(f"{self.number} {purpose}")


def split_name(entry: str) -> tuple[str, str]:
    """山田ヤマダ → 山田, ヤマダ; the katakana tail is the reading."""
    start = len(entry)
    while start > 1 and "ァ" <= entry[start - 1] <= "ヶ":
        start -= 1
    if start == 1 and "ァ" <= entry[0] <= "ヶ":  # a name in katakana is its own reading: キヨキヨ
        start = len(entry) // 2
    return entry[:start], entry[start:]


@cache
def combinations() -> list[tuple[str, str, bool]]:
    """Every full name at most once, common surnames oftener than rare ones."""
    chance = Random("combinations")
    given = [(entry, True) for entry in names.WOMEN.split()] + [(entry, False) for entry in names.MEN.split()]
    surnames = names.SURNAMES.split()
    pairs = [
        (surname, entry, woman)
        for rank, surname in enumerate(surnames)
        for entry, woman in chance.sample(given, 70 if rank < 60 else 30)
    ]
    chance.shuffle(pairs)
    unique = {split_name(surname)[0] + split_name(entry)[0]: (surname, entry, woman) for surname, entry, woman in pairs}
    unique.pop("山田花子")
    return list(unique.values())


@cache
def person(number: int) -> Person:
    """The person of that number; numbers from FIRST_FOREIGNER on are people from abroad."""
    if number < FIRST_FOREIGNER:
        return named(number, *combinations()[number])
    kana, latin, nationality, gender = names.FOREIGNERS.strip().split("\n")[number - FIRST_FOREIGNER].split(",")
    return invent(number, (kana, ""), (kana, ""), latin, gender == "女", nationality)


def people(first: int, count: int) -> list[Person]:
    """`count` people from number `first` on."""
    return [person(number) for number in range(first, first + count)]


def named(number: int, surname: str, given: str, woman: bool) -> Person:
    """A person with a name of one's choice: named(8000, "山田ヤマダ", "花子ハナコ", True)."""
    surname_kanji, surname_kana = split_name(surname)
    given_kanji, given_kana = split_name(given)
    latin = f"{roman(given_kana)} {roman(surname_kana)}".upper()
    return invent(number, (surname_kanji, given_kanji), (surname_kana, given_kana), latin, woman, "日本")


def invent(
    number: int, name: tuple[str, str], kana: tuple[str, str], latin: str, woman: bool, nationality: str
) -> Person:
    """Everything about a person that is not the name."""
    chance = Random(f"person {number}")
    place, area_code = chance.choice(names.TOWNS.strip().split("\n")).rsplit(" ", 1)
    postal_code, prefecture, town = place.split(" ")
    first, last = latin.split()[0], latin.split()[-1]
    account = chance.choice((first, f"{first}.{last}", f"{last}{chance.randrange(1, 99)}", first[0] + last))
    return Person(
        number=number,
        surname=name[0],
        given=name[1],
        surname_kana=kana[0],
        given_kana=kana[1],
        latin=latin,
        woman=woman,
        birthday=birthday(number, chance),
        postal_code=postal_code,
        prefecture=prefecture,
        town=town,
        street=f"{chance.randrange(1, 9)}-{chance.randrange(1, 40)}-{chance.randrange(1, 30)}",
        building=flat(chance),
        mobile=f"{chance.choice(MOBILE_PREFIXES)}-{chance.randrange(1000, 10000)}-{chance.randrange(10000):04}",
        landline=f"{area_code}-{exchange(area_code, chance)}-{chance.randrange(10000):04}",
        email=f"{account.lower()}.{number}@{chance.choice(DOMAINS)}",
        nationality=nationality,
    )


def birthday(number: int, chance: Random) -> date:
    """Those who may work here are of working age, customers of any grown-up age."""
    working = number < FIRST_CUSTOMER or number >= FIRST_FOREIGNER
    first, years = (1962, 42) if working else (1946, 58)
    return date(first, 4, 2) + timedelta(days=chance.randrange(365 * years))


def exchange(area_code: str, chance: Random) -> str:
    """The middle of a landline number, as long as the area code leaves room for."""
    first = {"03": "5", "06": "6", "04": "71"}.get(area_code, "2")
    return first + "".join(chance.choices("0123456789", k=6 - len(area_code) - len(first)))


def flat(chance: Random) -> str:
    """A building and a room, or nothing."""
    building = chance.choice(BUILDINGS)
    return building and f"{building}{chance.randrange(1, 9)}0{chance.randrange(1, 9)}"


def without_rare_kanji(group: Sequence[Person]) -> list[Person]:
    """Those whose names can be written in JIS X 0208, which is all that old mail and EUC files know."""
    return [one for one in group if encodable(one.name)]


def encodable(name: str) -> bool:
    """Whether ISO-2022-JP has all characters of a name."""
    try:
        name.encode("iso2022_jp")
    except UnicodeEncodeError:
        return False
    return True

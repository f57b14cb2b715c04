"""The four hundred of Riverside: who they are, when they are free, how much they can carry."""

from dataclasses import dataclass, replace
from datetime import time
from random import Random
from zlib import crc32

from matching.engine.side import Window
from support.demo import SIGN_INS, SignIn
from support.demo.hours import EVERY_DAY, Rhythm, Span, rhythm, week
from support.demo.names import address, invent
from support.demo.places import Place, settle, tongues

MEMBERS = 400
HELPERS = 300
# New members arrive all the time; the limits for new helpers hold for them as for anybody.
NEWCOMERS = 0.12


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    email: str
    role: str  # "seeker", "helper", "moderator" for those who may sign in, else "member"
    password: str | None
    zone: str
    country: str
    languages: tuple[str, ...]
    gender: str
    age_band: str
    hours: tuple[Window, ...]
    quiet: tuple[time, time]
    asked_in_quiet_hours: bool
    max_people: int
    max_asks_week: int
    days_here: int
    helps: bool

    @property
    def trained(self) -> bool:
        """Trained for requests that speak of danger, and takes them."""
        return self.helps and not self.newcomer and crc32(self.email.encode()) % 3 > 0

    @property
    def newcomer(self) -> bool:
        return self.days_here < 30


AT_HOME = Place("Europe/London", "GB", 0, {"en": 100})
# The same beginning and end: no quiet hours, so that a letter can be read as soon as somebody tries the demo.
AT_EASE = Rhythm("plenty of time", 0, (time(0), time(0)), (Span(EVERY_DAY, 8, 21, 1.0),))


def crowd(rng: Random) -> list[Person]:
    """Everybody: the three who may sign in first, then the others in no particular order."""
    known = [_settled(sign_in, rng) for sign_in in SIGN_INS]
    names = invent(rng, MEMBERS - len(known), taken=frozenset(person.name for person in known))
    homes = settle(rng, len(names))
    helpers = HELPERS - sum(person.helps for person in known)
    others = [
        _person(name, home, number < helpers, rng)
        for number, (name, home) in enumerate(zip(names, homes, strict=True))
    ]
    rng.shuffle(others)
    return [*known, *others]


def _person(name: str, home: Place, helps: bool, rng: Random) -> Person:
    usual = rhythm(rng)
    return Person(
        name=name,
        email=address(name),
        role="member",
        password=None,
        zone=home.zone,
        country=home.country,
        languages=tongues(home, rng),
        gender=rng.choices(("woman", "man", "nonbinary", "other", ""), (36, 30, 4, 2, 28))[0],
        age_band=rng.choices(("18-29", "30-44", "45-59", "60+", ""), (20, 24, 18, 16, 22))[0],
        hours=week(usual, rng),
        quiet=usual.quiet,
        asked_in_quiet_hours=rng.random() < 0.15,
        max_people=rng.choices((2, 3, 4, 5, 6), (15, 35, 25, 15, 10))[0],
        max_asks_week=rng.choices((5, 7, 10, 14), (35, 30, 20, 15))[0],
        days_here=rng.randint(4, 29) if rng.random() < NEWCOMERS else rng.randint(45, 900),
        helps=helps,
    )


def _settled(sign_in: SignIn, rng: Random) -> Person:
    """Somebody as whom a newcomer signs in: free all day, so that what they try works at any hour."""
    return replace(
        neighbour(sign_in.name, sign_in.email),
        role=sign_in.role,
        password=sign_in.password,
        hours=week(AT_EASE, rng),
        helps=sign_in.role == "helper",
    )


def neighbour(name: str, email: str) -> Person:
    """Somebody with time from morning to evening, of whom nothing else is known."""
    return Person(
        name=name,
        email=email,
        role="member",
        password=None,
        zone=AT_HOME.zone,
        country=AT_HOME.country,
        languages=("en",),
        gender="",
        age_band="",
        hours=tuple(Window(day, 8 * 60, 21 * 60) for day in EVERY_DAY),
        quiet=AT_EASE.quiet,
        asked_in_quiet_hours=False,
        max_people=4,
        max_asks_week=10,
        days_here=200,
        helps=False,
    )

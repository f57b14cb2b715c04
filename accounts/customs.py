"""How the clock is read and where the week begins, where a reader comes from.

The region stands in the language that the browser asks for ("en-US"); nothing else is asked or kept. What is typed and
kept stays the same everywhere: only what is said and drawn follows the custom. The lists are those of the CLDR.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, time

from django.utils.dateformat import time_format
from django.utils.translation import get_language

DAY = 24 * 60
MONDAY, FRIDAY, SATURDAY, SUNDAY = 0, 4, 5, 6


def _regions(codes: str) -> frozenset[str]:
    return frozenset(codes.split())


SUNDAY_FIRST = _regions(
    "AG AS BD BR BS BT BW BZ CA CO DM DO ET GT GU HK HN ID IL IN JM JP KE KH KR LA MH MM MO MT MX MZ NI NP PA PE PH PK"
    " PR PT PY SA SG SV TH TT TW UM US VE VI WS YE ZA ZW"
)
SATURDAY_FIRST = _regions("AF BH DJ DZ EG IQ IR JO KW LY OM QA SD SY")
FRIDAY_AND_SATURDAY_OFF = _regions("BH DZ EG IL IQ JO KW LY OM QA SA SD SY YE")
TWELVE_HOURS = _regions(
    "AE AU BD BH CA CO DO DZ EG GH HK IN IQ JM JO KR KW LB LY MR MY NZ OM PA PH PK PR PS QA SA SD SG SY TT US VE"
    " YE"
)


@dataclass(frozen=True, slots=True)
class Customs:
    """`first_day` and `weekend` count from Monday, which is 0."""

    first_day: int = MONDAY
    twelve: bool = False
    weekend: frozenset[int] = frozenset({SATURDAY, SUNDAY})

    @property
    def days(self) -> list[int]:
        """The seven weekdays as they follow each other on a calendar here."""
        return [(self.first_day + step) % 7 for step in range(7)]


def of_region(region: str) -> Customs:
    """The customs of a country by its two letters; those of most where it is not known."""
    first = SUNDAY if region in SUNDAY_FIRST else SATURDAY if region in SATURDAY_FIRST else MONDAY
    off = {FRIDAY, SATURDAY} if region in FRIDAY_AND_SATURDAY_OFF else {SATURDAY, SUNDAY}
    return Customs(first, region in TWELVE_HOURS, frozenset(off))


def of_browser(accepted: str, language: str) -> Customs:
    """From the header Accept-Language: the first region that stands with the language of the page."""
    spoken = language.split("-")[0].lower()
    for wanted in accepted.split(","):
        tag, _, rest = wanted.split(";")[0].strip().partition("-")
        region = rest.split("-")[-1].upper()
        if tag.lower() == spoken and len(region) == 2:
            return of_region(region)
    return Customs()


_current: ContextVar[Customs | None] = ContextVar("customs", default=None)


def current() -> Customs:
    """The customs of whoever reads this page."""
    return _current.get() or Customs()


@contextmanager
def override(customs: Customs) -> Iterator[None]:
    """Within this, times are said and weeks drawn so."""
    token = _current.set(customs)
    try:
        yield
    finally:
        _current.reset(token)


def clock(minutes: int) -> str:
    """The time as this reader says it: "18:30", "6:30 p.m."; the end of a day is 24:00, or midnight."""
    if not current().twelve:
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    return time_format(time(minutes // 60 % 24, minutes % 60), _twelve())


def time_of_day(local: datetime) -> str:
    """The time that a moment reads in the zone it carries."""
    return clock(local.hour * 60 + local.minute)


def short_clock(minutes: int) -> str:
    """The time where there is no room to say which half of the day: "18:30", "6:30"."""
    return time_format(time(minutes // 60 % 24, minutes % 60), "f") if current().twelve else clock(minutes)


def hour(number: int) -> str:
    """The hour at the edge of a drawn week, as short as can be: "18", "6 PM"."""
    return time_format(time(number), "g A") if current().twelve else str(number)


def _twelve() -> str:
    """How twelve hours are written in the language of the page."""
    return "P" if (get_language() or "en").startswith("en") else "g:i A"

"""Where somebody in danger can turn right now: data with a source, a day of checking and an expiry.

The seed comes with the software and is unchecked: whoever runs the place verifies each line, and what they change
stays changed.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from accounts.models import Member
from support import places
from support.models import CrisisResource

SEED = Path(__file__).parent / "data" / "crisis_resources.json"
GOOD_FOR = timedelta(days=90)  # an unchecked seed is not believed for longer
ANYWHERE = ""
# Words of the seed that are no names; what an operator writes instead stays in their language.
SEED_WORDS = (
    gettext_noop("Emergency services"),
    gettext_noop("Call or text."),
    gettext_noop(
        "Works across Europe, in India, and from mobile phones in many more countries. US, Canada: 911. UK: 999. "
        "Australia: 000. New Zealand: 111."
    ),
)


@dataclass(frozen=True)
class Help:
    """What to show somebody: lines for their country first, then the emergency number, then everybody else's lines.

    `known` is False where the country has no line here; then the page says so and leads with the emergency number.
    """

    country: str
    known: bool
    here: tuple[CrisisResource, ...]
    emergency: tuple[CrisisResource, ...]
    elsewhere: tuple[CrisisResource, ...]


@dataclass(frozen=True)
class Line:
    """A number to call, and whether somebody here has checked it lately."""

    resource: CrisisResource
    tel: str
    country: str
    checked_on: date | None


def lines() -> QuerySet[CrisisResource]:
    """The lines that are shown. One that was taken out stays in the table, so that the seed leaves it out, too."""
    return CrisisResource.objects.filter(removed_on=None)


def resources_for(country: str = "") -> Help:
    """The crisis lines for somebody in `country` (two letters; empty when they did not say)."""
    return _sorted(country.upper(), tuple(lines()))


def shipped_for(country: str = "") -> Help:
    """The same from the seed alone, while the database is out of reach: nobody here has checked these lines."""
    shipped = [CrisisResource(**line, verified_on=None, expires_on=date.min) for line in _seed()]
    return _sorted(country.upper(), tuple(shipped))


def _sorted(country: str, found: tuple[CrisisResource, ...]) -> Help:
    here = tuple(line for line in found if country and line.country == country)
    return Help(
        country=country,
        known=bool(here),
        here=here,
        emergency=tuple(line for line in found if line.country == ANYWHERE),
        elsewhere=tuple(line for line in found if line.country not in (ANYWHERE, country)),
    )


def as_shown(resources: Iterable[CrisisResource], *, today: date) -> list[Line]:
    """As they are read out, by country's name."""
    names = places.countries()
    shown = [
        Line(
            resource=resource,
            tel="".join(sign for sign in resource.phone if sign.isdigit() or sign == "+"),
            country=names.get(resource.country, ""),
            checked_on=resource.verified_on if resource.expires_on >= today else None,
        )
        for resource in resources
    ]
    return sorted(shown, key=lambda line: line.country)


def likely_country(member: Member | None) -> str:
    """Where the person said that they live, else where their clock is; "" when neither is known."""
    return (member.country or places.country_of_zone(member.time_zone)) if member else ""


@transaction.atomic
def load_resources(*, today: date) -> int:
    """Puts the seed in place and returns how many lines were new.

    A country that has a line already, seeded or not, is left as it is: what an operator changed, added or removed
    there stays so.
    """
    settled = set(CrisisResource.objects.values_list("country", flat=True))
    fresh = [
        CrisisResource(**line, verified_on=None, expires_on=today + GOOD_FOR)
        for line in _seed()
        if line["country"] not in settled
    ]
    CrisisResource.objects.bulk_create(fresh, ignore_conflicts=True)  # two loads at once are one
    return len(fresh)


def to_be_checked(*, today: date) -> int:
    """How many lines nobody has verified yet, or not for too long."""
    return sum(is_stale(line, today=today) for line in lines())


def is_stale(line: CrisisResource, *, today: date) -> bool:
    """Whether nobody has verified it yet, or not for too long."""
    return line.verified_on is None or line.expires_on < today


@cache
def _seed() -> list[dict[str, Any]]:
    seed: list[dict[str, Any]] = json.loads(SEED.read_text(encoding="utf-8"))
    return seed

"""Languages, countries and time zones as people choose them."""

import zoneinfo
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.languages import SPOKEN, language_name, own_name
from accounts.models import Member
from support import places
from support.places import countries, zones_by_country

__all__ = ["countries", "languages", "my_languages", "usual_zone", "zones"]

Choice = tuple[Any, Any]  # a value and its name, or a group's name and its choices


def languages(first: Iterable[str] = ()) -> list[Choice]:
    """Languages to tap, each in its own name: the likely ones at once, all others behind "More languages"."""
    likely = list(dict.fromkeys(code for code in first if code in SPOKEN))
    others = sorted((code for code in SPOKEN if code not in likely), key=own_name)
    return [*_in_their_own_names(likely), (_("More languages"), _in_their_own_names(others))]


def _in_their_own_names(codes: Iterable[str]) -> list[Choice]:
    return [(code, own_name(code)) for code in codes]


def my_languages(member: Member) -> list[Choice]:
    """The languages that somebody speaks, named as in all that others see of a need or an offer."""
    return [(code, language_name(code)) for code in member.languages]


def zones(current: str = "") -> list[Choice]:
    """Every place that has a clock of its own, by continent, and the current zone where it is none of these."""
    usual = list(_zones(get_language()))
    listed = {zone for _continent, places in usual[:-1] for zone, _place in places} | {"UTC"}
    return usual if not current or current in listed else [(current, current), *usual]


@cache
def _aliases() -> dict[str, str]:
    """Older names of time zones, and those that stand in the list (the links of tzdata.zi)."""
    text = resources.files("tzdata.zoneinfo").joinpath("tzdata.zi").read_text(encoding="utf-8")
    links = [line.split() for line in text.splitlines() if line.startswith("L ")]
    return {alias: zone for _link, zone, alias in links if alias not in zones_by_country()}


def usual_zone(zone: str) -> str:
    """The name under which a zone is listed: Asia/Kolkata for Asia/Calcutta."""
    return "UTC" if zone == "UTC" else _aliases().get(zone, zone)


@cache
def _zones(_language: str | None) -> tuple[Choice, ...]:
    """By part of the world; UTC, at the end, is for those who live nowhere in particular."""
    known = zoneinfo.available_timezones()
    parts: dict[str, list[Choice]] = {}
    for zone in sorted(zones_by_country() & known):
        parts.setdefault(zone.partition("/")[0], []).append((zone, _place(zone)))
    named = [(str(places.PARTS_OF_THE_WORLD[part]), by_name(found)) for part, found in parts.items()]
    return (*by_name(named), ("UTC", "UTC"))


def _place(zone: str) -> str:
    """Its place, with what lies between it and its part of the world: "Argentina, Buenos Aires"."""
    between = zone.split("/")[1:-1]
    return ", ".join([*(part.replace("_", " ") for part in between), places.place_of(zone)])


def by_name(named: Iterable[Choice]) -> list[Choice]:
    return sorted(
        named, key=lambda choice: places.in_order(choice[1] if isinstance(choice[1], str) else choice[0])
    )

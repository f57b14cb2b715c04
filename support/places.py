"""Countries and the places that clocks follow, as the reader's language calls them (CLDR, by Babel)."""

import unicodedata
from functools import cache
from typing import Any

from babel import Locale
from babel.core import get_global
from django.conf import settings
from django.utils.translation import get_language, gettext_lazy

from accounts import world

# The first part of a time zone's name.
PARTS_OF_THE_WORLD = {
    "Africa": gettext_lazy("Africa"),
    "America": gettext_lazy("America"),
    "Antarctica": gettext_lazy("Antarctica"),
    "Arctic": gettext_lazy("Arctic"),
    "Asia": gettext_lazy("Asia"),
    "Atlantic": gettext_lazy("Atlantic Ocean"),
    "Australia": gettext_lazy("Australia"),
    "Europe": gettext_lazy("Europe"),
    "Indian": gettext_lazy("Indian Ocean"),
    "Pacific": gettext_lazy("Pacific Ocean"),
}


def locale() -> Locale:
    """What the reader's language calls the world."""
    return _locale(get_language() or settings.LANGUAGE_CODE)


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(language, sep="-")


def country_name(code: str, known_as: str) -> str:
    """The country's name; `known_as` where the reader's language has none for it."""
    return str(locale().territories.get(code, known_as))


def countries() -> dict[str, str]:
    """Country codes (iso3166.tab of the tz database) and their names in the reader's language, in its order."""
    return dict(_countries(get_language()))


@cache
def _countries(_language: str | None) -> dict[str, str]:
    named = [(code, country_name(code, english)) for code, english in world.countries().items()]
    return dict(sorted(named, key=lambda line: in_order(line[1])))


@cache
def _zone_countries() -> dict[str, str]:
    """Time zones and the country that each lies in (zone.tab)."""
    return {zone: code for code, _place, zone, *_comment in world.tab("zone.tab")}


def country_of_zone(zone: str) -> str:
    """The country in which a time zone lies; "" where that is not known."""
    return _zone_countries().get(zone, "")


def zones_by_country() -> frozenset[str]:
    """The time zones of which it is known in which country they lie."""
    return frozenset(_zone_countries())


def place_of(zone: str) -> str:
    """The place that a time zone is named after, as people write it: "New York" for America/New_York."""
    known: dict[str, Any] = locale().time_zones.get(get_global("zone_aliases").get(zone, zone), {})
    return str(known.get("city") or zone.rsplit("/", 1)[-1].replace("_", " "))


def in_order(name: str) -> str:
    """What a name is sorted by: Å beside A, whatever the alphabet puts last."""
    bare = unicodedata.normalize("NFKD", name)
    return "".join(sign for sign in bare if not unicodedata.combining(sign)).casefold()

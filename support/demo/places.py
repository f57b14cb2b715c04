"""Where the people of the demo live, and which languages are spoken at home and besides."""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Place:
    zone: str
    country: str
    weight: int
    # What people there speak, best language first, and how many in a hundred speak just these.
    speakers: dict[str, int]


PLACES: tuple[Place, ...] = (
    Place("Europe/London", "GB", 56, {"en": 74, "en hi": 8, "en fr": 8, "en ar": 6, "en de": 4}),
    Place("Europe/Dublin", "IE", 14, {"en": 90, "en pt": 10}),
    Place("America/New_York", "US", 58, {"en": 78, "en es": 20, "es": 2}),
    Place("America/Chicago", "US", 34, {"en": 80, "en es": 20}),
    Place("America/Denver", "US", 12, {"en": 84, "en es": 16}),
    Place("America/Los_Angeles", "US", 40, {"en": 70, "en es": 26, "en hi": 4}),
    Place("America/Toronto", "CA", 24, {"en": 66, "en fr": 28, "en uk": 6}),
    Place("America/Mexico_City", "MX", 12, {"es en": 75, "es": 25}),
    Place("America/Sao_Paulo", "BR", 18, {"pt en": 74, "pt": 26}),
    Place("Europe/Madrid", "ES", 16, {"es en": 78, "es": 22}),
    Place("Europe/Paris", "FR", 18, {"fr en": 70, "fr": 20, "fr ar en": 10}),
    Place("Europe/Berlin", "DE", 20, {"de en": 76, "de": 16, "de uk en": 8}),
    Place("Europe/Kyiv", "UA", 12, {"uk en": 70, "uk": 30}),
    Place("Africa/Cairo", "EG", 10, {"ar en": 72, "ar": 28}),
    Place("Africa/Lagos", "NG", 12, {"en": 100}),
    Place("Africa/Johannesburg", "ZA", 8, {"en": 100}),
    Place("Asia/Kolkata", "IN", 24, {"hi en": 64, "en": 30, "hi": 6}),
    Place("Asia/Kathmandu", "NP", 3, {"ne en": 100}),
    Place("Asia/Manila", "PH", 8, {"en": 100}),
    Place("Australia/Sydney", "AU", 14, {"en": 92, "en ar": 8}),
    Place("Australia/Lord_Howe", "AU", 2, {"en": 100}),
    Place("Pacific/Auckland", "NZ", 8, {"en": 100}),
)


def settle(rng: Random, count: int) -> list[Place]:
    """A home for each of `count` people: every place has somebody, the larger ones more."""
    others = rng.choices(PLACES, [place.weight for place in PLACES], k=count - len(PLACES))
    homes = [*PLACES, *others]
    rng.shuffle(homes)
    return homes


def tongues(place: Place, rng: Random) -> tuple[str, ...]:
    """The languages of one person from that place, the first one best."""
    spoken = rng.choices(list(place.speakers), list(place.speakers.values()))[0]
    return tuple(spoken.split())

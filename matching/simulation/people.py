"""Who lives in the made-up community: where, which languages, when they are free."""

from dataclasses import dataclass

from matching.engine.side import Hours, Person, Quiet, Window
from matching.simulation.assumptions import mix
from matching.simulation.dice import Dice

DAY = 24 * 60
WEEKDAYS, WEEKEND, EVERY_DAY = range(5), range(5, 7), range(7)
# Where people live, and what they speak: how many of a hundred.
PLACES: dict[str, tuple[float, dict[str, float]]] = {
    "Europe/London": (24, {"en": 84, "en fr": 8, "en hi": 8}),
    "America/New_York": (22, {"en": 78, "en es": 20, "es": 2}),
    "America/Chicago": (12, {"en": 80, "en es": 20}),
    "America/Los_Angeles": (14, {"en": 72, "en es": 28}),
    "Europe/Madrid": (7, {"es en": 75, "es": 25}),
    "Europe/Paris": (7, {"fr en": 75, "fr": 25}),
    "Asia/Kolkata": (8, {"hi en": 64, "en": 30, "hi": 6}),
    "Australia/Sydney": (6, {"en": 100}),
}


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A way of life: free hours on some days, and quiet hours. Hours are of the local clock."""

    weight: float
    quiet: tuple[int, int]
    spans: tuple[tuple[range, float, float], ...]


RHYTHMS: dict[str, Rhythm] = {
    "after work": Rhythm(36, (22, 7), ((WEEKDAYS, 18, 22), (WEEKEND, 10, 18))),
    "weekends": Rhythm(12, (22, 7), ((WEEKEND, 9, 20), (range(4, 5), 19, 23))),
    "retired": Rhythm(14, (21, 8), ((EVERY_DAY, 9, 12), (WEEKDAYS, 14, 18))),
    "school hours": Rhythm(14, (22, 7), ((WEEKDAYS, 9.5, 14), (EVERY_DAY, 20, 22))),
    "early shift": Rhythm(9, (21, 5), ((WEEKDAYS, 14.5, 19), (WEEKEND, 8, 12))),
    "late shift": Rhythm(7, (1, 9), ((WEEKDAYS, 9.5, 13), (WEEKEND, 12, 18))),
    "night owl": Rhythm(8, (4, 12), ((EVERY_DAY, 21, 24), (EVERY_DAY, 14, 16))),
}
KEPT = 0.85  # chance that somebody is really free on a day of their rhythm


def zone_of(dice: Dice, *who: int | str) -> str:
    return dice.pick({zone: weight for zone, (weight, _) in PLACES.items()}, *who, "zone")


def person(dice: Dice, member_id: int, *who: int | str) -> Person:
    """Somebody, made of draws that belong to them alone."""
    zone = zone_of(dice, *who)
    rhythm = RHYTHMS[dice.pick({name: each.weight for name, each in RHYTHMS.items()}, *who, "rhythm")]
    nobody: frozenset[int] = frozenset()
    return Person(
        member_id=member_id,
        in_good_standing=True,
        languages=frozenset(dice.pick(PLACES[zone][1], *who, "languages").split()),
        hours=Hours(zone, _week(rhythm, dice, *who)),
        quiet=Quiet(rhythm.quiet[0] * 60, rhythm.quiet[1] * 60),
        asked_in_quiet_hours=dice.happens(0.15, *who, "asked in quiet hours"),
        gender=dice.pick(mix("gender"), *who, "gender"),
        age_band=dice.pick(mix("age_band"), *who, "age"),
        blocks=nobody,
        may_know=nobody,
        never_ask=frozenset(),
        address_hash=str(member_id),
        resting=nobody,
        again=nobody,
    )


def _week(rhythm: Rhythm, dice: Dice, *who: int | str) -> tuple[Window, ...]:
    """The rhythm's hours, half an hour earlier or later, with some days left out but never all."""
    shift = round(dice.uniform(*who, "shift") * 4 - 2) * 15
    days = [(day, first, last) for span, first, last in rhythm.spans for day in span]
    kept = [each for each in days if dice.happens(KEPT, *who, "free", *map(str, each))] or days
    return tuple(
        sorted((_window(*each, shift) for each in kept), key=lambda each: (each.weekday, each.start))
    )


def _window(day: int, first: float, last: float, shift: int) -> Window:
    start, end = round(first * 60) + shift, min(round(last * 60) + shift, DAY)
    return Window(day, start, end)

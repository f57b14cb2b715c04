"""When people ask: so many a day on average, at the hours of their own day at which people ask."""

from datetime import UTC, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from matching.simulation import people
from matching.simulation.assumptions import mix
from matching.simulation.dice import Dice


def arrivals(dice: Dice, *, start: datetime, end: datetime, a_day: float) -> list[tuple[datetime, int]]:
    """When each seeker comes, in order, with the number that their draws go by.

    Days fill by chance (Poisson), and each seeker comes at an hour that their own clock makes likely.
    """
    found, days = [], 0.0
    for number in count():
        days += dice.exponential(1 / a_day, "gap", number)
        if start + timedelta(days=int(days)) >= end:
            break
        moment = _at_their_hour(dice, number, start + timedelta(days=int(days)))
        if start <= moment < end:
            found.append((moment, number))
    return sorted(found)


def _at_their_hour(dice: Dice, number: int, day: datetime) -> datetime:
    hour = int(dice.pick(mix("hour"), "hour", number))
    minute = int(dice.uniform("minute", number) * 60)
    zone = ZoneInfo(people.zone_of(dice, "seeker", number))
    return day.replace(hour=hour, minute=minute, tzinfo=zone).astimezone(UTC)

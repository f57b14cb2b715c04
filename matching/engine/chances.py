"""How likely somebody answers in time, how likely they say yes, and how many to ask for a need that cannot wait.

Whether an answer is a yes or a no decides only how many are asked for a need for today. It is no part of any score:
saying no never counts against anybody.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from math import prod

from matching.engine.side import PARTS_OF_DAY, NeedSide, OfferSide, Past
from matching.engine.zones import reading

Ids = tuple[int, int]  # of a need and an offer

# A new helper counts as one who was asked five times, answered three times and said yes in 32 of a hundred requests.
# That is the middle of what helpers of a large peer-support site accept, 17 to 47 of a hundred (Fang and others,
# "Exploring Trade-Offs for Online Mental Health Matching", JMIR Formative Research 2024, e58241).
ASKED_BEFORE, ANSWERED_BEFORE = 5, 3
YES_BEFORE = 0.32 * ASKED_BEFORE
# What is known of the whole day counts like so many requests in each part of it.
DAY_COUNTS = 4
HOURS_OF_A_PART = 24 // PARTS_OF_DAY

SURE_ENOUGH = 0.9  # that somebody says yes to a need for today


def part_of_day(zone: str, now: datetime) -> int:
    """The part of the zone's day: 0 from midnight, 1 from six, 2 from noon, 3 from six in the evening."""
    return reading(zone, now).hour // HOURS_OF_A_PART


def answers_in_time(past: Past, part: int) -> float:
    """How likely somebody asked in this part of their day answers in time, whatever they say; never quite 0 or 1.

    Their own past decides the more the more there is of it: the whole day leans on a fair beginning, each part of it
    on the whole day.
    """
    all_day = (past.answered + ANSWERED_BEFORE) / (past.asked + ASKED_BEFORE)
    return (past.answered_in[part] + DAY_COUNTS * all_day) / (past.asked_in[part] + DAY_COUNTS)


def says_yes(past: Past) -> float:
    """How likely an answer is a yes; never quite 0 or 1."""
    return (past.yeses + YES_BEFORE) / (past.answered + ANSWERED_BEFORE)


def chance_of_yes(offer: OfferSide, now: datetime) -> float:
    """How likely the helper, asked now, says yes in time."""
    return yes_in_time(offer.past, part_of_day(offer.person.hours.zone, now))


def yes_in_time(past: Past, part: int) -> float:
    """How likely somebody asked in this part of their day says yes in time."""
    return answers_in_time(past, part) * says_yes(past)


def wanted(pending: Sequence[float], chances: Sequence[float], most: int) -> int:
    """How many more are to be asked, in the order of `chances`, so that somebody most likely says yes.

    `pending` are the chances of those who are being asked. At most `most`, and all where even all are too few.
    """
    further = chances[: max(0, most)]
    for count in range(len(further)):
        if _somebody([*pending, *further[:count]]) >= SURE_ENOUGH:
            return count
    return len(further)


def places_for(need: NeedSide, chances: Sequence[float]) -> int:
    """How many helpers a round may ask for this need; `chances` are those of who may meet it, the best fit first.

    For a need for today, as many as make a yes likely, but no more than its places; each other need, its places.
    """
    if need.urgency != "today":
        return need.places
    return wanted(need.pending, chances, need.places)


def places(
    pairs: Mapping[Ids, tuple[NeedSide, OfferSide]], scores: Mapping[Ids, int], now: datetime
) -> dict[int, int]:
    """For a whole round: how many helpers each need may have asked now; a helper counts once, with their best offer."""
    needs = {need.id: need for need, _ in pairs.values()}
    likely: dict[int, dict[int, float]] = {id: {} for id in needs}
    for ids in sorted(pairs, key=lambda ids: (-scores[ids], ids)):
        need, offer = pairs[ids]
        if need.urgency == "today":
            likely[need.id].setdefault(offer.person.member_id, chance_of_yes(offer, now))
    return {id: places_for(need, list(likely[id].values())) for id, need in needs.items()}


def _somebody(chances: Iterable[float]) -> float:
    """How likely at least one of them says yes; rounded, so that their order never matters."""
    return round(1 - prod(1 - chance for chance in chances), 9)

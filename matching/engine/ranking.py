"""How good a fit? Small named scores between 0 and 1, weighed in one place.

No score looks at gender, age or origin: where somebody asked for it, that is a rule, not a score.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from matching.engine.chances import answers_in_time, part_of_day
from matching.engine.hours import half_hours, horizon, shared_quarters
from matching.engine.masks import QUARTER
from matching.engine.rules import both_asked_again
from matching.engine.side import NeedSide, OfferSide

Score = Callable[[NeedSide, OfferSide, datetime], float]

DAY = timedelta(days=1)
TOP = 10_000

# The whole policy on one page: how much each score can add to a fit. Together they make 10,000.
# A community may weigh otherwise: `matching.policy.weights_of` gives what holds there, and these where it chose none.
WEIGHTS: dict[str, int] = {
    "topic_closeness": 2_400,
    "shared_hours": 1_200,
    "sooner": 1_200,
    "waiting_time": 1_000,
    "likely_answer": 900,
    "continuity": 900,
    "shared_experience": 800,
    "urgency": 700,
    "even_load": 600,
    "not_yet_asked": 300,
}

EASY_HOURS = 3  # with so many hours shared, half of what more hours could add is reached
LONG_WAIT = timedelta(days=2)  # after so long, half of what waiting could add is reached
MATTERS_OF_LIVING = frozenset({"listening", "experience", "advice"})  # rather than of hands or books
URGENCY = {"today": 1.0, "this_week": 0.5, "whenever": 0.0}


class Part(NamedTuple):
    """One score's share of a fit."""

    name: str
    value: float  # 0..1
    points: int  # value times weight


class Fit(NamedTuple):
    """How well an offer fits a need, and what that is made of."""

    total: int  # 0..10,000
    parts: tuple[Part, ...]


def topic_closeness(need: NeedSide, offer: OfferSide, now: datetime) -> float:
    """How much of what is asked about is offered: the very topic counts whole, its parent or child half."""
    same = len(need.topics & offer.topics)
    kin = len(need.topics & offer.lineage) + len(need.lineage & offer.topics) - 2 * same
    return min(1.0, (same + kin / 2) / max(1, len(need.topics)))


def shared_hours(need: NeedSide, offer: OfferSide, now: datetime) -> float:
    """More hours together make it easier to find one; the first few matter most."""
    hours = _shared(need, offer, now).bit_count() / 4
    return hours / (hours + EASY_HOURS)


def sooner(need: NeedSide, offer: OfferSide, now: datetime) -> float:
    """How soon they can first talk: at once is 1, in a day a half, in a week an eighth."""
    starts = half_hours(_shared(need, offer, now))
    wait = ((starts & -starts).bit_length() - 1) * QUARTER
    return DAY / (DAY + wait) if starts else 0.0


def waiting_time(need: NeedSide, offer: OfferSide, now: datetime) -> float:
    """Who has waited longer comes sooner, so that nobody is passed over for ever."""
    waited = max(now - need.waiting_since, timedelta())
    return waited / (waited + LONG_WAIT)


def likely_answer(need: NeedSide, offer: OfferSide, now: datetime) -> float:
    """How likely the helper, asked now, answers in time: by their own past and hours. A no is an answer like a yes."""
    return answers_in_time(offer.past, part_of_day(offer.person.hours.zone, now))


def continuity(need: NeedSide, offer: OfferSide, now: datetime) -> float:
    """The two know that they get on: both asked to be paired again."""
    return 1.0 if both_asked_again(need, offer) else 0.0


def shared_experience(need: NeedSide, offer: OfferSide, now: datetime) -> float:
    """Having been through something alike helps where the need is not of hands or books."""
    return 1.0 if need.kind in MATTERS_OF_LIVING and "experience" in offer.kinds else 0.0


def urgency(need: NeedSide, offer: OfferSide, now: datetime) -> float:
    """What cannot wait goes before what can."""
    return URGENCY[need.urgency]


def even_load(need: NeedSide, offer: OfferSide, now: datetime) -> float:
    """Who is with fewer people now is asked sooner, so that nobody carries too much."""
    return 1 / (1 + offer.load)


def not_yet_asked(need: NeedSide, offer: OfferSide, now: datetime) -> float:
    """A first match for those who offered and have never been asked."""
    return 0.0 if offer.past.asked else 1.0


SCORES: tuple[Score, ...] = (
    topic_closeness,
    shared_hours,
    sooner,
    waiting_time,
    likely_answer,
    continuity,
    shared_experience,
    urgency,
    even_load,
    not_yet_asked,
)
_NAMED = tuple((score, score.__name__) for score in SCORES)


def fit(need: NeedSide, offer: OfferSide, now: datetime, weights: Mapping[str, int] = WEIGHTS) -> Fit:
    """How well these two fit, as the sum of the named parts; asks nothing about whether they may meet.

    The weights name every score, none is negative, and together they make 10,000.
    """
    parts = []
    for score, name in _NAMED:
        value = score(need, offer, now)
        parts.append(Part(name, value, round(value * weights[name])))
    return Fit(sum(part.points for part in parts), tuple(parts))


def _shared(need: NeedSide, offer: OfferSide, now: datetime) -> int:
    return shared_quarters(need.person.hours, offer.person.hours, now=now, until=horizon(need, now))

"""Why these two, for both to read: codes with ids and times; the words are written a layer above.

A reason leans only on what the postings may say to the other side. Nobody's wishes, gender, age, load,
waiting or way of answering can be read from it: not from the codes, their values or their order.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from matching.engine.hours import horizon, quarter_of, shared_quarters, stretches
from matching.engine.masks import QUARTER
from matching.engine.ranking import Fit, shared_experience
from matching.engine.rules import areas_touch, both_asked_again
from matching.engine.side import NeedSide, OfferSide

Json = str | int | list[str] | list[int]

AT_MOST = 4
HALF_HOUR = 2  # quarters
SOON = timedelta(days=1)

# Each code with the score that says how telling it is; those without a score come last, in this order.
TELLING = {
    "again": "continuity",
    "topic": "topic_closeness",
    "free_soon": "sooner",
    "shared_hours": "shared_hours",
    "experience": "shared_experience",
    "near": "",
    "language": "",
    "format": "",
}
REASON_CODES = tuple(TELLING)
PLACES = {code: place for place, code in enumerate(REASON_CODES)}


class Reason(NamedTuple):
    """One reason: its code, and what a sentence about it needs to name."""

    code: str
    params: dict[str, Json]


def reasons(need: NeedSide, offer: OfferSide, now: datetime, fit: Fit) -> tuple[Reason, ...]:
    """At most four reasons for this pair, the most telling first."""
    points = {part.name: part.points for part in fit.parts}
    found = [*_about_postings(need, offer, now), *_about_hours(need, offer, now)]
    found.sort(key=lambda reason: (-points.get(TELLING[reason.code], 0), PLACES[reason.code]))
    return tuple(found[:AT_MOST])


def _about_postings(need: NeedSide, offer: OfferSide, now: datetime) -> Iterator[Reason]:
    if both_asked_again(need, offer):
        yield Reason("again", {})
    if topics := shared_topics(need, offer):
        yield Reason("topic", {"topics": sorted(topics)})
    if shared_experience(need, offer, now):
        yield Reason("experience", {})
    if languages := need.languages & offer.languages:
        yield Reason("language", {"languages": sorted(languages)})
    if formats := need.formats & offer.formats:
        yield Reason("format", {"formats": sorted(formats)})
    if "in_person" in formats and areas_touch(need, offer):
        yield Reason("near", {})


def _about_hours(need: NeedSide, offer: OfferSide, now: datetime) -> Iterator[Reason]:
    """The first half hour or more together where it is soon; the longest stretch together otherwise."""
    until = horizon(need, now)
    shared = shared_quarters(need.person.hours, offer.person.hours, now=now, until=until)
    long = [(begins, ends) for begins, ends in stretches(shared) if ends - begins >= HALF_HOUR]
    if not long:
        return
    first, longest = long[0], max(long, key=lambda stretch: stretch[1] - stretch[0])
    base = quarter_of(now)
    soon = base + first[0] * QUARTER - now < SOON
    if soon:
        yield Reason("free_soon", _times(base, *first))
    if first != longest or not soon:
        yield Reason("shared_hours", _times(base, *longest))


def shared_topics(need: NeedSide, offer: OfferSide) -> frozenset[int]:
    """The topics that both name; where there are none, those of the one that cover the other's."""
    return need.topics & offer.topics or (need.topics & offer.lineage) | (need.lineage & offer.topics)


def _times(base: datetime, begins: int, ends: int) -> dict[str, Json]:
    """The stretch of quarters, counted from this one on."""
    return {
        "from_utc": (base + begins * QUARTER).isoformat(),
        "to_utc": (base + ends * QUARTER).isoformat(),
    }

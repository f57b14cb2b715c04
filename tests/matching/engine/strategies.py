"""Anybody's hours, anywhere, and any two sides: what the property tests draw from."""

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import strategies as st

from matching.engine.side import Hours, NeedSide, OfferSide, Past, Person, Quiet, Window, Wishes
from tests.matching.engine.cast import a_need, a_person, an_offer

ZONES = sorted(available_timezones())
FIRST = datetime(2024, 1, 1, tzinfo=UTC)
QUARTERS = 4 * 24 * 365 * 11  # to the end of 2034
QUARTER = timedelta(minutes=15)


@cache
def days_of_change(zone: str) -> tuple[datetime, ...]:
    """The UTC days, from 2024 to 2028, on which the zone's offset changes."""
    days = [FIRST + timedelta(days=number) for number in range(5 * 365)]
    offsets = [day.astimezone(ZoneInfo(zone)).utcoffset() for day in days]
    return tuple(days[n] for n in range(len(days) - 1) if offsets[n] != offsets[n + 1])


@st.composite
def _windows(draw: st.DrawFn) -> Window:
    start = draw(st.integers(0, 95))
    end = draw(st.integers(start + 1, 96))
    return Window(draw(st.integers(0, 6)), start * 15, end * 15)


@st.composite
def zones_and_starts(draw: st.DrawFn) -> tuple[str, datetime]:
    """A zone and the beginning of a quarter-hour, often shortly before the zone changes its offset."""
    zone = draw(st.sampled_from(ZONES))
    changes = days_of_change(zone)
    near_a_change: bool = draw(st.booleans())
    if changes and near_a_change:
        return zone, draw(st.sampled_from(changes)) - QUARTER * draw(st.integers(-96, 4 * 96))
    return zone, FIRST + QUARTER * draw(st.integers(0, QUARTERS))


@st.composite
def hours_in(draw: st.DrawFn, zone: str, start: datetime) -> Hours:
    """Weekly windows in the zone, and perhaps a few days away soon after the start."""
    windows = draw(st.lists(_windows(), max_size=8))
    first = start.date() + timedelta(days=draw(st.integers(-2, 10)))
    away = ((first, first + timedelta(days=draw(st.integers(0, 3)))),) if draw(st.booleans()) else ()
    return Hours(zone, tuple(windows), away)


def _some(values: list[Any]) -> st.SearchStrategy[frozenset[Any]]:
    return st.frozensets(st.sampled_from(values), max_size=3)


PARENTS = {1: 0, 2: 0, 3: 1, 4: 1, 5: 2}  # a small tree of topics under 0


def lineage_of(topics: frozenset[int]) -> frozenset[int]:
    family = set(topics)
    while above := {PARENTS[topic] for topic in family if topic in PARENTS} - family:
        family |= above
    return frozenset(family)


@st.composite
def persons(draw: st.DrawFn, now: datetime) -> Person:
    zone = draw(st.sampled_from(["Europe/Berlin", "Asia/Kathmandu", "America/New_York"]))
    few = st.frozensets(st.integers(1, 4), max_size=1)
    return a_person(
        draw(st.integers(1, 4)),
        in_good_standing=draw(st.sampled_from([True, True, True, False])),
        hours=draw(hours_in(zone, now)),
        quiet=Quiet(draw(st.integers(0, 1439)), draw(st.integers(0, 1439))),
        asked_in_quiet_hours=draw(st.booleans()),
        gender=draw(st.sampled_from(["", "woman", "man"])),
        age_band=draw(st.sampled_from(["", "18-29", "60+"])),
        blocks=draw(few),
        may_know=draw(few),
        resting=draw(few),
        again=draw(few),
    )


def _wishes() -> st.SearchStrategy[Wishes]:
    return st.builds(Wishes, st.booleans(), _some(["18-29", "60+"]), st.booleans())


@st.composite
def _postings(draw: st.DrawFn) -> dict[str, Any]:
    """What a need and an offer alike are made of."""
    topics = draw(st.frozensets(st.integers(0, 5), min_size=1, max_size=3))
    area = draw(st.sampled_from([None, 1, 2, 3]))
    return {
        "topics": topics,
        "lineage": lineage_of(topics),
        "formats": draw(_some(["chat", "call", "in_person"])),
        "languages": draw(_some(["en", "de", "ar"])),
        "area": area,
        "near": frozenset() if area is None else frozenset({area - 1, area, area + 1}),
        "wishes": draw(_wishes()),
    }


@st.composite
def needs(draw: st.DrawFn, now: datetime) -> NeedSide:
    return a_need(
        draw(persons(now)),
        **draw(_postings()),
        kind=draw(st.sampled_from(["listening", "experience", "practical"])),
        urgency=draw(st.sampled_from(["today", "this_week", "whenever"])),
        needed_by=draw(st.none() | st.just(now.date() + timedelta(days=draw(st.integers(-1, 20))))),
        danger=draw(st.booleans()),
        waiting_since=now - timedelta(minutes=draw(st.integers(-60, 10**6))),
    )


@st.composite
def pasts(draw: st.DrawFn) -> Past:
    asked = draw(st.tuples(*[st.integers(0, 200)] * 4))
    answered = draw(st.tuples(*[st.integers(0, each) for each in asked]))
    return Past(asked, answered, draw(st.integers(0, sum(answered))))


@st.composite
def offers(draw: st.DrawFn, now: datetime) -> OfferSide:
    return an_offer(
        draw(persons(now)),
        **draw(_postings()),
        avoids=draw(st.frozensets(st.integers(0, 5), max_size=1)),
        kinds=draw(_some(["listening", "experience", "practical"])),
        takes_danger=draw(st.booleans()),
        room=draw(st.integers(0, 3)),
        person_room=draw(st.integers(0, 3)),
        past=draw(pasts()),
        load=draw(st.integers(0, 50)),
    )

"""Maya needs, Omar offers: two sides that may meet, for tests to change one thing about."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from matching.engine.side import Hours, NeedSide, OfferSide, Past, Person, Quiet, Window, Wishes

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # a Monday

LOSS, GRIEF, PETS, WORK = 1, 2, 3, 4  # grief and pets lie under loss

EVENINGS = tuple(Window(weekday, 18 * 60, 21 * 60) for weekday in range(5))
NO_QUIET = Quiet(0, 0)


def a_person(member_id: int, **changes: Any) -> Person:
    person = Person(
        member_id=member_id,
        in_good_standing=True,
        languages=frozenset({"en"}),
        hours=Hours("Europe/Berlin", EVENINGS),
        quiet=NO_QUIET,
        asked_in_quiet_hours=False,
        gender="",
        age_band="",
        blocks=frozenset(),
        may_know=frozenset(),
        never_ask=frozenset(),
        address_hash=f"hash of member {member_id}",
        resting=frozenset(),
        again=frozenset(),
    )
    return replace(person, **changes)


def a_past(asked: int = 0, answered: int = 0, yeses: int = 0, part: int = 1) -> Past:
    """A past in one part of the day; Omar's is the second at `NOW`."""
    there = [number == part for number in range(4)]
    return Past(tuple(asked * here for here in there), tuple(answered * here for here in there), yeses)


MAYA, OMAR = a_person(1), a_person(2)


def a_need(person: Person = MAYA, **changes: Any) -> NeedSide:
    need = NeedSide(
        id=10,
        community_id=100,
        person=person,
        topics=frozenset({GRIEF}),
        lineage=frozenset({GRIEF, LOSS}),
        kind="listening",
        formats=frozenset({"chat", "call"}),
        languages=frozenset({"en"}),
        area=None,
        near=frozenset(),
        wishes=Wishes(),
        urgency="whenever",
        needed_by=None,
        danger=False,
        waiting_since=NOW,
        places=1,
    )
    return replace(need, **changes)


def an_offer(person: Person = OMAR, **changes: Any) -> OfferSide:
    offer = OfferSide(
        id=20,
        community_id=100,
        person=person,
        topics=frozenset({GRIEF}),
        lineage=frozenset({GRIEF, LOSS}),
        avoids=frozenset(),
        kinds=frozenset({"listening", "advice"}),
        formats=frozenset({"chat"}),
        languages=frozenset({"en", "de"}),
        area=None,
        near=frozenset(),
        wishes=Wishes(),
        takes_danger=False,
        room=1,
        person_room=3,
        load=0,
    )
    return replace(offer, **changes)

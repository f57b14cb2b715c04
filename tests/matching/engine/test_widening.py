"""What would widen the search: one change at a time, judged by the rules, and blind to what lies between people."""

from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.rules import may_meet
from matching.engine.side import Hours, NeedSide, OfferSide, Window, Wishes
from matching.engine.widening import ALL_WEEK, opened, untied_need, untied_offer, variants
from tests.matching.engine.cast import GRIEF, LOSS, MAYA, NOW, OMAR, PETS, a_need, a_person, an_offer
from tests.matching.engine.strategies import needs, offers

CHANGES = [
    "more_hours",
    "chat_and_call",
    "more_languages",
    "listening",
    "broader_topics",
    "more_time",
    "no_wishes",
]
# A need with something to let go of in every way.
NARROW = a_need(
    replace(MAYA, languages=frozenset({"en", "pt"})),
    kind="advice",
    formats=frozenset({"chat"}),
    needed_by=NOW.date(),
    wishes=Wishes(shared_experience=True),
)
# A need that asks for nothing in particular.
BROAD = a_need(
    replace(MAYA, hours=Hours("Europe/Berlin", ALL_WEEK)),
    topics=frozenset({LOSS}),
    lineage=frozenset({LOSS}),
    formats=frozenset({"chat", "call"}),
)


def test_every_change_changes_one_thing() -> None:
    changed = {
        name: {
            field.name
            for field in fields(NeedSide)
            if getattr(variant, field.name) != getattr(NARROW, field.name)
        }
        for name, variant in variants(NARROW).items()
    }
    assert list(changed) == CHANGES
    assert changed == {
        "more_hours": {"person"},
        "chat_and_call": {"formats"},
        "more_languages": {"languages"},
        "listening": {"kind"},
        "broader_topics": {"topics"},
        "more_time": {"needed_by"},
        "no_wishes": {"wishes"},
    }


def test_where_a_change_changes_nothing_it_is_not_named() -> None:
    assert variants(BROAD) == {}
    assert list(variants(BROAD, speaks=frozenset({"pt"}))) == ["more_languages"]


def test_what_is_for_today_may_wait_for_the_week_and_days_away_stay_away() -> None:
    away = ((NOW.date(), NOW.date()),)
    need = a_need(replace(MAYA, hours=Hours("Europe/Berlin", (), away)), urgency="today")
    assert variants(need)["more_time"].urgency == "this_week"
    assert variants(need)["more_hours"].person.hours.away == away


MORNINGS = Hours("Europe/Berlin", tuple(Window(weekday, 8 * 60, 9 * 60) for weekday in range(7)))


@pytest.mark.parametrize(
    ("change", "need", "offer"),
    [
        ("more_hours", a_need(), an_offer(replace(OMAR, hours=MORNINGS))),
        ("chat_and_call", a_need(formats=frozenset({"chat"})), an_offer(formats=frozenset({"call"}))),
        ("more_languages", a_need(NARROW.person), an_offer(languages=frozenset({"pt"}))),
        ("listening", a_need(kind="learning"), an_offer()),
        ("broader_topics", a_need(), an_offer(topics=frozenset({PETS}), lineage=frozenset({PETS, LOSS}))),
        ("more_time", a_need(needed_by=NOW.date() - timedelta(days=1)), an_offer()),
        ("no_wishes", a_need(wishes=Wishes(shared_experience=True)), an_offer()),
    ],
)
def test_a_change_opens_whom_it_is_about_and_no_other_change_does(
    change: str, need: NeedSide, offer: OfferSide
) -> None:
    assert not may_meet(need, offer, NOW)
    found = opened(need, variants(need), [offer], NOW)
    assert {name for name, helpers in found.items() if helpers} == {change}
    assert found[change] == {OMAR.member_id}


def test_whoever_can_be_asked_already_is_opened_by_nothing() -> None:
    """Not even by another of their offers."""
    other = an_offer(id=21, kinds=frozenset({"practical"}), formats=frozenset({"call"}))
    need = a_need(formats=frozenset({"chat"}))
    assert not any(opened(need, variants(need), [an_offer(), other], NOW).values())


@settings(deadline=None, max_examples=100)
@given(data=st.data())
def test_a_change_opens_only_whom_the_rules_allow(data: st.DataObject) -> None:
    need, some = data.draw(needs(NOW)), data.draw(st.lists(offers(NOW), max_size=4))
    changes = variants(need)
    for name, helpers in opened(need, changes, some, NOW).items():
        allowed = {offer.person.member_id for offer in some if may_meet(changes[name], offer, NOW)}
        already = {offer.person.member_id for offer in some if may_meet(need, offer, NOW)}
        assert helpers == allowed - already


BETWEEN: dict[str, Any] = {
    name: frozenset(range(10)) for name in ("blocks", "may_know", "resting", "again")
} | {"never_ask": frozenset({OMAR.address_hash, MAYA.address_hash})}


@settings(deadline=None, max_examples=100)
@given(data=st.data())
def test_what_untied_sides_tell_is_blind_to_what_lies_between_people(data: st.DataObject) -> None:
    """No block, no answer, no wish of the helper and nobody being asked changes what a seeker could read."""
    need, offer = data.draw(needs(NOW)), data.draw(offers(NOW))
    paused = replace(need.person, **BETWEEN, in_good_standing=False)
    tied = replace(need, person=paused, asking=frozenset(range(10)))
    busy = replace(
        offer, person=replace(offer.person, **BETWEEN), wishes=Wishes(same_gender=True), room=0, person_room=0
    )

    def told(need: NeedSide, offer: OfferSide) -> dict[str, frozenset[int]]:
        bare = untied_need(need)
        return opened(bare, variants(bare), [untied_offer(offer)], NOW)

    assert told(tied, offer) == told(need, busy) == told(need, offer)


def test_untied_sides_keep_what_was_posted() -> None:
    stranger = a_person(3, blocks=frozenset({1}), resting=frozenset({1}))
    need, offer = untied_need(NARROW), untied_offer(an_offer(stranger, room=0))
    assert (need.wishes, need.person.hours) == (NARROW.wishes, NARROW.person.hours)
    assert (offer.topics, offer.languages, offer.person.hours) == (
        frozenset({GRIEF}),
        an_offer().languages,
        stranger.hours,
    )
    assert may_meet(untied_need(a_need()), offer, NOW)

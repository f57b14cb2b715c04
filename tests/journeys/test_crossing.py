"""Two people act at the same moment, each on what the other holds: neither waits for the other for ever."""

import time
from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import transaction

from accounts import communities
from accounts.models import Member
from matching import availability, matcher, matches, needs, never_ask, standing, topics, waiting
from matching.engine.side import Window
from matching.models import Need, Offer
from tests.journeys.steps import at_once, hold_round, only

pytestmark = pytest.mark.django_db(transaction=True)

MORNINGS = [Window(weekday, 8 * 60, 22 * 60) for weekday in range(7)]


@pytest.fixture(autouse=True)
def no_broker(rung: list[object]) -> None:
    """Doorbells are heard, not carried."""


def slowly(monkeypatch: pytest.MonkeyPatch, where: object, name: str) -> None:
    """Lets the other one in between."""
    step = getattr(where, name)

    def slow(*args: object, **kwargs: object) -> object:
        time.sleep(0.1)
        return step(*args, **kwargs)

    monkeypatch.setattr(where, name, slow)


def test_two_who_are_put_to_each_other_change_their_hours(
    maya: Member,
    omar: Member,
    post_need: Callable[..., Need],
    post_offer: Callable[..., Offer],
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    post_offer(omar)
    match = only(hold_round(post_need(maya), now))
    slowly(monkeypatch, availability, "write_masks")
    at_once(
        *(
            lambda member=member: availability.replace(member=member, windows=MORNINGS, now=now)
            for member in (maya, omar)
        )
    )
    match.refresh_from_db()
    assert match.state == "proposed"


def test_two_who_are_put_to_each_other_list_addresses(
    maya: Member,
    omar: Member,
    post_need: Callable[..., Need],
    post_offer: Callable[..., Offer],
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    post_offer(omar)
    hold_round(post_need(maya), now)
    slowly(monkeypatch, never_ask, "keyed_hash")
    at_once(
        *(
            lambda member=member: never_ask.add(member=member, address="ash@members.example", now=now)
            for member in (maya, omar)
        )
    )
    assert [member.never_ask.count() for member in (maya, omar)] == [1, 1]


def test_somebody_leaves_while_a_moderator_pauses_them(
    maya: Member, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    membership = maya.memberships.get()
    slowly(monkeypatch, matches, "recheck")
    slowly(monkeypatch, communities, "leave")
    at_once(
        lambda: standing.pause_matching(membership=membership, now=now),
        lambda: standing.leave(membership=membership, now=now),
    )
    membership.refresh_from_db()
    assert (membership.standing, membership.matching_paused_at) == ("left", now)


def test_two_helpers_say_no_at_once(
    maya: Member,
    lena: Member,
    make_member: Callable[..., Member],
    post_need: Callable[..., Need],
    post_offer: Callable[..., Offer],
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each no wakes the need that the other helper was asked about."""
    asked = [
        matches.propose(
            need_id=post_need(seeker, urgency="today").pk,
            offer_id=post_offer(make_member(name), capacity=1).pk,
            now=now,
        )
        for seeker, name in ((maya, "Ash"), (lena, "Birch"))
    ]
    slowly(monkeypatch, topics, "reach")
    at_once(
        *(
            lambda match=match: matches.answer(
                match=match, member=match.helper, answer="no", seen=(1, 1), now=now
            )
            for match in asked
        )
    )
    matcher.run(community_id=asked[0].community_id, now=lambda: now)
    assert {match.need.matches.filter(state="proposed").count() for match in asked} == {1}, (
        "each has the other now"
    )


def test_a_need_that_somebody_holds_is_woken_as_soon_as_they_let_go(
    maya: Member,
    omar: Member,
    post_need: Callable[..., Need],
    post_offer: Callable[..., Offer],
    now: datetime,
) -> None:
    need = post_need(maya)
    matcher.run(community_id=need.community_id, now=lambda: now)
    at_once(lambda: renew_slowly(need, now), lambda: post_in_between(post_offer, omar))
    assert need.pk in waiting.call(need.community_id, now=now).all_needs


def post_in_between(post_offer: Callable[..., Offer], member: Member) -> None:
    time.sleep(0.1)
    post_offer(member)


def renew_slowly(need: Need, now: datetime) -> None:
    with transaction.atomic():
        needs.renew(need=need, now=now)
        time.sleep(0.3)

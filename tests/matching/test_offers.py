"""Offers: pausing, lowering and closing never leave somebody asked in vain, and never end a conversation."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Member
from matching import matches, offers
from matching.models import Match, Need, Offer, OfferState

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposed(
    maya: Member,
    omar: Member,
    post_need: Callable[..., Need],
    post_offer: Callable[..., Offer],
    now: datetime,
) -> Match:
    return matches.propose(need_id=post_need(maya).pk, offer_id=post_offer(omar).pk, now=now)


def fields_of(offer: Offer) -> dict[str, Any]:
    return {
        "topics": list(offer.topics.all()),
        "avoids": list(offer.avoids.all()),
        "kinds": offer.kinds,
        "formats": offer.formats,
        "languages": offer.languages,
        "capacity": offer.capacity,
    }


def connect(match: Match, now: datetime) -> None:
    for member in (match.helper, match.seeker):
        matches.answer(match=match, member=member, answer="yes", seen=(1, 1), now=now)


def test_a_pause_takes_the_open_proposal_back_and_ends_on_its_day(
    proposed: Match, omar: Member, now: datetime
) -> None:
    offers.pause(offer=proposed.offer, now=now, until=date(2026, 12, 1))
    proposed.refresh_from_db()
    assert proposed.state == "superseded"
    assert offers.resume_due(now=now + timedelta(days=7)) == 0
    assert offers.resume_due(now=now + timedelta(days=8)) == 1
    assert Offer.objects.get().state == OfferState.OPEN


def test_a_pause_leaves_conversations_alone(proposed: Match, now: datetime) -> None:
    connect(proposed, now)
    offers.pause(offer=proposed.offer, now=now)
    proposed.refresh_from_db()
    assert proposed.state == "connected"


def test_a_pause_into_the_past_is_refused(proposed: Match, now: datetime) -> None:
    with pytest.raises(ValidationError):
        offers.pause(offer=proposed.offer, now=now, until=date(2026, 11, 23))


def test_people_at_once_cannot_go_below_those_one_is_with(
    proposed: Match, make_member: Callable[..., Member], post_need: Callable[..., Need], now: datetime
) -> None:
    connect(proposed, now)
    second = matches.propose(need_id=post_need(make_member("Ash")).pk, offer_id=proposed.offer_id, now=now)
    offer = Offer.objects.get()
    lowered = offers.edit(offer=offer, now=now, **fields_of(offer) | {"capacity": 1})
    second.refresh_from_db()
    assert (lowered.capacity, second.state) == (1, "superseded")
    assert Match.objects.get(pk=proposed.pk).state == "connected"


def test_two_conversations_cannot_be_made_one_by_lowering(
    proposed: Match, make_member: Callable[..., Member], post_need: Callable[..., Need], now: datetime
) -> None:
    connect(proposed, now)
    connect(
        matches.propose(need_id=post_need(make_member("Ash")).pk, offer_id=proposed.offer_id, now=now), now
    )
    offer = Offer.objects.get()
    with pytest.raises(ValidationError) as refusal:
        offers.edit(offer=offer, now=now, **fields_of(offer) | {"capacity": 1})
    assert list(refusal.value.message_dict) == ["capacity"]


def test_own_words_may_change_without_taking_anything_back(proposed: Match, now: datetime) -> None:
    offer = proposed.offer
    edited = offers.edit(offer=offer, now=now, **fields_of(offer) | {"experience": "I like silence."})
    proposed.refresh_from_db()
    assert (proposed.state, edited.version) == ("proposed", 2)


def test_a_closed_offer_stays_closed(proposed: Match, now: datetime) -> None:
    closed = offers.close(offer=proposed.offer, now=now)
    with pytest.raises(offers.Frozen):
        offers.resume(offer=closed, now=now)

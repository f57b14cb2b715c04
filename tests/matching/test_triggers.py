"""What the database itself refuses of a match, whoever writes it."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Member
from matching import matches
from matching.models import Block, Match, Need, Offer

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


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(
            {"state": "connected", "connected_at": "2026-11-23T12:00Z"}, id="connected without both yes"
        ),
        pytest.param(
            {"state": "completed", "ended_at": "2026-11-23T12:00Z"}, id="completed without being connected"
        ),
        pytest.param({"state": "declined"}, id="over without an end"),
        pytest.param({"expires_at": None}, id="asked without a deadline"),
        pytest.param({"state": "in_review", "expires_at": None, "proposed_at": None}, id="back into review"),
    ],
)
def test_no_such_match_can_be_written(proposed: Match, change: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Match.objects.filter(pk=proposed.pk).update(**change)


def test_final_states_are_final(proposed: Match, now: datetime) -> None:
    Match.objects.filter(pk=proposed.pk).update(state="declined", ended_at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Match.objects.filter(pk=proposed.pk).update(state="proposed")


def test_an_ending_gives_the_places_back(proposed: Match, omar: Member, now: datetime) -> None:
    def counted() -> tuple[int, int, int]:
        return (
            Member.objects.get(pk=omar.pk).helping,
            Need.objects.get(pk=proposed.need_id).live,
            Offer.objects.get(pk=proposed.offer_id).live,
        )

    assert counted() == (1, 1, 1)
    Match.objects.filter(pk=proposed.pk).update(state="declined", ended_at=now)
    assert counted() == (0, 0, 0)


def test_a_place_that_is_not_there_cannot_be_taken(proposed: Match) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Offer.objects.filter(pk=proposed.offer_id).update(capacity=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        Offer.objects.filter(pk=proposed.offer_id).update(live=3)


def test_no_live_match_across_a_block(proposed: Match, maya: Member, omar: Member, now: datetime) -> None:
    Match.objects.filter(pk=proposed.pk).update(state="expired", ended_at=now)
    Block.objects.create(blocker=omar, blocked=maya, created_at=now)
    with pytest.raises(IntegrityError, match="block"), transaction.atomic():
        Match.objects.create(
            community=proposed.community,
            need=proposed.need,
            offer=proposed.offer,
            seeker=maya,
            helper=omar,
            need_version=1,
            offer_version=1,
            state="in_review",
            created_at=now,
        )

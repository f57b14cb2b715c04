"""A need's time runs out: whatever lies in the way, it closes, its writer hears so, and can ask again."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.models import Community, Member
from matching import matches, needs
from matching.models import Match, MatchState, Need, NeedState, Offer
from tests.journeys.steps import fields_of, hold_round, only, say, told

Post = Callable[..., Need]
PostOffer = Callable[..., Offer]

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def overdue(proposed: Match, now: datetime) -> Match:
    """Omar is still being asked when the need's own time is over."""
    Need.objects.update(expires_at=now + timedelta(hours=1))
    return proposed


def test_its_writer_hears_so_even_if_somebody_was_being_asked(
    overdue: Match, maya: Member, omar: Member, now: datetime
) -> None:
    later = now + timedelta(hours=2)
    needs.expire_due(now=later)
    assert told(maya) == ["need_searching"], "somebody may still say yes"
    say(overdue, omar, "no", later)
    needs.expire_due(now=later)
    overdue.need.refresh_from_db()
    assert (overdue.need.state, overdue.need.closed_because) == (NeedState.CLOSED, "expired")
    assert told(maya) == ["need_searching", "need_expired"]


@pytest.mark.parametrize("changes", [{"languages": ["en", "pt"]}, {"urgency": "whenever"}])
def test_it_can_be_changed_until_it_has_closed(
    overdue: Match, now: datetime, changes: dict[str, object]
) -> None:
    need = needs.edit(need=overdue.need, now=now + timedelta(hours=2), **fields_of(overdue.need) | changes)
    assert need.state == NeedState.OPEN


def test_withdrawn_late_is_withdrawn_not_expired(overdue: Match, maya: Member, now: datetime) -> None:
    needs.withdraw(need=overdue.need, now=now + timedelta(hours=2))
    assert told(maya) == ["need_searching"]


def test_it_does_not_wait_for_a_moderator_to_look_at_a_proposal(
    riverside: Community, maya: Member, omar: Member, post_need: Post, post_offer: PostOffer, now: datetime
) -> None:
    Community.objects.update(review_proposals=True)
    post_offer(omar)
    match = only(hold_round(post_need(maya, urgency="today"), now))
    assert needs.expire_due(now=now + DAY) == 1
    match.refresh_from_db()
    assert (match.state, match.need.state) == (MatchState.SUPERSEDED, NeedState.CLOSED)
    assert told(maya) == ["need_expired"]
    assert told(omar) == []


def test_nobody_found_is_said_where_a_moderator_let_no_proposal_go_out(
    riverside: Community, maya: Member, omar: Member, post_need: Post, post_offer: PostOffer, now: datetime
) -> None:
    Community.objects.update(review_proposals=True)
    post_offer(omar)
    match = only(hold_round(post_need(maya), now))
    matches.refuse(match=match, now=now)
    needs.tell_waiting(now=now + DAY)
    assert told(maya) == ["need_no_match"]


@pytest.mark.parametrize(
    ("zone", "kept"), [("Pacific/Auckland", None), ("America/Los_Angeles", date(2026, 11, 23))]
)
def test_the_day_it_was_needed_by_passes_where_its_writer_lives(
    make_member: Callable[..., Member], post_need: Post, zone: str, kept: date | None, now: datetime
) -> None:
    need = needs.withdraw(
        need=post_need(make_member("Ash", zone=zone), needed_by=date(2026, 11, 23), now=now - DAY), now=now
    )
    evening = datetime(2026, 11, 24 if kept else 23, 3 if kept else 20, tzinfo=UTC)
    assert needs.reopen(need=need, now=evening).needed_by == kept


def test_asked_again_it_still_goes_to_those_trained_for_it(
    maya: Member, post_need: Post, now: datetime
) -> None:
    need = post_need(maya)
    Need.objects.update(danger=True)
    need = needs.withdraw(need=need, now=now)
    assert needs.reopen(need=need, now=now).danger

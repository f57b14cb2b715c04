"""Matches of the past: history that takes no place, tells nobody, and can only be about what is over."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from accounts.models import Member, Notification
from matching import matches
from matching.models import Closing, Match, MatchState, Need, Offer


@pytest.fixture
def closed(maya: Member, post_need: Callable[..., Need], now: datetime) -> Need:
    need = post_need(maya, now=now - timedelta(days=20))
    Need.objects.filter(pk=need.pk).update(
        state="closed", closed_because=Closing.HELPED, closed_at=now - timedelta(days=12)
    )
    need.refresh_from_db()
    return need


def test_a_completed_match_is_recorded_with_both_answers_and_takes_no_place(
    closed: Need, omar: Member, post_offer: Callable[..., Offer], now: datetime
) -> None:
    offer = post_offer(omar)
    began = now - timedelta(days=19)
    assert matches.record_past([matches.Completed(need=closed, offer=offer, connected_at=began)]) == 1
    match = Match.objects.get()
    assert (match.state, match.seeker, match.helper) == (MatchState.COMPLETED, closed.member, omar)
    assert (match.seeker_answer, match.helper_answer, match.connected_at) == ("yes", "yes", began)
    assert match.ended_at == closed.closed_at
    for row in (closed, offer, omar):
        row.refresh_from_db()
    assert (closed.live, offer.live, omar.helping) == (0, 0, 0)
    assert not Notification.objects.exists()


def test_a_need_that_is_alive_has_no_past_match(
    maya: Member,
    omar: Member,
    post_need: Callable[..., Need],
    post_offer: Callable[..., Offer],
    now: datetime,
) -> None:
    alive = matches.Completed(need=post_need(maya), offer=post_offer(omar), connected_at=now)
    with pytest.raises(ValueError, match="Only a closed need"):
        matches.record_past([alive])
    assert not Match.objects.exists()

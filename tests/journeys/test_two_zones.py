"""Berlin and New York change their clocks a week apart: what is a shared half hour in October is none in that week."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from accounts.models import Member
from matching import availability, explain, matcher
from matching.engine.side import Window
from matching.models import Need, Offer

pytestmark = pytest.mark.django_db

# 18:00 to 18:45 in Berlin and 12:15 to 13:00 in New York: half an hour together, as long as six hours lie between.
IN_BERLIN = [Window(weekday, 18 * 60, 18 * 60 + 45) for weekday in range(7)]
IN_NEW_YORK = [Window(weekday, 12 * 60 + 15, 13 * 60) for weekday in range(7)]


@pytest.mark.parametrize(
    ("day", "meets"),
    [
        pytest.param(datetime(2026, 10, 20, 9, tzinfo=UTC), True, id="both still on summer time"),
        pytest.param(datetime(2026, 10, 27, 9, tzinfo=UTC), False, id="Berlin has changed, New York has not"),
        pytest.param(datetime(2026, 11, 3, 9, tzinfo=UTC), True, id="both have changed"),
    ],
)
def test_a_need_for_today_is_met_only_where_the_clocks_agree(
    day: datetime,
    meets: bool,
    make_member: Callable[..., Member],
    post_need: Callable[..., Need],
    post_offer: Callable[..., Offer],
) -> None:
    maya, omar = make_member("Maya", zone="Europe/Berlin"), make_member("Omar", zone="America/New_York")
    Member.objects.update(quiet_from="00:00", quiet_until="00:00")
    availability.replace(member=maya, windows=IN_BERLIN, now=day)
    availability.replace(member=omar, windows=IN_NEW_YORK, now=day)
    post_offer(omar, now=day)
    need = post_need(maya, urgency="today", now=day)
    matcher.run(community_id=need.community_id, now=lambda: day)
    assert need.matches.filter(state="proposed").exists() is meets
    if not meets:
        (fell,) = explain.explain_need(need, now=day).fell
        assert (fell.rule, fell.only) == ("share_half_an_hour", 1)


def test_over_two_weeks_the_change_still_leaves_days_to_meet(
    make_member: Callable[..., Member], post_need: Callable[..., Need], post_offer: Callable[..., Offer]
) -> None:
    day = datetime(2026, 10, 27, 9, tzinfo=UTC)
    maya, omar = make_member("Maya", zone="Europe/Berlin"), make_member("Omar", zone="America/New_York")
    availability.replace(member=maya, windows=IN_BERLIN, now=day)
    availability.replace(member=omar, windows=IN_NEW_YORK, now=day)
    post_offer(omar, now=day)
    need = post_need(maya, now=day)
    matcher.run(community_id=need.community_id, now=lambda: day)
    assert need.matches.filter(state="proposed").exists(), "the second week has shared hours again"

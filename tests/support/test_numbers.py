"""Safety by numbers: three blocks or two reports by different people pause a helper until a moderator looks."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from accounts import communities
from accounts.models import Community, Member, Membership, Numbers, Role
from matching import blocks, matches
from matching.models import Match, MatchState, Need, Offer
from support import cases, numbers, reports
from support.moderation import members as decisions
from support.policies import remit_of
from tests.support.conftest import Connect

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rung")]

DAY = timedelta(days=1)
Make = Callable[..., Member]


@pytest.fixture
def helped(make_member: Make, connect: Connect, omar: Member) -> list[Match]:
    """Four people whom Omar helped, one after the other."""
    Member.objects.filter(pk=omar.pk).update(max_people=9, max_asks_week=20)
    Membership.objects.filter(member=omar).update(helper_limits="lifted")
    return [connect(make_member(name), omar) for name in ("Ada", "Ben", "Cleo", "Dan")]


def place(member: Member) -> Membership:
    return Membership.objects.get(member=member, community__slug="riverside")


def block(matches: list[Match], now: datetime) -> None:
    for match in matches:
        blocks.block(blocker=match.seeker, blocked=match.helper, now=now)


def test_the_third_block_pauses_and_takes_open_proposals_back(
    helped: list[Match], omar: Member, lena: Member, post_need: Callable[..., Need], now: datetime
) -> None:
    offer = Offer.objects.filter(member=omar).latest("pk")
    asked = matches.propose(need_id=post_need(lena).pk, offer_id=offer.pk, now=now)
    block(helped[:2], now)
    assert place(omar).matching_paused_at is None
    block(helped[2:3], now)
    paused = place(omar)
    assert (paused.matching_paused_at, paused.paused_by_numbers) == (now, Numbers.BLOCKS)
    asked.refresh_from_db()
    assert asked.state == MatchState.SUPERSEDED
    helped[3].refresh_from_db()
    assert helped[3].state == MatchState.CONNECTED


def test_only_different_people_within_thirty_days_count(
    helped: list[Match], omar: Member, lena: Member, now: datetime
) -> None:
    block(helped[:1], now - 31 * DAY)
    block(helped[1:2] * 3, now)
    blocks.block(blocker=lena, blocked=omar, now=now)  # they never met
    block(helped[2:3], now)
    assert place(omar).matching_paused_at is None


def test_a_seeker_is_not_paused_by_the_helpers_number(
    make_member: Make, connect: Connect, maya: Member, now: datetime
) -> None:
    for name in ("Ada", "Ben", "Cleo"):
        match = connect(maya, make_member(name))
        blocks.block(blocker=match.helper, blocked=maya, now=now)
    assert place(maya).matching_paused_at is None


def test_two_reports_by_different_people_pause(helped: list[Match], omar: Member, now: datetime) -> None:
    for match in (helped[0], helped[0], helped[1]):
        assert place(omar).matching_paused_at is None
        reports.report(reporter=match.seeker, match=match, words=f"He pressed {match.pk} me.", now=now)
    assert place(omar).paused_by_numbers == Numbers.REPORTS


def test_a_block_counts_everywhere_and_pauses_only_where_two_of_them_met(
    helped: list[Match], omar: Member, now: datetime
) -> None:
    hill = communities.create(name="Hill", slug="hill", by=helped[0].seeker, now=now, languages=["en"])
    communities.join(community=hill, member=omar, display_name="Omar", now=now)
    block(helped[:3], now)
    assert Membership.objects.get(member=omar, community=hill).matching_paused_at is None
    assert place(omar).matching_paused_at == now


def test_they_are_told_half_a_day_later_and_moderators_at_once(
    helped: list[Match], omar: Member, nour: Member, told: Callable[[Member], list[str]], now: datetime
) -> None:
    block(helped[:3], now)
    for _twice in range(2):
        numbers.sweep(now=now + timedelta(minutes=1))
    assert "matching_paused" not in told(omar)
    assert told(nour).count("place_review") == 1
    for _twice in range(2):
        numbers.sweep(now=now + numbers.TOLD_AFTER)
    assert told(omar).count("matching_paused") == 1


def test_a_case_until_a_moderator_has_looked_and_then_counting_begins_anew(
    helped: list[Match], omar: Member, nour: Member, riverside: Community, now: datetime
) -> None:
    block(helped[:3], now)
    remit = remit_of(nour, riverside)
    assert remit is not None
    assert [case.kind.name for case in cases.waiting(remit, now=now)] == ["paused"]
    seen = numbers.evidence(remit, place(omar), now=now)
    assert (seen.blocks, seen.blocked_on, seen.reports) == (3, [now.date()] * 3, [])
    decisions.resume_matching(membership=place(omar), by=nour, now=now + DAY)
    assert cases.waiting(remit, now=now + DAY) == []
    block(helped[3:], now + DAY)
    assert place(omar).matching_paused_at is None


def test_whoever_is_among_the_blockers_does_not_see_the_case(
    helped: list[Match], omar: Member, nour: Member, riverside: Community, now: datetime
) -> None:
    riverside.memberships.filter(member=helped[0].seeker).update(role=Role.MODERATOR)
    block(helped[:3], now)
    near = remit_of(helped[0].seeker, riverside)
    assert near is not None
    assert cases.waiting(near, now=now) == []


def test_moderators_see_the_blocks_of_their_own_community_alone(
    helped: list[Match], omar: Member, nour: Member, now: datetime
) -> None:
    hill = communities.create(name="Hill", slug="hill", by=helped[0].seeker, now=now, languages=["en"])
    Match.objects.filter(pk=helped[0].pk).update(community=hill)
    block(helped[:3], now)
    remit = remit_of(nour, place(omar).community)
    assert remit
    assert numbers.evidence(remit, place(omar), now=now) == numbers.Evidence(True, 0, [], [])
    block(helped[3:], now)
    assert numbers.evidence(remit, place(omar), now=now).blocks == 3

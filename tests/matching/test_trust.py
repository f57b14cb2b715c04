"""Where a community asks for it, sensitive topics go only to admitted helpers, on every way to a match."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import OperationalError, connection, transaction

from accounts.guides import Guide, note_read
from accounts.models import Community, HelperLimits, Member, Membership
from matching import matcher, matches, offers, sides, trust
from matching.matches import NotPermitted
from matching.models import Match, MatchState, Need, Offer, Topic
from tests.journeys.steps import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rung")]

Post = Callable[..., Need]
PostOffer = Callable[..., Offer]


def run(community: Community, now: datetime) -> None:
    matcher.run(community_id=community.pk, now=lambda: now)


def asks(community: Community, now: datetime, *, admission: bool = True) -> None:
    trust.ask_for_admission(community=community, asks=admission, guide=True, reference=False, now=now)


def place_of(member: Member, community: Community) -> Membership:
    return Membership.objects.get(member=member, community=community)


def test_a_sensitive_topic_waits_for_an_admitted_helper(
    riverside: Community, maya: Member, omar: Member, post_need: Post, post_offer: PostOffer, now: datetime
) -> None:
    asks(riverside, now)
    need, offer = post_need(maya), post_offer(omar)
    run(riverside, now)
    with pytest.raises(NotPermitted):
        matches.propose(need_id=need.pk, offer_id=offer.pk, now=now)
    assert not Match.objects.exists()
    trust.admit(membership=place_of(omar, riverside), now=now)
    run(riverside, now)
    assert Match.objects.get().helper == omar


def test_other_topics_and_other_communities_go_on_as_before(
    riverside: Community, maya: Member, omar: Member, post_need: Post, post_offer: PostOffer, now: datetime
) -> None:
    asks(riverside, now)
    plain = Topic.objects.get(slug="sleep")
    need, offer = post_need(maya, topics=[plain]), post_offer(omar, topics=[plain])
    assert matches.propose(need_id=need.pk, offer_id=offer.pk, now=now).state == MatchState.PROPOSED
    asks(riverside, now, admission=False)
    grieving, listening = post_need(maya), post_offer(omar)
    assert matches.propose(need_id=grieving.pk, offer_id=listening.pk, now=now).state == MatchState.PROPOSED


def test_open_proposals_are_taken_back_and_conversations_go_on(
    riverside: Community,
    maya: Member,
    lena: Member,
    omar: Member,
    post_need: Post,
    post_offer: PostOffer,
    now: datetime,
) -> None:
    offer = post_offer(omar)
    met = matches.propose(need_id=post_need(maya, connect_me=True).pk, offer_id=offer.pk, now=now)
    matches.answer(match=met, member=omar, answer="yes", seen=(1, 1), now=now)
    asked = matches.propose(need_id=post_need(lena).pk, offer_id=offer.pk, now=now)

    def states() -> list[str]:
        return [Match.objects.get(pk=match.pk).state for match in (met, asked)]

    asks(riverside, now)
    assert states() == ["connected", "superseded"]
    trust.admit(membership=place_of(omar, riverside), now=now)
    asked = matches.propose(need_id=asked.need_id, offer_id=offer.pk, now=now)
    trust.take_back_admission(membership=place_of(omar, riverside), now=now)
    assert states() == ["connected", "superseded"]


def test_a_moderator_lifts_or_keeps_the_limits_of_new_helpers(
    riverside: Community, omar: Member, post_offer: PostOffer, now: datetime
) -> None:
    offer, place = post_offer(omar), place_of(omar, riverside)
    Member.objects.filter(pk=omar.pk).update(max_people=9, max_asks_week=9, created_at=now)

    def room() -> int:
        return sides.offer_sides([offer], now=now)[offer.pk].person_room

    assert room() == 3
    trust.limit(membership=place, limits=HelperLimits.LIFTED)
    assert room() == 9
    Member.objects.filter(pk=omar.pk).update(created_at=now - timedelta(days=99))
    trust.limit(membership=place, limits=HelperLimits.KEPT)
    assert room() == 3


def test_nobody_offers_help_without_having_read_how_to_listen(
    riverside: Community, omar: Member, grief: Topic, now: datetime
) -> None:
    gives = {
        "topics": [grief],
        "avoids": [],
        "kinds": ["listening"],
        "formats": ["chat"],
        "languages": ["en"],
    }
    with pytest.raises(offers.NotReadYet):
        offers.post(member=omar, community=riverside, now=now, **gives)
    note_read(omar, Guide.LISTENING, now=now)
    assert offers.post(member=omar, community=riverside, now=now, **gives).member == omar


@pytest.mark.django_db(transaction=True)
def test_nobody_proposes_by_the_old_setting_while_it_changes(
    riverside: Community, maya: Member, omar: Member, post_need: Post, post_offer: PostOffer, now: datetime
) -> None:
    need, offer = post_need(maya), post_offer(omar)
    came_of_it: list[str] = []

    def propose() -> None:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '50ms'")
                matches.propose(need_id=need.pk, offer_id=offer.pk, now=now)
                came_of_it.append("proposed")
        except OperationalError:
            came_of_it.append("waits")
        except NotPermitted:
            came_of_it.append("not permitted")
        finally:
            connection.close()

    with transaction.atomic():
        asks(riverside, now)
        at_once(propose)  # the change is not there yet, and nobody acts as if it would never come
    at_once(propose)
    assert came_of_it == ["waits", "not permitted"]

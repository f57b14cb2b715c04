"""Needs and offers posted many at once: as one by one, all or none."""

from datetime import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from pytest_django import DjangoAssertNumQueries

from accounts.guides import Guide, note_read
from accounts.models import Community, Member, Notification
from matching import matcher, needs, offers, waiting
from matching.models import Need, NeedState, Offer, Topic

Fields = dict[str, Any]


@pytest.fixture
def asks(grief: Topic) -> Fields:
    return {
        "topics": [grief],
        "headline": "Somebody who knows the first year",
        "words": "My father died in March.",
        "kind": "listening",
        "formats": ["chat"],
        "languages": ["en"],
    }


@pytest.fixture
def gives(grief: Topic) -> Fields:
    return {
        "topics": [grief],
        "avoids": [],
        "kinds": ["listening"],
        "formats": ["chat"],
        "languages": ["en"],
        "capacity": 2,
    }


def test_needs_posted_together_are_what_they_are_alone(
    maya: Member, lena: Member, riverside: Community, asks: Fields, now: datetime
) -> None:
    alone = needs.post(member=maya, community=riverside, now=now, **asks)
    together = needs.post_many(
        community=riverside, asked=[needs.Asked(maya, now, asks), needs.Asked(lena, now, asks)]
    )
    assert [need.member for need in together] == [maya, lena]
    for need in (alone, *together):
        need.refresh_from_db()
        assert set(need.topics.all()) == set(asks["topics"])
        for field in ("headline", "words", "state", "waiting_since", "expires_at", "places", "version"):
            assert getattr(need, field) == getattr(alone, field)


def test_one_need_that_cannot_stand_stops_all(
    maya: Member, riverside: Community, asks: Fields, now: datetime
) -> None:
    wrong = needs.Asked(maya, now, {**asks, "headline": ""})
    with pytest.raises(ValidationError):
        needs.post_many(community=riverside, asked=[needs.Asked(maya, now, asks), wrong])
    assert not Need.objects.exists()


def test_together_is_as_many_as_one_by_one_but_a_file_may_bring_more(
    maya: Member, riverside: Community, asks: Fields, now: datetime
) -> None:
    many = [needs.Asked(maya, now, asks)] * (needs.MOST_OPEN + 1)
    with pytest.raises(needs.TooMany):
        needs.post_many(community=riverside, asked=many)
    from_a_file = [needs.Asked(maya, now, asks, source_key=str(line)) for line in range(len(many))]
    assert len(needs.post_many(community=riverside, asked=from_a_file)) == needs.MOST_OPEN + 1
    with pytest.raises(needs.TooMany):
        needs.post(member=maya, community=riverside, now=now, **asks)


def test_first_needs_are_read_whether_they_come_alone_or_together(
    maya: Member, nour: Member, riverside: Community, asks: Fields, now: datetime
) -> None:
    known = needs.post(member=nour, community=riverside, now=now, **asks)
    riverside.review_first_needs = True
    riverside.save()
    posted = needs.post_many(
        community=riverside, asked=[needs.Asked(maya, now, asks), needs.Asked(known.member, now, asks)]
    )
    assert [need.state for need in posted] == [NeedState.IN_REVIEW, NeedState.OPEN]
    assert Notification.objects.filter(member=nour, kind="place_review").count() == 1


def test_hardly_more_steps_for_many_than_for_one(
    maya: Member,
    riverside: Community,
    asks: Fields,
    gives: Fields,
    now: datetime,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_max_num_queries(14):
        needs.post_many(community=riverside, asked=[needs.Asked(maya, now, asks)] * 15)
    Need.objects.all().delete()
    note_read(maya, Guide.LISTENING, now=now)
    with django_assert_max_num_queries(14):
        offers.post_many(community=riverside, given=[offers.Given(maya, now, gives)] * 15)


def test_offers_posted_together_wake_the_needs_that_wait(
    maya: Member, omar: Member, riverside: Community, asks: Fields, gives: Fields, now: datetime
) -> None:
    need = needs.post(member=maya, community=riverside, now=now, **asks)
    matcher.run(community_id=riverside.pk, now=lambda: now)
    assert not waiting.call(riverside.pk, now=now).anything
    note_read(omar, Guide.LISTENING, now=now)
    posted = offers.post_many(community=riverside, given=[offers.Given(omar, now, gives)] * 2)
    assert [set(offer.topics.all()) for offer in posted] == [set(gives["topics"])] * 2
    assert waiting.call(riverside.pk, now=now).served == [need.pk]


def test_more_offers_than_one_person_can_keep_are_refused_together(
    omar: Member, riverside: Community, gives: Fields, now: datetime
) -> None:
    with pytest.raises(offers.TooMany):
        offers.post_many(community=riverside, given=[offers.Given(omar, now, gives)] * (offers.MOST_OPEN + 1))
    assert not Offer.objects.exists()

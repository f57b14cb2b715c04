"""What counts in a community: the default, its own weights, and nothing that could be no policy."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Community, Member
from matching import matcher, policy
from matching.engine.ranking import TOP, WEIGHTS
from matching.models import Match, Need, Offer, Policy

pytestmark = pytest.mark.django_db

ONLY_LOAD = dict.fromkeys(WEIGHTS, 0) | {"even_load": 5}


def test_where_nobody_chose_the_default_counts(riverside: Community) -> None:
    assert policy.weights_of(riverside.pk) == WEIGHTS
    assert policy.typed_of(riverside.pk) == (WEIGHTS, 0)


def test_what_was_typed_is_kept_and_its_shares_count(
    riverside: Community, nour: Member, now: datetime
) -> None:
    typed = dict.fromkeys(WEIGHTS, 1)
    kept = policy.save(community=riverside, weights=typed, by=nour, now=now)
    assert (kept.version, kept.changed_by, kept.changed_at) == (1, nour, now)
    assert policy.typed_of(riverside.pk) == (typed, 1)
    assert policy.weights_of(riverside.pk) == dict.fromkeys(WEIGHTS, TOP // len(WEIGHTS))


def test_going_back_follows_the_default_whatever_it_becomes(
    riverside: Community, nour: Member, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    policy.save(community=riverside, weights=ONLY_LOAD, by=nour, now=now)
    assert policy.save(community=riverside, weights=WEIGHTS, by=nour, now=now).version == 2
    assert policy.weights_of(riverside.pk) == WEIGHTS
    monkeypatch.setitem(WEIGHTS, "urgency", WEIGHTS["urgency"] + WEIGHTS["sooner"])
    monkeypatch.setitem(WEIGHTS, "sooner", 0)
    assert policy.weights_of(riverside.pk) == WEIGHTS


@pytest.mark.parametrize(
    "stored",
    [
        {},
        {"topic_closeness": -5, "sooner": "many", "urgency": True, "even_load": 1.5},
        {"stars": 9_000, "topic_closeness": 10_000},
        dict.fromkeys(WEIGHTS, 0),
        dict.fromkeys(WEIGHTS, 10_000),
    ],
)
def test_whatever_is_stored_what_counts_is_bounded_and_makes_ten_thousand(
    riverside: Community, now: datetime, stored: dict[str, Any]
) -> None:
    Policy.objects.create(community=riverside, weights=stored, changed_at=now)
    counts = policy.weights_of(riverside.pk)
    assert list(counts) == list(WEIGHTS)
    assert sum(counts.values()) == TOP
    assert min(counts.values()) >= 0


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"sooner": -1}, "sooner"),
        ({"sooner": TOP + 1}, "sooner"),
        ({"sooner": 1.5}, "sooner"),
        ({"sooner": True}, "sooner"),
        ({"sooner": None}, "sooner"),
        ({"stars": 5}, "stars"),
        (dict.fromkeys(WEIGHTS, 0), "topic_closeness"),
    ],
)
def test_what_cannot_stand_is_refused_beside_its_field(
    riverside: Community, nour: Member, now: datetime, change: dict[str, object], field: str
) -> None:
    with pytest.raises(ValidationError) as refusal:
        policy.save(community=riverside, weights=WEIGHTS | change, by=nour, now=now)
    assert list(refusal.value.message_dict) == [field]
    assert not Policy.objects.exists()


def test_nobody_writes_over_what_they_have_not_seen(
    riverside: Community, nour: Member, now: datetime
) -> None:
    policy.save(community=riverside, weights=ONLY_LOAD, by=nour, now=now, seen=0)
    with pytest.raises(policy.ChangedMeanwhile):
        policy.save(community=riverside, weights=WEIGHTS, by=nour, now=now, seen=0)
    assert policy.typed_of(riverside.pk) == (ONLY_LOAD, 1)


def test_a_round_goes_by_what_counts_here(
    riverside: Community,
    maya: Member,
    omar: Member,
    lena: Member,
    nour: Member,
    post_need: Callable[..., Need],
    post_offer: Callable[..., Offer],
    now: datetime,
) -> None:
    """Omar shares the very topic and has been through it; Lena is with nobody."""
    lived, free = post_offer(omar), post_offer(lena, kinds=["listening"])
    Member.objects.filter(pk=omar.pk).update(helping=1)
    policy.save(community=riverside, weights=ONLY_LOAD, by=nour, now=now)
    post_need(maya)
    matcher.run(community_id=riverside.pk, now=lambda: now)
    match = Match.objects.get()
    assert (match.offer, match.score) == (free, TOP)
    assert match.offer != lived

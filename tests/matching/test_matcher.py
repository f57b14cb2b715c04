"""Rounds: when a need is due, who holds a round, and what is kept of it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connections

from accounts.models import Community, Member
from matching import matcher, matches, waiting
from matching.models import Match, Need, Offer, Round

Post = Callable[..., Need]
PostOffer = Callable[..., Offer]


def due(now: datetime) -> set[int]:
    return set(waiting.due(now=now).values_list("pk", flat=True))


def called(community: Community, now: datetime) -> set[int]:
    return set(waiting.call(community.pk, now=now).all_needs)


@pytest.mark.django_db
def test_a_round_keeps_what_it_did_and_looks_once(
    maya: Member,
    lena: Member,
    omar: Member,
    post_need: Post,
    post_offer: PostOffer,
    riverside: Community,
    now: datetime,
) -> None:
    post_offer(omar, capacity=1)
    for member in (maya, lena):
        post_need(member)
    (held,) = matcher.run(community_id=riverside.pk, now=lambda: now)
    assert (held.waiting, held.candidates, held.matched, held.proposals) == (2, 2, 1, 1)
    assert held.finished_at
    assert matcher.run(community_id=riverside.pk, now=lambda: now) == [], "nothing changed since"


@pytest.mark.django_db
def test_a_need_is_due_when_new_stirred_or_after_ten_minutes(
    maya: Member, omar: Member, post_need: Post, post_offer: PostOffer, riverside: Community, now: datetime
) -> None:
    need = post_need(maya)
    assert due(now) == {need.pk}
    matcher.run(community_id=riverside.pk, now=lambda: now)
    assert due(now) == set()
    post_offer(omar, kinds=["practical"])
    assert called(riverside, now) == set(), "an offer of another kind stirs nobody"
    post_offer(omar)
    assert called(riverside, now) == {need.pk}
    matcher.run(community_id=riverside.pk, now=lambda: now)
    assert due(now + timedelta(minutes=11)) == set(), "somebody is being asked"
    matches.expire_due(now=now + timedelta(days=3))
    assert due(now + timedelta(days=3)) == {need.pk}


@pytest.mark.django_db
def test_what_is_stirred_while_a_round_runs_stays_due(maya: Member, post_need: Post, now: datetime) -> None:
    need = post_need(maya)
    call = waiting.call(need.community_id, now=now)
    waiting.stir(need)
    waiting.looked(call, started=now)
    assert due(now) == {need.pk}


@pytest.mark.django_db(transaction=True)
def test_one_worker_at_a_time_holds_a_communitys_rounds(
    maya: Member, omar: Member, post_need: Post, post_offer: PostOffer, riverside: Community, now: datetime
) -> None:
    post_offer(omar)
    post_need(maya)
    other = connections["default"].copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [matcher.LOCK, riverside.pk])
        assert matcher.run(community_id=riverside.pk, now=lambda: now) == []
    finally:
        other.close()  # a worker that dies lets go
    with connections["default"].cursor() as cursor:  # waits until the database has noticed
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [matcher.LOCK, riverside.pk])
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [matcher.LOCK, riverside.pk])
    assert len(matcher.run(community_id=riverside.pk, now=lambda: now)) == 1


@pytest.mark.django_db(transaction=True)
def test_a_round_that_is_killed_half_way_leaves_nothing_half_done(
    maya: Member,
    omar: Member,
    post_need: Post,
    post_offer: PostOffer,
    riverside: Community,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    post_offer(omar)
    need = post_need(maya)
    real = waiting.looked

    def killed(*args: object, **kwargs: object) -> None:
        raise SystemExit("killed")

    monkeypatch.setattr(waiting, "looked", killed)
    with pytest.raises(SystemExit):
        matcher.run(community_id=riverside.pk, now=lambda: now)
    monkeypatch.setattr(waiting, "looked", real)
    assert Match.objects.filter(need=need, state="proposed").count() == 1
    assert Round.objects.get().finished_at is None
    matcher.run(community_id=riverside.pk, now=lambda: now)
    assert Match.objects.filter(need=need).count() == 1


@pytest.mark.django_db
def test_posting_rings_the_doorbell_after_commit(
    maya: Member,
    post_need: Post,
    riverside: Community,
    rung: list[tuple[str, dict[str, object]]],
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        post_need(maya)
        assert rung == []
    assert ("matching.match_community", {"community_id": riverside.pk}) in rung

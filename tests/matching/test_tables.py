"""The tables that a round reads from the database say what the sides say: pair by pair and point by point."""

from datetime import datetime, timedelta

import pytest

from accounts.models import Community
from matching import sides, tables
from matching.engine import chances, ranking, rules
from matching.engine.gather import EVERYTHING, gather
from matching.engine.together import places
from matching.models import Need, Offer

pytestmark = pytest.mark.django_db

Scores = dict[tuple[int, int], int]
HOURS = [0, 5, 11, 17, 23, 24 * 6]


def by_sides(now: datetime) -> Scores:
    needs = sides.need_sides(Need.objects.all(), now=now).values()
    offers = sides.offer_sides(Offer.objects.all(), now=now).values()
    return {
        (need.id, offer.id): ranking.fit(need, offer, now).total
        for need in needs
        for offer in offers
        if rules.may_meet(need, offer, now)
    }


def by_tables(community: Community, now: datetime, offers: list[int] | None = None) -> Scores:
    ids = list(Need.objects.values_list("pk", flat=True))
    read = tables.load(community_id=community.pk, needs=ids, offers=offers, now=now)
    edges = gather(read, effort=EVERYTHING)
    pairs = zip(read.needs.id[edges.need].tolist(), read.offers.id[edges.offer].tolist(), strict=True)
    return dict(zip(pairs, edges.score.tolist(), strict=True))


@pytest.mark.usefixtures("mixed_crowd")
@pytest.mark.parametrize("hours", HOURS)
def test_both_ways_to_read_a_community_agree(riverside: Community, now: datetime, hours: int) -> None:
    at = now + timedelta(hours=hours, minutes=hours)
    expected = by_sides(at)
    assert len(expected) >= 3
    assert by_tables(riverside, at) == expected


@pytest.mark.usefixtures("mixed_crowd")
def test_offers_by_their_ids_are_read_the_same(
    riverside: Community, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matching.posted.CHUNK", 4)
    ids = list(Offer.objects.order_by("-pk").values_list("pk", flat=True))
    assert by_tables(riverside, now, ids) == by_tables(riverside, now) == by_sides(now)


@pytest.mark.usefixtures("mixed_crowd")
def test_as_many_are_asked_for_a_need_for_today(riverside: Community, now: datetime) -> None:
    asking = sides.need_sides(Need.objects.all(), now=now)
    giving = sides.offer_sides(Offer.objects.all(), now=now)
    scores = by_sides(now)
    pairs = {ids: (asking[ids[0]], giving[ids[1]]) for ids in scores}
    read = tables.load(community_id=riverside.pk, needs=list(asking), now=now)
    found = dict(
        zip(read.needs.id.tolist(), places(read, gather(read, effort=EVERYTHING)).tolist(), strict=True)
    )
    expected = chances.places(pairs, scores, now)
    assert {need: found[need] for need in expected} == expected
    pending = {
        need: read.needs.pending[row]
        for row, need in enumerate(read.needs.id.tolist())
        if row in read.needs.pending
    }
    assert pending == {id: need.pending for id, need in asking.items() if need.pending}
    assert pending


def test_nobody_there_is_no_trouble(riverside: Community, now: datetime) -> None:
    read = tables.load(community_id=riverside.pk, needs=[], now=now)
    assert len(gather(read).need) == 0

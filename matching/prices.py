"""What one more place in each offer would be worth to others, so that who comes alone leaves it to those who need it.

A round in which nearly all who wait find somebody prices nothing: whoever still has room is worth nothing more to those
in it. What counts is who will come. So every hour the needs of the last two weeks are paired once more, as if nobody
was being asked yet, and what that leaves as prices is kept.
"""

from datetime import datetime, timedelta

import numpy as np
from django.db import connection
from django.db.models import Count

from matching import policy, tables
from matching.alone import PRICES, alone
from matching.engine.gather import gather
from matching.engine.ranking import TOP
from matching.engine.tables import Numbers
from matching.engine.together import choose
from matching.models import Need, OfferPrice

LATELY = timedelta(days=14)
MANY = 100  # needs; what fewer leave says little
MOST_NEEDS = 50_000  # the newest
GOOD_FOR = timedelta(days=1)  # they are worked out every hour, unless too few ask by now
DEAREST = 4 * TOP  # more than any fit, so that nothing above it makes a difference

FORGET = """
DELETE FROM matching_offerprice kept USING matching_offer offer
WHERE offer.id = kept.offer_id AND offer.community_id = %(community)s AND kept.left_at < %(now)s
"""
KEEP = """
INSERT INTO matching_offerprice (offer_id, price, left_at)
SELECT id, price, %(now)s FROM unnest(%(offers)s::bigint[], %(prices)s::int[]) AS found(id, price)
WHERE EXISTS (SELECT FROM matching_offer offer WHERE offer.id = found.id)
ORDER BY id
ON CONFLICT (offer_id) DO UPDATE SET price = excluded.price, left_at = excluded.left_at
"""


def communities_with_many(*, now: datetime) -> list[int]:
    """The communities in which so many needs came lately that prices tell something."""
    lately = Need.objects.filter(waiting_since__gt=now - LATELY).order_by().values("community")
    return list(
        lately.annotate(needs=Count("pk")).filter(needs__gte=MANY).values_list("community", flat=True)
    )


def forget_old(*, now: datetime) -> int:
    """Lets go of prices that are no longer worked out anew, because fewer ask now; returns how many."""
    return OfferPrice.objects.filter(left_at__lt=now - GOOD_FOR).delete()[0]


def refresh(*, community_id: int, now: datetime) -> int:
    """Works out the community's prices anew and says how many offers have one. Reads much, holds up and asks nobody.

    Does nothing, and says 0, while another worker does just that.
    """
    with alone(PRICES, community_id, lambda: now) as turn:
        return _refresh(community_id, now) if turn.mine else 0


def _refresh(community_id: int, now: datetime) -> int:
    lately = Need.objects.filter(community=community_id, waiting_since__gt=now - LATELY)
    needs = list(lately.order_by("-waiting_since", "-pk").values_list("pk", flat=True)[:MOST_NEEDS])
    read = tables.load(community_id=community_id, needs=needs, now=now, all_free=True)
    edges = gather(read, weights=policy.weights_of(community_id))
    return _keep(community_id, read.offers.id, choose(read, edges).prices, now)


def _keep(community_id: int, offers: Numbers, prices: Numbers, now: datetime) -> int:
    worth = prices > 0
    found = {"offers": offers[worth].tolist(), "prices": np.minimum(prices[worth], DEAREST).tolist()}
    with connection.cursor() as cursor:
        cursor.execute(KEEP, {**found, "now": now})
        cursor.execute(FORGET, {"community": community_id, "now": now})
    return int(worth.sum())

"""What one more place in each offer would be worth to others: left by rounds of many, used by needs that come alone."""

from datetime import datetime

import numpy as np
from django.db import connection

from matching.engine.tables import Numbers
from matching.rows import select

MANY = 100  # needs; what fewer leave says little

KEPT = "SELECT offer_id, price FROM matching_offerprice WHERE offer_id = ANY(%(offers)s)"
FORGET = "DELETE FROM matching_offerprice WHERE offer_id = ANY(%(offers)s)"
KEEP = """
INSERT INTO matching_offerprice (offer_id, price, left_at)
SELECT id, price, %(now)s FROM unnest(%(offers)s::bigint[], %(prices)s::int[]) AS left_over(id, price)
WHERE EXISTS (SELECT FROM matching_offer offer WHERE offer.id = left_over.id FOR KEY SHARE)
ORDER BY id
ON CONFLICT (offer_id) DO UPDATE SET price = excluded.price, left_at = excluded.left_at
"""


def of(offers: Numbers) -> Numbers:
    """The price of each of these offers; 0 for those that nobody else would miss."""
    known = dict(select(KEPT, offers=offers.tolist()))
    return np.array([known.get(offer, 0) for offer in offers.tolist()], dtype=np.int64)


def leave(offers: Numbers, prices: Numbers, *, needs: int, now: datetime) -> None:
    """Keeps what a round of so many needs found; a round of few leaves the prices as they are."""
    if needs < MANY:
        return
    worth = prices > 0
    with connection.cursor() as cursor:
        cursor.execute(FORGET, {"offers": offers[~worth].tolist()})
        cursor.execute(KEEP, {"offers": offers[worth].tolist(), "prices": prices[worth].tolist(), "now": now})

"""Who may meet, as a round finds it out: for tests that look at a whole community."""

from collections.abc import Sequence
from datetime import datetime

from matching import tables
from matching.engine.gather import EVERYTHING, gather
from matching.models import Need


def permitted(needs: Sequence[Need], *, now: datetime) -> set[tuple[int, int]]:
    """Every pair of these needs, all of one community, and an open offer there that may meet."""
    found = tables.load(community_id=needs[0].community_id, needs=[need.pk for need in needs], now=now)
    edges = gather(found, effort=EVERYTHING)
    asking, giving = found.needs.id[edges.need], found.offers.id[edges.offer]
    return set(zip(asking.tolist(), giving.tolist(), strict=True))

"""Looks for every pattern in the whole database: one statement each, the same however often it runs."""

from datetime import datetime

from django.db import transaction

from accounts.models import Standing
from accounts.rows import change
from support.models import Pattern
from support.patterns import PATTERNS
from support.patterns.pattern import Noticed
from support.patterns.thresholds import WINDOW
from support.review import call_moderators

# What was set aside counts no more; an open case grows by what is new, and never shrinks while somebody looks at it.
FIND = """
INSERT INTO support_pattern AS known (community_id, member_id, kind, people, things, found_at, latest_at)
SELECT event.community_id, event.member_id, %(kind)s::varchar, count(DISTINCT event.other_id),
    array_agg(DISTINCT event.thing), %(now)s, max(event.at)
FROM ({events}) event
JOIN accounts_membership place ON place.community_id = event.community_id AND place.member_id = event.member_id
    AND place.standing = %(good)s
WHERE event.at > coalesce((
    SELECT max(before.set_aside_at) FROM support_pattern before
    WHERE before.community_id = event.community_id AND before.member_id = event.member_id
      AND before.kind = %(kind)s::varchar
), '-infinity')
GROUP BY event.community_id, event.member_id
HAVING count(DISTINCT event.other_id) >= %(least)s
ON CONFLICT (community_id, member_id, kind) WHERE set_aside_at IS NULL DO UPDATE
SET people = excluded.people, things = excluded.things, latest_at = excluded.latest_at
WHERE known.people < excluded.people OR known.latest_at < excluded.latest_at
"""


def sweep(*, now: datetime) -> None:
    """Writes down every pattern that is there, and calls the moderators to those that are new."""
    for noticed in PATTERNS:
        _find(noticed, now)
    fresh = Pattern.objects.filter(found_at=now, set_aside_at=None).select_related("community")
    for pattern in fresh.order_by("pk"):
        call_moderators(
            community=pattern.community,
            concerned=(pattern.member_id,),
            event=f"pattern:{pattern.pk}",
            now=now,
        )


@transaction.atomic
def _find(noticed: Noticed, now: datetime) -> None:
    change(
        FIND.replace("{events}", noticed.events),
        kind=noticed.kind.value,
        least=noticed.people,
        since=now - WINDOW,
        now=now,
        good=Standing.GOOD.value,
        **noticed.given,
    )

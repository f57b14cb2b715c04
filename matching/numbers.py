"""Safety by numbers: when different people block the same helper, matching pauses by itself until a moderator looks.

Blocks hold everywhere, so they are counted over all communities; only those count that came from somebody whom the
helper was with. The pause begins in each community where one of these people and the helper met: nobody is paused where
nothing happened. Reports belong to a community and are counted there (`support.numbers`). Declining never counts, and
neither does whatever came before a moderator last looked.
"""

from datetime import datetime, timedelta

from accounts.models import Member, Membership, Numbers
from accounts.rows import select
from matching import matches
from matching.locking import Held, hold_around

WINDOW = timedelta(days=30)
BLOCKS = 3  # by that many different people
REPORTS = 2

# For each place of a helper that is not paused: whoever blocked them since, having been with them anywhere.
REACHED = """
SELECT place.id
FROM accounts_membership place
JOIN matching_block block ON block.blocked_id = place.member_id
    AND block.created_at > greatest(%(since)s, coalesce(place.numbers_seen_at, %(since)s))
JOIN LATERAL (
    SELECT bool_or(met.community_id = place.community_id) AS here FROM matching_match met
    WHERE met.helper_id = place.member_id AND met.seeker_id = block.blocker_id AND met.connected_at IS NOT NULL
    HAVING count(*) > 0
) met ON true
WHERE place.member_id = %(helper)s AND place.matching_paused_at IS NULL
GROUP BY place.id
HAVING count(DISTINCT block.blocker_id) >= %(most)s AND bool_or(met.here)
ORDER BY place.id
"""


def after_block(blocked: Member, *, now: datetime) -> None:
    """Pauses whom enough people have blocked by now. The caller holds everything live around them."""
    reached = select(REACHED, helper=blocked.pk, since=now - WINDOW, most=BLOCKS)
    for (place,) in reached:
        pause(Membership.objects.get(pk=place), Numbers.BLOCKS, now=now)


def pause(membership: Membership, why: Numbers, *, now: datetime) -> bool:
    """Pauses this member here, as a moderator would, and notes that it was the numbers; False if they are paused.

    Open proposals are taken back, conversations go on. They are told later (`support.numbers`): told at once, they
    could guess by whom. The caller holds everything live around them.
    """
    running = Membership.objects.filter(pk=membership.pk, matching_paused_at=None)
    if not running.update(matching_paused_at=now, paused_by_numbers=why, pause_told_at=None):
        return False
    matches.recheck_held(_around(membership.member), now=now)
    return True


def counts_since(membership: Membership, *, now: datetime) -> datetime:
    """From when on blocks and reports count for this member here."""
    return max(now - WINDOW, membership.numbers_seen_at or now - WINDOW)


def _around(member: Member) -> Held:
    """Read anew: the block has ended some of it."""
    return hold_around(member)

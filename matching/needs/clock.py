"""What time does to a need: its end, and what its writer hears on the way."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from accounts.notifications.notify import notify_all
from matching import matches
from matching.locking import hold
from matching.models import Closing, MatchState, Need, Urgency
from matching.needs.life import ALIVE, RENEWABLE, may_renew, notice

# After so long without anybody to ask, the writer hears so, with what could widen the search.
HONEST_TODAY, HONEST = timedelta(hours=1), timedelta(days=1)


def expire_due(*, now: datetime) -> int:
    """Closes the needs whose time is over and that nobody is being asked about; returns how many.

    While somebody is being asked, their answer decides, or their silence; what a moderator has not let out asks nobody.
    """
    overdue = Need.objects.filter(state__in=ALIVE, expires_at__lte=now)
    asking_nobody = overdue.exclude(matches__state=MatchState.PROPOSED)
    return sum(_expire(pk, now) for pk in list(asking_nobody.values_list("pk", flat=True)))


@transaction.atomic
def _expire(pk: int, now: datetime) -> bool:
    owner = Need.objects.values_list("member_id", flat=True).get(pk=pk)
    held = hold(Q(need=pk), members=[owner], needs=[pk])
    need, asking = held.needs[pk], any(match.state == MatchState.PROPOSED for match in held.matches)
    if need.state not in ALIVE or asking or need.expires_at is None or need.expires_at > now:
        return False
    matches.supersede(held, now=now)
    matches.close_need(need, Closing.EXPIRED, now)
    notify_all([notice(need, "need_expired", "expired")], now=now)
    return True


def tell_waiting(*, now: datetime) -> int:
    """Tells writers, once each, that their need nears its end or that nobody who fits was found yet; returns how many.

    Nobody hears "not found" after people have been asked: it would tell that somebody said no.
    """
    alive = Need.objects.filter(state__in=ALIVE, expires_at__gt=now).select_related("member", "community")
    alive = alive.defer("headline", "words")
    ending = alive.exclude(urgency=Urgency.TODAY).filter(expires_at__lte=now + RENEWABLE)
    never_asked = alive.exclude(matches__proposed_at__isnull=False).filter(
        Q(urgency=Urgency.TODAY, waiting_since__lte=now - HONEST_TODAY) | Q(waiting_since__lte=now - HONEST)
    )
    notices = [
        notice(need, "need_expiring", f"expiring:{need.expires_at:%Y-%m-%d}")
        for need in ending
        if may_renew(need, now=now)
    ]
    notices += [notice(need, "need_no_match", "no_match") for need in never_asked]
    return len(notify_all(notices, now=now))

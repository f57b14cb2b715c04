"""How long a need lives, from the moment it opens, and what its writer is told."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.notifications.notify import Notice
from matching import review
from matching.engine.hours import end_of_day
from matching.models import Need, NeedState, Urgency

TIME_TO_LIVE = {
    Urgency.TODAY: timedelta(hours=24),
    Urgency.THIS_WEEK: timedelta(days=60),
    Urgency.WHENEVER: timedelta(days=60),
}
# A need for today may be put to several helpers at once, as many as make a yes likely; the first yes wins.
PLACES = {Urgency.TODAY: 5, Urgency.THIS_WEEK: 1, Urgency.WHENEVER: 1}
RENEWABLE = timedelta(days=7)
ALIVE = (NeedState.OPEN, NeedState.MATCHED)


class Frozen(ValidationError):
    """A need that is connected or closed stays as it is."""

    problem = "conflict"  # for programs


def set_out(need: Need, now: datetime) -> None:
    """Sets a need on its way; the caller saves it."""
    need.state = NeedState.OPEN
    need.waiting_since = need.waiting_since or now
    need.expires_at = end_of(need, now)
    need.places = PLACES[Urgency(need.urgency)]


def end_of(need: Need, now: datetime) -> datetime:
    """When a need that opens, or is renewed, now is over: with the day by which it is needed at the latest."""
    until = now + TIME_TO_LIVE[Urgency(need.urgency)]
    if need.needed_by is None:
        return until
    return end_of_day(need.member.time_zone, need.needed_by, now, until)


def may_renew(need: Need, *, now: datetime) -> bool:
    """Whether its end is near enough to be worth a tap, and not the day by which it is needed."""
    if need.state not in ALIVE or need.expires_at is None or need.expires_at - now >= RENEWABLE:
        return False
    return need.needed_by is None or end_of(need, now) > need.expires_at


def check_editable(need: Need) -> None:
    """Raises `Frozen` once somebody is connected or the need is closed."""
    if need.state in (NeedState.CONNECTED, NeedState.CLOSED):
        raise Frozen(_("This request can no longer be changed."), code="frozen")


def call_reader(need: Need, now: datetime) -> None:
    """Tells the moderators, once for each version, that a need waits to be read."""
    review.call(need.community, f"need:{need.pk}:{need.version}", but=[need.member_id], now=now)


def notice(need: Need, kind: str, what: str) -> Notice:
    """Something that the need's writer should know."""
    refers_to = {"need": str(need.uid)}
    return Notice(need.member, kind, f"need:{need.pk}:{what}", need.community_id, refers_to)

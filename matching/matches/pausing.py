"""A helper who stays silent is asked whether they would like a pause. Nothing else happens: they stay in the search."""

from datetime import datetime

from accounts.models import Member, Notification
from accounts.notifications.notify import notify
from matching.models import Match, MatchState

SILENCES = 3  # in a row, since their last answer and since they were last asked whether they want a pause
ASKED = ("pause_offered", "pause_offered_again")


def offer_pause(match: Match, now: datetime) -> None:
    """This match, which the caller holds, has just ended with its helper's silence; after the third they are asked.

    After three more they are asked again; that comes without a letter, until they have answered somebody.
    """
    answered, asked = _last_answer(match.helper), _last_asked(match.helper)
    since = max(filter(None, (answered, asked)), default=None)
    silent = Match.objects.filter(helper=match.helper_id, state=MatchState.EXPIRED, helper_answer="")
    if since is not None:
        silent = silent.filter(ended_at__gt=since)
    if silent.count() < SILENCES:
        return
    notify(
        member=match.helper,
        kind="pause_offered_again" if asked is not None and asked == since else "pause_offered",
        event=f"match:{match.pk}:pause",
        now=now,
        community=match.community,
        refers_to={"offer": str(match.offer.uid)},
    )


def _last_answer(helper: Member) -> datetime | None:
    """When they last said yes or no to somebody who asked."""
    answers = Match.objects.filter(helper=helper, helper_answered_at__isnull=False)
    return answers.order_by("helper_answered_at").values_list("helper_answered_at", flat=True).last()


def _last_asked(helper: Member) -> datetime | None:
    """When they were last asked whether they want a pause."""
    asked = Notification.objects.filter(member=helper, kind__in=ASKED)
    return asked.order_by("created_at").values_list("created_at", flat=True).last()

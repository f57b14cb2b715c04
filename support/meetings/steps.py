"""What every step of a meeting has in common: its refusals, whose time it takes, and who hears of it."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _

from accounts import live
from accounts.models import Member
from accounts.notifications.notify import call_back, notify
from accounts.violations import broken
from matching.models import Match
from support import conversations
from support.meetings import reminders
from support.models import AHEAD, Attending, Meeting, MeetingState
from support.parties import locked

LENGTHS = (15, 30, 45, 60)  # minutes

# What these letters say is no longer so, once a meeting has changed.
ABOUT_AN_HOUR = ("meeting_suggested", "meeting_agreed", "meeting_moved", *reminders.KINDS)


class Closed(ValidationError):
    """The two are no longer connected: nothing can be planned."""

    problem = "conflict"


class NotThisHour(ValidationError):
    """No hour to meet at: it is over, too far away, or none that a clock here shows."""


class Outside(ValidationError):
    """Not an hour in which both have said that they are free."""


class Busy(ValidationError):
    """This member has another meeting then."""


class Taken(ValidationError):
    """The hour no longer suits both; why, nobody learns."""

    problem = "conflict"


class NothingToAnswer(ValidationError):
    """The suggestion is not there any more, is another one by now, or was one's own."""

    problem = "conflict"


def ahead_of(match: Match) -> Meeting | None:
    """What the two have suggested or planned, if anything."""
    return Meeting.objects.filter(match=match, state__in=AHEAD).first()


def latest_of(match: Match) -> Meeting | None:
    """The newest meeting, whatever became of it."""
    return Meeting.objects.filter(match=match).order_by("-created_at", "-pk").first()


def held(match: Match) -> Match:
    """The match with both people locked, while they are connected. Raises Closed."""
    match = locked(match)
    if not conversations.is_open(match):
        raise Closed(_("This conversation has ended, so nothing new can be planned here."), code="closed")
    return match


def clashes(member_id: int, begins: datetime, ends: datetime, *, but: Meeting | None) -> bool:
    """Whether this member has another meeting that is planned for then."""
    then = Attending.objects.filter(member=member_id, during__overlap=DateTimeTZRange(begins, ends))
    return then.exclude(meeting=but).exists() if but and but.pk else then.exists()


def keep(meeting: Meeting, begins: datetime, ends: datetime, now: datetime) -> None:
    """Both keep this time for each other. Raises Taken where one of them has another meeting by now."""
    match = meeting.match
    meeting.state, meeting.begins_at, meeting.ends_at = MeetingState.ACCEPTED, begins, ends
    meeting.wanted_from = meeting.wanted_until = None
    meeting.changed_at = now
    try:
        with transaction.atomic():
            meeting.save()
            meeting.attending.all().delete()
            Attending.objects.bulk_create(
                Attending(
                    meeting=meeting,
                    member=member,
                    during=DateTimeTZRange(begins, ends),
                    day_before_at=reminders.day_before(begins, now=now),
                    hour_before_at=reminders.hour_before(member, begins, now=now),
                )
                for member in (match.seeker, match.helper)
            )
    except IntegrityError as error:
        if broken(error) != "attending_one_at_a_time":
            raise
        text = _("This hour no longer suits you both. Please choose another one.")
        raise Taken({"time": ValidationError(text, code="taken")}) from error


def let_go(meeting: Meeting, state: MeetingState, now: datetime) -> None:
    """It is over, or will not take place: the time is free again, and letters about it are not sent any more."""
    meeting.state, meeting.changed_at = state, now
    meeting.wanted_from = meeting.wanted_until = None
    meeting.save()
    meeting.attending.all().delete()
    hush(meeting, ABOUT_AN_HOUR, now)


def hush(meeting: Meeting, kinds: Collection[str], now: datetime) -> None:
    """Letters of these kinds about the meeting that were not sent yet are not sent any more."""
    both = (meeting.match.seeker_id, meeting.match.helper_id)
    call_back(members=both, kinds=kinds, refers_to={"meeting": str(meeting.uid)}, now=now)


def tell(meeting: Meeting, members: Iterable[Member], kind: str, now: datetime, which: str) -> None:
    """Tells these members, once for each of `which`; the open pages of both look again."""
    match = meeting.match
    look_again(match)
    for member in members:
        notify(
            member=member,
            kind=kind,
            event=f"meeting:{meeting.pk}:{kind}:{which}",
            now=now,
            community=match.community,
            refers_to={"match": str(match.uid), "meeting": str(meeting.uid)},
        )


def look_again(match: Match) -> None:
    """The open pages of both show something else now."""
    live.changed([match.seeker_id, match.helper_id])

"""What somebody answers when they are asked how it has gone. Each part may be left out; "not now" is an answer."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Member
from accounts.prepared import Given, Prepared
from accounts.rows import Later
from matching import matches, signs
from matching.models import Match, MatchState
from support.checkins.asking import still_makes_sense
from support.models import CheckIn, Helped, Misfit, Onward
from support.parties import locked

WORDS = 1000
SHOWN = timedelta(days=14)  # on the home page; the question itself stays open for as long as it makes sense


LATELY = Prepared(
    lambda: (
        _waiting(Given("member"))
        .filter(asked_at__gt=Given("since"))
        .select_related("match__community")
        .order_by("-asked_at")
    )
)


class NothingAsked(ValidationError):
    """There is no question that waits for this member's answer, or no longer."""

    problem = "conflict"


def open_for(match: Match, member: Member) -> CheckIn | None:
    """The question that waits for this member's answer about this match."""
    return _waiting(member).filter(match=match).order_by("-day").first()


def said(match: Match, member: Member) -> CheckIn | None:
    """What this member answered last about this match."""
    answered = CheckIn.objects.filter(match=match, member=member, answered_at__isnull=False)
    return answered.order_by("-day").first()


def waiting(member: Member, *, now: datetime) -> list[CheckIn]:
    """What this member was asked lately and has neither answered nor put aside, the newest first. One query."""
    return ask_waiting(member, now=now)()


def ask_waiting(member: Member, *, now: datetime) -> Later[list[CheckIn]]:
    """The same for `rows.together`."""
    return LATELY.ask(member=member.pk, since=now - SHOWN)


def _waiting(member: Member | Given) -> QuerySet[CheckIn]:
    """After a good ending the helper is asked no more: what they were asked before has passed."""
    mine = CheckIn.objects.filter(member=member, answered_at=None, put_aside_at=None)
    theirs = Q(match__state=MatchState.CONNECTED) | Q(match__seeker=member)
    return mine.filter(theirs, match__in=still_makes_sense(member))


@transaction.atomic
def answer(
    *,
    match: Match,
    member: Member,
    now: datetime,
    helped: str = "",
    misfits: Collection[str] = (),
    onward: str = "",
    feeling: int | None = None,
    words: str = "",
) -> CheckIn:
    """Keeps what somebody said, for themselves and the counts alone. The wish to go on for longer counts once both
    have it (`matches.longer`). Only words that speak of danger are read by a moderator. Nothing ends by it: what comes
    of "not yet" and "never came" is one more step.

    Raises NothingAsked, and a ValidationError beside the parts that this side is not asked.
    """
    match = locked(match)
    checkin = open_for(match, member)
    if checkin is None:
        raise NothingAsked(_("There is nothing to answer here any more."))
    said_of = {"helped": helped, "misfits": misfits, "onward": onward, "feeling": feeling, "words": words}
    _check_asked(match, member, {part for part, value in said_of.items() if value})
    checkin.answered_at = now
    checkin.helped = Helped(helped) if helped else ""
    checkin.misfits = sorted(Misfit(one) for one in misfits)
    checkin.onward = Onward(onward) if onward else ""
    checkin.feeling = feeling
    checkin.words = words.strip()[:WORDS]
    signs.note(checkin, checkin.words, now=now)
    checkin.save()
    if onward == Onward.LONGER and match.state == MatchState.CONNECTED:
        matches.longer(match=match, member=member, wanted=True, now=now)
    return checkin


def _check_asked(match: Match, member: Member, parts: Collection[str]) -> None:
    if not_asked := set(parts) - set(parts_for(match, member)):
        text = ValidationError(_("There is nothing to answer here any more."), code="not_asked")
        raise ValidationError(dict.fromkeys(sorted(not_asked), text))


def parts_for(match: Match, member: Member) -> list[str]:
    """What this side is asked. What did not fit is the seeker's to say; how to go on, of those who are connected."""
    seeks, connected = member.pk == match.seeker_id, match.state == MatchState.CONNECTED
    return [
        "helped",
        *(["misfits"] if seeks else []),
        "feeling",
        "words",
        *(["onward"] if connected else []),
    ]


def put_aside(*, match: Match, member: Member, now: datetime) -> bool:
    """ "Not now": nobody is told, and the next question comes on its day. False where none was waiting."""
    checkin = open_for(match, member)
    if checkin is None:
        return False
    waits = CheckIn.objects.filter(pk=checkin.pk, answered_at=None, put_aside_at=None)
    return bool(waits.update(put_aside_at=now))

"""After the time together: a word of thanks from either side. Private to the two."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import Member
from accounts.notifications.notify import notify
from accounts.prepared import Given, Prepared
from matching.models import Match, MatchState
from support import conversations
from support.models import Thanks
from support.parties import blocked, is_side, locked, other_side

LONGEST = 1000


class TooSoon(ValidationError):
    """Thanks belong to a time together: the two are connected, or have finished well."""

    problem = "conflict"


class AlreadyThanked(ValidationError):
    """This side has said thank you, in other words."""

    problem = "conflict"


class NothingSaid(ValidationError):
    """Thanks without a word."""


class TooLong(ValidationError):
    """Thanks longer than LONGEST characters."""


@transaction.atomic
def thank(*, match: Match, author: Member, words: str, now: datetime) -> Thanks:
    """Says thank you to the other side, once a match, and tells them that something kind arrived.

    The same words sent twice are one. Raises NotYours, NothingSaid, TooLong, TooSoon, AlreadyThanked,
    and MayNotWrite while their words are limited, or read first: no moderator reads thanks.
    """
    other = other_side(match, author)
    words = _readable(words)
    match = locked(match)
    said = Thanks.objects.filter(match=match, author=author).first()
    if said is not None:
        return _same(said, words)
    _require_time_together(match)
    conversations.require_unread_voice(match, author, now=now)
    thanks = Thanks.objects.create(match=match, author=author, words=words, said_at=now)
    notify(
        member=other,
        kind="thanks_said",
        event=f"match:{match.pk}:thanks:{author.pk}",
        now=now,
        community=match.community,
        refers_to={"match": str(match.uid)},
    )
    return thanks


def thanks_for(match: Match, viewer: Member) -> QuerySet[Thanks]:
    """What the two said to each other in thanks; nothing for anybody else."""
    if not is_side(match, viewer):
        return Thanks.objects.none()
    return match.thanks.order_by("said_at", "pk")


def thanks_said(match: Match, viewer: Member) -> list[Thanks]:
    """The same, read faster."""
    found = OF_BOTH.all(match=match.pk) if is_side(match, viewer) else []
    for one in found:
        one.match = match
    return found


OF_BOTH = Prepared(lambda: Thanks.objects.filter(match=Given("match")).order_by("said_at", "pk"))
OF_ONE = Prepared(
    lambda: (
        Thanks.objects.filter(match=Given("match"), author=Given("author"))
        .order_by()
        .values_list("pk", flat=True)
    )
)


def may_thank(match: Match, member: Member) -> bool:
    """Whether a word of thanks from this side would still be taken."""
    open_for_thanks = match.state in (MatchState.CONNECTED, MatchState.COMPLETED) and not blocked(match)
    return is_side(match, member) and open_for_thanks and not OF_ONE.first(match=match.pk, author=member.pk)


def _readable(words: str) -> str:
    words = words.strip()
    if not words:
        raise NothingSaid(_("A few words are enough."))
    if len(words) > LONGEST:
        raise TooLong(_("Please keep this under %(most)s characters.") % {"most": LONGEST})
    return words


def _same(said: Thanks, words: str) -> Thanks:
    if said.words != words:
        raise AlreadyThanked(_("You have already said thank you here."))
    return said


def _require_time_together(match: Match) -> None:
    """A block reads like any other ending."""
    if match.state not in (MatchState.CONNECTED, MatchState.COMPLETED) or blocked(match):
        raise TooSoon(_("Thanks can be said while you talk, and once you have finished well."))

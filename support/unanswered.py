"""A first message that nobody answers: whoever has not answered is asked once, gently. Its writer hears nothing."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import CharField, Exists, Min, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Concat

from accounts.models import Member, Notification
from accounts.notifications.notify import notify
from matching.models import Match, MatchState
from support.conversations import is_open
from support.models import DELIVERED, Message
from support.parties import locked

AFTER = timedelta(days=2)
NOT_AFTER = timedelta(days=10)  # soon both are asked whether it goes on, and that is enough
KIND = "message_unanswered"


def sweep_unanswered(*, now: datetime) -> None:
    """Asks whom is due, each in a transaction of its own."""
    for match in list(due(now=now)):
        _ask(match, now)


def due(*, now: datetime) -> QuerySet[Match]:
    """Connected matches in which one alone has spoken, two days ago or longer, and the other was not asked yet."""
    said = Message.objects.filter(match=OuterRef("pk"))
    reached = said.filter(DELIVERED, taken_back_at__isnull=True)
    first = reached.values("match").annotate(at=Min(Coalesce("released_at", "sent_at"))).values("at")
    event = Concat(Value("match:"), Cast(OuterRef("pk"), CharField()), Value(":unanswered"))
    either = Q(member=OuterRef("seeker")) | Q(member=OuterRef("helper"))
    asked = Notification.objects.filter(either, event=event)
    by_seeker, by_helper = said.filter(author=OuterRef("seeker")), said.filter(author=OuterRef("helper"))
    one_alone = Q(Exists(by_seeker), ~Exists(by_helper)) | Q(Exists(by_helper), ~Exists(by_seeker))
    connected = Match.objects.filter(one_alone, state=MatchState.CONNECTED, nudged_at__isnull=True)
    waited = connected.annotate(first=first).filter(first__lte=now - AFTER, first__gt=now - NOT_AFTER)
    return waited.exclude(Exists(asked)).order_by("pk")


@transaction.atomic
def _ask(match: Match, now: datetime) -> None:
    """With both people locked nothing can be said now, and no block can come, so it is looked at once more."""
    match = locked(match)
    if not (is_open(match) and due(now=now).filter(pk=match.pk).exists()):
        return
    spoke = Message.objects.filter(match=match).values_list("author", flat=True)[0]
    silent = match.helper_id if spoke == match.seeker_id else match.seeker_id
    notify(
        member=Member.objects.get(pk=silent),
        kind=KIND,
        event=f"match:{match.pk}:unanswered",
        now=now,
        community=match.community,
        refers_to={"match": str(match.uid)},
    )

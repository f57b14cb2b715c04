"""An intake desk at work: taking somebody in, hearing news for them, and letting them go when they wish."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat

from accounts import intake
from accounts.models import Member, Membership, Notification, SpokenFor
from accounts.notifications import inbox
from accounts.notifications.kinds import IN_APP
from accounts.notifications.notify import Notice, notify_all
from matching import never_ask
from support.models import Answered
from support.privacy import erasing

AT_ONCE = 100
EVENT = "spoken:"


@transaction.atomic
def take_in(*, desk: Membership, now: datetime, **given: Any) -> SpokenFor:
    """Takes somebody in. `given` are the fields of `accounts.intake.take_in`.

    The desk itself is never asked to help whom it speaks for. Raises what `accounts.intake.take_in` raises.
    """
    spoken = intake.take_in(desk=desk, now=now, **given)
    never_ask.add(member=spoken.membership.member, address=desk.member.email, now=now)
    return spoken


@transaction.atomic
def let_go(*, desk: Member, uid: UUID, now: datetime) -> None:
    """They no longer wish it: what is live ends at once, and all that is kept of them is erased.

    With it goes what programs of desks were answered about them. Raises `SpokenFor.DoesNotExist`.
    """
    erasing.at_once(member=intake.person(desk, uid).membership.member, now=now)
    Answered.objects.filter(location__contains=str(uid)).delete()


def told(*, spoken: SpokenFor, now: datetime) -> None:
    """The desk has told them all that is new."""
    inbox.mark_all_read(member=spoken.membership.member, now=now)


def news(spoken: SpokenFor) -> QuerySet[Notification]:
    """What they have not been told yet, the newest first."""
    return spoken.membership.member.notifications.filter(read_at=None, kind__in=IN_APP).order_by("-pk")


def news_of(people: Iterable[SpokenFor]) -> dict[int, list[Notification]]:
    """The same for several, by the id of each `SpokenFor`. One query."""
    by_member = {spoken.membership.member_id: spoken.pk for spoken in people}
    found: dict[int, list[Notification]] = defaultdict(list)
    unread = Notification.objects.filter(member__in=by_member, read_at=None, kind__in=IN_APP)
    for row in unread.order_by("-pk"):
        found[by_member[row.member_id]].append(row)
    return found


def pass_on(*, now: datetime) -> int:
    """Tells desks that somebody for whom they speak has news, once for each; returns how many.

    The rows are the queue: whatever is unread and was not passed on yet. What it is, the desk reads on its page.
    """
    intake.rehome()
    passed = Notification.objects.filter(
        member=OuterRef("member__memberships__spoken_for__desk"),
        event=Concat(Value(EVENT), Cast(OuterRef("pk"), TextField())),
    )
    waiting = (
        Notification.objects.filter(
            ~Exists(passed), member__memberships__spoken_for__isnull=False, read_at=None, kind__in=IN_APP
        )
        .select_related("community")
        .annotate(desk=F("member__memberships__spoken_for__desk"))
        .order_by("pk")[:AT_ONCE]
    )
    desks = Member.objects.in_bulk({row.desk for row in waiting})
    notices = [
        Notice(desks[row.desk], "spoken_news", f"{EVENT}{row.pk}", row.community_id, {}, "")
        for row in waiting
    ]
    return len(notify_all(notices, now=now))

"""What a member finds in the app: newest first, and how much of it is new."""

import json
from collections.abc import Mapping
from datetime import datetime

from django.db.models import Count, QuerySet

from accounts import live
from accounts.models import Member, Notification
from accounts.notifications.kinds import IN_APP, KINDS
from accounts.prepared import Given, Prepared, PreparedChange
from accounts.rows import Later


def inbox(member: Member | Given) -> QuerySet[Notification]:
    """Everything this member was told, newest first; letters about the account itself are not among it."""
    mine = Notification.objects.filter(member=member, kind__in=IN_APP)
    return mine.select_related("community").order_by("-created_at", "-pk")


UNREAD = Prepared(
    lambda: (
        Notification.objects.filter(member=Given("member"), kind__in=IN_APP, read_at=None)
        .values("member")
        .annotate(number=Count("pk"))
        .values_list("number", flat=True)
    )
)


def unread_count(member: Member) -> int:
    """How much of it is new."""
    return ask_unread_count(member)()


def ask_unread_count(member: Member) -> Later[int]:
    """The same for `rows.together`: every page asks for it."""
    found = UNREAD.ask(member=member.pk)
    return lambda: sum(found())


def mark_read(*, notification: Notification, now: datetime) -> None:
    if Notification.objects.filter(pk=notification.pk, read_at=None).update(read_at=now):
        live.changed([notification.member_id])


def mark_all_read(*, member: Member, now: datetime) -> int:
    """Marks everything that is in the app as read, so nothing of the account's own mail, which still goes out; returns
    how much of it was new."""
    new = member.notifications.filter(kind__in=IN_APP, read_at=None, created_at__lte=now)
    read = new.update(read_at=now)
    if read:
        live.changed([member.pk])
    return read


def seen(*, member: Member, route: str, refers_to: Mapping[str, str], now: datetime) -> None:
    """Whoever opens a page has read what leads there: on their other devices it is no longer new, and waiting letters
    about it are not sent."""
    kinds = [name for name in IN_APP if KINDS[name].route == route]
    told = {"member": member.pk, "kinds": kinds, "refers_to": json.dumps(dict(refers_to))}
    if SEEN.make(**told, now=now):
        live.changed([member.pk])


SEEN = PreparedChange(
    lambda: (
        Notification.objects.filter(
            member=Given("member"),
            kind__any_of=Given("kinds"),
            read_at=None,
            refers_to__contains=Given("refers_to"),
        ),
        {"read_at": Given("now")},
    )
)


def mark_unread(*, member: Member, read_at: datetime) -> None:
    """Takes back what `mark_all_read` did at that moment."""
    member.notifications.filter(read_at=read_at).update(read_at=None)
    live.changed([member.pk])

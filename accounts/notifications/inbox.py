"""What a member finds in the app: newest first, and how much of it is new."""

from datetime import datetime

from django.db.models import QuerySet

from accounts import live
from accounts.models import Member, Notification
from accounts.notifications.kinds import IN_APP


def inbox(member: Member) -> QuerySet[Notification]:
    """Everything this member was told, newest first; letters about the account itself are not among it."""
    mine = member.notifications.filter(kind__in=IN_APP)
    return mine.select_related("community").order_by("-created_at", "-pk")


def unread_count(member: Member) -> int:
    return member.notifications.filter(kind__in=IN_APP, read_at=None).count()


def mark_read(*, notification: Notification, now: datetime) -> None:
    if Notification.objects.filter(pk=notification.pk, read_at=None).update(read_at=now):
        live.changed([notification.member_id])


def mark_all_read(*, member: Member, now: datetime) -> int:
    """Marks everything as read; returns how much of it was new."""
    return member.notifications.filter(read_at=None, created_at__lte=now).update(read_at=now)


def mark_unread(*, member: Member, read_at: datetime) -> None:
    """Takes back what `mark_all_read` did at that moment."""
    member.notifications.filter(read_at=read_at).update(read_at=None)

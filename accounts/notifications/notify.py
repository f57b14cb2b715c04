"""Writing down what a member should know, in the transaction that causes it."""

from collections.abc import Mapping
from datetime import datetime

from accounts import doorbell
from accounts.models import Channel, Community, Delivery, Member, Notification
from accounts.notifications import quiet
from accounts.notifications.kinds import KINDS, Kind
from accounts.tasks import deliver


def notify(
    *,
    member: Member,
    kind: str,
    event: str,
    now: datetime,
    community: Community | None = None,
    refers_to: Mapping[str, str] | None = None,
    secret: str = "",
) -> Notification | None:
    """Tells the member of `event`, once, in every way they want; None when they have been told already.

    `event` names what happened ("match:81:match_asked"), `refers_to` holds the ids that the kind's link needs, `secret`
    the path of a page that only this message may open. Words never go in here: they stand in `kinds`.
    """
    what = KINDS[kind]
    told = _write(
        Notification(
            member=member,
            community=community,
            kind=kind,
            event=event,
            refers_to=dict(refers_to or {}),
            secret=secret,
            created_at=now,
        )
    )
    if told is not None:
        _post(told, what, now)
    return told


def _write(notification: Notification) -> Notification | None:
    """Inserts the row unless the event was told already; the database decides, whoever else is writing."""
    Notification.objects.bulk_create([notification], ignore_conflicts=True)
    notification.pk = Notification.objects.filter(uid=notification.uid).values_list("pk", flat=True).first()
    return notification if notification.pk else None


def _post(notification: Notification, kind: Kind, now: datetime) -> None:
    """Writes one delivery for each channel, and rings for those that need not wait."""
    for channel in channels(notification.member, kind):
        due = _due_at(notification.member, kind, now)
        Delivery.objects.create(notification=notification, channel=channel, due_at=due)
        if due <= now:
            doorbell.ring(deliver, notification_id=notification.pk)


def channels(member: Member, kind: Kind) -> list[Channel]:
    """How this kind of message reaches this member, beside being in the app. Asked again at sending."""
    wanted = kind.account or (kind.email and member.email_safe)
    return [Channel.EMAIL] if wanted and member.is_active else []


def _due_at(member: Member, kind: Kind, now: datetime) -> datetime:
    at_any_hour = kind.account or (kind.urgent and member.asked_in_quiet_hours)
    return now if at_any_hour else quiet.due_at(member, now)

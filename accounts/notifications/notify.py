"""Writing down what a member should know, in the transaction that causes it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from accounts import doorbell, live
from accounts.models import Channel, Community, Delivery, DeliveryState, Member, Notification
from accounts.notifications import quiet
from accounts.notifications.kinds import KINDS, Kind
from accounts.tasks import deliver, sweep_deliveries

FEW = 20  # letters written at once for each of which a doorbell rings
A_SWEEP = 100  # of more than these, so many are left to one sweep


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that one member should know.

    `event` names what happened ("match:81:match_asked"), `refers_to` holds the ids that the kind's link needs, `secret`
    the path of a page that only this message may open, or the code that it carries. Words never go in here: they stand
    in `kinds`.
    """

    member: Member
    kind: str
    event: str
    community: Community | None = None
    refers_to: Mapping[str, str] = field(default_factory=dict)
    secret: str = ""


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
    """Tells the member of one event (see `Notice`), in every way they want; None when they have been told already."""
    told = notify_all([Notice(member, kind, event, community, refers_to or {}, secret)], now=now)
    return told[0] if told else None


def notify_all(notices: Sequence[Notice], *, now: datetime) -> list[Notification]:
    """Tells everybody what they have not been told yet, and returns what was new. Three statements, however many."""
    rows = [_row(notice, now) for notice in notices]
    with transaction.atomic(savepoint=False):  # nobody is told without the letter that belongs to it
        told = _write(rows)
        deliveries = [delivery for notification in told for delivery in _deliveries(notification, now)]
        Delivery.objects.bulk_create(deliveries)
    _ring_for([delivery for delivery in deliveries if delivery.due_at <= now])
    live.changed(notification.member_id for notification in told)
    return told


def call_back(
    *, members: Iterable[int], kinds: Collection[str], refers_to: Mapping[str, str], now: datetime
) -> None:
    """Letters of these kinds that still wait are not sent any more: what they say is no longer so.

    In the app everything stays as it was told.
    """
    Delivery.objects.filter(
        state=DeliveryState.WAITING,
        notification__member__in=members,
        notification__kind__in=kinds,
        notification__refers_to=refers_to,
    ).update(state=DeliveryState.CANCELLED, finished_at=now)


def _row(notice: Notice, now: datetime) -> Notification:
    if notice.kind not in KINDS:
        raise KeyError(notice.kind)
    return Notification(
        member=notice.member,
        community=notice.community,
        kind=notice.kind,
        event=notice.event,
        refers_to=dict(notice.refers_to),
        secret=notice.secret,
        created_at=now,
    )


def _write(rows: list[Notification]) -> list[Notification]:
    """Inserts the rows whose event was not told yet; the database decides, whoever else is writing."""
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    written = dict(Notification.objects.filter(uid__in=[row.uid for row in rows]).values_list("uid", "pk"))
    for row in rows:
        row.pk = written.get(row.uid)
    return [row for row in rows if row.pk]


def _ring_for(due: Sequence[Delivery]) -> None:
    """A ring for each letter or, where a round wrote hundreds, sweeps that share them: a ring costs what a row does."""
    if len(due) <= FEW:
        for delivery in due:
            doorbell.ring(deliver, notification_id=delivery.notification.pk)
    else:
        for _ in range(0, len(due), A_SWEEP):
            doorbell.ring(sweep_deliveries)


def _deliveries(notification: Notification, now: datetime) -> list[Delivery]:
    """One for each channel; those that wait for the end of quiet hours are found by the sweep."""
    kind = KINDS[notification.kind]
    due = due_at(notification.member, kind, now)
    return [
        Delivery(notification=notification, channel=channel, due_at=due)
        for channel in channels(notification.member, kind)
    ]


def channels(member: Member, kind: Kind) -> list[Channel]:
    """How this kind of message reaches this member, beside being in the app. Asked again at sending.

    Whoever has asked for their account to be erased hears nothing more but what they need to come back.
    """
    wanted = kind.account or (kind.email and member.email_safe and member.erase_asked_at is None)
    return [Channel.EMAIL] if wanted and member.is_active else []


def due_at(member: Member, kind: Kind, now: datetime) -> datetime:
    """When a letter of this kind may reach the member: now, or after their quiet hours. Asked again at sending."""
    at_any_hour = kind.account or (kind.urgent and member.asked_in_quiet_hours)
    return now if at_any_hour else quiet.due_at(member, now)

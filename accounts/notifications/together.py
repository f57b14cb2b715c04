"""Telling several things in one letter: a digest, or what would have been too many letters for one day.

The letter is a notification of its own, named after its member and the tick of the clock, so there is one a tick
however many workers look; what it tells of are deliveries that end `folded`. All of it is one transaction.
"""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.models import Channel, Delivery, DeliveryState, Member, Notification
from accounts.notifications import preferences
from accounts.notifications.kinds import CHOSEN, KINDS
from accounts.notifications.timing import next_tick

KIND = "together"
MOST_LETTERS_A_DAY = 6  # beyond them, what is not urgent waits for one letter at the member's hour
DAY = timedelta(days=1)
MEMBERS = 100  # in one sweep


class Thing(NamedTuple):
    """How many of one sort wait."""

    what: str
    number: int


def gather(*, now: datetime, tell: Callable[[Member, str], Notification | None]) -> int:
    """Writes the letters that are due at the members' hours; returns how many. `tell` writes down one, by its event."""
    held = Delivery.objects.filter(state=DeliveryState.WAITING, together=True, due_at__lte=now)
    members = held.order_by("due_at").values_list("notification__member", flat=True)[: MEMBERS * 10]
    return sum(_gather_for(member, now, tell) for member in list(dict.fromkeys(members))[:MEMBERS])


@transaction.atomic
def _gather_for(member_id: int, now: datetime, tell: Callable[[Member, str], Notification | None]) -> bool:
    """One letter for all that this member is owed; whoever is at it already is left alone."""
    free = Member.objects.select_for_update(no_key=True, skip_locked=True)
    member = free.filter(pk=member_id).first()
    if member is None:
        return False
    held = Delivery.objects.filter(
        notification__member=member, state=DeliveryState.WAITING, together=True, due_at__lte=now
    )
    ids = list(held.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    rows = Delivery.objects.filter(pk__in=ids)
    unwanted = Q(notification__read_at__isnull=False) | ~Q(notification__kind__in=_wanted(member))
    rows.filter(unwanted).update(state=DeliveryState.CANCELLED, finished_at=now)
    rows = rows.filter(state=DeliveryState.WAITING)
    tick = rows.order_by("-due_at").values_list("due_at", flat=True).first()
    if tick is None:
        return False
    told = tell(member, f"{KIND}:{tick.isoformat()}")
    carrier = told.deliveries.first() if told else None
    if carrier is not None:
        rows.update(state=DeliveryState.FOLDED, finished_at=now, told_in=carrier)
    elif told is None:  # this tick has had its letter
        rows.update(due_at=next_tick(member, now))
    else:  # no letters, by now
        rows.update(state=DeliveryState.CANCELLED, finished_at=now)
    return carrier is not None


def _wanted(member: Member) -> list[str]:
    return [name for name, kind in KINDS.items() if preferences.wants(member, kind, Channel.EMAIL)]


def things(notification: Notification) -> list[Thing]:
    """What such a letter tells of, as far as it is still new: sorts and numbers, nothing else."""
    kinds = told_of(notification).values_list("notification__kind", flat=True)
    counted = Counter(KINDS[kind].group for kind in kinds if kind in KINDS)
    return [Thing(str(group.label), counted[group]) for group in CHOSEN if counted[group]]


def told_of(notification: Notification) -> QuerySet[Delivery]:
    """What such a letter tells of and was not read yet; nothing of one that is only shown and never kept."""
    if notification.pk is None:
        return Delivery.objects.none()
    return Delivery.objects.filter(
        told_in__notification=notification, state=DeliveryState.FOLDED, notification__read_at=None
    )


def is_one_too_many(delivery: Delivery, now: datetime) -> bool:
    """Whether the member had so many letters in a day already. What others are sending at this moment counts."""
    lately = _letters_to(delivery).filter(finished_at__gt=now - DAY, state=DeliveryState.SENT, first=False)
    under_way = _letters_to(delivery).filter(pk__lt=delivery.pk, state=DeliveryState.SENDING, first=False)
    return lately.count() + under_way.count() >= MOST_LETTERS_A_DAY


def said_already(delivery: Delivery, now: datetime) -> Delivery | None:
    """An earlier letter about the same thing that is on its way, or came today and was not heeded yet."""
    told = delivery.notification
    same = _letters_to(delivery).filter(
        pk__lt=delivery.pk,
        together=False,
        notification__kind=told.kind,
        notification__refers_to=told.refers_to,
        notification__read_at=None,
    )
    on_its_way = same.filter(state__in=[DeliveryState.WAITING, DeliveryState.SENDING])
    came = same.filter(state=DeliveryState.SENT, finished_at__gt=now - DAY)
    return on_its_way.first() or came.first()


def _letters_to(delivery: Delivery) -> QuerySet[Delivery]:
    """A few days back: nothing that is older is still on its way."""
    lately = delivery.notification.created_at - 3 * DAY
    return Delivery.objects.filter(
        channel=Channel.EMAIL,
        notification__member=delivery.notification.member_id,
        notification__created_at__gte=lately,
    )

"""Carrying messages out: claim a row, send outside the transaction, write down what became of it.

A claim is a conditional update that ends by itself (a lease), so any number of workers, doorbells and sweeps may meet
at one row and one of them sends it. Whoever dies on the way leaves a lease that runs out; the next claim then sends
again with the same Message-ID, which lets the receiving side fold the two.
"""

import logging
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.models import Channel, Delivery, DeliveryState, Member, Notification
from accounts.notifications import enclosures, timing, together
from accounts.notifications.channels import CHANNELS
from accounts.notifications.failures import Failed, NobodyThere
from accounts.notifications.kinds import KINDS, Kind, Uncertain
from accounts.notifications.notify import channels, notify

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]

# Longer than a worker's hard time limit: when a lease has run out, its holder is dead.
LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 8
# 15 seconds, 45, 2 minutes, 7, 20, an hour, 3 hours: a server may be down for an evening.
FIRST_WAIT = timedelta(seconds=15)
# A sweep stops after this long; the next one goes on, and other work gets its turn.
SWEEP_TIME = timedelta(seconds=10)


def deliver(*, notification_id: int, clock: Clock) -> None:
    """Sends what is due of one notification; nothing if others are at it or have done it."""
    while delivery := _claim(Q(notification_id=notification_id), clock()):
        _carry(delivery, clock)


def sweep(*, clock: Clock) -> int:
    """Sends for a while whatever is due, urgent and old first, and finds all that doorbells lost; returns how many.

    Where nobody is there to take it, the others of that channel keep their attempts for later.
    """
    done, begun, down = 0, clock(), set[str]()
    _bury(begun)
    together.gather(now=begun, tell=partial(_tell_together, begun))
    while clock() - begun < SWEEP_TIME and (delivery := _claim(~Q(channel__in=down), clock())):
        failed = _carry(delivery, clock)
        done += failed is None
        if failed and failed.unreachable:
            down.add(delivery.channel)
    return done


def _tell_together(now: datetime, member: Member, event: str) -> Notification | None:
    return notify(member=member, kind=together.KIND, event=event, now=now)


def _open(now: datetime) -> Q:
    """Due and waiting, or in the hands of somebody whose lease has run out."""
    waiting = Q(state=DeliveryState.WAITING, due_at__lte=now)
    return waiting | _lost(now)


def _lost(now: datetime) -> Q:
    return Q(state=DeliveryState.SENDING, lease_until__lte=now)


@transaction.atomic
def _claim(which: Q, now: datetime) -> Delivery | None:
    """Takes the delivery that has been due longest, urgent ones first. Rows that others claim are passed over."""
    free = Delivery.objects.filter(which, _open(now), together=False, attempts__lt=MOST_ATTEMPTS)
    rows = free.select_for_update(skip_locked=True, of=("self",))
    delivery = rows.select_related("notification__member").order_by("-first", "due_at", "pk").first()
    if delivery is None:
        return None
    delivery.was_lost = delivery.state == DeliveryState.SENDING  # type: ignore[attr-defined]
    delivery.state = DeliveryState.SENDING
    delivery.attempts += 1
    delivery.claimed_at = now
    delivery.lease_until = now + LEASE
    delivery.save(update_fields=["state", "attempts", "claimed_at", "lease_until"])
    return delivery


def _carry(delivery: Delivery, clock: Clock) -> Failed | None:
    """Sends a claimed delivery, if it is still wanted, and writes down the outcome; what went wrong, if anything."""
    if _parked_after_a_death(delivery, clock()) or _put_off(delivery, clock()) or _folded(delivery, clock()):
        return None
    try:
        wanted = _send(delivery)
    except Failed as failed:
        _fail(delivery, failed, clock())
        return failed
    _finish(delivery, DeliveryState.SENT if wanted else DeliveryState.CANCELLED, clock())
    return None


def _parked_after_a_death(delivery: Delivery, now: datetime) -> bool:
    """Whoever had it died: it may be out already, and of some kinds twice would be worse than never."""
    parked = delivery.was_lost and _kind(delivery).uncertain is Uncertain.PARKED  # type: ignore[attr-defined]
    if parked:
        _finish(delivery, DeliveryState.DEAD, now, "LeaseExpired")
    return bool(parked)


def _put_off(delivery: Delivery, now: datetime) -> bool:
    """Whether it is not its time by now; then it waits, untried.

    It was held up into quiet hours, the member wants a digest by now, or they had many letters today.
    """
    kind, member = _kind(delivery), delivery.notification.member
    due = timing.due(member, kind, Channel(delivery.channel), now)
    letter = delivery.channel == Channel.EMAIL and not (delivery.first or kind.gathers)
    if due.at <= now and letter and together.is_one_too_many(delivery, now):
        due = timing.Due(timing.next_tick(member, now), together=True)
    if due.at <= now:
        return False
    _mine(delivery).update(
        state=DeliveryState.WAITING,
        due_at=due.at,
        together=due.together,
        lease_until=None,
        attempts=delivery.attempts - 1,
    )
    return True


def _folded(delivery: Delivery, now: datetime) -> bool:
    """Whether another letter says the same today."""
    foldable = delivery.channel == Channel.EMAIL and _kind(delivery).folds
    said = together.said_already(delivery, now) if foldable else None
    if said is not None:
        _finish(delivery, DeliveryState.FOLDED, now)
    return said is not None


def _send(delivery: Delivery) -> bool:
    """False when this member no longer wants it, has read it, or cannot have it any more. Raises Failed."""
    notification = _as_it_is(delivery.notification_id)
    if notification is None or not _still_wanted(notification, delivery):
        return False
    try:
        CHANNELS[Channel(delivery.channel)].send(notification)
    except Failed:
        raise
    except NobodyThere:
        return False
    except Exception as error:  # a mistake of ours: as bounded and as visible as a failure of theirs
        raise Failed(type(error).__name__) from error
    return True


def _still_wanted(notification: Notification, delivery: Delivery) -> bool:
    kind = KINDS[notification.kind]
    if notification.read_at and not _carries_something(notification, delivery):
        return False
    if kind.gathers and not together.told_of(notification).exists():
        return False
    return delivery.channel in channels(notification.member, kind)


def _carries_something(notification: Notification, delivery: Delivery) -> bool:
    """Whoever has read of a moved meeting still has the old hour in their calendar, until the letter changes it."""
    return delivery.channel == Channel.EMAIL and enclosures.of(notification) is not None


def _as_it_is(notification_id: int) -> Notification | None:
    """Read once more, just before it is sent: its member may be gone since it was claimed."""
    return Notification.objects.select_related("member").filter(pk=notification_id).first()


def _kind(delivery: Delivery) -> Kind:
    return KINDS[delivery.notification.kind]


def _fail(delivery: Delivery, failed: Failed, now: datetime) -> None:
    """Tries again later, a little later each time, unless that is useless or could be once too often."""
    log.warning("Delivery %s was not sent (attempt %s): %s", delivery.pk, delivery.attempts, failed.kind)
    parked = failed.uncertain and _kind(delivery).uncertain is Uncertain.PARKED
    if failed.refused and delivery.channel == Channel.EMAIL:
        _stop_letters(delivery.notification.member, now)
    if failed.for_good or parked or delivery.attempts >= MOST_ATTEMPTS:
        _finish(delivery, DeliveryState.DEAD, now, failed.kind)
    else:
        _mine(delivery).update(
            state=DeliveryState.WAITING,
            due_at=now + max(wait_after(delivery.attempts), failed.wait),
            lease_until=None,
            failure=failed.kind,
        )


@transaction.atomic
def _stop_letters(member: Member, now: datetime) -> None:
    """Nobody is at this address: it gets no more letters, and its owner reads in the app why."""
    here = Member.objects.filter(pk=member.pk, email=member.email, email_stopped_at=None)
    if here.update(email_stopped_at=now):
        notify(member=member, kind="letters_stopped", event=f"letters_stopped:{now.isoformat()}", now=now)


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts: three times as long each time, spread so that not all return at once."""
    spread = random.uniform(0.75, 1.25)  # noqa: S311 - nothing to guess here
    return FIRST_WAIT * (spread * 3.0 ** (attempts - 1))


@transaction.atomic
def _finish(delivery: Delivery, state: DeliveryState, now: datetime, failure: str = "") -> None:
    """The end of this delivery, unless its lease ran out and somebody else has it now. What was secret is forgotten."""
    mine = _mine(delivery)
    if mine.update(state=state, finished_at=now, lease_until=None, failure=failure):
        Notification.objects.filter(pk=delivery.notification_id).update(secret="")


def _mine(delivery: Delivery) -> QuerySet[Delivery]:
    """The row, as long as it is still in the hands that claimed it."""
    return Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.SENDING, attempts=delivery.attempts)


def _bury(now: datetime) -> None:
    """Gives up what was lost on its last attempt: everything ends sent, dead or cancelled."""
    for delivery in Delivery.objects.filter(_lost(now), attempts__gte=MOST_ATTEMPTS):
        _finish(delivery, DeliveryState.DEAD, now, "LeaseExpired")

"""What was given up: shown to operators, who may send it again."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Max, QuerySet

from accounts.models import Delivery, DeliveryState
from accounts.notifications.kinds import KINDS

# Their link or code was forgotten with them, and is too old by now: the owner asks for a new one.
CARRY_SECRETS = ("account_verify", "account_reset", "account_code")


class Dead(NamedTuple):
    """So many messages of one kind were given up for the same reason."""

    channel: str
    kind: str
    failure: str
    number: int
    latest: datetime


def found() -> list[Dead]:
    rows = _dead().values_list("channel", "notification__kind", "failure")
    counted = rows.annotate(number=Count("pk"), latest=Max("finished_at"))
    return [Dead(*row) for row in counted.order_by("-latest")]


def send_again(*, now: datetime, failures: Sequence[str] = ()) -> int:
    """Lets them wait once more as if never tried, all or those of these failures; returns how many.

    What was read meanwhile, or is no longer wanted, is not sent: that is asked again at sending.
    """
    rows = _dead().exclude(notification__kind__in=CARRY_SECRETS).filter(notification__kind__in=KINDS)
    if failures:
        rows = rows.filter(failure__in=failures)
    return rows.update(
        state=DeliveryState.WAITING, due_at=now, attempts=0, finished_at=None, failure="", lease_until=None
    )


def _dead() -> QuerySet[Delivery]:
    return Delivery.objects.filter(state=DeliveryState.DEAD)
